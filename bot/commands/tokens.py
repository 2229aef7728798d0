"""A line as words, quoted words and ``name:value`` pairs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
"""Typographic quotes as the plain ones that people mean by them."""

_TOKEN = re.compile(r'(?P<name>[a-z]+):(?:"(?P<quoted_value>[^"]*)"?|(?P<value>\S*))|"(?P<quoted>[^"]*)"?|\S+')


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a line. ``name`` is what stands before its colon, or ''; ``quoted`` words are taken as they are."""

    text: str
    whole: str
    name: str = ""
    quoted: bool = False


def tokens(line: str) -> Iterator[Token]:
    """The tokens of a line, in order."""
    for found in _TOKEN.finditer(line.translate(QUOTES)):
        quoted = found["quoted"] if found["name"] is None else found["quoted_value"]
        text = quoted if quoted is not None else found["value"] if found["name"] else found[0]
        yield Token(text or "", found[0], found["name"] or "", quoted is not None)
