"""What a card looks like on a terminal and in a pipe."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from adapters.console.pipe import plain_text
from adapters.console.render import Look, bar, harmless, letters, screen
from bot.model import Button, Card, File, PaperCard, PaperId, Row


def printed(card: Card, *, width: int = 80, links: bool = False, hints: bool = True, colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, color_system="truecolor" if colour else None)
    console.print(screen(card, Look(links=links, hints=hints, width=width)).body)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def paper(**values: object) -> PaperCard:
    known = {
        "paper": PaperId("arxiv:2608.19880"),
        "title": "Attention again",
        "url": "https://arxiv.org/abs/2608.19880",
    }
    return PaperCard(**{**known, **values})


def test_a_list_in_a_pipe_is_plain_and_has_addresses() -> None:
    card = Card(
        title="Papers", papers=(paper(facts="▲ 3", summary="It attends.", reason="You like attention"),), numbered=True
    )
    assert printed(card, hints=False) == (
        "Papers\n\n 1. Attention again\n    ▲ 3\n    It attends.\n    → You like attention\n"
        "    https://arxiv.org/abs/2608.19880"
    )


def test_titles_are_links_on_a_terminal() -> None:
    out = printed(Card(papers=(paper(),)), links=True, colour=True)
    assert "]8;" in out
    assert "https://arxiv.org/abs/2608.19880\x1b\\" in out
    assert "\nhttps://" not in out


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://a\x1b\\b\n"])
def test_only_web_addresses_become_links(url: str) -> None:
    out = printed(Card(papers=(paper(url=url),)), links=True, colour=True)
    assert "javascript" not in out
    assert "passwd" not in out
    assert "a\x1b\\b" not in out


def test_buttons_get_letters_and_papers_numbers() -> None:
    card = Card(
        papers=(paper(), paper(paper=PaperId("arxiv:2"), buttons=(Button(label="Mute “agents”", line="mute agents"),))),
        rows=(Row(label="agents", text="followed", buttons=(Button(label="Unfollow", line="unfollow agents"),)),),
        buttons=(Button(label="More ▶", line="today/2"), Button(label="Code", url="https://example.org")),
        numbered=True,
    )
    shown = screen(card, Look(links=False))
    assert shown.papers == {1: "arxiv:2608.19880", 2: "arxiv:2"}
    assert {letter: button.line for letter, button in shown.actions.items()} == {
        "a": "mute agents",
        "b": "unfollow agents",
        "c": "today/2",
    }
    assert "[a] Mute “agents”" in printed(card)
    assert "[c] More ▶   Code: https://example.org" in printed(card)


def test_voting_buttons_have_keys_only_where_there_is_no_number() -> None:
    vote = (Button(label="👍", line="like arxiv:2608.19880"),)
    assert screen(Card(papers=(paper(buttons=vote),), numbered=True), Look(links=False)).actions == {}
    alone = screen(Card(papers=(paper(buttons=vote),)), Look(links=False))
    assert (alone.papers, list(alone.actions)) == ({}, ["a"])


def test_a_file_in_a_pipe_is_the_file_alone() -> None:
    long = "title = " + "very " * 50 + "long"
    card = Card(file=File(name="saved.bib", content=f"@misc{{a,\n{long}\n}}\n"))
    assert plain_text(screen(card, Look(links=False, hints=False)).body) == f"@misc{{a,\n{long}\n}}\n"


def test_a_question_in_a_pipe_says_what_to_type() -> None:
    """Nothing can be pressed there; what is no question stays without its buttons."""
    buttons = (Button(label="Asia/Tokyo", line="subscribe zone:Asia/Tokyo"), Button(label="Site", url="https://x.org"))
    asked = printed(Card(text="One of two.", buttons=buttons, asks=True), hints=False)
    assert asked == "One of two.\n\nAsia/Tokyo  /papers subscribe zone:Asia/Tokyo"
    assert printed(Card(text="Saved.", buttons=buttons), hints=False) == "Saved."
    assert printed(Card(papers=(paper(),), buttons=buttons), hints=False).endswith("\n\nSite: https://x.org")
    rows = (Row(label="Fern", text="a paper", buttons=(Button(label="Yes", line="like 2608.1"),)),)
    asked = printed(Card(text="This?", rows=rows, asks=True), hints=False)
    assert asked == "This?\n\nFern  a paper\n      /papers like 2608.1"
    assert "/papers" not in printed(Card(text="Liked.", rows=rows), hints=False)


def test_bars_grow_with_the_share() -> None:
    assert (bar(0), bar(0.5), bar(1), bar(7), bar(-1)) == ("", "█" * 10, "█" * 20, "█" * 20, "")
    assert bar(0.05 / 2) == "▌"
    row = printed(Card(rows=(Row(label="retrieval", share=0.25, text="0.25"), Row(label="x", text="y"))))
    assert "retrieval  █████  0.25" in row


def test_letters_go_on_after_z() -> None:
    assert [letters(n) for n in (0, 25, 26, 27, 52)] == ["a", "z", "aa", "ab", "ba"]


@pytest.mark.parametrize(
    "hostile", ["\x1b[2J", "\x1b]0;owned\x07", "\x9b31m", "\u202edegrees", "\ud800", "a\rb", "\u2028"]
)
def test_outside_text_cannot_command_the_terminal(hostile: str) -> None:
    card = Card(
        title=hostile,
        text=hostile,
        papers=(
            paper(
                title=hostile, facts=hostile, summary=hostile, reason=hostile, badge=hostile, url=f"https://x/{hostile}"
            ),
        ),
        rows=(Row(label=hostile, text=hostile, url=hostile),),
        footer=hostile,
        buttons=(Button(label=hostile, line="help"), Button(label=hostile, url=hostile)),
        file=File(name=hostile, content=hostile),
    )
    out = printed(card) + printed(card, hints=False)
    assert not set(out) & set("\x1b\x07\x9b\u202e\ud800\r\u2028")
    out.encode()


def test_markup_and_emoji_codes_stay_text() -> None:
    assert "[bold]x[/bold] :smile: [link=y]" in printed(Card(text="[bold]x[/bold] :smile: [link=y]"))


@given(text=st.text(max_size=200), width=st.integers(20, 120))
def test_no_line_is_wider_than_the_terminal(text: str, width: int) -> None:
    card = Card(
        title=text,
        papers=(paper(title=text, summary=text + "汉字" * 30),),
        rows=(Row(label=text, text=text),),
        numbered=True,
    )
    assert all(cell_len(line) <= width for line in printed(card, width=width).splitlines())


@given(st.text())
def test_harmless_text_stays_as_it_is_once_cleaned(text: str) -> None:
    assert harmless(harmless(text)) == harmless(text)


def test_rows_are_stacked_where_the_window_is_narrow() -> None:
    rows = (
        Row(
            label="state-space models",
            text="followed",
            share=0.5,
            buttons=(Button(label="Unfollow", line="unfollow x"),),
        ),
        Row(label="retrieval", text="followed, in work", buttons=(Button(label="Unfollow", line="unfollow y"),)),
    )
    out = printed(Card(rows=rows, buttons=tuple(Button(label=f"Button {n}", line="today") for n in range(6))), width=40)
    lines = out.splitlines()
    assert lines[0] == "state-space models"
    assert all(cell_len(line) <= 40 for line in lines)
    assert all(line.count("[") == line.count("]") for line in lines), "a key stays with its label"


def test_numbers_go_on_where_the_page_before_ended() -> None:
    assert " 6. Attention again" in printed(Card(papers=(paper(), paper()), numbered=True, first=6))


def test_a_fact_is_not_broken_in_its_middle() -> None:
    facts = "Nanjing University · Zhou, Hu, … +2 · 6 Aug 2026 · ▲ 0 · 💬 1 · code ⭐ 7"
    text = printed(Card(papers=(paper(facts=facts),), numbered=True), width=40)
    assert "    Nanjing University · Zhou, Hu, … +2\n    6 Aug 2026 · ▲ 0 · 💬 1 · code ⭐ 7\n" in text


def test_numbers_of_three_digits_can_be_read_and_so_typed() -> None:
    shown = printed(Card(papers=(paper(), paper()), first=99, numbered=True), hints=False)
    assert [line.split()[0] for line in shown.splitlines() if "Attention" in line] == ["99.", "100."]
