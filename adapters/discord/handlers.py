"""Commands, buttons, menus and forms: acknowledge, ask the core, show the answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import discord
import structlog
from discord import app_commands, ui

from adapters.discord import forms, text
from adapters.discord.ids import Place, Press
from adapters.discord.permissions import lacking
from adapters.discord.posting import tokens_for
from adapters.discord.render import Rendered, render
from adapters.discord.requests import Interaction, is_direct, may_speak, member_of, request_of
from bot.commands import BY_NAME, Audience, CommandSpec, checked, line_of, parse
from bot.identity import find_paper_ids
from bot.model import Answer, Card, Command, Request
from bot.ports.chat import Core
from bot.ports.time import Clock

PROMPT_SECONDS = 2.0
"""Seconds for what must be known before the first answer, which Discord awaits for 3."""

ANSWER_SECONDS = 60.0
"""Seconds for an answer; nobody looks at "thinking" for longer."""

LATE = frozenset({10062, 10015, 40060, 50027})
"""The interaction is over: too late, or answered already. Nothing can be said any more."""

MOST_MENTIONED = 4
"""Papers of one message that are shown; a user-installed app has five answers."""

SORRY = Card(text="Something went wrong on my side, and it is in my log. Please try again.", problem=True)
STALE = Card(text="This button is older than what I remember. Please ask again.", problem=True)
SILENCED = "You can't write in this channel, so this answer stays with you."
NONE_MENTIONED = Card(text="I see no arXiv id or link in that message.", problem=True)
ASKED_BY = "Asked for by {}"
LACKING = "I lack these permissions in this channel: {}. Whoever manages the server can give them to me."
ABOUT_PICKS = frozenset({"settings", "status"})
FORM_FIRST = frozenset({"subscribe"})
"""Typed without arguments, these open their form."""

log = structlog.get_logger()


class Handlers:
    """Every interaction of a person with Paperboy, each in a few lines."""

    def __init__(self, core: Core, clock: Clock) -> None:
        self._core = core
        self._clock = clock

    async def command(self, interaction: Interaction, spec: CommandSpec, command: Command) -> None:
        """A slash command."""
        async with _boundary(interaction, spec.name):
            if spec.name in FORM_FIRST and not command.arguments:
                await self._form(interaction, command)
            else:
                await self._reply(interaction, checked(command))

    async def press(self, interaction: Interaction, press: Press, line: str) -> None:
        """A button, or a choice from a menu."""
        async with _boundary(interaction, "button"):
            if press is Press.FORM and not line.startswith("~"):
                await self._form(interaction, parse(line))
            elif press is Press.TURN and _own_message(interaction):
                await self._turn(interaction, line)
            else:
                await self._reply(interaction, line, public=press is Press.SHARE)

    async def submit(self, interaction: Interaction) -> None:
        """A filled form."""
        async with _boundary(interaction, "form"):
            await self._reply(interaction, forms.submitted(dict(interaction.data or {})))

    async def mentioned(self, interaction: Interaction, message: discord.Message) -> None:
        """The papers named in a message that somebody pointed at. Its words are read here and kept nowhere."""
        async with _boundary(interaction, "mentioned"):
            await _defer(interaction, private=True)
            papers = find_paper_ids(message.content)[:MOST_MENTIONED]
            for paper in papers:
                await self._answer(interaction, parse(f"paper {paper}"), public=False)
            if not papers:
                await self._send(interaction, Answer(card=NONE_MENTIONED), Place())

    async def suggest(
        self, interaction: Interaction, command: str, argument: str, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Completions; none rather than late ones."""
        try:
            async with asyncio.timeout(PROMPT_SECONDS):
                choices = await self._core.complete(member_of(interaction), command, argument, typed)
        except Exception:  # the boundary of one completion
            log.exception("discord.completion_failed", command=command, argument=argument)
            return []
        return [_choice(choice.label, choice.value) for choice in choices[:25] if choice.value.strip()]

    async def _form(self, interaction: Interaction, command: Command) -> None:
        """The form of a command; the answer at once for those who would fill it in vain. The core decides again."""
        request = request_of(interaction, command, self._clock)
        spec = BY_NAME[command.name]
        if command.problem or (spec.audience is Audience.MANAGER and not await self._core.can_manage(request)):
            return await self._reply(interaction, command)
        values = await self._form_values(request)
        async with asyncio.timeout(ANSWER_SECONDS):
            await interaction.response.send_modal(forms.form(spec, values | dict(command.arguments)))
        return None

    async def _form_values(self, request: Request) -> dict[str, str]:
        """A form must be the first answer, so what fills it may not take long."""
        try:
            async with asyncio.timeout(PROMPT_SECONDS):
                return await self._core.form_values(request, request.command.name)
        except TimeoutError:
            log.warning("discord.form_unfilled", command=request.command.name)
            return {}

    async def _reply(self, interaction: Interaction, asked: Command | str, *, public: bool = False) -> None:
        silenced = public and not may_speak(interaction)
        await _defer(interaction, private=not is_direct(interaction) and (not public or silenced))
        command = await self._command(asked)
        if command is None:
            await self._send(interaction, Answer(card=STALE), Place())
        else:
            await self._answer(interaction, command, public=public and not silenced, note=SILENCED if silenced else "")

    async def _answer(self, interaction: Interaction, command: Command, *, public: bool, note: str = "") -> None:
        request = request_of(interaction, command, self._clock)
        answer = await self._asked(request)
        note = note or (ASKED_BY.format(interaction.user.display_name) if public else _warning(interaction, request))
        await self._send(interaction, _footed(answer, note), _place(request, answer, public=public))

    async def _turn(self, interaction: Interaction, line: str) -> None:
        """Another page, in place of the one that is shown."""
        await interaction.response.defer()
        command = await self._command(line)
        if command is None:
            return await self._send(interaction, Answer(card=STALE), Place())
        request = request_of(interaction, command, self._clock)
        answer = await self._asked(request)
        made = await self._rendered(answer.card, _place(request, answer, public=False))
        async with asyncio.timeout(ANSWER_SECONDS):
            await interaction.edit_original_response(view=made.view, attachments=made.files)
        return None

    async def _asked(self, request: Request) -> Answer:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await self._core.answer(request)

    async def _send(self, interaction: Interaction, answer: Answer, place: Place) -> None:
        made = await self._rendered(answer.card, place)
        async with asyncio.timeout(ANSWER_SECONDS):
            await interaction.followup.send(view=made.view, files=made.files, ephemeral=not place.public)

    async def _rendered(self, card: Card, place: Place) -> Rendered:
        return render(card, place, await tokens_for(self._core, card, place))

    async def _command(self, asked: Command | str) -> Command | None:
        """What a button's line means; None for a token that is no longer known."""
        if isinstance(asked, Command):
            return asked
        line = await self._core.button_line(asked) if asked.startswith("~") else asked
        return parse(line) if line is not None else None


