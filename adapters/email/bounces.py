"""Messages that came back (RFC 3464). Anybody can write one: without a signed address in it, it does nothing. Pure."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from adapters.email.links import MailLinks

_ADDRESSED = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
_TAG = re.compile(r"\+([a-z2-7]{16}-[a-z2-7]{16})@", re.IGNORECASE)
_PERMANENT = re.compile(r"5\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A delivery that failed for good: whose, to which address, and with what code."""

    handle: str
    recipient: str
    status: str


def read_bounce(raw: bytes, links: MailLinks) -> Bounce | None:
    """What a report says; None for anything but a permanent failure of a message that was sent from here."""
    message = message_from_bytes(raw, policy=default)
    handle = _handle(message, links)
    if handle is None or message.get_content_type() != "multipart/report":
        return None
    for block in _status_blocks(message):
        status = str(block.get("Status", "")).strip().split(" ")[0]
        if str(block.get("Action", "")).strip().casefold() == "failed" and _PERMANENT.fullmatch(status):
            recipient = str(block.get("Final-Recipient", "")).rpartition(";")[2].strip().strip("<>")
            return Bounce(handle=handle, recipient=recipient, status=status)
    return None


def _handle(message: EmailMessage, links: MailLinks) -> str | None:
    for name in _ADDRESSED:
        for value in message.get_all(name, []):
            for tag in _TAG.findall(str(value)):
                if handle := links.read_bounce(tag):
                    return handle
    return None


def _status_blocks(message: EmailMessage) -> list[EmailMessage]:
    """The header blocks of ``message/delivery-status``: one about the message, then one a recipient."""
    return [
        block
        for part in message.walk()
        if part.get_content_type() == "message/delivery-status" and part.is_multipart()
        for block in part.get_payload()
        if isinstance(block, EmailMessage)
    ]
