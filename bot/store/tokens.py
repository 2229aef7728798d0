"""Short names for long lines."""

from base64 import b32encode
from collections.abc import Iterator
from hashlib import sha256
from itertools import count

from bot.model import Member

LENGTH = 8


def candidates(line: str, owner: Member | None) -> Iterator[str]:
    """Tokens that may stand for a ``line`` of ``owner``, always the same; the next for when one means another line."""
    whose = f"{owner}\n" if owner else ""
    for attempt in count():
        digest = sha256(f"{attempt}:{whose}{line}".encode()).digest()
        yield b32encode(digest).decode().lower()[:LENGTH]
