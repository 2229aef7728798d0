"""How commands are typed in the chats that run: in a chat's menu some stand elsewhere than in the table."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.model import Card
from bot.ports.chat import Spelling

_NAMED = re.compile(r"/papers \w+")


class Spellings:
    """Names commands in the words of pages as their reader types them."""

    def __init__(self, chats: Mapping[str, Spelling]) -> None:
        """``chats``: by platform, what makes of the table's names in a text those of its menu."""
        self._chats = chats

    def __bool__(self) -> bool:
        """Whether there is any chat to type them in."""
        return bool(self._chats)

    def typed(self, text: str, platform: str = "") -> str:
        """The text for somebody of a platform; for a stranger, whose chat is not known, as it is in each that runs."""
        spelled = self._chats.get(platform)
        return spelled(text) if spelled else _NAMED.sub(lambda found: self._in_each(found[0]), text)

    def card(self, card: Card, platform: str) -> Card:
        """The card with all its words for somebody of a platform."""
        rows = tuple(replace(row, text=self.typed(row.text, platform)) for row in card.rows)
        return replace(card, text=self.typed(card.text, platform), footer=self.typed(card.footer, platform), rows=rows)

    def _in_each(self, named: str) -> str:
        ways = {platform: spelled(named) for platform, spelled in self._chats.items()}
        if len(set(ways.values())) == 1:
            return next(iter(ways.values()))
        others = [f"in {platform.capitalize()} {way}" for platform, way in ways.items() if way != named]
        return f"{named} ({', '.join(others)})" if others else named
