"""A day: set up, due, made, posted; and the days on which something is different."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from typing import Any

import pytest

from bot.errors import ChannelGone, NotFound, Refused, TryLater, Unknown
from bot.model import Channel, Delivery, DigestKind, Feedback, Member, PaperId, Signal
from bot.store import open_store
from tests.scenarios import virtual
from tests.scenarios.fakes import FakeChat, bring, paper
from tests.scenarios.virtual import VirtualClock, utc
from tests.scenarios.world import ADA, HERE, ROOM, START, World, world

Scenario = Callable[[World], Coroutine[Any, Any, None]]
SLOT = utc(2026, 11, 23, 8)  # 09:00 in Berlin
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def scenario(play: Scenario) -> Callable[[], None]:
    """Play it in virtual time over the store in memory, from a Monday morning with 12 new papers."""

    @wraps(play)
    def test() -> None:
        async def main() -> None:
            clock = VirtualClock(START)
            store = await open_store("memory:")
            await bring(store, [paper(n) for n in range(1, 13)], clock.now())
            await play(world(store, clock))

        virtual.run(main())

    del test.__wrapped__  # pytest would ask for its arguments
    return test


async def bring_each_day(w: World, days: int) -> None:
    """Ten papers at 02:00 of each of the following days."""
    for day in range(1, days + 1):
        papers = [paper(day * 100 + n) for n in range(1, 11)]
        await w.until(START.replace(hour=2) + day * DAY)
        await bring(w.store, papers, w.clock.now())


@scenario
async def test_a_channel_that_subscribes_gets_its_picks_at_its_local_time(w: World) -> None:
    async with w.running():
        answer = await w.ask("subscribe 9:00 weekdays zone:berlin count:3")
        assert "3 picks, weekdays at 09:00 Europe/Berlin" in answer.card.text
        assert "Mon 23 Nov, 09:00" in answer.card.text
        await w.until(SLOT + HOUR)
    first, *thread = w.chat.posts
    assert first.at == SLOT
    assert first.card.title == "3 papers for Mon 23 Nov 2026"
    assert first.papers == ("arxiv:2611.00012", "arxiv:2611.00011", "arxiv:2611.00010")
    assert [shown.reason for shown in first.card.papers] == ["Because this channel follows everything"] * 3
    assert [post.papers for post in thread] == [(one,) for one in first.papers]
    assert all(post.thread == first.ref for post in thread)
    assert all(post.card.papers[0].summary and post.card.papers[0].buttons for post in thread)
    gaps = [b.at - a.at for a, b in zip(w.chat.posts, thread, strict=False)]
    assert min(gaps) >= timedelta(seconds=1)
    assert await w.store.posts.papers_of(thread[1].ref) == thread[1].papers


@scenario
async def test_no_paper_comes_twice_and_every_day_has_its_own(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily utc format:compact")
        await bring_each_day(w, 6)
        await w.until(START + 7 * DAY)
    assert [post.at for post in w.chat.posts] == [SLOT + HOUR + n * DAY for n in range(7)]
    papers = [one for post in w.chat.posts for one in post.papers]
    assert len(papers) == len(set(papers)) == 7 * 5


@scenario
async def test_a_paper_that_another_source_names_otherwise_is_the_same_paper(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily utc format:cards count:10")
        await w.until(utc(2026, 11, 23, 8, 30))
        await bring(w.store, [paper(n) for n in range(21, 33)], w.clock.now())
        await w.until(START + 6 * HOUR)
        renamed = replace(paper(40), aliases=(PaperId("arxiv:2611.00032"),))
        await bring(w.store, [renamed, paper(50)], w.clock.now(), "huggingface")
        await w.until(START + DAY + 6 * HOUR)
    later = [post.papers for post in w.chat.posts[10:]]
    assert later == [("arxiv:2611.00050",), ("arxiv:2611.00022",), ("arxiv:2611.00021",)]


@scenario
async def test_an_empty_day_is_silent_but_told_in_status(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily utc format:compact")
        await w.until(utc(2026, 11, 24, 12))
        report, _ = await w.store.digests.reports(ROOM, 2)
        assert report.digest.kind is DigestKind.EMPTY
        status = await w.ask("status")
        await w.ask("subscribe empty:yes")
        await w.until(utc(2026, 11, 29, 12))
    assert "No new papers have come in since the last post" in status.card.rows[1].text
    texts = [(post.at.day, post.card.text) for post in w.chat.posts[1:]]
    assert texts[0] == (25, "No new papers have come in since the last post.")
    assert texts[-1] == (29, "Nothing was announced: a weekend or holiday in the calendar of the sources.")


@scenario
async def test_a_source_that_is_down_is_named_with_the_time(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:berlin format:compact empty:yes")
        await w.until(utc(2026, 11, 24, 3, 10))
        await w.store.papers.failed("arxiv", "HTTP 503", w.clock.now(), w.clock.now() + HOUR)
        await w.until(utc(2026, 11, 24, 12))
        status = await w.ask("status")
        await bring(w.store, [paper(70)], w.clock.now())
        await w.until(utc(2026, 11, 25, 12))
    assert [post.card.text for post in w.chat.posts] == [
        "",
        "arXiv has been down since Tue 24 Nov, 04:10.",
        "",
    ]
    assert "down since Tue 24 Nov, 04:10" in status.card.rows[-1].text


@scenario
async def test_a_source_that_is_read_no_more_excuses_no_post(w: World) -> None:
    """Its last failure stays in the store when somebody turns it off."""
    await w.store.papers.failed("biorxiv", "HTTP 503", w.clock.now(), w.clock.now() + HOUR)
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:berlin format:compact empty:yes")
        await w.until(utc(2026, 11, 24, 12))
    assert [post.card.text for post in w.chat.posts] == ["", "No new papers have come in since the last post."]


@scenario
async def test_papers_below_the_bar_are_counted(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily utc format:compact empty:yes bar:strict")
        await w.until(utc(2026, 11, 23, 12))
    assert w.chat.posts[0].card.text.startswith("12 new papers came in, but none fits")


@scenario
async def test_downtime_is_caught_up_on_with_one_condensed_post(w: World) -> None:
    await w.ask("subscribe 9:00 daily utc format:compact count:4")
    async with w.running():
        await w.until(utc(2026, 11, 23, 12))
    await bring_each_day(w, 5)
    await w.until(utc(2026, 11, 28, 11))
    async with w.running():
        await w.until(utc(2026, 11, 29, 12))
    assert [post.at for post in w.chat.posts[:2]] == [utc(2026, 11, 23, 9), utc(2026, 11, 28, 11)]
    caught_up = w.chat.posts[1]
    assert "Catching up: the best 4 papers" in caught_up.card.title
    assert {paper_id[-5] for paper_id in caught_up.papers} == {"0"}
    assert len(w.chat.posts) == 2, "and nothing new the day after"


@scenario
async def test_a_start_later_than_the_grace_waits_for_the_next_slot_and_says_so(w: World) -> None:
    await w.ask("subscribe 9:00 daily utc format:compact")
    await w.until(utc(2026, 11, 23, 16))
    async with w.running():
        await w.until(utc(2026, 11, 23, 17))
        assert not w.chat.posts
        status = await w.ask("status")
        await w.until(utc(2026, 11, 24, 12))
    assert status.card.rows[1].text.startswith("missed. Paperboy was not running then")
    assert [post.at for post in w.chat.posts] == [utc(2026, 11, 24, 9)]
    assert w.chat.posts[0].card.title.startswith("Catching up")


@scenario
async def test_a_start_within_the_grace_posts_at_once(w: World) -> None:
    await w.ask("subscribe 9:00 daily utc format:compact")
    await w.until(utc(2026, 11, 23, 14))
    async with w.running():
        await w.until(utc(2026, 11, 23, 15))
    assert [(post.at, post.card.title) for post in w.chat.posts] == [
        (utc(2026, 11, 23, 14), "5 papers for Mon 23 Nov 2026")
    ]


@scenario
async def test_changing_the_schedule_never_posts_a_local_day_twice(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily utc format:compact")
        await w.until(utc(2026, 11, 23, 10))
        await w.ask("subscribe 11:00")
        await w.ask("subscribe zone:auckland")
        await w.ask("unsubscribe")
        again = await w.ask("subscribe 13:00 daily utc format:compact")
        assert "Tue 24 Nov, 13:00" in again.card.text
        await bring_each_day(w, 1)
        await w.until(utc(2026, 11, 24, 14))
    assert [post.at for post in w.chat.posts] == [utc(2026, 11, 23, 9), utc(2026, 11, 24, 13)]


@scenario
async def test_a_pause_ends_by_itself_and_brings_only_its_last_day_along(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily utc format:compact count:10")
        await w.until(utc(2026, 11, 23, 12))
        await w.ask("pause until 2026-11-27")
        status = await w.ask("status")
        await bring_each_day(w, 4)
        await w.until(utc(2026, 11, 27, 12))
    assert "Fri 27 Nov, 09:00" in status.card.rows[0].text
    first, second = w.chat.posts
    assert second.at == utc(2026, 11, 27, 9)
    assert {one[:-2] for one in second.papers} == {"arxiv:2611.003", "arxiv:2611.004"}
    assert first.papers


@scenario
async def test_what_is_paused_for_good_waits_for_resume(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily utc format:compact")
        await w.ask("pause")
        await w.until(START + 3 * DAY)
        assert not w.chat.posts
        await w.ask("resume")
        await w.until(START + 4 * DAY)
    assert len(w.chat.posts) == 1


@scenario
async def test_a_preview_posts_nothing_and_comes_true(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily utc")
        preview = await w.ask("preview")
        assert not w.chat.posts
        await w.until(SLOT + 2 * HOUR)
    assert preview.private
    assert preview.card.papers == w.chat.posts[0].card.papers
    assert preview.card.title == w.chat.posts[0].card.title
    assert "5 more messages would follow" in preview.card.footer


@scenario
async def test_a_weekly_recap_counts_likes_and_saves(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 weekdays utc format:compact recap:yes")
        await w.until(utc(2026, 11, 24, 12))
        (post,) = w.chat.posts[:1]
        votes = [
            (ADA, post.papers[2], Signal.LIKE),
            (Member(HERE, "bob"), post.papers[2], Signal.SAVE),
            (ADA, post.papers[1], Signal.LIKE),
        ]
        for member, one, signal in votes:
            await w.store.feedback.append(Feedback(member=member, paper=one, signal=signal, at=w.clock.now()))
        await w.until(utc(2026, 11, 30, 8))
    recap = w.chat.posts[-1]
    assert recap.at.date().isoformat() == "2026-11-27"
    assert recap.card.title == "This week's favourites here"
    assert [(p.paper, p.reason) for p in recap.card.papers] == [
        (post.papers[2], "liked by 1 · saved by 1"),
        (post.papers[1], "liked by 1"),
    ]


@scenario
async def test_a_weekly_recap_is_of_the_five_papers_that_were_liked_most(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 weekdays utc format:compact count:7 recap:yes")
        await w.until(utc(2026, 11, 24, 12))
        liked = w.chat.posts[0].papers[:6]
        for number, one in enumerate(liked, start=1):
            for place in range(number):
                line = Feedback(member=Member(HERE, f"m{place}"), paper=one, signal=Signal.LIKE, at=w.clock.now())
                await w.store.feedback.append(line)
        await w.until(utc(2026, 11, 30, 8))
    recap = w.chat.posts[-1].card
    assert recap.title == "This week's favourites here"
    assert [shown.paper for shown in recap.papers] == list(liked[:0:-1])


class Times:
    """Raises an error the first ``n`` times."""

    def __init__(self, n: int, error: Callable[[], Exception]) -> None:
        self.left, self.error = n, error

    def __call__(self, delivery: Delivery) -> None:
        if self.left:
            self.left -= 1
            raise self.error()


@scenario
async def test_a_lost_answer_is_looked_for_and_never_posted_again(w: World) -> None:
    w.chat.after = Times(3, lambda: Unknown("connection lost"))
    async with w.running():
        await w.ask("subscribe 9:00 daily utc count:3")
        await w.until(SLOT + 3 * HOUR)
    assert len(w.chat.posts) == len({post.key for post in w.chat.posts}) == 4
    assert len(w.chat.looked) == 3


@scenario
async def test_what_was_lost_before_it_arrived_is_posted_after_looking(w: World) -> None:
    w.chat.before = Times(2, lambda: Unknown("connection lost"))
    async with w.running():
        await w.ask("subscribe 9:00 daily utc count:3")
        await w.until(SLOT + 3 * HOUR)
    assert len(w.chat.posts) == len({post.key for post in w.chat.posts}) == 4
    assert len(w.chat.looked) == 2


@scenario
async def test_a_platform_that_asks_to_wait_is_obeyed(w: World) -> None:
    w.chat.before = Times(1, lambda: TryLater("rate limited", 10 * MINUTE))
    async with w.running():
        await w.ask("subscribe 9:00 daily utc format:compact")
        await w.until(SLOT + 3 * HOUR)
    assert [post.at for post in w.chat.posts] == [utc(2026, 11, 23, 9, 10)]
    assert not w.chat.looked


@scenario
async def test_attempts_are_capped_told_once_and_the_next_day_goes_on(w: World) -> None:
    w.chat.before = Times(12, lambda: TryLater("HTTP 500", timedelta(0)))
    async with w.running():
        await w.ask("subscribe 9:00 daily utc count:2")
        await w.until(utc(2026, 11, 23, 12))
        status = await w.ask("status")
        await bring_each_day(w, 1)
        await w.until(utc(2026, 11, 24, 8))
        given_up = await w.ask("status")
        await w.until(utc(2026, 11, 24, 12))
    assert "0 of 3 messages posted. 3 on their way, and tried again. HTTP 500" in status.card.rows[1].text
    assert "3 given up. Given up after 12 attempts: HTTP 500" in given_up.card.rows[1].text
    assert [(member, card.title) for member, card in w.chat.told] == [(ADA, "A post was given up")]
    assert len(w.chat.posts) == 3
    assert w.chat.posts[0].at == utc(2026, 11, 24, 9)


@scenario
async def test_a_channel_that_is_gone_is_paused_kept_and_told_once(w: World) -> None:
    w.chat.before = Times(1, lambda: ChannelGone("the channel was deleted."))
    async with w.running():
        await w.ask("subscribe 9:00 daily utc count:2")
        await w.until(utc(2026, 11, 23, 12))
        await w.failures.channel_gone(ROOM, "again")
        status = await w.ask("status")
        await bring_each_day(w, 2)
        await w.until(utc(2026, 11, 25, 12))
        assert not w.chat.posts
        assert (await w.subscription()).count == 2
        await w.ask("resume")
        await w.until(utc(2026, 11, 26, 12))
    assert status.card.problem
    assert "the channel was deleted" in status.card.rows[0].text
    assert [card.title for _, card in w.chat.told] == ["Daily picks are paused"]
    assert {post.at.day for post in w.chat.posts} == {26}


@scenario
async def test_a_refused_message_is_dead_at_once_and_the_others_pass(w: World) -> None:
    def refuse_part_two(delivery: Delivery) -> None:
        if delivery.part == 2:
            raise Refused("invalid form body")

    w.chat.before = refuse_part_two
    async with w.running():
        await w.ask("subscribe 9:00 daily utc count:3")
        await w.until(utc(2026, 11, 23, 12))
    (report,) = await w.store.digests.reports(ROOM, 1)
    assert (report.sent, report.dead) == (3, 1)
    assert len(w.chat.told) == 1


@scenario
async def test_one_slow_channel_holds_up_nobody(w: World) -> None:
    class Slow(FakeChat):
        async def post(self, delivery: Delivery) -> Any:
            await w.clock.sleep(20 if delivery.channel == ROOM else 0)
            return await super().post(delivery)

    w = world(w.store, w.clock, chat=Slow(w.clock.now))
    others = [Channel(HERE, f"room-{n}") for n in range(40)]
    async with w.running():
        for channel in (ROOM, *others):
            await w.ask("subscribe 9:00 daily utc count:3", channel)
        await w.until(SLOT + HOUR + 10 * MINUTE)
    done = [max(post.at for post in w.chat.of(channel)) for channel in others]
    assert max(done) - utc(2026, 11, 23, 9) < timedelta(seconds=10)
    assert len(w.chat.of(ROOM)) == 4


@scenario
async def test_stopping_finishes_the_post_in_hand(w: World) -> None:
    class Slow(FakeChat):
        async def post(self, delivery: Delivery) -> Any:
            await w.clock.sleep(5)
            return await super().post(delivery)

    w = world(w.store, w.clock, chat=Slow(w.clock.now))
    async with w.running():
        await w.ask("subscribe 9:00 daily utc count:3")
        await w.until(utc(2026, 11, 23, 9, 0) + timedelta(seconds=2))
    assert w.clock.now() - utc(2026, 11, 23, 9) < timedelta(seconds=8)
    assert len(w.chat.posts) == 1
    (report,) = await w.store.digests.reports(ROOM, 1)
    assert (report.sent, report.waiting) == (1, 3)


@scenario
async def test_stopping_does_not_wait_for_ever(w: World) -> None:
    class Stuck(FakeChat):
        async def post(self, delivery: Delivery) -> Any:
            await w.clock.sleep(30)

    w = world(w.store, w.clock, chat=Stuck(w.clock.now))
    async with w.running():
        await w.ask("subscribe 9:00 daily utc count:3")
        await w.until(utc(2026, 11, 23, 9, 0) + timedelta(seconds=2))
    assert w.clock.now() - utc(2026, 11, 23, 9) <= timedelta(seconds=10)


@pytest.mark.parametrize("line", ["unsubscribe", "pause", "resume", "settings"])
def test_without_a_subscription_the_way_to_one_is_named(line: str) -> None:
    @scenario
    async def play(w: World) -> None:
        with pytest.raises(NotFound, match="/papers subscribe"):
            await w.ask(line)

    play()


@scenario
async def test_a_withdrawn_paper_is_never_posted(w: World) -> None:
    await bring(w.store, [paper(99, withdrawn=True)], w.clock.now())
    await w.until(START + 5 * DAY)  # then only the newest stored week is left for a first digest
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC format:compact")
        await w.until(START + 6 * DAY)
    assert w.chat.posts[0].papers[0] == "arxiv:2611.00012"