def _place(request: Request, answer: Answer, *, public: bool) -> Place:
    share = line_of(request.command) if answer.shareable and not public and not request.direct else ""
    return Place(command=request.command, public=public, share=share)


def _warning(interaction: Interaction, request: Request) -> str:
    """When daily picks are set up where Paperboy can't post them, it is better said now than tomorrow."""
    managing = BY_NAME[request.command.name].audience is Audience.MANAGER or request.command.name in ABOUT_PICKS
    if not managing or request.channel is None or request.direct:
        return ""
    names = lacking(interaction.app_permissions)
    return LACKING.format(", ".join(names)) if names else ""


def _footed(answer: Answer, words: str) -> Answer:
    footer = "\n".join(filter(None, (answer.card.footer, words)))
    return replace(answer, card=replace(answer.card, footer=footer))


def _choice(label: str, value: str) -> app_commands.Choice[str]:
    short = value if len(value) <= 100 else value[:100].rpartition(" ")[0] or value[:100]
    return app_commands.Choice(name=text.plain(label, 100) or "…", value=short)


def _own_message(interaction: Interaction) -> bool:
    """A message only the presser sees, so it may be changed under their hands."""
    message = interaction.message
    return message is not None and (message.flags.ephemeral or is_direct(interaction))


async def _defer(interaction: Interaction, *, private: bool) -> None:
    async with asyncio.timeout(ANSWER_SECONDS):
        await interaction.response.defer(thinking=True, ephemeral=private)


@asynccontextmanager
async def _boundary(interaction: Interaction, what: str) -> AsyncIterator[None]:
    """Nothing gets past here: late answers are dropped, anything else is logged and told in one kind sentence."""
    try:
        yield
    except discord.HTTPException as error:
        if error.code in LATE:
            log.warning("discord.too_late", what=what, code=error.code)
        else:
            await apologize(interaction, what, error)
    except Exception as error:
        await apologize(interaction, what, error)


async def apologize(interaction: Interaction, what: str, error: Exception) -> None:
    """Log it, and say so in one kind sentence if that still can be said."""
    log.error("discord.answer_failed", what=what, exc_info=error)
    view: ui.LayoutView = render(SORRY, Place(), {}).view
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            if interaction.response.is_done():
                await interaction.followup.send(view=view, ephemeral=True)
            else:
                await interaction.response.send_message(view=view, ephemeral=True)
    except Exception as second:
        log.warning("discord.apology_failed", what=what, error=type(second).__name__)
