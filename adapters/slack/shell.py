"""Shell commands about Slack, for whoever runs Paperboy."""

import click


@click.group()
def slack() -> None:
    """Set Paperboy up in Slack."""


@slack.command()
def manifest() -> None:
    """Print the app manifest: create the app from it at api.slack.com."""
    from adapters.slack.manifest import manifest_for
    from bot.platforms import load_configuration, settings_of

    click.echo(manifest_for(settings_of("slack"), load_configuration().core.public_url))
