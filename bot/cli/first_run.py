"""``paperboy init``: from nothing to the first post, by answering a few questions."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Any

import click
from pydantic import SecretStr

from bot.app import App
from bot.cli import first_channel, oneshot
from bot.cli.asker import Asker, AsksInTerminal, TakesDefaults
from bot.cli.first_answers import FirstAnswers, ask_first
from bot.cli.importing import import_now
from bot.cli.opening import with_app
from bot.cli.reading import read_now
from bot.doctor import Report
from bot.errors import PaperboyError, Unavailable
from bot.logs import set_up_logs
from bot.model import Command, Verdict
from bot.platforms import adapter_package, installed, load_configuration, settings_groups, settings_of
from bot.ports.setting_up import HasSetUp, SetUp
from bot.serving import serve
from bot.settings import PlatformSettings, Settings, example, read_settings
from bot.settings_files import ENCODING, PREFIX, settings_file, with_values, write_settings

OPENING = (
    "Settings of Paperboy, each with what it does. The environment, then a .env in the working directory, win over it."
)
ONLY_HERE = "Only here, in the terminal"

Chosen = Sequence[tuple[str, SetUp]]


def first_run(*, yes: bool, wait: bool) -> int:
    """Ask, write the settings, read papers, and go on to the first post. Raises ``ConfigurationError``."""
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("paperboy init asks questions: run it in a terminal, or add --yes.")
    return carry_out(TakesDefaults() if yes else AsksInTerminal(), wait=wait or not yes)


def carry_out(asker: Asker, *, wait: bool) -> int:
    """The whole first run; see ``first_run``."""
    chosen = choose_platforms(asker)
    settings = {name: value for platform, set_up in chosen for name, value in _secrets(asker, platform, set_up).items()}
    (core,) = read_settings([Settings])
    answers = ask_first(asker, core)  # type: ignore[arg-type]
    _write(settings | answers.settings)
    _read_papers()
    _tell_interests(answers, alone=not chosen)
    posting = [_first_post(asker, platform, set_up, answers, wait=wait) for platform, set_up in chosen]
    return _start(asker, waiting=any(posting))


def choose_platforms(asker: Asker) -> Chosen:
    """The platforms that are to be set up; those that settings start already where nobody is asked."""
    offered = {name: package for name in installed() if isinstance(package := adapter_package(name), HasSetUp)}
    configured = [name for name in offered if settings_of(name).configured]
    if not asker.present:
        return [(name, offered[name].set_up()) for name in configured]
    names = [*offered, ""]
    shown = [name.capitalize() or ONLY_HERE for name in names]
    position = asker.choose("Where people are to use Paperboy", shown, names.index(configured[0] if configured else ""))
    return [(names[position], offered[names[position]].set_up())] if names[position] else []


def _secrets(asker: Asker, platform: str, set_up: SetUp) -> dict[str, str]:
    """What was pasted and found good; nothing where what is set already stays."""
    standing = settings_of(platform)
    if standing.configured and asker.confirm(f"Keep the tokens of {set_up.title} that are set"):
        _show(asyncio.run(adapter_package(platform).check(standing)))
        return {}
    (core,) = read_settings([Settings])
    _steps(set_up.preparation(core.public_url))  # type: ignore[attr-defined]
    while True:
        pasted = {secret.setting: _pasted(asker, secret.name, secret.begins) for secret in set_up.secrets}
        if _accepted(platform, pasted):
            return {f"{PREFIX}{name.upper()}": value for name, value in pasted.items()}


def _pasted(asker: Asker, name: str, begins: str) -> str:
    while True:
        pasted = asker.paste(name)
        if pasted and pasted.startswith(begins):
            return pasted
        click.echo(f"  The {name.lower()} begins with {begins}." if begins else f"  Paste the {name.lower()}.")


def _accepted(platform: str, pasted: dict[str, str]) -> bool:
    """Ask the platform. What it refuses is asked for again; where it does not answer, time will tell."""
    package = adapter_package(platform)
    tried = package.settings_class()(**{name: SecretStr(value) for name, value in pasted.items()})  # type: ignore[arg-type]
    return _show(asyncio.run(package.check(tried)))


def _show(findings: Sequence[Any]) -> bool:
    """Print what was found; False where something has to be mended."""
    click.echo(Report(tuple(findings)).text())
    return all(finding.verdict is not Verdict.MISCONFIGURED for finding in findings)


def _steps(steps: Sequence[str]) -> None:
    click.echo()
    for number, step in enumerate(steps, 1):
        click.echo(f"{number}. " + step.replace("\n", "\n   "))
    click.echo()


def _write(values: dict[str, str]) -> None:
    """Every setting with its description, these set; a file that is there keeps every other line."""
    file = settings_file()
    before = file.read_text(encoding=ENCODING) if file.exists() else example(settings_groups(), OPENING)
    text = with_values(before, values)
    if file.exists() and text == before:
        click.echo(f"The settings stay as they are in {file}.")
        return
    kept = write_settings(text)
    click.echo(f"The settings are written to {file}." + (f" What was there is kept in {kept}." if kept else ""))


def _read_papers() -> None:
    try:
        with_app(lambda app: read_now(app, None, None))
    except Unavailable as error:
        click.echo(f"{error} paperboy run tries again by itself.")


def _tell_interests(answers: FirstAnswers, *, alone: bool) -> None:
    """Follow and import for the person at this machine; the topics of a team are its channel's."""
    if answers.library:
        with_app(lambda app: import_now(app, answers.library, ""))
    if alone and answers.topics:
        with_app(lambda app: _follow(app, answers.topics))


async def _follow(app: App, topics: Sequence[str]) -> None:
    for topic in topics:
        try:
            card = await oneshot.answer(app, Command(name="follow", arguments=(("interest", topic),)), 1)
            click.echo(card.text or card.title)
        except PaperboyError as error:
            click.echo(str(error))


def _first_post(asker: Asker, platform: str, set_up: SetUp, answers: FirstAnswers, *, wait: bool) -> bool:
    """Invite, wait, subscribe; say whether a post waits for Paperboy to start."""
    settings: PlatformSettings = settings_of(platform)
    try:
        _steps(asyncio.run(set_up.invitation(settings)))
    except Unavailable as error:
        click.echo(str(error))
    place = first_channel.first_place(asker, set_up, settings) if wait else None
    return place is not None and first_channel.first_picks(asker, place, answers.zone, answers.topics)


def _start(asker: Asker, *, waiting: bool) -> int:
    """Start at once, if that is wanted; nothing else would send what waits."""
    configuration = load_configuration()
    if not asker.present or not asker.confirm("Start Paperboy now" + (" and send that post" if waiting else "")):
        click.echo("\nAll set. paperboy run starts it; paperboy doctor checks everything.")
        return 0
    set_up_logs(configuration.core, quiet=configuration.alone, secrets=configuration.secrets)
    return asyncio.run(serve(configuration))
