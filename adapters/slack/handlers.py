"""What people do in Slack: commands, buttons, shortcuts and forms. Each is acknowledged first."""

import asyncio
import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

import structlog
from aiohttp import ClientError
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError

from adapters.slack import forms, wording
from adapters.slack.answers import Answers
from adapters.slack.app import workspace_of
from adapters.slack.background import BackgroundTasks
from adapters.slack.failures import outcome
from adapters.slack.home import Home
from adapters.slack.manifest import COMMAND, SIMILAR_SHORTCUT
from adapters.slack.mrkdwn import typed
from adapters.slack.paper_mentions import papers_in
from adapters.slack.requests import Requests
from adapters.slack.tokens import line_behind
from adapters.slack.workspaces import Workspace, Workspaces
from bot.cards.chat import OTHER_CHANNEL, mentioned_in_part, no_form
from bot.commands import BY_NAME, Audience, commanded, line_of, parse, problems
from bot.commands.forms import changed
from bot.errors import DeliveryError, StoreError, Unknown
from bot.identity import short
from bot.model import Button, Card, Command, Member, Request
from bot.ports.chat import Core

log = structlog.get_logger()

Body = dict[str, Any]

PRESSED = re.compile(r"^v1:(?P<verb>answer|turn|share|form)(?:\.(?P<form>[^:]+))?:\d+$")
MARKS = frozenset({"like", "dislike", "save", "undo"})
"""On the App Home these show by what changes on the page."""
PROMPT = 2.0
MOST_MENTIONED = 10
"""Papers of one message that are offered to choose from."""


