"""Channels and workspaces that come and go."""

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.slack import wording
from adapters.slack.app import workspace_of
from adapters.slack.event_intake import Body, EventIntake
from adapters.slack.posting import SlackPosting
from adapters.slack.workspaces import PLATFORM, Workspaces
from bot.model import Channel, Tenant
from bot.ports.chat import Core
from bot.ports.time import Clock
from bot.services.retry_until_stored import retry_until_stored


class PlaceEvents:
    """Tells the core of channels that end, and of workspaces that add or remove Paperboy."""

    def __init__(
        self, core: Core, posting: SlackPosting, workspaces: Workspaces, clock: Clock, intake: EventIntake
    ) -> None:
        self._core = core
        self._posting = posting
        self._workspaces = workspaces
        self._clock = clock
        self._intake = intake

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt what is listened to."""
        app.event("member_joined_channel")(self._intake.once(self.joined))
        for name in wording.CHANNEL_ENDED:
            app.event(name)(self._intake.once(self.channel_ended))
        for name in ("channel_unarchive", "group_unarchive"):
            app.event(name)(self._intake.once(self.channel_back))
        app.event("channel_id_changed")(self._intake.once(self.channel_moved))
        for name in ("app_uninstalled", "tokens_revoked"):
            app.event(name)(self._intake.once(self.removed))

    async def joined(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """We were added to a channel: say hello with the first steps."""
        workspace = workspace_of(context)
        if event["user"] == workspace.bot_user:
            channel = Channel(workspace.tenant, str(event["channel"]))
            await self._core.channel_back(channel)
            card = await self._core.tenant_joined(workspace.tenant, channel)
            await self._posting.say(workspace, event["channel"], card, self._core, owner=None)

    async def channel_ended(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        workspace = workspace_of(context)
        await self._core.channel_gone(
            Channel(workspace.tenant, str(event["channel"])), wording.CHANNEL_ENDED[event["type"]]
        )

    async def channel_back(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """No longer archived. We are still in it, unless somebody removed us; then the next post says so."""
        await self._core.channel_back(Channel(workspace_of(context).tenant, str(event["channel"])))

    async def channel_moved(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """Shared with another workspace, or no longer: Slack may give a channel another id then."""
        tenant = workspace_of(context).tenant
        old, new = (Channel(tenant, str(event[name])) for name in ("old_channel_id", "new_channel_id"))
        await self._core.channel_moved(old, new)

    async def removed(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """Uninstalled, or our token revoked, in whichever order they come: the token goes now, data after the grace."""
        if event["type"] == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return
        team, now = str(context.team_id or body["team_id"]), self._clock.now()
        at = float(body.get("event_time") or now.timestamp())
        if await retry_until_stored(lambda: self._workspaces.removed(team, at), self._clock):
            await self._core.tenant_left(Tenant(PLATFORM, team), now)
