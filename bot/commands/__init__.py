"""The slash commands: one table. Parser, help, completion, the platforms' menus and README come from it."""

from bot.commands.parsing import checked, each_of, line_of, parse, parse_line, problems
from bot.commands.spec import Argument, Audience, CommandSpec
from bot.commands.table import BY_NAME, COMMANDS
from bot.commands.talking import commanded, understood

__all__ = [
    "BY_NAME",
    "COMMANDS",
    "Argument",
    "Audience",
    "CommandSpec",
    "checked",
    "commanded",
    "each_of",
    "line_of",
    "parse",
    "parse_line",
    "problems",
    "understood",
]
