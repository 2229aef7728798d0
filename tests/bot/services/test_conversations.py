"""What people get back at the core, and what it leaves behind."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands import COMMANDS, parse
from bot.errors import SourceBroken, SourceDown, StoreBusy
from bot.model import Channel, Feedback, Interest, InterestKind, Member, Paper, PaperId, Request, Signal, Tenant
from bot.store import open_store
from tests.bot.services.conftest import ADA, BOB, GLOBAL, HERE, NOW, PAPERS, ROOM, THREAD, furnish

MOST = 200

SCALING = PAPERS[0]


async def test_a_search_shows_the_facts_a_reader_decides_by(talk, shown):
    answer = await talk.ask("search test time scaling")
    assert answer.private
    assert answer.shareable
    assert answer.card.papers[0].title == SCALING.title
    for fact in ("Analytical Engines", "Lovelace, Turing", "20 Aug 2026", "▲ 1", "💬 0"):
        assert fact in answer.card.papers[0].facts


async def test_a_search_without_hits_says_what_to_try(talk, shown):
    answer = await talk.ask("search zzyzx qwrtp")
    assert answer.card.problem
    assert "Nothing found" in shown(answer)


async def test_a_search_that_asks_for_too_much_tells_and_offers_what_there_is_with_less(talk, shown):
    answer = await talk.ask('search test time scaling org:"Analytical Engines" upvotes:>5000')
    assert "Without “upvotes:>=5001” there" in shown(answer)
    without = next(button for button in answer.card.buttons if button.label == "Without “upvotes:>=5001”")
    assert (await talk.ask(without.line)).card.papers[0].title == SCALING.title


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("search org:qzxy", "from “qzxy”"),
        ("search author:qzxy", "called “qzxy”"),
        ("search upvotes:>5000", "such a number of upvotes"),
        ("search until:2001-01-01", "of that time"),
        ("search veterinary", "No paper here has the word “veterinary”"),
    ],
)
async def test_advice_names_what_was_asked(talk, shown, line, told):
    text = shown(await talk.ask(line))
    assert told in text
    assert "fewer" not in text


async def test_a_search_for_an_organisations_name_offers_its_papers_alone(talk):
    answer = await talk.ask("search Analytical Engines")
    only = next(button for button in answer.card.buttons if button.label == "Only papers from Analytical Engines")
    assert len((await talk.ask(only.line)).card.papers) == len(PAPERS)


async def test_a_search_from_after_the_newest_papers_says_how_new_these_are(talk, shown):
    told = shown(await talk.ask("search agents since:2026-12-01"))
    assert "The newest papers here are of" in told
    assert "other words" not in told


async def test_what_a_follow_finds_is_not_called_recent_where_the_papers_are_old(talk, shown):
    now = talk.clock.now()
    assert "of the last 30 days" in shown(await talk.ask("follow test time scaling", at=now))
    later = now + timedelta(days=60)
    assert "of the 30 days up to " in shown(await talk.ask("follow test time scaling", at=later))
    assert "of the 30 days up to " in shown(await talk.ask("mute robots", at=later))


async def test_a_category_is_said_to_be_unknown_where_papers_carry_none(talk, shown):
    assert "carries a category" in shown(await talk.ask("search category:cs.CL"))


async def test_nothing_for_a_query_in_another_script_says_what_is_read(talk, shown):
    assert "in English" in shown(await talk.ask("search 语言模型"))


async def test_what_is_not_stored_is_asked_of_the_sources_and_found_by_them(shown):
    store = await open_store("memory:")
    asked = []

    async def ask(paper):
        asked.append(paper)
        await store.papers.add([replace(SCALING, id=paper)], NOW)
        return replace(SCALING, id=paper)

    async def find(text):
        asked.append(text)
        found = [replace(PAPERS[1], id=PaperId("arxiv:2401.00009"))] if "robots" in text else []
        await store.papers.add(found, NOW)
        return found

    talk = furnish(store, ask, find)
    await talk.ask("search zebras")
    assert PAPERS[1].title in shown(await talk.ask("search robots"))
    await talk.ask("search robots")
    assert SCALING.title in shown(await talk.ask("search 2401.00008"))
    assert asked == ["zebras", "robots", PaperId("arxiv:2401.00008")], "what is stored by now is not asked for"
    assert SCALING.title in shown(await talk.ask("search arxiv id: 2401.00007"))
    assert asked[3:] == [PaperId("arxiv:2401.00007")], "by its id, whatever words stand around it"


async def test_today_and_yesterday_are_days_where_the_asker_is(talk, shown):
    hawaii = {"zone": "Pacific/Honolulu"}  # where it is still the evening of August 20, of which the papers are
    for line in ("today yesterday", "search since:yesterday until:yesterday", "search papers from yesterday"):
        assert PAPERS[0].title in shown(await talk.ask(line)), line
        assert PAPERS[0].title not in shown(await talk.ask(line, **hawaii)), line
    for line in ("today today", "search since:today", "search papers from today"):
        assert PAPERS[0].title not in shown(await talk.ask(line)), line
        assert PAPERS[0].title in shown(await talk.ask(line, **hawaii)), line


@pytest.mark.parametrize("trouble", [SourceDown("It sleeps.", timedelta(hours=1)), SourceBroken("It mumbles.")])
async def test_a_paper_that_could_not_be_asked_for_is_not_said_to_be_missing(shown, trouble):
    async def ask(paper):
        raise trouble

    talk = furnish(await open_store("memory:"), ask)
    told = shown(await talk.ask("like 2401.00008"))
    assert "2401.00008" in told
    assert "just now" in told
    assert "no paper" not in told.casefold()


async def test_today_shows_the_newest_day_and_says_when_it_is_not_today(talk, shown):
    answer = await talk.ask("today")
    assert [card.title for card in answer.card.papers] == [p.title for p in reversed(PAPERS)]
    assert "newest day" in shown(answer)


async def test_an_empty_day_offers_the_newest(talk):
    answer = await talk.ask("today 2026-01-01")
    assert answer.card.problem
    assert answer.card.buttons[0].line == "today date:2026-08-20"


async def test_a_like_is_written_and_its_undo_leaves_nothing(talk):
    receipt = await talk.ask(f"like {SCALING.id}")
    assert "test-time scaling" in receipt.card.text
    assert (await talk.store.feedback.opinions(ADA))[SCALING.id].liked is True
    await talk.ask(receipt.card.buttons[0].line)
    assert not await talk.store.feedback.opinions(ADA)


async def test_a_receipt_offers_to_mute_the_reason_of_the_pick(talk):
    receipt = await talk.ask(f"dislike {SCALING.id}")
    assert "mute author:Ada Lovelace" in [button.line for button in receipt.card.buttons]


async def test_undo_takes_back_the_newest_that_still_counts(talk, shown):
    await talk.ask(f"like {PAPERS[0].id}")
    await talk.ask(f"save {PAPERS[1].id}")
    await talk.ask("undo")
    opinions = await talk.store.feedback.opinions(ADA)
    assert opinions[PAPERS[0].id].liked
    assert PAPERS[1].id not in opinions
    await talk.ask("undo")
    assert (await talk.ask("undo")).card.problem


async def test_a_save_is_known_listed_and_taken_back_once_under_whatever_id_its_paper_has_now(talk, shown):
    doi = PaperId("doi:10.1101/2026.08.01.000001")
    await talk.store.papers.add([Paper(id=doi, title="Folded Proteins")], NOW)
    await talk.ask(f"save {doi} {PAPERS[1].id}", event="e1")
    await talk.store.papers.add([Paper(id=PaperId("arxiv:2608.00009"), title="Folded Proteins", aliases=(doi,))], NOW)
    assert "already" in shown(await talk.ask("save 2608.00009"))
    assert shown(await talk.ask("saved")).count("Folded Proteins") == 1
    await talk.ask("undo", at=NOW + timedelta(minutes=1))
    assert "Folded Proteins" not in shown(await talk.ask("saved"))
    assert PAPERS[1].title not in shown(await talk.ask("saved"))


async def test_undo_takes_back_whatever_was_said_last(talk, shown):
    """A reaction, a follow or a mute: whichever came later."""
    await talk.ask("follow agents", at=NOW)
    await talk.ask(f"like {SCALING.id}", at=NOW + timedelta(minutes=1))
    await talk.ask("mute author:Ada Lovelace", at=NOW + timedelta(minutes=2))
    assert "No longer muted: author:Ada Lovelace" in shown(await talk.ask("undo"))
    assert "Your like is taken back" in shown(await talk.ask("undo"))
    assert "No longer followed: agents" in shown(await talk.ask("undo"))
    assert "no follow, no mute" in shown(await talk.ask("undo"))
    assert not (await talk.store.interests.of(ADA)).all


async def test_undo_brings_back_what_was_ended_as_it_was(talk, shown):
    """With its group and its circle of authors, the follow that a mute ended included."""
    circle = "author:Wei Wang (with Ada Lovelace)"
    for minute, line in enumerate((f"follow {circle} as work", "unfollow author:Wei Wang", "mute keyword:benchmark")):
        await talk.ask(line, at=NOW + timedelta(minutes=minute))
    await talk.ask("undo", at=NOW + timedelta(minutes=3))
    assert f"Followed again: {circle} (in work)." in shown(await talk.ask("undo", at=NOW + timedelta(minutes=4)))
    (kept,) = (await talk.store.interests.of(ADA)).all
    assert (str(kept), kept.group, kept.since) == (circle, "work", NOW)
    ended = await talk.ask("mute author:Wei Wang", at=NOW + timedelta(minutes=5))
    undone = shown(await talk.ask(ended.card.buttons[0].line))
    assert "No longer muted: author:Wei Wang." in undone
    assert f"Followed again: {circle} (in work)." in undone
    assert (await talk.store.interests.of(ADA)).all == (kept,)


async def test_undo_of_what_is_named_reaches_past_what_came_later(talk, shown):
    for minute, line in enumerate(("mute robots", "unmute robots", f"like {SCALING.id}")):
        await talk.ask(line, at=NOW + timedelta(minutes=minute))
    assert "Muted again: robots." in shown(await talk.ask("undo unmute robots"))
    assert "nothing to take back about robots" in shown(await talk.ask("undo unmute robots"))
    assert "Your like is taken back" in shown(await talk.ask("undo"))
    assert "No longer muted: robots." in shown(await talk.ask("undo"))


@pytest.mark.parametrize("typed", ["undo Mute robots", "undo MUTE Robots"])
async def test_undo_of_what_is_named_is_understood_however_it_is_typed(talk, shown, typed):
    await talk.ask("mute robots", at=NOW)
    await talk.ask(f"like {SCALING.id}", at=NOW + timedelta(minutes=1))
    assert "No longer muted: robots." in shown(await talk.ask(typed))


async def test_undo_of_a_paper_that_is_named_leaves_what_was_said_of_another_since(talk):
    await talk.ask(f"like {SCALING.id}", at=NOW)
    await talk.ask(f"like {PAPERS[1].id}", at=NOW + timedelta(minutes=1))
    await talk.ask(f"undo {SCALING.id}", at=NOW + timedelta(minutes=2))
    opinions = await talk.store.feedback.opinions(ADA, [SCALING.id, PAPERS[1].id])
    assert [paper for paper, opinion in opinions.items() if opinion.liked] == [PAPERS[1].id]


async def test_several_interests_of_one_line_are_followed_undone_and_ended_together(talk, shown):
    async def follows():
        return [str(one) for one in (await talk.store.interests.of(ADA)).follows]

    told = shown(await talk.ask("follow agents, world models", at=NOW))
    assert "Following agents." in told
    assert "Following world models." in told
    assert await follows() == ["agents", "world models"]
    assert "not following agents, chess" in shown(await talk.ask("unfollow agents, chess"))
    assert await follows() == ["agents", "world models"]
    await talk.ask("undo")
    assert not await follows()
    await talk.ask("follow agents, world models, retrieval", at=NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=2)
    assert "agents, world models." in shown(await talk.ask("unfollow agents, world models", at=later))
    assert await follows() == ["retrieval"]
    await talk.ask("undo")
    assert set(await follows()) == {"agents", "world models", "retrieval"}
    assert "retrieval" in shown(await talk.ask("unfollow everything"))
    assert not await follows()
    assert "You follow nothing yet" in shown(await talk.ask("unfollow all"))


async def test_a_topic_with_as_in_it_is_one_press_away_where_it_was_taken_for_a_group(talk):
    def offered(answer):
        return [button.line for button in answer.card.buttons if '"' in button.line]

    first = await talk.ask("follow LLM as judge")
    assert offered(first) == ['follow "LLM as judge"']
    await talk.ask(offered(first)[0])
    assert [(one.value, one.group) for one in (await talk.store.interests.of(ADA)).all] == [("LLM as judge", None)]
    await talk.ask('follow "retrieval" as work')
    assert not offered(await talk.ask("follow agents as work")), "by now it is known for a group"


async def test_words_that_may_be_said_to_the_bot_are_searched_and_help_is_offered(talk, shown):
    answer = await talk.ask("search can you sing me a song")
    assert "help" in [button.line for button in answer.card.buttons]
    assert "talking to me" in shown(answer)
    assert "talking to me" not in shown(await talk.ask("search robots"))


async def test_what_is_not_followed_to_the_word_is_offered_as_it_was_stated(talk):
    await talk.ask("follow diffusion models, agents")
    answer = await talk.ask("unfollow diffusion")
    assert [button.line for button in answer.card.buttons] == ["unfollow diffusion models"]
    assert (await talk.ask("unfollow chess")).card.buttons == ()


async def test_undo_of_a_kind_leaves_what_is_followed(talk):
    await talk.ask(f"like {SCALING.id}", at=NOW)
    await talk.ask("follow agents", at=NOW + timedelta(minutes=1))
    await talk.ask("undo like")
    assert not await talk.store.feedback.opinions(ADA)
    assert len((await talk.store.interests.of(ADA)).all) == 1


async def test_a_like_never_empties_the_reading_list(talk, shown):
    await talk.ask(f"save {SCALING.id}")
    await talk.ask(f"like {SCALING.id}")
    await talk.ask(f"undo like {SCALING.id}")
    assert SCALING.title in shown(await talk.ask("saved"))
    export = await talk.ask("saved export bibtex")
    assert "Test Time Scaling" in export.card.file.content


async def test_an_empty_reading_list_is_no_file(talk, shown):
    answer = await talk.ask("saved export bibtex")
    assert answer.card.file is None
    assert "reading list is empty" in shown(answer)


async def test_the_same_click_twice_counts_once(talk):
    await talk.ask(f"like {SCALING.id}", event="click-1")
    await talk.ask("undo")
    await talk.ask(f"like {SCALING.id}", event="click-1")
    assert not await talk.store.feedback.opinions(ADA)


async def test_a_paper_is_found_by_its_title_and_doubt_is_said(talk, shown):
    assert "More like this" in shown(await talk.ask("like test time scaling of small models"))
    doubtful = await talk.ask("like models")
    assert doubtful.card.problem
    assert "like 2608.00002" in {button.line for button in doubtful.card.buttons}
    assert "don't know" in shown(await talk.ask("like 2401.99999"))


async def test_emoji_on_a_known_message_is_feedback_and_can_be_taken_back(talk):
    assert await talk.react("m1", "🔥")
    assert (await talk.store.feedback.opinions(ADA))[SCALING.id].liked
    assert await talk.react("m1", "🔥", added=False)
    assert not await talk.store.feedback.opinions(ADA)


async def test_emoji_that_means_nothing_here_is_ignored(talk):
    assert await talk.react("m1", "🐈") is None
    assert await talk.react("unknown", "👍") is None
    assert await talk.react("gone", "👍") is None, "the paper is unknown"
    assert await talk.react("m1", "👍", member=BOB) is None, "another tenant's message"
    assert not await talk.store.feedback.opinions(ADA)


async def test_a_removal_that_overtakes_its_reaction_counts(talk):
    later, earlier = NOW + timedelta(seconds=2), NOW + timedelta(seconds=1)
    await talk.react("m1", "👍", added=False, at=later, event="e2")
    await talk.react("m1", "👍", added=True, at=earlier, event="e1")
    assert not await talk.store.feedback.opinions(ADA)


async def test_a_reaction_is_a_sign_of_life_in_a_thread_too(talk):
    await talk.react("t1", "👍", channel="thread")
    assert list(await talk.store.memberships.of(ROOM, NOW - timedelta(days=1))) == [ADA]
    assert not await talk.store.memberships.of(THREAD, NOW - timedelta(days=1))


async def test_following_everybody_of_a_name_ends_following_one_of_them_and_nobody_else(talk):
    for line in ("author:Wei Wang (with Ada Lovelace)", "author:Bo Li (with Alan Turing)", "author:Wei Li"):
        await talk.ask(f"follow {line}")
    await talk.ask("follow author:Wei Wang (with Alan Turing)")
    follows = {str(one) for one in (await talk.store.interests.of(ADA)).follows}
    assert "author:Bo Li (with Alan Turing)" in follows
    assert "author:Wei Li" in follows


async def test_the_last_word_counts_though_the_platform_s_clock_is_ahead(talk):
    ahead = NOW + timedelta(minutes=5)
    await talk.react("m1", "👍", at=ahead)
    await talk.ask(f"dislike {SCALING.id}")
    assert (await talk.store.feedback.opinions(ADA))[SCALING.id].liked is False
    await talk.ask("undo")
    assert (await talk.store.feedback.opinions(ADA))[SCALING.id].liked is True
    await talk.ask("undo")
    assert not await talk.store.feedback.opinions(ADA)
    await talk.ask(f"like {SCALING.id}")
    assert (await talk.store.feedback.opinions(ADA))[SCALING.id].liked is True


async def test_following_and_muting_can_be_undone(talk, shown):
    answer = await talk.ask("follow author:Yann LeCun as work")
    assert "Following author:Yann LeCun (in work)" in shown(answer)
    await talk.ask("mute author:yann lecun")
    stated = (await talk.store.interests.of(ADA)).all
    assert [(str(i), i.muted) for i in stated] == [("author:yann lecun", True)], "the last word on a name counts"
    await talk.ask("unmute author:Yann LeCun")
    assert not (await talk.store.interests.of(ADA)).all
    assert (await talk.ask("unfollow retrieval")).card.problem


async def test_a_member_sees_exports_and_erases_everything(talk, shown):
    await talk.ask("follow retrieval")
    await talk.ask(f"like {SCALING.id}")
    kept = json.loads((await talk.ask("privacy export")).card.file.content)
    assert "retrieval" in json.dumps(kept)
    assert SCALING.id in json.dumps(kept)
    assert "no undo" in shown(await talk.ask("privacy forget"))
    assert (await talk.store.interests.of(ADA)).all, "asked twice before it happens"
    await talk.ask("privacy confirm-forget")
    assert not (await talk.store.interests.of(ADA)).all
    assert not await talk.store.feedback.opinions(ADA)
    assert await talk.store.privacy.accounts(ADA) == [], "not even that they asked for it"


async def test_an_export_can_be_read_by_people(talk):
    await talk.ask("follow author:Łukasz Müller")
    content = (await talk.ask("privacy export")).card.file.content
    assert "Łukasz Müller" in content
    assert content.count("\n") > 5


async def test_nobody_follows_without_end(talk, shown):
    for number in range(MOST):
        await talk.store.interests.state(ADA, Interest(kind=InterestKind.TOPIC, value=f"topic {number}"))
    assert "200 interests" in shown(await talk.ask("follow one more"))
    assert len((await talk.store.interests.of(ADA)).all) == MOST
    await talk.ask("unfollow topic 0")
    assert "two more" not in str((await talk.store.interests.of(ADA)).all)
    assert (await talk.ask("follow one more, two more")).card.problem
    assert not (await talk.ask("follow one more")).card.problem


async def test_undo_reaches_a_save_however_many_likes_came_after_it(talk, shown):
    await talk.ask(f"save {SCALING.id}")
    like = Feedback(member=ADA, paper=PAPERS[1].id, signal=Signal.LIKE, at=NOW)
    for number in range(60):
        at = talk.clock.now()
        await talk.store.feedback.append(replace(like, paper=PaperId(f"arxiv:2607.{number:05}"), at=at))
    assert SCALING.title in shown(await talk.ask("undo save"))
    assert SCALING.id not in await talk.store.feedback.opinions(ADA)


async def test_a_member_may_be_forgotten_everywhere_at_once(talk, shown):
    ada, ada_elsewhere = (Member(Tenant(GLOBAL, tenant), "ada") for tenant in ("here", "elsewhere"))
    await talk.ask("follow retrieval", member=ada)
    assert "other place" not in shown(await talk.ask("privacy forget", member=ada))
    await talk.ask("follow agents", member=ada_elsewhere)
    asked = await talk.ask("privacy forget", member=ada)
    assert "in one other place" in shown(asked)
    assert "privacy confirm-forget-everywhere" in [button.line for button in asked.card.buttons]
    assert "4 entries" in shown(await talk.ask("privacy confirm-forget-everywhere", member=ada))
    assert await talk.store.privacy.accounts(ada) == []


async def test_a_direct_message_makes_nobody_active_in_a_channel(talk):
    await talk.ask("today", direct=True)
    await talk.ask(f"like {SCALING.id}", direct=True)
    assert not await talk.store.memberships.of(ROOM, NOW - timedelta(days=1))


async def test_a_reaction_is_a_sign_of_life(talk):
    await talk.ask(f"like {SCALING.id}")
    assert list(await talk.store.memberships.of(ROOM, NOW - timedelta(days=1))) == [ADA]


async def test_nothing_crosses_tenants(talk):
    await talk.ask(f"like {SCALING.id}")
    assert not await talk.store.feedback.opinions(BOB)
    assert not await talk.store.feedback.about(BOB.tenant, [SCALING.id])
    await talk.ask("privacy confirm-forget", member=BOB)
    assert await talk.store.feedback.opinions(ADA)


async def test_whoever_asks_in_a_channel_is_seen_there(talk):
    await talk.ask("today")
    assert list(await talk.store.memberships.of(ROOM, NOW - timedelta(days=1))) == [ADA]


async def test_who_is_forgotten_is_not_remembered_for_asking_so(talk):
    await talk.ask("privacy confirm-forget")
    assert not await talk.store.memberships.of(ROOM, NOW - timedelta(days=1))


async def test_a_database_that_refuses_is_told_before_anything_was_changed(talk, shown, monkeypatch):
    async def refuse(*_: object) -> None:
        raise StoreBusy("locked")

    monkeypatch.setattr(talk.store.memberships, "seen", refuse)
    assert "nothing was changed" in shown(await talk.ask(f"like {SCALING.id}"))
    assert not await talk.store.feedback.opinions(ADA)


async def test_help_answers_everything_it_can_not_read(talk, shown):
    assert "Did you mean “search”?" in shown(await talk.ask("serch x"))
    assert "/papers search" in shown(await talk.ask("help"))
    assert "Example" in shown(await talk.ask("help follow"))


async def test_a_failing_command_is_told_kindly_and_nobody_else_notices(talk, shown, caplog):
    async def fail(request: Request):
        raise RuntimeError("secret detail")

    talk.core._handlers["today"] = fail
    answer = await talk.ask("today")
    assert answer.card.problem
    assert "secret" not in shown(answer)
    assert not (await talk.ask("search robots")).card.problem


async def test_a_removed_tenant_is_erased_after_its_grace_and_not_before(talk):
    await talk.ask("follow retrieval")
    await talk.core.tenant_left(HERE, talk.clock.now())
    assert talk.channels.gone == [(HERE, "Paperboy was removed here.")]
    assert await talk.retention.erase_due() == 0
    talk.clock.time += timedelta(days=31)
    assert await talk.retention.erase_due() == 1
    assert not (await talk.store.interests.of(ADA)).all


async def test_coming_back_in_time_keeps_everything(talk):
    await talk.ask("follow retrieval")
    await talk.core.tenant_left(HERE, talk.clock.now())
    await talk.core.tenant_joined(HERE)
    talk.clock.time += timedelta(days=31)
    assert await talk.retention.erase_due() == 0


async def test_a_channel_that_adds_us_reads_of_no_other(talk):
    here, elsewhere = Channel(HERE, "fresh"), Channel(HERE, "elsewhere")
    assert (await talk.core.tenant_joined(HERE, here)).title == "Paperboy is here"
    for channel in (elsewhere, None):
        assert (await talk.core.tenant_joined(HERE, channel)).title == "Paperboy is back"


async def test_suggestions_come_for_what_is_typed(talk):
    titles = await talk.core.complete(ADA, "paper", "paper", "world mod")
    assert titles[0].value == "2608.00002"
    zones = await talk.core.complete(ADA, "subscribe", "zone", "berl")
    assert "Europe/Berlin" in [choice.value for choice in zones]
    await talk.ask("follow retrieval as work")
    assert [c.value for c in await talk.core.complete(ADA, "unfollow", "interest", "ret")] == ["retrieval"]
    assert [c.value for c in await talk.core.complete(ADA, "follow", "group", "")] == ["work"]
    assert not await talk.core.complete(ADA, "nonsense", "x", "y")


async def test_interests_are_suggested_from_what_papers_are_about(talk):
    async def offered(command, argument, typed):
        return [choice.value for choice in await talk.core.complete(ADA, command, argument, typed)]

    assert "test-time scaling" in await offered("follow", "interest", "")
    assert await offered("follow", "interest", "time") == ["test-time scaling"]
    assert await offered("follow", "interest", "robots, time") == ["robots, test-time scaling"]
    assert await offered("subscribe", "topics", "agents, sma") == ["agents, small models"]
    assert "Asia/Kolkata" in await offered("subscribe", "zone", "india")
    assert "UTC" in await offered("subscribe", "zone", "")
    assert (await offered("paper", "paper", ""))[0].startswith("2608.")
    await talk.ask("mute keyword:benchmark")
    await talk.ask("follow retrieval")
    assert await offered("unmute", "interest", "") == ["keyword:benchmark"]
    assert await offered("unfollow", "interest", "") == ["retrieval"]


async def test_choices_of_every_kind_are_suggested(talk):
    async def offered(command, argument, typed):
        return [choice.value for choice in await talk.core.complete(ADA, command, argument, typed)]

    assert await offered("search", "query", "") == await offered("subscribe", "topics", "")
    assert await offered("search", "query", "world") == ["World Models for Robots"]
    assert await offered("search", "query", "robots author:ad") == ['robots author:"Ada Lovelace"']
    assert await offered("follow", "interest", "author:tur") == ["author:Alan Turing"]
    assert await offered("follow", "interest", "alan tur") == ["author:Alan Turing"]
    assert await offered("follow", "interest", "al") == []
    assert await offered("follow", "interest", "topic:small") == ["small models"]
    assert await offered("follow", "interest", "robots, author:tur") == ["robots, author:Alan Turing"]
    assert await offered("help", "command", "unm") == ["unmute"]
    assert await offered("subscribe", "format", "COM") == ["compact"]


async def test_what_becomes_of_a_channel_reaches_who_looks_after_it(talk):
    await talk.core.channel_gone(ROOM, "It was deleted.")
    await talk.core.channel_back(ROOM)
    await talk.core.channel_moved(ROOM, THREAD)
    assert talk.channels.gone == [(ROOM, "It was deleted."), (ROOM, "back"), (ROOM, THREAD)]
    assert await talk.core.posted("console", NOW)


async def test_unmute_alone_offers_what_is_muted(talk):
    assert "muted nothing" in (await talk.ask("unmute")).card.text
    await talk.ask("mute keyword:benchmark")
    await talk.ask("follow retrieval")
    assert [button.line for button in (await talk.ask("unmute")).card.buttons] == ["unmute keyword:benchmark"]
    assert [button.line for button in (await talk.ask("unfollow")).card.buttons] == ["unfollow retrieval"]


async def test_help_comes_by_task_and_every_command_has_one(talk, shown):
    first = await talk.ask("help")
    assert len(first.card.rows) == 4
    told = [await talk.ask(button.line) for button in first.card.buttons]
    assert all(f"/papers {spec.usage}" in "".join(map(shown, told[:4])) for spec in COMMANDS)
    assert "search" in shown(await talk.ask("help search"))


async def test_a_long_button_line_survives_as_a_token(talk):
    line = "search/2 " + "word " * 60
    token = await talk.core.button_token(line, None)
    assert token.startswith("~")
    assert len(token) == 9
    assert await talk.core.button_line(token) == line
    assert parse(line).page == 2


async def test_an_event_is_new_once(talk):
    assert not await talk.core.seen_before("Ev1")
    assert await talk.core.seen_before("Ev1")


@pytest.mark.parametrize("line", ["search agents", "today", "trending"])
async def test_nothing_is_said_not_to_exist_before_any_paper_was_read(shown, line):
    talk = furnish(await open_store("memory:"))
    assert "There are no papers yet: the first ones are being read." in shown(await talk.ask(line))
    await talk.store.papers.failed("huggingface", "It does not answer.", talk.clock.now(), talk.clock.now())
    assert "Hugging Face can't be read just now" in shown(await talk.ask(line))


async def test_a_topic_that_is_called_like_an_organisation_offers_its_papers(talk, shown):
    followed = await talk.ask("follow DeepMind, agents")
    assert "“follow org:DeepMind” is for papers from there" in shown(followed)
    assert "org:DeepMind" in shown(await talk.ask(followed.card.buttons[0].line))
    assert "“mute org:Tencent”" in shown(await talk.ask("mute Tencent"))
    assert "“follow org:Meta AI”" in shown(await talk.ask("follow Meta AI"))
    assert "from there" not in shown(await talk.ask("follow meta-learning"))


async def test_as_many_are_trending_as_were_asked_for(talk):
    everything = (await talk.ask("trending month")).card.papers
    assert (await talk.ask("top 2 papers this month")).card.papers == everything[:2]
