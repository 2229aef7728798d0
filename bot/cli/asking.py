"""Shell commands that ask what people ask in chat."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from bot.cli.opening import with_app

if TYPE_CHECKING:
    from bot.app import App
    from bot.model import Command

_WORDS = {"ignore_unknown_options": True}
"""For commands that take free text: ``search agents -robots`` is a query, not an option."""


def _limit(default: int, most: int = 100) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    wanted = click.IntRange(1, most)
    return click.option("--limit", "-n", type=wanted, default=default, show_default=True, help="How many papers.")


_json = click.option("--json", "as_json", is_flag=True, help='Print JSON: {"hits": [{"id", "title", "url", …}], …}.')
_member = click.option("--member", default="", metavar="NAME", help="Whose picks and marks; your login name otherwise.")
_paper_words = click.argument("paper", nargs=-1, required=True)


@click.command(context_settings=_WORDS)
@click.argument("query", nargs=-1, required=True)
@_limit(10)
@_json
@_member
def search(query: Sequence[str], limit: int, as_json: bool, member: str) -> None:
    """Search papers by words, author, organisation, date, id or link.

    \b
    paperboy search test time scaling
    paperboy search 'author:hinton since:30d'
    paperboy search '"world model" has:code upvotes:>20 sort:top' --limit 20
    """
    _answer("search", {"query": " ".join(query)}, limit, as_json, member)


@click.command()
@click.argument("day", required=False, default="")
@_limit(10)
@_json
@_member
def today(day: str, limit: int, as_json: bool, member: str) -> None:
    """The papers of a day, most upvoted first.

    Without a day: the newest there is.

    \b
    paperboy today
    paperboy today 2026-08-20 --json
    """
    from bot.commands.arguments import DATE

    DATE.read(day or "today")
    _answer("today", {"date": day}, limit, as_json, member)


@click.command()
@click.argument("period", type=click.Choice(["day", "week", "month"]), default="week")
@_limit(10)
@_json
@_member
def trending(period: str, limit: int, as_json: bool, member: str) -> None:
    """The most upvoted papers of the last day, week or month."""
    _answer("trending", {"period": period}, limit, as_json, member)


@click.command()
@click.option("--day", default="", metavar="DATE", help="Of this day alone; otherwise of the newest days.")
@_limit(5, most=10)
@_json
@_member
def picks(day: str, limit: int, as_json: bool, member: str) -> None:
    """Papers picked for you, each with its reason.

    As JSON each has its relevance, whether that is above the bar (matched), and the parts of its score.

    \b
    paperboy picks
    paperboy picks --day 2026-08-20 --json
    """
    from bot.commands.arguments import DATE

    DATE.read(day or "today")
    _answer("picks", {"count": str(limit), "date": day}, limit, as_json, member)


@click.command()
@_paper_words
@_limit(1)
@_json
@_member
def paper(paper: Sequence[str], limit: int, as_json: bool, member: str) -> None:
    """One paper in full, by arXiv id, link, or words of its title.

    \b
    paperboy paper 2608.19880
    paperboy paper https://arxiv.org/abs/2608.19880
    """
    _answer("paper", {"paper": " ".join(paper)}, limit, as_json, member)


@click.command()
@_paper_words
@_limit(10)
@_json
@_member
def similar(paper: Sequence[str], limit: int, as_json: bool, member: str) -> None:
    """Papers like this one."""
    _answer("similar", {"paper": " ".join(paper)}, limit, as_json, member)


@click.command(name="import")
@click.argument("file", type=click.File("rb"))
@_member
def import_(file: BinaryIO, member: str) -> None:
    """Start from papers you know, in a file.

    BibTeX, RIS, a Zotero export, or a list of ids and links; - is standard input.

    \b
    paperboy import library.bib --member ada
    """
    from bot.references import decode

    _answer("import", {"text": decode(file.read())}, 10, False, member)


def _answer(name: str, arguments: dict[str, str], limit: int, as_json: bool, member: str) -> None:
    from bot.model import Command

    command = Command(name=name, arguments=tuple((key, value) for key, value in arguments.items() if value))
    with_app(lambda app: _show(app, command, limit, as_json, member))


async def _show(app: "App", command: "Command", limit: int, as_json: bool, member: str) -> None:
    from bot.cli import oneshot
    from bot.platforms import card_printer

    card = await oneshot.answer(app, command, limit, member)
    if as_json:
        click.echo(await oneshot.as_json(app, command, card))
    else:
        card_printer()(card)


ASKING = (search, today, trending, picks, paper, similar, import_)
