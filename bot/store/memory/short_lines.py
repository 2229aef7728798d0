"""Short stand-ins for command lines, in a dictionary."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.model import Member, Tenant
from bot.ports.short_lines import RETENTION
from bot.store.tokens import candidates


class MemoryShortLines:
    """See ``bot.ports.short_lines.ShortLines``."""

    title = "behind your buttons"

    def __init__(self) -> None:
        self._lines: dict[str, tuple[Member | None, str]] = {}
        self._used: dict[str, datetime] = {}

    async def shorten(self, line: str, now: datetime, owner: Member | None) -> str:
        kept = owner, line
        token = next(token for token in candidates(line, owner) if self._lines.setdefault(token, kept) == kept)
        self._used[token] = now
        return token

    async def expand(self, token: str) -> str | None:
        return self._lines[token][1] if token in self._lines else None

    async def expire(self, now: datetime) -> None:
        self._drop([token for token, used in self._used.items() if used < now - RETENTION])

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        own = [(token, line) for token, (owner, line) in self._lines.items() if owner == member]
        return [{"line": line, "used": self._used[token].isoformat()} for token, line in own]

    def members(self) -> Iterable[Member]:
        return (owner for owner, _ in self._lines.values() if owner)

    def forget_member(self, member: Member) -> int:
        return self._drop([token for token, (owner, _) in self._lines.items() if owner == member])

    def forget_tenant(self, tenant: Tenant) -> int:
        return self._drop([token for token, (owner, _) in self._lines.items() if owner and owner.tenant == tenant])

    def _drop(self, tokens: Sequence[str]) -> int:
        for token in tokens:
            del self._lines[token], self._used[token]
        return len(tokens)
