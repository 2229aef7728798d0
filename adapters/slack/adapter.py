"""Slack as a chat platform of Paperboy."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import structlog
from slack_bolt.async_app import AsyncApp

from adapters.slack import wording
from adapters.slack.answers import Answers
from adapters.slack.app import build_app
from adapters.slack.background import BackgroundTasks, background_tasks, carried_out
from adapters.slack.client import SlackConnection
from adapters.slack.connecting import until_connected
from adapters.slack.event_intake import EventIntake
from adapters.slack.events import Events
from adapters.slack.exports import Exports
from adapters.slack.handlers import Listeners
from adapters.slack.home import Home
from adapters.slack.installation_check import check_installations
from adapters.slack.oauth import Installing, OAuthKeys
from adapters.slack.permissions import People
from adapters.slack.place_events import PlaceEvents
from adapters.slack.posting import SlackPosting
from adapters.slack.rate_limit import PostingRate
from adapters.slack.reactions import SlackMissedReactions, SlackReactions
from adapters.slack.requests import Requests
from adapters.slack.settings import SlackSettings
from adapters.slack.sign_in import SlackSignIn
from adapters.slack.sockets import SocketLine
from adapters.slack.web import InstallPages, Signatures, SignedRequests
from adapters.slack.workspaces import INSTALLATIONS, PLATFORM, Workspace, Workspaces
from bot.encryption import Cipher
from bot.errors import ConfigurationError, DeliveryError, TryLater
from bot.model import Capabilities, Card, Delivery, Member, MessageRef
from bot.ports.chat import Core
from bot.ports.http import Route
from bot.ports.installations import Installations
from bot.ports.known_people import KnownPeople
from bot.ports.replicas import Replicas
from bot.ports.time import Clock

log = structlog.get_logger()


class Slack:
    """See ``bot.ports.chat.ChatAdapter``. One per process serves all workspaces."""

    platform = PLATFORM
    capabilities = Capabilities(managers=wording.MANAGERS)

    def __init__(
        self,
        settings: SlackSettings,
        installations: Installations,
        known_people: KnownPeople,
        replicas: Replicas,
        clock: Clock,
        public_url: str = "",
        secret_key: str = "",
    ) -> None:
        require_settings(settings)
        self._settings = settings
        self._installations = installations
        self._replicas = replicas
        self._clock = clock
        self._connection = SlackConnection(settings.slack_api_base)
        own = settings.slack_client_secret
        key = secret_key or (own.get_secret_value() if own else "")
        cipher = Cipher(key, INSTALLATIONS) if key else None
        rate = PostingRate(clock, partial(replicas.alive, PLATFORM))
        self._workspaces = Workspaces(self._connection, installations, cipher, clock)
        self.platform_sign_in = self._sign_in_with(own.get_secret_value()) if own and settings.slack_sign_in else None
        self._people = People(self._workspaces, known_people, settings.slack_admins, clock)
        self._posting = SlackPosting(self._workspaces, self._people, rate, clock, self._report_installation)
        self._exports = Exports(self._workspaces, self._people, rate)
        self._requests = signed_requests(settings, clock)
        self._pages = InstallPages(public_url) if settings.slack_client_id else None
        self._ready = asyncio.Event()
        self.trouble, self.to_mend = wording.CONNECTING, ""
        self._core: Core | None = None

    @property
    def routes(self) -> Sequence[Route]:
        """What Slack and browsers ask over HTTP, where settings want that: see ``bot.ports.http.HasRoutes``."""
        return (*(self._requests.routes if self._requests else ()), *(self._pages.routes if self._pages else ()))

    async def run(self, core: Core) -> None:
        """Serve until cancelled. Whatever Slack does meanwhile is tried again; only a wrong setting is the end."""
        self._core = core
        async with self._connection.open(), background_tasks() as tasks:
            try:
                async with asyncio.TaskGroup() as group:
                    await self._begin(core, group, tasks)
            except* ConfigurationError as failed:
                raise _first(failed) from None

    async def ready(self) -> None:
        await self._ready.wait()

    async def post(self, delivery: Delivery) -> MessageRef:
        return await self._posting.post(delivery, self._the_core())

    async def find(self, delivery: Delivery) -> MessageRef | None:
        return await self._posting.find(delivery)

    async def tell(self, member: Member, card: Card) -> None:
        await self._posting.tell(member, card, self._the_core())

    async def _begin(self, core: Core, group: asyncio.TaskGroup, tasks: BackgroundTasks) -> None:
        if self._pages:
            self._pages.serve(self._installing(core).flow)
        await self._sign_in(core)
        app = self._app(core, tasks)
        if self._requests:
            self._requests.serve(app)
            self._report("")
        else:
            await self._open_socket(app, group)
        self._ready.set()
        await check_installations(self._workspaces, core, self._clock)
        missed = SlackMissedReactions(core, self._people, self._workspaces, self._replicas, self._clock)
        group.create_task(carried_out("missed reactions", missed.run()))
        await asyncio.Event().wait()

    async def _sign_in(self, core: Core) -> None:
        secret = self._settings.slack_bot_token
        if secret is None:
            return
        token = secret.get_secret_value()
        workspace = await until_connected(lambda: self._workspaces.sign_in(token), self._clock, self._report)
        log.info("slack.signed_in", team=workspace.team)
        await core.tenant_joined(workspace.tenant)

    async def _open_socket(self, app: AsyncApp, group: asyncio.TaskGroup) -> None:
        token, opened = self._settings.slack_app_token, asyncio.Event()
        assert token is not None  # noqa: S101  see require_settings
        line = SocketLine(app, token.get_secret_value(), self._connection, self._replicas, self._clock, self._report)
        group.create_task(line.run(opened))
        await opened.wait()

    def _report(self, trouble: str) -> None:
        self.trouble = trouble

    def _report_installation(self, trouble: str) -> None:
        self.to_mend = trouble

    def _app(self, core: Core, tasks: BackgroundTasks) -> AsyncApp:
        """Bolt's app with everybody listening."""
        workspaces, people, posting = self._workspaces, self._people, self._posting
        requests = Requests(people, self._clock)
        home = Home(core, requests, workspaces, self._clock)
        answers = Answers(core, people, self._connection, workspaces, posting, self._exports, self._clock)
        app = build_app(self._connection.client(None), workspaces)
        Listeners(core, answers, requests, home, workspaces, tasks).register(app)
        intake = EventIntake(core, tasks)
        PlaceEvents(core, posting, workspaces, self._clock, intake).register(app)
        reactions = SlackReactions(core, answers, people, self._clock)
        Events(answers, requests, people, home, reactions, intake).register(app)
        return app

    def _installing(self, core: Core) -> Installing:
        settings, secret = self._settings, self._settings.slack_client_secret
        assert secret is not None  # noqa: S101  see require_settings

        async def installed(workspace: Workspace, installer: str) -> None:
            card = await core.tenant_joined(workspace.tenant)
            try:
                await self.tell(Member(workspace.tenant, installer), card)
            except DeliveryError as error:
                log.warning("slack.welcome_not_sent", why=str(error))

        keys = OAuthKeys(
            client_id=settings.slack_client_id,
            client_secret=secret.get_secret_value(),
            authorize_url=settings.slack_authorize_url,
        )
        client = self._connection.client(None)
        return Installing(keys, client, self._workspaces, self._installations, self._clock, installed)

    def _sign_in_with(self, client_secret: str) -> SlackSignIn:
        return SlackSignIn(self._settings, client_secret, self._connection, self._workspaces, self._clock)

    def _the_core(self) -> Core:
        if self._core is None:
            raise TryLater("Slack is not connected yet.", timedelta(seconds=5))
        return self._core


