"""The commands a person types in a shell."""

from bot.cli.program import main

__all__ = ["main"]
