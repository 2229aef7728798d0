"""What a follow names among the papers of the month, and who may have been meant by a name that nobody has."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from bot.model import Interest, InterestKind, Organisation, Paper, PaperId
from bot.ports.store import Store
from bot.services.interest_reach import InterestReach
from bot.store import open_store
from tests.bot.services.conftest import NOW, furnish

LAST = date(2026, 8, 20)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = await open_store("memory:")
    yield store
    await store.close()


def paper(number: int, *authors: str, org: str = "", days_ago: int = 0, upvotes: int = 0, category: str = "") -> Paper:
    return Paper(
        id=PaperId(f"arxiv:2608.{number:05}"),
        title=f"Zebras {number}",
        authors=authors,
        organisation=Organisation(slug=org.casefold().replace(" ", "-"), name=org) if org else None,
        featured=LAST - timedelta(days=days_ago),
        upvotes=upvotes,
        categories=(category,) if category else (),
    )


def author(name: str, minutes: int | None = None) -> Interest:
    since = None if minutes is None else NOW + timedelta(minutes=minutes)
    return Interest(kind=InterestKind.AUTHOR, value=name, since=since)


def organisation(name: str) -> Interest:
    return Interest(kind=InterestKind.ORGANISATION, value=name)


async def test_what_is_named_comes_newest_first_then_by_upvotes(store: Store) -> None:
    await store.papers.add([paper(1, days_ago=2, upvotes=99), paper(2), paper(3, upvotes=7), paper(4, upvotes=7)], NOW)
    reach = await InterestReach(store.papers, store.search).of(Interest(kind=InterestKind.KEYWORD, value="zebras"))
    assert [each.title[-1] for each in reach.papers] == ["4", "3", "2", "1"]
    assert reach.newest == LAST


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Song Hann", "Song Han"), ("Sng Han", "Song Han"), ("Songg Haan", "Song Han"), ("Peter Pan", "")],
)
async def test_an_author_is_meant_by_a_name_spelled_nearly_so(store: Store, typed: str, meant: str) -> None:
    await store.papers.add([paper(1, "Song Han", "Ada Lovelace")], NOW)
    assert (await InterestReach(store.papers, store.search).of(author(typed))).meant == meant


async def test_an_author_of_one_name_whose_papers_are_old_is_meant_too(store: Store) -> None:
    await store.papers.add([paper(1, "Ada Lovelace"), paper(2, "Plato", days_ago=60)], NOW)
    assert (await InterestReach(store.papers, store.search).of(author("Plat"))).meant == "Plato"


async def test_an_organisation_is_meant_by_a_name_spelled_nearly_so(store: Store) -> None:
    named = ("University of Berkley Law", *["Berkeley Lab of Robots"] * 2, "Oxford")
    await store.papers.add([paper(number, org=name) for number, name in enumerate(named)], NOW)
    reach = InterestReach(store.papers, store.search)
    assert (await reach.of(organisation("Berkeley Lab of Robot"))).meant == "Berkeley Lab of Robots"
    assert (await reach.of(organisation("Harvard"))).meant == ""


async def test_a_category_is_meant_by_one_written_nearly_so_and_whether_any_is_known_is_told(store: Store) -> None:
    reach = InterestReach(store.papers, store.search)
    wanted = Interest(kind=InterestKind.CATEGORY, value="csCL")
    await store.papers.add([paper(1)], NOW)
    assert (await reach.of(wanted)).categories is False
    await store.papers.add([paper(2, category="cs.CL")], NOW)
    found = await reach.of(Interest(kind=InterestKind.CATEGORY, value="cs.CV"))
    assert (found.categories, found.papers) == (True, ())


async def test_of_one_word_of_a_name_all_who_are_called_so_are_told_those_of_most_papers_first(store: Store) -> None:
    await store.papers.add(
        [paper(1, "Bo Huang"), paper(2, "Ann Huang", "Cy Berg"), paper(3, "Ann Huang"), paper(4, "Al Huang")], NOW
    )
    reach = InterestReach(store.papers, store.search)
    assert (await reach.of(author("Huang"))).called == ("Ann Huang", "Al Huang", "Bo Huang")
    topic = Interest(kind=InterestKind.TOPIC, value="Ann Huang")
    assert (await reach.of(topic)).called == ("Ann Huang",)
    assert (await reach.of(Interest(kind=InterestKind.TOPIC, value="Huang"))).called == ()


@pytest.mark.parametrize(("minutes", "replaced"), [(60, True), (61, False)])
async def test_a_name_that_is_only_spelled_nearly_so_is_replaced_within_an_hour(
    store: Store, minutes: int, replaced: bool
) -> None:
    """Later it may be somebody else's, whose papers are still to come."""
    await store.papers.add([paper(1, "Song Han")], NOW)
    before = author("Song Hann", 0)
    found = await InterestReach(store.papers, store.search).offered_for(author("Song Han", minutes), [before])
    assert found == ([before] if replaced else [])


