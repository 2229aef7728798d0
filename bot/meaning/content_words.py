"""The words of a text that say what it is about, and their stems."""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from bot.spelling import american
from bot.text import words

_FUNCTION_WORDS = """
a about above across after again against all also although am among an and any anybody anyone anything are as at be
because been before being below between both but by can could did do does doing done during each either every
everybody everyone everything few for from further had has have having he her here him his how however i if in into is
it its itself just many may me might more most much must my neither no nobody nor not nothing of off on once only onto
or other our out over own per please rather same shall she should since so some somebody someone something such than
that the their them themselves then there these they this those through to too toward towards under until up upon us
use used uses using very via was we well were what when where whether which while who whom whose why will with within
without would yet you your
"""
_ABBREVIATED = re.compile(r"[bcdfghjklmnpqrtvwxz]{3,6}s|[cgtn]pus|vlas")
"""Abbreviations in the plural: letters that make no syllable, and some that do."""
_MADE = re.compile(r"([a-z]{4,}iz)(?:ations?|e|es|ed|er|ers|ing)")
"""What is made into something, and who does it: those rules take *tokenization* for *tokens* and *visualization* for
what is visual."""
_OF_ITS_OWN = re.compile(r"(transformer|optimizer)s?")
"""What these are is a subject of its own: not every transformation, and not all that is optimized."""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that hold a sentence together and say nothing of its subject."""
SIGN = "zqx"
"""Begins a sign that stands in a list of words; no word does."""
INTO = f"{SIGN}to"
"""What stands for the *to* of *text-to-image*: texts and images alone are another subject."""
_AHEAD = frozenset(("after", "all", "down", "few", "in", "no", "off", "on", "out", "over", "under", "up", "with"))
"""Function words that say something where a hyphen ties them to the next: *off-policy*, *few-shot*."""
SIGNS_AHEAD = frozenset(f"{SIGN}{word}" for word in _AHEAD)
_MADE_OF = frozenset(
    (
        *("text", "texts", "image", "images", "video", "videos", "speech", "audio", "music", "sound", "sounds"),
        *("voice", "motion", "motions", "sketch", "3d", "4d"),
    )
)
"""What is made of one another; *text to image* needs no hyphens."""
_HYPHENATED = ("-to-", "-To-", "\u2010to\u2010", "\u2011to\u2011")
_DIGIT = re.compile(r"2(?<=[A-Za-z]{3}2)(?=[A-Za-z]{3})")
"""*text2image*."""
_SPACED = re.compile(rf" [Tt]o (?=(?i:{'|'.join(sorted(_MADE_OF))})\b)")
_LEARNING = re.compile(r"[Ll]earning to (?=[A-Za-z])")
"""*Learning to rank*: whatever is learned is no part of its own."""
_REAL_WORLD = re.compile(r"(?<=\b[Rr]eal)[ \u2010\u2011-](?=[Ww]orlds?\b)")
"""What is of the *real world* is on no world, and no world model."""
_HYPHEN = re.compile(r"-(?:of-)?(?=\w)")
"""*Out-of-distribution* too: in a title every word counts, and *of* would stand between."""
_TYPED_APART = re.compile(
    r"\b(few|off|out)\s(?=(?:shot|policy|of distribution|of domain)\b)"
    r"|^\s*(on|in)\s(?=(?:policy|device|context learning)\b)",
    re.IGNORECASE,
)
"""What people type without its hyphen; further on, *on policy* may be on policies."""
_LONGEST = max(map(len, _MADE_OF | _AHEAD))


@cache
def _stem_word() -> Callable[[str], str]:
    """Loaded when first needed: the stemmers of all languages come with it, some 3 MB. PyStemmer does its work."""
    from snowballstemmer import stemmer

    found: Callable[[str], str] = stemmer("english").stemWord
    return found


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What all forms of a word share, by the English Snowball rules (Porter2): *care* and *cars* stay apart.

    Those rules keep the s of *LLMs* and *GPUs*, since no vowel stands before it in its place. British spelling has the
    stem of the American.
    """
    word = american(word)
    if _ABBREVIATED.fullmatch(word):
        return word[:-1]
    if own := _OF_ITS_OWN.fullmatch(word):
        return own[1]
    made = _MADE.fullmatch(word)
    return made[1] if made else _stem_word()(word)


def content_words(text: str) -> list[str]:
    """The distinct words of ``text`` in order, without function words."""
    return [word for word in dict.fromkeys(words(text)) if word not in FUNCTION_WORDS]


def kept_together(text: str) -> str:
    """A text in whose words stand signs for what the function words in *text-to-image* and *off-policy* say.

    Without them the one would be texts and images, the other any policy. The signs begin with ``SIGN``.
    """
    for hyphenated in _HYPHENATED:
        text = text.replace(hyphenated, f" {INTO} ")
    text = _SPACED.sub(_into_where_made, _DIGIT.sub(f" {INTO} ", _REAL_WORLD.sub(f" {SIGN}", text)))
    return _HYPHEN.sub(_tied, _LEARNING.sub(f"learning {INTO} ", text))


def _into_where_made(found: re.Match[str]) -> str:
    return f" {INTO} " if _before(found) in _MADE_OF else found[0]


def _tied(found: re.Match[str]) -> str:
    word = _before(found)
    return f" {SIGN}{word} " if word in _AHEAD else found[0]


def _before(found: re.Match[str]) -> str:
    """The word that ends where something was found; one that is longer than any looked for is cut, and none of them."""
    return re.split(r"\W", found.string[max(0, found.start() - _LONGEST - 1) : found.start()])[-1].casefold()


def topic_words(text: str) -> list[str]:
    """The content words of a topic in order, each once, but for those that ``INTO`` holds together."""
    found: list[str] = []
    for word in words(kept_together(_TYPED_APART.sub(r"\1\2-", text))):
        bound = bool(found) and (word == INTO or found[-1] == INTO)
        if word not in FUNCTION_WORDS and (bound or word not in found):
            found.append(word)
    return found


def stems(tokens: Iterable[str]) -> frozenset[str]:
    return frozenset(map(stem, tokens))
