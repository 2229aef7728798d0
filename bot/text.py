"""Words from outside, made plain: one clean line, search tokens, shortening, the telling sentence. All pure."""

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from bot.latex import unlatex

_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]+"
)
_STRAY_JOINER = re.compile(
    "[\u200c\u200d](?<![\u0300-\u1fff\u2070-\U0010ffff].)|[\u200c\u200d](?![\u0300-\u1fff\u2070-\U0010ffff])"
)
"""Joiners shape Indic and Persian words and emoji; anywhere else they only hide."""
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]+"
)
_PILED = re.compile("([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{2})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+")
"""Accents piled on one letter beyond what any language does: they would run over the lines above and below."""
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ȷ": "j", "æ": "ae", "œ": "oe", "ŋ": "n"}
)
_GREEK = re.compile("(?<![\u0370-\u03ff])[α-ω](?![\u0370-\u03ff])")
_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
_LANGUAGES = re.compile(r"c(?:(\+\+)|#)(?<![^\W_]c\+\+)(?<![^\W_]c#)(?![^\W_])")
_APOSTROPHE = re.compile(r"['’ʼ](?<=[^\W\d_].)(?=[^\W\d_])")
_ONLY_WORDS = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
"""ASCII, with a space for all that is no letter or digit: ``str.translate`` takes a third of what a pattern does."""
_WORD = re.compile("[\\w\u0900-\u0963\u0966-\u109f\u1780-\u17d3]+")


def clean(text: str) -> str:
    """One line of plain Unicode (NFC): no LaTeX, no control, bidi-override or hidden characters, single spaces."""
    line = visible_line(text)
    plain = unlatex(line)
    if plain != line:
        line = visible_line(plain)
    return line if line.isascii() else _PILED.sub(r"\1", unicodedata.normalize("NFC", line))


def visible_line(text: str) -> str:
    """One line of what can be seen. Halves of surrogate pairs, which no database or network takes, are dropped."""
    if text.isprintable():  # nothing is hidden, and its only white space is the space
        return " ".join(text.split()) if "  " in text or text != text.strip() else text
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(_STRAY_JOINER.sub("", _INVISIBLE.sub("", text)).split())


def fold(text: str) -> str:
    """Text as searched: one case, no accents or ligatures, lone Greek letters by name, CJK characters apart.

    The index and every query go through this one function. Folding twice changes nothing.
    """
    if _is_plain(text):
        return " ".join(text.lower().split())
    # Most words even of such a text are plain; what is done for the others reaches over no space.
    runs = groupby(text.split(), _is_plain)
    return " ".join(filter(None, (_folded(" ".join(run), plain) for plain, run in runs)))


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _folded(text: str, plain: bool) -> str:
    if plain:
        return text.lower()
    folded = visible_line(text).casefold()
    if not folded.isascii():
        folded = _without_marks(folded).translate(_LETTERS)
        folded = _UNSPACED.sub(r" \1 ", _GREEK.sub(_greek_name, folded))
    return " ".join(folded.split())


def _without_marks(text: str) -> str:
    """Compatibility forms and diacritics gone. Some foldings only show after another, hence twice."""
    for _ in range(2):
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
        text = unicodedata.normalize("NFKC", text).casefold()
    return text


def _greek_name(match: re.Match[str]) -> str:
    name = unicodedata.name(match[0]).rsplit(" ", 1)[-1].lower()
    return f" {'lambda' if name == 'lamda' else name} "


def words(text: str) -> list[str]:
    """The search tokens of a text, folded, in order: ``don't`` is one word, ``state-space`` two, C++ is ``cpp``."""
    folded = text.lower() if _is_plain(text) else fold(text)
    if "c+" in folded or "c#" in folded:
        folded = _LANGUAGES.sub(lambda match: "cpp" if match[1] else "csharp", folded)
    if not folded.isascii():
        return _WORD.findall(_APOSTROPHE.sub("", folded).replace("_", " "))
    if "'" in folded:
        folded = _APOSTROPHE.sub("", folded)
    return folded.translate(_ONLY_WORDS).split()


_SUFFIXES = (
    *("nesses", "ments", "ness", "ment", "ings", "ions", "ives", "ers", "ors", "ies", "ied", "ing", "ion", "ive"),
    *("ity", "ed", "er", "es", "ly", "or", "e", "s", "y"),
)
_SHORTEST_STEM = 3


