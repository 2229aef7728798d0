"""Values of BibTeX fields: texts in braces or quotes, numbers, and macros, joined by ``#``."""

from collections.abc import Iterator, Mapping
from itertools import accumulate

_ENCLOSED = {"{": "}", '"': '"'}


def value_of(written: str, macros: Mapping[str, str]) -> str:
    """The text that a value stands for. A macro nobody defined is nothing beside other parts, and alone its own name.

    ``macros`` has the texts of ``@string``, by name in small letters.
    """
    parts = [part.strip() for part in _parts(written)]
    return "".join(_text(part, macros, part if len(parts) == 1 else "") for part in parts)


def _text(part: str, macros: Mapping[str, str], unknown: str) -> str:
    if len(part) > 1 and _ENCLOSED.get(part[0]) == part[-1]:
        return part[1:-1]
    return part if part.isdigit() else macros.get(part.lower(), unknown)


def _parts(written: str) -> Iterator[str]:
    """What ``#`` joins: within braces and quotes it is a letter like others."""
    start, quoted = 0, False
    depths = accumulate((char == "{") - (char == "}") for char in written)
    for place, (char, depth) in enumerate(zip(written, depths, strict=True)):
        if char == '"' and depth == 0:
            quoted = not quoted
        elif char == "#" and depth <= 0 and not quoted:
            yield written[start:place]
            start = place + 1
    yield written[start:]
