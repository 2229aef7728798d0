"""Loads the program for one shell command."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from bot.app import App
    from bot.platforms import Configuration
    from bot.ports.chat import AdapterContext

T = TypeVar("T")


def with_app(work: "Callable[[App], Awaitable[T]]") -> T:
    """Do ``work`` with everything loaded and no chat platform running; imports only then, so that help is quick."""
    from bot.app import opened
    from bot.runner import use_one_blas_thread

    configuration = quiet_configuration()
    tell_misspelt()

    async def working() -> T:
        async with opened(configuration.core) as app:
            use_one_blas_thread()
            return await work(app)

    return asyncio.run(working())


def quiet_configuration() -> "Configuration":
    """The configuration of a command whose answer is read, by a script too: only errors are logged beside it."""
    from bot.logs import set_up_logs
    from bot.platforms import load_configuration

    configuration = load_configuration()
    set_up_logs(configuration.core, quiet=True, secrets=configuration.secrets)
    return configuration


def tell_misspelt() -> None:
    """Name on standard error what looks like a setting and is none; a misspelt token would else be missed silently."""
    from bot.platforms import settings_groups
    from bot.settings import misspelt_names

    for line in misspelt_names(settings_groups()):
        click.echo(f"paperboy: {line}", err=True)


def with_context(platform: str, work: "Callable[[AdapterContext[Any]], Awaitable[T]]") -> T:
    """Do ``work`` with what the adapter of ``platform`` is given, for its own shell commands."""
    from bot.app import context_of
    from bot.platforms import settings_of

    own = settings_of(platform)
    return with_app(lambda app: work(context_of(app.settings, own, app.store, app.replicas, app.clock)))
