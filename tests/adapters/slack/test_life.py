"""Starting, sockets that die or fall silent, events that come twice, and the end of an installation."""

import asyncio
from datetime import UTC, datetime

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.background import BackgroundTasks
from adapters.slack.sockets import QUIET_AFTER, Socket, Watch
from bot.clock import SystemClock
from bot.errors import ChannelGone, ConfigurationError
from bot.model import Answer, Card, Channel, MessageRef, Reaction, Tenant
from tests.adapters.core import FakeCore
from tests.adapters.replicas import FakeReplicas
from tests.adapters.slack.running import (
    HERE,
    TENANT,
    LeapClock,
    Running,
    delivery,
    running,
    text_of,
    unconnected,
    until,
)
from tests.platforms.slack_server import ANNA, BEN, BOT, CHANNEL, TEAM, Fault, SlackServer

MESSAGE = {"type": "message", "channel": CHANNEL, "ts": "17.000001"}


async def test_a_token_slack_refuses_is_one_sentence(slack: SlackServer) -> None:
    with pytest.raises(ConfigurationError, match=r"PAPERBOY_SLACK_BOT_TOKEN \(invalid_auth\)"):
        async with running(slack, slack_bot_token="xoxb-wrong"):
            pass
    with pytest.raises(ConfigurationError, match=r"PAPERBOY_SLACK_APP_TOKEN \(invalid_auth\)"):
        async with running(slack, slack_app_token="xapp-wrong"):
            pass


HICCUPS = [
    Fault(status=503),
    Fault(drop=True),
    Fault(retry_after=60),
    Fault(error="fatal_error"),
    Fault(error="ekm_off"),
]


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
@pytest.mark.parametrize("fault", HICCUPS)
async def test_a_hiccup_at_the_start_is_not_the_end(slack: SlackServer, method: str, fault: Fault) -> None:
    slack.fail(method, fault, fault)
    async with running(slack) as bot:
        assert not slack.faults[method]
        assert bot.adapter.trouble == ""
        await slack.command("today")
        await slack.sent()


async def test_who_asked_before_the_end_is_answered(slack: SlackServer) -> None:
    async with running(slack) as bot:
        bot.core.may_answer.clear()
        await slack.command("today")
        await until(lambda: bot.core.requests)
        asyncio.get_running_loop().call_later(0.1, bot.core.may_answer.set)
    assert "answer to today" in text_of(slack.responses[0])


async def test_an_answer_that_never_comes_does_not_hold_up_the_end() -> None:
    tasks, ended = BackgroundTasks(), asyncio.Event()

    async def never() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    tasks.start("never", never())
    await asyncio.sleep(0)
    await tasks.finish(seconds=0.01)
    assert ended.is_set()


async def test_another_process_of_the_same_app_is_told_of(
    slack: SlackServer, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(slack):
        await slack.until(lambda: slack.opened == 1)
        await slack.sockets[0].close()
        await slack.until(lambda: slack.opened == 2)
    assert "another connection" not in capsys.readouterr().err
    slack.others = 1
    async with running(slack):
        pass
    assert capsys.readouterr().err.count("another connection of this app") == 1


async def test_processes_that_share_the_database_are_no_others(
    slack: SlackServer, capsys: pytest.CaptureFixture[str]
) -> None:
    replicas = FakeReplicas()
    replicas.number = slack.others = 2
    async with running(slack, replicas=replicas):
        pass
    assert capsys.readouterr().err == ""
    slack.others = 3
    async with running(slack, replicas=replicas):
        pass
    assert "another connection of this app" in capsys.readouterr().err


async def test_an_end_that_is_cancelled_half_way_leaves_no_session_open() -> None:
    socket = Socket(AsyncApp(token="xoxb-1", signing_secret="s"), "xapp-1", AsyncWebClient(), SystemClock())
    with socket._pending.one():
        ending = asyncio.create_task(socket.finish())
        await asyncio.sleep(0)
        ending.cancel()
        await asyncio.wait({ending})
    assert socket.aiohttp_client_session.closed


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
async def test_an_end_that_is_cancelled_while_it_closes_gives_its_connection_back(
    slack: SlackServer, steps: int
) -> None:
    socket = Socket(AsyncApp(token="xoxb-1", signing_secret="s"), "xapp-1", AsyncWebClient(), SystemClock())
    await socket.open(f"{slack.base.replace('http', 'ws')}/socket")
    assert socket.current_session
    ending = asyncio.create_task(socket.finish())
    for _ in range(steps + 1):
        await asyncio.sleep(0)
    ending.cancel()
    await asyncio.wait({ending})
    assert socket.current_session._response.connection is None


class WaitingClock(SystemClock):
    """Keeps every wait between two attempts, and lets none of them pass."""

    def __init__(self) -> None:
        self.waits: asyncio.Queue[float] = asyncio.Queue()

    async def sleep(self, seconds: float) -> None:
        self.waits.put_nowait(seconds)
        await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("fault", "least", "most", "told"),
    [
        (Fault(retry_after=60), 60, 62, "Slack asks to wait before the next try."),
        (Fault(status=503), 0.5, 1, "Slack does not answer properly just now (no answer of its own)."),
    ],
)
async def test_trouble_is_told_while_it_is_tried_again(
    slack: SlackServer, fault: Fault, least: float, most: float, told: str
) -> None:
    slack.fail("auth.test", fault)
    clock = WaitingClock()
    adapter = await unconnected(slack, clock)
    serving = asyncio.create_task(adapter.run(FakeCore()))
    assert least <= await clock.waits.get() <= most
    assert adapter.trouble == told
    serving.cancel()
    await asyncio.wait({serving})


