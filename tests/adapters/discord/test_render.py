"""Any card, of any words, becomes a message that Discord takes and that pings nobody."""

import gzip
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import text
from adapters.discord.ids import Surface
from adapters.discord.render import ACCENT, ACCENT_PROBLEM, long_lines, render
from bot.commands import parse
from bot.model import Button, ButtonStyle, Card, Choice, File, Menu, PaperCard, PaperId, Row
from tests.adapters.discord.running import paper
from tests.platforms.discord_limits import problems_of_message
from tests.platforms.discord_shapes import labels, parts, words

HOSTILE = (
    "@everyone",
    "@here <@930000000000000001> <@&910000000000000001> <#920000000000000001>",
    "**bold** __under__ ~~gone~~ ||secret|| `code`",
    "[click](https://evil.example) <https://evil.example> https://evil.example",
    "# heading\n> quote\n- list\n1. one\n-# small",
    "\u202egnirts esrever\u202c \u2066hidden\u2069 \u200f",
    "</papers:1> <:emoji:123> <t:0:R> <id:guide>",
    "شبكات عصبية عميقة (deep) 深度学习 ディープ",
    "a" * 4000,
    "漢" * 4000,
    "👩🏽‍🔬" * 800,
    "\\" * 300,
    "\ud800 lone",
    "",
)
scripts = st.text(st.characters(codec="utf-8"), max_size=300)
said = st.one_of(scripts, st.sampled_from(HOSTILE), st.lists(st.sampled_from(HOSTILE), max_size=3).map(" ".join))
lines = st.one_of(st.just("like arxiv:2401.00001"), st.text(min_size=1, max_size=300).map("search {}".format))
buttons = st.lists(
    st.one_of(
        st.builds(Button, label=said, line=lines, style=st.sampled_from(ButtonStyle), public=st.booleans()),
        st.builds(Button, label=said, url=st.one_of(said, st.just("https://arxiv.org/abs/2401.00001"))),
        st.builds(Button, label=said, line=st.just("subscribe"), form=st.just("subscribe")),
    ),
    max_size=6,
).map(tuple)
papers = st.builds(
    PaperCard,
    paper=st.just(PaperId("arxiv:2401.00001")),
    title=said,
    url=st.one_of(said, st.just("https://arxiv.org/abs/2401.00001")),
    facts=said,
    summary=said,
    reason=said,
    badge=said,
    thumbnail=st.one_of(said, st.just("https://example.org/x.png")),
    liked=st.sampled_from((None, True, False)),
    saved=st.booleans(),
    buttons=buttons,
)
rows = st.builds(Row, label=said, text=said, share=st.one_of(st.none(), st.floats(-1, 2)), url=said, buttons=buttons)
files = st.one_of(st.none(), st.builds(File, name=said, content=said))
choices = st.lists(st.builds(Choice, label=said, value=lines), min_size=1, max_size=40, unique_by=lambda one: one.value)
menus = st.one_of(st.none(), st.builds(Menu, label=said, choices=choices.map(tuple)))
cards = st.builds(
    Card,
    title=said,
    text=said,
    papers=st.lists(papers, max_size=10).map(tuple),
    rows=st.lists(rows, max_size=45).map(tuple),
    footer=said,
    buttons=buttons,
    menu=menus,
    file=files,
    numbered=st.booleans(),
    problem=st.booleans(),
)
places = st.builds(
    Surface, command=st.just(parse("search agents")), public=st.booleans(), share=st.sampled_from(("", "search agents"))
)


@settings(max_examples=60, deadline=None)
@given(card=cards, place=places)
def test_no_card_breaks_a_limit_or_pings(card: Card, place: Surface) -> None:
    body = payload(card, place, mark=123456)
    assert problems_of_message(body) == []
    for shown in displayed(body):
        assert not re.search(r"@(everyone|here)", shown)
        assert not re.search(r"(?<!\\)<[@#:/]", shown)
        assert not re.search("[\u202a-\u202e\u200e\u200f]", shown)


