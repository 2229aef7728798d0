"""The command ``undo``: takes back the last thing that somebody said, be it a reaction, a follow or a mute."""

from bot.cards import replies
from bot.commands.arguments import MAYBE_PAPER, SIGNAL
from bot.model import Answer, Interest, Member, Request
from bot.ports.interests import InterestBook
from bot.services.feedback_commands import FeedbackCommands
from bot.services.handling import Handler


class UndoCommand:
    """Compares when the last reaction and the last interest were given, and takes the later one back."""

    def __init__(self, feedback: FeedbackCommands, book: InterestBook) -> None:
        self._feedback = feedback
        self._book = book

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"undo": self._undo}

    async def _undo(self, request: Request) -> Answer:
        of_a_paper = MAYBE_PAPER.of(request.command, "") or SIGNAL.of(request.command, "")
        interest = None if of_a_paper else await self._last_stated(request.member)
        if interest is None or not await self._book.withdraw(request.member, interest):
            return await self._feedback.take_back(request)
        return replies.withdrawn(interest)

    async def _last_stated(self, member: Member) -> Interest | None:
        """The newest interest or mute, where no reaction came after it."""
        stated = [(each.since, each) for each in (await self._book.of(member)).all if each.since]
        since, interest = max(stated, key=lambda each: each[0], default=(None, None))
        reaction = await self._feedback.last_reaction(member)
        return interest if since and (reaction is None or reaction.at < since) else None
