"""Who asks, and where: asked of Slack no more than need be, remembered, and unknown rather than "no"."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from adapters.slack.permissions import People
from adapters.slack.workspaces import Workspace, Workspaces
from bot.model import Answer, Card
from bot.store.memory.known_people import MemoryKnownPeople
from tests.adapters.slack.running import BriskClock, Running, running
from tests.platforms.slack_server import ANNA, BEN, BOT, CHANNEL, TEAM, Fault, SlackServer

FORM = "v1:form.subscribe"
OF_ANNA = {"team": {"id": TEAM}, "user": {"id": ANNA, "team_id": TEAM}}


class AheadClock(BriskClock):
    """As late as a test says."""

    ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


async def test_questions_about_a_person_are_asked_once_in_five_minutes(bot: Running) -> None:
    for count in (1, 2, 3):
        await bot.slack.command("status")
        await bot.slack.sent(count)
    assert len(bot.slack.called("users.info")) == 1
    assert len(bot.slack.called("auth.test")) == 1


async def test_nothing_is_asked_of_slack_for_what_depends_on_nobody(bot: Running) -> None:
    """Settings are on every App Home, which a hundred people may open in a minute."""
    for count, line in enumerate(("search agents", "settings"), 1):
        await bot.slack.command(line)
        await bot.slack.sent(count)
    assert not bot.slack.called("users.info")


UNANSWERED = [Fault(error="ratelimited"), Fault(status=503), Fault(error="missing_scope")]


@pytest.mark.parametrize("fault", UNANSWERED)
async def test_what_slack_does_not_say_is_not_known(bot: Running, fault: Fault) -> None:
    bot.slack.fail("users.info", fault)
    await bot.slack.command("pause")
    await bot.slack.sent()
    assert (bot.core.last.is_admin, bot.core.last.zone) == (None, "")


async def test_what_slack_does_not_say_for_want_of_a_line_is_not_known(bot: Running) -> None:
    bot.slack.fail("users.info", *[Fault(drop=True)] * 5)
    await bot.slack.command("pause")
    await bot.slack.sent()
    assert (bot.core.last.is_admin, bot.core.last.zone) == (None, "")


async def test_what_slack_said_earlier_counts_while_it_says_nothing(slack: SlackServer) -> None:
    clock = AheadClock()
    async with running(slack, clock=clock) as bot:
        store = bot.store
        await slack.command("pause")
        await slack.sent()
    async with running(slack, store=store, clock=clock) as bot:
        for count, (hours, is_admin) in enumerate(((23, True), (25, None)), start=2):
            clock.ahead = timedelta(hours=hours)
            slack.fail("users.info", Fault(status=503))
            slack.fail("conversations.info", Fault(status=503))
            await slack.command("pause")
            await slack.sent(count)
            assert (bot.core.last.is_admin, bot.core.last.zone) == (is_admin, "Europe/Berlin")


async def test_a_demoted_admin_is_one_no_longer_whatever_was_opened_before(slack: SlackServer) -> None:
    """Rights are asked for anew, so an old button or form does no more than its owner may do by now."""
    clock = AheadClock()
    async with running(slack, clock=clock) as bot:
        await slack.command("subscribe")
        await slack.until(lambda: any(view["callback_id"] == FORM for view in slack.views.values()))
        slack.admins.remove(ANNA)
        clock.ahead = timedelta(minutes=6)
        await slack.press({"action_id": "v1:answer:1", "value": "pause"})
        await slack.sent()
        assert (bot.core.last.command.name, bot.core.last.is_admin) == ("pause", False)
        opened = next(view for view in slack.views.values() if view["callback_id"] == FORM)
        filled = {**opened, "state": {"values": {"count": {"value": {"value": "3"}}}}}
        await slack.deliver("interactive", {"type": "view_submission", **OF_ANNA, "view": filled, "trigger_id": "t0"})
        assert (bot.core.last.command.name, bot.core.last.is_admin) == ("subscribe", False)


async def test_a_conversation_that_slack_does_not_tell_of_is_not_known(bot: Running) -> None:
    for count, fault in enumerate(UNANSWERED, start=1):
        bot.slack.fail("conversations.open", fault)
        await bot.slack.command("subscribe 9:00", channel=f"D{BEN}", user=BEN)
        await bot.slack.sent(count)
        assert (bot.core.last.channel, bot.core.last.place_known) == (None, False)
    await bot.slack.command("subscribe 9:00", channel=f"D{BEN}", user=BEN)
    await bot.slack.sent(len(UNANSWERED) + 1)
    assert (bot.core.last.direct, bot.core.last.place_known) == (True, True)


async def test_an_event_tells_which_conversation_is_ours(bot: Running) -> None:
    await bot.slack.event({"type": "app_home_opened", "user": BEN, "channel": f"D{BEN}", "tab": "messages"})
    said = {"type": "message", "channel_type": "im", "channel": f"D{ANNA}", "user": ANNA, "ts": "1.1"}
    await bot.slack.event({**said, "text": "status"})
    await bot.slack.until(lambda: bot.slack.messages)
    await bot.slack.command("status", user=BEN, channel=f"D{BEN}")
    await bot.slack.sent()
    assert [request.direct for request in bot.core.requests] == [True, True]
    assert not bot.slack.called("conversations.open")


async def test_whoever_created_a_channel_may_set_it_up(bot: Running) -> None:
    bot.slack.creators[CHANNEL] = BEN
    for count, (user, may) in enumerate(((BEN, True), ("UCARA", False)), start=1):
        await bot.slack.command("pause", user=user)
        await bot.slack.sent(count)
        assert bot.core.last.is_admin is may
    assert len(bot.slack.called("conversations.info")) == 1


async def test_a_channel_that_nobody_is_said_to_have_created_is_nobodys(bot: Running) -> None:
    bot.slack.creators[CHANNEL] = ""
    await bot.slack.command("pause", user=BEN)
    await bot.slack.sent()
    assert bot.core.last.is_admin is False


async def test_the_creator_of_a_private_channel_is_known_once_paperboy_was_invited(bot: Running) -> None:
    bot.slack.creators["CPRIVATE"] = BEN
    await bot.slack.command("subscribe 9:00", user=BEN, channel="CPRIVATE")
    await bot.slack.sent()
    assert bot.core.last.is_admin is None
    bot.slack.channels["CPRIVATE"] = {BOT}
    await bot.slack.command("subscribe 9:00", user=BEN, channel="CPRIVATE")
    await bot.slack.sent(2)
    assert bot.core.last.is_admin is True


async def test_who_can_not_be_known_before_the_invitation_is_told_to_invite(bot: Running) -> None:
    bot.core.answers["subscribe"] = Answer(card=Card(text="Not known.", problem=True))
    await bot.slack.command("subscribe 9:00", user=BEN, channel="CPRIVATE")
    assert "/invite @Paperboy" in str((await bot.slack.sent())[0])


async def test_those_named_in_settings_may_manage(slack: SlackServer) -> None:
    async with running(slack, slack_admins=(BEN,)) as bot:
        await slack.command("pause", user=BEN)
        await slack.sent()
        assert bot.core.last.is_admin


@pytest.mark.parametrize(
    ("method", "faults"),
    [
        ("views.open", [Fault(error="expired_trigger_id")]),
        ("views.open", [Fault(status=503)]),
        ("views.update", [Fault(status=503)] * 4),
    ],
)
async def test_a_form_that_can_not_be_opened_is_told_in_an_answer(
    bot: Running, method: str, faults: list[Fault]
) -> None:
    bot.slack.fail(method, *faults)
    await bot.slack.command("subscribe")
    assert "can't be opened" in (await bot.slack.sent())[0]["text"]


async def test_a_conversation_that_slack_tells_of_while_it_is_asked_about_a_person_is_kept() -> None:
    class Meeting:
        """The person writes to us before the answer is there."""

        def client(self, _: Workspace) -> "Meeting":
            return self

        async def users_info(self, *, user: str) -> SimpleNamespace:
            await people.meet(here, user, "D1")
            return SimpleNamespace(data={"user": {"is_admin": True, "tz": "UTC"}})

    here = Workspace(team=TEAM, bot_user=BOT, bot_id="B1", token="t")
    people = People(cast(Workspaces, Meeting()), MemoryKnownPeople(), (), BriskClock())
    await people.person(here, ANNA)
    kept = await people.kept(here, ANNA)
    assert kept is not None
    assert (kept.conversation, kept.is_admin) == ("D1", True)
