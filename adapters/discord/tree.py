"""The slash commands, made from the one table of ``bot.commands``."""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import AppCommandContext, AppInstallationType

from adapters.discord import wording
from adapters.discord.command_names import GROUPED
from adapters.discord.requests import Interaction
from adapters.discord.text import plain
from adapters.discord.typed import typed
from bot.commands import COMMANDS, Argument, Audience, CommandSpec
from bot.commands.kinds import Kind, OneOf, Whole, YesNo
from bot.commands.typed_words import unmarked
from bot.model import Command

Serve = Callable[[Interaction, CommandSpec, Command], Awaitable[None]]
Mentioned = Callable[[Interaction, discord.Message], Awaitable[None]]
Suggest = Callable[[Interaction, str, str, str], Awaitable[Sequence[app_commands.Choice[str]]]]

EVERYTHING = "papers"
MANAGEMENT = "papers-admin"

_ANYWHERE = AppCommandContext(guild=True, dm_channel=True, private_channel=True)
_ANYHOW = AppInstallationType(guild=True, user=True)


def add_commands(tree: app_commands.CommandTree[Any], serve: Serve, suggest: Suggest, mentioned: Mentioned) -> None:
    """All that Discord should know of: two groups of slash commands, and one entry in the menu of messages."""
    for group in _groups(serve, suggest):
        tree.add_command(group)

    async def papers_mentioned(interaction: Interaction, message: discord.Message) -> None:
        await mentioned(interaction, message)

    menu = app_commands.ContextMenu(
        name=wording.MENTIONED, callback=papers_mentioned, allowed_contexts=_ANYWHERE, allowed_installs=_ANYHOW
    )
    tree.add_command(menu)


def _groups(serve: Serve, suggest: Suggest) -> tuple[app_commands.Group, app_commands.Group]:
    """Make the groups ``/papers``, for everybody and everywhere, and ``/papers-admin``, shown to managers only.

    The core checks the right again, whichever was used.
    """
    everything = app_commands.Group(
        name=EVERYTHING,
        description=wording.EVERYTHING,
        allowed_contexts=_ANYWHERE,
        allowed_installs=_ANYHOW,
    )
    management = app_commands.Group(
        name=MANAGEMENT,
        description=wording.MANAGEMENT,
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=AppInstallationType(guild=True, user=False),
    )
    parents = {name: sub for sub, names in _subgroups(everything).items() for name in names}
    for spec in COMMANDS:
        parents.get(spec.name, everything).add_command(_command(spec, serve, suggest))
        if spec.audience is Audience.MANAGER:
            management.add_command(_command(spec, serve, suggest))
    return everything, management


def _subgroups(parent: app_commands.Group) -> dict[app_commands.Group, tuple[str, ...]]:
    return {
        app_commands.Group(name=name, description=wording.group_description(name, names), parent=parent): names
        for name, names in GROUPED.items()
    }


def _command(spec: CommandSpec, serve: Serve, suggest: Suggest) -> app_commands.Command[Any, ..., None]:
    async def run(interaction: Interaction, **given: object) -> None:
        words = {a.name: _word(given[a.name]) for a in spec.arguments if given.get(a.name) is not None}
        meant = tuple((name, unmarked(typed(word, interaction.guild))) for name, word in words.items())
        await serve(interaction, spec, Command(name=spec.name, arguments=meant))

    setattr(run, "__signature__", _signature(spec))  # noqa: B010  mypy knows no such attribute of functions
    described = app_commands.describe(**{a.name: plain(a.help, 100) for a in spec.arguments})(run)
    chosen = app_commands.choices(**{a.name: _choices(a) for a in spec.arguments if isinstance(a.kind, OneOf)})(
        described
    )
    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=spec.name, description=plain(spec.help, 100), callback=chosen
    )
    for argument in spec.arguments:
        if argument.kind.suggested:
            command.autocomplete(argument.name)(_suggester(spec, argument, suggest))
    return command


def _signature(spec: CommandSpec) -> inspect.Signature:
    """discord.py reads the options of a command from the parameters of its callback."""
    first = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction)
    rest = [
        inspect.Parameter(
            a.name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=_option_type(a.kind),
            default=inspect.Parameter.empty if a.required else None,
        )
        for a in spec.arguments
    ]
    return inspect.Signature([first, *rest])


def _option_type(kind: Kind[Any]) -> Any:
    """What Discord itself checks while somebody types."""
    match kind:
        case Whole():
            return app_commands.Range[int, kind.least, kind.most]
        case YesNo():
            return bool
        case _:
            return str


def _choices(argument: Argument[Any]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=choice, value=choice) for choice in argument.choices]


def _suggester(spec: CommandSpec, argument: Argument[Any], suggest: Suggest) -> Any:
    async def complete(interaction: Interaction, so_far: str) -> list[app_commands.Choice[str]]:
        return list(await suggest(interaction, spec.name, argument.name, so_far))

    return complete


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
