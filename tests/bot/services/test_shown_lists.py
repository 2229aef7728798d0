"""A number means a paper of what that person saw last in that place."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.cards.papers import PAGE, list_answer
from bot.commands import parse
from bot.commands.numbers import may_be_places, named_places
from bot.errors import BadQuery, StoreFull
from bot.model import (
    Answer,
    Card,
    Command,
    Delivery,
    Digest,
    DigestPick,
    Feedback,
    ListedPapers,
    Member,
    MessageRef,
    PaperCard,
    PaperId,
    Request,
    Schedule,
    Signal,
    Subscription,
)
from bot.model.opinions import opinions
from bot.services.handling import Handler
from bot.services.shown_lists import ShownLists
from tests.bot.services.conftest import ADA, BOB, NOW, PAPERS, ROOM, Conversation, furnish

HOUR = timedelta(hours=1)

LISTED = ListedPapers(papers={n: PaperId(f"arxiv:{n}") for n in range(1, 13)}, page=range(11, 13))


async def liked(talk: Conversation) -> list[PaperId]:
    found = opinions(await talk.store.feedback.standing(ADA))
    return sorted(paper for paper, opinion in found.items() if opinion.liked)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2", [2]), ("#2", [2]), ("2nd", [2]), ("the second one", [2]), ("Number 2.", [2]), ("no. 3", [3]),
        ("paper 12", [12]), ("the last one", [12]), ("1, 2 and 4", [1, 2, 4]), ("1 2", [1, 2]), ("1-3", [1, 2, 3]),
        ("2 to 4, 7", [2, 3, 4, 7]), ("papers 1 & 3", [1, 3]), ("first and third", [1, 3]), ("2, 2", [2]),
        ("all", [11, 12]), ("all of them", [11, 12]), ("both", [11, 12]), ("everything on this page", [11, 12]),
    ],
)  # fmt: skip
def test_papers_are_named_by_their_places(text: str, numbers: list[int]) -> None:
    assert may_be_places(text)
    assert named_places(text, LISTED) == tuple(PaperId(f"arxiv:{n}") for n in numbers)


@pytest.mark.parametrize("text", ["attention is all", "2608.19880", "llama 2", "1984 and after", "last words", "2501"])
def test_titles_and_ids_are_no_places(text: str) -> None:
    assert not may_be_places(text)
    assert named_places(text, LISTED) is None


@pytest.mark.parametrize("text", ["0", "13", "5-99", "99-5", "1, 40"])
def test_a_number_that_is_not_on_the_list_is_said_so(text: str) -> None:
    with pytest.raises(BadQuery, match="that list has 12"):
        named_places(text, LISTED)


async def test_numbers_mean_the_last_list(talk, shown):
    await talk.ask("search models")
    first, second, *_ = (await talk.ask("search models")).card.papers
    assert (await talk.ask("paper 2")).card.papers[0].paper == second.paper
    await talk.ask("the first one is great")
    await talk.ask("like 2")
    assert await liked(talk) == sorted([first.paper, second.paper])
    assert second.title in shown(await talk.ask("undo like the second one"))
    assert await liked(talk) == [first.paper]


async def test_several_papers_are_liked_at_once_and_each_can_be_taken_back(talk):
    listed = (await talk.ask("search models", event="e1")).card.papers
    done = await talk.ask("like all of them", event="e2")
    assert await liked(talk) == sorted(paper.paper for paper in listed)
    await talk.ask("like all of them", event="e2")
    for row in done.card.rows:
        await talk.ask(row.buttons[0].line)
    assert await liked(talk) == []


async def test_an_undo_takes_back_all_that_one_command_said_and_no_more(talk, shown):
    first, *others = (await talk.ask("search models", event="e1")).card.papers
    await talk.ask("like 1", event="e2")
    await talk.ask("like " + " ".join(str(number) for number in range(2, len(others) + 2)), event="e3")
    undone = await talk.ask("undo", event="e4")
    assert [line.strip("“”") for line in undone.card.text.splitlines()[1:]] == [paper.title for paper in others]
    assert await liked(talk) == [first.paper]
    again = await talk.ask("undo", event="e4")  # the platform told of it twice
    assert again == undone
    assert await liked(talk) == [first.paper]
    await talk.ask(undone.card.buttons[0].line)
    assert await liked(talk) == sorted([first.paper, *(paper.paper for paper in others)])


@pytest.mark.parametrize("events", [("e5", "e9"), ("e9", "e5"), (None, None)])
async def test_another_undo_takes_back_what_was_said_before_whatever_its_event_is_called(talk, events):
    await talk.ask(f"like {PAPERS[0].id}", event="e6")
    await talk.ask(f"like {PAPERS[1].id}", event="e7")
    await talk.ask("undo", event=events[0])
    assert await liked(talk) == [PAPERS[0].id]
    await talk.ask("undo", event=events[1])
    assert await liked(talk) == []


async def test_an_undo_that_came_before_takes_back_nothing_more_though_much_was_said_since(talk):
    await talk.ask(f"like {PAPERS[0].id}", event="e1")
    await talk.ask(f"save {PAPERS[1].id}", event="e2")
    undone = await talk.ask("undo", event="e3")
    await talk.ask(f"dislike {PAPERS[2].id}", event="e4")
    assert await talk.ask("undo", event="e3") == undone
    found = opinions(await talk.store.feedback.standing(ADA))
    assert (found[PAPERS[0].id].liked, found[PAPERS[2].id].liked) == (True, False)


async def test_an_undo_of_a_reaction_that_comes_again_leaves_what_was_followed_before_it(talk):
    await talk.ask("follow robots", event="e1")
    await talk.ask(f"like {PAPERS[0].id}", event="e2")
    undone = await talk.ask("undo", event="e3")
    assert await talk.ask("undo", event="e3") == undone
    assert [one.value for one in (await talk.store.interests.of(ADA)).all] == ["robots"]


async def test_an_undo_that_comes_again_does_nothing_however_much_was_said_before_and_since(talk):
    """Whoever has hundreds of reactions is read from the newest on; what was taken back is none of them."""
    for number in range(60):
        paper = PaperId(f"arxiv:2501.{number + 1:05}")
        at = NOW - timedelta(days=100 - number)
        await talk.store.feedback.append(Feedback(member=ADA, paper=paper, signal=Signal.LIKE, at=at))
    await talk.ask(f"save {PAPERS[1].id}", event="e2")
    undone = await talk.ask("undo", event="e3")
    await talk.ask(f"save {PAPERS[2].id}", event="e4")
    assert await talk.ask("undo", event="e3") == undone
    found = opinions(await talk.store.feedback.standing(ADA))
    assert (len(found), found[PAPERS[2].id].saved) == (61, True)


async def test_which_of_several_is_asked_where_only_one_can_be_shown(talk):
    titles = [paper.title for paper in (await talk.ask("search models")).card.papers[:2]]
    asked = await talk.ask("paper 1 and 2")
    assert [button.label for button in asked.card.buttons] == titles


async def test_this_is_the_paper_that_was_spoken_of_last(talk, shown):
    await talk.ask("paper 2608.00002")
    assert PAPERS[1].title in shown(await talk.ask("like it"))
    assert PAPERS[1].title in shown(await talk.ask("save this one"))
    await talk.ask("help")
    assert PAPERS[1].title in shown(await talk.ask("dislike it"))
    await talk.ask("search models")
    assert "Which paper?" in shown(await talk.ask("like it"))
    assert "Which paper?" in shown(await talk.ask("who wrote this?", member=BOB))


async def test_what_others_saw_or_was_seen_elsewhere_is_not_meant(talk, shown):
    await talk.ask("search models")
    assert "I remember none" in shown(await talk.ask("like 1", member=BOB))
    assert "I remember none" in shown(await talk.ask("like 1", channel=None))
    assert "that list has" in shown(await talk.ask("like 9"))
    assert await liked(talk) == []


async def test_what_was_shown_is_known_after_a_restart_and_to_other_processes(talk, shown):
    _, second, *_ = (await talk.ask("search models")).card.papers
    other = furnish(talk.store)
    await other.ask("like 2")
    assert await liked(talk) == [second.paper]
    listed = (await other.ask("search scaling")).card.papers
    await talk.ask("like 1")
    assert await liked(talk) == sorted([second.paper, listed[0].paper])
    await other.ask("paper 2608.00002")
    assert PAPERS[1].title in shown(await talk.ask("like it"))


async def test_a_list_that_could_not_be_stored_is_shown_and_numbers_do_not_mean_an_older_one(talk, shown, monkeypatch):
    first = (await talk.ask("search models")).card.papers[0].paper
    with monkeypatch.context() as full:
        full.setattr(talk.store.last_lists, "show_list", _refuse)
        answer = await talk.ask("search scaling")
    assert answer.card.papers
    assert "a number may mean another" in shown(answer)
    assert "could not note down" in shown(await talk.ask("like 1"))
    assert await liked(talk) == []
    other = furnish(talk.store)
    other.clock.time = talk.clock.time
    await other.ask("search models")
    await talk.ask("like 1")
    assert await liked(talk) == [first]


async def test_of_a_list_whose_beginning_was_not_stored_no_further_page_is(talk, shown, monkeypatch):
    async def page(request: Request) -> Answer:
        first = request.command.page
        listed = PaperCard(paper=PaperId(f"arxiv:{first}"), title="A title", url="")
        return Answer(card=Card(papers=(listed,), first=first, numbered=True))

    lists = ShownLists(talk.store.digests, talk.store.last_lists, talk.store.papers, talk.clock).over({"today": page})
    await talk.ask("search models")
    request = Request(member=ADA, command=Command(name="today"), at=NOW, channel=ROOM)
    with monkeypatch.context() as full:
        full.setattr(talk.store.last_lists, "show_list", _refuse)
        await lists["today"](request)
    further = await lists["today"](replace(request, command=Command(name="today", page=2)))
    assert "a number may mean another" in shown(further)
    with pytest.raises(BadQuery, match="could not note down"):
        await lists["today"](replace(request, command=Command(name="today", arguments=(("paper", "2"),))))
    await lists["today"](request)
    assert (await talk.store.last_lists.of(ADA, ROOM)).listed.papers == {1: "arxiv:1"}


async def test_after_a_list_is_stored_again_numbers_mean_it(talk, shown, monkeypatch):
    with monkeypatch.context() as full:
        full.setattr(talk.store.last_lists, "show_list", _refuse)
        await talk.ask("search models")
    first = (await talk.ask("search scaling")).card.papers[0].paper
    assert "a number may mean" not in shown(await talk.ask("paper 1"))
    await talk.ask("like 1")
    assert await liked(talk) == [first]


async def test_what_was_posted_after_a_list_that_could_not_be_stored_is_meant_by_numbers(talk, shown, monkeypatch):
    await _make_digest(talk, NOW + HOUR, [PAPERS[2].id, PAPERS[1].id])
    with monkeypatch.context() as full:
        full.setattr(talk.store.last_lists, "show_list", _refuse)
        await talk.ask("search models")
    assert "could not note down" in shown(await talk.ask("like 2"))
    await _post(talk, NOW + 3 * HOUR)
    await talk.ask("like 2")
    assert await liked(talk) == [PAPERS[1].id]


async def test_one_paper_shown_alone_is_no_later_list_than_the_one_that_could_not_be_stored(talk, shown, monkeypatch):
    await talk.ask("search models")
    with monkeypatch.context() as full:
        full.setattr(talk.store.last_lists, "show_list", _refuse)
        await talk.ask("search scaling")
    await talk.ask("paper 2608.00002")
    assert "could not note down" in shown(await talk.ask("like 1"))
    assert await liked(talk) == []


async def test_a_list_that_could_not_be_stored_says_nothing_of_those_seen_elsewhere_or_by_others(talk, monkeypatch):
    for asked in ({"member": BOB}, {"channel": None}):
        await talk.ask("search models", **asked)
    with monkeypatch.context() as full:
        full.setattr(talk.store.last_lists, "show_list", _refuse)
        await talk.ask("search scaling")
    await talk.ask("like 1", member=BOB)
    await talk.ask("like 1", channel=None)
    assert len(await liked(talk)) == 1


async def test_a_paper_that_could_not_be_noted_as_shown_is_shown_with_a_notice(talk, shown, monkeypatch):
    await talk.ask("paper 2608.00001")
    with monkeypatch.context() as full:
        full.setattr(talk.store.last_lists, "show_paper", _refuse)
        told = shown(await talk.ask("paper 2608.00002"))
    assert PAPERS[1].title in told
    assert "a number may mean another" in told
    assert "could not note down" in shown(await talk.ask("like it"))
    assert await liked(talk) == []


async def _refuse(*_: object) -> None:
    raise StoreFull("The disk is full.")


async def test_what_was_seen_is_forgotten_with_everything_else(talk, shown):
    await talk.ask("search models")
    await talk.ask("privacy confirm-forget")
    assert "I remember none" in shown(await talk.ask("like 1"))


async def test_in_a_channel_numbers_mean_what_was_posted_there_last(talk, shown):
    await talk.ask("search scaling")
    await _make_digest(talk, NOW + HOUR, [PAPERS[2].id, PAPERS[1].id])
    assert "that list has 1" in shown(await talk.ask("paper 2")), "nobody has seen it yet"
    await _post(talk, NOW + 3 * HOUR)
    assert (await talk.ask("paper 2")).card.papers[0].title == PAPERS[1].title
    assert (await talk.ask("paper 1")).card.papers[0].title == PAPERS[2].title, "one paper alone is no later list"
    await _make_digest(talk, NOW + 24 * HOUR, [])
    talk.clock.time = NOW + 26 * HOUR
    assert (await talk.ask("paper 2")).card.papers[0].title == PAPERS[1].title, "an empty day is no list"
    seen_later = await talk.ask("search scaling")
    assert (await talk.ask("paper 1")).card.papers[0].paper == seen_later.card.papers[0].paper


@pytest.mark.parametrize(("empty_days", "known"), [(9, True), (10, False)])
async def test_what_was_posted_is_known_over_nine_empty_days(talk, shown, empty_days, known):
    await _make_digest(talk, NOW + HOUR, [PAPERS[2].id, PAPERS[1].id])
    await _post(talk, NOW + 2 * HOUR)
    for day in range(1, empty_days + 1):
        await _make_digest(talk, NOW + 24 * day * HOUR, [])
    assert (PAPERS[1].title in shown(await talk.ask("paper 2"))) == known


async def test_a_digest_is_seen_when_it_is_posted_not_when_it_is_made(talk):
    await _make_digest(talk, NOW + HOUR, [PAPERS[2].id])
    talk.clock.time = NOW + 2 * HOUR
    await talk.ask("search scaling")
    await _post(talk, NOW + 3 * HOUR)
    assert (await talk.ask("paper 1")).card.papers[0].title == PAPERS[2].title


async def test_a_number_of_what_stands_below_the_picks_of_a_post_means_that_paper(talk):
    await _make_digest(talk, NOW + HOUR, [PAPERS[2].id], below=[PAPERS[0].id, PAPERS[1].id])
    await _post(talk, NOW + 2 * HOUR)
    assert (await talk.ask("paper 3")).card.papers[0].title == PAPERS[1].title
    assert (await talk.ask("paper 1")).card.papers[0].title == PAPERS[2].title


async def test_it_is_no_paper_from_before_the_digest(talk, shown):
    await talk.ask("paper 2608.00002")
    await _make_digest(talk, NOW + HOUR, [PAPERS[2].id])
    await _post(talk, NOW + HOUR)
    assert "Which paper?" in shown(await talk.ask("like it"))


async def test_that_is_the_only_paper_of_a_list_and_none_of_several(talk: Conversation) -> None:
    assert len((await talk.ask("search models")).card.papers) > 1
    assert (await talk.ask("like that")).card.problem
    assert await liked(talk) == []
    listed = (await talk.ask("search retrieval")).card
    assert (len(listed.papers), listed.numbered) == (1, True)
    await talk.ask("like that")
    assert await liked(talk) == [listed.papers[0].paper]


async def _make_digest(
    talk: Conversation, made: datetime, papers: list[PaperId], below: Sequence[PaperId] = ()
) -> None:
    subscription = Subscription(id="s", channel=ROOM, owner=ADA, schedule=Schedule(), next_due=made, created=NOW)
    await talk.store.subscriptions.change(ROOM, lambda before, newest: subscription)
    picks = tuple(DigestPick(paper=paper) for paper in papers)
    digest = Digest(id=f"s/{made}", subscription="s", channel=ROOM, slot=made, made=made, picks=picks)
    shown = (*papers, *below)
    delivery = Delivery(key=f"k/{made}", digest=digest.id, channel=ROOM, part=0, card=Card(text="Picks"), papers=shown)
    assert await talk.store.digests.commit(subscription, digest, [delivery], next_due=None, seen_to=None)


async def _post(talk: Conversation, at: datetime) -> None:
    [taken] = await talk.store.outbox.claim("console", at, timedelta(minutes=1), 1)
    await talk.store.outbox.sent(taken, MessageRef(ROOM, "m"), next_at=at)
    talk.clock.time = at + timedelta(minutes=1)


def with_two_pages(talk: Conversation) -> Handler:
    """Asks for lists whose only command is ``search``, which finds two pages."""
    found = [replace(PAPERS[0], id=PaperId(f"arxiv:2608.0000{number}")) for number in range(1, 8)]

    async def search(request: Request) -> Answer:
        first = (request.command.page - 1) * PAGE
        shown = found[first : first + PAGE]
        return list_answer(request.command, shown, title="Found", opinions={}, total=len(found))

    async def unknown(request: Request) -> Answer:
        return Answer(card=Card(text=request.command.problem))

    lists = ShownLists(talk.store.digests, talk.store.last_lists, talk.store.papers, talk.clock)
    handlers = lists.over({"search": search, "help": unknown})
    return lambda request: handlers[request.command.name](request)


def asked(line: str, member: Member = ADA) -> Request:
    return Request(member=member, command=parse(line), at=NOW, channel=ROOM)


async def test_words_turn_the_page_of_the_list_that_was_seen_last(talk: Conversation) -> None:
    ask = with_two_pages(talk)
    first, second = (await ask(asked("search models"))).card, (await ask(asked("more"))).card
    assert (first.first, len(first.papers), second.first, len(second.papers)) == (1, 5, 6, 2)
    assert (await ask(asked("previous"))).card == first
    assert (await ask(asked("page two"))).card == second
    for line, why in (("next", "no such page"), ("page 99", "no such page"), ("page 0", "first page")):
        with pytest.raises(BadQuery, match=why):
            await ask(asked(line))
    assert (await ask(asked("back"))).card == first


async def test_no_page_is_turned_of_a_list_that_is_not_known(talk: Conversation) -> None:
    ask = with_two_pages(talk)
    assert "“search/2 AI safety”" in (await ask(asked("more"))).card.text
    await ask(asked("search models"))
    assert "“search/2 AI safety”" in (await ask(asked("more", BOB))).card.text
    later = ListedPapers(papers={1: PAPERS[0].id}, page=(1,))
    await talk.store.last_lists.show_list(ADA, ROOM, later, NOW + HOUR)  # as another process does
    assert "“search/2 AI safety”" in (await ask(asked("more"))).card.text