def stem(word: str) -> str:
    """A crude stem: word forms that share it are likely one word. Never used alone to match."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            bare = word[: -len(suffix)]
            return bare[:-1] if len(bare) > _SHORTEST_STEM and bare[-1] == bare[-2] else bare
    return word


def inflected(root: str) -> list[str]:
    """All words whose stem may be ``root``."""
    return [bare + suffix for bare in (root, root + root[-1:]) for suffix in ("", *_SUFFIXES)]


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut at a word and ended by …; no emoji or accented letter is split."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    cut = limit - 1
    while cut > 0 and _joined(text, cut):
        cut -= 1
    space = text.rfind(" ", 0, cut + 1)
    cut = space if space > limit // 2 else cut
    return text[:cut].rstrip(" ,;:.–—-") + "…"


_JOINING = re.compile("[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u20e3]")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]+$")


def _joined(text: str, at: int) -> bool:
    """Whether the characters on both sides of ``at`` are seen as one."""
    after = text[at]
    if unicodedata.combining(after) or unicodedata.category(after) in {"Mn", "Mc", "Me"} or _JOINING.match(after):
        return True
    if text[at - 1] == "\u200d":
        return True
    flags = _REGIONAL.search(text, max(0, at - 64), at)
    return bool(flags and _REGIONAL.match(after) and len(flags[0]) % 2)


_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|etc|cf|vs|resp|approx|viz|ca|figs?|eqs?|eqns?|secs?|sect|tabs?|refs?|thms?|def|alg|ch|vol"
    r"|nos?|pp?|dr|mr|mrs|ms|prof|st|w\.r\.t|s\.t|a\.k\.a|u\.s|ph\.d|i\.i\.d|incl|std|avg|max|min)|\b[^\W\d_])\.$",
    re.IGNORECASE,
)
_NO_ABBREVIATION = 7
"""Letters of a word that ends no abbreviation: most sentences end in such a one, and take no pattern to see it."""
_END = re.compile(r"[.!?…。](?:(?<!。)[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\Wa-z_])|(?<![.…])(?=\S))")
"""Begins with one class of characters for all ends: the engine skips what is none of them, thrice as fast."""


def sentences(text: str) -> list[str]:
    """The sentences of a clean text, never broken after “e.g.”, “et al.”, “Fig.”, an initial, or inside a number."""
    found, start = [], 0
    for end in _END.finditer(text):
        if end[0].startswith(".") and _is_short(text, start, end.start()):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    return [*found, text[start:].strip()] if text[start:].strip() else found


def _is_short(text: str, start: int, period: int) -> bool:
    """Whether this period belongs to an abbreviation or an initial."""
    if period >= _NO_ABBREVIATION and text[period - _NO_ABBREVIATION : period].isalpha():
        return False
    return _ABBREVIATION.search(text, max(start, period - 12), period + 1) is not None


_WORKS = "paper|work|report|article|study|survey|thesis"
_MAKING = "propos|introduc|present|develop|describ|releas|design|build|contribut|formali[sz]|review|survey"
_FINDING = "show|demonstrat|find|prove|study|investigat|argue|revisit|analy[sz]|establish|reveal|discover|train|explor"
_BEFORE = "however|despite|existing|current|previous|prior|remain|remains|often"
_ADDRESS = r"https?://|\b(?:code|data|models?|project page)\b.{0,60}\b(?:available|released|found at)\b"
_CUES = tuple(
    (weight, tuple(hints.split("|")), re.compile(pattern))
    for weight, hints, pattern in (
        (3.0, "we |i ", rf"\b(?:we|i) (?:\w+ly )?(?:{_MAKING})"),
        (3.0, _WORKS, rf"\b(?:this|the|our) (?:{_WORKS})(?: \w+ly)? (?:{_MAKING}|{_FINDING})"),
        (2.0, "proposed|introduced|presented|本文|提出", r"\b(?:is|are) (?:proposed|introduced|presented)\b|本文|提出"),
        (2.0, "we |i ", rf"\b(?:we|i) (?:\w+ly )?(?:{_FINDING})"),
        (1.0, "in this |here", rf"\bin this (?:{_WORKS})\b|\bhere,? we\b"),
        (
            0.6,
            "outperform|state|achiev|surpass|improv",
            r"\b(?:outperform|state[- ]of[- ]the[- ]art|achiev|surpass|improv)",
        ),
        (-0.7, f"{_BEFORE}|recent|challeng", rf"\b(?:{_BEFORE}|recent(?:ly)?|challeng\w+)\b"),
        (
            -0.8,
            "",
            rf"^(?:it|they|these|those|this (?!(?:{_WORKS})\b)|such|additionally|furthermore|moreover|finally)\b",
        ),
        (-4.0, "http|available|released|found at", _ADDRESS),
    )
)
"""What each cue adds, small texts one of which must stand in a sentence (looked for first: that is quick), the cue."""
_READABLE = range(8, 46)
"""How many words a sentence may have to be read at a glance."""


@lru_cache(maxsize=4096)  # of lists that are looked at over and over: some seven megabytes
def one_sentence(abstract: str) -> str:
    """The most telling sentence of an abstract: what the authors say they did, rather than background or addresses.

    A sum of cue phrases, a mild liking for early sentences and for readable lengths; the earliest of equals wins.
    """
    text = clean(abstract)
    found, cues = sentences(text), _hinted(text.lower(), _CUES)
    best, telling = -math.inf, ""
    for position, sentence in enumerate(found):
        early = position / len(found)
        score = _telling(sentence, cues, best + early)
        if score - early > best:
            best, telling = score - early, sentence
    return telling


_Cues = Sequence[tuple[float, Sequence[str], re.Pattern[str]]]


def _hinted(plain: str, cues: _Cues) -> _Cues:
    """The cues that may be in a text."""
    found = []
    for each in cues:
        for hint in each[1]:  # a loop: a generator for each cue of each sentence took half of the time
            if hint in plain:
                found.append(each)
                break
    return found


def _telling(sentence: str, cues: _Cues, least: float) -> float:
    """The sum of what its cues add; where that can't be more than ``least``, no pattern is asked."""
    plain = sentence.lower()
    hinted = _hinted(plain, cues)
    score = most = 0.0 if len(sentence.split()) in _READABLE else -1.5
    for weight, _, _ in hinted:
        if weight > 0:
            most += weight
    if most > least:
        for weight, _, cue in hinted:
            if cue.search(plain):
                score += weight
    return score
