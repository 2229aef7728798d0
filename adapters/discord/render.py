"""A card as Components V2, inside every limit of Discord. Pure: no network, no clock.

A message holds at most 40 components: too many buttons become menus. ``adapters.discord.blocks`` makes the words fit.
"""

import gzip
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import discord
from discord import ui

from adapters.discord import text
from adapters.discord.blocks import Block, blocks_of, words_fit
from adapters.discord.components import PressButton, PressSelect
from adapters.discord.ids import LONGEST_LINE, Press, Surface, units
from bot.cards.fitting import fitted, menus
from bot.cards.sharing import SHARE_LABEL, for_everybody
from bot.commands import parse_line
from bot.model import Button, ButtonStyle, Card, Choice, Command, Menu

MOST_COMPONENTS = 40
MOST_FILE_BYTES = 9 * 1024 * 1024
MOST_FILE_NAME = 100

ACCENT = 0x4C7EF3
ACCENT_PROBLEM = 0xC0701A
"""Both stand out on Discord's light and dark backgrounds alike (contrast above 3 to 1 on each)."""

_ROW = 5
_OPTIONS = 25
_MENUS = 11
"""Each is two components. With the words, ten buttons in two rows, a card's own menu and a file those are 39."""
_STYLES = {
    ButtonStyle.PLAIN: discord.ButtonStyle.secondary,
    ButtonStyle.PRIMARY: discord.ButtonStyle.primary,
    ButtonStyle.DANGER: discord.ButtonStyle.danger,
}


@dataclass(frozen=True, slots=True)
class Rendered:
    view: ui.LayoutView
    files: list[discord.File]


def long_lines(card: Card, place: Surface) -> list[str]:
    """The button lines that need a token before ``render``."""
    return sorted({b.line for b in _all_buttons(card, place) if units(b.line) > LONGEST_LINE})


def render(card: Card, place: Surface, tokens: Mapping[str, str], *, mark: int | None = None) -> Rendered:
    """The message. ``tokens`` stands in for every line of ``long_lines``; ``mark`` becomes the id of the outer
    container, by which an earlier attempt is recognised."""
    card = for_everybody(card) if place.public else card
    card = fitted(card, lambda shown: words_fit(_blocks(shown, place)))
    blocks = _blocks(card, place)
    buttons = [*card.buttons, *_share(place)]
    room = MOST_COMPONENTS - (card.file is not None) - 2 * (card.menu is not None)
    writer = _Writer(place.command, tokens)
    rich = _size(blocks, buttons) <= room
    items = _rich(blocks, writer) if rich else _dense(blocks, menus(card), writer)
    items += [ui.ActionRow(writer.select(card.menu.label, card.menu.choices))] if card.menu else []
    items += _button_rows(buttons if rich else buttons[: 2 * _ROW], writer)
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*items, accent_colour=ACCENT_PROBLEM if card.problem else ACCENT, id=mark))
    files = _files(card)
    for file in files:
        view.add_item(ui.File(file))
    return Rendered(view, files)


def _blocks(card: Card, place: Surface) -> Sequence[Block]:
    blocks = blocks_of(card)
    named = place.names_channels
    return [replace(block, text=text.channels_named(block.text)) for block in blocks] if named else blocks


def _all_buttons(card: Card, place: Surface) -> Iterator[Button]:
    card = for_everybody(card) if place.public else card
    for paper in card.papers:
        yield from paper.buttons
    for row in card.rows:
        yield from row.buttons
    yield from card.buttons
    yield from (Button(label=choice.label, line=choice.value) for choice in _choices(card.menu))
    yield from _share(place)


def _choices(menu: Menu | None) -> tuple[Choice, ...]:
    return menu.choices if menu else ()


def _share(place: Surface) -> list[Button]:
    return [Button(label=SHARE_LABEL, line=place.share, public=True)] if place.share else []


