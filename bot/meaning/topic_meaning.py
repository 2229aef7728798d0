"""What somebody means by a topic: the things it names, each in all words that mean the same, and what these weigh."""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bot.meaning.content_words import SIGN, content_words, stem, topic_words
from bot.meaning.joined_words import respelled
from bot.meaning.papers import Stems, hashed
from bot.meaning.synonyms import in_other_terms
from bot.meaning.word_families import in_other_forms
from bot.meaning.word_table import Floats, word_table
from bot.text import words

_BETWEEN = re.compile(r"\s*[,;]\s*|\s+(?:&|and|or)\s+|(?<=\w{3})/(?=\w{3})", re.IGNORECASE)
_MOST_READINGS = 8
_BEFORE = 0.75
"""The least that the words before the rarest of a topic weigh of it."""
_KINDS = frozenset(map(stem, ("survey", "tutorial")))
"""What a paper may be that is about anything."""
_MODELS_TEXT = "bert claude deepseek dino gemini gemma gpt grok kimi llama mistral qwen yolo"
_MODELS = frozenset(map(stem, _MODELS_TEXT.split()))
"""Families of models, whose names mean nothing else in titles. What the word table does not know is a name as well."""
_OF = re.compile(r"\s+(?:about|at|by|for|from|in|of|on|with)\s+", re.IGNORECASE)
"""What stands behind one of these says which is meant, too: the pruning of data is data pruning."""


@dataclass(frozen=True, slots=True)
class TopicReading:
    """One thing a topic names: the stems of its content words, what each weighs (in all 1), and its vector.

    ``in_title``: a title with it says enough, whatever the paper means: a kind of paper, or a name like *Sora*.
    """

    stems: Stems
    weights: Floats
    vector: Floats
    in_title: bool


@dataclass(frozen=True, slots=True)
class TopicMeaning:
    """A topic in words. "Quantization and pruning" has two readings; a paper on either is about the topic."""

    text: str
    readings: tuple[TopicReading, ...]


@lru_cache(maxsize=1024)
def topic_meaning(text: str) -> TopicMeaning:
    """Read a topic; never fails. One without any word that tells has no reading, and nothing is about it."""
    return TopicMeaning(text, tuple(_reading(one, as_rare_as) for one, as_rare_as in _readings_of(text)))


def named_in(text: str) -> list[str]:
    """The things that a topic names, each also in other terms, as one word or two, and in other forms."""
    return [one for one, _ in _readings_of(text)]


def _readings_of(text: str) -> list[tuple[str, str]]:
    """The same, each with the words whose rarity it has: *legal* is rarer than *law*, and says no more of its topic."""
    things = things_of(text)
    otherwise = (one for read in (in_other_terms, respelled) for each in things for one in read(each))
    found = [(one, one) for one in (*things, *otherwise)]
    return [*found, *((form, each) for each in things for form in in_other_forms(each))][:_MOST_READINGS]


@lru_cache(maxsize=1024)
def things_of(text: str) -> tuple[str, ...]:
    """The things that a topic names: "speech recognition and synthesis" is speech recognition, and speech synthesis."""
    found: list[list[str]] = []
    for part in _BETWEEN.split(text):
        tokens = part.split()
        if not content_words(part):
            continue
        if found and len(tokens) == 1 and len(found[-1]) > 1:
            tokens = [*found[-1][:-1], *tokens]
        found.append(tokens)
    return tuple(dict.fromkeys(" ".join(tokens) for tokens in found))


def _reading(text: str, as_rare_as: str) -> TopicReading:
    weights = _weights(as_rare_as)
    roots = list(map(stem, topic_words(text)))
    return TopicReading(
        hashed(roots),
        weights / max(weights.sum(), np.float32(1e-9)),
        word_table().encode_query(words(text)),
        len(roots) == 1 and (roots[0] in _KINDS | _MODELS or rarity(roots[0]) == word_table().rarest),
    )


def _weights(text: str) -> Floats:
    """What each content word of a topic weighs, in their order: its rarity squared.

    Those that stand before the rarest one weigh nearly as much together, at least.
    """
    typed = topic_words(text)
    weighs = {word: rarity(stem(word)) ** 2 for word in typed}
    restricting = [word for part in reversed(_OF.split(text)) for word in topic_words(part) if weighs.get(word)]
    if restricting:
        rarest = max(restricting, key=weighs.__getitem__)
        before = restricting[: restricting.index(rarest)]
        share = _BEFORE * weighs[rarest] / (sum(map(weighs.__getitem__, before)) or 1.0)
        weighs |= {word: weighs[word] * max(1.0, share) for word in before}
    return np.array([weighs[word] for word in typed], dtype=np.float32)


@lru_cache(maxsize=4096)
def rarity(root: str) -> float:
    """Inverse document frequency of the commonest word of this stem; of what only holds others together, nothing."""
    if root.startswith(SIGN):
        return 0.0
    table = word_table()
    forms = [word for word in table.beginning(root[:-1]) if stem(word) == root]
    return min(map(table.idf, forms), default=table.rarest)
