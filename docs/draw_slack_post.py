"""Draw ``docs/images/slack-post.svg``: a real post, from the very blocks that go to Slack.

    python docs/draw_slack_post.py

A fresh Paperboy with the bundled sample is asked, as in a channel, to subscribe and to preview; the card is rendered
for Slack, and the blocks of that payload are drawn. Only the looks are ours; every word and button is the payload's.
"""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import escape, unescape
from pathlib import Path
from typing import Any

from adapters.slack.render import render
from bot.app import opened
from bot.commands import parse
from bot.model import Channel, Member, Request, Tenant
from bot.settings import Settings

OUT = Path(__file__).parent / "images" / "slack-post.svg"
TENANT = Tenant("slack", "T1")
ASKED = ("subscribe 09:00 weekdays Europe/Berlin count:3 topics:agents,video", "preview")

WIDTH, LEFT, ROOM = 760, 72, 650
PAGE, INK, DIM, LINK, EDGE = "#ffffff", "#1d1c1d", "#616061", "#1264a3", "#bbbbbb"
FONT = "Lato,'Noto Sans','Helvetica Neue',Helvetica,Arial,'DejaVu Sans',sans-serif"
NARROW, WIDE = "iljt.,:;|!'()[] ·fr", "mwMW@—"
LABEL = "Rendered from the payload that Paperboy sends; fonts and colours differ a little in the app."


def main() -> None:
    blocks = asyncio.run(real_blocks())
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(drawing(blocks), encoding="utf-8")


async def real_blocks() -> list[dict[str, Any]]:
    """The blocks of the post that the channel would get next."""
    settings = Settings(_env_file=None, database_url="sqlite:///:memory:", sources="sample")  # type: ignore[call-arg]
    async with opened(settings) as app:
        for line in ASKED:
            request = Request(
                member=Member(TENANT, "U1"),
                command=parse(line),
                at=datetime.now(UTC),
                channel=Channel(TENANT, "C1"),
                is_admin=True,
            )
            answer = await app.core.answer(request)
    card = replace(answer.card, buttons=(), footer="")
    return list(render(card).blocks)


def drawing(blocks: list[dict[str, Any]]) -> str:
    """The whole picture as SVG."""
    y, inner = 52.0, list[str]()
    for block in blocks:
        drawn, y = _block(block, y)
        inner += drawn
    total = round(y + 46)
    size = f'width="{WIDTH}" height="{total}" viewBox="0 0 {WIDTH} {total}"'
    told = 'role="img" aria-label="A post of Paperboy in Slack, rendered from its payload"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}" {told}>',
        f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{total - 1}" rx="8" fill="{PAGE}" stroke="#dddddd"/>',
        '<rect x="20" y="22" width="38" height="38" rx="8" fill="#1f3a5f"/>',
        '<path d="M31 33h16v17H31zM35 38h8M35 42h8M35 46h5" fill="none" stroke="#fff" stroke-width="1.6"/>',
        _text(LEFT, 37, "Paperboy", 15, INK, weight="bold"),
        '<rect x="146" y="26" width="32" height="15" rx="2" fill="#e8e8e8"/>',
        _text(151, 37, "APP", 10, DIM, weight="bold"),
        _text(186, 37, "9:00 AM", 12, DIM),
    )
    return "\n".join((*head, *inner, _text(LEFT, total - 16, LABEL, 11, DIM), "</svg>\n"))


def _block(block: dict[str, Any], y: float) -> tuple[list[str], float]:
    if block["type"] == "header":
        return [_text(LEFT, y + 20, block["text"]["text"], 18, INK, weight="bold")], y + 32
    if block["type"] == "section":
        return _words(block["text"]["text"], y + 4, 15, INK)
    if block["type"] == "context":
        return _words(block["elements"][0]["text"], y + 6, 13, DIM)
    return _buttons(block["elements"], y + 6)


def _words(mrkdwn: str, y: float, size: int, color: str) -> tuple[list[str], float]:
    drawn: list[str] = []
    for line in mrkdwn.split("\n"):
        bold, italic = line.startswith("*"), line.startswith("_")
        shade = LINK if "<http" in line else color
        for part in _wrapped(_plain(line), size, bold):
            y += size * 1.45
            weight = "bold" if bold else "normal"
            drawn.append(_text(LEFT, y, part, size, shade, weight=weight, slanted=italic))
    return drawn, y


def _plain(line: str) -> str:
    """What a reader sees of a line of mrkdwn."""
    shown = re.sub(r"<https?://[^|>]*\|([^>]*)>", r"\1", line)
    return unescape(re.sub(r"[*_](?=\S)|(?<=\S)[*_]", "", shown))


def _buttons(buttons: list[dict[str, Any]], y: float) -> tuple[list[str], float]:
    drawn, x = list[str](), float(LEFT)
    for button in buttons:
        label = button["text"]["text"]
        width = _width(label, 13, bold=True) + 24
        drawn.append(
            f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="28" rx="4" fill="{PAGE}" stroke="{EDGE}"/>'
        )
        drawn.append(_text(x + 12, y + 19, label, 13, INK, weight="bold"))
        x += width + 8
    return drawn, y + 40


def _wrapped(text: str, size: int, bold: bool) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _width(longer, size, bold=bold) > ROOM:
            yield line
            longer = word
        line = longer
    yield line


def _width(text: str, size: int, *, bold: bool) -> float:
    """An estimate that is rather too wide: the font of the reader isn't known."""
    widths = (0.34 if c in NARROW else 0.9 if c in WIDE else 1.3 if ord(c) > 0x2500 else 0.58 for c in text)
    return sum(widths) * size * (1.06 if bold else 1.0)


def _text(
    x: float, y: float, words: str, size: int, color: str, *, weight: str = "normal", slanted: bool = False
) -> str:
    style = ' font-style="italic"' if slanted else ""
    return (
        f'<text x="{x:.0f}" y="{y:.1f}" font-size="{size}" fill="{color}" font-weight="{weight}"{style}>'
        f"{escape(words)}</text>"
    )


if __name__ == "__main__":
    main()
