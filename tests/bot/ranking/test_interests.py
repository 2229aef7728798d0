"""Following and muting tell at once what they do, by the papers of the last month."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards.papers import day_text
from bot.errors import Unclear
from bot.model import Answer, Bar, Interest, InterestKind, Organisation, Paper, PaperId, ReasonKind
from bot.ranking.rules import Readable
from bot.services.interest_commands import InterestCommands
from bot.services.interest_reach import SAME_TALK, InterestReach
from tests.bot.ranking.conftest import ADA, Team, topic


class Told:
    """Follows and mutes of one member, as answered."""

    def __init__(self, team: Team) -> None:
        self._team = team
        self._commands = InterestCommands(
            team.store.interests,
            team.store.ended_interests,
            InterestReach(team.store.papers, team.store.search),
            team.ranker.close_to,
        )

    async def __call__(self, line: str) -> Answer:
        request = self._team.request(line)
        return await self._commands.handlers[request.command.name](request)


@pytest.fixture
def told(team: Team) -> Told:
    return Told(team)


async def test_a_follow_says_how_many_papers_match_and_which_is_newest(told: Told) -> None:
    text = (await told("follow diffusion models")).card.text
    assert "papers of the last 30 days match; the newest is “" in text


async def test_two_organisations_that_everybody_knows_are_two(told: Told, team: Team) -> None:
    """They were followed as one topic, which no paper is about."""
    text = (await told("follow NVIDIA and Tencent")).card.text
    assert "“follow org:NVIDIA”" in text
    assert "“follow org:Tencent”" in text
    assert [each.value for each in (await team.store.interests.of(ADA)).follows] == ["NVIDIA", "Tencent"]


@pytest.mark.parametrize("words", ["reinforcement learning", "diffusion models", "retrieval"])
async def test_what_a_follow_says_matches_is_picked(told: Told, team: Team, sample: list[Paper], words: str) -> None:
    reach = await InterestReach(team.store.papers, team.store.search).of(topic(words))
    await told(f"follow {words}")
    picked = (await team.ranker.for_member(ADA, len(sample), sample)).picks
    assert reach.papers
    assert {paper.id for paper in reach.papers} <= {pick.paper.id for pick in picked if pick.matched}


@pytest.mark.parametrize("words", ["zzzqqq flurbs", "veterinary medicine", "tax law", "text-to-SQL"])
async def test_a_topic_that_nothing_is_about_is_kept_and_said_to_match_nothing(
    told: Told, team: Team, words: str
) -> None:
    assert "matches; I'll keep looking." in (await told(f"follow {words}")).card.text
    assert (await team.store.interests.of(ADA)).follows[0].value == words
    assert not (await team.ranker.for_member(ADA, 10)).picks


async def test_a_misspelt_name_is_offered_as_it_is_known_and_never_taken_silently(told: Told, team: Team) -> None:
    name = next(iter((await team.store.papers.sample(1))[0].authors))
    card = (await told(f"follow author:{name}x")).card
    assert f"Did you mean {name}?" in card.text
    assert card.buttons[0].line == f"follow author:{name}"
    assert (await team.store.interests.of(ADA)).follows[0].value == f"{name}x"


async def test_where_no_author_matches_who_may_be_meant_is_named_and_offered(told: Told) -> None:
    for verb in ("follow", "mute"):
        card = (await told(f"{verb} author:Huang")).card
        assert "“Huang” alone is nobody's. Whom do you mean? Here are papers by" in card.text
        first = card.buttons[0].line
        assert first.startswith(f"{verb} author:")
        assert first.endswith(" Huang")
        assert "Authors are matched" not in (await told(first)).card.text
    card = (await told("follow Song Han")).card
    assert ("Song Han is an author here" in card.text, card.buttons[0].line) == (True, "follow author:Song Han")


@pytest.mark.parametrize(("verb", "said"), [("follow", "Following"), ("mute", "Muted")])
@pytest.mark.parametrize("named", ["Song Han", "author:Song Hann"])
async def test_what_named_nobody_ends_with_the_choice_of_who_was_meant(
    told: Told, team: Team, verb: str, said: str, named: str
) -> None:
    chosen = (await told(f"{verb} {named}")).card.buttons[0].line
    card = (await told(chosen)).card
    (stated,) = (await team.store.interests.of(ADA)).all
    assert f"{verb} {stated}" == chosen
    assert card.text.startswith(f"{said} {stated}, in place of ")


async def test_a_follow_of_the_same_name_does_not_end_the_mute_that_hid_nobody(told: Told, team: Team) -> None:
    chosen = (await told("mute Song Han")).card.buttons[0].line
    await told(chosen.replace("mute ", "follow ", 1))
    assert [str(each) for each in (await team.store.interests.of(ADA)).mutes] == ["Song Han"]


async def test_a_name_that_others_are_called_nearly_is_kept_beside_theirs(told: Told, team: Team) -> None:
    unknown = Interest(kind=InterestKind.AUTHOR, value="Song Hann", since=team.request("follow x").at - SAME_TALK * 2)
    await team.store.interests.state(ADA, unknown)
    assert "in place of" not in (await told("follow author:Song Han")).card.text
    assert len((await team.store.interests.of(ADA)).follows) == 2


@pytest.mark.parametrize(
    ("typed", "known"), [("San Diego", "University of California at San Diego"), ("HF", "Hugging Face")]
)
async def test_an_organisation_is_followed_by_words_of_its_name_and_by_its_short_name(
    told: Told, typed: str, known: str
) -> None:
    assert f"Meant by that: {known} (one paper)." in (await told(f"follow org:{typed}")).card.text


@pytest.fixture
async def wangs(team: Team, sample: list[Paper]) -> list[Paper]:
    """Papers by three people called Wei Wang, two of them by one."""
    coauthors = (("Ana Diaz", "Li Chen"), ("Li Chen", "Bo Berg"), ("Mia Mole",), ("Noor Nasser",))
    wrote = [
        replace(
            sample[-1],
            id=PaperId(f"arxiv:2608.9999{number}"),
            title=f"Lamps, part {number}",
            authors=("Wei Wang", *others),
            organisation=None,
            aliases=(),
        )
        for number, others in enumerate(coauthors)
    ]
    await team.add(*wrote)
    return wrote


@pytest.mark.usefixtures("wangs")
async def test_of_a_name_that_may_be_several_people_each_can_be_chosen(told: Told) -> None:
    card = (await told("follow author:Wei Wang")).card
    assert "Which Wei Wang?" in card.text
    first, *others = card.rows
    assert (first.label, first.text) == ("With Li Chen, Bo Berg, Ana Diaz", "“Lamps, part 1” and one paper more")
    assert first.buttons[0].line == "follow author:Wei Wang (with Li Chen, Bo Berg, Ana Diaz)"
    assert {row.label for row in others} >= {"With Mia Mole", "With Noor Nasser"}


async def test_who_follows_one_of_a_name_gets_only_papers_that_are_likely_theirs(
    told: Told, team: Team, wangs: list[Paper]
) -> None:
    line = (await told("follow author:Wei Wang")).card.rows[0].buttons[0].line
    card = (await told(line)).card
    assert "2 papers of the last 30 days match" in card.text
    assert not card.rows
    (follow,) = (await team.store.interests.of(ADA)).follows
    assert [Readable(paper).matches(follow) for paper in wangs] == [True, True, False, False]
    await told("unfollow author:Wei Wang")
    assert not (await team.store.interests.of(ADA)).follows


@pytest.mark.usefixtures("wangs")
async def test_who_means_anybody_of_a_name_is_not_asked_again(told: Told, team: Team) -> None:
    anybody = (await told("follow author:Wei Wang")).card.buttons[0]
    assert (anybody.label, anybody.line) == ("Any of them", "follow author:Wei Wang (any)")
    card = (await told(anybody.line)).card
    assert "Which" not in card.text
    (follow,) = (await team.store.interests.of(ADA)).follows
    assert follow.value == "Wei Wang"


@pytest.mark.usefixtures("wangs")
async def test_a_mute_of_a_name_ends_the_follow_of_one_person_that_it_says_it_ends(told: Told, team: Team) -> None:
    await told("follow author:Wei Wang (with Mia Mole)")
    await told("follow author:Li Chen")
    assert "You no longer follow Wei Wang (with Mia Mole)." in (await told("mute author:wei wang")).card.text
    stated = await team.store.interests.of(ADA)
    assert [each.value for each in stated.follows] == ["Li Chen"]
    assert [each.value for each in stated.mutes] == ["wei wang"]


@pytest.mark.usefixtures("wangs")
async def test_whoever_follows_anybody_of_a_name_follows_no_one_person_beside(told: Told, team: Team) -> None:
    await told("follow author:Wei Wang (with Mia Mole)")
    await told("follow author:Wei Wang (with Noor Nasser)")
    await told("follow author:Wei Wang (any)")
    assert [each.value for each in (await team.store.interests.of(ADA)).follows] == ["Wei Wang"]


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


async def test_what_comes_close_to_a_topic_is_named_where_nothing_is_about_it(told: Told, team: Team) -> None:
    close = (await told("follow robot learning")).card.text
    assert "No paper of the last 30 days is about it, but “" in close
    assert close.endswith(("” comes close. I'll keep looking.", "” come close. I'll keep looking."))
    picks = await team.picks(ADA, 5, await team.store.papers.sample(500), Bar.USUAL)
    assert picks[0].paper.title[:40] in close
    await team.add(*[replace(each, withdrawn=True) for each in await team.store.papers.sample(500)])
    assert (await told("follow robot manipulation")).card.text.endswith("matches; I'll keep looking.")
    assert (await told("follow zzzqqq flurbs")).card.text.endswith("matches; I'll keep looking.")


async def test_several_follows_at_once_are_a_sentence_each_without_titles(told: Told) -> None:
    alone = [(await told(f"follow {words}")).card.text for words in ("robot learning", "diffusion models")]
    assert all("“" in text for text in alone)
    assert (await told("follow robot learning, diffusion models")).card.text.splitlines() == [
        "Following robot learning. No paper of the last 30 days matches; I'll keep looking.",
        "Following diffusion models. 7 papers of the last 30 days match.",
    ]


@pytest.mark.parametrize("verb", ["follow", "mute"])
async def test_one_word_of_a_name_is_asked_about_and_nobody_is_followed_or_muted(
    told: Told, team: Team, verb: str
) -> None:
    card = (await told(f"{verb} author:Huang")).card
    assert card.asks
    assert "Nothing was changed yet." in card.text
    assert not (await team.store.interests.of(ADA)).all
    assert "Whom do you mean" not in (await told(card.buttons[-1].line)).card.text
    assert [str(each) for each in (await team.store.interests.of(ADA)).all] == ["author:Huang"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("difusion models", "diffusion models"), ("reenforcement learning", "reinforcement learning")]
)
@pytest.mark.parametrize("verb", ["follow", "mute"])
async def test_a_misspelt_topic_is_offered_without_its_typo_and_ends_where_that_is_taken(
    told: Told, team: Team, verb: str, typed: str, meant: str
) -> None:
    card = (await told(f"{verb} {typed}")).card
    assert card.text.endswith(f"Did you mean {meant}?")
    assert [str(each) for each in (await team.store.interests.of(ADA)).all] == [typed]
    assert (card.yes, card.buttons[0].line) == (f"{verb} topic:{meant}",) * 2
    assert f"{meant}, in place of {typed}." in (await told(card.yes)).card.text
    assert [str(each) for each in (await team.store.interests.of(ADA)).all] == [meant]


@pytest.mark.parametrize("words", ["quantum gravity", "agents", "zzzqqq flurbs"])
async def test_no_other_spelling_is_offered_for_a_topic_without_typos(told: Told, words: str) -> None:
    assert "Did you mean" not in (await told(f"follow {words}")).card.text


async def test_a_follow_says_what_of_it_a_mute_hides_and_how_to_lift_that(told: Told) -> None:
    await told("mute agents")
    card = (await told("follow coding agents")).card
    assert card.text.endswith("You mute agents, which hides both of them.")
    assert ("Unmute agents", "unmute agents") in [(each.label, each.line) for each in card.buttons]
    assert "You mute" not in (await told("follow robotics")).card.text


async def test_a_follow_that_lifts_a_mute_says_so(told: Told, team: Team) -> None:
    await told("mute agents")
    assert "You no longer mute agents." in (await told("follow agents")).card.text
    assert not (await team.store.interests.of(ADA)).mutes
    assert "no longer" not in (await told("follow agents")).card.text


async def test_picks_without_any_name_the_mute_that_hides_what_is_followed(told: Told, team: Team) -> None:
    await told("mute agents")
    await told("follow coding agents")
    card = (await team.commands.handlers["picks"](team.request("picks"))).card
    assert card.text.endswith("Of what you follow there are 2 papers. You mute agents, which hides both of them.")
    assert card.buttons[0].line == "unmute agents"


async def test_a_mute_with_a_group_behind_it_is_asked_about(told: Told) -> None:
    await told("follow retrieval as Office")
    for group in ("work", "office"):
        with pytest.raises(Unclear, match="mutes can't") as asked:
            await told(f"mute agents as {group}")
        assert [value for _, value in asked.value.choices] == ["topic:agents", f"topic:agents as {group}"]
    assert (await told("mute LLM as judge")).card.text.startswith("Muted LLM as judge.")


async def test_a_reason_names_the_part_of_the_topic_that_the_paper_is_about(team: Team, told: Told) -> None:
    await told("follow agents and robotics")
    reach = InterestReach(team.store.papers, team.store.search)
    about = {part: {paper.id for paper in (await reach.of(topic(part))).papers} for part in ("agents", "robotics")}
    assert about["robotics"] - about["agents"]
    for paper in about["agents"] | about["robotics"]:
        parts = [part for part, papers in about.items() if paper in papers]
        reasons = (await team.ranker.explain(ADA, paper)).reasons
        assert {each.subject for each in reasons if each.kind is ReasonKind.TOPIC} == {" and ".join(parts)}


async def test_a_topic_written_like_a_name_says_how_to_follow_an_author(told: Told) -> None:
    assert 'follow author:"Sergey Levine"' in (await told("follow Sergey Levine")).card.text
    assert "author:" not in (await told("follow Tax Law")).card.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("author:Xyzzy Quux", "paper here has an author called “Xyzzy Quux”"),
        ("org:Foobar Labs", "organisation here is called “Foobar Labs”"),
    ],
)
@pytest.mark.parametrize("verb", ["follow", "mute"])
async def test_a_name_that_no_paper_of_any_day_has_is_said_to_be_unknown(
    told: Told, verb: str, typed: str, said: str
) -> None:
    """It sounded as if somebody of that name had only been quiet for a month."""
    assert f"No {said}" in (await told(f"{verb} {typed}")).card.text


async def test_a_name_that_only_older_papers_have_is_not_unknown(told: Told, team: Team, sample: list[Paper]) -> None:
    newest = await team.store.papers.latest_day()
    assert newest
    day, old = newest - timedelta(days=90), PaperId("arxiv:2501.99999")
    paper = replace(sample[-1], id=old, title="Lamps", authors=("Xyzzy Quux",), featured=day, published=day)
    await team.add(paper)
    assert "No paper of the last 30 days matches" in (await told("follow author:Xyzzy Quux")).card.text


@pytest.mark.parametrize("verb", ["follow", "mute"])
async def test_a_topic_in_everyday_words_is_offered_in_those_of_the_field(told: Told, team: Team, verb: str) -> None:
    card = (await told(f"{verb} making things up")).card
    assert card.yes == f"{verb} topic:hallucination"
    assert "hallucination, in place of making things up." in (await told(card.yes)).card.text
    assert [str(each) for each in (await team.store.interests.of(ADA)).all] == ["hallucination"]


@pytest.mark.parametrize("name", ["Yann LeCun", "Andrew McCallum", "José Hernández-Orallo"])
async def test_a_topic_written_like_a_person_says_how_to_follow_one(told: Told, name: str) -> None:
    card = (await told(f"follow {name}")).card
    assert "If that is a person" in card.text
    assert card.buttons[0].line == f"follow author:{name}"


async def test_an_empty_list_of_picks_names_the_days_it_looked_at(told: Told, team: Team) -> None:
    await told("follow zzzqqq flurbs")
    card = (await team.commands.handlers["picks"](team.request("picks"))).card
    days = await InterestReach(team.store.papers, team.store.search).picked_days()
    assert days
    assert card.text.startswith(f"Nothing new from {day_text(days[0])} to {day_text(days[1])} matches")


@pytest.mark.parametrize("typed", ["Google DeepMind", "google deepmind", "GoogleDeepMind"])
@pytest.mark.parametrize(("verb", "said"), [("follow", "match"), ("mute", "It hides")])
async def test_an_organisation_of_two_words_is_the_one_written_as_one(
    told: Told, team: Team, sample: list[Paper], verb: str, said: str, typed: str
) -> None:
    """A search took them for the same; a mute of one hid no paper of the other."""
    newest = await team.store.papers.latest_day()
    there = replace(
        sample[-1],
        id=PaperId("arxiv:2608.99998"),
        organisation=Organisation(slug="deepmind", name="GoogleDeepMind"),
        featured=newest,
    )
    await team.add(there)
    text = (await told(f"{verb} org:{typed}")).card.text
    assert said in text
    assert "hides no" not in text
    assert "No " not in text