def require_settings(settings: SlackSettings) -> None:
    """Raise ``ConfigurationError`` naming the first setting that is missing."""
    http, many = settings.slack_mode == "http", bool(settings.slack_client_id)
    needed = (
        (settings.slack_bot_token or many, "PAPERBOY_SLACK_BOT_TOKEN is missing: the bot token (xoxb-…) of the app."),
        (http or settings.slack_app_token, "PAPERBOY_SLACK_APP_TOKEN is missing: Socket Mode needs it (xapp-…)."),
        (not http or settings.slack_signing_secret, "PAPERBOY_SLACK_SIGNING_SECRET is missing: http mode needs it."),
        (not many or settings.slack_client_secret, "PAPERBOY_SLACK_CLIENT_SECRET is missing: the client id needs it."),
        (many or not settings.slack_sign_in, "PAPERBOY_SLACK_CLIENT_ID is missing: PAPERBOY_SLACK_SIGN_IN needs it."),
    )
    for there, problem in needed:
        if not there:
            raise ConfigurationError(problem)


def signed_requests(settings: SlackSettings, clock: Clock) -> SignedRequests | None:
    """What comes from Slack in http mode; None for Socket Mode."""
    secret = settings.slack_signing_secret
    return (
        SignedRequests(Signatures(secret.get_secret_value(), clock))
        if settings.slack_mode == "http" and secret
        else None
    )


def _first(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    error = failed.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
