"""The slash commands: one table. Parser, help, completion, the platforms' menus and README come from it.

``table`` lists them; ``arguments`` and ``kinds`` say what they take. ``parsing`` reads a typed line. ``talking`` reads
what is written to Paperboy itself, ``sentences`` whole ones: ``…_phrases`` are patterns, ``…_rules`` what each means.
"""

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