class _Writer:
    """Makes buttons and menus with ids that differ within one message."""

    def __init__(self, command: Command | None, tokens: Mapping[str, str]) -> None:
        self._command = command
        self._tokens = tokens
        self._number = 0

    def button(self, button: Button) -> ui.Item[Any] | None:
        """None for a link that can't be one, and where there is nothing to do."""
        label = text.plain(button.label, 80) or "…"
        if button.url:
            address = text.web_address(button.url)
            return ui.Button(label=label, url=address) if address else None
        if not self.line(button):
            return None
        self._number += 1
        return PressButton.of(self._press(button), self._number, self.line(button), label, _STYLES[button.style])

    def select(self, label: str, options: Sequence[Choice]) -> ui.Item[Any]:
        self._number += 1
        shown = [
            discord.SelectOption(
                label=text.plain(option.label, 100) or "…", value=self._tokens.get(option.value, option.value)
            )
            for option in options[:_OPTIONS]
        ]
        return PressSelect.of(self._number, text.plain(label, 100) or "…", shown)

    def line(self, button: Button) -> str:
        line = button.line or button.form
        return self._tokens.get(line, line)

    def _press(self, button: Button) -> Press:
        if button.form:
            return Press.FORM
        if button.public:
            return Press.SHARE
        return Press.TURN if self._command and _is_page_of(parse_line(button.line), self._command) else Press.RUN


def _is_page_of(other: Command, shown: Command) -> bool:
    return other.page != shown.page and replace(other, page=shown.page) == shown


def _rich(blocks: Sequence[Block], writer: _Writer) -> list[ui.Item[Any]]:
    """Every block with its own buttons under it."""
    items: list[ui.Item[Any]] = []
    for block in blocks:
        shown = ui.TextDisplay[Any](block.text)
        thumbnail = ui.Thumbnail[Any](block.thumbnail) if block.thumbnail else None
        items.append(ui.Section(shown, accessory=thumbnail) if thumbnail else shown)
        items += _button_rows(block.buttons, writer)
    return items


def _dense(blocks: Sequence[Block], gathered: Mapping[str, Sequence[Choice]], writer: _Writer) -> list[ui.Item[Any]]:
    """All words in one piece; a menu for each kind of button, or several, to choose the paper from."""
    items: list[ui.Item[Any]] = [ui.TextDisplay("\n\n".join(block.text for block in blocks))]
    parts = [part for label, options in gathered.items() for part in _in_parts(label, options)]
    return [*items, *(ui.ActionRow(writer.select(label, options)) for label, options in parts[:_MENUS])]


def _in_parts(label: str, options: Sequence[Choice]) -> Iterator[tuple[str, Sequence[Choice]]]:
    """Menus of as many options as one may have; each after the first says which it has."""
    for at in range(0, len(options), _OPTIONS):
        part = options[at : at + _OPTIONS]
        yield (f"{label} ({at + 1}–{at + len(part)})" if at else label), part


def _button_rows(buttons: Iterable[Button], writer: _Writer) -> list[ui.Item[Any]]:
    made = [item for button in buttons if (item := writer.button(button)) is not None]
    return [ui.ActionRow(*made[start : start + _ROW]) for start in range(0, len(made), _ROW)]


def _size(blocks: Sequence[Block], buttons: Sequence[Button]) -> int:
    """Components of the rich layout in all: the container, texts (three with a picture), rows and what is in them."""
    texts = sum(3 if block.thumbnail else 1 for block in blocks)
    groups = [block.buttons for block in blocks] + [buttons]
    return 1 + texts + sum(len(group) + math.ceil(len(group) / _ROW) for group in groups)


def _files(card: Card) -> list[discord.File]:
    if card.file is None:
        return []
    content = card.file.content.encode("utf-8", "replace")
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in card.file.name)
    name = kept[-MOST_FILE_NAME:] or "paperboy.txt"
    if len(content) > MOST_FILE_BYTES:
        content, name = gzip.compress(content), f"{name}.gz"
    return [discord.File(BytesIO(content), filename=name)]
