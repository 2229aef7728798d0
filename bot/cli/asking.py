"""Shell commands that ask what people ask in chat."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import click
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.cli.opening import with_app
from bot.commands.arguments import PERIOD, PICKS

if TYPE_CHECKING:
    from bot.app import App
    from bot.model import Command

_WORDS = {"ignore_unknown_options": True}
"""For commands that take free text: ``search agents -robots`` is a query, not an option."""


def limit_option(default: int, most: int = 100) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--limit``: how many papers."""
    wanted = click.IntRange(1, most)
    return click.option("--limit", "-n", type=wanted, default=default, show_default=True, help="How many papers.")


class FreeText(click.Command):
    """Takes ``-robots`` as a word, but ``--jsn`` as a misspelt option; after ``--`` everything is a word."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Raises ``click.NoSuchOption`` with the options that may have been meant."""
        known = [name for parameter in self.get_params(ctx) for name in parameter.opts if name.startswith("--")]
        options = args[: args.index("--")] if "--" in args else args
        for word in options:
            if re.fullmatch(r"--[a-zA-Z][\w-]*(=.*)?", word) and word.partition("=")[0] not in known:
                near = process.extract(word, known, scorer=OSA.normalized_similarity, score_cutoff=0.6)
                raise click.NoSuchOption(word, possibilities=[name for name, _, _ in near], ctx=ctx)
        return super().parse_args(ctx, args)


as_json_option = click.option(
    "--json", "as_json", is_flag=True, help='Print JSON: {"hits": [{"id", "title", "url", …}], …}.'
)
member_option = click.option(
    "--member", default="", metavar="NAME", help="Whose picks and marks; your login name otherwise."
)
paper_words = click.argument("paper", nargs=-1, required=True)


@click.command(cls=FreeText, context_settings=_WORDS)
@click.argument("query", nargs=-1, required=True)
@limit_option(10)
@as_json_option
@member_option
def search(query: Sequence[str], limit: int, as_json: bool, member: str) -> None:
    """Search papers by words, author, organisation, date, id or link.

    \b
    paperboy search test time scaling
    paperboy search 'author:hinton since:30d'
    paperboy search '"world model" has:code upvotes:>20 sort:top' --limit 20
    """
    answer("search", {"query": " ".join(query)}, limit, as_json, member)


@click.command()
@click.argument("day", required=False, default="")
@limit_option(10)
@as_json_option
@member_option
def today(day: str, limit: int, as_json: bool, member: str) -> None:
    """The papers of a day, most upvoted first.

    Without a day: the newest there is.

    \b
    paperboy today
    paperboy today 2026-08-20 --json
    """
    from bot.commands.arguments import DATE

    DATE.read(day or "today")
    answer("today", {"date": day}, limit, as_json, member)


@click.command()
@click.argument("period", type=click.Choice(PERIOD.choices), default="week")
@limit_option(10)
@as_json_option
@member_option
def trending(period: str, limit: int, as_json: bool, member: str) -> None:
    """The most upvoted papers of the last day, week or month."""
    answer("trending", {"period": period}, limit, as_json, member)


@click.command()
@click.argument("count", type=click.IntRange(1, PICKS.most), required=False)
@click.option("--day", default="", metavar="DATE", help="Of this day alone; otherwise of the newest days.")
@limit_option(5, most=PICKS.most)
@as_json_option
@member_option
def picks(count: int | None, day: str, limit: int, as_json: bool, member: str) -> None:
    """Papers picked for you, each with its reason.

    As JSON each has its relevance, whether that is above the bar (matched), and the parts of its score.

    \b
    paperboy picks
    paperboy picks 10 --day 2026-08-20 --json
    """
    from bot.commands.arguments import DATE

    DATE.read(day or "today")
    wanted = count or limit
    answer("picks", {"count": str(wanted), "date": day}, wanted, as_json, member)


@click.command()
@paper_words
@limit_option(1)
@as_json_option
@member_option
def paper(paper: Sequence[str], limit: int, as_json: bool, member: str) -> None:
    """One paper in full, by arXiv id, link, or words of its title.

    \b
    paperboy paper 2608.19880
    paperboy paper https://arxiv.org/abs/2608.19880
    """
    answer("paper", {"paper": " ".join(paper)}, limit, as_json, member)


@click.command()
@paper_words
@limit_option(10)
@as_json_option
@member_option
def similar(paper: Sequence[str], limit: int, as_json: bool, member: str) -> None:
    """Papers like this one."""
    answer("similar", {"paper": " ".join(paper)}, limit, as_json, member)


@click.command(name="import")
@click.argument("file", type=click.File("rb"))
@member_option
def import_(file: BinaryIO, member: str) -> None:
    """Start from papers you know, in a file.

    BibTeX, RIS, CSV, XML or JSON of a reference manager, or a list of ids, links or titles; - is standard input.

    \b
    paperboy import library.bib --member ada
    """
    from bot.references import MAX_CHARACTERS

    body = file.read(4 * MAX_CHARACTERS + 1)  # the bytes that so many characters take at most, and one that is too many
    with_app(lambda app: _import(app, body, member))


async def _import(app: "App", body: bytes, member: str) -> None:
    from bot.cli.importing import import_now
    from bot.references import text_of_file

    await import_now(app, text_of_file(body), member)


def answer(name: str, arguments: dict[str, str], limit: int, as_json: bool, member: str) -> None:
    """Ask what a person would ask in chat, and print the answer."""
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
