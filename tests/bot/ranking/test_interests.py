"""Following and muting tell at once what they do, by the papers of the last month."""

from dataclasses import replace

import pytest

from bot.model import Answer, Interest, InterestKind, Paper, PaperId
from bot.services.interest_commands import InterestCommands
from bot.services.interest_reach import InterestReach
from tests.bot.ranking.conftest import ADA, Team, topic


class Told:
    """Follows and mutes of one member, as answered."""

    def __init__(self, team: Team) -> None:
        self._team = team
        self._commands = InterestCommands(team.store.interests, InterestReach(team.store.papers, team.store.search))

    async def __call__(self, line: str) -> Answer:
        request = self._team.request(line)
        return await self._commands.handlers[request.command.name](request)


@pytest.fixture
def told(team: Team) -> Told:
    return Told(team)


async def test_a_follow_says_how_many_papers_match_and_which_is_newest(told: Told) -> None:
    text = (await told("follow video generation")).card.text
    assert "papers of the last 30 days match; the newest is “" in text


@pytest.mark.parametrize("words", ["zzzqqq flurbs", "veterinary medicine", "tax law", "text-to-SQL"])
async def test_a_topic_that_nothing_is_about_is_kept_and_said_to_match_nothing(
    told: Told, team: Team, words: str
) -> None:
    assert "Nothing matches yet; I'll keep looking." in (await told(f"follow {words}")).card.text
    assert (await team.store.interests.of(ADA)).follows[0].value == words
    assert not (await team.ranker.for_member(ADA, 10)).picks


async def test_a_misspelt_name_is_offered_as_it_is_known_and_never_taken_silently(told: Told, team: Team) -> None:
    name = next(iter((await team.store.papers.sample(1))[0].authors))
    card = (await told(f"follow author:{name}x")).card
    assert f"Did you mean {name}?" in card.text
    assert card.buttons[0].line == f"follow author:{name}"
    assert (await team.store.interests.of(ADA)).follows[0].value == f"{name}x"


async def test_a_name_that_may_be_several_people_is_asked_about(told: Told, team: Team, sample: list[Paper]) -> None:
    apart = [
        replace(sample[-1], id=PaperId(f"arxiv:2608.9999{n}"), authors=("Wei Wang", f"Other {n}"), aliases=())
        for n in range(3)
    ]
    await team.add(*apart)
    card = (await told("follow author:Wei Wang")).card
    assert "Which Wei Wang?" in card.text
    assert len(card.rows) >= 3


async def test_a_mute_says_what_it_hides_and_names_the_follow_that_it_ends(told: Told, team: Team) -> None:
    await told("follow video generation")
    text = (await told("mute video generation")).card.text
    assert "It hides " in text
    assert "You no longer follow video generation." in text
    await team.store.interests.withdraw(ADA, replace(topic("video generation"), muted=True))
    await told("follow video generation")
    assert "You still follow video generation, but this hides" in (await told("mute keyword:video")).card.text


async def test_a_muted_topic_hides_what_is_about_it_in_other_words(team: Team, sample: list[Paper]) -> None:
    mute = Interest(kind=InterestKind.TOPIC, value="generation of videos", muted=True)
    await team.store.interests.state(ADA, mute)
    await team.store.interests.state(ADA, topic("diffusion"))
    shown = await team.ranker.for_member(ADA, 10, sample)
    reach = await InterestReach(team.store.papers, team.store.search).of(mute)
    assert reach.papers
    hidden = {paper.id for paper in reach.papers}
    assert not hidden & {pick.paper.id for pick in (*shown.picks, *shown.popular, *shown.nearly)}
