"""What gives way when a card is too long for a platform, and in which order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.fitting import LADDER, THE_REST, fitted, menus
from bot.model import Button, Card, Choice, Menu, PaperCard, PaperId, Row

VERBS = ("similar", "like", "undo dislike", "save", "why", "mute")
"""Those of the buttons of a paper: what is put first is no vote."""


def paper(number: int, summary: str = "words " * 100, buttons: int = 6) -> PaperCard:
    pressed = tuple(
        Button(label=f"b{n}", line=f"{verb} arxiv:2608.{number:05}") for n, verb in enumerate(VERBS[:buttons])
    )
    return PaperCard(
        paper=PaperId(f"arxiv:2608.{number:05}"),
        title=f"Title {number}",
        url="https://x.org",
        summary=summary,
        buttons=pressed,
    )


def size(card: Card) -> int:
    """Characters and buttons, as a platform may count them."""
    papers = sum(
        len(p.title) + len(p.facts) + len(p.summary) + len(p.reason) + 50 * len(p.buttons) for p in card.papers
    )
    rows = sum(len(row.label) + len(row.text) + 50 * len(row.buttons) for row in card.rows)
    menu = 50 * len(card.menu.choices) if card.menu else 0
    return len(card.title) + len(card.text) + len(card.footer) + papers + rows + 50 * len(card.buttons) + menu


def within(limit: int):
    return lambda card: size(card) <= limit


TEN = Card(title="Picks", papers=tuple(map(paper, range(1, 11))), numbered=True)


def test_what_fits_is_left_as_it_is() -> None:
    assert fitted(TEN, within(100_000)) == TEN


def test_summaries_get_shorter_before_a_paper_is_left_out() -> None:
    shown = fitted(TEN, within(6_000))
    assert len(shown.papers) == 10
    assert 0 < len(shown.papers[0].summary) < len(TEN.papers[0].summary)


def test_votes_stay_when_other_buttons_go() -> None:
    shown = fitted(TEN, within(1_800))
    assert [[b.line.rpartition(" ")[0] for b in p.buttons] for p in shown.papers] == [[*VERBS[1:4]]] * 10


def test_a_menu_goes_before_a_paper_does() -> None:
    menu = Menu(label="Mute…", choices=tuple(Choice(label=f"Mute {n}", value=f"mute topic:{n}") for n in range(20)))
    shown = fitted(replace(TEN, menu=menu), within(1_800))
    assert len(shown.papers) == 10
    assert shown.menu is None


def test_what_is_left_out_is_counted() -> None:
    shown = fitted(TEN, within(700))
    assert 0 < len(shown.papers) < 10
    assert shown.footer == f"… and {10 - len(shown.papers)} more"
    assert not within(700)(Card(title="Picks", papers=TEN.papers[: len(shown.papers) + 1]))


@pytest.mark.parametrize("limit", [0, 50, 400, 900, 2_000, 9_000])
@given(st.integers(0, 12), st.integers(0, 30), st.text(max_size=8_000))
def test_any_card_fits_or_is_at_its_barest(limit: int, papers: int, rows: int, text: str) -> None:
    many = tuple(Row(label=f"row {n}", text=text[:500], buttons=(Button(label="x", line="undo"),)) for n in range(rows))
    shown = fitted(Card(text=text, papers=tuple(paper(n) for n in range(papers)), rows=many), within(limit))
    barest = not shown.papers and not shown.rows and not shown.buttons and len(shown.text) <= LADDER[-1].text
    assert within(limit)(shown) or barest


def test_buttons_of_one_kind_become_one_menu() -> None:
    card = Card(papers=(paper(1, buttons=2), paper(2, buttons=2)), numbered=True)
    gathered = menus(card)
    assert list(gathered) == ["b0", "b1"]
    assert [choice.label for choice in gathered["b0"]] == ["1. Title 1", "2. Title 2"]


def test_many_kinds_of_buttons_share_one_menu() -> None:
    ((label, choices),) = menus(Card(papers=(paper(1),))).items()
    assert label == THE_REST
    assert choices[0].label == "b0: Title 1"


def test_of_many_kinds_the_common_ones_keep_a_menu_each() -> None:
    """Six picks with five buttons and a mute each: nothing is lost, and a mute they share is offered once."""
    mute = Button(label="Mute agents", line="mute agents")
    papers = tuple(replace(each, buttons=(*each.buttons, mute)) for each in (paper(n, buttons=5) for n in range(1, 7)))
    gathered = menus(Card(papers=papers, numbered=True))
    assert list(gathered) == ["b0", "b1", "b2", "b3", THE_REST]
    assert [choice.label for choice in gathered["b0"]] == [f"{n}. Title {n}" for n in range(1, 7)]
    rest = [choice.label for choice in gathered[THE_REST]]
    assert sorted(rest) == sorted([*(f"b4: {n}. Title {n}" for n in range(1, 7)), "Mute agents"])
