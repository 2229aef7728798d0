"""Draws a session in the terminal as a picture, from what Paperboy really answers."""

import re
from io import StringIO

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console, RenderableType
from rich.terminal_theme import MONOKAI

from adapters.console.adapter import ConsoleAdapter
from bot.app import opened
from bot.console_identity import local_member
from bot.settings import Settings
from tests.transcripts.replay import FOLDER, PROMPT, WIDTH, Script, SlowClock

PICTURE = FOLDER.parents[1] / "docs" / "images" / "terminal.svg"
SESSION = ("follow coding agents", "picks 3", "like 1")
FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


class DrawnScript(Script):
    """A front that draws instead of writing down."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__(lines)
        look = {"force_terminal": True, "color_system": "truecolor", "highlight": False}
        self.console = Console(record=True, width=WIDTH, file=StringIO(), **look)  # type: ignore[arg-type]

    async def show(self, body: RenderableType) -> None:
        line = self._lines[len(self.seen) - 1]
        self.console.print(f"[bold cyan]{PROMPT}[/bold cyan][bold]{line}[/bold]")
        self.console.print(body)
        self.console.print()


async def drawn() -> str:
    """The session as an SVG that loads nothing from elsewhere."""
    script = DrawnScript(SESSION)
    settings = Settings(_env_file=None, database_url="sqlite:///:memory:", sources="sample")  # type: ignore[call-arg]
    async with opened(settings, SlowClock()) as app:
        await ConsoleAdapter(script, app.store.key_value, app.clock, local_member("ada")).run(app.core)
    own_fonts = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    own_fonts = re.sub(r"font-family: Fira Code, monospace", f"font-family: {FONTS}", own_fonts)
    return script.console.export_svg(title="paperboy run", theme=MONOKAI, code_format=own_fonts, unique_id="paperboy")
