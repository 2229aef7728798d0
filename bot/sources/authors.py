"""Who wrote a paper, from lists that also hold affiliations, numbers and collaborations: people are people. Pure."""

import re
from collections.abc import Iterable, Iterator

from bot.markup import without_markup
from bot.text import clean

MOST_AUTHORS = 5_000
LONGEST_NAME = 200
LONGEST_LIST = 200_000

_INSTITUTION = re.compile(
    r"\b(?:universit\w+|institut\w*|department|dept|laborator\w+|facult\w+|school of|college of|academy of|hospital"
    r"|cent(?:er|re) (?:for|of)|inc\.?$|ltd\.?$|gmbh$|corporation)\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(r", (?:inc|ltd|llc|gmbh|corp|co|ag)\.?$", re.IGNORECASE)
_GROUP = re.compile(r"\b(?:collaboration|team|consortium|group|network|initiative|project)s?\b", re.IGNORECASE)
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_DEGREES_TEXT = """
phd dphil mphil msc bsc md mbbs mph mba edd engd pharmd dvm dds frcp
"""
_DEGREES = frozenset(_DEGREES_TEXT.split())
_SHORT_DEGREES = {"MA", "MS", "BA", "BS", "RN", "DO", "PE"}
"""Those that are names too, if not in capitals."""
_LONGEST_DEGREE = 8
_WITH_DEGREES = re.compile(
    r"(\S+ .*?\S)(?:,? (?:Ph\.? ?D|PHD|[DM]\.?Phil|[MB]\.?Sc|M\.?D|MBBS|M\.?P\.?H|MBA|Ed\.?D|PharmD)\.?)+"
)
"""Behind two words at least: an MD alone may be initials."""
_STYLE_OF_ADDRESS = re.compile(r"(?:(?:Dr|Prof|Professor|Mrs?|Ms)\b\.?(?:-Ing\b\.?)? ?)+(?=\S+ \S)")
_PARTICLE = r"(?:(?i:v[ao]n|de[rnls]?|del|della|d[iau]|dos|l[ae]|te[rn]|zu[rm]?) )"
_FAMILY_FIRST = re.compile(rf"({_PARTICLE}{{0,3}}[^\W\d_][\w'’.-]*), ((?:[^\W\d_][\w'’.-]* ?){{1,4}})")
_BEFORE_A_FAMILY = re.compile(rf"(?<=\s){_PARTICLE}")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_SPEAKABLE = re.compile(r"[AEIOUYÀ-ÖØ-ݟ]|[^\x00-\u024f]")
_INSTITUTES_TEXT = """
bell caltech cern csail cnrs epfl eth ibm inria jpl kaist labs mit nasa nist noaa nvidia openai postech research
riken slac tum ucla unist usa
"""
_INSTITUTES = frozenset(_INSTITUTES_TEXT.split())
"""What groups and companies are called, spoken as words: they stand in capitals."""
_NO_NAMES = {"et al", "others", "and others", "and", "the", "n/a"}
_MARKS = re.compile(r"^[\W\d_]+|[\d*†‡§¶#^¹²³⁴-⁹⁰,;:\s_]+$")
_PREFIX = re.compile(
    r"^(?:(?i:and|on behalf of|for)\s+(?:[Tt]he\s+)?|the\s+"
    r"|(?i:with\s+(?:an?\s+appendix\s+by|contributions?\s+(?:from|by)))\s+)(?=\S)"
)
_FOR_A_GROUP = re.compile(r"\s+(?:on behalf of|for)\s+the\s+", re.IGNORECASE)
_AND_A_GROUP = re.compile(r"(?!the\b)([^,]{1,100}?)\s+and\s+the\s+([^,]{1,100})", re.IGNORECASE)
_GROUP_IN_BRACKETS = re.compile(r"\(((?:(?:for|on behalf of) )?(?:the )?[^()]{1,100}\b[Cc]ollaborations?)\)")
_END = re.compile(r"\s+et\.? al\.?$|(?<=[a-z]{3})\.$")
"""What ends a list, rather than a name."""
_BETWEEN = re.compile(r"[,;、，；]|[:：](?=\s|$)|\s[|/·•]\s")
_MAIL = re.compile(r"<[^<>]{0,100}>|[^\s,;<>]{1,64}@[^\s,;<>]{1,100}|https?://[^\s,;]{1,200}")
"""Addresses of people and of their pages."""
_LEGEND = re.compile(r"[,;]\s*\(1\)\s+[^\W\d]")
"""Where a list of numbered affiliations begins."""
_AFFILIATION = re.compile(r"\W*\(\d+\)\s*[^\W\d]")
_PLAIN = re.compile(
    r"(?!(?:Dr|Prof|Professor|Mrs?|Ms|And|For|On|With)\b)[A-Z](?:[a-z.'-][A-Za-z.'-]{0,40})?"
    r"(?: [A-Z](?:[a-z.'-][A-Za-z.'-]{0,40})?){1,4}(?<!\.)(?<!PhD)(?<!Phil)(?<!MSc)(?<!BSc)"
)
"""A name that nothing has to be done about, as nearly all are."""
_AND = re.compile(r"\s+(?:and|&)\s+")


def names_in(text: str) -> tuple[str, ...]:
    """The people and groups of one comma-joined text, each once; what stands in brackets are affiliations."""
    plain = _MAIL.sub("", _plain(text).replace("~", " "))
    legend = _LEGEND.search(plain, plain.find("(1)") + 1)
    parts = _BETWEEN.split(_without_brackets(plain[: legend.start()] if legend else plain))
    return _unique(_with_suffixes(name for part in parts for name in _apart(part)))


def names_of(entries: Iterable[str]) -> tuple[str, ...]:
    """The same for a list that has an entry for each author."""
    return _unique(_with_suffixes(name for entry in entries for name in _entry(_plain(entry))))


def family_first(text: str) -> tuple[str, ...]:
    """The names of a list like ``Alpha, A. B.; Beta, C.; Garden Team``, given names first."""
    return _unique(_named(_given_first(entry)) for entry in _plain(text).split(";") if entry.strip() != "NA")


def _plain(text: str) -> str:
    return clean(without_markup(text[:LONGEST_LIST]))


def _given_first(entry: str) -> str:
    family, comma, given = entry.partition(",")
    given, _, suffix = given.partition(",")
    return f"{given} {family} {suffix}".strip() if comma else family


def _entry(text: str) -> Iterator[str]:
    if _PLAIN.fullmatch(text):
        yield text
        return
    if _AFFILIATION.match(text):
        return
    plain = _one_person(_without_brackets(_MAIL.sub("", text.replace("~", " "))))
    several = plain.count(",") > 1 and all(" " in part.strip() for part in plain.split(","))
    for part in _BETWEEN.split(plain) if several else re.split(r";|:(?=\s|$)", plain):
        yield from _apart(part)


def _one_person(entry: str) -> str:
    """``Alpha, Ada`` and ``Ada Alpha, Jr., PhD`` as one name without commas; anything else as it is."""
    before, comma, last = entry.rpartition(",")
    while comma and _is_degree(last.strip()):
        entry = before
        before, comma, last = entry.rpartition(",")
    if comma and _letters(last) in _SUFFIXES:
        return f"{before} {last.strip()}"
    if _GROUP.search(entry) or _COMPANY.search(entry) or _INSTITUTION.search(before):
        return entry
    if comma and _INSTITUTION.search(last):
        return before
    flipped = _FAMILY_FIRST.fullmatch(entry)
    return f"{flipped[2]} {flipped[1]}" if flipped else entry


def _letters(name: str) -> str:
    return name.replace(".", "").replace(" ", "").lower()


def _is_degree(name: str) -> bool:
    return _letters(name) in _DEGREES or name.replace(".", "") in _SHORT_DEGREES


def _without_brackets(text: str) -> str:
    """Without what stands in brackets, however deep; one that is never closed takes the rest with it."""
    kept, depth = [], 0
    for part in re.split(r"([()\[\]])", _GROUP_IN_BRACKETS.sub(r", \1", text)):
        if part in ("(", "["):
            depth += 1
        elif part in (")", "]"):
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(part)
    return " ".join(" ".join(kept).split())


def _apart(part: str) -> Iterator[str]:
    """One or several names joined by "and"; the names of groups may hold one themselves."""
    beside = _AND_A_GROUP.fullmatch(part.strip()) if _GROUP.search(part) else None
    for each in beside.groups() if beside else _FOR_A_GROUP.split(part):
        for name in [each] if _GROUP.search(each) else _AND.split(each):
            yield _named(name)


def _named(name: str) -> str:
    """A name without the marks, titles and degrees around it; '' for what is no name."""
    name = " ".join(name.split())
    if _PLAIN.fullmatch(name):
        return name
    name = _END.sub("", _PREFIX.sub("", _MARKS.sub("", name).strip()))
    if name.lower().rstrip(".") in _NO_NAMES or not any(map(str.isalpha, name)):
        return ""
    name = _STYLE_OF_ADDRESS.sub("", name[:LONGEST_NAME], count=1)
    with_degrees = _WITH_DEGREES.fullmatch(name)
    return _in_small_letters(with_degrees[1] if with_degrees else name)


def _in_small_letters(name: str) -> str:
    """JANE DE LA CRUZ as Jane de la Cruz. What nobody could speak is an abbreviation, and no name of a person."""
    long = _LONG_WORD.findall(name)
    spoken = all(map(_SPEAKABLE.search, long)) and _INSTITUTES.isdisjoint(map(str.lower, long))
    if not name.isupper() or " " not in name or not spoken or _GROUP.search(name):
        return name
    small = _BEFORE_A_FAMILY.sub(lambda match: match[0].lower(), name)
    return _LONG_WORD.sub(lambda word: _capitalized(word[0]) if word[0].isupper() else word[0], small)


def _capitalized(word: str) -> str:
    return f"Mc{word[2:].capitalize()}" if word.startswith("MC") and len(word) > 4 else word.capitalize()


def _with_suffixes(names: Iterable[str]) -> Iterator[str]:
    """ "King, Jr." is one person, and commas part them from each other and from their degrees."""
    before = ""
    for name in names:
        short = before and len(name) <= _LONGEST_DEGREE
        if short and _letters(name) in _SUFFIXES:
            before = f"{before} {name}"
        elif not short or not _is_degree(name):
            yield before
            before = name
    yield before


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    found = list(dict.fromkeys(name for name in names if name))
    if not _INSTITUTION.search(", ".join(found)):
        return tuple(found)[:MOST_AUTHORS]
    people = [name for name in found if not _INSTITUTION.search(name) or _GROUP.search(name)]
    return tuple(people or found)[:MOST_AUTHORS]
