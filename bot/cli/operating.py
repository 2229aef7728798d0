"""Shell commands for whoever runs Paperboy."""

import asyncio
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot.cli.opening import with_app


@click.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Read again from this day on, such as 2026-08-01.")
@click.option("--source", metavar="NAME", help="This one alone: huggingface, arxiv, biorxiv, medrxiv, sample.")
def ingest(since: Any, source: str | None) -> None:
    """Read new papers from the sources now.

    \b
    paperboy ingest
    paperboy ingest --source huggingface --since 2026-08-01
    """
    from bot.cli.reading import read_now

    first: date | None = since.date() if since else None
    with_app(lambda app: read_now(app, source, first))


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a checked copy to FILE.

    Paperboy may go on running meanwhile.
    """
    with_app(lambda app: app.store.backup(file))
    click.echo(f"The database is copied to {file}.")


@db.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--resume", is_flag=True, help="Go on with a copy that was interrupted.")
def copy(source: str, target: str, resume: bool) -> None:
    """Copy everything FROM one database TO another.

    Each is an address as PAPERBOY_DATABASE_URL has it. Stop Paperboy first. FROM stays, in this version's form.
    Every row is read back and compared.

    \b
    paperboy db copy sqlite:////var/lib/paperboy/paperboy.db postgresql://paperboy@host/paperboy
    """
    from bot.cli.copying import copy_now

    done = asyncio.run(copy_now(source, target, resume=resume))
    click.echo(f"{done.rows:,} rows of {done.tables} tables are copied; each was read back and is the same.")


@db.command()
def check() -> None:
    """Look for damage."""
    from bot.errors import Unavailable

    problems = with_app(lambda app: app.store.check())
    if problems:
        raise Unavailable(" ".join(problems))
    click.echo("The database is sound.")


@db.command()
def migrate() -> None:
    """Bring the database to this version's form.

    Every start does so too. A copy of the old file is kept beside it.
    """
    from bot.cli.opening import quiet_configuration
    from bot.store import upgrade

    done = asyncio.run(upgrade(quiet_configuration().core.database_url))
    if done.before == done.after:
        click.echo("The database is up to date.")
    else:
        kept = f" The file as it was is kept as {done.copy}." if done.copy else ""
        click.echo(f"The database went from form {done.before} to {done.after}.{kept}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--live", is_flag=True, help="Only whether the Paperboy that runs on this machine lives.")
def doctor(as_json: bool, live: bool) -> int:
    """Check everything, and say what to do.

    Database, sources, settings, chat platforms and channels.
    """
    from bot.cli.opening import quiet_configuration
    from bot.doctor import examine, examine_life

    report = asyncio.run((examine_life if live else examine)(quiet_configuration()))
    click.echo(report.json() if as_json else report.text())
    return report.exit_code


@click.command()
@click.argument("channel", required=False)
@click.option("--dry-run", is_flag=True, help="Show what the next post would be; post nothing.")
@click.option("--now", is_flag=True, help="Post one now, outside of the schedule.")
def digest(channel: str | None, dry_run: bool, now: bool) -> None:
    """Look at daily picks, or post them now.

    Without arguments: the channels that get them.

    \b
    paperboy digest
    paperboy digest --dry-run discord:123/456
    paperboy digest --now discord:123/456
    """
    from bot.cli import posting
    from bot.platforms import card_printer

    if (dry_run or now) == (channel is None) or (dry_run and now):
        raise click.UsageError("Name a channel with either --dry-run or --now; or nothing, to list the channels.")
    if channel is None:
        with_app(posting.list_subscriptions)
    elif dry_run:
        with_app(lambda app: posting.show_next(app, channel, card_printer()))
    else:
        with_app(lambda app: posting.post_now(app, channel))


@click.command()
def systemd() -> None:
    """Print a unit that runs Paperboy as a service.

    Restarted when it fails, watched, and shut off from everything it does not need.
    """
    from bot.cli.systemd_unit import unit

    program = Path(sys.executable).with_name("paperboy")
    click.echo(unit(str(program) if program.exists() else f"{sys.executable} -m paperboy_bot"), nl=False)
    if program.is_relative_to(Path.home()):
        click.echo(f"paperboy: a service can't see {Path.home()}: install Paperboy elsewhere, such as /opt.", err=True)


OPERATING = (ingest, db, doctor, digest, systemd)
