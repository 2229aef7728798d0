"""Loads the program for one shell command."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from bot.app import App

T = TypeVar("T")


def with_app(work: "Callable[[App], Awaitable[T]]") -> T:
    """Do ``work`` with everything loaded and no chat platform running; imports only then, so that help is quick."""
    from bot.app import opened
    from bot.logs import set_up_logs
    from bot.settings import load_settings

    settings = load_settings()
    set_up_logs(settings, quiet=True)

    async def working() -> T:
        async with opened(settings) as app:
            return await work(app)

    return asyncio.run(working())
