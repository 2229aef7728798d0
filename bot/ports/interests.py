"""What members and channels stated."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.model import Interest, Interests, Owner


class InterestBook(Protocol):
    """What members and channels stated; of a member, in all accounts they joined (``bot.ports.links``)."""

    async def of(self, owner: Owner) -> Interests: ...

    async def of_many(self, owners: Sequence[Owner]) -> Mapping[Owner, Interests]: ...

    async def state(self, owner: Owner, interest: Interest) -> None:
        """Add an interest; it replaces one of the same kind and value (case-folded), mute or follow."""
        ...

    async def withdraw(self, owner: Owner, interest: Interest) -> bool:
        """Remove an interest; return whether it was there."""
        ...