async def test_a_socket_that_slack_closes_at_once_is_not_opened_again_at_once(slack: SlackServer) -> None:
    clock = WaitingClock()
    slack.turn_away = True
    adapter = await unconnected(slack, clock)
    serving = asyncio.create_task(adapter.run(FakeCore()))
    assert 0.5 <= await clock.waits.get() <= 1
    assert "may have ten" in adapter.trouble
    assert len(slack.called("apps.connections.open")) == 1
    serving.cancel()
    await asyncio.wait({serving})


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"slack_app_token": None}, "PAPERBOY_SLACK_APP_TOKEN"),
        ({"slack_bot_token": None}, "PAPERBOY_SLACK_BOT_TOKEN"),
        ({"slack_mode": "http"}, "PAPERBOY_SLACK_SIGNING_SECRET"),
        ({"slack_client_id": "1.2"}, "PAPERBOY_SLACK_CLIENT_SECRET"),
        ({"slack_api_base": "http://slack.example.org/api/"}, "PAPERBOY_SLACK_API_BASE"),
    ],
)
async def test_a_missing_setting_is_named(slack: SlackServer, changed: dict[str, object], named: str) -> None:
    with pytest.raises(ConfigurationError, match=named):
        async with running(slack, **changed):
            pass


async def test_bolts_own_environment_means_nothing(slack: SlackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "theirs")
    for name in ("HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with running(slack) as bot:
        await slack.command("today")
        await slack.sent()
        await bot.adapter.post(delivery())
    assert len(slack.called("auth.test")) == 1


async def test_a_start_cancels_a_planned_erasure(bot: Running) -> None:
    assert bot.core.joined == [TENANT]


async def test_a_dropped_socket_comes_back(bot: Running) -> None:
    await bot.slack.sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})
    await bot.slack.until(lambda: bot.slack.opened == 2)
    await bot.slack.command("today")
    await bot.slack.sent()


def test_a_dead_socket_gets_half_a_minute_to_recover() -> None:
    watch = Watch(0.0)
    assert watch.trouble(10, connected=True) == ""
    assert watch.trouble(39, connected=False) == ""
    assert watch.trouble(40, connected=False) == "dead"
    assert watch.trouble(41, connected=True) == ""


def test_a_socket_that_brings_nothing_is_replaced_however_well_it_looks() -> None:
    watch = Watch(0.0)
    watch.heard(100.0)
    assert watch.trouble(100 + QUIET_AFTER - 1, connected=True) == ""
    assert watch.trouble(100 + QUIET_AFTER, connected=True) == "quiet"


async def test_a_silent_socket_is_replaced_before_it_is_closed(slack: SlackServer) -> None:
    clock = LeapClock()
    async with running(slack, clock=clock):
        clock.ahead = QUIET_AFTER
        await slack.until(lambda: slack.opened == 2)
        await slack.until(lambda: len(slack.sockets) == 1)
        await slack.command("today")
        await slack.sent()


async def test_a_socket_that_can_not_be_replaced_is_kept_until_it_can(slack: SlackServer) -> None:
    clock = LeapClock()
    async with running(slack, clock=clock) as bot:
        slack.fail("apps.connections.open", *[Fault(status=503)] * 3)
        clock.ahead = QUIET_AFTER
        await until(lambda: len(slack.faults["apps.connections.open"]) < 3)
        assert bot.adapter.trouble == ""
        await slack.command("today")
        await slack.sent()
        await slack.until(lambda: slack.opened == 2)


async def test_a_reaction_by_a_person_on_our_message_counts_once(bot: Running) -> None:
    event = {"type": "reaction_added", "user": BEN, "reaction": "+1::skin-tone-3", "item": MESSAGE, "item_user": BOT}
    for retry in (0, 1):
        await bot.slack.event({**event, "event_ts": "1700000000.5"}, event_id="Ev7", retry=retry)
    await until(lambda: bot.core.reactions)
    await bot.slack.event({**event, "type": "reaction_removed", "event_ts": "1700000001.5"}, event_id="Ev8")
    await until(lambda: len(bot.core.reactions) == 2)
    given, taken = bot.core.reactions
    assert given == Reaction(
        member=taken.member,
        message=MessageRef(HERE, "17.000001"),
        emoji="👍",
        added=True,
        at=datetime.fromtimestamp(1700000000.5, UTC),
        event="slack:Ev7",
    )
    assert (taken.added, taken.event) == (False, "slack:Ev8")


