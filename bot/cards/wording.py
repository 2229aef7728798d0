"""Small pieces of English that many cards need."""

from collections.abc import Sequence


def counted(number: int, what: str) -> str:
    """``1 paper``, ``3 papers``."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def listed(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def sentence(text: str) -> str:
    """The text with a capital at its start and a stop at its end, so that another sentence can follow; '' stays ''."""
    return ended(text[:1].upper() + text[1:])


def ended(text: str) -> str:
    """The text with a stop at its end; '' stays ''."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."
