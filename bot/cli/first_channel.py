"""The last steps of ``paperboy init``: the first channel there is to post to, its daily picks, a first post."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from bot.app import App
from bot.cli.asker import Asker
from bot.cli.opening import with_app
from bot.clock import SystemClock
from bot.commands.arguments import TIME
from bot.errors import PaperboyError, Unavailable
from bot.model import Command, DigestFormat, Schedule, Subscription
from bot.ports.setting_up import Place, SetUp
from bot.ports.time import Clock
from bot.schedule import schedule_text
from bot.services.digest_decider import subscription_id
from bot.services.next_slot import with_next_slot

LOOK_EVERY = 3.0
LONGEST_WAIT = 600.0
"""Seconds; whoever needs longer runs ``paperboy init`` again, which goes on from there."""
LIKELY = ("paper", "arxiv", "reading", "research", "journal")


def first_place(asker: Asker, set_up: SetUp, settings: Any) -> Place | None:
    """Wait until there is a channel to post to, and have one chosen; None when none came, or somebody went on."""
    click.echo(f"\nWaiting for {set_up.title} (Ctrl-C goes on without) …")
    try:
        places = by_likelihood(asyncio.run(places_of(set_up, settings, SystemClock())))
    except KeyboardInterrupt:
        places = []
    except PaperboyError as error:
        click.echo(f"  {error}")
        places = []
    if not places:
        click.echo("No channel yet. paperboy init --wait goes on from here; /papers subscribe in a channel does too.")
        return None
    return places[asker.choose("Which channel gets daily picks", [place.name for place in places], 0)]


async def places_of(set_up: SetUp, settings: Any, clock: Clock) -> Sequence[Place]:
    """Ask again and again until there is a place; none after ten minutes. What passes by itself is waited out."""
    began = clock.monotonic()
    while clock.monotonic() - began < LONGEST_WAIT:
        try:
            if places := await set_up.places(settings):
                return places
        except Unavailable as error:
            click.echo(f"  {error}")
        await clock.sleep(LOOK_EVERY)
    return []


def by_likelihood(places: Sequence[Place]) -> list[Place]:
    """Channels whose name speaks of papers first; else as the platform orders them."""
    return sorted(places, key=lambda place: not any(word in place.name.casefold() for word in LIKELY))


def first_picks(asker: Asker, place: Place, zone: str, topics: tuple[str, ...]) -> bool:
    """Set daily picks up in the channel unless it has some, and make a first post; say whether one waits there."""
    at = asker.ask("At what time, on weekdays", "09:00", _time)
    schedule = Schedule(at=TIME.of(Command(name="subscribe", arguments=(("time", at),)), Schedule().at), zone=zone)
    answer = with_app(lambda app: subscribe(app, place, schedule, topics))
    click.echo(answer)
    return asker.confirm("Post today's picks there now") and with_app(lambda app: make_first_post(app, place))


async def subscribe(app: App, place: Place, schedule: Schedule, topics: tuple[str, ...]) -> str:
    """Daily picks for the channel, as nobody's own: its managers may change them. What stands there stays."""
    now, before = app.clock.now(), await app.store.subscriptions.of(place.channel)
    if before:
        return f"{place.name} has daily picks already: {schedule_text(before.schedule)}."

    def decide(standing: Subscription | None, newest: datetime | None) -> Subscription:
        wanted = Subscription(
            id=subscription_id(place.channel),
            channel=place.channel,
            owner=None,
            schedule=schedule,
            format=DigestFormat.THREADED if place.threads else DigestFormat.COMPACT,
            topics=topics,
            created=now,
        )
        return standing or with_next_slot(wanted, standing, newest, now)

    await app.store.subscriptions.change(place.channel, decide)
    return f"{place.name} gets daily picks: {schedule_text(schedule)}."


async def make_first_post(app: App, place: Place) -> bool:
    """Queue a digest of now; False when there is nothing to post."""
    draft = await app.writer.make_now(place.channel)
    return draft is not None and bool(draft.deliveries)


def _time(answer: str) -> str:
    TIME.of(Command(name="subscribe", arguments=(("time", answer),)), Schedule().at)
    return answer
