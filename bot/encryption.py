"""Secrets, and what names people, encrypted before they are kept. Needs ``cryptography``, which the extras bring."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import structlog
from cryptography.fernet import Fernet, InvalidToken

log = structlog.get_logger()


class Cipher:
    """Encrypts with a key derived from a secret by scrypt, so that even a short one is slow to guess.

    ``purpose`` keeps apart what is encrypted for different uses: one can't read the other's.
    """

    def __init__(self, secret: str, purpose: str) -> None:
        salt = f"paperboy: {purpose}, v1".encode()
        key = hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
        self._fernet = Fernet(base64.urlsafe_b64encode(key))
        self._purpose = purpose

    def encrypt(self, values: Mapping[str, Any]) -> str:
        return self._fernet.encrypt(json.dumps(values).encode()).decode()

    def decrypt(self, sealed: str) -> dict[str, Any] | None:
        """What was sealed; None, and a line in the log, when it was sealed with another key."""
        try:
            opened: dict[str, Any] = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken:
            log.warning("encryption.unreadable", what=self._purpose, hint="was PAPERBOY_SECRET_KEY changed?")
            return None
        return opened
