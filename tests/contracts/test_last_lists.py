"""Every store knows what each person was shown last in each place."""

from datetime import UTC, datetime, timedelta

from bot.model import Channel, LastList, ListedPapers, Member, PaperId, Tenant
from bot.ports.last_lists import MOST_NUMBERED, RETENTION
from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
TEAM, OTHERS = Tenant("slack", "T1"), Tenant("slack", "T2")
ADA, BEN, ADA_ELSEWHERE = Member(TEAM, "ADA"), Member(TEAM, "BEN"), Member(OTHERS, "ADA")
ROOM = Channel(TEAM, "C1")


def listed(first: int, last: int, of: str = "a") -> ListedPapers:
    numbers = range(first, last + 1)
    only = paper(first, of) if first == last else None
    return ListedPapers(papers={number: paper(number, of) for number in numbers}, page=numbers, only=only)


def paper(number: int, of: str = "a") -> PaperId:
    return PaperId(f"arxiv:{of}.{number}")


async def papers_of(store: Store, member: Member = ADA, channel: Channel | None = ROOM) -> list[PaperId]:
    shown = await store.last_lists.of(member, channel)
    return [shown.listed.papers[number] for number in sorted(shown.listed.papers)] if shown else []


async def test_the_last_list_is_known_by_its_person_and_place(store: Store, reopen: Reopen) -> None:
    await store.last_lists.show_list(ADA, ROOM, listed(1, 3), NOW)
    await store.last_lists.show_list(ADA, ROOM, listed(1, 2, "b"), LATER)
    await store.last_lists.show_list(BEN, ROOM, listed(1, 1, "c"), NOW)
    store = await reopen()
    shown = await store.last_lists.of(ADA, ROOM)
    assert shown
    assert (dict(shown.listed.papers), list(shown.listed.page)) == ({1: paper(1, "b"), 2: paper(2, "b")}, [1, 2])
    assert (shown.listed.only, shown.list_at, shown.at) == (None, LATER, LATER)
    other = await store.last_lists.of(BEN, ROOM)
    assert other
    assert other.listed.only == paper(1, "c")
    assert await store.last_lists.of(ADA, None) is None
    assert await store.last_lists.of(ADA_ELSEWHERE, ROOM) is None


async def test_what_is_stored_later_is_shown_later_whatever_the_clocks_say(store: Store) -> None:
    await store.last_lists.show_list(ADA, None, listed(1, 1), LATER)
    await store.last_lists.show_list(ADA, None, listed(1, 1, "b"), NOW)
    assert await papers_of(store, channel=None) == [paper(1, "b")]


async def test_a_further_page_adds_to_the_list(store: Store, reopen: Reopen) -> None:
    await store.last_lists.show_list(ADA, ROOM, listed(1, 5), NOW)
    await store.last_lists.show_list(ADA, ROOM, listed(6, 8), LATER)
    store = await reopen()
    assert await papers_of(store) == [paper(number) for number in range(1, 9)]
    shown = await store.last_lists.of(ADA, ROOM)
    assert shown
    assert (list(shown.listed.page), shown.list_at) == ([6, 7, 8], LATER)
    await store.last_lists.show_list(ADA, None, listed(6, 8), LATER)
    assert await papers_of(store, channel=None) == [paper(6), paper(7), paper(8)]


async def test_a_list_does_not_grow_without_end(store: Store) -> None:
    for first in range(1, MOST_NUMBERED + 101, 100):
        await store.last_lists.show_list(ADA, ROOM, listed(first, first + 99), NOW)
    assert len(await papers_of(store)) == MOST_NUMBERED
    assert (await papers_of(store))[-1] == paper(MOST_NUMBERED + 100)


