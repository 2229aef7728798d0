"""What every store promises about accounts that one person joined: one memory, and each side's own when parted."""

from datetime import UTC, datetime, timedelta

from bot.model import Channel, Feedback, Interest, InterestKind, Member, Opinion, PaperId, Signal, Tenant
from bot.ports.store import Store
from tests.contracts.conftest import Reopen
from tests.contracts.digest_making import commit, put, subscription

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DISCORD, SLACK, OTHER = Tenant("discord", "1"), Tenant("slack", "T1"), Tenant("slack", "T2")
ADA, ADA_SLACK, ADA_OTHER = Member(DISCORD, "ada"), Member(SLACK, "UADA"), Member(OTHER, "UADA2")
BO = Member(DISCORD, "bo")
ONE, TWO = PaperId("arxiv:1"), PaperId("arxiv:2")
AGENTS, ROBOTS = (Interest(kind=InterestKind.TOPIC, value=value) for value in ("agents", "robots"))
NO_ROBOTS = Interest(kind=InterestKind.TOPIC, value="Robots", muted=True)


async def test_accounts_are_joined_to_one_set_and_parted_again(store: Store, reopen: Reopen) -> None:
    assert await store.links.of(ADA) == (ADA,)
    assert await store.links.join(ADA, ADA_SLACK)
    assert await store.links.join(ADA_SLACK, ADA)
    assert await store.links.join(ADA_OTHER, ADA_SLACK)
    store = await reopen()
    assert await store.links.of(ADA_SLACK) == (ADA_SLACK, ADA, ADA_OTHER)
    assert await store.links.of_many([BO, ADA]) == {BO: (BO,), ADA: (ADA, ADA_SLACK, ADA_OTHER)}
    assert await store.links.part(ADA_SLACK) == (ADA, ADA_OTHER)
    store = await reopen()
    assert await store.links.of(ADA_SLACK) == (ADA_SLACK,)
    assert await store.links.of(ADA) == (ADA, ADA_OTHER)
    assert await store.links.part(ADA) == (ADA_OTHER,)
    assert await store.links.of(ADA_OTHER) == (ADA_OTHER,)
    assert await store.links.part(ADA) == ()


async def test_nobody_is_two_people_in_one_tenant(store: Store) -> None:
    assert not await store.links.join(ADA, ADA)
    assert not await store.links.join(ADA, BO)
    await store.links.join(ADA, ADA_SLACK)
    await store.links.join(BO, ADA_OTHER)
    assert not await store.links.join(ADA_SLACK, ADA_OTHER)
    assert await store.links.of(ADA) == (ADA, ADA_SLACK)


async def test_a_code_is_used_once_and_in_time(store: Store, reopen: Reopen) -> None:
    await store.links.offer("first", ADA, NOW + MINUTE)
    await store.links.offer("second", ADA, NOW + MINUTE)
    await store.links.offer("others", BO, NOW + MINUTE)
    store = await reopen()
    assert await store.links.offered_by("first", NOW) is None
    assert await store.links.offered_by("second", NOW + MINUTE) is None
    assert await store.links.offered_by("second", NOW) == ADA
    assert await store.links.use("second")
    assert not await store.links.use("second")
    assert await store.links.offered_by("second", NOW) is None
    assert await store.links.offered_by("others", NOW) == BO


async def test_codes_that_are_over_are_not_kept(store: Store, reopen: Reopen) -> None:
    await store.links.offer("over", ADA, NOW)
    await store.links.offer("open", BO, NOW + MINUTE)
    await store.clean_up(NOW)
    store = await reopen()
    assert [await store.links.use(code) for code in ("over", "open")] == [False, True]


async def test_what_is_liked_in_one_account_counts_in_all_and_stays_its_own(store: Store, reopen: Reopen) -> None:
    await _say(store, ADA, ONE, Signal.LIKE)
    await _say(store, ADA_SLACK, TWO, Signal.SAVE)
    await store.links.join(ADA, ADA_SLACK)
    store = await reopen()
    both = {ONE: Opinion(paper=ONE, liked=True, at=NOW), TWO: Opinion(paper=TWO, saved=True, at=NOW)}
    assert await store.feedback.opinions(ADA) == both
    assert await store.feedback.opinions_of_many([ADA_SLACK, BO]) == {ADA_SLACK: both, BO: {}}
    assert {line.member for line in await store.feedback.standing(ADA)} == {ADA, ADA_SLACK}
    assert [who for who, _ in await store.feedback.about(SLACK, [ONE, TWO])] == [ADA_SLACK], "ONE was liked elsewhere"
    await store.links.part(ADA)
    assert list(await store.feedback.opinions(ADA)) == [ONE]
    assert list(await store.feedback.opinions(ADA_SLACK)) == [TWO]


async def test_the_last_opinion_counts_wherever_it_was_said(store: Store) -> None:
    await store.links.join(ADA, ADA_SLACK)
    await _say(store, ADA, ONE, Signal.LIKE)
    await _say(store, ADA_SLACK, ONE, Signal.DISLIKE, at=NOW + MINUTE)
    assert (await store.feedback.opinions(ADA))[ONE].liked is False


