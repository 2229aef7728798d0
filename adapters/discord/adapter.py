"""Discord as a chat platform of Paperboy."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from adapters.discord import failures, wording
from adapters.discord.client import PaperboyClient
from adapters.discord.command_names import as_here
from adapters.discord.connecting import ENDED, TurnedAway, logged_in, token_of, translated_errors
from adapters.discord.gateway import MOST_REQUESTS, paced, prepare, shorten_reconnects
from adapters.discord.permissions import managers
from adapters.discord.requests import PLATFORM
from adapters.discord.settings import DiscordSettings
from adapters.discord.sharding import Plan, ShardsHere, plan_of
from adapters.discord.shards import CONNECTION, Shard, shards_of, together
from adapters.discord.sign_in import DiscordSignIn
from bot.errors import TryLater, Unavailable
from bot.model import Capabilities, Card, Delivery, Member, MessageRef
from bot.pacing import Pace, keep_trying
from bot.ports.chat import Core
from bot.ports.key_value import KeyValue
from bot.ports.replicas import Replicas
from bot.ports.time import Clock

REQUESTS_AT_ONCE = 5
CONNECTIONS, CONNECTIONS_AT_ONCE = 0.5, 4
"""Gateway connections a second, and after a silence at once: a gateway that drops each gets no storm of them."""

LONGEST_ATTEMPT = 300.0
"""Seconds that no failed start takes: what went on for longer has served."""

LONGEST_WAIT = 30.0
"""Seconds between two attempts to start while Discord can't be reached."""
LONGEST_WAIT_TURNED_AWAY = 300.0
"""The same while Discord closes each connection for good: every start counts, and it allows 1,000 a day."""

log = structlog.get_logger()


class DiscordAdapter:
    """The ``ChatAdapter`` of Discord: a client that posts, and what is connected; new ones when these can't go on."""

    platform = PLATFORM

    def __init__(self, settings: DiscordSettings, state: KeyValue, replicas: Replicas, clock: Clock) -> None:
        self.capabilities = Capabilities(managers=managers(settings.discord_setup_roles), global_ids=True)
        self._settings = settings
        self._state = state
        self._replicas = replicas
        self._clock = clock
        requests = Pace(clock, MOST_REQUESTS, burst=REQUESTS_AT_ONCE, shared_by=partial(replicas.alive, PLATFORM))
        connections = Pace(clock, CONNECTIONS, burst=CONNECTIONS_AT_ONCE, longest=math.inf)
        self._pace = paced(requests, connections)
        self._client: PaperboyClient | None = None
        self._ready = asyncio.Event()
        self.platform_sign_in = _sign_in(settings, state)
        self.trouble = wording.CONNECTING
        self.standing_by = ""

    def spelled(self, text: str) -> str:
        """See ``bot.ports.chat.SpellsCommands``."""
        return as_here(text)

    async def run(self, core: Core) -> None:
        """Serve until cancelled, whatever Discord does meanwhile; only a wrong setting ends it with an error."""
        prepare(self._settings)
        shorten_reconnects(self._clock)
        token_of(self._settings)

        async def attempt() -> None:
            async with translated_errors():
                await self._serve(core)

        async def not_turned_away() -> None:
            await self._keep_trying(attempt, LONGEST_WAIT_TURNED_AWAY, TurnedAway)

        await self._keep_trying(not_turned_away, LONGEST_WAIT, Unavailable)

    async def _keep_trying(
        self, attempt: Callable[[], Awaitable[None]], longest: float, passing: type[Unavailable]
    ) -> None:
        await keep_trying(
            attempt, self._clock, self._note_failure, longest=longest, passing=passing, worked_after=LONGEST_ATTEMPT
        )

    def _note_failure(self, error: Exception, wait: float) -> None:
        self.trouble = str(error)
        log.warning("discord.trying_again", why=str(error), seconds=round(wait, 1))

    async def _serve(self, core: Core) -> None:
        """Serve for as long as it goes on; what ends it is raised.

        Until it is this process's turn to be connected, it can post.
        """
        client = self._made(core, Shard())
        async with logged_in(client, token_of(self._settings)):
            plan = await plan_of(client, self._settings, self._replicas)
            self._client = client
            serve = partial(self._share, core, plan) if plan.count > 1 else partial(self._stay_connected, client)
            stand_by = partial(self._stand_by, plan.why_not_yet)
            ended = await self._replicas.while_held(CONNECTION, serve, stand_by, together=together(plan.count))
        raise Unavailable(ENDED if ended else wording.TAKEN_OVER)

    def _made(self, core: Core, shard: Shard) -> PaperboyClient:
        return PaperboyClient(core, self._settings, self._state, self._replicas, self._clock, shard, self._pace)

    def _stand_by(self, why: str) -> None:
        log.info("discord.standing_by")
        self._usable(why)

    def _usable(self, standing_by: str = "") -> None:
        self.standing_by = standing_by
        self.trouble = ""
        self._ready.set()

    async def _stay_connected(self, client: PaperboyClient) -> None:
        """Serve with the one connection until it ends."""
        self.standing_by = ""
        async with client.staying_connected() as connection:
            if client.connected.is_set():
                self._usable()
            await connection

    async def _share(self, core: Core, plan: Plan) -> None:
        """Serve with this process's part of the shards; what ends one of them ends all."""
        shards = {shard.work: shard for shard in shards_of(plan.count)}
        here = ShardsHere(partial(self._made, core), token_of(self._settings), plan, self._usable)
        await self._replicas.share(list(shards), lambda work: here.serve(shards[work]))

    async def ready(self) -> None:
        await self._ready.wait()

    async def post(self, delivery: Delivery) -> MessageRef:
        return await self._connected().posting.post(delivery)

    async def find(self, delivery: Delivery) -> MessageRef | None:
        return await self._connected().posting.find(delivery)

    async def tell(self, member: Member, card: Card) -> None:
        await self._connected().posting.tell(member, card)

    def _connected(self) -> PaperboyClient:
        if self._client is None or self._client.is_closed():
            raise TryLater("not connected to Discord", failures.SOON)
        return self._client


def _sign_in(settings: DiscordSettings, state: KeyValue) -> DiscordSignIn | None:
    """How the web page signs in with Discord; None without the application's client id and secret."""
    if not settings.discord_client_id or settings.discord_client_secret is None:
        return None
    return DiscordSignIn(settings, settings.discord_client_secret.get_secret_value().strip(), state)
