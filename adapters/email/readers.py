"""What people who read mail ask of the core: each press is the line that they would have typed in chat."""

from collections.abc import Mapping, Sequence

from bot.cards.interests import unambiguous
from bot.commands import parse
from bot.commands.values import read_interest
from bot.errors import BadQuery
from bot.model import Card, File, Mailbox, Member, PaperId, Request, Signal, is_visitor, mail_account, mail_channel
from bot.ports.chat import Core
from bot.ports.mailboxes import Mailboxes
from bot.ports.time import Clock

SETTABLE = ("what", "time", "days", "zone", "count", "empty")
"""What can be changed on a page; the rest in chat."""
FOLLOW, UNFOLLOW = "follow", "unfollow"


class Readers:
    """Asks the core on behalf of whoever holds a link. A link's scope is checked before this is called."""

    def __init__(self, core: Core, mailboxes: Mailboxes, clock: Clock) -> None:
        self._core = core
        self._mailboxes = mailboxes
        self._clock = clock

    async def carry_out(self, mailbox: Mailbox, lines: str) -> Card:
        """What the core says to lines about the mail itself (email, pause, resume): to the last, or what it refuses."""
        card = Card()
        for line in lines.splitlines():
            card = (await self._core.answer(self._about_mail(mailbox.member, line))).card
            if card.problem:
                break
        return card

    async def begin(self, mailbox: Mailbox) -> Sequence[Card]:
        """What the core says to each line of the wish that was just confirmed; what it refuses ends no other line."""
        lines = mailbox.wanted.splitlines()
        return [(await self._core.answer(self._about_mail(mailbox.member, line))).card for line in lines]

    async def leave(self, mailbox: Mailbox) -> None:
        """End the mail and erase the address; of a visitor, everything: nothing but the mail led there."""
        await self.carry_out(mailbox, "unsubscribe")
        await self._mailboxes.change(mailbox.member, lambda _: None)
        if is_visitor(mailbox.member):
            await self.carry_out(mailbox, "privacy confirm-forget")

    async def followed(self, mailbox: Mailbox) -> list[str]:
        """The topics of a visitor, each as it can be unfollowed. Others say in chat what they follow."""
        if not is_visitor(mailbox.member):
            return []
        card = await self.carry_out(mailbox, UNFOLLOW)
        return [button.line.removeprefix(f"{UNFOLLOW} ") for button in card.buttons]

    async def everything(self, mailbox: Mailbox) -> File | None:
        """All that is kept of a visitor. Others export in chat: a mail that is handed on must not hand on so much."""
        if not is_visitor(mailbox.member):
            return None
        return (await self._core.answer(self._personal(mailbox.member, "privacy export"))).card.file

    async def settings(self, mailbox: Mailbox) -> dict[str, str]:
        return await self._core.form_values(self._about_mail(mailbox.member, "settings"), "subscribe")

    async def change(self, mailbox: Mailbox, form: Mapping[str, str]) -> Card | None:
        """What was pressed on the page of settings; None where nothing was."""
        match form.get("do", "").split(" ", 1):
            case ["pause" | "resume" as line]:
                return await self.carry_out(mailbox, line)
            case ["save"]:
                return await self.carry_out(mailbox, _line_of(form, visitor=is_visitor(mailbox.member)))
            case ["unfollow", topic] if topic in await self.followed(mailbox):
                return await self.carry_out(mailbox, f"{UNFOLLOW} {topic}")
            case _:
                return None

    async def react(self, mailbox: Mailbox, paper: PaperId, pressed: str) -> Card | None:
        """Like, dislike, save, or take one back; None for anything else, so that a link can do nothing else."""
        undo, _, signal = pressed.rpartition(" ")
        if signal not in set(Signal) or undo not in ("", "undo"):
            return None
        return (await self._core.answer(self._personal(mailbox.member, f"{pressed} {paper}"))).card

    async def why(self, mailbox: Mailbox, paper: PaperId) -> Card:
        """Why the paper was picked, part by part."""
        return (await self._core.answer(self._personal(mailbox.member, f"why {paper}"))).card

    def _about_mail(self, member: Member, line: str) -> Request:
        return Request(
            member=mail_account(member),
            command=parse(line),
            at=self._clock.now(),
            channel=mail_channel(member),
            direct=True,
            threads=False,
        )

    def _personal(self, member: Member, line: str) -> Request:
        return Request(member=member, command=parse(line), at=self._clock.now(), direct=True, threads=False)


def _line_of(form: Mapping[str, str], *, visitor: bool) -> str:
    """What was filled in, as lines."""
    words = [f'{name}:"{value}"' for name in SETTABLE if (value := _typed(form.get(name, "")))]
    topic = _typed(form.get(FOLLOW, "")) if visitor else ""
    return "\n".join([*([f"{FOLLOW} {_interest(topic)}"] if topic else []), " ".join(["email", *words])])


def _interest(typed: str) -> str:
    """What is to be followed; what can't be read is left for the core to refuse."""
    try:
        return unambiguous(read_interest(typed))
    except BadQuery:
        return typed


def _typed(value: str) -> str:
    """A value as it may stand between quotes in a line."""
    return " ".join(value.replace('"', " ").split())[:80]
