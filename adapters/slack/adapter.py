"""Slack as a chat platform of Paperboy."""

import asyncio
from datetime import timedelta
from typing import Protocol

import structlog
from slack_bolt.async_app import AsyncApp

from adapters.slack.answers import Answers
from adapters.slack.app import build_app
from adapters.slack.background import BackgroundTasks
from adapters.slack.client import SlackConnection
from adapters.slack.encryption import Cipher
from adapters.slack.events import Events
from adapters.slack.exports import Exports
from adapters.slack.handlers import Listeners
from adapters.slack.home import Home
from adapters.slack.installation_check import check_installations
from adapters.slack.oauth import Installing, OAuthKeys
from adapters.slack.permissions import People
from adapters.slack.posting import SlackPosting
from adapters.slack.rate_limit import ChannelRate
from adapters.slack.requests import Requests
from adapters.slack.settings import SlackSettings
from adapters.slack.sockets import SocketLine
from adapters.slack.web import Address, Signatures, WebDoor
from adapters.slack.workspaces import PLATFORM, Workspace, Workspaces
from bot.errors import ConfigurationError, DeliveryError, TryLater, Unavailable
from bot.model import Capabilities, Card, Delivery, Member, MessageRef
from bot.ports.chat import Core
from bot.ports.installations import Installations
from bot.ports.time import Clock

log = structlog.get_logger()


class Door(Protocol):
    """A way in."""

    async def run(self, opened: asyncio.Event) -> None:
        """Serve until cancelled; set ``opened`` once somebody can come in."""
        ...


class Slack:
    """See ``bot.ports.chat.ChatAdapter``. One per process serves all workspaces."""

    platform = PLATFORM
    capabilities = Capabilities(managers="admins and owners of this workspace")

    def __init__(self, settings: SlackSettings, installations: Installations, clock: Clock) -> None:
        require_settings(settings)
        self._settings = settings
        self._installations = installations
        self._clock = clock
        self._connection = SlackConnection(settings.slack_api_base)
        key = settings.secret_key or settings.slack_client_secret
        cipher = Cipher(key.get_secret_value()) if key else None
        rate = ChannelRate(clock)
        self._workspaces = Workspaces(self._connection, installations, cipher, clock)
        self._people = People(self._workspaces, settings.slack_admins, clock)
        self._posting = SlackPosting(self._workspaces, rate)
        self._exports = Exports(self._workspaces, self._people, rate)
        self._ready = asyncio.Event()
        self._core: Core | None = None

    async def run(self, core: Core) -> None:
        self._core = core
        async with self._connection.open():
            await self._sign_in(core)
            try:
                async with asyncio.TaskGroup() as group:
                    opened = [
                        self._opened(group, door) for door in self._doors(self._app(core, BackgroundTasks(group)), core)
                    ]
                    await asyncio.gather(*(event.wait() for event in opened))
                    self._ready.set()
                    await check_installations(self._workspaces, core, self._clock)
            except* (ConfigurationError, Unavailable) as failed:
                raise _first(failed) from None

    async def ready(self) -> None:
        await self._ready.wait()

    async def post(self, delivery: Delivery) -> MessageRef:
        return await self._posting.post(delivery, self._the_core())

    async def find(self, delivery: Delivery) -> MessageRef | None:
        return await self._posting.find(delivery)

    async def tell(self, member: Member, card: Card) -> None:
        await self._posting.tell(member, card, self._the_core())

    async def _sign_in(self, core: Core) -> None:
        token = self._settings.slack_bot_token
        if token:
            workspace = await self._workspaces.sign_in(token.get_secret_value())
            log.info("slack.signed_in", team=workspace.team)
            await core.tenant_joined(workspace.tenant)

    def _app(self, core: Core, tasks: BackgroundTasks) -> AsyncApp:
        """Bolt's app with everybody listening."""
        workspaces, people, posting = self._workspaces, self._people, self._posting
        requests = Requests(people, self._clock)
        home = Home(core, requests, workspaces)
        answers = Answers(core, people, self._connection, workspaces, posting, self._exports, self._clock)
        app = build_app(self._connection.client(None), workspaces)
        Listeners(core, answers, requests, home, workspaces, tasks).register(app)
        Events(core, answers, requests, people, home, posting, workspaces, self._clock, tasks).register(app)
        return app

    def _doors(self, app: AsyncApp, core: Core) -> list[Door]:
        """The ways in: a socket, or signed HTTP; and the pages that install the app, which are HTTP always."""
        settings, http = self._settings, self._settings.slack_mode == "http"
        secret, app_token = settings.slack_signing_secret, settings.slack_app_token
        installing = self._installing(core)
        signatures = Signatures(secret.get_secret_value(), self._clock) if http and secret else None
        doors: list[Door] = []
        if not http and app_token:
            doors.append(SocketLine(app, app_token.get_secret_value(), self._connection, self._clock))
        if signatures or installing:
            address = Address(host=settings.http_host, port=settings.http_port, public=settings.public_url)
            web = WebDoor(app, signatures, installing, address)
            doors.append(web)
        return doors

    def _installing(self, core: Core) -> Installing | None:
        settings, secret = self._settings, self._settings.slack_client_secret
        if not settings.slack_client_id or secret is None:
            return None

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

    def _opened(self, group: asyncio.TaskGroup, door: Door) -> asyncio.Event:
        event = asyncio.Event()
        group.create_task(door.run(event))
        return event

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
    )
    for there, problem in needed:
        if not there:
            raise ConfigurationError(problem)


def _first(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    error = failed.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
