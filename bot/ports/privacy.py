"""Everything kept about one member, shown and erased."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.model import Member, Tenant


class Privacy(Protocol):
    """Everything kept about one member, as promised by /papers privacy."""

    async def export(self, member: Member) -> Mapping[str, object]:
        """All of it, as JSON-able values, keyed by what it is."""
        ...

    async def accounts(self, member: Member) -> Sequence[Member]:
        """The same id wherever on its platform something is kept about it, by tenant: servers and direct messages.

        That is one person only where ``Capabilities.global_ids`` says so.
        """
        ...

    async def forget(self, member: Member) -> int:
        """Erase all of it at once; return how many rows went."""
        ...

    async def forget_tenant(self, tenant: Tenant) -> int:
        """Erase all rows of a tenant."""
        ...
