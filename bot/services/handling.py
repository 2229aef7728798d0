"""What every use case of the core shares: the shape of a handler."""

from collections.abc import Awaitable, Callable

from bot.model import Answer, Request

Handler = Callable[[Request], Awaitable[Answer]]
"""Answers one command. Raises ``UserError`` for what the person should read; the core turns it into a problem card."""
