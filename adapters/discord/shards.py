"""Shards: the connections among which Discord deals out the servers of a bot."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Tenant

CONNECTION = "discord connection"
"""What one process at a time may have: two with the same token would both be told, and answer, everything. Where there
are several shards, all that deal them out in the same number have it together, and each shard has one process."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One of ``count`` connections, which tells of servers by their number; 0 of direct messages too."""

    number: int = 0
    count: int = 1

    @property
    def work(self) -> str:
        """What having it is called among processes."""
        return CONNECTION if self.count == 1 else f"discord shard {self.number} of {self.count}"

    def has(self, server: int) -> bool:
        """Whether it tells of the server with this id, as Discord says: by the moment when the server was made."""
        return (server >> 22) % self.count == self.number

    def tells_of(self, tenant: Tenant) -> bool:
        return self.has(int(tenant.id)) if tenant.id.isdecimal() else self.number == 0


def shards_of(count: int) -> Sequence[Shard]:
    """All of them."""
    return [Shard(number, count) for number in range(count)]


def together(count: int) -> str:
    """What processes that deal out so many shards have in common; '' where there is but one."""
    return "" if count == 1 else f"{count} shards"


def count_in(common: str) -> int | None:
    """How many shards ``together`` spoke of; None where it did not."""
    number, _, rest = common.partition(" ")
    return int(number) if rest == "shards" else None
