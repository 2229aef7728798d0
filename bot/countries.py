"""Requests for the papers of a country, which no source tells: *papers from China*, *German universities*. Pure."""

import re
from dataclasses import dataclass

_NAMES_TEXT = """
africa|african argentina|argentinian asia|asian australia|australian austria|austrian belgium|belgian
brazil|brazilian britain|british canada|canadian chile|chilean china|chinese czechia|czech denmark|danish
egypt|egyptian england|english nordic|scandinavian scandinavia|scandinavian europe|european finland|finnish
france|french germany|german greece|greek hungary|hungarian india|indian indonesia|indonesian iran|iranian
ireland|irish israel|israeli italy|italian japan|japanese korea|korean malaysia|malaysian mexico|mexican
netherlands|dutch nigeria|nigerian norway|norwegian pakistan|pakistani poland|polish portugal|portuguese
romania|romanian russia|russian scotland|scottish singapore|singaporean spain|spanish sweden|swedish
switzerland|swiss taiwan|taiwanese thailand|thai turkey|turkish uk|british ukraine|ukrainian us|american
usa|american vietnam|vietnamese eu|european
"""
_PAIRS = [pair.split("|") for pair in _NAMES_TEXT.split()]
_LONG_NAMES = (
    "south korea",
    "united states",
    "united states of america",
    "united kingdom",
    "saudi arabia",
    "hong kong",
)
_COUNTRY = rf"(?:{'|'.join(sorted({name for name, _ in _PAIRS} | set(_LONG_NAMES), key=len, reverse=True))})"
_OF_IT = rf"(?:{'|'.join(sorted({adjective for _, adjective in _PAIRS} | {'us', 'uk', 'eu'}))})"
_THINGS = r"(?:papers?|articles?|preprints?|publications?|research|work|anything|something|everything|stuff)"
_WISH = (
    r"(?:(?:please|only|all|any|the|new|latest|some) |(?:find|show|give|get|search|list|recommend)(?: me| us)?(?: for)?"
    r" |i want (?:to see )?|are there )*"
)
_WHO = (
    r"(?:universit(?:y|ies)|(?:research )?(?:labs?|laborator(?:y|ies)|groups?|teams?|institutes?|institutions?)"
    r"|compan(?:y|ies)|researchers?|authors?|scientists?|academics?|start-?ups?|people)"
)
_ABOUT = r"(?: (?:on|about|in) (?P<after>.+))?"
_MADE = r"(?: (?:published|written|made|done|coming))?"
_OF = r"(?:(?:from|by|of|at) )?(?:the )?"
_WAYS = tuple(
    re.compile(way, re.IGNORECASE)
    for way in (
        rf"{_WISH}(?:(?P<before>.+?) )?{_THINGS}{_MADE} (?:from|in|out of) (?:the )?(?:{_COUNTRY}){_ABOUT}",
        rf"{_WISH}(?:(?:(?P<before>.+?) )?{_THINGS} )?{_OF}(?:{_OF_IT}) {_WHO}{_ABOUT}",
        rf"{_WISH}(?:{_OF_IT}) {_THINGS}{_ABOUT}",
        rf"{_WISH}{_WHO} (?:in|from|of) (?:the )?(?:{_COUNTRY}){_ABOUT}",
        rf"(?:who|which {_WHO}) (?:in|from) (?:the )?(?:{_COUNTRY}) .+? (?:on|in) (?P<after>.+)",
    )
)


@dataclass(frozen=True, slots=True)
class OfCountry:
    """A request for what comes from a country; ``subject`` is what it shall be about, or ''."""

    subject: str


def of_country(text: str) -> OfCountry | None:
    """The request, where the whole text is one for papers of a country or continent."""
    line = " ".join(text.strip(" .?!").split())
    found = next(filter(None, (way.fullmatch(line) for way in _WAYS)), None)
    if not found:
        return None
    words = found.groupdict()
    return OfCountry(words.get("before") or words.get("after") or "")
