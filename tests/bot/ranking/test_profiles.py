"""The profile card and imports: seen, changed, and taken back by the lines of their buttons."""

import pytest

from bot.cards.picks import why_card
from bot.commands import parse
from bot.model import Card, Interest, InterestKind, Paper, PaperId, Signal
from bot.services.import_commands import ImportCommands
from bot.services.profile_commands import ProfileCommands
from tests.bot.ranking.conftest import ADA, Team, topic
from tests.bot.services.importing import importing_with

LOOKUPS = 5


@pytest.fixture
def core(team: Team) -> ProfileCommands:
    return ProfileCommands(team.store.papers, team.store.interests, team.ranker)


class Shop:
    """Knows one paper that is not stored, and counts the questions."""

    def __init__(self) -> None:
        self.asked: list[PaperId] = []
        self.known = Paper(id=PaperId("arxiv:2401.01234"), title="From Afar")

    async def look_up(self, paper: PaperId) -> Paper | None:
        self.asked.append(paper)
        return self.known if paper == self.known.id else None


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def importing(team: Team, shop: Shop) -> ImportCommands:
    return importing_with(team.store, shop.look_up)


def lines(card: Card) -> list[str]:
    return [button.line for row in card.rows for button in row.buttons]


async def test_the_profile_shows_all_that_is_known_and_how_to_remove_it(
    team: Team, core: ProfileCommands, sample: list[Paper]
) -> None:
    await team.react(ADA, sample[0])
    await team.react(ADA, sample[1], signal=Signal.DISLIKE)
    await team.react(ADA, sample[0], signal=Signal.SAVE)
    await team.store.interests.state(ADA, topic("retrieval", "work"))
    await team.store.interests.state(ADA, Interest(kind=InterestKind.KEYWORD, value="benchmark", muted=True))
    card = (await core.handlers["profile"](team.request("profile"))).card
    assert {
        "unfollow topic:retrieval",
        "unmute keyword:benchmark",
        f"undo like {sample[0].id}",
        f"undo save {sample[0].id}",
        f"undo dislike {sample[1].id}",
    } == set(lines(card))
    assert all(not parse(line).problem for line in lines(card))
    bars = [row.share for row in card.rows if row.share is not None]
    assert max(bars) == 1.0
    assert bars == sorted(bars, reverse=True)


async def test_the_newest_reactions_are_shown_first(team: Team, core: ProfileCommands, sample: list[Paper]) -> None:
    for place in (4, 2, 9):
        await team.react(ADA, sample[place])
    card = (await core.handlers["profile"](team.request("profile"))).card
    undone = [line for line in lines(card) if line.startswith("undo like")]
    assert undone == [f"undo like {sample[place].id}" for place in (9, 2, 4)]


async def test_an_empty_profile_says_how_to_begin(team: Team, core: ProfileCommands) -> None:
    card = (await core.handlers["profile"](team.request("profile"))).card
    assert "I know nothing about you yet" in card.text
    assert not card.rows


async def test_a_topic_that_nothing_is_about_is_not_called_broad(team: Team, core: ProfileCommands) -> None:
    await team.store.interests.state(ADA, topic("zymurgy"))
    card = (await core.handlers["profile"](team.request("profile"))).card
    assert card.rows[0].text == "followed"


async def test_every_part_of_why_can_be_muted_where_it_names_something(team: Team, sample: list[Paper]) -> None:
    await team.store.interests.state(ADA, topic("video generation"))
    pick = (await team.picks(ADA, 1))[0]
    card = why_card(pick)
    assert "mute topic:video generation" in lines(card)
    assert all(row.share is not None and 0 <= row.share <= 1 for row in card.rows)


async def test_an_import_becomes_likes_and_names_what_is_missing(
    team: Team, importing: ImportCommands, shop: Shop, sample: list[Paper]
) -> None:
    text = (
        f"@misc{{a, title={{{sample[4].title}}}}} @misc{{b, eprint={{2401.01234}}}} @misc{{c, title={{Nobody Knows}}}}"
    )
    done = await importing.import_text(ADA, text, team.clock.now())
    assert [paper.id for paper in done.added] == [sample[4].id, shop.known.id]
    assert done.missing == ("Nobody Knows",)
    again = await importing.import_text(ADA, f"{sample[4].id} 2401.99999", team.clock.now())
    assert (again.added, again.known_before, again.missing) == ((), 1, ("2401.99999",))
    assert {paper for paper, opinion in (await team.store.feedback.opinions(ADA)).items() if opinion.liked} == {
        sample[4].id,
        shop.known.id,
    }


async def test_a_large_import_asks_the_sources_little_by_little(
    team: Team, importing: ImportCommands, shop: Shop
) -> None:
    ids = " ".join(f"2312.{number:05}" for number in range(1, LOOKUPS + 8))
    answer = await importing.handlers["import"](team.request(f"import {ids}"))
    assert len(shop.asked) == LOOKUPS
    assert "7 more papers can't be found here" in answer.card.text
