"""The links in mail: each is signed, names whose mail it was in, and can do one thing. Pure."""

import hmac
from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from bot.model import Member, PaperId, Signal

FEEDBACK_DAYS = 60
"""A link to react with works for so long; one to leave works for ever."""

CONFIRM, LEAVE, SETTINGS, FEEDBACK = "/mail/confirm", "/mail/leave", "/mail/settings", "/mail/paper"
EXPORT = "/mail/export"
"""For who has the link to the settings; only a page leads there, no mail."""

TOKEN_BYTES = 24
"""Random bytes of what a link to confirm holds."""

_EPOCH = date(2020, 1, 1)
_MAC = 16
"""Bytes of a signature: 128 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLink:
    """What a link to react with stands for: whose mail it was in, which paper, and the day it was made on."""

    handle: str
    paper: PaperId
    made: date


class MailLinks:
    """Makes links under ``public_url``, and reads their tokens. ``secret`` signs them: with another none is read."""

    def __init__(self, public_url: str, secret: str) -> None:
        self._url = public_url.rstrip("/")
        self._key = hmac.digest(secret.encode(), b"paperboy: links in mail, v1", sha256)

    def handle(self, member: Member) -> str:
        """A stand-in for a member that tells nothing about them: 16 letters and digits, always the same."""
        return b32encode(self._mac(f"handle {member}")[:10]).decode().casefold()

    def confirm(self, token: str) -> str:
        """The page that asks whether mail is wanted; ``token`` is random, and kept as a hash alone."""
        return f"{self._url}{CONFIRM}?t={token}"

    def leave(self, handle: str) -> str:
        return f"{self._url}{LEAVE}?t={self._signed('leave', handle)}"

    def settings(self, handle: str) -> str:
        """The page to pause, go on, and change the time."""
        return f"{self._url}{SETTINGS}?t={self._signed('settings', handle)}"

    def paper(self, handle: str, paper: PaperId, made: date, signal: Signal | None = None) -> str:
        """The page to react to one paper on; ``signal`` is the button that comes first there."""
        token = self._signed("paper", f"{handle} {(made - _EPOCH).days} {paper}")
        return f"{self._url}{FEEDBACK}?t={token}" + (f"&a={signal}" if signal else "")

    def bounce(self, handle: str) -> str:
        """What stands behind the + of an envelope's sender: letters, digits and - alone, in any case."""
        return f"{handle}-{b32encode(self._mac(f'bounce {handle}')[:10]).decode().casefold()}"

    def read_leave(self, token: str) -> str | None:
        """The handle in a link to leave; None for what was not signed here."""
        return self._read("leave", token)

    def read_settings(self, token: str) -> str | None:
        return self._read("settings", token)

    def read_paper(self, token: str, today: date) -> PaperLink | None:
        """What a link to react with means; None for what was not signed here, or is older than 60 days."""
        parts = (self._read("paper", token) or "").split(" ", 2)
        if len(parts) != 3:
            return None
        link = PaperLink(handle=parts[0], paper=PaperId(parts[2]), made=_EPOCH + timedelta(days=int(parts[1])))
        return link if today - link.made <= timedelta(days=FEEDBACK_DAYS) else None

    def read_bounce(self, tag: str) -> str | None:
        """The handle behind the + of an envelope's sender; None for what was not signed here."""
        handle = tag.casefold().partition("-")[0]
        return handle if hmac.compare_digest(self.bounce(handle).encode(), tag.casefold().encode()) else None

    def fingerprint(self, address: str) -> str:
        """A keyed hash of an address, to know it again by."""
        return self._mac(f"address {address.casefold()}").hex()[:40]

    def _mac(self, text: str) -> bytes:
        return hmac.digest(self._key, text.encode(), sha256)[:_MAC]

    def _signed(self, use: str, text: str) -> str:
        return f"{_encoded(text.encode())}.{_encoded(self._mac(f'{use} {text}'))}"

    def _read(self, use: str, token: str) -> str | None:
        body, _, signature = token.partition(".")
        try:
            text, given = _decoded(body).decode(), _decoded(signature)
        except (Error, ValueError):
            return None
        return text if hmac.compare_digest(self._mac(f"{use} {text}"), given) else None


def token_hash(token: str) -> str:
    """How a random token is kept."""
    return sha256(token.encode()).hexdigest()


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
