"""What only shows after a while: the second week, two of something, trouble while trouble is being mended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.errors import ChannelGone, Refused, TryLater, Unknown
from bot.model import Attempt, Card, Channel, Delivery, Feedback, Member, MessageRef, PaperId, Pick, Signal
from bot.services import scheduler
from bot.services.sending import waiting_time
from tests.contracts.digest_making import claim_one
from tests.scenarios.fakes import FakeChat, TopPicker, bring, paper
from tests.scenarios.test_a_day import Times, bring_each_day, scenario
from tests.scenarios.virtual import utc
from tests.scenarios.world import ADA, HERE, ROOM, START, World, world

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
NINE = utc(2026, 11, 23, 9)


class Forgetful(FakeChat):
    """Loses the answer to its first post, and asks to wait when it is asked whether the post is there."""

    def __init__(self, w: World, looks: Sequence[Exception]) -> None:
        super().__init__(w.clock.now)
        self.after = Times(1, lambda: Unknown("connection lost"))
        self.trouble = list(looks)

    async def find(self, delivery: Delivery) -> MessageRef | None:
        found = await super().find(delivery)
        if self.trouble:
            raise self.trouble.pop(0)
        return found


@pytest.mark.parametrize(
    "looks",
    [
        [TryLater("rate limited", MINUTE)],
        [Unknown("connection lost"), TryLater("rate limited", MINUTE)],
        [TimeoutError(), Unknown("connection lost")],
    ],
    ids=["asked to wait", "lost, then asked to wait", "too slow, then lost"],
)
def test_a_look_that_fails_leaves_the_message_in_doubt(looks: list[Exception]) -> None:
    @scenario
    async def play(w: World) -> None:
        w = world(w.store, w.clock, chat=Forgetful(w, looks))
        async with w.running():
            await w.ask("subscribe 9:00 daily zone:UTC format:compact")
            await w.until(NINE + 3 * HOUR)
        assert len(w.chat.posts) == 1
        (report,) = await w.store.digests.reports(ROOM, 5)
        assert (report.sent, report.waiting, report.dead) == (1, 0, 0)
        assert len(w.chat.looked) == len(looks) + 1

    play()


@pytest.mark.parametrize(("number", "seconds"), [(1, 5), (2, 15), (3, 45), (6, 1215), (7, 3600), (40, 3600)])
@pytest.mark.parametrize(("key", "longer"), [("0", 1), ("6x", 1.249)])
def test_waits_grow_to_an_hour_and_channels_do_not_retry_in_step(
    number: int, seconds: int, key: str, longer: float
) -> None:
    tried = Delivery(
        key=key, digest="d", channel=ROOM, part=0, card=Card(), attempt=Attempt(number=number, started=NINE)
    )
    assert waiting_time(tried) == timedelta(seconds=seconds) * longer


@scenario
async def test_messages_to_one_channel_keep_more_than_a_second_apart(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC count:3 threaded")
        await w.until(NINE + HOUR)
    times = [post.at for post in w.chat.posts]
    assert len(times) == 4
    assert min(later - before for before, later in pairwise(times)) >= timedelta(seconds=1)


@scenario
async def test_the_owner_is_told_once_a_digest_however_many_of_its_messages_are_lost(w: World) -> None:
    w.chat.before = Times(4, lambda: Refused("too long"))
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC format:cards count:4")
        await w.until(NINE + HOUR)
        assert [card.title for _, card in w.chat.told] == ["A post was given up"]
        w.chat.before = Times(4, lambda: Refused("too long"))
        await bring_each_day(w, 1)
        await w.until(NINE + DAY + HOUR)
    assert [member for member, _ in w.chat.told] == [ADA, ADA]


@scenario
async def test_many_channels_whose_picks_fail_starve_no_other(w: World) -> None:
    class Broken(TopPicker):
        async def for_channel(self, channel: Channel, **given: Any) -> Sequence[Pick]:
            if channel != ROOM:
                raise RuntimeError("a bug")
            return await super().for_channel(channel, **given)

    w = world(w.store, w.clock, picker=Broken())
    async with w.running():
        for n in range(scheduler.BATCH + 5):
            await w.ask("subscribe 8:59 daily zone:UTC format:compact", Channel(HERE, f"room-{n}"))
        await w.ask("subscribe 9:00 daily zone:UTC format:compact")
        await w.until(NINE + 3 * MINUTE)
    assert [(post.channel, post.at) for post in w.chat.posts] == [(ROOM, NINE)]


@scenario
async def test_many_channels_that_can_not_be_posted_to_starve_no_other(w: World) -> None:
    def trouble(delivery: Delivery) -> None:
        if delivery.channel != ROOM:
            raise (ChannelGone("archived") if delivery.channel.id.endswith("0") else TryLater("limited", HOUR))

    w.chat.before = trouble
    async with w.running():
        for n in range(60):
            await w.ask("subscribe 9:00 daily zone:UTC format:compact", Channel(HERE, f"room-{n}"))
        await w.ask("subscribe 9:00 daily zone:UTC format:compact")
        await w.until(NINE + MINUTE)
    assert [(post.channel, post.at) for post in w.chat.posts] == [(ROOM, NINE)]


@scenario
async def test_a_recap_repeats_nothing_of_the_recap_before_and_leaves_nothing_out(w: World) -> None:
    """Over the end of summer time too, when a week is 169 hours long."""
    recaps: list[tuple[PaperId, ...]] = []
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:berlin format:compact count:1 recap:yes")
        for day in range(22):
            await bring(w.store, [paper(100 * day + 50)], w.clock.now())
            await w.until(START + day * DAY + 5 * HOUR)
            posts = [post for post in w.chat.posts if post.at.date() == w.clock.now().date()]
            (picks, *recap) = posts
            assert len(picks.papers) == 1
            like = Feedback(member=ADA, paper=picks.papers[0], signal=Signal.LIKE, at=w.clock.now())
            await w.store.feedback.append(like)
            recaps += [post.papers for post in recap]
    assert [len(papers) for papers in recaps] == [5, 5, 5]
    told = [one for papers in recaps for one in papers]
    assert len(told) == len(set(told))


@scenario
async def test_a_weekly_channel_s_recap_has_the_week_before(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 mon zone:UTC format:compact count:2 recap:yes")
        await w.until(NINE + HOUR)
        (post,) = w.chat.posts
        await w.store.feedback.append(Feedback(member=ADA, paper=post.papers[0], signal=Signal.LIKE, at=w.clock.now()))
        await w.until(NINE + 7 * DAY + HOUR)
    assert [(one.at, one.papers) for one in w.chat.posts[1:]] == [(NINE + 7 * DAY, post.papers[:1])]


@scenario
async def test_a_paper_posted_by_its_doi_is_the_same_once_it_has_an_arxiv_id(w: World) -> None:
    doi = replace(paper(99), id=PaperId("doi:10.1/99"), aliases=())
    bob = Member(HERE, "bob")
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC format:compact count:1 recap:yes")
        await bring(w.store, [doi], w.clock.now(), "elsewhere")
        await w.until(NINE + HOUR)
        (post,) = w.chat.posts
        assert post.papers == (doi.id,)
        await w.store.feedback.append(Feedback(member=ADA, paper=doi.id, signal=Signal.LIKE, at=w.clock.now()))
        renamed = replace(paper(99), aliases=(doi.id,), upvotes=99)
        await bring(w.store, [renamed], w.clock.now())
        for member in (ADA, bob):
            like = Feedback(member=member, paper=renamed.id, signal=Signal.LIKE, at=w.clock.now())
            await w.store.feedback.append(like)
        await w.until(NINE + 7 * DAY)
    later = [post for post in w.chat.posts[1:] if post.card.title != "This week's favourites here"]
    assert not {doi.id, renamed.id} & {one for post in later for one in post.papers}
    recap = next(post for post in w.chat.posts if post.card.title == "This week's favourites here")
    assert [shown.reason for shown in recap.card.papers] == ["liked by 2"]


@scenario
async def test_a_clock_that_was_far_ahead_for_a_moment_does_not_silence_a_channel(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC format:compact")
        standing = await w.subscription()
        # What a digest made 40 days from now would leave behind.
        ahead = replace(standing, next_due=NINE + 40 * DAY, seen_to=NINE + 39 * DAY)
        await w.store.subscriptions.change(ROOM, lambda *_: ahead)
        w.scheduler.wake()
        await bring_each_day(w, 2)
        await w.until(NINE + 2 * DAY + HOUR)
    assert [post.at for post in w.chat.posts] == [NINE, NINE + DAY, NINE + 2 * DAY]
    assert all(post.papers for post in w.chat.posts)


@scenario
async def test_a_message_that_a_wrong_clock_put_off_holds_up_nothing(w: World) -> None:
    await w.ask("subscribe 9:00 daily zone:UTC format:compact")
    await w.until(NINE)
    w.scheduler.serve_now(["fake"])
    assert await w.scheduler.make_due()
    claimed = await claim_one(w.store.outbox, "fake", NINE + 40 * DAY, MINUTE)
    assert claimed is not None
    await bring_each_day(w, 1)
    async with w.running():
        await w.until(NINE + DAY + HOUR)
    first, second = w.chat.posts
    assert w.chat.looked == [claimed.key]
    assert (first.at, second.at) == (utc(2026, 11, 24, 2), NINE + DAY)


@pytest.mark.parametrize("command", ["subscribe", "resume"])
def test_a_next_post_too_far_away_is_mended_by_hand_too(command: str) -> None:
    @scenario
    async def play(w: World) -> None:
        await w.ask("subscribe 9:00 daily zone:UTC format:compact")
        standing = await w.subscription()
        await w.store.subscriptions.change(ROOM, lambda *_: replace(standing, next_due=NINE + 40 * DAY))
        await w.ask(command)
        assert (await w.subscription()).next_due == NINE

    play()


@scenario
async def test_status_looks_back_on_five_posts(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC format:compact")
        await bring_each_day(w, 7)
        await w.until(NINE + 7 * DAY)
    rows = (await w.ask("status")).card.rows
    posted = [row.label for row in rows if row.text == "5 papers"]
    assert posted == [f"{day}, 09:00" for day in ("Mon 30 Nov", "Sun 29 Nov", "Sat 28 Nov", "Fri 27 Nov", "Thu 26 Nov")]


@pytest.mark.parametrize(("asked", "waited"), [(23, 23), (24, 24), (30, 24)])
def test_a_platform_may_ask_for_a_wait_of_a_day_and_no_more(asked: int, waited: int) -> None:
    @scenario
    async def play(w: World) -> None:
        w.chat.before = Times(1, lambda: TryLater("rate limited", asked * HOUR))
        async with w.running():
            await w.ask("subscribe 9:00 daily zone:UTC format:compact")
            await w.until(NINE + 2 * DAY)
        assert w.chat.posts[0].at == NINE + waited * HOUR

    play()


@pytest.mark.parametrize(("ahead", "hours"), [(23, 23), (25, 0)])
def test_a_message_due_later_than_in_a_day_was_put_off_by_a_wrong_clock(ahead: int, hours: int) -> None:
    @scenario
    async def play(w: World) -> None:
        await w.ask("subscribe 9:00 daily zone:UTC format:compact")
        await w.until(NINE)
        w.scheduler.serve_now(["fake"])
        assert await w.scheduler.make_due()
        assert await claim_one(w.store.outbox, "fake", NINE + ahead * HOUR, timedelta(0))
        async with w.running():
            await w.until(NINE + 2 * DAY)
        assert w.chat.posts[0].at == NINE + hours * HOUR

    play()
