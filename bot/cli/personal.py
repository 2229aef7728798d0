"""Shell commands for what a person keeps and says: reading list, reactions, interests."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from bot.cli.asking import answer, as_json_option, limit_option, member_option, paper_words
from bot.cli.opening import with_app
from bot.commands.arguments import EXPORT

if TYPE_CHECKING:
    from bot.app import App


@click.command()
@limit_option(50)
@as_json_option
@member_option
def saved(limit: int, as_json: bool, member: str) -> None:
    """Your reading list, newest first."""
    answer("saved", {}, limit, as_json, member)


@click.command()
@paper_words
@member_option
def like(paper: Sequence[str], member: str) -> None:
    """Say that you want more like this paper."""
    answer("like", {"paper": " ".join(paper)}, 1, False, member)


@click.command()
@paper_words
@member_option
def save(paper: Sequence[str], member: str) -> None:
    """Put a paper on your reading list."""
    answer("save", {"paper": " ".join(paper)}, 1, False, member)


@click.command()
@click.argument("interest", nargs=-1, required=True)
@member_option
def follow(interest: Sequence[str], member: str) -> None:
    """Follow a topic, or author:, org:, category:, keyword:.

    \b
    paperboy follow state-space models
    paperboy follow author:Yann LeCun
    """
    answer("follow", {"interest": " ".join(interest)}, 1, False, member)


@click.command()
@click.argument("paper", nargs=-1)
@member_option
def undo(paper: Sequence[str], member: str) -> None:
    """Take back your last reaction, follow or mute, or a reaction to a paper."""
    answer("undo", {"paper": " ".join(paper)}, 1, False, member)


@click.command()
@click.argument("form", type=click.Choice(EXPORT.choices))
@member_option
def export(form: str, member: str) -> None:
    """Write your reading list to standard output, and nothing else.

    \b
    paperboy export bibtex > reading-list.bib
    """
    with_app(lambda app: _exported(app, form, member))


async def _exported(app: "App", form: str, member: str) -> None:
    from bot.cli import oneshot
    from bot.exports import export as exported
    from bot.model import Command

    card = await oneshot.answer(app, Command(name="saved", arguments=(("export", form),)), 1, member)
    click.echo((card.file or exported([], form)).content, nl=False)


PERSONAL = (saved, like, save, follow, undo, export)
