"""Papers named by where they stand in a list: ``2``, ``the second one``, ``1, 2 and 4``, ``1-3``, ``all``. Pure."""

import re

from bot.cards import problems
from bot.commands.pointing import CARDINALS, ORDINALS, PLACE, THAT
from bot.errors import BadQuery
from bot.model import ListedPapers, PaperId

_TO = r"\s*(?:-|–|\bto\b|\buntil\b)\s*"
_RANGE = rf"{PLACE}(?:{_TO}{PLACE})?"
_PLACES = re.compile(rf"{_RANGE}(?:(?:\s|,|;|&|\+|\band\b)+{_RANGE})*", re.IGNORECASE)
_PLACE_OR_TO = re.compile(rf"(?P<place>{PLACE})(?P<to>{_TO})?", re.IGNORECASE)
_ALL = re.compile(r"(?:all|both|everything)(?:\s(?:of|the|them|these|those|papers|here|on|this|page))*", re.IGNORECASE)
_THAT = re.compile(THAT, re.IGNORECASE)
_BOTH = 2
_AROUND = " .!?"
_DIGITS = re.compile(r"\d+")


def named_places(text: str, listed: ListedPapers) -> tuple[PaperId, ...] | None:
    """The papers that are named by their places; None where ``text`` names none so.

    Raises ``BadQuery`` for a number that the list has not.
    """
    text = text.strip(_AROUND)
    if listed.only and _THAT.fullmatch(text):
        return (listed.only,)
    if text.casefold().startswith("both") and len(listed.page) != _BOTH and _ALL.fullmatch(text):
        raise BadQuery(problems.BOTH_OF_SEVERAL)
    if _ALL.fullmatch(text):
        return tuple(listed.papers[number] for number in listed.page) or None
    if not _PLACES.fullmatch(text):
        return None
    numbers = _numbers(text, max(listed.papers, default=0))
    if any(number not in listed.papers for number in numbers):
        raise BadQuery(problems.no_such_number(max(listed.papers, default=0)))
    return tuple(dict.fromkeys(listed.papers[number] for number in numbers))


def means_all(text: str) -> bool:
    """``all``, ``both``, ``everything here``."""
    return _ALL.fullmatch(text.strip(_AROUND)) is not None


def may_be_places(text: str) -> bool:
    """Whether that names papers by their places, once it is known what was listed."""
    text = text.strip(_AROUND)
    return any(pattern.fullmatch(text) for pattern in (_THAT, _ALL, _PLACES))


def _numbers(text: str, last: int) -> list[int]:
    numbers: list[int] = []
    begun = False
    for found in _PLACE_OR_TO.finditer(text):
        number = _number(found["place"], last)
        numbers += range(numbers[-1] + 1, min(number, last + 1)) if begun else ()
        numbers.append(number)
        begun = bool(found["to"])
    return numbers


def _number(text: str, last: int) -> int:
    if digits := _DIGITS.search(text):
        return int(digits[0])
    words = text.casefold().split()
    for names in (ORDINALS, ("last",), CARDINALS):  # "one" says nothing in "the second one"
        if named := [place for place, name in enumerate(names, 1) if name in words]:
            return last if names == ("last",) else named[0]
    return last
