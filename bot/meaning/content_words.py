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


def stems(tokens: Iterable[str]) -> frozenset[str]:
    return frozenset(map(stem, tokens))
