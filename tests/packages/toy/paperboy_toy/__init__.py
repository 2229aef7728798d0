"""A chat platform of another package: lines come in on standard input, cards go out on standard output."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import click
from pydantic import Field

from bot.commands import parse
from bot.model import Capabilities, Card, Channel, Delivery, Finding, Member, MessageRef, Request, Tenant, Verdict
from bot.settings import PlatformSettings

if TYPE_CHECKING:
    from bot.ports.chat import AdapterContext, Core

PLACE = Channel(Tenant("toy", "nursery"), "floor")


class ToySettings(PlatformSettings):
    toy_name: str = Field("", description="What the toy is called. Setting it starts the toy.")

    @property
    def configured(self) -> bool:
        return bool(self.toy_name)


class Toy:
    """It has no buttons and can't whisper."""

    platform = "toy"
    capabilities = Capabilities(
        private_answers=False, threads=False, buttons=False, forms=False, readable_history=False, managers="grown-ups"
    )
    trouble = ""

    def __init__(self, context: AdapterContext[ToySettings]) -> None:
        self._clock = context.clock
        self._state = context.state
        self._member = Member(PLACE.tenant, context.settings.toy_name)
        self._ready = asyncio.Event()

    async def run(self, core: Core) -> None:
        await self._state.put("toy.started", self._clock.now().isoformat())
        self._ready.set()
        for line in sys.stdin.read().splitlines():
            asked = Request(member=self._member, command=parse(line), at=self._clock.now(), channel=PLACE)
            self._show((await core.answer(asked)).card)

    async def ready(self) -> None:
        await self._ready.wait()

    async def post(self, delivery: Delivery) -> MessageRef:
        self._show(delivery.card)
        return MessageRef(delivery.channel, delivery.key)

    async def find(self, delivery: Delivery) -> MessageRef | None:
        raise AssertionError("the core must not look where history can't be read")

    async def tell(self, member: Member, card: Card) -> None:
        self._show(card)

    def _show(self, card: Card) -> None:
        lines = [card.title, card.text, *(paper.title for paper in card.papers), card.footer]
        sys.stdout.write("\n".join(line for line in lines if line) + "\n--\n")


def settings_class() -> type[ToySettings]:
    return ToySettings


def create(context: AdapterContext[ToySettings]) -> Toy:
    return Toy(context)


async def check(settings: ToySettings) -> list[Finding]:
    return [Finding(about="toy", verdict=Verdict.FINE, text=f"{settings.toy_name} is wound up.")]


def shell_commands() -> click.Group:
    @click.group()
    def toy() -> None:
        """Play with the toy."""

    @toy.command()
    def squeak() -> None:
        """Make a noise."""
        from bot.platforms import settings_of

        click.echo(f"{settings_of('toy').toy_name} squeaks.")

    return toy
