"""Opening a form and reading a filled one: whose settings it shows, and what was changed meanwhile."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from adapters.discord import forms
from adapters.discord.ids import about_channel, read_about_channel
from adapters.discord.requests import Interaction, request_of
from bot.cards import chat as cards
from bot.commands import BY_NAME, Audience, line_of, parse, problems
from bot.commands.forms import changed
from bot.model import Card, Command, Request
from bot.ports.chat import Core
from bot.ports.time import Clock

Elsewhere = discord.abc.GuildChannel | None
"""The channel that a form speaks of, where it is another than the one where it was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """A form to open: the command with what its fields hold, and the channel it speaks of."""

    command: Command
    elsewhere: Elsewhere = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A filled form: what it asks of the core, or what is wrong with it (``problem``)."""

    request: Request
    problem: Card | None = None
    elsewhere: Elsewhere = None


class Dialogs:
    """Makes the forms of commands and reads them; what opens and shows them is the caller."""

    def __init__(self, core: Core, clock: Clock, setup_roles: Collection[str]) -> None:
        self._core = core
        self._clock = clock
        self._setup_roles = setup_roles

    async def pressed(self, interaction: Interaction, line: str) -> Dialog | None:
        """What the button of a form means; None for a token that is no longer known."""
        known = await self._core.button_line(line) if line.startswith("~") else line
        if known is None:
            return None
        channel, rest = read_about_channel(known)
        return Dialog(command=parse(rest), elsewhere=_seen_channel(interaction, channel))

    async def modal(self, interaction: Interaction, dialog: Dialog) -> ui.Modal | None:
        """The form, filled with the settings as they are; None for those who would fill it in vain."""
        command, request = dialog.command, self._request(interaction, dialog.command, dialog.elsewhere)
        spec = BY_NAME[command.name]
        in_vain = spec.audience is Audience.MANAGER and not await self._core.can_manage(request)
        values = await self._core.form_values(request, command.name)
        standing = line_of(Command(name=spec.name, arguments=tuple(values.items())))
        if dialog.elsewhere:
            standing = about_channel(str(dialog.elsewhere.id), standing)
        before = await self._core.button_token(standing, None)
        if in_vain or command.problem:
            return None
        shown = values | dict(command.arguments)
        return forms.form(spec, shown, command.page, before, _offered_channel(interaction, request))

    async def read(self, interaction: Interaction) -> Filled:
        """What a filled form asks, of the channel chosen in it, without what it left as it was."""
        data = dict(interaction.data or {})
        form = forms.submitted(data)
        opened_for, before = await self._before(interaction, data, form.command.name)
        here = self._request(interaction, form.command)
        chosen = form.channel or opened_for
        elsewhere = None if chosen == _channel_of(here) else _seen_channel(interaction, chosen)
        if wrong := problems(form.command):
            return Filled(request=here, problem=cards.filled_wrongly(form.command, wrong), elsewhere=elsewhere)
        if elsewhere is None and chosen != _channel_of(here):
            return Filled(request=here, problem=cards.channel_unseen(form.command))
        if chosen != opened_for:
            return Filled(request=self._request(interaction, form.command, elsewhere), elsewhere=elsewhere)
        asked = self._request(interaction, changed(form.command, before), elsewhere)
        return Filled(request=asked, elsewhere=elsewhere)

    async def _before(self, interaction: Interaction, data: dict[str, Any], name: str) -> tuple[str, Command]:
        """The channel that a form was opened for, and its settings as they were then, as far as still known."""
        line = await self._core.button_line(token) if (token := forms.before_of(data)) else None
        channel, settings = read_about_channel(line or "")
        here = _channel_of(self._request(interaction, Command(name=name)))
        return channel or here, parse(settings) if settings else Command(name=name)

    def _request(self, interaction: Interaction, command: Command, elsewhere: Elsewhere = None) -> Request:
        return request_of(interaction, command, self._clock, self._setup_roles, elsewhere)


def _channel_of(request: Request) -> str:
    return request.channel.id if request.channel else ""


def _seen_channel(interaction: Interaction, channel: str) -> Elsewhere:
    """A channel of the server that both Paperboy and this person can see."""
    found = interaction.guild.get_channel(int(channel)) if interaction.guild and channel.isdigit() else None
    visible = found and isinstance(interaction.user, discord.Member) and found.permissions_for(interaction.user)
    return found if visible and visible.view_channel else None


def _offered_channel(interaction: Interaction, request: Request) -> str:
    """The channel that a form begins with; '' where no other can be chosen: in private, and in threads of their own."""
    channel = _channel_of(request)
    return channel if not request.direct and _seen_channel(interaction, channel) else ""
