"""What every use case of the core shares: the shape of a handler, and who may manage."""

from collections.abc import Awaitable, Callable

from bot.errors import NotAllowed
from bot.model import Answer, Request

Handler = Callable[[Request], Awaitable[Answer]]
"""Answers one command. Raises ``UserError`` for what the person should read; the core turns it into a problem card."""


def require_manager(request: Request) -> None:
    """Let pass whoever may change this channel's settings; in a private conversation everybody may.

    Raises ``NotAllowed``.
    """
    if not (request.direct or request.can_manage):
        raise NotAllowed(
            "Only people who manage this channel can do that. Ask one of them, or subscribe in a direct message to me."
        )
