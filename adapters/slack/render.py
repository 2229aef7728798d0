"""Cards as Block Kit: pure, within every limit of Slack, and honest about what was left out.

Limits: https://docs.slack.dev/reference/block-kit/blocks. The bytes of all blocks of a message are limited too, at an
unpublished number: about 12 kB were refused as ``msg_blocks_too_long`` (github.com/slackapi/bolt-js/issues/2509).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from adapters.slack.mrkdwn import fit, link, one_line, visible, web_address
from bot.cards.fitting import fitted
from bot.commands import BY_NAME, parse_line
from bot.model import Button, ButtonStyle, Card, Command, Menu, PaperCard, Row
from bot.text import shorten

Block = dict[str, Any]

LINE_BYTES = 150
"""Longer button lines are first exchanged for a token (``Core.button_token``)."""

SECTION = 2_900
LINE = 280
MOST_TEXT = 2 * SECTION
MOST_BUTTONS = 25
MOST_OPTIONS = 100
OPTION = 75
"""Characters of a menu's entry and of its value."""
SPOKEN, SPOKEN_OF_MANY, SHORT_LABELS_ABOVE = 75, 40, 5
"""Characters of a button's label for screen readers; fewer where a card shows more than ``SHORT_LABELS_ABOVE`` papers,
since a message holds so many bytes and no more."""
FALLBACK = 3_000
BUTTON_LABEL = 60
BAR_CELLS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How much one surface takes."""

    blocks: int
    bytes: int


MESSAGE = Budget(blocks=50, bytes=9_900)
VIEW = Budget(blocks=95, bytes=200_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackMessage:
    """``text`` is read by notifications and screen readers, and stands alone where blocks are refused."""

    text: str
    blocks: Sequence[Block]


def render(card: Card, *, asked: Command | None = None) -> SlackMessage:
    """A card as one message. ``asked`` is the command it answers, so that its page buttons turn the page in place."""
    return SlackMessage(text=plain_text(card), blocks=card_blocks(card, asked=asked))


def card_blocks(card: Card, *, asked: Command | None = None, budget: Budget = MESSAGE) -> list[Block]:
    """The blocks of a card within a budget (``bot.cards.fitting`` says what gives way)."""
    dialog = not card.papers and not card.rows

    def drawn(shown: Card) -> list[Block]:
        return _Composer(shown, asked, dialog=dialog).all()

    return drawn(fitted(card, lambda shown: _fits(drawn(shown), budget)))


def plain_text(card: Card) -> str:
    """The card as one mrkdwn text: what notifications show, and all there is where blocks are refused."""
    papers = (
        f"{f'{number}. ' if card.numbered else ''}{link(paper.url, paper.title, 200)}"
        for number, paper in enumerate(card.papers, start=card.first)
    )
    rows = (f"{fit(one_line(row.label), 100)}: {fit(one_line(row.text), 200)}" for row in card.rows)
    return _joined(filter(None, (fit(one_line(card.title), 200), fit(visible(card.text), 800), *papers, *rows))) or "…"


def size(blocks: Sequence[Block]) -> int:
    """Bytes of the blocks as JSON."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")).encode())


def section(text: str, **more: object) -> Block:
    """``verbatim`` keeps Slack from turning bare addresses and names in the text into links."""
    return {"type": "section", "text": _mrkdwn(text), **more}


def context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text)]}


def header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": shorten(one_line(text), 140)}}


