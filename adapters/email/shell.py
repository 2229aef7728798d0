"""Shell commands about mail, for whoever runs Paperboy."""

from typing import BinaryIO

import click


@click.group()
def email() -> None:
    """Look after mail."""


@email.command()
@click.argument("address")
def test(address: str) -> None:
    """Send one mail to ADDRESS."""
    from adapters.email import LIBRARIES
    from bot.cli.opening import with_context
    from bot.platforms import require_extra

    require_extra("Mail", "email", *LIBRARIES)
    from adapters.email import admin

    click.echo(with_context("email", lambda context: admin.send_trial(context, address)))


@email.command()
@click.argument("message", type=click.File("rb"), default="-")
def bounce(message: BinaryIO) -> None:
    """Read a mail that came back, and stop sending to that address.

    \b
    paperboy email bounce < message
    """
    from adapters.email import LIBRARIES
    from bot.cli.opening import with_context
    from bot.platforms import require_extra

    require_extra("Mail", "email", *LIBRARIES)
    from adapters.email import admin

    raw = message.read()
    click.echo(with_context("email", lambda context: admin.take_bounce(context, raw)))
