"""The one door between chat platforms and the core."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import uuid4

import structlog

from bot.cards import refusals, replies
from bot.cards.help import unclear
from bot.cards.one_by_one import in_one
from bot.cards.possible import possible_answer
from bot.commands import BY_NAME, checked, each_of
from bot.errors import StoreError, StoreUnreachable, Unclear, UserError
from bot.model import (
    Answer,
    Capabilities,
    Card,
    Channel,
    Choice,
    Command,
    Member,
    MessageRef,
    Reaction,
    Request,
    Subscription,
    Tenant,
)
from bot.ports.chat import Shown
from bot.ports.memberships import Memberships
from bot.ports.seen_events import SeenEvents
from bot.ports.short_lines import ShortLines
from bot.ports.time import Clock
from bot.services.completion import Completion
from bot.services.fair_share import FairShare
from bot.services.feedback_commands import FeedbackCommands
from bot.services.handling import Handler
from bot.services.retry_until_stored import retry_until_stored

T = TypeVar("T")
log = structlog.get_logger()

ONE_SHOT = Capabilities(shared=False)
"""Who asks from a platform that does not run here asks from a shell, and is the only one."""

TOKEN = "~"  # noqa: S105 - the mark of a shortened button line, no secret


class Places(Protocol):
    """What the dispatcher asks and tells about channels, and about the tenants they are in."""

    async def can_manage(self, request: Request) -> bool | None: ...

    async def form_values(self, request: Request) -> dict[str, str]: ...

    async def channel_gone(self, channel: Channel, why: str) -> None: ...

    async def channel_back(self, channel: Channel) -> None: ...

    async def channel_moved(self, old: Channel, new: Channel) -> None: ...

    async def resume_after_removal(self, tenant: Tenant) -> Sequence[Subscription]: ...
    async def tenant_joined(self, tenant: Tenant) -> None: ...

    async def tenant_left(self, tenant: Tenant, at: datetime) -> None: ...


class RequestRecords(Protocol):
    """The parts of the store that the dispatcher itself writes to."""

    @property
    def memberships(self) -> Memberships: ...

    @property
    def short_lines(self) -> ShortLines: ...

    @property
    def seen_events(self) -> SeenEvents: ...


class Dispatcher:
    """Answers every request with a card, whatever happens (the ``Core`` port)."""

    def __init__(
        self,
        handlers: Mapping[str, Handler],
        feedback: FeedbackCommands,
        completion: Completion,
        places: Places,
        store: RequestRecords,
        capabilities: Mapping[str, Capabilities],
        clock: Clock,
    ) -> None:
        self._handlers = dict(handlers)
        self._feedback = feedback
        self._completion = completion
        self._places = places
        self._capabilities = capabilities
        self._memberships = store.memberships
        self._short_lines = store.short_lines
        self._seen_events = store.seen_events
        self._clock = clock
        self._share = FairShare(clock)

    async def answer(self, request: Request) -> Answer:
        can = self._capabilities.get(request.member.tenant.platform, ONE_SHOT)
        answers = [(one, await self._answered(one, can)) for one in _each_of(request)]
        return possible_answer(
            in_one([(one.command.name, answer) for one, answer in answers]), can, direct=request.direct
        )

    async def _answered(self, request: Request, can: Capabilities) -> Answer:
        command = checked(request.command) if request.command.name in BY_NAME else Command(name="help")
        try:
            async with self._share.turn(request.member) if can.shared else nullcontext():
                await self._seen(request)  # first, so that what is forgotten stays so, and what was done is not denied
                answer = await self._handlers[command.name](replace(request, command=command))
        except Unclear as error:
            return unclear(command, error)
        except UserError as error:
            return replies.problem(str(error))
        except StoreError as error:
            log.warning("command.store_refused", command=command.name, why=str(error))
            unknown = isinstance(error, StoreUnreachable)
            return replies.problem(refusals.STORE_AWAY if unknown else refusals.STORE_REFUSES)
        except Exception:  # the boundary of one request: nobody else notices
            log.exception("command.failed", command=command.name)
            return replies.problem(refusals.BUG)
        return answer

    async def can_manage(self, request: Request) -> bool:
        return await self._places.can_manage(request) is True

    async def posted(self, platform: str, since: datetime) -> Sequence[MessageRef]:
        return await self._feedback.posted(platform, since)

    async def thread_of(self, message: MessageRef) -> MessageRef | None:
        return await self._feedback.thread_of(message)

    async def react(self, reaction: Reaction, shown: Shown | None = None) -> Answer | None:
        try:
            return await retry_until_stored(lambda: self._feedback.react(reaction, shown), self._clock)
        except Exception:  # the boundary of one reaction
            log.exception("reaction.failed")
            return None

    async def complete(self, member: Member, command: str, argument: str, typed: str) -> Sequence[Choice]:
        return await self._completion.complete(member, command, argument, typed)

    async def button_token(self, line: str, owner: Member | None) -> str:
        return TOKEN + await self._short_lines.shorten(line, self._clock.now(), owner)

    async def button_line(self, token: str) -> str | None:
        return await self._short_lines.expand(token.removeprefix(TOKEN))

    async def form_values(self, request: Request, command: str) -> dict[str, str]:
        return await self._places.form_values(request) if command == "subscribe" else {}

    async def seen_before(self, event: str) -> bool:
        asking = uuid4().hex
        return not await retry_until_stored(
            lambda: self._seen_events.first_time(event, self._clock.now(), asking), self._clock
        )

    async def tenant_joined(self, tenant: Tenant, channel: Channel | None = None) -> Card:
        await self._until_stored(lambda: self._places.tenant_joined(tenant))
        kept = await self._until_stored(lambda: self._places.resume_after_removal(tenant))
        return replies.welcome([one for one in kept if channel in (None, one.channel)])

    async def tenant_left(self, tenant: Tenant, at: datetime) -> None:
        await self._until_stored(lambda: self._places.tenant_left(tenant, at))

    async def channel_gone(self, channel: Channel, why: str) -> None:
        await self._until_stored(lambda: self._places.channel_gone(channel, why))

    async def channel_back(self, channel: Channel) -> None:
        await self._until_stored(lambda: self._places.channel_back(channel))

    async def channel_moved(self, old: Channel, new: Channel) -> None:
        await self._until_stored(lambda: self._places.channel_moved(old, new))

    async def _until_stored(self, taken: Callable[[], Awaitable[T]]) -> T:
        """What platforms tell of places they tell once: it outlasts a database that is away."""
        return await retry_until_stored(taken, self._clock)

    async def _seen(self, request: Request) -> None:
        if request.channel and not request.direct:
            await self._memberships.seen(request.channel, request.member, request.at)


def _each_of(request: Request) -> Sequence[Request]:
    """A request for each command of its line: an event of its own, a moment after the one before it."""
    return [
        request if place == 0 and command is request.command else _following(request, command, place)
        for place, command in enumerate(each_of(request.command))
    ]


def _following(request: Request, command: Command, place: int) -> Request:
    event = request.event and f"{request.event}/{place}"
    return replace(request, command=command, event=event, at=request.at + place * timedelta(microseconds=1))
