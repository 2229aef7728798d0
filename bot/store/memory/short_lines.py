"""Short stand-ins for command lines, in a dictionary."""

from datetime import datetime

from bot.store.tokens import candidates


class MemoryShortLines:
    """See ``bot.ports.short_lines.ShortLines``."""

    def __init__(self) -> None:
        self._lines: dict[str, str] = {}

    async def shorten(self, line: str, now: datetime) -> str:
        return next(token for token in candidates(line) if self._lines.setdefault(token, line) == line)

    def forget_searches(self) -> None:
        """Searches may say something about whoever searched."""
        self._lines = {token: line for token, line in self._lines.items() if not line.startswith("search ")}

    async def expand(self, token: str) -> str | None:
        return self._lines.get(token)
