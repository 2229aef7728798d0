"""The command ``privacy``: everything kept about a person is shown, exported or erased."""

import json
from dataclasses import dataclass

from bot.cards import replies
from bot.commands.arguments import ACTION
from bot.model import Answer, File, Request
from bot.ports.privacy import Privacy
from bot.services.handling import Handler


@dataclass(frozen=True, slots=True)
class PrivacyCommands:
    """Answers /papers privacy. ``keep_days`` is for how long data outlives an uninstallation."""

    privacy: Privacy
    keep_days: int

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"privacy": self._privacy}

    async def _privacy(self, request: Request) -> Answer:
        match ACTION.of(request.command, None):
            case "export":
                return await self._export(request)
            case "forget":
                accounts = await self.privacy.accounts(request.member)
                return replies.forget_warning(elsewhere=sum(one != request.member for one in accounts))
            case "confirm-forget":
                return replies.forgotten(await self.privacy.forget(request.member))
            case "confirm-forget-everywhere":
                everywhere = {request.member, *await self.privacy.accounts(request.member)}
                return replies.forgotten(sum([await self.privacy.forget(one) for one in everywhere]))
            case _:
                return replies.privacy(self.keep_days)

    async def _export(self, request: Request) -> Answer:
        kept = await self.privacy.export(request.member)
        content = json.dumps(kept, indent=2, ensure_ascii=False, default=str)
        return replies.exported(File(name="paperboy-my-data.json", content=content, media_type="application/json"))