async def test_what_is_taken_back_in_one_account_is_gone_in_all_and_stays_so(store: Store) -> None:
    await _say(store, ADA, ONE, Signal.LIKE)
    await store.links.join(ADA, ADA_SLACK)
    await _say(store, ADA_SLACK, ONE, Signal.LIKE, at=NOW + MINUTE, retracted=True)
    assert await store.feedback.opinions(ADA) == {}
    await store.links.part(ADA)
    assert await store.feedback.opinions(ADA) == {}


async def test_an_emoji_taken_off_takes_back_only_what_it_said_itself(store: Store) -> None:
    for account in (ADA, ADA_SLACK):
        await _say(store, account, ONE, Signal.LIKE, emoji="👍")
    await store.links.join(ADA, ADA_SLACK)
    await _say(store, ADA_SLACK, ONE, Signal.LIKE, at=NOW + MINUTE, emoji="👍", retracted=True)
    assert (await store.feedback.opinions(ADA_SLACK))[ONE].liked


async def test_interests_are_united_and_mutes_win(store: Store, reopen: Reopen) -> None:
    await store.interests.state(ADA, AGENTS)
    await store.interests.state(ADA, ROBOTS)
    await store.interests.state(ADA_SLACK, NO_ROBOTS)
    await store.links.join(ADA, ADA_SLACK)
    store = await reopen()
    assert (await store.interests.of(ADA)).all == (AGENTS, NO_ROBOTS)
    assert (await store.interests.of(ADA_SLACK)).all == (NO_ROBOTS, AGENTS)
    assert (await store.interests.of_many([Channel(DISCORD, "ada"), BO]))[BO].all == ()
    await store.links.part(ADA)
    assert (await store.interests.of(ADA)).all == (AGENTS, ROBOTS)
    assert (await store.interests.of(ADA_SLACK)).all == (NO_ROBOTS,)


async def test_what_is_stated_last_ends_what_contradicts_it_elsewhere(store: Store) -> None:
    await store.interests.state(ADA_SLACK, NO_ROBOTS)
    await store.links.join(ADA, ADA_SLACK)
    await store.interests.state(ADA, ROBOTS)
    assert (await store.interests.of(ADA)).all == (ROBOTS,)
    assert await store.interests.withdraw(ADA_SLACK, ROBOTS)
    assert (await store.interests.of(ADA)).all == ()


async def test_what_was_picked_in_any_private_conversation_is_known(store: Store, reopen: Reopen) -> None:
    here = Channel(DISCORD, "direct")
    own = subscription("direct", channel=here, owner=ADA, direct=True)
    room = subscription("room", channel=Channel(DISCORD, "room"), owner=ADA)
    await put(store, own, room)
    await commit(store, own, papers=("arxiv:1",))
    await commit(store, room, papers=("arxiv:2",))
    store = await reopen()
    assert await store.digests.picked_for([ADA_SLACK, ADA], [ONE, TWO]) == {ONE}
    assert await store.digests.picked_for([BO], [ONE, TWO]) == frozenset()


async def test_what_was_picked_where_somebody_is_active_is_known(store: Store, reopen: Reopen) -> None:
    here, other = Channel(DISCORD, "room"), Channel(DISCORD, "other")
    rooms = [subscription(one.id, channel=one, owner=ADA) for one in (here, other)]
    await put(store, *rooms)
    for one, paper in zip(rooms, ("arxiv:1", "arxiv:2"), strict=True):
        await commit(store, one, papers=(paper,))
    await store.memberships.seen(here, ADA, NOW)
    store = await reopen()
    assert await store.digests.picked_where_active([ADA_SLACK, ADA], [ONE, TWO]) == {ONE}
    assert await store.digests.picked_where_active([ADA], [TWO]) == frozenset()
    assert await store.digests.picked_where_active([BO], [ONE, TWO]) == frozenset()


async def test_who_is_forgotten_is_joined_with_nobody(store: Store, reopen: Reopen) -> None:
    await store.links.join(ADA, ADA_SLACK)
    await store.links.offer("code", ADA, NOW + MINUTE)
    await store.privacy.forget(ADA)
    store = await reopen()
    assert await store.links.of(ADA_SLACK) == (ADA_SLACK,)
    assert await store.links.offered_by("code", NOW) is None
    await store.links.join(ADA, ADA_SLACK)
    await store.privacy.forget_tenant(SLACK)
    assert await store.links.of(ADA) == (ADA,)


async def _say(
    store: Store,
    member: Member,
    paper: PaperId,
    signal: Signal,
    *,
    at: datetime = NOW,
    emoji: str = "",
    retracted: bool = False,
) -> None:
    line = Feedback(member=member, paper=paper, signal=signal, at=at, emoji=emoji, retracted=retracted)
    await store.feedback.append(line)
