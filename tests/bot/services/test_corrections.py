"""“No, I meant X” right after a follow or mute corrects that; the list shown last is turned, narrowed, shown again."""

from datetime import timedelta

import pytest

from tests.bot.services.conftest import ADA, NOW, PAPERS, paper


async def interests(talk) -> list[str]:
    return [f"{'-' if one.muted else ''}{one}" for one in (await talk.store.interests.of(ADA)).all]


@pytest.mark.parametrize(
    "correction",
    ["no, I meant world models", "I meant world models", "sorry, world models", "world models instead",
     "not coding agents, world models", "no, not coding agents but world models", "make it world models"],
)  # fmt: skip
@pytest.mark.parametrize("verb", ["follow", "mute"])
async def test_what_was_stated_just_now_is_corrected_at_a_yes_and_taken_back_as_one(
    talk, verb: str, correction: str
) -> None:
    mark = "-" if verb == "mute" else ""
    await talk.ask(f"{verb} coding agents")
    asked = (await talk.ask(correction)).card
    assert asked.asks
    assert await interests(talk) == [f"{mark}coding agents"], "nothing is changed by the question"
    told = (await talk.ask("yes")).card.text
    assert "in place of coding agents" in told
    assert await interests(talk) == [f"{mark}world models"]
    await talk.ask("undo")
    assert await interests(talk) == [f"{mark}coding agents"]


@pytest.mark.parametrize("verb", ["follow", "mute"])
async def test_it_is_corrected_by_the_same_verb_and_not_by_the_other(talk, verb: str) -> None:
    for again in ("follow", "mute"):
        await talk.ask(f"{verb} coding agents")
        card = (await talk.ask(f"no, {again} scaling instead")).card
        assert bool(card.yes) == (again == verb), again


async def test_both_may_be_kept_and_an_organisation_stays_one(talk) -> None:
    await talk.ask("follow org:Stanford")
    card = (await talk.ask("I meant MIT")).card
    assert [button.line for button in card.buttons] == [
        "follow org:MIT instead of org:Stanford", "follow org:MIT", "search org:MIT",
    ]  # fmt: skip
    await talk.ask(card.buttons[1].line)
    assert await interests(talk) == ["org:Stanford", "org:MIT"]


@pytest.mark.parametrize(
    "between", [["search robots"], ["follow robots, zebras"], ["follow robots", "unfollow robots"]]
)
async def test_after_anything_else_it_is_a_search(talk, between: list[str]) -> None:
    for line in between:
        await talk.ask(line)
    card = (await talk.ask("no, I meant scaling")).card
    assert [paper.paper for paper in card.papers] == [PAPERS[0].id]


async def test_a_correction_is_one_for_ten_minutes(talk) -> None:
    await talk.ask("follow robots", at=NOW)
    assert (await talk.ask("I meant scaling", at=NOW + timedelta(minutes=10))).card.asks
    assert (await talk.ask("I meant scaling", at=NOW + timedelta(minutes=10, seconds=1))).card.papers


async def test_a_topic_with_instead_of_is_one_where_nothing_of_it_is_followed(talk) -> None:
    await talk.ask("follow attention instead of convolution")
    assert await interests(talk) == ["attention instead of convolution"]


@pytest.mark.parametrize("verb", ["follow", "mute"])
async def test_of_two_words_that_nothing_is_about_together_each_may_be_meant(talk, verb: str) -> None:
    mark = "-" if verb == "mute" else ""
    card = (await talk.ask(f"{verb} crypto and blockchain")).card
    assert f"“{verb} crypto, blockchain” is for each of them" in card.text
    await talk.ask(card.buttons[0].line)
    assert await interests(talk) == [f"{mark}crypto", f"{mark}blockchain"]


async def test_where_papers_are_about_both_they_are_one_topic(talk) -> None:
    await talk.store.papers.add([paper(8, "Search and Retrieval")], NOW)
    assert "each of them" not in (await talk.ask("follow search and retrieval")).card.text


async def test_the_group_of_what_is_replaced_stays(talk) -> None:
    await talk.ask("follow robots as work")
    await talk.ask("follow zebras instead of robots")
    assert [(str(one), one.group) for one in (await talk.store.interests.of(ADA)).all] == [("zebras", "work")]


@pytest.mark.parametrize(
    ("said", "query"),
    [
        ("which of these have code?", "models has:code"), ("only the ones with code", "models has:code"),
        ("newest first", "models sort:new"),
        ("anything newer?", "models sort:new"), ("ones with github", "models has:code"),
        ("just the most recent ones", "models sort:new"),
        ("only since 2026-08-01", "models since:2026-08-01"), ("sort by upvotes", "models sort:top"),
        ("only the ones from Google", "models org:Google"), ("only those since 2026-08-01", "models since:2026-08-01"),
    ],
)  # fmt: skip
async def test_the_search_shown_last_is_narrowed_in_the_words_of_a_search(talk, said: str, query: str) -> None:
    await talk.ask("search models")
    narrowed = (await talk.ask(said)).card
    whole = (await talk.ask(f"search {query}")).card
    assert (narrowed.title or narrowed.text, narrowed.papers) == (whole.title or whole.text, whole.papers)
    assert ("searched anew" in narrowed.footer) == bool(narrowed.papers)


async def test_one_narrowing_goes_on_from_another(talk) -> None:
    await talk.ask("search papers about models since 2026-08-01")
    await talk.ask("newest first")
    card = (await talk.ask("only the ones with at least one vote")).card
    assert "can't narrow" in card.text
    card = (await talk.ask("only the ones from Analytical Engines")).card
    assert [paper.paper for paper in card.papers] == [PAPERS[2].id, PAPERS[1].id, PAPERS[0].id]


async def test_without_a_search_before_it_is_told_how_a_search_takes_that(talk) -> None:
    for before in (None, "today"):
        if before:
            await talk.ask(before)
        assert "sort:new" in (await talk.ask("newest first")).card.text


async def test_all_of_a_list_is_the_rest_of_it_page_by_page_and_its_end_is_said(talk) -> None:
    await talk.store.papers.add([paper(number, f"Models {number}") for number in range(4, 8)], NOW)
    first = (await talk.ask("search models")).card
    rest = (await talk.ask("show all")).card
    assert len(first.papers) + len(rest.papers) == 7
    assert rest.first == len(first.papers) + 1
    assert "“more” goes on" in rest.footer
    assert "seen all" in (await talk.ask("show me all of them")).card.text
    assert (await talk.ask("back to the list")).card.papers == rest.papers
