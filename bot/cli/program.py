"""The program as the shell sees it."""

import asyncio
import io
import os
import sys
from collections.abc import Sequence

import click

from bot import __version__
from bot.cli.asking import ASKING
from bot.cli.operating import OPERATING
from bot.errors import PaperboyError

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class InOrder(click.Group):
    """Lists its commands as they were added: what people want first comes first."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=InOrder,
    context_settings=_SETTINGS,
    invoke_without_command=True,
    epilog="Settings: .env.example lists them all.",
)
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


for command in (*ASKING, *OPERATING):
    cli.add_command(command)


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
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message())
    except click.ClickException as error:
        click.echo(f"paperboy: {error.format_message().rstrip('.')}. See paperboy --help.", err=True)
        return error.exit_code
    except PaperboyError as error:
        from bot.running import complain, exit_code

        complain(error)
        return exit_code(error)
    except BrokenPipeError:
        return _nobody_reads()
    except (click.Abort, KeyboardInterrupt):
        return 130
    else:
        return code if isinstance(code, int) else 0
    return 0


def _nobody_reads() -> int:
    """Standard output was closed (``| head``): fine, and the interpreter must not complain when it flushes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
