"""``paperboy init`` and ``paperboy config``: making the settings, looking at them, changing them."""

import click


@click.command()
@click.option("--yes", is_flag=True, help="Ask nothing: take every default, and tokens from the environment.")
@click.option("--wait", is_flag=True, help="With --yes: wait for a channel, and set daily picks up there.")
def init(yes: bool, wait: bool) -> int:
    """Set Paperboy up: a few questions, each with a good default.

    Again to change something; what is not answered anew stays.
    """
    from bot.cli.first_run import first_run

    return first_run(yes=yes, wait=wait)


@click.group()
def config() -> None:
    """Look at your settings, or change them."""


@config.command()
def path() -> None:
    """Print where your settings file lies."""
    from bot.settings_files import settings_file

    click.echo(str(settings_file()))


@config.command()
def show() -> None:
    """Print every setting that is set, and where; never a secret."""
    from pydantic import SecretStr

    from bot.logs import Redaction
    from bot.platforms import settings_groups
    from bot.settings import read_settings
    from bot.settings_files import PREFIX, where_set

    clean = Redaction(frozenset()).clean
    shown = False
    for group in read_settings(settings_groups()):
        for field in type(group).model_fields:
            name, value = f"{PREFIX}{field.upper()}", getattr(group, field)
            if where := where_set(name):
                text = "(hidden)" if isinstance(value, SecretStr) else clean(_as_written(value))
                click.echo(f"{name}={text}  # {where}")
                shown = True
    if not shown:
        click.echo("Nothing is set: everything is as it comes. paperboy init sets Paperboy up.")


@config.command()
def edit() -> None:
    """Open your settings file in your editor, and check it afterwards."""
    from bot.platforms import load_configuration
    from bot.settings_files import settings_file

    file = settings_file()
    if not file.exists():
        raise click.UsageError("There is no settings file yet: paperboy init writes one.")
    click.edit(filename=str(file))
    load_configuration()
    click.echo("The settings can be used.")


def _as_written(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


CONFIGURING = (init, config)
