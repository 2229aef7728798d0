"""Names in filters as people type them → names that papers carry: ``org:CMU``, ``org:GoogleDeepMind``."""

from collections.abc import Sequence
from dataclasses import replace

from bot.categories import written_out
from bot.model import Query
from bot.search.documents import AUTHOR, CATEGORY, ORGANISATION, category_words
from bot.search.vocabulary import Vocabulary
from bot.text import words

_SHORT_NAMES = {
    "cmu": "carnegie mellon",
    "eth": "eth zurich",
    "fair": "meta",
    "gdm": "google deepmind",
    "hf": "hugging face",
    "hku": "university of hong kong",
    "hkust": "hong kong university of science and technology",
    "mit": "massachusetts institute of technology",
    "msr": "microsoft",
    "nus": "national university of singapore",
    "pku": "peking university",
    "sjtu": "shanghai jiao tong university",
    "thu": "tsinghua",
    "ucb": "berkeley",
    "ustc": "university of science and technology of china",
    "zju": "zhejiang university",
}


SHORTEST_MENDED = 5
"""Letters of a name in which a typo can be told from another name."""


def forgiven(query: Query, vocabulary: Vocabulary) -> Query:
    """The query with each filter that no paper answers replaced by the nearest that one does, where there is one.

    An author who is nobody's name but an organisation's is one: papers by Google.
    """
    organised = [name for name in query.authors if _is_organisation(name, vocabulary)]
    authors = [name for name in query.authors if name not in organised]
    return replace(
        query,
        authors=tuple(_nearest(name, AUTHOR, vocabulary) for name in authors),
        organisations=tuple(_nearest(name, ORGANISATION, vocabulary) for name in (*query.organisations, *organised)),
        categories=tuple(_category(name, vocabulary) for name in query.categories),
    )


def _nearest(name: str, mark: str, vocabulary: Vocabulary) -> str:
    typed = words(name)
    if not typed or all(_known(word, mark, vocabulary) for word in typed):
        return name
    long = _SHORT_NAMES.get("".join(typed)) if mark == ORGANISATION else None
    if long and all(vocabulary.marked(mark + word) for word in words(long)):
        return long
    found = [part for word in typed for part in _mended(word, mark, vocabulary)]
    return " ".join(found) if all(_known(part, mark, vocabulary) for part in found) else name


def _is_organisation(name: str, vocabulary: Vocabulary) -> bool:
    typed = words(name)
    if all(_known(word, AUTHOR, vocabulary) for word in typed):
        return False
    long = _SHORT_NAMES.get("".join(typed))
    return all(vocabulary.marked(ORGANISATION + word) for word in (words(long) if long else typed))


def _known(word: str, mark: str, vocabulary: Vocabulary) -> bool:
    """A single letter is somebody's initial, which only reading the names can tell."""
    return len(word) == 1 or bool(vocabulary.marked(mark + word))


def _mended(word: str, mark: str, vocabulary: Vocabulary) -> Sequence[str]:
    if _known(word, mark, vocabulary):
        return (word,)
    splits = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
    split = next((pair for pair in splits if all(vocabulary.marked(mark + half) for half in pair)), None)
    near = vocabulary.nearest_marked(mark + word) if len(word) >= SHORTEST_MENDED else None
    return split or ((near[1:],) if near else (word,))


def _category(name: str, vocabulary: Vocabulary) -> str:
    typed = category_words(name)[-1:]
    if not typed or vocabulary.marked(CATEGORY + typed[0]):
        return name
    near = vocabulary.nearest_marked(CATEGORY + typed[0])
    return written_out(near[1:]) if near else name