async def test_a_paper_alone_leaves_the_list_as_it_was(store: Store, reopen: Reopen) -> None:
    await store.last_lists.show_list(ADA, ROOM, listed(1, 2), NOW)
    await store.last_lists.show_paper(ADA, ROOM, paper(7), LATER)
    await store.last_lists.show_paper(BEN, ROOM, paper(7), LATER)
    store = await reopen()
    shown = await store.last_lists.of(ADA, ROOM)
    assert shown
    assert (shown.listed.only, shown.list_at, shown.at) == (paper(7), NOW, LATER)
    assert await papers_of(store) == [paper(1), paper(2)]
    nothing_listed = ListedPapers(page=range(1, 1), only=paper(7))
    assert await store.last_lists.of(BEN, ROOM) == LastList(listed=nothing_listed, list_at=None, at=LATER)


async def test_it_is_exported_and_erased_with_the_member_and_with_the_tenant(store: Store) -> None:
    for member in (ADA, BEN, ADA_ELSEWHERE):
        await store.last_lists.show_list(member, None, listed(1, 1), NOW)
        await store.last_lists.ask(member, None, "follow robots", LATER)
    row = {
        "channel": "",
        "papers": [[1, paper(1)]],
        "listed": NOW.isoformat(),
        "paper": paper(1),
        "yes": "follow robots",
        "yes_at": LATER.isoformat(),
        "at": NOW.isoformat(),
    }
    assert (await store.privacy.export(ADA))["what you were shown last"] == [row]
    assert await store.privacy.accounts(ADA) == [ADA, ADA_ELSEWHERE]
    await store.privacy.forget(ADA)
    assert await papers_of(store, channel=None) == []
    assert await papers_of(store, BEN, None)
    await store.privacy.forget_tenant(TEAM)
    assert await papers_of(store, BEN, None) == []
    assert await papers_of(store, ADA_ELSEWHERE, None)


async def test_what_was_shown_long_ago_is_forgotten(store: Store) -> None:
    await store.last_lists.show_list(ADA, ROOM, listed(1, 1), NOW)
    await store.last_lists.show_paper(BEN, ROOM, paper(1), LATER)
    await store.clean_up(NOW + RETENTION + timedelta(seconds=1))
    assert await papers_of(store) == []
    assert await store.last_lists.of(BEN, ROOM)


async def test_it_goes_with_a_channel_that_gets_another_id(store: Store) -> None:
    moved = Channel(TEAM, "C2")
    await store.last_lists.show_list(ADA, ROOM, listed(1, 1), NOW)
    await store.last_lists.show_list(BEN, ROOM, listed(1, 1), NOW)
    await store.last_lists.show_list(BEN, moved, listed(1, 1, "b"), NOW)
    await store.channels.move(ROOM, moved)
    assert await papers_of(store) == []
    assert await papers_of(store, ADA, moved) == [paper(1)]
    assert await papers_of(store, BEN, moved) == [paper(1, "b")]


async def test_what_a_yes_means_is_known_by_its_person_and_place_until_it_means_nothing(
    store: Store, reopen: Reopen
) -> None:
    await store.last_lists.ask(ADA, ROOM, "follow robots", NOW)
    await store.last_lists.show_list(ADA, ROOM, listed(1, 2), LATER)
    await store.last_lists.ask(ADA, None, "pause friday", NOW)
    store = await reopen()
    asked = await store.last_lists.of(ADA, ROOM)
    assert asked
    assert (asked.yes, asked.yes_at, asked.at) == ("follow robots", NOW, LATER)
    assert await papers_of(store) == [paper(1), paper(2)]
    assert await store.last_lists.of(BEN, ROOM) is None
    await store.last_lists.ask(ADA, ROOM, "", LATER)
    closed, other = await store.last_lists.of(ADA, ROOM), await store.last_lists.of(ADA, None)
    assert closed
    assert (closed.yes, closed.yes_at, len(closed.listed.papers)) == ("", None, 2)
    assert other
    assert (other.yes, dict(other.listed.papers), other.list_at) == ("pause friday", {}, None)
