"""A number means a paper of what that person saw last in that place."""

from datetime import timedelta

import pytest

from bot.commands.numbers import ListedPapers, may_be_places, named_places
from bot.errors import BadQuery
from bot.model import Card, Channel, Delivery, Digest, DigestPick, MessageRef, PaperId, Schedule, Subscription
from bot.model.opinions import opinions
from bot.services import shown_lists
from tests.bot.services.conftest import ADA, BOB, HERE, NOW, PAPERS, ROOM, Conversation

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


async def test_which_of_several_is_asked_where_only_one_can_be_shown(talk):
    titles = [paper.title for paper in (await talk.ask("search models")).card.papers[:2]]
    asked = await talk.ask("paper 1 and 2")
    assert [button.label for button in asked.card.buttons] == titles


async def test_this_is_the_paper_that_was_spoken_of_last(talk, shown):
    await talk.ask("paper 2608.00002")
    assert PAPERS[1].title in shown(await talk.ask("like it"))
    assert PAPERS[1].title in shown(await talk.ask("save this one"))
    await talk.ask("help")
    assert "Which paper?" in shown(await talk.ask("like it"))
    assert "Which paper?" in shown(await talk.ask("who wrote this?", member=BOB))


async def test_what_others_saw_or_was_seen_elsewhere_is_not_meant(talk, shown):
    await talk.ask("search models")
    assert "I remember none" in shown(await talk.ask("like 1", member=BOB))
    assert "I remember none" in shown(await talk.ask("like 1", channel=None))
    assert "that list has" in shown(await talk.ask("like 9"))
    assert await liked(talk) == []


async def test_of_several_processes_none_knows_what_was_seen_last(talk, shown):
    await talk.ask("search models")
    talk.replicas.number = 2
    assert "none knows what you saw last" in shown(await talk.ask("like 1"))
    assert "none knows what you saw last" in shown(await talk.ask("like it"))
    assert await liked(talk) == []
    await talk.ask("like 2608.00001")
    assert await liked(talk) == [PAPERS[0].id]


async def test_one_that_is_left_knows_no_list_from_before_another_ended(talk, shown):
    await talk.ask("search models")
    talk.replicas.gone = 1  # it may have shown a later list before
    assert "I remember none" in shown(await talk.ask("like 1"))
    assert "Which paper?" in shown(await talk.ask("like it"))
    await talk.ask("paper 2608.00002")
    assert "I remember none" in shown(await talk.ask("like 2")), "what was seen since is not joined to the old list"
    assert await liked(talk) == []
    first = (await talk.ask("search scaling")).card.papers[0].paper
    await talk.ask("like 1")
    assert await liked(talk) == [first]


async def test_what_was_seen_longest_ago_is_let_go(talk, shown, monkeypatch):
    monkeypatch.setattr(shown_lists, "MOST_LISTS", 2)
    for room in ("first", "second", "third"):
        await talk.ask("search models", channel=Channel(HERE, room))
    assert "I remember none" in shown(await talk.ask("like 1", channel=Channel(HERE, "first")))
    assert "More like this" in shown(await talk.ask("like 1", channel=Channel(HERE, "third")))


async def test_what_was_seen_is_forgotten_with_everything_else(talk, shown):
    await talk.ask("search models")
    await talk.ask("privacy confirm-forget")
    assert "I remember none" in shown(await talk.ask("like 1"))


async def test_in_a_channel_numbers_mean_what_was_posted_there_last(talk, shown):
    await talk.ask("search scaling", at=NOW)
    made = NOW + timedelta(hours=1)
    subscription = Subscription(id="s", channel=ROOM, owner=ADA, schedule=Schedule(), next_due=made, created=NOW)
    await talk.store.subscriptions.change(ROOM, lambda before, newest: subscription)
    digest = Digest(
        id="s/1", subscription="s", channel=ROOM, slot=made, made=made,
        picks=(DigestPick(paper=PAPERS[2].id), DigestPick(paper=PAPERS[1].id)),
    )  # fmt: skip
    delivery = Delivery(key="k", digest=digest.id, channel=ROOM, part=0, card=Card(text="Picks"))
    assert await talk.store.digests.commit(subscription, digest, [delivery], next_due=None, seen_to=None)
    assert "that list has 1" in shown(await talk.ask("paper 2", at=made)), "nobody has seen it yet"
    [taken] = await talk.store.outbox.claim("console", made, timedelta(minutes=1), 1)
    await talk.store.outbox.sent(taken, MessageRef(ROOM, "m"), next_at=made)
    assert (await talk.ask("paper 2", at=made)).card.papers[0].title == PAPERS[1].title
    seen_later = await talk.ask("search scaling", at=made + timedelta(hours=1))
    assert (await talk.ask("paper 1")).card.papers[0].paper == seen_later.card.papers[0].paper
