"""Picks over a store: what a team lives through."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards.picks import reason_of
from bot.errors import NotFound
from bot.model import (
    Bar,
    Interest,
    InterestKind,
    Member,
    Opinion,
    Organisation,
    Paper,
    PaperId,
    Pick,
    ReasonKind,
    Signal,
    Tenant,
)
from bot.ports.ranking import Fit
from bot.ranking.features import FeatureSpace
from bot.ranking.learning import learn
from bot.ranking.serialization import profile_bytes
from bot.store import open_store
from tests.bot.ranking.conftest import ADA, BO, CY, NOW, ROOM, STRANGER, Team, opinion, topic


def titled(papers: list[Paper], words: str) -> Paper:
    return next(paper for paper in papers if words in paper.title)


@pytest.fixture
def coding(sample: list[Paper]) -> Paper:
    return titled(sample, "SWE-bench Science")


def mute(kind: InterestKind, value: str) -> Interest:
    return Interest(kind=kind, value=value, muted=True)


async def test_with_nothing_known_the_newest_day_is_told_by_upvotes(team: Team, sample: list[Paper]) -> None:
    picks = await team.picks(ADA, 5)
    newest = max(paper.day for paper in sample if paper.day)
    assert {pick.paper.day for pick in picks} == {newest}
    assert picks[0].paper.upvotes == max(paper.upvotes for paper in sample if paper.day == newest)
    card = (await team.commands.handlers["picks"](team.request("picks"))).card
    assert "I know nothing about you yet" in card.text


async def test_a_like_counts_at_once_and_can_be_taken_back(team: Team, coding: Paper) -> None:
    before = await team.titles(ADA)
    await team.react(ADA, coding)
    after = await team.titles(ADA)
    assert after != before
    assert coding.title not in after
    await team.react(ADA, coding, retracted=True)
    assert await team.titles(ADA) == before


async def test_a_followed_topic_leads_and_is_the_reason(team: Team) -> None:
    await team.store.interests.state(ADA, topic("video generation"))
    picks = await team.picks(ADA, 5)
    assert "video" in f"{picks[0].paper.title} {picks[0].paper.abstract} {picks[0].paper.summary}".casefold()
    assert "Because you follow video generation" in map(reason_of, picks)
    near = ("Because you follow video generation", "Close to video generation, which you follow")
    assert all(reason_of(pick) in near for pick in picks if pick.matched)


async def test_a_topic_that_nothing_is_about_is_the_reason_for_nothing(team: Team) -> None:
    for text in ("tax law", "zzzqqq flurbs"):
        await team.store.interests.state(ADA, topic(text))
    assert await team.picks(ADA, 5) == []
    await team.store.interests.state(ADA, topic("diffusion models"))
    picks = await team.picks(ADA, 10, bar=Bar.USUAL)
    assert picks
    assert {reason_of(pick) for pick in picks} == {"Because you follow diffusion models"}


@pytest.mark.parametrize("tenant", ["abroad", "there"])
async def test_whoever_is_of_another_tenant_has_no_say_in_a_channel(
    team: Team, sample: list[Paper], coding: Paper, tenant: str
) -> None:
    stranger = Member(Tenant("console", tenant), "ada")
    await team.react(stranger, coding)
    await team.store.memberships.seen(ROOM, stranger, team.clock.now())
    found = await team.ranker.for_channel(ROOM, count=5, candidates=sample)
    assert not found.known
    await team.react(ADA, coding)
    assert (await team.ranker.for_channel(ROOM, count=5, candidates=sample)).known


async def test_mutes_win_over_follows_and_likes(team: Team, sample: list[Paper], coding: Paper) -> None:
    await team.react(ADA, coding)
    await team.store.interests.state(ADA, topic("agents"))
    await team.store.interests.state(ADA, mute(InterestKind.KEYWORD, "agent"))
    for pick in await team.picks(ADA, 10, sample):
        assert "agent" not in f"{pick.paper.title} {pick.paper.abstract}".casefold().replace("agentic", "").split()


async def test_followed_authors_always_surface_marked(team: Team, coding: Paper) -> None:
    quiet = Paper(
        id=PaperId("arxiv:2608.99999"),
        title="On an Unrelated Matter",
        authors=("Grace Hopper",),
        organisation=Organisation(slug="navy", name="The Navy"),
        featured=coding.day,
    )
    await team.add(quiet)
    await team.react(ADA, coding)
    await team.store.interests.state(ADA, Interest(kind=InterestKind.AUTHOR, value="grace hopper"))
    await team.store.interests.state(BO, Interest(kind=InterestKind.ORGANISATION, value="The Navy"))
    for member, word in ((ADA, "Hopper"), (BO, "The Navy")):
        found = next(pick for pick in await team.picks(member, 3) if pick.paper.id == quiet.id)
        assert found.followed
        assert word.casefold() in reason_of(found).casefold()


async def test_named_interests_each_get_their_share(team: Team) -> None:
    for text, group in (("video generation", "fun"), ("coding agents", "work")):
        await team.store.interests.state(ADA, topic(text, group))
    groups = [pick.group for pick in await team.picks(ADA, 5, await team.store.papers.sample(500))]
    assert groups.count("fun") >= 2
    assert groups.count("work") >= 2


async def test_what_each_interest_brings_does_not_hang_on_what_it_is_filed_under(team: Team) -> None:
    for member, agents, reasoning in ((ADA, "work", "home"), (BO, "home", "work")):
        await team.store.interests.state(member, topic("agents", agents))
        await team.store.interests.state(member, topic("reasoning", reasoning))
    of_ada, of_bo = [{(pick.paper.id, pick.group) for pick in await team.picks(who, 6)} for who in (ADA, BO)]
    assert {paper for paper, group in of_ada if group == "work"} == {paper for paper, group in of_bo if group == "home"}
    assert {paper for paper, group in of_ada if group == "home"} == {paper for paper, group in of_bo if group == "work"}


async def test_below_a_full_list_stands_something_different_under_its_own_name(team: Team, coding: Paper) -> None:
    await team.react(ADA, coding)
    await team.store.interests.state(ADA, topic("agents"))
    full = await team.ranker.for_member(ADA, 5)
    assert len(full.picks) == 5, "never at the cost of a match"
    assert [pick.explored for pick in full.popular] == [True]
    assert reason_of(full.popular[0]).startswith("Something different")
    assert not (await team.ranker.for_member(ADA, 3)).popular


async def test_a_full_list_of_a_channel_ends_with_something_from_outside_of_what_it_follows(
    team: Team, sample: list[Paper]
) -> None:
    await team.store.interests.state(ROOM, topic("agents"))
    full = await team.ranker.for_channel(ROOM, count=5, bar=Bar.BROAD, candidates=sample)
    assert len(full.picks) == 5, "never at the cost of a match"
    assert not any(pick.explored for pick in full.picks)
    assert [pick.explored for pick in full.popular] == [True]
    assert reason_of(full.popular[0]).startswith("Something different")
    assert not (await team.ranker.for_channel(ROOM, count=3, bar=Bar.BROAD, candidates=sample)).popular


async def test_what_a_channel_s_picks_leave_room_for_is_popular_and_nothing_else(
    team: Team, sample: list[Paper]
) -> None:
    await team.store.interests.state(ROOM, topic("agents"))
    found = await team.ranker.for_channel(ROOM, count=99, bar=Bar.STRICT, candidates=sample)
    assert found.picks
    assert found.popular
    assert not any(pick.explored for pick in found.popular)


async def test_the_parts_of_every_pick_add_up(team: Team, coding: Paper) -> None:
    await team.react(ADA, coding)
    await team.react(ADA, (await team.picks(ADA, 1))[0].paper, signal=Signal.DISLIKE)
    await team.store.interests.state(ADA, topic("benchmarks"))
    for pick in await team.picks(ADA, 10):
        assert pick.score == pytest.approx(sum(reason.contribution for reason in pick.reasons))


async def test_why_tells_the_same_score_as_the_pick(team: Team, coding: Paper) -> None:
    await team.react(ADA, coding)
    pick = (await team.picks(ADA, 3))[0]
    assert (await team.ranker.explain(ADA, pick.paper.id)).reasons == pick.reasons
    with pytest.raises(NotFound):
        await team.ranker.explain(ADA, PaperId("arxiv:2601.00000"))


async def test_a_like_is_no_reason_for_the_paper_that_was_liked(team: Team, sample: list[Paper], coding: Paper) -> None:
    other = titled(sample, "Self-Evolving Coding Agents")
    await team.react(ADA, other)
    before = await team.ranker.explain(ADA, coding.id)
    await team.react(ADA, coding)
    after = await team.ranker.explain(ADA, coding.id)
    assert after.reasons == before.reasons
    assert coding.title not in {reason.subject for reason in after.reasons}


async def test_teammates_with_the_same_taste_count_and_are_not_named(
    team: Team, sample: list[Paper], coding: Paper
) -> None:
    other = titled(sample, "EnvHarness")
    before = await team.ranker.explain(ADA, other.id)
    for member in (ADA, BO, CY):
        await team.react(member, coding, titled(sample, "Self-Evolving Coding Agents"))
    await team.react(BO, other)
    await team.react(CY, other, signal=Signal.SAVE)
    reason = _part(await team.ranker.explain(ADA, other.id), ReasonKind.TEAMMATES)
    assert reason.count == 2
    assert reason.contribution > 0
    assert _kinds(before) & {ReasonKind.TEAMMATES} == set()


async def test_no_teammate_who_dislikes_a_paper_counts_as_one_who_likes_it(
    team: Team, sample: list[Paper], coding: Paper
) -> None:
    other = titled(sample, "EnvHarness")
    for member in (ADA, BO, CY):
        await team.react(member, coding, titled(sample, "Self-Evolving Coding Agents"))
    await team.react(BO, other)
    await team.react(CY, other, signal=Signal.DISLIKE)
    assert _part(await team.ranker.explain(ADA, other.id), ReasonKind.TEAMMATES).count == 1


async def test_no_feedback_crosses_tenants(team: Team, sample: list[Paper], coding: Paper) -> None:
    await team.react(ADA, coding)
    before = await team.picks(ADA, 5), await team.titles(STRANGER)
    await team.react(STRANGER, *sample[:10])
    await team.store.memberships.seen(ROOM, STRANGER, team.clock.now())
    assert await team.picks(ADA, 5) == before[0]
    channel = await team.channel_picks(ROOM, count=5, candidates=sample)
    assert all(pick.members <= 1 for pick in channel)


async def test_a_channel_is_picked_for_its_people(team: Team, sample: list[Paper], coding: Paper) -> None:
    video = titled(sample, "4DAnyone")
    await team.react(ADA, coding)
    await team.react(BO, video)
    picks = await team.channel_picks(ROOM, count=4, candidates=sample)
    for member in (ADA, BO):
        best = [pick.paper.id for pick in await team.picks(member, 8, sample)]
        assert {pick.paper.id for pick in picks} & set(best)
    assert {pick.members for pick in picks} & {1, 2}
    for pick in picks:
        assert pick.score == pytest.approx(sum(reason.contribution for reason in pick.reasons))
        assert not _kinds(pick) & {ReasonKind.NEAREST_LIKE, ReasonKind.WORDS, ReasonKind.LIKED_AUTHOR}


@pytest.mark.parametrize(("days", "people"), [(59, 2), (61, 1)])
async def test_who_was_silent_in_a_channel_for_two_months_is_not_picked_for(
    team: Team, sample: list[Paper], coding: Paper, days: int, people: int
) -> None:
    await team.react(BO, coding)
    await team.react(ADA, coding)
    team.clock.time += timedelta(days=days)
    await team.store.memberships.seen(ROOM, ADA, team.clock.now())
    picks = await team.channel_picks(ROOM, count=3, candidates=sample)
    assert max(pick.members for pick in picks) == people


async def test_a_member_s_picks_come_from_the_seven_newest_days_that_have_papers(sample: list[Paper]) -> None:
    store = Team(await open_store("memory:"))
    weekly = [
        replace(paper, id=PaperId(f"arxiv:2601.0000{n}"), featured=NOW.date() - timedelta(weeks=n), upvotes=n)
        for n, paper in enumerate(sample[:9])
    ]
    await store.add(*weekly)
    shown = await store.ranker.for_member(ADA, 9)
    assert {pick.paper.id for pick in shown.popular} == {paper.id for paper in weekly[:7]}


async def test_a_channel_has_interests_rules_and_a_bar_of_its_own(team: Team, sample: list[Paper]) -> None:
    papers = [replace(paper, categories=("cs.CV",) if "ideo" in paper.title else ("cs.CL",)) for paper in sample]
    await team.store.interests.state(ROOM, mute(InterestKind.KEYWORD, "camera"))
    picks = await team.channel_picks(
        ROOM, count=5, topics=["video generation"], categories=["cs.CV"], candidates=papers
    )
    assert picks
    assert all(pick.paper.categories == ("cs.CV",) for pick in picks)
    assert "Because this channel follows video generation" in map(reason_of, picks)
    strict = await team.channel_picks(
        ROOM, count=5, topics=["video generation"], categories=["cs.CV"], candidates=papers, bar=Bar.STRICT
    )
    assert {pick.paper.id for pick in strict} < {pick.paper.id for pick in picks}


async def test_what_a_channel_follows_stands_by_its_score_however_many_it_is_for(
    team: Team, sample: list[Paper]
) -> None:
    for_ada, for_none = titled(sample, "DiffusionGemma"), titled(sample, "How Can Rhetoric")
    by_zoe = [replace(each, authors=("Zoe Quill",)) for each in (for_ada, for_none)]
    await team.add(*by_zoe)
    await team.store.interests.state(ROOM, Interest(kind=InterestKind.AUTHOR, value="Zoe Quill"))
    await team.store.interests.state(ADA, topic("robots"))
    await team.react(ADA, titled(sample, "Scaling Inherently Interpretab"))
    first, second = await team.channel_picks(ROOM, count=4, candidates=by_zoe)
    assert (first.members, second.members) == (0, 1)
    assert first.score > second.score


async def test_a_member_s_mute_binds_where_nobody_else_is_known(team: Team, sample: list[Paper], coding: Paper) -> None:
    await team.react(ADA, coding, titled(sample, "RynnValue"), titled(sample, "Ego2Robot"))
    await team.store.interests.state(ADA, mute(InterestKind.KEYWORD, "agent"))
    picks = await team.channel_picks(ROOM, count=10, candidates=sample)
    assert picks
    assert not any("agent" in pick.paper.title.casefold().split() for pick in picks)


async def test_a_restart_changes_nothing(team: Team, sample: list[Paper]) -> None:
    await team.react(ADA, *sample[10:20])
    await team.react(ADA, sample[3], signal=Signal.DISLIKE)
    before = await team.picks(ADA, 8)
    team.restart()
    assert await team.picks(ADA, 8) == before


async def test_after_a_restart_what_was_learned_is_loaded_and_not_learned_anew(
    team: Team, sample: list[Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    await team.react(ADA, *sample[10:20])
    before = await team.picks(ADA, 8)
    written: list[Member] = []

    async def save(profiles: Mapping[Member, bytes], fit: Fit) -> None:
        written.extend(profiles)

    monkeypatch.setattr(team.store.profiles, "save", save)
    team.restart()
    assert await team.picks(ADA, 8) == before
    assert written == []
    await team.react(ADA, sample[20])
    await team.picks(ADA, 8)
    assert written == [ADA]


async def test_a_rebuilt_profile_equals_the_kept_one(team: Team, sample: list[Paper]) -> None:
    space = await team.spaces.current()
    for paper in sample[:9]:
        await team.react(ADA, paper)
        await team.users.of(ADA, space)
    kept = (await team.users.of(ADA, space)).profile
    await team.store.profiles.save({ADA: b""}, space.fit)
    team.restart()
    rebuilt = (await team.users.of(ADA, space)).profile
    assert profile_bytes(rebuilt) == profile_bytes(kept)


async def test_a_broken_cache_is_made_again(team: Team, coding: Paper) -> None:
    await team.react(ADA, coding)
    before = await team.titles(ADA)
    space = await team.spaces.current()
    await team.store.profiles.save({ADA: b"[]\n"}, space.fit)
    team.restart()
    assert await team.titles(ADA) == before


async def test_new_papers_bring_a_new_space_and_old_profiles_follow(team: Team, sample: list[Paper]) -> None:
    await team.react(ADA, *sample[:5])
    old = await team.spaces.current()
    await team.picks(ADA, 5)
    await team.add(*(replace(p, id=PaperId(f"{p.id}9"), title=f"More on {p.title}") for p in sample[:50]))
    new = await team.spaces.current()
    assert new.version != old.version
    known = await team.users.of(ADA, new)
    assert known.profile.space == new.version
    assert len(known.profile.marks) == 5
    assert (await team.ranker.for_member(ADA, 5)).known


async def test_a_refit_is_not_due_while_little_is_new(team: Team) -> None:
    await team.spaces.current()
    assert not await team.spaces.refit_if_due()


async def test_a_day_later_a_refit_in_another_process_sees_what_is_new(team: Team, sample: list[Paper]) -> None:
    old = await team.spaces.current()
    await team.add(replace(sample[0], id=PaperId("arxiv:2608.99999"), title="Quite New"))
    team.clock.time += timedelta(days=1)
    assert await team.spaces.refit_if_due()
    new = await team.spaces.current()
    assert (new.papers, new.version != old.version) == (len(sample) + 1, True)
    assert not await team.spaces.refit_if_due()


async def test_what_one_process_fitted_the_others_go_over_to(team: Team, sample: list[Paper]) -> None:
    other = team.feature_spaces()
    old = await other.current()
    assert (await team.spaces.current()).version == old.version
    await other.take_newest()
    assert await other.current() is old
    await team.add(replace(sample[0], id=PaperId("arxiv:2608.99999"), title="Quite New"))
    team.clock.time += timedelta(days=1)
    assert await team.spaces.refit_if_due()
    await other.take_newest()
    new = await other.current()
    assert new.version == (await team.spaces.current()).version != old.version
    assert not await other.refit_if_due()


async def test_a_start_is_not_slowed_by_a_refit(
    team: Team, sample: list[Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    await team.add(replace(sample[0], id=PaperId("arxiv:2608.99999"), title="Quite New"))
    team.clock.time += timedelta(days=1)
    slept: list[tuple[float, int]] = []

    async def sleep(seconds: float) -> None:
        kept = await team.store.spaces.load("linear")
        slept.append((seconds, kept.papers if kept else 0))
        if len(slept) == 2:
            raise asyncio.CancelledError

    monkeypatch.setattr(team.clock, "sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await team.spaces.run()
    assert slept == [(30, len(sample)), (600, len(sample) + 1)]


async def test_a_kept_space_is_read_and_not_fitted_again(team: Team, sample: list[Paper]) -> None:
    assert (await team.spaces.current()).version == learn(sample).version
    kept = await team.store.spaces.load("linear")
    assert kept is not None
    await team.store.spaces.save(replace(kept, content=b"of another version"))
    again = team.feature_spaces()
    assert (await again.current()).version == kept.fit.version, "what can't be read is fitted anew"
    assert await team.store.spaces.load("linear") != replace(kept, content=b"of another version")


async def test_forgetting_a_member_forgets_what_was_learned(team: Team, coding: Paper) -> None:
    before = await team.titles(ADA)
    await team.react(ADA, coding)
    assert await team.titles(ADA) != before
    await team.store.privacy.forget(ADA)
    assert await team.titles(ADA) == before
    space = await team.spaces.current()
    assert not profile_bytes((await team.users.of(ADA, space)).profile)
    assert not await team.store.profiles.load([ADA], space.fit)


async def test_similar_papers_come_best_first_without_the_paper_itself(team: Team, coding: Paper) -> None:
    hits = await team.ranker.similar(coding.id, 5)
    assert all("Agent" in hit.paper.title for hit in hits[:2])
    assert coding.id not in {hit.paper.id for hit in hits}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


async def test_picks_of_a_day_are_of_that_day_and_a_day_without_papers_is_told(team: Team, coding: Paper) -> None:
    await team.react(ADA, coding)
    picked = (await team.commands.handlers["picks"](team.request("picks 10 2026-08-20"))).card
    assert picked.papers
    found = await team.store.papers.get([each.paper for each in picked.papers])
    assert {str(paper.day) for paper in found.values()} == {"2026-08-20"}
    nothing = (await team.commands.handlers["picks"](team.request("picks 2020-01-02"))).card
    assert nothing.problem
    assert "2 Jan 2020" in nothing.text
    for zone, day in (("", "21 Aug 2026"), ("Pacific/Honolulu", "20 Aug 2026")):  # where it is still the 21st
        asked = replace(team.request("picks 10 yesterday"), zone=zone)
        assert day in (await team.commands.handlers["picks"](asked)).card.title


async def test_an_empty_store_has_nothing_to_pick(team: Team) -> None:
    empty = Team(await open_store("memory:"))
    assert await empty.picks(ADA, 5) == []
    answer = await empty.commands.handlers["picks"](empty.request("picks"))
    assert "There are no papers yet" in answer.card.text


async def test_an_opinion_about_an_erased_paper_is_no_harm(team: Team) -> None:
    gone = Paper(id=PaperId("arxiv:2601.00001"), title="Gone")
    await team.react(ADA, gone)
    assert await team.picks(ADA, 5)
    assert (await team.store.feedback.opinions(ADA))[gone.id] == Opinion(
        paper=gone.id, liked=True, at=(await team.store.feedback.opinions(ADA))[gone.id].at
    )


def _kinds(pick: Pick) -> set[ReasonKind]:
    return {reason.kind for reason in pick.reasons}


def _part(pick: Pick, kind: ReasonKind):  # type: ignore[no-untyped-def]
    return next(reason for reason in pick.reasons if reason.kind is kind)


async def test_a_list_within_a_longer_one_gives_the_same_picks(team: Team, sample: list[Paper]) -> None:
    await team.react(ADA, *sample[:3])
    await team.store.interests.state(ADA, topic("diffusion models"))
    part = sample[40:80]
    alone = await team.picks(ADA, 5, part)
    team.restart()
    await team.picks(BO, 5, sample[35:85])
    within = await team.picks(ADA, 5, part)
    assert alone
    assert [pick.paper.id for pick in within] == [pick.paper.id for pick in alone]
    for one, other in zip(alone, within, strict=True):
        assert one.relevance == pytest.approx(other.relevance, abs=1e-5)
        assert [(each.kind, each.subject) for each in one.reasons] == [
            (each.kind, each.subject) for each in other.reasons
        ]


async def test_a_paper_whose_votes_moved_is_picked_as_it_is_now(team: Team, sample: list[Paper]) -> None:
    await team.react(ADA, *sample[:3])
    before = await team.picks(ADA, 5, sample)
    moved = [replace(paper, upvotes=paper.upvotes + 1_000) for paper in sample]
    after = await team.picks(ADA, 5, moved)
    assert before
    assert all(pick.paper in sample for pick in before)
    assert all(pick.paper in moved for pick in after)


async def test_a_liked_paper_is_named_where_it_means_nearly_the_same_and_else_the_words_are(
    team: Team, sample: list[Paper], coding: Paper
) -> None:
    again = replace(
        coding, id=PaperId("arxiv:2601.00001"), title=f"{coding.title}: a Second Look", authors=("Ada Alpha",)
    )
    await team.react(ADA, coding, titled(sample, "4DAnyone"))
    picks = {pick.paper.id: pick for pick in await team.picks(ADA, 20, [again, *sample])}
    assert _named(picks[again.id]) == {coding.title}
    vague = [pick for pick in picks.values() if "" in _named(pick)]
    assert vague
    by_words = [pick for pick in vague if any(r.kind is ReasonKind.WORDS and r.contribution > 1 for r in pick.reasons)]
    assert by_words
    assert not any(reason_of(pick).startswith("Somewhat like") for pick in by_words)


def _named(pick: Pick) -> set[str]:
    return {reason.subject for reason in pick.reasons if reason.kind is ReasonKind.NEAREST_LIKE}


async def test_twenty_similar_papers_are_listed_in_all(team: Team, coding: Paper) -> None:
    similar = team.commands.handlers["similar"]
    pages = [(await similar(team.request(f"similar/{page} {coding.id}"))).card for page in (1, 4)]
    assert [len(page.papers) for page in pages] == [5, 5]
    assert "20" in pages[0].title + pages[0].text + pages[0].footer
    assert not [button for row in pages[1].rows for button in row.buttons if "similar/5" in button.line]


async def test_what_was_reacted_to_before_the_newest_thousand_is_not_picked_again(
    team: Team, sample: list[Paper], space: FeatureSpace
) -> None:
    await team.react(ADA, sample[0])
    known = await team.users.of(ADA, space)
    newest = {PaperId(f"arxiv:2001.{number:05}"): opinion(sample[1]) for number in range(1_000)}
    many = replace(known, opinions=newest)
    assert set(await team.users.reacted(ADA, many, sample[:3])) == {sample[0].id}
