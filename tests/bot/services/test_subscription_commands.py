"""Setting daily picks up and changing them, as admins and members do."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import replies
from bot.cards.subscriptions import REMOVED, form_values
from bot.commands import parse
from bot.commands.forms import changed
from bot.errors import BadQuery, NotAllowed, NotFound, NotKnown, StoreBusy
from bot.model import (
    Active,
    Bar,
    Channel,
    Command,
    DigestFormat,
    Member,
    Paused,
    Request,
    Schedule,
    Stopped,
    Subscription,
    Tenant,
)
from bot.services.subscription_commands import with_arguments
from bot.store import open_store
from bot.zones import parse_zone
from tests.bot.services.conftest import StillClock
from tests.scenarios.fakes import bring, paper
from tests.scenarios.world import ADA, HERE, ROOM, World, world

SUBSCRIPTION = Subscription(id="s", channel=ROOM, owner=ADA)


@pytest.fixture
async def w() -> World:
    return world(await open_store("memory:"), StillClock())


def filled(shown: Mapping[str, str], **typed: str) -> Command:
    """A form that showed these settings, of which some were changed."""
    before = Command(name="subscribe", arguments=tuple(shown.items()))
    return changed(replace(before, arguments=tuple((shown | typed).items())), before)


def request(line: str, **given: object) -> Request:
    asked = Request(member=ADA, command=parse(line), at=datetime(2026, 8, 21, tzinfo=UTC), channel=ROOM, is_admin=True)
    return replace(asked, **given)  # type: ignore[arg-type]


async def test_the_defaults_are_five_picks_on_weekdays_at_nine_in_the_person_s_zone(w: World) -> None:
    await w.ask("subscribe", zone="Europe/Berlin")
    standing = await w.subscription()
    assert standing.schedule == Schedule(days=frozenset({1, 2, 3, 4, 5}), at=time(9), zone="Europe/Berlin")
    assert (standing.count, standing.format, standing.owner) == (5, DigestFormat.THREADED, ADA)


@pytest.mark.parametrize("told", ["", "Nowhere/Land"])
async def test_a_platform_that_tells_no_usable_zone_leaves_the_setting(w: World, told: str) -> None:
    await w.ask("subscribe", zone=told)
    assert (await w.subscription()).schedule.zone == "UTC"


async def test_subscribing_again_changes_only_what_was_typed(w: World) -> None:
    await w.ask("subscribe 8:30 mon,fri zone:tokyo count:3 topics:agents,retrieval bar:strict recap:yes")
    answer = await w.ask("subscribe count:4 topics:none", zone="Europe/Berlin")
    standing = await w.subscription()
    assert "changed" in answer.card.title
    assert standing.schedule == Schedule(days=frozenset({1, 5}), at=time(8, 30), zone="Asia/Tokyo")
    assert (standing.count, standing.topics, standing.bar, standing.recap) == (4, (), Bar.STRICT, True)


@pytest.mark.parametrize("line", ["subscribe", "unsubscribe", "pause", "resume", "preview"])
async def test_only_managers_change_a_channel_and_everybody_their_own_conversation(w: World, line: str) -> None:
    with pytest.raises(NotAllowed):
        await w.ask(line, is_admin=False)
    assert await w.store.subscriptions.of(ROOM) is None
    await w.ask("subscribe", is_admin=False, direct=True)
    await w.ask(line, is_admin=False, direct=True)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("subscribe time:25:00", "past the end"),
        ("subscribe zone:Europe/Berln", "Europe/Berlin"),
        ("subscribe count:11", "1 to 10"),
        ("subscribe count:0", "1 to 10"),
        ("subscribe categories:nonsense!", "cs.CL"),
        ("subscribe recap:perhaps", "yes or no"),
    ],
)
async def test_what_can_t_be_used_changes_nothing_and_says_what_can(w: World, line: str, hint: str) -> None:
    with pytest.raises(BadQuery, match=hint):
        await w.ask(line)
    assert await w.store.subscriptions.of(ROOM) is None


async def test_where_the_platform_does_not_say_where_we_are_nothing_is_set_up_and_that_is_said(w: World) -> None:
    with pytest.raises(NotKnown):
        await w.ask("subscribe", channel=None, place_known=False)  # type: ignore[arg-type]
    assert not await w.store.subscriptions.all()


async def test_where_nothing_can_be_posted_nothing_is_set_up(w: World) -> None:
    with pytest.raises(BadQuery, match="direct message"):
        await w.handlers["subscribe"](request("subscribe", channel=None))


@pytest.mark.parametrize("line", ["pause until 2020-01-01", "pause until yesterday", "pause until whenever"])
async def test_a_pause_ends_in_the_future(w: World, line: str) -> None:
    await w.ask("subscribe")
    with pytest.raises(BadQuery):
        await w.ask(line)


async def test_what_changes_nothing_is_not_confirmed_as_a_change(w: World) -> None:
    await w.ask("subscribe 09:00")
    assert "were not paused" in (await w.ask("resume")).card.text
    assert (await w.ask("subscribe 9am")).card.title == "Daily picks stay as they were"
    await w.ask("pause for two weeks")
    changed = (await w.ask("subscribe topics:agents categories:cs.CL")).card
    assert changed.title == "Daily picks were changed"
    for told in ("Topics: agents.", "Only papers of these categories: cs.CL.", "are on again"):
        assert told in changed.text


async def test_topics_that_would_have_no_effect_in_a_direct_conversation_are_not_confirmed(w: World) -> None:
    with pytest.raises(BadQuery, match="/papers follow agents"):
        await w.ask("subscribe topics:agents,video", direct=True)


async def test_a_direct_conversation_gets_its_member_s_picks(w: World) -> None:
    await bring(w.store, [paper(n) for n in range(20)], w.clock.now())
    await w.ask("subscribe count:2", direct=True)
    answer = await w.ask("preview", direct=True)
    assert [shown.paper[-2:] for shown in answer.card.papers] == ["19", "18"]
    await w.ask("subscribe categories:cs.CL", direct=True)
    assert not (await w.ask("preview", direct=True)).card.papers


async def test_a_preview_works_before_anything_is_set_up(w: World) -> None:
    answer = await w.ask("preview")
    assert answer.card.text == "No new papers have come in since the last post."
    assert await w.store.subscriptions.of(ROOM) is None


async def test_a_preview_says_of_which_post_it_is_and_while_paused_of_which_it_would_be(w: World) -> None:
    await bring(w.store, [paper(n) for n in range(20)], w.clock.now())
    assert "This is what they would be" in (await w.ask("preview")).card.footer
    await w.ask("subscribe 7:00 zone:UTC daily")
    assert "A preview of the post of Sat 22 Aug, 07:00 UTC" in (await w.ask("preview")).card.footer
    await w.ask("pause until 2026-08-30")
    assert "Sun 30 Aug, 07:00" in (await w.ask("preview")).card.footer
    await w.ask("pause")
    assert "Sat 22 Aug, 07:00" in (await w.ask("preview")).card.footer


async def test_the_form_shows_the_settings_as_they_are(w: World) -> None:
    fresh = await w.setting_up.form_values(request("subscribe", zone="Asia/Tokyo"))
    assert fresh["zone"] == "Asia/Tokyo"
    assert fresh["days"] == "weekdays"
    await w.ask("subscribe 7:15 sat count:2 topics:agents")
    values = await w.setting_up.form_values(request("subscribe"))
    assert (values["time"], values["days"], values["count"], values["topics"]) == ("07:15", "Sat", "2", "agents")


async def test_what_somebody_else_changed_while_a_form_was_open_is_told_and_stays(w: World) -> None:
    await w.ask("subscribe 08:30 weekdays Europe/Berlin count:4")
    form = filled(await w.setting_up.form_values(request("subscribe")), count="3")
    await w.ask("subscribe 10:00")
    answer = await w.ask("subscribe", command=form)
    assert "somebody else changed Time to 10:00" in answer.card.text
    standing = await w.subscription()
    assert (standing.count, standing.schedule.at) == (3, time(10))


async def test_a_form_sent_after_the_picks_ended_sets_up_what_it_showed(w: World) -> None:
    await w.ask("subscribe 08:30 weekdays Europe/Berlin count:4 topics:agents")
    before, form = await w.subscription(), filled(await w.setting_up.form_values(request("subscribe")), count="3")
    await w.ask("unsubscribe")
    answer = await w.ask("subscribe", command=form)
    assert "somebody else" not in answer.card.text
    after = await w.subscription()
    assert (after.count, after.schedule, after.topics) == (3, before.schedule, before.topics)


async def test_who_ends_the_picks_again_after_the_database_was_away_gets_no_post_that_waited(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bring(w.store, [paper(n) for n in range(1, 6)], w.clock.now())
    await w.ask("subscribe")
    assert (await w.writer.make_now(ROOM)).deliveries

    async def busy(*_: object) -> int:
        raise StoreBusy("Another process holds the same rows; try again.")

    with monkeypatch.context() as away:
        away.setattr(w.store.outbox, "drop", busy)
        with pytest.raises(StoreBusy):
            await w.ask("unsubscribe")
    with suppress(NotFound):
        await w.ask("unsubscribe")
    assert await w.store.outbox.next_due("fake") is None


async def test_settings_show_every_setting_and_a_way_to_change_it(w: World) -> None:
    await w.ask("subscribe 7:15 sat count:2 topics:agents")
    card = (await w.ask("settings", is_admin=False)).card
    assert {row.label: row.text for row in card.rows}["When"] == "Sat at 07:15 UTC"
    assert [button.form for button in card.buttons if button.form] == ["subscribe"]


async def test_a_tenant_that_left_stops_and_nobody_is_told(w: World) -> None:
    other = Channel(Tenant("fake", "elsewhere"), "room")
    await w.ask("subscribe")
    await w.ask("subscribe", other, member=Member(other.tenant, "bob"))
    await w.failures.stop_tenant(HERE, REMOVED)
    assert (await w.subscription()).next_due is None
    assert (await w.subscription(other)).next_due is not None
    assert "Paperboy was removed here" in (await w.ask("status")).card.rows[0].text
    await w.ask("resume")
    assert (await w.subscription()).next_due is not None
    assert not w.chat.told


async def test_a_channel_without_threads_is_promised_none(w: World) -> None:
    await w.ask("subscribe", threads=False)
    assert (await w.subscription()).format is DigestFormat.COMPACT
    with pytest.raises(BadQuery, match="can't have threads"):
        await w.ask("subscribe format:threaded", threads=False)


async def test_a_tenant_that_is_back_goes_on_as_it_was(w: World) -> None:
    paused, gone = Channel(HERE, "paused"), Channel(HERE, "gone")
    for channel in (ROOM, paused, gone):
        await w.ask("subscribe", channel)
    await w.ask("pause", paused)
    await w.failures.channel_gone(gone, "The channel was deleted.")
    await w.failures.stop_tenant(HERE, REMOVED)
    kept = {one.channel: one.status for one in await w.setting_up.resume_after_removal(HERE)}
    assert kept == {ROOM: Active(), paused: Paused(), gone: Stopped("The channel was deleted.")}
    assert (await w.subscription(ROOM)).next_due is not None
    said = [row.text for row in replies.welcome(await w.setting_up.resume_after_removal(HERE)).rows]
    assert sum("/papers resume" in text for text in said) == 2


async def test_a_channel_that_can_be_posted_to_again_goes_on_by_itself(w: World) -> None:
    await w.ask("subscribe")
    await w.failures.channel_gone(ROOM, "The channel was archived.")
    await w.setting_up.channel_back(ROOM)
    assert (await w.subscription()).status == Active()
    assert (await w.subscription()).next_due is not None


async def test_whoever_set_a_channel_up_is_told_of_its_end_though_the_database_was_away_in_between(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await w.ask("subscribe")

    async def busy(*_: object) -> int:
        raise StoreBusy("Another process holds the same rows; try again.")

    with monkeypatch.context() as away:
        away.setattr(w.store.outbox, "drop", busy)
        with pytest.raises(StoreBusy):
            await w.failures.channel_gone(ROOM, "The channel was archived.")
    await w.failures.channel_gone(ROOM, "The channel was archived.")
    assert (await w.subscription()).status == Stopped("The channel was archived.")
    assert [member for member, _ in w.chat.told] == [(await w.subscription()).owner]


async def test_a_paused_channel_that_is_back_stays_paused(w: World) -> None:
    await w.ask("subscribe")
    await w.ask("pause")
    await w.setting_up.channel_back(ROOM)
    await w.setting_up.channel_back(Channel(HERE, "nothing set up"))
    assert (await w.subscription()).status == Paused()


@pytest.mark.parametrize("line", ["pause", "pause until 2030-01-01"])
async def test_what_somebody_paused_stays_paused_though_the_channel_was_archived_meanwhile(w: World, line: str) -> None:
    await w.ask("subscribe")
    await w.ask(line)
    paused = await w.subscription()
    await w.failures.channel_gone(ROOM, "The channel was archived.")
    await w.setting_up.channel_back(ROOM)
    assert await w.subscription() == paused


async def test_a_channel_with_another_id_keeps_its_settings(w: World) -> None:
    moved = Channel(HERE, "moved")
    await w.ask("subscribe 7:15 count:2")
    before = await w.subscription()
    await w.setting_up.channel_moved(ROOM, moved)
    after = await w.subscription(moved)
    assert replace(after, id=before.id, channel=ROOM) == before
    assert after.id != before.id
    assert await w.store.subscriptions.of(ROOM) is None


WORDS = st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=12).map(lambda word: f"zq{word}")


@given(
    days=st.frozensets(st.integers(1, 7), min_size=1),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/Argentina/San_Juan", "Etc/GMT-2"]),
    count=st.integers(1, 10),
    form=st.sampled_from(DigestFormat),
    topics=st.lists(WORDS, max_size=3, unique_by=str.casefold),
    bar=st.none() | st.sampled_from(Bar),
    flags=st.tuples(st.booleans(), st.booleans()),
)
def test_what_the_form_shows_can_be_sent_back_as_it_is(
    days: frozenset[int],
    at: time,
    zone: str,
    count: int,
    form: DigestFormat,
    topics: list[str],
    bar: Bar | None,
    flags: tuple[bool, bool],
) -> None:
    standing = replace(
        SUBSCRIPTION,
        schedule=Schedule(days=days, at=at, zone=parse_zone(zone)),
        count=count,
        format=form,
        topics=tuple(topics),
        bar=bar,
        post_empty=flags[0],
        recap=flags[1],
    )
    sent = Command(name="subscribe", arguments=tuple(form_values(standing).items()))
    assert with_arguments(SUBSCRIPTION, sent) == standing


async def test_status_names_a_platform_that_can_not_be_used_just_now(w: World) -> None:
    assert "Fake" not in [row.label for row in (await w.ask("status")).card.rows]
    w.chat.trouble = "The platform can't be reached."
    rows = {row.label: row.text for row in (await w.ask("status")).card.rows}
    assert rows["Fake"] == "The platform can't be reached."
