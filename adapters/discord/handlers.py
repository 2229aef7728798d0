"""Commands, buttons, menus and forms: acknowledge, ask the core, show the answer."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import discord
import structlog
from discord import app_commands

from adapters.discord import forms, text, wording
from adapters.discord.dialogs import Dialog, Dialogs, Elsewhere, Filled
from adapters.discord.ids import Press, Surface
from adapters.discord.paper_mentions import papers_in
from adapters.discord.permissions import lacking
from adapters.discord.posting import tokens_for
from adapters.discord.render import render
from adapters.discord.replies import AnsweredElsewhereError, Make, Reply
from adapters.discord.requests import Interaction, is_direct, may_speak, member_of, request_of
from adapters.discord.shared_posts import SharedPosts
from bot.cards import chat as cards
from bot.cards.sharing import for_everybody
from bot.commands import BY_NAME, Audience, CommandSpec, checked, line_of, parse
from bot.errors import StoreError
from bot.model import Answer, Card, Command, Member, Request
from bot.pending_requests import PendingRequests
from bot.ports.chat import Core
from bot.ports.time import Clock
from bot.runner import tell_operator

PROMPT_SECONDS = 1.5
"""Seconds for what must be known before the first answer, which Discord awaits for 3."""

ANSWER_SECONDS = 60.0
"""Seconds for an answer; nobody looks at "thinking" for longer."""

LATE = frozenset({10062, 10015, 40060, 50027})
"""The interaction is over: too late, or answered already. Nothing can be said any more."""

MOST_MENTIONED = 4
"""Papers of one message that are shown; a user-installed app has five answers."""

ABOUT_PICKS = frozenset({"settings", "status"})

log = structlog.get_logger()


class Handlers:
    """Every interaction of a person with Paperboy, each in a few lines."""

    def __init__(
        self,
        core: Core,
        shared: SharedPosts,
        clock: Clock,
        setup_roles: Collection[str],
        pending: PendingRequests,
        processes: Callable[[], int],
    ) -> None:
        self._core = core
        self._shared = shared
        self._dialogs = Dialogs(core, clock, setup_roles)
        self._clock = clock
        self._setup_roles = setup_roles
        self._pending = pending
        self._processes = processes
        self._said_others = False

    async def command(self, interaction: Interaction, spec: CommandSpec, command: Command) -> None:
        """A slash command."""
        async with self._replying(interaction, spec.name) as reply:
            if spec.form_first and not command.arguments:
                await self._form(interaction, reply, Dialog(command=command))
            else:
                await self._reply(interaction, reply, checked(command))

    async def press(self, interaction: Interaction, press: Press, line: str) -> None:
        """A button, or a choice from a menu."""
        async with self._replying(interaction, "button") as reply:
            if press is Press.FORM and (dialog := await self._dialogs.pressed(interaction, line)):
                await self._form(interaction, reply, dialog)
            elif press is Press.TURN and _own_message(interaction):
                await self._turn(interaction, reply, line)
            else:
                await self._reply(interaction, reply, line, public=press is Press.SHARE)

    async def submit(self, interaction: Interaction) -> None:
        """A filled form."""
        async with self._replying(interaction, "form") as reply:
            await reply.think(private=not is_direct(interaction))
            filled = await self._dialogs.read(interaction)
            if filled.problem:
                await self._show(reply, _speaking_of(filled, filled.problem), Surface())
                return
            answer = await self._asked(filled.request)
            note = _warning(interaction, filled.request, filled.elsewhere)
            card = _speaking_of(filled, forms.with_all_pages(cards.with_note(answer, note).card))
            place = _place(filled.request, answer, public=False)
            shown = await self._show(reply, card, place, filled.request.member)
            await self._note(filled.request, card, shown, public=False)

    async def mentioned(self, interaction: Interaction, message: discord.Message) -> None:
        """The papers named in a message that somebody pointed at. Its words are read here and kept nowhere."""
        async with self._replying(interaction, "mentioned") as reply:
            await reply.think(private=True)
            papers = papers_in(message)
            shown = papers[:MOST_MENTIONED]
            for number, paper in enumerate(shown, 1):
                note = cards.mentioned_in_part(len(shown), len(papers)) if number == len(shown) else ""
                await self._answer(interaction, reply, parse(f"paper {paper}"), public=False, note=note)
            if not papers:
                await self._show(reply, cards.NOTHING_MENTIONED, Surface())

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

    async def apologize(self, reply: Reply, what: str, error: Exception) -> None:
        """Log it, and say so in one kind sentence if that still can be said."""
        log.error("discord.answer_failed", what=what, exc_info=error)
        try:
            await reply.show(lambda: render(cards.SORRY, Surface(), {}), private=True)
        except Exception as second:
            log.warning("discord.apology_failed", what=what, error=type(second).__name__)

    async def _form(self, interaction: Interaction, reply: Reply, dialog: Dialog) -> None:
        """The form of a command; the answer at once for those who would fill it in vain. The core decides again.

        It must be the first answer, so what fills it may not take long. It is never opened empty: submitted, it would
        undo settings.
        """
        command = dialog.command
        try:
            async with asyncio.timeout(PROMPT_SECONDS):
                modal = await self._dialogs.modal(interaction, dialog)
            if modal is not None:
                await reply.ask(modal)
                return
        except AnsweredElsewhereError:
            raise
        except Exception as error:
            if isinstance(error, discord.HTTPException) and error.code in LATE:
                raise
            log.warning("discord.no_form", command=command.name, error=type(error).__name__, why=str(error))
            await self._show(reply, cards.no_form(command.name), Surface())
        else:
            await self._refuse_form(interaction, reply, dialog)

    async def _refuse_form(self, interaction: Interaction, reply: Reply, dialog: Dialog) -> None:
        """The answer of the core to somebody who may not use a form, or to what it can't begin with."""
        await reply.think(private=not is_direct(interaction))
        request = request_of(interaction, dialog.command, self._clock, self._setup_roles, dialog.elsewhere)
        answer = await self._asked(request)
        await self._show(reply, answer.card, _place(request, answer, public=False), request.member)

    async def _reply(
        self, interaction: Interaction, reply: Reply, asked: Command | str, *, public: bool = False
    ) -> None:
        silenced = public and not may_speak(interaction)
        await reply.think(private=not is_direct(interaction) and (not public or silenced))
        command = await self._command(asked)
        if command is None:
            await self._show(reply, cards.OLD_BUTTON, Surface())
        else:
            note = cards.MAY_NOT_WRITE if silenced else ""
            await self._answer(interaction, reply, command, public=public and not silenced, note=note)

    async def _answer(
        self, interaction: Interaction, reply: Reply, command: Command, *, public: bool, note: str = ""
    ) -> None:
        request = request_of(interaction, command, self._clock, self._setup_roles)
        answer = await self._asked(request)
        answer = cards.with_note(answer, note or ("" if public else _warning(interaction, request)))
        card = for_everybody(answer.card, interaction.user.display_name) if public else answer.card
        card = forms.with_all_pages(card)
        shown = await self._show(reply, card, _place(request, answer, public=public), request.member)
        await self._note(request, card, shown, public=public)

    async def _turn(self, interaction: Interaction, reply: Reply, line: str) -> None:
        """Another page, in place of the one that is shown."""
        await reply.stay()
        command = await self._command(line)
        if command is None:
            await self._show(reply, cards.OLD_BUTTON, Surface())
            return
        request = request_of(interaction, command, self._clock, self._setup_roles)
        answer = await self._asked(request)
        changed = await reply.change(
            await self._made(answer.card, _place(request, answer, public=False), request.member)
        )
        await self._note(request, answer.card, changed, public=False)

    async def _asked(self, request: Request) -> Answer:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await self._core.answer(request)

    async def _note(self, request: Request, card: Card, message: int | None, *, public: bool) -> None:
        """Emoji can be put on what is not for one person's eyes for a moment."""
        if message is not None and (public or request.direct):
            with suppress(StoreError):
                await self._shared.remember(message, [paper.paper for paper in card.papers])

    async def _show(self, reply: Reply, card: Card, place: Surface, owner: Member | None = None) -> int | None:
        return await reply.show(await self._made(card, place, owner), private=not place.public)

    async def _made(self, card: Card, place: Surface, owner: Member | None) -> Make:
        tokens = await tokens_for(self._core, card, place, owner)
        return lambda: render(card, place, tokens)

    async def _command(self, asked: Command | str) -> Command | None:
        """What a button's line means; None for a token that is no longer known."""
        if isinstance(asked, Command):
            return asked
        line = await self._core.button_line(asked) if asked.startswith("~") else asked
        return parse(line) if line is not None else None

    @asynccontextmanager
    async def _replying(self, interaction: Interaction, what: str) -> AsyncIterator[Reply]:
        """Nothing gets past here: late answers are dropped, anything else is logged and told in one kind sentence."""
        reply = Reply(interaction, self._clock)
        try:
            with self._pending.one():
                yield reply
        except AnsweredElsewhereError:
            self._tell_of_others()
        except discord.HTTPException as error:
            if error.code in LATE:
                log.warning("discord.too_late", what=what, code=error.code)
            else:
                await self.apologize(reply, what, error)
        except Exception as error:
            await self.apologize(reply, what, error)

    def _tell_of_others(self) -> None:
        """Once; a process that shares the database answers in our place only while one takes over from the other."""
        log.warning("discord.answered_elsewhere")
        if not self._said_others and self._processes() == 1:
            self._said_others = True
            tell_operator(wording.ANSWERED_ELSEWHERE)


