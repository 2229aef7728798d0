"""The command ``privacy``: everything kept about a person is shown, exported or erased."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.cards import replies
from bot.commands.arguments import ACTION
from bot.model import Answer, Capabilities, File, Member, Request
from bot.ports.links import Links
from bot.ports.mailboxes import TakesAddresses
from bot.ports.privacy import Privacy
from bot.services.handling import Handler


@dataclass(frozen=True, slots=True)
class PrivacyCommands:
    """Answers /papers privacy. ``keep_days`` is for how long data outlives an uninstallation.

    ``mail`` can read the addresses that are kept encrypted; None where no mail is set up. ``capabilities`` are those of
    the platforms, by name.
    """

    privacy: Privacy
    links: Links
    keep_days: int
    capabilities: Mapping[str, Capabilities]
    mail: TakesAddresses | None = None

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"privacy": self._privacy}

    async def _privacy(self, request: Request) -> Answer:
        match ACTION.of(request.command, None):
            case "export":
                return await self._export(request)
            case "forget":
                return replies.forget_warning(elsewhere=len(await self._everywhere(request.member)) - 1)
            case "confirm-forget":
                return await self._forget([request.member])
            case "confirm-forget-everywhere":
                return await self._forget(await self._everywhere(request.member))
            case _:
                return replies.privacy(self.keep_days, request.member)

    async def _everywhere(self, member: Member) -> list[Member]:
        """The person's accounts: joined by themselves, and of the same id where that is the same person everywhere."""
        joined = await self.links.of(member)
        if not self.capabilities.get(member.tenant.platform, Capabilities()).global_ids:
            return list(joined)
        return list(dict.fromkeys((*joined, *await self.privacy.accounts(member))))

    async def _forget(self, accounts: Sequence[Member]) -> Answer:
        for account in accounts:
            await self.links.part(account)
        return replies.forgotten(sum([await self.privacy.forget(account) for account in accounts]))

    async def _export(self, request: Request) -> Answer:
        joined = (await self.links.of(request.member))[1:]
        kept = {
            **await self.privacy.export(request.member),
            "joined accounts": [{"in": str(account.tenant), "account": account.id} for account in joined],
        }
        if self.mail and (mailbox := await self.mail.mailbox(request.member)):
            kept["mail addresses"] = [one for one in (mailbox.address, mailbox.pending) if one]
        content = await asyncio.to_thread(readable_json, kept)
        return replies.exported(File(name="paperboy-my-data.json", content=content, media_type="application/json"))


def readable_json(kept: Mapping[str, object]) -> str:
    """A value a line. Not indented: that takes three times as long, and somebody may have 100,000 reactions."""
    return json.dumps(kept, separators=(",\n", ": "), ensure_ascii=False, default=str)
