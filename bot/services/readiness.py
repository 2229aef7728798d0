"""Whether Paperboy is of use just now: what a load balancer, an orchestrator or an operator asks."""

import asyncio
from collections.abc import Iterable, Sequence

from bot.errors import PaperboyError
from bot.model import Finding, Verdict
from bot.ports.chat import ChatAdapter, StandsBy, complaint_of
from bot.ports.key_value import KeyValue

ANSWER_SECONDS = 5.0


class Readiness:
    """Looks at the database and the chat platforms.

    Sources are left out: papers that come late are no reason to take the bot away from people. Neither is what
    somebody has to mend in a workspace: it is a warning.
    """

    def __init__(self, facts: KeyValue, chats: Iterable[ChatAdapter]) -> None:
        self._facts = facts
        self._chats = tuple(chats)

    async def findings(self) -> Sequence[Finding]:
        """One finding for the database, and one a platform; the trouble in words where there is some."""
        return [await self._database(), *map(_platform, self._chats)]

    async def _database(self) -> Finding:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._facts.get("readiness")
        except (PaperboyError, TimeoutError) as error:
            return _finding("database", str(error) or "The database does not answer.")
        return _finding("database", "")


def _platform(chat: ChatAdapter) -> Finding:
    if not chat.trouble and (complaint := complaint_of(chat)):
        return Finding(about=chat.platform, verdict=Verdict.WARNING, text=complaint)
    return _finding(chat.platform, chat.trouble, chat.standing_by if isinstance(chat, StandsBy) else "")


def _finding(about: str, trouble: str, fine: str = "") -> Finding:
    if trouble:
        return Finding(about=about, verdict=Verdict.UNAVAILABLE, text=trouble)
    return Finding(about=about, verdict=Verdict.FINE, text=fine or "It works.")
