"""Draw ``docs/images/discord-post.svg``: a real post, from the very payload that goes to Discord.

    python docs/draw_discord_post.py

A fresh Paperboy with the bundled sample gets a channel subscribed and makes its next digest; the first message is
rendered for Discord, and the components of that payload are drawn. Every word and button is the payload's.
"""

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from adapters.discord.ids import Surface
from adapters.discord.render import render
from bot.app import opened
from bot.clock import SystemClock
from bot.commands import parse
from bot.model import Channel, Member, Request, Tenant
from bot.settings import Settings

OUT = Path(__file__).parent / "images" / "discord-post.svg"
CHANNEL = Channel(Tenant("discord", "1"), "3")

WIDTH, LEFT, INSIDE, PAD = 760, 72, 560, 16
PAGE, BOX, EDGE, BODY, DIM, LINK, BUTTON = "#313338", "#2b2d31", "#3f4147", "#dbdee1", "#949ba4", "#00a8fc", "#4e5058"
FONT = "'gg sans','Noto Sans','Helvetica Neue',Helvetica,Arial,'DejaVu Sans',sans-serif"
LOOKS = (("### ", 17, "#f2f3f5", True, 0), ("-# ", 12, DIM, False, 0), ("> ", 14, BODY, False, 14))
NARROW, WIDE = "iljt.,:;|!'()[] ·fr", "mwMW@—"


def main() -> None:
    payload = asyncio.run(real_payload())
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(drawing(payload), encoding="utf-8")


class Morning(SystemClock):
    """It is Monday, just before nine in Berlin."""

    def now(self) -> datetime:
        return datetime(2026, 8, 24, 6, 59, tzinfo=UTC)


async def real_payload() -> list[dict[str, Any]]:
    """The components of the post that the channel would get next."""
    settings = Settings(_env_file=None, database_url="sqlite:///:memory:", sources="sample")  # type: ignore[call-arg]
    clock = Morning()
    async with opened(settings, clock) as app:
        asked = parse("subscribe 09:00 weekdays Europe/Berlin count:3 topics:agents,video")
        member = Member(CHANNEL.tenant, "2")
        request = Request(member=member, command=asked, at=clock.now(), channel=CHANNEL, is_admin=True)
        await app.core.answer(request)
        subscription = await app.store.subscriptions.of(CHANNEL)
        if subscription is None:
            raise SystemExit("The subscription was refused.")
        draft = await app.writer.preview(subscription)
    return render(draft.cards[0], Surface(public=True), {}).view.to_components()


def drawing(components: list[dict[str, Any]]) -> str:
    """The whole picture as SVG."""
    box = components[0]
    inner, height = _box(box["components"], 64)
    accent = f"#{box['accent_color']:06x}"
    total = height + 70
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{total}" viewBox="0 0 {WIDTH} {total}"',
            f'font-family="{FONT}" role="img" aria-label="A post of Paperboy in Discord, drawn from its payload">',
            f'<rect width="{WIDTH}" height="{total}" rx="8" fill="{PAGE}"/>',
            '<circle cx="36" cy="40" r="20" fill="#4c7ef3"/>',
            '<path d="M27 32h14v16H27zM30 36h8M30 40h8M30 44h5" fill="none" stroke="#fff" stroke-width="1.6"/>',
            _text(LEFT, 38, "Paperboy", 16, "#f2f3f5", bold=True),
            '<rect x="150" y="25" width="32" height="16" rx="3" fill="#5865f2"/>',
            _text(155, 37, "APP", 11, "#fff", bold=True),
            _text(192, 38, "Today at 09:00", 12, DIM),
            f'<rect x="{LEFT}" y="52" width="{INSIDE + 2 * PAD}" height="{height - 44}" rx="4"',
            f'fill="{BOX}" stroke="{EDGE}"/>',
            f'<rect x="{LEFT}" y="52" width="4" height="{height - 44}" rx="2" fill="{accent}"/>',
            *inner,
            _text(
                LEFT,
                total - 22,
                "Rendered from the payload that Paperboy sends; fonts and colours differ in the app.",
                11,
                DIM,
            ),
            "</svg>\n",
        )
    )


def _box(components: list[dict[str, Any]], y: float) -> tuple[list[str], float]:
    drawn: list[str] = []
    for component in components:
        if component["type"] == 10:
            lines, y = _words(component["content"], y)
            drawn += lines
        elif component["type"] == 1:
            drawn += _buttons(component["components"], y)
            y += 50
    return drawn, y


def _words(content: str, y: float) -> tuple[list[str], float]:
    drawn: list[str] = []
    for line in content.split("\n"):
        size, color, bold, shown, indent = _look(line)
        for part in _wrapped(shown, size, bold, INSIDE - indent):
            y += size * 1.4
            if indent:
                bar = f'width="4" height="{size * 1.3:.0f}" rx="2" fill="{BUTTON}"'
                drawn.append(f'<rect x="{LEFT + PAD}" y="{y - size:.1f}" {bar}/>')
            drawn.append(_text(LEFT + PAD + indent, y, part, size, color, bold=bold))
    return drawn, y + 8


def _look(line: str) -> tuple[int, str, bool, str, int]:
    """How Discord shows a line of markdown: size, colour, weight, words, indent."""
    for mark, size, color, bold, indent in LOOKS:
        if line.startswith(mark):
            return size, color, bold, _plain(line.removeprefix(mark)), indent
    linked = "](<" in line
    return 15, LINK if linked else BODY, linked, _plain(line), 0


def _plain(markdown: str) -> str:
    shown = re.sub(r"\[((?:\\.|[^\]\\])*)\]\(<[^>]*>\)", r"\1", markdown).replace("**", "")
    shown = re.sub(r"(?<!\\)\*", "", shown)
    return re.sub(r"\\([^\w\s])", r"\1", shown)


def _buttons(buttons: list[dict[str, Any]], y: float) -> list[str]:
    drawn, x = [], float(LEFT + PAD)
    for button in buttons:
        label = button.get("label") or f"{button['placeholder']} ▾"  # a menu shows its placeholder
        width = _width(label, 14, bold=True) + 32
        drawn.append(f'<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="34" rx="8" fill="{BUTTON}"/>')
        drawn.append(_text(x + 16, y + 22, label, 14, "#fff", bold=True))
        x += width + 8
    return drawn


def _wrapped(text: str, size: int, bold: bool, room: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _width(longer, size, bold=bold) > room:
            yield line
            longer = word
        line = longer
    yield line


def _width(text: str, size: int, *, bold: bool) -> float:
    """An estimate that is rather too wide: the font of the reader isn't known."""
    widths = (0.34 if c in NARROW else 0.9 if c in WIDE else 1.3 if ord(c) > 0x2500 else 0.58 for c in text)
    return sum(widths) * size * (1.06 if bold else 1.0)


def _text(x: float, y: float, words: str, size: int, color: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x:.0f}" y="{y:.1f}" font-size="{size}" fill="{color}"{weight}>{escape(words)}</text>'


if __name__ == "__main__":
    main()
