"""Making messages for one person: what a digest says, what they are told, the question whether mail is wanted. Pure."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from functools import partial

from adapters.email import wording
from adapters.email.letter import Letter, Link, letter_of
from adapters.email.links import MailLinks
from adapters.email.message import Addressed, MailSender, message_of
from adapters.email.settings import EmailSettings
from bot.model import Card, Mailbox, Member, PaperId, Signal


class Composer:
    """Knows who mail comes from, and what stands at its foot."""

    def __init__(self, settings: EmailSettings, links: MailLinks) -> None:
        self._sender = MailSender(address=settings.email_from, name=settings.email_name)
        self._bounces = settings.email_bounces
        self._operator = settings.email_operator
        self._links = links

    def digest(self, card: Card, mailbox: Mailbox, recipient: str, key: str, at: datetime) -> EmailMessage:
        """Papers, or an honest empty day, for somebody who subscribed."""
        letter = letter_of(card, partial(self._paper_url, mailbox.handle, at), self._foot(mailbox))
        leave = self._links.leave(mailbox.handle)
        return message_of(letter, self._addressed(recipient, key, at, leave))

    def question(self, member: Member, recipient: str, token: str, at: datetime) -> EmailMessage:
        """Whether mail is wanted at an address: one link, nothing else."""
        url = self._links.confirm(token)
        letter = Letter(
            subject=wording.QUESTION,
            preheader=wording.asked_by(member),
            title=wording.QUESTION,
            paragraphs=(wording.asked_by(member), wording.ABOUT_PAPERBOY),
            rows=(Link(wording.TO_CONFIRM, url),),
            footer=tuple(map(Link, filter(None, (wording.NOT_ASKED, self._operator)))),
        )
        return message_of(letter, self._addressed(recipient, token, at))

    def trial(self, recipient: str, at: datetime) -> EmailMessage:
        """For the operator: that mail arrives."""
        letter = Letter(
            subject=wording.TRIAL,
            preheader=wording.TRIAL_TEXT,
            title=wording.TRIAL,
            paragraphs=(wording.TRIAL_TEXT,),
            footer=tuple(map(Link, filter(None, (self._operator,)))),
        )
        return message_of(letter, self._addressed(recipient, f"trial {at.isoformat()}", at))

    def envelope_sender(self, handle: str = "") -> str:
        """The address that a message comes back to; with a ``handle`` it tells whose it was, where that is set up."""
        local, at, domain = self._bounces.rpartition("@")
        if not at:
            return self._sender.address
        return f"{local}+{self._links.bounce(handle)}@{domain}" if handle else self._bounces

    def _paper_url(self, handle: str, at: datetime, paper: PaperId, signal: Signal | None) -> str:
        return self._links.paper(handle, paper, at.date(), signal)

    def _foot(self, mailbox: Mailbox) -> Sequence[Link]:
        return (
            Link(wording.because(mailbox)),
            Link(wording.SETTINGS, self._links.settings(mailbox.handle)),
            Link(wording.LEAVE, self._links.leave(mailbox.handle)),
            Link(wording.NO_TRACKING),
            *([Link(self._operator)] if self._operator else []),
        )

    def _addressed(self, recipient: str, key: str, at: datetime, leave: str = "") -> Addressed:
        return Addressed(
            sender=self._sender, recipient=recipient, key=key, at=at, leave=leave, list_name=wording.LIST_NAME
        )
