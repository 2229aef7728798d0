"""Asking at an address whether mail is wanted there, and what comes of the answer."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from secrets import token_urlsafe

import structlog

from adapters.email import wording
from adapters.email.addresses import Addresses
from adapters.email.composing import Composer
from adapters.email.failures import MailError, Rejected, Unanswered
from adapters.email.links import TOKEN_BYTES, MailLinks, token_hash
from adapters.email.posting import MailPosting
from adapters.email.server import Outgoing
from bot.errors import TooMuch, TryLater
from bot.model import Mailbox, Member
from bot.ports.chat import Core
from bot.ports.mailboxes import Mailboxes
from bot.ports.time import Clock

log = structlog.get_logger()

TO_CONFIRM = timedelta(hours=48)
A_DAY, A_MINUTE = 3, 60
"""Questions to one address in a day, and seconds between two by one member: else anybody could flood an inbox."""
ATTEMPTS, RETRY = 12, 300.0


class Invitations:
    """Keeps addresses that wait, sends the questions in the background, and carries out yes and no."""

    def __init__(
        self,
        mailboxes: Mailboxes,
        addresses: Addresses,
        links: MailLinks,
        composer: Composer,
        posting: MailPosting,
        clock: Clock,
    ) -> None:
        self._mailboxes = mailboxes
        self._addresses = addresses
        self._links = links
        self._composer = composer
        self._posting = posting
        self._clock = clock
        self._waiting: asyncio.Queue[tuple[Member, str, str]] = asyncio.Queue()

    async def ask(self, member: Member, address: str, wanted: str, core: Core) -> None:
        """Keep the address and queue the question; nothing tells whether the address wants none.

        Raises ``TooMuch`` for the member alone: what others asked of an address is nobody's business.
        """
        now = self._clock.now()
        if await core.seen_before(f"mail asked by {member} {int(now.timestamp()) // A_MINUTE}"):
            raise TooMuch(wording.TOO_SOON)
        token = token_urlsafe(TOKEN_BYTES)
        sealed = self._addresses.seal(address)

        def decide(known: Mailbox | None) -> Mailbox:
            standing = known or Mailbox(member=member, handle=self._links.handle(member), asked=now)
            return replace(
                standing, asked=now, pending=sealed, token=token_hash(token), wanted=wanted, expires=now + TO_CONFIRM
            )

        await self._mailboxes.change(member, decide)
        fingerprint = self._links.fingerprint(address)
        allowed = await self._within_limit(fingerprint, core)
        if allowed and not await self._mailboxes.suppressed(member.tenant, fingerprint):
            self._waiting.put_nowait((member, address, token))

    async def run(self) -> None:
        """Send the questions that wait, until cancelled. One that the server won't take is dropped."""
        while True:
            member, address, token = await self._waiting.get()
            await self._send(member, address, token)

    async def of_token(self, token: str) -> Mailbox | None:
        """The mailbox that a link to confirm is about; None for one that was used, replaced, or is too old."""
        mailbox = await self._mailboxes.by_token(token_hash(token)) if token else None
        return mailbox if mailbox and mailbox.expires and mailbox.expires > self._clock.now() else None

    async def confirm(self, mailbox: Mailbox) -> bool:
        """Take the pending address; False when somebody else did, or asked for another one, meanwhile."""
        now, taken = self._clock.now(), list[bool]()

        def decide(known: Mailbox | None) -> Mailbox | None:
            taken[:] = [known is not None and known.token == mailbox.token]
            if known is None or not taken[0]:
                return known
            confirmed = replace(known, address=known.pending, confirmed=now, consent=wording.CONSENT)
            return replace(_without_pending(confirmed), why="", refusals=0, refused_on=None)

        await self._mailboxes.change(mailbox.member, decide)
        return taken[0]

    async def refuse(self, mailbox: Mailbox) -> None:
        """Never ask at the pending address again for anybody of this tenant; a confirmed one stays."""
        fingerprint = self._links.fingerprint(self._addresses.open(mailbox.pending))
        await self._mailboxes.suppress(mailbox.member.tenant, fingerprint, self._clock.now())

        def decide(known: Mailbox | None) -> Mailbox | None:
            if known is None or known.token != mailbox.token:
                return known
            return _without_pending(known) if known.address else None

        await self._mailboxes.change(mailbox.member, decide)

    async def _within_limit(self, fingerprint: str, core: Core) -> bool:
        for number in range(A_DAY):
            if not await core.seen_before(f"mail asked at {fingerprint} {number}"):
                return True
        return False

    async def _send(self, member: Member, address: str, token: str) -> None:
        message = self._composer.question(member, address, token, self._clock.now())
        posting = Outgoing(
            message=message, sender=self._composer.envelope_sender(), recipient=address, begins=_nothing_to_note
        )
        for _ in range(ATTEMPTS):
            try:
                await self._posting.send(posting)
            except (TryLater, MailError) as error:
                if not _passing(error):
                    log.warning("mail.question_not_sent", why=str(error))
                    return
            else:
                return
            await self._clock.sleep(RETRY)


def _without_pending(mailbox: Mailbox) -> Mailbox:
    return replace(mailbox, pending="", token="", wanted="", expires=None)


def _passing(error: Exception) -> bool:
    """Whether the question can be sent later; one whose fate is unknown may have arrived, and is not repeated."""
    return not isinstance(error, Unanswered) and not (isinstance(error, Rejected) and error.permanent)


async def _nothing_to_note() -> None: ...
