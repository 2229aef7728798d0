"""Secrets of installations, encrypted before they are kept."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import structlog
from cryptography.fernet import Fernet, InvalidToken

log = structlog.get_logger()

_SALT = b"paperboy: slack installations, v1"


class Cipher:
    """Encrypts with a key derived from a secret by scrypt, so that even a short one is slow to guess."""

    def __init__(self, secret: str) -> None:
        key = hashlib.scrypt(secret.encode(), salt=_SALT, n=2**14, r=8, p=1, dklen=32)
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def encrypt(self, values: Mapping[str, Any]) -> str:
        return self._fernet.encrypt(json.dumps(values).encode()).decode()

    def decrypt(self, sealed: str) -> dict[str, Any] | None:
        """What was sealed; None, and a line in the log, when it was sealed with another key."""
        try:
            opened: dict[str, Any] = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken:
            log.warning("slack.installation_unreadable", hint="was the secret key changed? install the app again")
            return None
        return opened
