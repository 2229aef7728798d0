"""Asking at an address whether mail is wanted there, and what comes of the answer.

A question that waits is kept with its mailbox, so that a restart does not lose it; it leaves at most once.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_urlsafe

import structlog

from adapters.email import wording
from adapters.email.addresses import Addresses
from adapters.email.composing import Composer
from adapters.email.failures import AskedMeanwhile, MailError, Rejected, Unanswered
from adapters.email.links import TOKEN_BYTES, MailLinks, token_hash
from adapters.email.posting import MailPosting
from adapters.email.server import Outgoing, raise_if_cancelled
from adapters.email.visitors import VisitorLimits
from bot.errors import TooMuch, TryLater
from bot.model import Mailbox, Member, visitor_account
from bot.ports.chat import Core
from bot.ports.mailboxes import Mailboxes
from bot.ports.time import Clock
from bot.services.wakeup import Wakeup

log = structlog.get_logger()

TO_CONFIRM = timedelta(hours=48)
A_DAY, A_MINUTE = 3, 60
"""Questions to one address in a day, and seconds between two by one member: else anybody could flood an inbox."""
WORTH_SENDING, RETRY = timedelta(hours=6), timedelta(minutes=5)
"""How old a question may be when it leaves, and the pause after a server that did not take it."""
ACCOUNT_LETTERS = 24
"""Hexadecimal digits in the name of a visitor's account."""


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
        self._visitors = VisitorLimits(links, clock)
        self._wakeup = Wakeup(clock)
        self._put_off: dict[str, datetime] = {}

    async def ask(self, member: Member, address: str, wanted: str, core: Core) -> None:
        """Keep the address and its question; nothing tells whether the address wants none.

        Raises ``TooMuch`` for the member alone: what others asked of an address is nobody's business.
        """
        minute = int(self._clock.now().timestamp()) // A_MINUTE
        if await core.seen_before(f"mail asked by {member} {minute}"):
            raise TooMuch(wording.TOO_SOON)
        await self._ask(member, address, wanted, core)

    async def ask_visitor(self, address: str, wanted: str, visitor: str, core: Core) -> None:
        """The same for somebody who is in no team. An address has one account, however often it is given."""
        await self._visitors.require(visitor, core)
        account = visitor_account(self._links.fingerprint(address)[:ACCOUNT_LETTERS])
        await self._ask(account, address, wanted, core)

    async def run(self) -> None:
        """Send the questions that wait, until cancelled. One that the server won't take is dropped."""
        while True:
            now = self._clock.now()
            self._put_off = {token: until for token, until in self._put_off.items() if until > now}
            for mailbox in await self._mailboxes.unasked(now - WORTH_SENDING):
                if mailbox.token not in self._put_off and await self._send(mailbox):
                    self._put_off[mailbox.token] = now + RETRY
                raise_if_cancelled()
            await self._wakeup.wait(min(self._put_off.values(), default=None))

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

    async def _ask(self, member: Member, address: str, wanted: str, core: Core) -> None:
        now, token, fingerprint = self._clock.now(), token_urlsafe(TOKEN_BYTES), self._links.fingerprint(address)
        allowed = await self._within_limit(fingerprint, core)
        allowed = allowed and not await self._mailboxes.suppressed(member.tenant, fingerprint)

        def decide(known: Mailbox | None) -> Mailbox:
            standing = known or Mailbox(member=member, handle=self._links.handle(member), asked=now)
            return replace(
                standing,
                asked=now,
                pending=self._addresses.seal(address),
                token=token_hash(token),
                question=self._addresses.seal(token) if allowed else "",
                wanted=wanted,
                expires=now + TO_CONFIRM,
            )

        await self._mailboxes.change(member, decide)
        self._wakeup.wake()

    async def _within_limit(self, fingerprint: str, core: Core) -> bool:
        for number in range(A_DAY):
            if not await core.seen_before(f"mail asked at {fingerprint} {number}"):
                return True
        return False

    async def _send(self, mailbox: Mailbox) -> bool:
        """Send one question; return whether it was put off. One that may have arrived is not repeated."""
        address, token = self._addresses.open(mailbox.pending), self._addresses.open(mailbox.question)
        if not (address and token):  # sealed with another key
            await self._note(mailbox, "")
            return False
        outgoing = Outgoing(
            message=self._composer.question(mailbox.member, address, token, self._clock.now()),
            sender=self._composer.envelope_sender(),
            recipient=address,
            begins=lambda: self._begin(mailbox),
        )
        try:
            await self._posting.send(outgoing)
        except (AskedMeanwhile, Unanswered):
            return False
        except Rejected as error:
            await self._note(mailbox, "" if error.permanent else mailbox.question)
            log.info("mail.question_rejected", code=error.code)
            return not error.permanent
        except (TryLater, MailError) as error:
            log.info("mail.question_waits", why=str(error))
            return True
        return False

    async def _begin(self, mailbox: Mailbox) -> None:
        """Write down that it leaves, just before; of several processes one does."""
        begun: list[bool] = []

        def decide(known: Mailbox | None) -> Mailbox | None:
            begun[:] = [known is not None and known.question == mailbox.question]
            return replace(known, question="") if known and begun[0] else known

        await self._mailboxes.change(mailbox.member, decide)
        if not begun[0]:
            raise AskedMeanwhile

    async def _note(self, mailbox: Mailbox, question: str) -> None:
        """Let the question wait again, or ('') no more, unless there is a newer one."""
        await self._mailboxes.change(mailbox.member, _if_newest(mailbox, question))


def _if_newest(mailbox: Mailbox, question: str) -> Callable[[Mailbox | None], Mailbox | None]:
    return lambda known: replace(known, question=question) if known and known.token == mailbox.token else known


def _without_pending(mailbox: Mailbox) -> Mailbox:
    return replace(mailbox, pending="", token="", question="", wanted="", expires=None)