class _Composer:
    """Draws one card as it is, each text within Slack's limit of its own."""

    def __init__(self, card: Card, asked: Command | None, *, dialog: bool) -> None:
        self._card = card
        self._asked = asked
        self._numbers = count(1)
        self._dialog = dialog
        self._spoken = SPOKEN if len(card.papers) <= SHORT_LABELS_ABOVE else SPOKEN_OF_MANY

    def all(self) -> list[Block]:
        papers = (
            block
            for number, paper in enumerate(self._card.papers, start=self._card.first)
            for block in self._paper(paper, f"{number}. " if self._card.numbered else "")
        )
        return [*self._head(), *papers, *self._rows(), *self._tail()]

    def _head(self) -> list[Block]:
        text = visible(self._card.text)
        warned = f"⚠️ {text}" if self._card.problem and text else text
        title = [header(self._card.title)] if one_line(self._card.title) else []
        return [*title, *(section(part) for part in _parts(warned, MOST_TEXT))]

    def _paper(self, paper: PaperCard, number: str) -> list[Block]:
        badge = f"  ·  {fit(one_line(paper.badge), 60)}" if one_line(paper.badge) else ""
        title = f"*{number}{link(paper.url, paper.title, LINE) or 'untitled'}*{badge}"
        facts = fit(one_line(paper.facts), LINE)
        reason = _italic(fit(one_line(paper.reason), LINE))
        room = SECTION - len(title) - len(facts) - len(reason)
        summary = fit(visible(paper.summary), room)
        text = "\n".join(line for line in (title, facts, summary, reason) if line)
        heading = [section(f"*{fit(one_line(paper.heading), LINE)}*")] if one_line(paper.heading) else []
        return [*heading, section(text), *self._actions(paper.buttons, paper.title)]

    def _rows(self) -> Iterator[Block]:
        """Rows that only tell are drawn together, in as few sections as they fit into."""
        lines: list[str] = []
        for row in self._card.rows:
            line = self._row_line(row)
            if lines and (row.buttons or len("\n".join([*lines, line])) > SECTION):
                yield section("\n".join(lines))
                lines = []
            if row.buttons:
                yield from self._row_with_buttons(row, line)
            else:
                lines.append(line)
        if lines:
            yield section("\n".join(lines))

    def _row_line(self, row: Row) -> str:
        label = link(row.url, row.label, 150) if row.url else fit(one_line(row.label), 150)
        bar = "" if row.share is None else f"{_bar(row.share)}  "
        text = fit(one_line(row.text), 2 * LINE)
        return f"{bar}*{label}*  {text}".rstrip() if label else f"{bar}{text}" or "…"

    def _row_with_buttons(self, row: Row, line: str) -> list[Block]:
        buttons = [self._button(b, row.label or row.text) for b in row.buttons if _usable(b)][:MOST_BUTTONS]
        if len(buttons) == 1:
            return [section(line, accessory=buttons[0])]
        return [section(line), *([{"type": "actions", "elements": buttons}] if buttons else [])]

    def _tail(self) -> list[Block]:
        footer = fit(visible(self._card.footer), 300)
        menu = self._menu(self._card.menu) if self._card.menu else []
        return [*([context(footer)] if footer else []), *menu, *self._actions(self._card.buttons)]

    def _menu(self, menu: Menu) -> list[Block]:
        options = [
            {
                "text": {"type": "plain_text", "text": shorten(one_line(choice.label), OPTION) or "…"},
                "value": choice.value,
            }
            for choice in menu.choices[:MOST_OPTIONS]
            if len(choice.value.encode("utf-8", "replace")) <= OPTION
        ]
        select = {
            "type": "static_select",
            "action_id": f"v1:answer:{next(self._numbers)}",
            "placeholder": {"type": "plain_text", "text": shorten(one_line(menu.label), OPTION)},
            "options": options,
        }
        return [{"type": "actions", "elements": [select]}] if options else []

    def _actions(self, buttons: Iterable[Button], about: str = "") -> list[Block]:
        elements = [self._button(button, about) for button in buttons if _usable(button)][:MOST_BUTTONS]
        return [{"type": "actions", "elements": elements}] if elements else []

    def _button(self, button: Button, about: str = "") -> Block:
        """``about`` is what the button acts on: a screen reader says it, where eyes see it above the button."""
        shown: Block = {
            "type": "button",
            "text": {"type": "plain_text", "text": shorten(one_line(button.label), BUTTON_LABEL) or "…"},
            "action_id": f"{_verb(button, self._asked, dialog=self._dialog)}:{next(self._numbers)}",
        }
        if one_line(about):
            shown["accessibility_label"] = shorten(f"{_spoken(button)}: {one_line(about)}", self._spoken)
        shown |= {"url": web_address(button.url)} if button.url else {"value": button.line or button.form}
        return shown if button.style is ButtonStyle.PLAIN else {**shown, "style": button.style.value}


def _spoken(button: Button) -> str:
    """What a button does, in words: of its emoji a screen reader would say "thumbs up"."""
    name = parse_line(button.line).name if button.line else ""
    return name.capitalize() if name and not any(map(str.isalpha, button.label)) else one_line(button.label)


def _verb(button: Button, asked: Command | None, *, dialog: bool) -> str:
    """What a press means, with the version of this scheme: posts outlive releases.

    ``answer`` answers anew, ``turn`` in place (another page of the same list, the next step of a dialog), ``share`` for
    the whole channel, ``form.<command>`` opens a form, ``link`` needs nothing.
    """
    if button.url:
        return "v1:link"
    if button.form in BY_NAME:
        return f"v1:form.{button.form}"
    if button.public:
        return "v1:share"
    return "v1:turn" if dialog or (asked and _same_list(parse_line(button.line), asked)) else "v1:answer"


def _same_list(command: Command, asked: Command) -> bool:
    return (command.name, command.arguments) == (asked.name, asked.arguments) and command.page != asked.page


def _usable(button: Button) -> bool:
    if button.url:
        return bool(web_address(button.url))
    return 0 < len((button.line or button.form).encode("utf-8", "replace")) <= LINE_BYTES


def _fits(blocks: Sequence[Block], budget: Budget) -> bool:
    return len(blocks) <= budget.blocks and size(blocks) <= budget.bytes


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _italic(text: str) -> str:
    return f"_{text}_" if text else ""


def _bar(share: float) -> str:
    filled = round(min(1.0, max(0.0, share)) * BAR_CELLS)
    return "▰" * filled + "▱" * (BAR_CELLS - filled)


def _parts(text: str, limit: int) -> list[str]:
    """A text as escaped sections, parted between its lines; what is too long ends in "…"."""
    if limit <= SECTION:
        return [fit(text, limit)] if text else []
    parts = [""]
    for line in (fit(line, SECTION - 2) for line in text.split("\n")):
        fits = len(parts[-1]) + 1 + len(line) <= SECTION - 2
        parts = [*parts[:-1], f"{parts[-1]}\n{line}"] if fits else [*parts, line]
    most = limit // SECTION
    cut = [*parts[: most - 1], f"{parts[most - 1]}\n…"] if len(parts) > most else parts
    return [part.strip("\n") for part in cut if part.strip()]


def _joined(lines: Iterable[str]) -> str:
    """Lines up to the length of a fallback text, then how many are missing."""
    lines, shown, length = list(lines), list[str](), 0
    for at, line in enumerate(lines):
        length += len(line) + 1
        if length > FALLBACK - 20:
            return "\n".join([*shown, f"… {len(lines) - at} more"])
        shown.append(line)
    return "\n".join(shown)
