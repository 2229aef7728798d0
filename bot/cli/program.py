"""The program as the shell sees it."""

import asyncio
import io
import os
import sys
from collections.abc import Sequence
from dataclasses import replace

import click
import structlog

from bot import __version__
from bot.cli.asking import ASKING
from bot.cli.configuring import CONFIGURING
from bot.cli.opening import tell_misspelt
from bot.cli.operating import OPERATING, db
from bot.cli.personal import PERSONAL
from bot.errors import PaperboyError
from bot.exit_codes import BUG, INTERRUPTED, exit_code

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class PaperboyGroup(click.Group):
    """Commands in the order they were added, then those that installed platforms bring, found when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from bot.platforms import installed

        return [*self.commands, *(name for name in installed() if _platform_commands(name))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self.commands.get(cmd_name) or _platform_commands(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from bot.commands.table import BY_NAME

        if args and args[0] in BY_NAME and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(f"{args[0]!r} is typed inside paperboy run; or: echo {args[0]} | paperboy run")
        if args and args[0] in db.commands and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(f"{args[0]!r} looks after the database; type: paperboy db {args[0]}")
        return super().resolve_command(ctx, args)


def _platform_commands(platform: str) -> click.Command | None:
    from bot.platforms import adapter_package, installed

    return adapter_package(platform).shell_commands() if platform in installed() else None


@click.group(
    cls=PaperboyGroup,
    context_settings=_SETTINGS,
    invoke_without_command=True,
    epilog="Settings: paperboy init writes a file that holds them all, each with what it does.",
)
@click.version_option(__version__, prog_name="paperboy", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """The day's research papers, picked for a team in the chat it already uses.

    \b
    paperboy init                           set it up: which chat, which papers
    paperboy run                            start: Discord, Slack, or the console when neither is configured
    paperboy search test time scaling       find papers
    paperboy picks                          papers picked for you
    echo "/papers today" | paperboy run     use it in a pipe
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command(name="run")
@click.option("--member", default="", metavar="NAME", help="Who you are in the console; your login name otherwise.")
@click.option("--web", is_flag=True, help="Serve the web page too: on this machine alone, unless settings say more.")
def run_(member: str, web: bool) -> int:
    """Start every configured platform; the console when none is.

    Ctrl-D leaves the console. Without a terminal it answers the lines of standard input and ends. With --web and no
    platform the web page takes the place of the console, until Ctrl-C.
    """
    from bot.logs import set_up_logs
    from bot.platforms import load_configuration
    from bot.serving import serve

    configuration = load_configuration(web=web)
    tell_misspelt()
    if member:
        configuration = replace(configuration, core=configuration.core.model_copy(update={"member": member}))
    set_up_logs(configuration.core, quiet=configuration.alone, secrets=configuration.secrets)
    tell = (lambda address: click.echo(f"Paperboy's page: {address}  (Ctrl-C ends it)")) if web else None
    return asyncio.run(serve(configuration, tell))


for command in (*CONFIGURING, *ASKING, *PERSONAL, *OPERATING):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line and exit; whatever goes wrong is one sentence on standard error."""
    _mend_streams()
    sys.exit(_code(arguments))


def _mend_streams() -> None:
    """Replace closed standard streams by empty ones, and print a question mark for what a terminal can't show."""
    nothing = os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or os.fdopen(nothing, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(nothing, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(nothing, "w", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _code(arguments: Sequence[str] | None) -> int:
    try:
        code = cli.main(arguments, prog_name="paperboy", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message())
    except click.ClickException as error:
        why = " ".join(error.format_message().split())
        where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "paperboy"
        click.echo(f"paperboy: {why if why.endswith(('.', '?')) else f'{why}.'} See {where} --help.", err=True)
        return error.exit_code
    except BrokenPipeError:
        _read_by_nobody()
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # the boundary of the process
        return _report(error)
    else:
        return code if isinstance(code, int) else 0
    return 0


def _report(error: Exception) -> int:
    """Tell what ended the program, and return the exit code for it."""
    from bot.logs import set_up_first_logs
    from bot.runner import tell_operator

    known = _expected(error)
    if known is None:
        if not structlog.is_configured():
            set_up_first_logs()
        structlog.get_logger().error("crashed", exc_info=error)
        tell_operator("This is a bug in Paperboy, and the log says where. Please report it.")
        return BUG
    tell_operator(str(known))
    return exit_code(known)


def _expected(error: BaseException) -> PaperboyError | None:
    """The first of Paperboy's own errors in an error or a group of errors; None when there is none."""
    if isinstance(error, PaperboyError):
        return error
    parts = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    return next((found for part in parts if (found := _expected(part))), None)


def _read_by_nobody() -> None:
    """Let the interpreter flush into nothing: standard output was closed (``| head``), which is fine."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
