"""Outgoing by mail: each message is written down before it is handed over, so that what happened to it is known.

A message that was never begun is sent; one that the server took is done; of one in between nobody can tell, and
settings say whether it is sent once more, with the same Message-ID, after a pause.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from adapters.email import wording
from adapters.email.addresses import Addresses
from adapters.email.composing import Composer
from adapters.email.failures import MailError, Rejected, Unanswered, delivery_error, trouble_of
from adapters.email.server import MailServer, Outgoing
from bot.errors import ChannelGone, DeliveryError, Lost, Refused, TryLater
from bot.model import Channel, Delivery, Handover, Mailbox, Member, MessageRef, home_of
from bot.ports.mailboxes import Mailboxes
from bot.ports.time import Clock

log = structlog.get_logger()

PAUSE = timedelta(minutes=10)
"""Before a message whose fate is unknown is sent again: receivers drop a second copy only of one they have filed."""
DOWN = 60.0
"""Seconds in which a mail server that can't be used is left alone."""
DAYS_REFUSED = 3
"""Days on which an address was refused, whatever for, after which it is left alone."""


class MailPosting:
    """Hands digests to the mail server. ``report`` is told the trouble in one sentence, and '' when it is over."""

    def __init__(
        self,
        server: MailServer,
        mailboxes: Mailboxes,
        addresses: Addresses,
        composer: Composer,
        clock: Clock,
        *,
        retry_unknown: bool,
        report: Callable[[str], None],
    ) -> None:
        self._server = server
        self._mailboxes = mailboxes
        self._addresses = addresses
        self._composer = composer
        self._clock = clock
        self._copies = 2 if retry_unknown else 1
        self._report = report
        self._again = 0.0

    async def post(self, delivery: Delivery) -> MessageRef:
        """See ``ChatAdapter.post``."""
        mailbox, recipient = await self._recipient(delivery.channel)
        handover = _of_message(mailbox, delivery.key)
        at = handover.first if handover else self._clock.now()
        message = self._composer.digest(delivery.card, mailbox, recipient, delivery.key, at)
        posting = Outgoing(
            message=message,
            sender=self._composer.envelope_sender(mailbox.handle),
            recipient=recipient,
            begins=partial(self._note, mailbox.member, partial(_begun, key=delivery.key, at=at, now=self._clock.now)),
        )
        try:
            await self.send(posting)
        except MailError as failure:
            raise await self._failed(failure, mailbox.member, delivery) from None
        await self._note(mailbox.member, _taken)
        return MessageRef(delivery.channel, delivery.key)

    async def find(self, delivery: Delivery) -> MessageRef | None:
        """What was written down of the message: None where it was never handed over, or is to be sent once more.

        Raises ``TryLater`` during the pause before that, and ``Lost`` where it must not be sent again.
        """
        handover = _of_message(await self._mailboxes.of(_member(delivery.channel)), delivery.key)
        if handover is None:
            return None
        if handover.taken:
            return MessageRef(delivery.channel, delivery.key)
        if handover.times >= self._copies:
            raise Lost(wording.lost(handover.times))
        wait = handover.last + PAUSE - self._clock.now()
        if wait > timedelta(0):
            raise TryLater(wording.UNKNOWN, wait)
        return None

    async def send(self, posting: Outgoing) -> None:
        """Hand a message over, and report how the server is; while it can't be used it is left alone."""
        if self._clock.monotonic() < self._again:
            raise TryLater(wording.SERVER_LEFT_ALONE, timedelta(seconds=self._again - self._clock.monotonic()))
        try:
            await self._server.send(posting)
        except (Rejected, Unanswered):
            self._report("")
            raise
        except MailError as failure:
            self._again = self._clock.monotonic() + DOWN
            self._report(trouble_of(failure))
            raise
        self._report("")

    def usable(self) -> None:
        """The server can be used again."""
        self._again = 0.0

    async def _recipient(self, channel: Channel) -> tuple[Mailbox, str]:
        mailbox = await self._mailboxes.of(_member(channel))
        recipient = self._addresses.of(mailbox)
        if mailbox is None or not recipient:
            raise ChannelGone(mailbox.why if mailbox and mailbox.why else wording.NO_ADDRESS)
        return mailbox, recipient

    async def _failed(self, failure: MailError, member: Member, delivery: Delivery) -> DeliveryError:
        if not isinstance(failure, Rejected):
            return delivery_error(failure, delivery.attempts)
        log.info("mail.rejected", delivery=delivery.key, code=failure.code, of_recipient=failure.of_recipient)
        await self._note(member, partial(_withdrawn, key=delivery.key))
        if not (failure.permanent and failure.of_recipient):
            return delivery_error(failure, delivery.attempts)
        mailbox = await self._note(member, partial(_refused, failure=failure, at=self._clock.now()))
        if mailbox is not None and mailbox.why:
            return ChannelGone(mailbox.why)
        return Refused(str(failure))

    async def _note(self, member: Member, change: Callable[[Mailbox], Mailbox]) -> Mailbox | None:
        return await self._mailboxes.change(member, lambda known: known and change(known))


def _member(channel: Channel) -> Member:
    return home_of(Member(channel.tenant, channel.id))


def _of_message(mailbox: Mailbox | None, key: str) -> Handover | None:
    """What was written down of one message; only the last one of a mailbox can be in doubt."""
    handover = mailbox.handover if mailbox else None
    return handover if handover and handover.key == key else None


def _begun(mailbox: Mailbox, *, key: str, at: datetime, now: Callable[[], datetime]) -> Mailbox:
    before = _of_message(mailbox, key)
    times = before.times + 1 if before else 1
    return replace(mailbox, handover=Handover(key=key, times=times, first=at, last=now()))


def _taken(mailbox: Mailbox) -> Mailbox:
    handover = mailbox.handover and replace(mailbox.handover, taken=True)
    return replace(mailbox, handover=handover, refusals=0, refused_on=None)


def _withdrawn(mailbox: Mailbox, *, key: str) -> Mailbox:
    """The server said that it did not take it, so that attempt leaves no doubt."""
    handover = _of_message(mailbox, key)
    if handover is None or handover.taken:
        return mailbox
    return replace(mailbox, handover=replace(handover, times=handover.times - 1) if handover.times > 1 else None)


def _refused(mailbox: Mailbox, *, failure: Rejected, at: datetime) -> Mailbox:
    days = mailbox.refusals + (mailbox.refused_on != at.date())
    ended = failure.no_such_address or days >= DAYS_REFUSED
    why = wording.refused(str(failure), no_such_address=failure.no_such_address) if ended else ""
    return replace(mailbox, refusals=days, refused_on=at.date(), why=why)
