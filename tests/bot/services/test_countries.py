"""Requests for the papers of a country are told that no source tells it; nothing is searched, followed or muted."""

import pytest

from tests.bot.services.conftest import ADA, PAPERS


@pytest.mark.parametrize("line", ["search papers from China", "search german research groups", "search african papers"])
async def test_a_search_for_a_country_says_so_and_finds_nothing_else(talk, line: str) -> None:
    card = (await talk.ask(line)).card
    assert "which country" in card.text
    assert not card.papers
    assert card.buttons[-1].line == f'search words:"{line.removeprefix("search ")}"'


async def test_its_subject_is_offered_and_an_organisation_by_its_name_is_no_country(talk) -> None:
    card = (await talk.ask("search scaling papers from China")).card
    assert (await talk.ask(card.buttons[0].line)).card.papers[0].paper == PAPERS[0].id
    assert "which country" not in (await talk.ask("search org:China")).card.text


@pytest.mark.parametrize("verb", ["follow", "mute"])
@pytest.mark.parametrize("what", ["chinese universities", "papers from Germany", "US companies"])
async def test_none_is_followed_or_muted(talk, verb: str, what: str) -> None:
    card = (await talk.ask(f"{verb} {what}")).card
    assert "which country" in card.text
    assert not (await talk.store.interests.of(ADA)).all
    await talk.ask(card.buttons[-1].line)
    assert [one.value for one in (await talk.store.interests.of(ADA)).all] == [what], "as words, where they are meant"
