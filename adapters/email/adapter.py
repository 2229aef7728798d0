"""Mail as a platform of Paperboy: it carries picks to people, and what they press on pages back."""

import asyncio
from collections.abc import Sequence
from functools import partial

import structlog

from adapters.email import wording
from adapters.email.addresses import Addresses
from adapters.email.composing import Composer
from adapters.email.failures import MailError, trouble_of, wrong_setting
from adapters.email.invitations import Invitations
from adapters.email.links import MailLinks
from adapters.email.pages import MailPages
from adapters.email.posting import MailPosting
from adapters.email.readers import Readers
from adapters.email.server import ANSWER_SECONDS, BEFORE_DATA_SECONDS, MailServer
from adapters.email.settings import EmailSettings, require_settings
from bot.errors import NotKnown, Refused
from bot.model import MAIL, Capabilities, Card, Delivery, MailboxView, Member, MessageRef
from bot.ports.chat import AdapterContext, Core
from bot.ports.forms import DrawsForms
from bot.ports.http import Route

log = structlog.get_logger()

LOOK_AGAIN = 60.0
"""Seconds between two looks at a server that can't be used."""
PACE_SECONDS = 60.0
"""The longest wait for a turn: one mail a minute is the slowest that settings allow."""


class Mail:
    """See ``bot.ports.chat.ChatAdapter`` and ``bot.ports.mailboxes.TakesAddresses``."""

    platform = MAIL
    capabilities = Capabilities(
        threads=False,
        forms=False,
        shared=False,
        punctual=False,
        post_seconds=BEFORE_DATA_SECONDS * 2 + ANSWER_SECONDS + PACE_SECONDS,
        at_once=1,
    )
    """Buttons become links. Its own messages are known from what was written down before they were handed over."""

    def __init__(self, context: AdapterContext[EmailSettings], server: MailServer | None = None) -> None:
        settings, secret = context.settings, context.secret_key
        require_settings(settings, context.public_url, secret)
        self._clock = context.clock
        self._mailboxes = context.mailboxes
        self._links = MailLinks(context.public_url, secret)
        self._addresses = Addresses(secret)
        alive = partial(context.replicas.alive, MAIL)
        self._server = server or MailServer(settings, context.clock, shared_by=alive)
        composer = Composer(settings, self._links)
        self._posting = MailPosting(
            self._server,
            self._mailboxes,
            self._addresses,
            composer,
            self._clock,
            retry_unknown=settings.email_retry_unknown == "once",
            report=self._report,
        )
        self._invitations = Invitations(
            self._mailboxes, self._addresses, self._links, composer, self._posting, self._clock
        )
        self._pages = MailPages(self._mailboxes, self._invitations, self._addresses, self._links, self._clock)
        self._ready = asyncio.Event()
        self._core: Core | None = None
        self.trouble = wording.CONNECTING

    @property
    def routes(self) -> Sequence[Route]:
        return self._pages.routes

    def draw_forms_with(self, drawing: DrawsForms) -> None:
        self._pages.draw_forms_with(drawing)

    async def run(self, core: Core) -> None:
        """Serve until cancelled. Raises ``ConfigurationError`` where the server refuses the login at the start."""
        self._core = core
        try:
            await self._until_usable()
            self._pages.serve(Readers(core, self._mailboxes, self._clock))
            self._ready.set()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._invitations.run())
                tasks.create_task(self._watch())
        finally:
            await self._server.close()

    async def ready(self) -> None:
        await self._ready.wait()

    async def post(self, delivery: Delivery) -> MessageRef:
        return await self._posting.post(delivery)

    async def find(self, delivery: Delivery) -> MessageRef | None:
        return await self._posting.find(delivery)

    async def tell(self, member: Member, card: Card) -> None:
        """Nobody is told by mail what they did not ask for: the core tells them in chat."""
        raise Refused(wording.NOT_TOLD)

    async def invite(self, member: Member, address: str, wanted: str) -> None:
        if self._core is None or self.trouble:
            raise NotKnown(wording.CANT_SEND)
        await self._invitations.ask(member, address, wanted, self._core)

    async def invite_visitor(self, address: str, wanted: str, visitor: str) -> None:
        if self._core is None or self.trouble:
            raise NotKnown(wording.NO_MAIL_NOW)
        await self._invitations.ask_visitor(address, wanted, visitor, self._core)

    async def mailbox(self, member: Member) -> MailboxView | None:
        kept, now = await self._mailboxes.of(member), self._clock.now()
        if kept is None:
            return None
        waits = kept.expires is not None and kept.expires > now
        return MailboxView(
            address=self._addresses.open(kept.address),
            pending=self._addresses.open(kept.pending) if waits else "",
            why=kept.why,
            confirmed=kept.confirmed,
        )

    async def close_mailbox(self, member: Member) -> bool:
        known = await self._mailboxes.of(member)
        await self._mailboxes.change(member, lambda _: None)
        return known is not None

    async def _until_usable(self) -> None:
        while self.trouble:
            try:
                await self._look()
            except MailError as failure:
                if mendable := wrong_setting(failure):
                    raise mendable from None
                self._report(trouble_of(failure))
                await self._clock.sleep(LOOK_AGAIN)

    async def _watch(self) -> None:
        """Look again at a server that could not be used, so that it is told when it can be."""
        while True:
            await self._clock.sleep(LOOK_AGAIN)
            if self.trouble:
                try:
                    await self._look()
                except MailError as failure:
                    self._report(trouble_of(failure))

    async def _look(self) -> None:
        await self._server.check()
        self._posting.usable()
        self._report("")

    def _report(self, trouble: str) -> None:
        if trouble and not self.trouble:
            log.info("mail.unusable", why=trouble)
        elif self.trouble and not trouble:
            log.info("mail.usable")
        self.trouble = trouble
