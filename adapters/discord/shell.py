"""Shell commands about Discord, for whoever runs Paperboy."""

import asyncio

import click


@click.group()
def discord() -> None:
    """Set Paperboy up in Discord."""


@discord.command()
def invite() -> None:
    """Print the link that adds Paperboy to a server, with the least permissions."""
    from adapters.discord import require_library
    from bot.platforms import settings_of

    require_library()
    from adapters.discord import admin

    click.echo(asyncio.run(admin.invitation(settings_of("discord"))))


@discord.command()
@click.option("--guild", type=int, metavar="ID", help="This server alone, where they show at once.")
def sync(guild: int | None) -> None:
    """Send the slash commands to Discord now; paperboy run does it when they changed."""
    from adapters.discord import require_library
    from bot.cli.opening import with_context

    require_library()
    from adapters.discord import admin

    click.echo(with_context("discord", lambda context: admin.sync(context.settings, context.state, guild)))
