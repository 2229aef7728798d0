"""The App Home: a member's own page, drawn anew whenever it is opened or something on it changes."""

from collections import OrderedDict
from dataclasses import replace

from adapters.slack import wording
from adapters.slack.render import Block, Budget, card_blocks
from adapters.slack.requests import Requests
from adapters.slack.retrying import with_retries
from adapters.slack.tokens import shortened
from adapters.slack.workspaces import Workspace, Workspaces
from bot.commands import parse
from bot.model import Card
from bot.pacing import Pace
from bot.ports.chat import Core
from bot.ports.time import Clock

PARTS: tuple[tuple[str, Budget], ...] = (
    ("picks", Budget(blocks=32, bytes=60_000)),
    ("profile", Budget(blocks=25, bytes=40_000)),
    ("saved", Budget(blocks=24, bytes=40_000)),
    ("settings", Budget(blocks=14, bytes=30_000)),
)
"""The commands whose answers make the page, and their shares of Slack's 100 blocks."""


A_SECOND, AT_ONCE, LONGEST_WAIT = 1.3, 20, 300.0
"""Pages that are published to one workspace, and seconds that one waits for its turn at most."""
MOST_WORKSPACES = 1_000


class Home:
    """Publishes the page."""

    def __init__(self, core: Core, requests: Requests, workspaces: Workspaces, clock: Clock) -> None:
        self._core = core
        self._requests = requests
        self._workspaces = workspaces
        self._clock = clock
        self._paces: OrderedDict[str, Pace] = OrderedDict()

    async def publish(self, workspace: Workspace, user: str) -> None:
        """Show it as things are now."""
        blocks: list[Block] = []
        for line, budget in PARTS:
            part = await self._part(workspace, user, line, budget)
            blocks += [{"type": "divider"}, *part] if blocks else part
        client, view = self._workspaces.client(workspace), {"type": "home", "blocks": blocks}
        await self._pace(workspace).turn()
        await with_retries(lambda: client.views_publish(user_id=user, view=view), self._clock, repeatable=True)

    def _pace(self, workspace: Workspace) -> Pace:
        """Slack takes some hundred pages a minute of a workspace; what is more waits, and is not refused."""
        pace = self._paces.pop(workspace.team, None) or Pace(self._clock, A_SECOND, burst=AT_ONCE, longest=LONGEST_WAIT)
        self._paces[workspace.team] = pace
        while len(self._paces) > MOST_WORKSPACES:
            self._paces.popitem(last=False)
        return pace

    async def _part(self, workspace: Workspace, user: str, line: str, budget: Budget) -> list[Block]:
        request = await self._requests.make(workspace, user, "", parse(line))
        answer = await self._core.answer(request)
        card = await shortened(_as_part(answer.card, line), self._core, request.member)
        return card_blocks(card, asked=request.command, budget=budget)


def _as_part(card: Card, line: str) -> Card:
    """An answer of one sentence has no title, but a part of a page needs one; and what isn't set up yet can be."""
    buttons = (*card.buttons, wording.SET_UP) if line == "settings" and card.problem else card.buttons
    return replace(card, title=card.title or wording.HOME_TITLES[line], buttons=buttons, problem=False)
