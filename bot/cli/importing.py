"""``paperboy import``: every reference of a file, however many, with a bar."""

import sys
from dataclasses import replace

from bot.app import App
from bot.cards.imports import imported_card
from bot.cli.reading import bars
from bot.console_identity import local_member
from bot.handlers import import_commands
from bot.platforms import card_printer


async def import_now(app: App, text: str, member: str) -> None:
    """Like what the text refers to, asking the sources for whatever is not stored.

    Stopped midway, it goes on from there when it is run again: what was found is stored.
    """
    commands = import_commands(app)
    who = local_member(member or app.settings.member)
    with bars("references") as shown:
        task = shown.add_task("import", total=None)
        done = await commands.import_text(
            who,
            text,
            app.clock.now(),
            lookups=sys.maxsize,
            progress=lambda read, total: shown.update(task, completed=read, total=total),
        )
    card_printer()(replace(imported_card(done), buttons=()))
