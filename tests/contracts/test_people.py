"""What every store promises about interests, reactions and memberships."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import (
    Channel,
    Feedback,
    Interest,
    InterestKind,
    Interests,
    Member,
    Opinion,
    Paper,
    PaperId,
    Signal,
    Tenant,
)
from bot.model.opinions import opinions
from bot.ports.ended_interests import RETENTION
from bot.ports.store import Store
from bot.store import open_store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 3, 2, 8, 30, 0, 123456, tzinfo=UTC)
HERE, THERE, ELSEWHERE = Tenant("discord", "1"), Tenant("discord", "2"), Tenant("slack", "1")
ADA, BO, ADA_THERE, ADA_ELSEWHERE = Member(HERE, "a"), Member(HERE, "b"), Member(THERE, "a"), Member(ELSEWHERE, "a")
ROOM = Channel(HERE, "a")
PAPER, OTHER = PaperId("arxiv:2603.00001"), PaperId("arxiv:2603.00002")


def topic(value: str, **facts: object) -> Interest:
    return Interest(kind=InterestKind.TOPIC, value=value, **facts)  # type: ignore[arg-type]


def line(signal: Signal, *, minute: int = 0, paper: PaperId = PAPER, member: Member = ADA, **facts: object) -> Feedback:
    at = NOW + timedelta(minutes=minute)
    return Feedback(member=member, paper=paper, signal=signal, at=at, **facts)  # type: ignore[arg-type]


def off(emoji: str) -> Feedback:
    return line(Signal.LIKE, minute=1, emoji=emoji, retracted=True)


LINES = st.builds(
    line,
    st.sampled_from(Signal),
    minute=st.integers(0, 3),
    paper=st.sampled_from([PAPER, OTHER]),
    emoji=st.sampled_from(["", "👍", "🔥"]),
    retracted=st.booleans(),
)


async def test_interests_come_back_whole_in_the_order_of_stating(store: Store, reopen: Reopen) -> None:
    stated = (
        topic("retrieval", group="work", since=NOW),
        Interest(kind=InterestKind.AUTHOR, value="Ada Lovelace", muted=True),
        topic("agents"),
    )
    for interest in stated:
        await store.interests.state(ADA, interest)
    store = await reopen()
    interests = await store.interests.of(ADA)
    assert interests == Interests(all=stated)
    assert (interests.follows, interests.mutes) == ((stated[0], stated[2]), (stated[1],))


async def test_stating_again_replaces_what_was_there_whatever_its_case(store: Store, reopen: Reopen) -> None:
    for interest in (topic("Straße"), topic("agents"), topic("STRASSE", muted=True)):
        await store.interests.state(ADA, interest)
    await store.interests.state(ADA, Interest(kind=InterestKind.KEYWORD, value="agents"))
    store = await reopen()
    assert [str(interest) for interest in (await store.interests.of(ADA)).all] == [
        "agents",
        "STRASSE",
        "keyword:agents",
    ]
    assert [interest.value for interest in (await store.interests.of(ADA)).mutes] == ["STRASSE"]


async def test_withdrawing_says_whether_it_was_there(store: Store, reopen: Reopen) -> None:
    await store.interests.state(ADA, topic("Agents"))
    store = await reopen()
    assert await store.interests.withdraw(BO, topic("agents")) is False
    assert await store.interests.withdraw(ADA, topic("agents", muted=True)) is True
    assert await store.interests.withdraw(ADA, topic("agents")) is False
    assert await store.interests.of(ADA) == Interests()


async def test_what_was_ended_is_remembered_for_a_month_the_last_first(store: Store, reopen: Reopen) -> None:
    first, second = topic("agents", group="work", since=NOW), topic("robots", muted=True)
    await store.ended_interests.keep(ADA, [first, second], NOW)
    await store.ended_interests.keep(ADA, [first], NOW + timedelta(days=1))
    store = await reopen()
    ended = await store.ended_interests.of(ADA)
    assert [(one.interest, one.at - NOW) for one in ended] == [
        (first, timedelta(days=1)),
        (first, timedelta(0)),
        (second, timedelta(0)),
    ]
    assert not await store.ended_interests.of(BO)
    await store.ended_interests.drop(ADA, NOW + timedelta(days=1))
    assert len(await store.ended_interests.of(ADA)) == 2
    await store.ended_interests.keep(BO, [first], NOW + timedelta(seconds=2))
    await store.clean_up(NOW + RETENTION + timedelta(seconds=1))
    assert not await store.ended_interests.of(ADA)
    assert len(await store.ended_interests.of(BO)) == 1


async def test_a_channel_and_a_member_of_the_same_id_have_their_own_interests(store: Store, reopen: Reopen) -> None:
    await store.interests.state(ADA, topic("mine"))
    await store.interests.state(ROOM, topic("ours"))
    store = await reopen()
    assert await store.interests.of_many([ROOM, ADA, BO, ADA_THERE]) == {
        ROOM: Interests(all=(topic("ours"),)),
        ADA: Interests(all=(topic("mine"),)),
        BO: Interests(),
        ADA_THERE: Interests(),
    }


async def test_reactions_come_back_whole_by_time_and_then_by_arrival(store: Store, reopen: Reopen) -> None:
    late = line(Signal.SAVE, minute=5, channel=ROOM, event="e1")
    early = line(Signal.LIKE, retracted=True)
    same = line(Signal.DISLIKE)
    for feedback in (late, early, same):
        assert await store.feedback.append(feedback) is True
    store = await reopen()
    assert await store.feedback.of(ADA) == [early, same, late]


@given(lines=st.lists(LINES, max_size=12))
@settings(max_examples=40, deadline=None)
def test_the_standing_lines_say_all_that_counts(lines: list[Feedback]) -> None:
    async def play(url: str) -> None:
        store = await open_store(url)
        for one in lines:
            await store.feedback.append(one)
        standing = await store.feedback.standing(ADA)
        assert opinions(standing) == opinions(lines) == await store.feedback.opinions(ADA)
        assert len({(one.paper, one.signal, one.emoji) for one in standing}) == len(standing)
        assert [one.at for one in standing] == sorted(one.at for one in standing)
        counting = {one.paper: one for one in opinions(lines).values()}
        for most in (1, 2):
            newest = sorted(counting.values(), key=lambda one: (one.at, one.paper), reverse=True)[:most]
            assert await store.feedback.opinions_of_many([ADA], most) == {ADA: {one.paper: one for one in newest}}
            few = opinions(await store.feedback.standing(ADA, most))
            assert {one.paper: one for one in newest}.items() <= few.items() <= counting.items()
        saved = await store.feedback.saved(ADA)
        assert set(saved) == {one.paper for one in counting.values() if one.saved}
        assert [await store.feedback.saved(ADA, most) for most in (1, 2)] == [saved[:1], saved[:2]]
        about = [one for one in await store.feedback.of(ADA) if one.paper == PAPER]
        assert await store.feedback.of(ADA, PAPER) == about
        await store.close()

    for url in ("memory:", "sqlite:///:memory:"):
        asyncio.run(play(url))


async def test_the_same_event_counts_once_in_a_tenant(store: Store, reopen: Reopen) -> None:
    assert await store.feedback.append(line(Signal.LIKE, event="e1")) is True
    store = await reopen()
    assert await store.feedback.append(line(Signal.DISLIKE, minute=1, event="e1")) is False
    assert await store.feedback.append(line(Signal.DISLIKE, minute=1, event="e1", member=BO)) is False
    assert await store.feedback.append(line(Signal.LIKE, event="e1", member=ADA_THERE)) is True
    assert [await store.feedback.append(line(Signal.SAVE)) for _ in range(2)] == [True, True]
    assert len(await store.feedback.of(ADA)) == 3


async def test_what_an_event_wrote_is_found_by_it_and_by_no_longer_name(store: Store) -> None:
    """One command may write of several papers; its event is divided then."""
    events = ("e1", "e1/arxiv:2603.00001", "e1/arxiv:2603.00002", "e11", "e1-2", "e10/arxiv:2603.00001", "e1%", None)
    lines = [line(Signal.LIKE, minute=minute, event=event) for minute, event in enumerate(events)]
    for one in [
        *lines,
        line(Signal.LIKE, event="e1/doi:10.1/x", member=BO),
        line(Signal.LIKE, event="e1", member=ADA_THERE),
    ]:
        await store.feedback.append(one)
    assert await store.feedback.of_event(ADA, "e1") == lines[:3]
    assert await store.feedback.of_event(ADA, "e2") == []


async def test_an_emoji_that_is_found_is_written_where_it_is_news(store: Store) -> None:
    found = line(Signal.LIKE, minute=1, emoji="+1")
    assert [await store.feedback.append_found(found) for _ in range(2)] == [True, False]
    off = replace(found, at=NOW + timedelta(minutes=2), retracted=True, event="e1")
    await store.feedback.append(off)
    again = replace(found, at=NOW + timedelta(minutes=3))
    assert await store.feedback.append_found(again) is True
    assert await store.feedback.of(ADA) == [found, off, again]
    assert await store.feedback.append_found(replace(again, emoji="fire")) is False


async def test_an_emoji_that_is_told_of_takes_the_place_of_the_same_that_was_found(store: Store) -> None:
    found = line(Signal.LIKE, minute=1, emoji="+1")
    await store.feedback.append_found(found)
    told, other = line(Signal.LIKE, emoji="+1", event="e1"), line(Signal.LIKE, minute=2, emoji="fire", event="e2")
    await store.feedback.append(told)
    await store.feedback.append(other)
    assert await store.feedback.of(ADA) == [told, other]


@pytest.mark.parametrize(
    ("lines", "liked", "saved"),
    [
        ([line(Signal.LIKE)], True, False),
        ([line(Signal.LIKE), line(Signal.DISLIKE, minute=1)], False, False),
        ([line(Signal.DISLIKE), line(Signal.LIKE, minute=1)], True, False),
        ([line(Signal.SAVE), line(Signal.DISLIKE, minute=1)], False, True),
        ([line(Signal.LIKE), line(Signal.SAVE, minute=1), line(Signal.SAVE, minute=2, retracted=True)], True, False),
        ([line(Signal.SAVE), line(Signal.LIKE), line(Signal.LIKE, minute=1, retracted=True)], None, True),
        ([line(Signal.LIKE), line(Signal.LIKE, minute=1, retracted=True), line(Signal.LIKE, minute=2)], True, False),
        # taking one back leaves the other as if the one had never been
        (
            [line(Signal.LIKE), line(Signal.DISLIKE, minute=1), line(Signal.DISLIKE, minute=2, retracted=True)],
            True,
            False,
        ),
        (
            [line(Signal.LIKE), line(Signal.DISLIKE, minute=1), line(Signal.LIKE, minute=2, retracted=True)],
            False,
            False,
        ),
        # of the same instant
        ([line(Signal.LIKE), line(Signal.DISLIKE), line(Signal.SAVE)], False, True),
        ([line(Signal.SAVE), line(Signal.LIKE), line(Signal.LIKE, retracted=True)], None, True),
        # of two emoji that mean the same, one is taken off; then all is taken back
        ([line(Signal.LIKE, emoji="👍"), line(Signal.LIKE, emoji="🔥"), off("🔥"), line(Signal.SAVE)], True, True),
        ([line(Signal.LIKE, emoji="👍"), line(Signal.LIKE), off("👍"), line(Signal.SAVE)], True, True),
        ([line(Signal.LIKE, emoji="👍"), off("👍"), line(Signal.SAVE)], None, True),
        (
            [line(Signal.LIKE, emoji="👍"), line(Signal.LIKE, minute=1, retracted=True), line(Signal.SAVE)],
            None,
            True,
        ),
    ],
)
async def test_what_counts_now_does_not_depend_on_the_order_of_arrival(
    store: Store, lines: list[Feedback], liked: bool | None, saved: bool
) -> None:
    for place, order in enumerate(permutations(lines)):
        member = Member(HERE, f"m{place}")
        for feedback in order:
            await store.feedback.append(replace(feedback, member=member))
        opinion = (await store.feedback.opinions(member))[PAPER]
        assert (opinion.liked, opinion.saved) == (liked, saved)


async def test_like_then_undo_is_exactly_nothing(store: Store, reopen: Reopen) -> None:
    await store.feedback.append(line(Signal.LIKE))
    await store.feedback.append(line(Signal.LIKE, minute=1, retracted=True))
    store = await reopen()
    assert await store.feedback.opinions(ADA) == {}
    assert await store.feedback.about(HERE, [PAPER]) == []


async def test_opinions_of_many_are_those_of_each(store: Store, reopen: Reopen) -> None:
    for member, signal in ((ADA, Signal.LIKE), (BO, Signal.SAVE), (ADA_THERE, Signal.DISLIKE)):
        await store.feedback.append(line(signal, member=member))
    store = await reopen()
    members = [ADA, BO, ADA_THERE, ADA_ELSEWHERE]
    told = await store.feedback.opinions_of_many(members)
    assert told == {member: await store.feedback.opinions(member) for member in members}
    assert told[BO] == {PAPER: Opinion(paper=PAPER, saved=True, at=NOW)}


async def test_what_a_tenant_thinks_of_papers_never_crosses_tenants(store: Store, reopen: Reopen) -> None:
    await store.feedback.append(line(Signal.SAVE, member=BO, paper=OTHER))
    await store.feedback.append(line(Signal.LIKE, member=BO))
    await store.feedback.append(line(Signal.DISLIKE, paper=OTHER))
    await store.feedback.append(line(Signal.LIKE, member=ADA_THERE))
    await store.feedback.append(line(Signal.LIKE, member=ADA_ELSEWHERE))
    store = await reopen()
    assert await store.feedback.about(HERE, [OTHER, PAPER]) == [
        (ADA, Opinion(paper=OTHER, liked=False, at=NOW)),
        (BO, Opinion(paper=PAPER, liked=True, at=NOW)),
        (BO, Opinion(paper=OTHER, saved=True, at=NOW)),
    ]
    assert await store.feedback.about(THERE, [OTHER]) == []


async def test_members_active_in_a_channel_come_most_recent_first(store: Store, reopen: Reopen) -> None:
    hour = timedelta(hours=1)
    for name, at in (("old", NOW - hour), ("b", NOW + hour), ("a", NOW + hour), ("late", NOW + 2 * hour)):
        await store.memberships.seen(ROOM, Member(HERE, name), at)
    await store.memberships.seen(ROOM, Member(HERE, "late"), NOW)
    await store.memberships.seen(Channel(HERE, "other"), Member(HERE, "other"), NOW + hour)
    store = await reopen()
    assert [member.id for member in await store.memberships.of(ROOM, NOW)] == ["late", "a", "b"]
    assert [member.id for member in await store.memberships.of(ROOM, NOW + hour)] == ["late"]
    assert await store.memberships.channels_of(Member(HERE, "late")) == {ROOM}
    assert await store.memberships.channels_of(Member(THERE, "late")) == frozenset()


async def test_nobody_is_active_in_another_tenants_channel(store: Store, reopen: Reopen) -> None:
    await store.memberships.seen(ROOM, ADA_THERE, NOW)
    store = await reopen()
    assert await store.memberships.of(ROOM, NOW - timedelta(days=1)) == []
    assert await store.memberships.of(Channel(THERE, ROOM.id), NOW - timedelta(days=1)) == []


async def test_opinions_about_some_papers_are_those_of_all(store: Store) -> None:
    for feedback in (line(Signal.LIKE), line(Signal.SAVE, paper=OTHER), line(Signal.LIKE, member=BO, paper=OTHER)):
        await store.feedback.append(feedback)
    every = await store.feedback.opinions(ADA)
    assert await store.feedback.opinions(ADA, [OTHER]) == {OTHER: every[OTHER]}
    assert await store.feedback.opinions(ADA, []) == {}
    assert await store.feedback.opinions(ADA, [PAPER, OTHER]) == every


async def test_the_reading_list_begins_with_what_was_saved_last(store: Store) -> None:
    """A like given later does not move a paper."""
    await store.feedback.append(line(Signal.SAVE))
    await store.feedback.append(line(Signal.SAVE, paper=OTHER, minute=1))
    await store.feedback.append(line(Signal.LIKE, minute=2))
    assert await store.feedback.saved(ADA) == [OTHER, PAPER]
    await store.feedback.append(line(Signal.SAVE, paper=OTHER, minute=3, retracted=True))
    assert await store.feedback.saved(ADA) == [PAPER]


async def test_the_newest_opinions_are_those_of_all_joined_accounts(store: Store) -> None:
    """Each account alone has fewer than are asked for."""
    papers = [PaperId(f"arxiv:2603.{number:05d}") for number in range(6)]
    for number, paper in enumerate(papers):
        who = ADA if number % 2 else ADA_ELSEWHERE
        await store.feedback.append(line(Signal.LIKE, paper=paper, minute=number, member=who))
    await store.feedback.append(line(Signal.SAVE, paper=papers[5], minute=0, member=ADA_ELSEWHERE))
    await store.links.join(ADA, ADA_ELSEWHERE)
    newest = (await store.feedback.opinions_of_many([ADA], 2))[ADA]
    assert list(newest) == [papers[5], papers[4]]
    assert newest[papers[5]].saved


DOI = PaperId("doi:10.1101/2026.03.01.000001")
BY_DOI = Paper(id=DOI, title="One")
BY_BOTH = Paper(id=PAPER, title="One", aliases=(DOI,))


async def test_reactions_follow_a_paper_that_gains_a_better_id(store: Store, reopen: Reopen) -> None:
    await store.papers.add([BY_DOI], NOW)
    for minute, signal in enumerate((Signal.LIKE, Signal.SAVE)):
        await store.feedback.append(line(signal, minute=minute, paper=DOI, event=f"e{minute}"))
    await store.papers.add([BY_BOTH], NOW)
    store = await reopen()
    assert await store.feedback.saved(ADA) == [PAPER]
    assert await store.feedback.opinions(ADA, [PAPER]) == {
        PAPER: Opinion(paper=PAPER, liked=True, saved=True, at=NOW + timedelta(minutes=1))
    }
    assert [member for member, _ in await store.feedback.about(HERE, [PAPER])] == [ADA]
    await store.feedback.append(line(Signal.SAVE, minute=2, retracted=True))
    assert await store.feedback.saved(ADA) == []


async def test_reactions_to_two_papers_that_turn_out_to_be_one_count_once(store: Store, reopen: Reopen) -> None:
    await store.papers.add([BY_DOI, Paper(id=PAPER, title="One")], NOW)
    for minute, paper in enumerate((PAPER, DOI)):
        await store.feedback.append(line(Signal.LIKE, minute=minute, paper=paper, event=f"e/{paper}"))
    await store.papers.add([BY_BOTH], NOW)
    store = await reopen()
    assert list((await store.feedback.opinions(ADA)).items()) == [
        (PAPER, Opinion(paper=PAPER, liked=True, saved=False, at=NOW + timedelta(minutes=1)))
    ]
    assert [one.at for one in await store.feedback.standing(ADA)] == [NOW + timedelta(minutes=1)]
    await store.feedback.append(line(Signal.LIKE, minute=2, retracted=True))
    assert await store.feedback.opinions(ADA) == {}


async def test_what_is_said_of_a_paper_by_another_of_its_ids_is_said_of_the_paper(store: Store, reopen: Reopen) -> None:
    await store.papers.add([BY_BOTH], NOW)
    await store.feedback.append(line(Signal.LIKE, paper=DOI, emoji="+1", event="e1"))
    store = await reopen()
    assert not await store.feedback.append_found(line(Signal.LIKE, minute=1, paper=DOI, emoji="+1"))
    assert [one.paper for one in await store.feedback.of(ADA)] == [PAPER]