async def test_other_reactions_never_reach_the_core(bot: Running) -> None:
    event = {"type": "reaction_added", "user": BEN, "reaction": "+1", "item": MESSAGE, "item_user": BOT}
    await bot.slack.event({**event, "item_user": ANNA})
    await bot.slack.event({**event, "reaction": "our-parrot"})
    await bot.slack.event({**event, "user": "UROBOT"})
    await bot.slack.event({**event, "user": BOT})
    await bot.slack.event({**event, "item": {"type": "file", "file": "F1"}})
    await bot.slack.command("today")
    await bot.slack.sent()
    assert bot.core.reactions == []


async def test_a_reaction_gets_a_receipt_for_the_reactors_eyes(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    async def receipt(_: Reaction) -> Answer:
        return Answer(card=Card(text="More like this"))

    monkeypatch.setattr(bot.core, "react", receipt)
    event = {"type": "reaction_added", "user": BEN, "reaction": "fire", "item": MESSAGE, "item_user": BOT}
    await bot.slack.event(event)
    await bot.slack.until(lambda: bot.slack.called("chat.postEphemeral"))
    assert bot.slack.called("chat.postEphemeral")[0]["user"] == BEN


async def test_being_added_to_a_channel_says_hello_there(bot: Running) -> None:
    await bot.slack.event({"type": "member_joined_channel", "user": BEN, "channel": CHANNEL})
    await bot.slack.event({"type": "member_joined_channel", "user": BOT, "channel": CHANNEL})
    await bot.slack.until(lambda: bot.slack.messages)
    assert [message["text"] for message in bot.slack.messages] == ["Paperboy is here"]


@pytest.mark.parametrize("kind", ["channel_archive", "channel_deleted", "group_archive", "channel_left"])
async def test_the_end_of_a_channel_is_told(bot: Running, kind: str) -> None:
    await bot.slack.event({"type": kind, "channel": CHANNEL})
    await until(lambda: bot.core.gone)
    assert bot.core.gone == [Channel(TENANT, CHANNEL)]


@pytest.mark.parametrize("kind", ["channel_unarchive", "group_unarchive"])
async def test_a_channel_that_is_back_is_told(bot: Running, kind: str) -> None:
    await bot.slack.event({"type": kind, "channel": CHANNEL, "user": ANNA})
    await until(lambda: bot.core.back)
    assert bot.core.back == [HERE]


async def test_being_invited_again_counts_as_back(bot: Running) -> None:
    await bot.slack.event({"type": "member_joined_channel", "user": BOT, "channel": CHANNEL})
    await until(lambda: bot.core.back)
    assert bot.core.back == [HERE]


async def test_a_new_id_of_a_channel_is_followed(bot: Running) -> None:
    await bot.slack.event({"type": "channel_id_changed", "old_channel_id": CHANNEL, "new_channel_id": "C9"})
    await until(lambda: bot.core.moved)
    assert bot.core.moved == [(HERE, Channel(TENANT, "C9"))]


@pytest.mark.parametrize("kind", ["channel_rename", "channel_shared", "channel_convert_to_private"])
async def test_a_channel_with_another_name_or_among_fewer_people_goes_on(bot: Running, kind: str) -> None:
    """No name of a channel is kept, and a public channel that becomes private keeps its id."""
    await bot.slack.event({"type": kind, "channel": {"id": CHANNEL, "name": "new-name", "created": 1}})
    posted = await bot.adapter.post(delivery())
    assert posted.channel == HERE
    assert (bot.core.gone, bot.core.moved) == ([], [])


@pytest.mark.parametrize("order", [("tokens_revoked", "app_uninstalled"), ("app_uninstalled", "tokens_revoked")])
async def test_an_uninstalled_app_forgets_its_token_at_once(bot: Running, order: tuple[str, str]) -> None:
    for kind in order:
        await bot.slack.event({"type": kind, "tokens": {"bot": [BOT], "oauth": []}})
    await until(lambda: len(bot.core.left) == 2)
    assert set(bot.core.left) == {Tenant("slack", TEAM)}
    with pytest.raises(ChannelGone):
        await bot.adapter.post(delivery())


async def test_a_persons_own_token_revoked_changes_nothing(bot: Running) -> None:
    await bot.slack.event({"type": "tokens_revoked", "tokens": {"oauth": [BEN]}})
    await bot.adapter.post(delivery())
    assert bot.core.left == []
