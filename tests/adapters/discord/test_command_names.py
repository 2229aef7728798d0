"""Where the commands are in Discord's menu, which takes 25 in one group."""

from pathlib import Path

import discord
import pytest
from discord import app_commands

from adapters.discord import tree
from adapters.discord.command_names import CHOSEN, GROUPED, MAX_SUBCOMMANDS, OVERFLOW, grouped
from bot.commands import COMMANDS, CommandSpec
from bot.commands.spec import Task

DOCS = Path(__file__).parents[3] / "docs/discord.md"


async def nothing(*_: object) -> None:
    """Serve, suggest and mention, which nobody asks for here."""


def test_what_is_more_than_discord_takes_goes_to_a_group_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    new = tuple(CommandSpec(name=f"new-{n}", task=Task.FIND, help="New.") for n in range(9))
    specs = (*COMMANDS, *new)
    monkeypatch.setattr(tree, "COMMANDS", specs)
    monkeypatch.setattr(tree, "GROUPED", grouped([spec.name for spec in specs]))
    menu = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    tree.add_commands(menu, nothing, nothing, nothing)
    papers = menu.get_command(tree.EVERYTHING)
    assert isinstance(papers, app_commands.Group)
    more = papers.get_command(OVERFLOW)
    assert isinstance(more, app_commands.Group)
    assert "new-8" in [command.name for command in more.commands]
    assert len(papers.commands) <= MAX_SUBCOMMANDS
    found = {command.name for command in papers.walk_commands() if isinstance(command, app_commands.Command)}
    assert found == {spec.name for spec in specs}


def test_the_groups_chosen_make_room_for_all_commands_there_are() -> None:
    """Else name more commands in ``CHOSEN``: nobody looks for the last of them under /papers more."""
    assert GROUPED == CHOSEN


def test_the_documentation_names_what_is_in_a_group() -> None:
    page = DOCS.read_text()
    for group, names in GROUPED.items():
        part = page.partition(f"`/papers {group}` has ")[2].partition(";" if group != list(GROUPED)[-1] else ".")[0]
        assert [name for name in names if f"`{name}`" not in part] == [], group