class Listeners:
    """Reads what was done, and hands it on."""

    def __init__(
        self,
        core: Core,
        answers: Answers,
        requests: Requests,
        home: Home,
        workspaces: Workspaces,
        tasks: BackgroundTasks,
    ) -> None:
        self._core = core
        self._tasks = tasks
        self._answers = answers
        self._requests = requests
        self._home = home
        self._workspaces = workspaces

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt who listens to what; the last ones acknowledge whatever nobody else took."""
        app.command(COMMAND)(self.command)
        app.action(PRESSED)(self.pressed)
        app.shortcut(SIMILAR_SHORTCUT)(self.similar)
        app.view(re.compile(rf"^{re.escape(forms.FORM)}\."))(self.submitted)
        app.options(forms.FIELD)(self.offered)
        anything = re.compile(".*")
        for register in (app.command, app.action, app.shortcut, app.view, app.view_closed, app.options):
            register(anything)(acknowledge)

    async def command(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """``/papers …``."""
        await ack()
        self._tasks.start("command", self._command(workspace_of(context), body))

    async def pressed(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """A button of ours, wherever it is and however old."""
        await ack()
        self._tasks.start("button", self._pressed(workspace_of(context), body))

    async def similar(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """The shortcut on a message: papers like the one it shows."""
        await ack()
        self._tasks.start("shortcut", self._similar(workspace_of(context), body))

    async def _command(self, workspace: Workspace, body: Body) -> None:
        command = commanded(typed(body.get("text", "")))
        spec = BY_NAME.get(command.name)
        if spec and spec.form_first and not command.arguments:
            return await self._open_form(workspace, body, command, body["channel_id"])
        request = await self._request(workspace, body["user_id"], body["channel_id"], command, body)
        return await self._answers.by_url(body["response_url"], workspace, request)

    async def _pressed(self, workspace: Workspace, body: Body) -> None:
        action = body["actions"][0]
        meant = PRESSED.match(action["action_id"])
        line = await line_behind(_value(action), self._core)
        if meant is None or line is None:
            return await self._too_old(workspace, body)
        if meant["verb"] == "form":
            return await self._open_form(workspace, body, _of_form(meant["form"], parse(line)), _channel(body))
        if "view" in body:
            return await self._pressed_in_view(workspace, body, parse(line))
        return await self._pressed_in_message(workspace, body, parse(line), meant["verb"])

    async def _similar(self, workspace: Workspace, body: Body) -> None:
        papers = papers_in(body["message"])
        if len(papers) == 1:
            request = await self._request(
                workspace, body["user"]["id"], _channel(body), parse(f"similar {papers[0]}"), body
            )
            return await self._answers.by_url(body["response_url"], workspace, request)
        buttons = tuple(Button(label=short(paper), line=f"similar {paper}") for paper in papers[:MOST_MENTIONED])
        left_out = mentioned_in_part(len(buttons), len(papers))
        card = Card(text=wording.WHICH, footer=left_out, buttons=buttons) if papers else wording.NO_PAPERS
        return await self._answers.card_by_url(body["response_url"], card)

    async def submitted(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """A filled form: its window shows the answer, or the form again with what was wrong."""
        workspace, view = workspace_of(context), body["view"]
        if wrong := problems(forms.submitted(view)):
            await ack(response_action="errors", errors=wrong)
            return
        work = asyncio.ensure_future(self._after_form(workspace, body["user"]["id"], view, body))
        done, _ = await asyncio.wait({work}, timeout=PROMPT)
        await ack(response_action="update", view=work.result() if done else forms.waiting())
        if not done:
            self._tasks.start("form", self._shown_later(workspace, str(view["id"]), work))

    async def offered(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        """What a field offers to choose from, as far as it is typed; nothing where that can't be found out in time."""
        member = Member(workspace_of(context).tenant, body["user"]["id"])
        command, typed_so_far = forms.command_of(body["view"]), str(body.get("value") or "")
        try:
            async with asyncio.timeout(PROMPT):
                choices = await self._core.complete(member, command, str(body["block_id"]), typed_so_far)
        except (StoreError, TimeoutError) as error:
            log.warning("slack.nothing_offered", why=str(error))
            choices = ()
        await ack(options=[forms.option(choice.label, choice.value) for choice in choices])

    async def _shown_later(self, workspace: Workspace, view_id: str, work: asyncio.Future[Body]) -> None:
        await self._answers.in_place(workspace, view_id, await work)

    async def _after_form(self, workspace: Workspace, user: str, view: Body, body: Body) -> Body:
        channel, filled = forms.chosen_channel(view), forms.submitted(view)
        elsewhere = channel != forms.channel_of(view)
        line = None if elsewhere else await line_behind(forms.before_of(view), self._core)
        before = parse(line) if line else Command(name=filled.name)
        request = await self._request(workspace, user, channel, changed(filled, before), body)
        card = (await self._answers.ask(workspace, request)).card
        spec = BY_NAME.get(filled.name)
        if spec and card.problem:
            opened = forms.channel_of(view)
            return forms.form(spec, forms.typed_in(view), opened, forms.before_of(view), problem=card.text)
        if elsewhere:
            card = replace(card, text="\n".join(filter(None, (card.text, OTHER_CHANNEL))))
        return forms.answer_view(card, channel, request.command)

    async def _open_form(self, workspace: Workspace, body: Body, command: Command, channel: str) -> None:
        """A window with the fields; where Slack opens or fills none, an ordinary answer says so."""
        try:
            view_id = await self._opened_window(workspace, body)
            await self._fill_window(workspace, body, command, channel, view_id)
        except (DeliveryError, SlackApiError, ClientError, OSError, TimeoutError) as error:
            log.warning("slack.form_not_opened", why=str(outcome(error)))
            await self._answers.anyhow(workspace, _user(body), str(body.get("response_url", "")), no_form(command.name))

    async def _opened_window(self, workspace: Workspace, body: Body) -> str:
        """A window that asks for a moment: it must be opened within three seconds, and only once.

        Where the answer is lost, it may be open all the same: it is looked for by its name.
        """
        client, view = self._workspaces.client(workspace), forms.waiting(uuid4().hex)
        trigger: dict[str, Any] = {"trigger_id": body["trigger_id"], "view": view}
        try:
            opened = await (client.views_push(**trigger) if _in_modal(body) else client.views_open(**trigger))
        except (SlackApiError, ClientError, OSError, TimeoutError) as error:
            if not isinstance(outcome(error), Unknown):
                raise
            opened = await client.views_update(external_id=view["external_id"], view=view)
        return str(opened["view"]["id"])

    async def _fill_window(
        self, workspace: Workspace, body: Body, command: Command, channel: str, view_id: str
    ) -> None:
        """The fields of the command, or why there are none."""
        request = await self._request(workspace, _user(body), channel, command, body)
        spec = BY_NAME[command.name]
        if spec.audience is Audience.MANAGER and not await self._core.can_manage(request):
            await self._answers.in_window(workspace, view_id, request, channel)
            return
        values = await self._core.form_values(request, spec.name)
        before = await self._core.button_token(line_of(Command(name=spec.name, arguments=tuple(values.items()))), None)
        view = forms.form(spec, values | dict(command.arguments), channel, before)
        await self._answers.in_place(workspace, view_id, view)

    async def _pressed_in_message(self, workspace: Workspace, body: Body, command: Command, verb: str) -> None:
        request = await self._request(workspace, body["user"]["id"], _channel(body), command, body)
        alone = request.direct or bool(body["container"].get("is_ephemeral"))
        await self._answers.by_url(
            body["response_url"],
            workspace,
            request,
            verb="answer" if verb == "turn" and not alone else verb,
            name=_name(body),
            thread=_thread(body["container"]),
        )

    async def _pressed_in_view(self, workspace: Workspace, body: Body, command: Command) -> None:
        user, view = body["user"]["id"], body["view"]
        channel = forms.channel_of(view)
        request = await self._request(workspace, user, channel, command, body)
        if view["type"] == "modal":
            return await self._answers.in_window(workspace, view["id"], request, channel)
        if command.name in MARKS:
            await self._answers.ask(workspace, request)
        else:
            client = self._workspaces.client(workspace)
            opened = await client.views_open(trigger_id=body["trigger_id"], view=forms.waiting())
            await self._answers.in_window(workspace, opened["view"]["id"], request, channel)
        return await self._home.publish(workspace, user)

    async def _too_old(self, workspace: Workspace, body: Body) -> None:
        if body.get("response_url"):
            await self._answers.card_by_url(body["response_url"], wording.FORGOTTEN)

    async def _request(self, workspace: Workspace, user: str, channel: str, command: Command, body: Body) -> Request:
        event = str(body.get("trigger_id", ""))
        return await self._requests.make(
            workspace, user, channel, command, event=event, name=_name(body), channel_name=_channel_name(body, channel)
        )


