"""The slash commands: one table. Parser, help, completion, Discord's tree, Slack's manifest and README come from it."""

from bot.commands.parsing import checked, line_of, parse
from bot.commands.table import BY_NAME, COMMANDS, Argument, ArgumentKind, Audience, CommandSpec

__all__ = [
    "BY_NAME",
    "COMMANDS",
    "Argument",
    "ArgumentKind",
    "Audience",
    "CommandSpec",
    "checked",
    "line_of",
    "parse",
]