def _place(request: Request, answer: Answer, *, public: bool) -> Surface:
    share = line_of(request.command) if answer.shareable and not public and not request.direct else ""
    return Surface(command=request.command, public=public, share=share)


def _warning(interaction: Interaction, request: Request, elsewhere: Elsewhere = None) -> str:
    """When daily picks are set up where Paperboy can't post them, it is better said now than tomorrow."""
    managing = BY_NAME[request.command.name].audience is Audience.MANAGER or request.command.name in ABOUT_PICKS
    if not managing or request.channel is None or request.direct:
        return ""
    held = elsewhere.permissions_for(elsewhere.guild.me) if elsewhere else interaction.app_permissions
    return cards.lacking(lacking(held, threads=request.threads))


def _speaking_of(filled: Filled, card: Card) -> Card:
    """A form's answer; it says so when it is about another channel than the one where it is read."""
    if filled.elsewhere is None:
        return card
    note = "" if card.problem else cards.OTHER_CHANNEL
    text = "\n".join(filter(None, (card.text, note)))
    return forms.speaking_of(str(filled.elsewhere.id), replace(card, text=text))


def _choice(label: str, value: str) -> app_commands.Choice[str]:
    short = value if len(value) <= 100 else value[:100].rpartition(" ")[0] or value[:100]
    return app_commands.Choice(name=text.plain(label, 100) or "…", value=short)


def _own_message(interaction: Interaction) -> bool:
    """A message only the presser sees, so it may be changed under their hands."""
    message = interaction.message
    return message is not None and (message.flags.ephemeral or is_direct(interaction))
