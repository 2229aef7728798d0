"""A letter as a message ready to be sent: headers, two parts, one recipient. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from adapters.email.letter import Letter
from adapters.email.render import html_part, text_part

LARGEST = 60 * 1024
"""Bytes of an HTML part: Gmail hides what comes after about 102 kB, the link to leave among it."""


class WholeHeader(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # as the library itself joins them
    """A header that is never folded: the standard library would encode a long link, and no client would know it."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSender:
    """Who mail comes from: an address, and the name beside it."""

    address: str
    name: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """What stands on the envelope and in the headers of one message. ``leave`` is '' for what nobody subscribed to.

    ``key`` and ``at`` are stable over attempts, so that two copies have one Message-ID and one date.
    """

    sender: MailSender
    recipient: str
    key: str
    at: datetime
    leave: str = ""
    list_name: str = ""


class KeptHeaders(HeaderRegistry):
    """Reads each header once: most of one mail are those of the next, and reading them was a third of its cost."""

    def __init__(self) -> None:
        super().__init__()
        self.map_to_type("list-unsubscribe", WholeHeader)
        self._kinds = lru_cache(maxsize=32)(super().__getitem__)
        self._read = lru_cache(maxsize=128)(super().__call__)

    def __getitem__(self, name: str) -> type[BaseHeader]:
        return self._kinds(name)

    def __call__(self, name: str, value: Any) -> BaseHeader:
        return self._read(name, value)


_POLICY = SMTP.clone(header_factory=KeptHeaders())


def message_of(letter: Letter, addressed: Addressed) -> EmailMessage:
    """The message. Its HTML part holds at most 60 kB: one that is longer ends with how many papers are left out."""
    letter, html = _fitting(letter)
    message = EmailMessage(policy=_POLICY)
    for name, value in _headers(letter, addressed):
        message[name] = value
    message.set_content(text_part(letter), cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def message_id(key: str, domain: str) -> str:
    """The Message-ID of what has this key, always the same."""
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _headers(letter: Letter, addressed: Addressed) -> Sequence[tuple[str, str]]:
    sender = addressed.sender
    headers: list[tuple[str, str]] = [
        ("From", str(Address(display_name=sender.name, addr_spec=sender.address))),
        ("To", str(Address(addr_spec=addressed.recipient))),
        ("Subject", letter.subject),
        ("Date", format_datetime(addressed.at)),
        ("Message-ID", message_id(addressed.key, sender.domain)),
        ("Auto-Submitted", "auto-generated"),
    ]
    if addressed.leave:
        headers += [
            ("List-Id", f"{addressed.list_name} <picks.{sender.domain}>"),
            ("List-Unsubscribe", f"<{addressed.leave}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("Precedence", "bulk"),
        ]
    return headers


def _fitting(letter: Letter) -> tuple[Letter, str]:
    """The letter that fits, and its HTML part."""
    for kept in range(len(letter.entries), -1, -1):
        shown = letter.first(kept)
        html = html_part(shown)
        if len(html.encode()) <= LARGEST:
            break
    return shown, html
