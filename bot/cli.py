"""The commands a person types in a shell."""

import asyncio
import io
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot import __version__
from bot.errors import PaperboyError

if TYPE_CHECKING:
    from bot.app import App
    from bot.model import Command

T = TypeVar("T")

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_WORDS = {**_SETTINGS, "ignore_unknown_options": True}
"""For commands that take free text: ``search agents -robots`` is a query, not an option."""


@click.group(context_settings=_SETTINGS, invoke_without_command=True, epilog="Settings: .env.example lists them all.")
@click.version_option(__version__, prog_name="paperboy", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """The day's research papers, picked for a team in the chat it already uses.

    \b
    paperboy run                            start: Discord, Slack, or the console when neither is configured
    paperboy search test time scaling       find papers
    paperboy picks                          papers picked for you
    echo "/papers today" | paperboy run     use it in a pipe
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command(name="run")
@click.option("--member", default="", metavar="NAME", help="Who you are in the console; your login name otherwise.")
def run_(member: str) -> int:
    """Start every configured platform; the console when none is.

    Ctrl-D leaves the console. Without a terminal it answers the lines of standard input and ends.
    """
    from bot.app import serve
    from bot.logs import set_up_logs
    from bot.settings import load_settings

    settings = load_settings()
    settings = settings.model_copy(update={"member": member}) if member else settings
    set_up_logs(settings, quiet=settings.platforms == ("console",))
    return asyncio.run(serve(settings))


def _limit(default: int, most: int = 100) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    wanted = click.IntRange(1, most)
    return click.option("--limit", "-n", type=wanted, default=default, show_default=True, help="How many papers.")


_json = click.option("--json", "as_json", is_flag=True, help='Print JSON: {"hits": [{"id", "title", "url", …}], …}.')
_member = click.option("--member", default="", metavar="NAME", help="Whose picks and marks; your login name otherwise.")
_paper_words = click.argument("paper", nargs=-1, required=True)


@cli.command(context_settings=_WORDS)
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


@cli.command()
@click.argument("day", required=False, default="")
@_limit(10)
@_json
@_member
def today(day: str, limit: int, as_json: bool, member: str) -> None:
    """The papers of a day, most upvoted first; of the newest day without one.

    \b
    paperboy today
    paperboy today 2026-08-20 --json
    """
    from bot.clock import SystemClock
    from bot.commands.values import read_date

    read_date(day, SystemClock().now().date())
    _answer("today", {"date": day}, limit, as_json, member)


@cli.command()
@click.argument("period", type=click.Choice(["day", "week", "month"]), default="week")
@_limit(10)
@_json
@_member
def trending(period: str, limit: int, as_json: bool, member: str) -> None:
    """The most upvoted papers of the last day, week or month."""
    _answer("trending", {"period": period}, limit, as_json, member)


@cli.command()
@_limit(5, most=10)
@_json
@_member
def picks(limit: int, as_json: bool, member: str) -> None:
    """Papers picked for you, each with its reason."""
    _answer("picks", {"count": str(limit)}, limit, as_json, member)


@cli.command()
@_paper_words
@_json
@_member
def paper(paper: Sequence[str], as_json: bool, member: str) -> None:
    """One paper in full, by arXiv id, link, or words of its title.

    \b
    paperboy paper 2608.19880
    paperboy paper https://arxiv.org/abs/2608.19880
    """
    _answer("paper", {"paper": " ".join(paper)}, 1, as_json, member)


@cli.command()
@_paper_words
@_limit(10)
@_json
@_member
def similar(paper: Sequence[str], limit: int, as_json: bool, member: str) -> None:
    """Papers like this one."""
    _answer("similar", {"paper": " ".join(paper)}, limit, as_json, member)


@cli.command(name="import")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"))
@_member
def import_(file: io.TextIOWrapper, member: str) -> None:
    """Start from papers you know: BibTeX, RIS, a Zotero export, or a list of ids and links. - reads standard input.

    \b
    paperboy import library.bib --member ada
    """
    _answer("import", {"text": file.read()}, 10, False, member)


@cli.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Read again from this day on, such as 2026-08-01.")
@click.option("--source", default=None, metavar="NAME", help="This source alone: huggingface, arxiv, sample.")
def ingest(since: Any, source: str | None) -> None:
    """Read new papers from the sources now.

    \b
    paperboy ingest
    paperboy ingest --source huggingface --since 2026-08-01
    """
    from bot.reading import read_now

    first: date | None = since.date() if since else None
    _with_app(lambda app: read_now(app, source, first))


@cli.group()
def db() -> None:
    """Look after the database."""


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a whole, checked copy to FILE, while Paperboy may go on running."""
    _with_app(lambda app: app.store.backup(file))
    click.echo(f"The database is copied to {file}.")


@db.command()
def check() -> None:
    """Look for damage."""
    from bot.errors import Unavailable

    problems = _with_app(lambda app: app.store.check())
    if problems:
        raise Unavailable(" ".join(problems))
    click.echo("The database is sound.")


@db.command()
def migrate() -> None:
    """Bring the database to this version's form; a copy of the old one is kept beside it."""
    from bot.settings import load_settings
    from bot.store import upgrade

    done = asyncio.run(upgrade(load_settings().database_url))
    if done.before == done.after:
        click.echo("The database is up to date.")
    else:
        kept = f" The file as it was is kept as {done.copy}." if done.copy else ""
        click.echo(f"The database went from form {done.before} to {done.after}.{kept}")


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(as_json: bool) -> int:
    """Check database, sources, settings, platforms and subscriptions, and say what to do."""
    from bot.health import examine
    from bot.settings import load_settings

    report = asyncio.run(examine(load_settings()))
    click.echo(report.json() if as_json else report.text())
    return report.exit_code


@cli.group()
def discord() -> None:
    """Set Paperboy up in Discord."""


@discord.command()
def invite() -> None:
    """Print the link that adds Paperboy to a server, with the least permissions."""
    from bot.platforms import platform_module
    from bot.settings import load_settings

    click.echo(asyncio.run(platform_module("discord").invitation(load_settings())))


@discord.command()
@click.option("--guild", type=int, metavar="ID", help="This server alone, where they show at once.")
def sync(guild: int | None) -> None:
    """Send the slash commands to Discord now; paperboy run does it when they changed."""
    from bot.platforms import platform_module

    click.echo(_with_app(lambda app: platform_module("discord").sync(app.settings, app.store, guild)))


@cli.group()
def slack() -> None:
    """Set Paperboy up in Slack."""


@slack.command()
def manifest() -> None:
    """Print the app manifest: create the app from it at api.slack.com."""
    from bot.platforms import platform_module
    from bot.settings import load_settings

    click.echo(platform_module("slack").manifest(load_settings()))


def _with_app(work: "Callable[[App], Awaitable[T]]") -> T:
    from bot.app import opened
    from bot.logs import set_up_logs
    from bot.settings import load_settings

    settings = load_settings()
    set_up_logs(settings, quiet=True)

    async def with_app() -> T:
        async with opened(settings) as app:
            return await work(app)

    return asyncio.run(with_app())


def _answer(name: str, arguments: dict[str, str], limit: int, as_json: bool, member: str) -> None:
    from bot.model import Command

    command = Command(name=name, arguments=tuple((key, value) for key, value in arguments.items() if value))
    _with_app(lambda app: _show(app, command, limit, as_json, member))


async def _show(app: "App", command: "Command", limit: int, as_json: bool, member: str) -> None:
    from bot import oneshot
    from bot.platforms import card_printer

    card = await oneshot.answer(app, command, limit, member)
    if as_json:
        click.echo(await oneshot.as_json(app, command, card))
    else:
        card_printer()(card)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line and exit; whatever goes wrong is one sentence on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(_code(arguments))


def _code(arguments: Sequence[str] | None) -> int:
    try:
        code = cli.main(arguments, prog_name="paperboy", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        click.echo(f"paperboy: {error.format_message()} See paperboy --help.", err=True)
        return error.exit_code
    except PaperboyError as error:
        from bot.running import complain, exit_code

        complain(error)
        return exit_code(error)
    except BrokenPipeError:
        return _nobody_reads()
    except (click.Abort, KeyboardInterrupt):
        return 130
    return code if isinstance(code, int) else 0


def _nobody_reads() -> int:
    """Standard output was closed (``| head``): fine, and the interpreter must not complain when it flushes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