async def acknowledge(ack: AsyncAck) -> None:
    """Whatever nobody listens to: a link button, a window closed, a button of a version long gone."""
    await ack()


def _of_form(form: str, command: Command) -> Command:
    """The command whose form is opened; a button's line fills its fields in."""
    return command if command.name == form else Command(name=form)


def _value(action: Body) -> str:
    """What a button carries, or what was chosen from a menu."""
    return str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")


def _in_modal(body: Body) -> bool:
    return bool(body.get("view", {}).get("type") == "modal")


def _user(body: Body) -> str:
    return str(body["user_id"] if "user_id" in body else body["user"]["id"])


def _channel_name(body: Body, channel: str) -> str:
    """What Slack calls the channel that is spoken of; it writes "directmessage" and "privategroup" for all such."""
    place = body.get("channel") or {"id": body.get("channel_id"), "name": body.get("channel_name")}
    name = str(place.get("name") or "") if place.get("id") == channel else ""
    return "" if name in ("directmessage", "privategroup") else name


def _name(body: Body) -> str:
    """What Slack calls who typed or pressed; commands and presses spell it differently."""
    user = body.get("user") or {}
    return str(body.get("user_name") or user.get("name") or user.get("username") or "")


def _thread(container: Body) -> str:
    """The thread a pressed message lies in; '' for the message that opens one, which is read in the channel."""
    thread = str(container.get("thread_ts") or "")
    return thread if thread != str(container.get("message_ts")) else ""


def _channel(body: Body) -> str:
    """Where a press or shortcut happened; '' on the App Home."""
    if "view" in body:
        return forms.channel_of(body["view"])
    return str((body.get("channel") or {}).get("id") or body["container"]["channel_id"])
