"""Where a chat app was installed by others, and the secrets that let it act there."""

from datetime import datetime
from typing import Protocol

from bot.model import Tenant


class Installations(Protocol):
    """One installation a tenant. What is kept is sealed: only the adapter that wrote it can read it."""

    async def save(self, tenant: Tenant, sealed: str, at: datetime) -> None:
        """Keep an installation in place of an older one of the same tenant."""
        ...

    async def of(self, tenant: Tenant) -> str | None: ...

    async def erase(self, tenant: Tenant) -> bool:
        """Erase a tenant's installation at once; return whether there was one."""
        ...

    async def of_platform(self, platform: str) -> dict[Tenant, str]:
        """The installations of one platform, oldest first."""
        ...

    async def begin(self, state: str, until: datetime) -> None:
        """Remember that an installation, or a sign-in, was begun with this secret ``state``."""
        ...

    async def expire(self, now: datetime) -> None:
        """Forget what was begun and is over."""
        ...

    async def finish(self, state: str, now: datetime) -> bool:
        """True once for a state that was begun and is not over. Forgets it, and all that are over."""
        ...