@settings(max_examples=200, deadline=None)
@given(said)
def test_words_never_become_markdown(said: str) -> None:
    shown = text.line(said, 500)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_~`|<\[\]]", shown.replace("\\\\", ""))
    assert not re.search(r"(?<!\\)://", shown)


@given(said)
def test_addresses_stay_inside_their_brackets(said: str) -> None:
    for url in (said, f"https://example.org/{said}"):
        address = text.web_address(url)
        assert address == "" or re.fullmatch(r"https?://[^\s<>]+", address, re.IGNORECASE)


@settings(max_examples=40, deadline=None)
@given(st.lists(papers, min_size=1, max_size=10))
def test_one_to_ten_picks_are_all_there_or_counted(shown: list[PaperCard]) -> None:
    body = payload(Card(title="Today", papers=tuple(shown), numbered=True), Surface(public=True))
    told = words(body)
    left = re.search(r"… (\d+) more", told)
    numbers = re.findall(r"^\*\*(\d+)\. ", told, re.MULTILINE)
    assert len(numbers) + int(left[1] if left else 0) >= len(shown)


def test_five_picks_keep_a_row_of_buttons_each() -> None:
    body = payload(Card(title="Today", papers=tuple(paper(n) for n in range(1, 6)), footer="x"), Surface(public=True))
    assert labels(body).count("👍") == 5


def test_ten_picks_are_chosen_from_menus() -> None:
    body = payload(
        Card(title="Today", papers=tuple(paper(n) for n in range(1, 11)), numbered=True), Surface(public=True)
    )
    menus = [part for part in parts(body) if part["type"] == 3]
    assert [menu["placeholder"] for menu in menus] == ["👍", "👎", "🔖", "More like this"]
    assert menus[0]["options"][6]["label"] == "7. Paper 7"


def test_a_long_summary_is_shortened_before_a_paper_is_left_out() -> None:
    card = Card(papers=tuple(paper(n, summary="many words " * 300) for n in range(1, 6)))
    body = payload(card, Surface())
    assert all(f"Paper {n}" in words(body) for n in range(1, 6))
    assert "more" not in words(body)


def test_a_huge_file_is_packed_rather_than_cut() -> None:
    (packed,) = render(Card(file=File(name="all.json", content="x" * 20_000_000)), Surface(), {}).files
    assert packed.filename == "all.json.gz"
    assert len(gzip.decompress(packed.fp.read())) == 20_000_000


@pytest.mark.parametrize("accent", [ACCENT, ACCENT_PROBLEM])
@pytest.mark.parametrize("background", [0x2B2D31, 0xF2F3F5], ids=["dark", "light"])
def test_the_accent_stands_out(accent: int, background: int) -> None:
    brighter, darker = sorted((_luminance(accent), _luminance(background)), reverse=True)
    assert (brighter + 0.05) / (darker + 0.05) >= 3


def test_direction_changes_are_taken_out_and_right_to_left_words_kept_apart() -> None:
    assert text.line("\u202eabc", 50) == "abc"
    assert text.line("שלום", 50) == "\u2068שלום\u2069"


def test_a_title_is_a_link_whatever_brackets_it_holds() -> None:
    assert text.link("A [b] (c)", "https://x.org/a b", 50) == r"[A \[b\] \(c\)](<https://x.org/a%20b>)"
    assert text.link("A", "javascript:alert(1)", 50) == "A"


def payload(card: Card, place: Surface, mark: int | None = None) -> dict[str, Any]:
    tokens = {line: f"~{number:08d}" for number, line in enumerate(long_lines(card, place))}
    made = render(card, place, tokens, mark=mark)
    attached = {file.filename: 1 for file in made.files}
    return {
        "flags": 1 << 15,
        "allowed_mentions": {"parse": []},
        "components": made.view.to_components(),
        "_files": attached,
    }


def _luminance(colour: int) -> float:
    """Relative luminance as in WCAG 2."""
    parts = [(colour >> shift & 255) / 255 for shift in (16, 8, 0)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def displayed(body: dict[str, Any]) -> list[str]:
    return [part["content"] for part in parts(body) if part["type"] == 10]


def test_channels_shown_by_their_names_leave_the_message_within_its_limits() -> None:
    rows = tuple(Row(label="09:00, 5 a day", text=f"in the channel {920000000000000000 + n}") for n in range(100))
    shown = render(Card(text="Everything is as it was.", rows=rows), Surface(public=True, names_channels=True), {})
    assert "<#920000000000000000>" in str(shown.view.to_components())
    assert shown.view.content_length() <= 4000


def test_of_forty_rows_with_the_same_button_each_can_be_pressed() -> None:
    rows = tuple(
        Row(label=f"topic {n}", text="followed", buttons=(Button(label="Unfollow", line=f"unfollow topic {n}"),))
        for n in range(40)
    )
    body = payload(Card(title="Your profile", rows=rows), Surface())
    chosen = [option["value"] for part in parts(body) if part["type"] == 3 for option in part["options"]]
    assert chosen == [f"unfollow topic {n}" for n in range(40)]
    assert problems_of_message(body) == []
