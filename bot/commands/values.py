"""Reading interests, addresses and flags as people type them. Each raises ``BadQuery`` with what to type instead."""

import re

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.cards import problems
from bot.categories import known_category
from bot.errors import BadQuery
from bot.model import Interest, InterestKind

_PREFIXES = {
    "topic": InterestKind.TOPIC,
    "keyword": InterestKind.KEYWORD,
    "word": InterestKind.KEYWORD,
    "author": InterestKind.AUTHOR,
    "org": InterestKind.ORGANISATION,
    "organisation": InterestKind.ORGANISATION,
    "organization": InterestKind.ORGANISATION,
    "category": InterestKind.CATEGORY,
    "cat": InterestKind.CATEGORY,
}
_NEAR_PREFIX = 0.82
"""From this likeness on, a word before a colon may be a prefix misspelt; *world* is not *word*."""

_FAMILY_FIRST = re.compile(r"(?P<family>[^,()]+?)\s*,\s*(?P<given>[^,()]+)")
"""``Han, Song``, as bibliographies write a name."""

LONGEST_INTEREST = 100
LONGEST_GROUP = 40
_FLAGS = {"yes": True, "y": True, "on": True, "true": True, "1": True} | {
    "no": False, "n": False, "off": False, "false": False, "0": False
}  # fmt: skip


def read_interest(text: str) -> Interest:
    """``state-space models``, ``author:Yann LeCun``, ``org:openai``, ``category:cs.CL``, ``keyword:benchmark``."""
    kind, value = split_interest(text)
    value = value.rstrip(" .!?,;") or value
    if not any(character.isalnum() for character in value):
        raise BadQuery(problems.NO_INTEREST)
    if len(value) > LONGEST_INTEREST:
        raise BadQuery(problems.interest_too_long(len(value), LONGEST_INTEREST))
    if kind is InterestKind.CATEGORY:
        known = known_category(value)
        if known is None:
            raise BadQuery(problems.no_category(value))
        value = known
    if kind is InterestKind.AUTHOR and (turned := _FAMILY_FIRST.fullmatch(value)):
        value = f"{turned['given']} {turned['family']}"
    return Interest(kind=kind or InterestKind.TOPIC, value=value)


def split_interest(text: str) -> tuple[InterestKind | None, str]:
    """What kind an interest says it is, and the rest of it; None for the kind where it says none."""
    prefix, colon, rest = text.strip().partition(":")
    kind = _PREFIXES.get(prefix.strip().casefold()) if colon else None
    return kind, " ".join((rest if kind else text).replace('"', " ").split())


def nearest_prefix(text: str) -> str:
    """The interest that is meant where its prefix is misspelt: ``author:Song Han`` for ``auther:…``; '' elsewhere."""
    kind, words = split_interest(text)
    prefix, colon, rest = words.partition(":")
    if kind or not colon or " " in prefix or not rest.strip():
        return ""
    scorer = OSA.normalized_similarity
    near = process.extractOne(prefix.casefold(), list(_PREFIXES), scorer=scorer, score_cutoff=_NEAR_PREFIX)
    return f"{near[0]}:{rest.strip()}" if near else ""


def read_flag(text: str) -> bool:
    """``yes`` or ``no``, in the ways people say it."""
    word = text.strip().casefold()
    if word not in _FLAGS:
        raise BadQuery(problems.no_flag(text))
    return _FLAGS[word]


def read_address(text: str) -> str:
    """A mail address in plain letters, as most chat platforms hand it over. Raises ``BadQuery``."""
    linked = re.fullmatch(r"<?(?:mailto:)?([^|<>]+)(?:\|[^<>]*)?>?", text.strip())
    address = linked[1].strip() if linked else ""
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise BadQuery(problems.no_address(text))
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


LONGEST_ADDRESS = 254
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(
    rf"(?!\.)(?!.*\.\.)[\w.!#$%&'*+/=?^`{{}}~-]{{1,64}}(?<!\.)@(?:{_LABEL}\.)+[a-z]{{2,63}}", re.ASCII | re.IGNORECASE
)
