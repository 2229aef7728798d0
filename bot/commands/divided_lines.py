"""Where one line gives several commands: ``follow robotics; mute agents``, ``like 1 and save 2``. Pure."""

import re
from collections.abc import Iterator, Sequence

from bot.commands.numbers import may_be_places
from bot.commands.tokens import QUOTES
from bot.identity import find_paper_ids

OF_INTERESTS = ("follow", "mute", "unfollow", "unmute")
OF_PAPERS = ("like", "dislike", "save")

_VERB = (
    rf"(?:(?:please|also|then)\s+)?(?:(?P<of_papers>{'|'.join(OF_PAPERS)})|{'|'.join(OF_INTERESTS)}"
    r"|(?:stop|don't|dont|do not|no longer)\s+(?:follow|mut)(?:e|ing)?|(?:don't|dont|do not|never)\s+(?:show|send)"
    r"|stop\s+(?:showing|sending))\s+(?!ups?\b)(?=\S)"
)
_SHOWING = (
    r"(?:my\s+)?(?:picks|saved|profile|status)\b(?=\s*(?:$|[,;.\n]))"
    r"|(?:search|find)\s+(?=\S)|(?P<me>show\s+me)\s+(?=\S)|(?:show|open|why)\s+(?=\S)"
    r"|(?P<asks>(?:post|send)\s+(?:(?:me|us|here|them|it|papers|picks|something)\s+)*(?:daily|every|each|at|on)\s"
    r"|(?:e-?mail|mail|notify|tell|remind)\s+(?:me|us)\b|set\s+up\s+(?:daily|picks)\b"
    r"|(?:un)?subscribe\b(?=\s*(?:$|\d|me|us|this|to\b))|pause\b(?=\s*(?:$|until|for|daily|the\b)))"
)
"""Begins what changes nothing, or what is asked first, in words of which a topic or a title may have each."""
_BEGINS = re.compile(_VERB, re.IGNORECASE)
_DIVISION = re.compile(
    rf"(?:(?P<mark>\s*[,;.\n]+)\s*|\s+)(?P<word>(?:(?:and|but|then|also|plus|&)\s+)*)(?=(?:{_VERB})|(?P<shows>{_SHOWING}))",
    re.IGNORECASE,
)
_ENDS = frozenset(";.\n")
_ENDS_ALL = frozenset(";\n")
"""Marks that end a command whatever follows; after others, words may belong to a title or a topic."""


def divided(line: str) -> Sequence[str]:
    """The commands of a line, in order; one where nothing in it begins with the verb of a second.

    What stands in quotes is left together. A title may hold such a verb after "and" as well ("Plan and follow…"), so
    that there both sides of it are to name papers by number or id.
    """
    plain = line.translate(QUOTES)
    parts: list[str] = []
    begin = 0
    for found in _divisions(plain):
        before, after = plain[begin : found.start()], plain[found.end() :]
        if _shows(before, found, parts) if found["shows"] else _divides(before, found, after):
            parts.append(line[begin : found.start()].strip())
            begin = found.end()
    return [*parts, line[begin:].strip()]


def begins_with_verb(text: str) -> bool:
    """Whether it is one of the commands that can follow another in a line, or worded as one."""
    return _BEGINS.match(text) is not None


def _divisions(plain: str) -> Iterator[re.Match[str]]:
    for found in _DIVISION.finditer(plain):
        if (found["mark"] or found["word"]) and plain.count('"', 0, found.start()) % 2 == 0:
            yield found


def _divides(before: str, found: re.Match[str], after: str) -> bool:
    if _ENDS & set(found["mark"] or ""):
        return True
    verb = _BEGINS.match(before)
    if found["of_papers"] and not _names_papers(_BEGINS.sub("", after, count=1)):
        return False
    return not (verb and verb["of_papers"]) or _names_papers(before[verb.end() :]) or bool(found["of_papers"])


def _shows(before: str, found: re.Match[str], parts: Sequence[str]) -> bool:
    """Whether what goes on after a command, or several, is one that shows something: ``follow robots; picks``."""
    verb = _BEGINS.match(before)
    after_papers = verb and verb["of_papers"] and _names_papers(before[verb.end() :])
    clearly = after_papers or found["me"] or found["asks"] or not _ENDS_ALL.isdisjoint(found["mark"] or "")
    return bool((verb or parts) and clearly)


def _names_papers(text: str) -> bool:
    first = next(iter(_DIVISION.split(text, maxsplit=1)), "")
    return may_be_places(first) or bool(find_paper_ids(first))
