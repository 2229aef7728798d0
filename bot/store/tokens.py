"""Short names for long lines."""

from base64 import b32encode
from collections.abc import Iterator
from hashlib import sha256
from itertools import count

LENGTH = 8


def candidates(line: str) -> Iterator[str]:
    """Tokens that may stand for ``line``, always the same; the second is for when the first means another line."""
    for attempt in count():
        digest = sha256(f"{attempt}:{line}".encode()).digest()
        yield b32encode(digest).decode().lower()[:LENGTH]
