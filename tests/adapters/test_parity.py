"""Every command of the table can be asked on every platform, and the same card says the same words on each."""

import html
import io
import unicodedata
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import pytest
from discord import app_commands, ui
from rich.console import Console

from adapters.console.render import Look, screen
from adapters.discord.command_names import as_here
from adapters.discord.components import PressSelect
from adapters.discord.ids import Surface
from adapters.discord.render import long_lines
from adapters.discord.render import render as in_discord
from adapters.discord.tree import add_commands
from adapters.slack.render import render as in_slack
from adapters.slack.tokens import shortened
from bot.app import App, opened
from bot.cards.papers import vote_buttons
from bot.clock import SystemClock
from bot.commands import COMMANDS, parse
from bot.console_identity import local_member, local_request
from bot.model import Button, Card, Choice, Menu, PaperCard, PaperId, Row
from bot.settings import Settings
from tests.adapters.core import FakeCore
from tests.adapters.slack.running import text_of

LINES = (
    "follow agents",
    "mute keyword:benchmark",
    "like 2608.19880",
    "save 2608.19880",
    "search test time scaling",
    "today",
    "trending month",
    "picks",
    "paper 2608.19880",
    "similar 2608.19880",
    "why 2608.19880",
    "dislike 2608.17253",
    "web",
    "feed",
    "undo",
    "saved",
    "unfollow agents",
    "unmute keyword:benchmark",
    "profile",
    "import 2608.20335",
    "privacy",
    "link",
    "link QWER-TYUP",
    "unlink",
    "subscribe 09:00 daily Europe/Berlin count:3 topics:agents",
    "settings",
    "preview",
    "archive",
    "status",
    "pause",
    "resume",
    "unsubscribe",
    "email ada@example.org 07:30 mon",
    "help",
    "help search",
    "saved export bibtex",
    "help hello",
    "help find",
    "help all",
    "unmute",
    "subscribe 9",
    "subscribe zone:IST",
    "subscribe #general",
    "like attention",
    "lik 2608.19880",
    "(https://arxiv.org/abs/2608.19880).",
    "nothing like this",
)


def test_every_command_is_asked_here() -> None:
    assert {spec.name for spec in COMMANDS} == {parse(line).name for line in LINES}


def test_every_command_can_be_typed_in_discord() -> None:
    async def nobody(*_: Any) -> Any: ...

    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    add_commands(tree, nobody, nobody, nobody)
    typed = {command.name for command in tree.walk_commands() if isinstance(command, app_commands.Command)}
    assert {spec.name for spec in COMMANDS} <= typed


@asynccontextmanager
async def program() -> AsyncIterator[App]:
    settings = Settings(_env_file=None, database_url="sqlite:///:memory:", sources="sample")  # type: ignore[call-arg]
    async with opened(settings) as app:
        yield app


async def test_a_card_says_the_same_on_all_three() -> None:
    async with program() as app:
        for line in LINES:
            asked = local_request(local_member("ada"), parse(line), SystemClock())
            card = (await app.core.answer(asked)).card
            shown = {"console": _console(card), "discord": await _discord(card), "slack": await _slack(card)}
            for platform, text in shown.items():
                here = as_here if platform == "discord" else str
                missing = [words for words in _words(card) if _bare(here(words)) not in text]
                assert not missing, (line, platform, missing)


@pytest.mark.parametrize("line", ["picks", "saved", "profile"])
async def test_every_button_is_on_both_chat_platforms(line: str) -> None:
    async with program() as app:
        for first in ("like 2608.19880", "save 2608.17253"):
            await app.core.answer(local_request(local_member("ada"), parse(first), SystemClock()))
        card = (await app.core.answer(local_request(local_member("ada"), parse(line), SystemClock()))).card
        labels = {_bare(button.label) for button in _buttons(card)}
        assert labels
        for text in (await _discord(card, buttons=True), await _slack(card)):
            assert not [label for label in labels if label not in text]


async def test_a_menu_can_be_chosen_from_on_all_three() -> None:
    choices = (
        Choice(label="Mute agents", value="mute topic:agents"),
        Choice(label="Mute long ones", value=f"mute topic:{'very ' * 20}long"),
    )
    papers = tuple(
        PaperCard(
            paper=PaperId(f"arxiv:2608.{n:05}"),
            title=f"Paper {n}",
            url="https://arxiv.org/",
            buttons=vote_buttons(PaperId(f"arxiv:2608.{n:05}")),
        )
        for n in range(10)
    )
    card = Card(papers=papers, menu=Menu(label="Not for you?", choices=choices), numbered=True)
    core = FakeCore()
    tokens = {line: await core.button_token(line, None) for line in long_lines(card, Surface())}
    items = in_discord(card, Surface(), tokens).view.walk_children()
    selects = [item.item for item in items if isinstance(item, PressSelect)]
    offered = {option.label: option.value for select in selects for option in select.options}
    assert offered["Mute agents"] == "mute topic:agents"
    assert await core.button_line(offered["Mute long ones"]) == choices[1].value
    in_blocks = list(in_slack(await shortened(card, core, None)).blocks)
    menu = next(e for b in in_blocks for e in b.get("elements", ()) if e.get("type") == "static_select")
    assert [option["text"]["text"] for option in menu["options"]] == ["Mute agents", "Mute long ones"]
    assert all(len(option["value"]) <= 75 for option in menu["options"])
    assert "mute topic:agents" in {
        button.line for button in screen(card, Look(links=True, width=5_000)).actions.values()
    }


def _words(card: Card) -> Iterator[str]:
    """All that a card says."""
    yield from (card.title, *card.text.split("\n"), card.footer)
    for paper in card.papers:
        yield from _of_paper(paper)
    for row in card.rows:
        yield from _of_row(row)


def _of_paper(paper: PaperCard) -> Iterator[str]:
    yield from (paper.title, paper.facts, paper.summary, paper.reason, paper.badge)


def _of_row(row: Row) -> Iterator[str]:
    yield from (row.label, row.text)


def _buttons(card: Card) -> Iterator[Button]:
    for part in (*card.papers, *card.rows, card):
        yield from part.buttons


def _bare(text: str) -> str:
    """Letters, digits and symbols with a meaning; what platforms mark up or escape is left out."""
    text = html.unescape(text)
    return "".join(char for char in text.casefold() if unicodedata.category(char) in ("Ll", "Lo", "Nd", "So"))


def _console(card: Card) -> str:
    out = io.StringIO()
    Console(file=out, width=5_000, force_terminal=False, no_color=True).print(
        screen(card, Look(links=True, width=5_000)).body
    )
    return _bare(out.getvalue())


async def _discord(card: Card, *, buttons: bool = False) -> str:
    core, place = FakeCore(), Surface()
    tokens = {line: await core.button_token(line, None) for line in long_lines(card, place)}
    items = list(in_discord(card, place, tokens).view.walk_children())
    told = [item.content for item in items if isinstance(item, ui.TextDisplay)]
    pressed = [item.item if isinstance(item, ui.DynamicItem) else item for item in items]
    labels = [item.label or "" for item in pressed if isinstance(item, ui.Button) and buttons]
    return _bare("\n".join((*told, *labels)))


async def _slack(card: Card) -> str:
    return _bare(text_of({"blocks": list(in_slack(await shortened(card, FakeCore(), None)).blocks)}))