async def test_only_what_names_nobody_is_replaced_and_only_by_its_own_kind(store: Store) -> None:
    await store.papers.add([paper(1, "Song Han"), paper(2, "Song Hann")], NOW)
    reach = InterestReach(store.papers, store.search)
    others = [author("Song Hann", 0), organisation("Song Hanx"), author("Song Han", 0)]
    assert await reach.offered_for(author("Song Han", 1), others) == []
    alone = author("Han", -9_999)
    assert await reach.offered_for(author("Song Han", 1), [alone]) == [alone], "the one word is no whole name"
    topic = Interest(kind=InterestKind.TOPIC, value="zebras", since=NOW)
    assert await reach.offered_for(topic, [alone]) == []


async def test_what_a_mute_hides_of_each_follow_is_counted(store: Store) -> None:
    await store.papers.add([paper(1, "Ada Lee"), paper(2, "Ada Lee", "Bo Berg"), paper(3, "Bo Berg")], NOW)
    reach = InterestReach(store.papers, store.search)
    follows = [author("Bo Berg"), author("Cy Dorn")]
    assert await reach.both(author("Ada Lee"), follows) == [(follows[0], 2, 1), (follows[1], 0, 0)]
    assert await reach.both(author("Nobody Here"), follows) == []


PLACES = ("Tencent", "Tencent Hunyuan", "Tencent Hunyuan", "Tenc", "Google", "GoogleDeepMind", "Google DeepMind")
UNIVERSITIES = ("Stanford University", "Microsoft Research", "University of California at San Diego", "AI at Meta")


@pytest.mark.parametrize(
    "typed",
    ["Stanford", "stanford university", "MSR", "San Diego", "Meta", "Tencent", "tencent hunyuan", "Tenc", "Google",
     "google deepmind", "Harvard"],
)  # fmt: skip
async def test_a_follow_names_the_papers_that_a_search_for_the_organisation_finds(store: Store, typed: str) -> None:
    names = PLACES + UNIVERSITIES
    await store.papers.add([paper(number, org=name) for number, name in enumerate(names)], NOW)
    found = (await furnish(store).ask(f'search org:"{typed}"')).card.papers
    reach = await InterestReach(store.papers, store.search).of(organisation(typed))
    assert {each.id for each in reach.papers} == {each.paper for each in found}
    assert reach.unknown == (not found)


async def test_it_is_told_which_organisations_are_meant(store: Store) -> None:
    await store.papers.add([paper(number, org=name) for number, name in enumerate(PLACES + UNIVERSITIES)], NOW)
    talk = furnish(store)
    for line, said in (
        ("follow org:stanford", "Meant by that: Stanford University (one paper)."),
        ("mute org:Tencent", "Meant by that: Tencent Hunyuan (2 papers) and Tencent (one paper)."),
        ("follow org:google", "Not meant by that: GoogleDeepMind (one paper)."),
    ):
        assert said in (await talk.ask(line)).card.text
    assert (await talk.ask("follow org:google")).card.buttons[0].label == "Follow GoogleDeepMind too"
    for line in ("follow org:Tencent Hunyuan", "follow org:Tenc", "follow zebras"):
        assert "eant by that" not in (await talk.ask(line)).card.text, line


async def test_picks_come_from_the_seven_newest_days_that_have_papers(store: Store) -> None:
    await store.papers.add([paper(number, days_ago=2 * number) for number in range(10)], NOW)
    reach = await InterestReach(store.papers, store.search).of(Interest(kind=InterestKind.TOPIC, value="zebras"))
    assert reach.picked_since == LAST - timedelta(days=12)
