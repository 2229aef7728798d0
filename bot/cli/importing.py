"""``paperboy import``: every reference of a file, however many, with a bar."""

from dataclasses import replace

from bot.app import App
from bot.cards.imports import imported_card
from bot.cli.reading import bars
from bot.console_identity import local_member
from bot.handlers import import_commands
from bot.model import Imported
from bot.platforms import card_printer

ASKED_FIRST = 1
"""Papers asked for before there is a bar: it shows whether there is anybody to ask."""


async def import_now(app: App, text: str, member: str) -> None:
    """Like what the text refers to, asking the sources for whatever is not stored.

    Stopped midway, the rest is kept: it goes on when Paperboy runs, or when something is imported again.
    """
    who = local_member(member or app.settings.member)
    with bars("references") as shown:
        task = shown.add_task("looking here", total=None)
        done = await import_commands(app).import_text(
            who,
            text,
            app.clock.now(),
            lookups=ASKED_FIRST,
            progress=lambda read, total: shown.update(task, completed=read, total=total),
        )
    here = replace(done, waiting=0)
    if here != Imported(entries=done.entries) or not done.waiting:
        card_printer()(replace(imported_card(here), buttons=()))
    with bars("references") as shown:
        task = shown.add_task("asking the sources", total=None, visible=bool(done.waiting))
        finished = await app.import_jobs.finish(
            who, lambda read, total: shown.update(task, completed=read, total=total)
        )
    if finished:
        card_printer()(replace(finished, buttons=()))
