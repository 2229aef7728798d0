"""Where people get mail, and what the platform that sends it does for the core."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.model import Card, Mailbox, MailboxView, MailWish, Member, Tenant

DecideMailbox = Callable[[Mailbox | None], Mailbox | None]
"""Given what stands, what is to stand (None: nothing). Pure: it may be called more than once."""


class Mailboxes(Protocol):
    """At most one mailbox a member. Addresses are sealed: only the platform that wrote them can read them."""

    async def of(self, member: Member) -> Mailbox | None: ...

    async def by_handle(self, handle: str) -> Mailbox | None:
        """The mailbox whose links carry this handle."""
        ...

    async def by_token(self, token: str) -> Mailbox | None:
        """The mailbox with an address that waits to be confirmed by the token of this hash, expired or not."""
        ...

    async def unasked(self, after: datetime) -> Sequence[Mailbox]:
        """The mailboxes whose question still waits to be sent, of those asked for after a moment; oldest first."""
        ...

    async def change(self, member: Member, decide: DecideMailbox) -> Mailbox | None:
        """Read, decide and write in one transaction; return what stands now."""
        ...

    async def suppress(self, tenant: Tenant, fingerprint: str, at: datetime) -> None:
        """Remember that an address wants no mail from this tenant; outlives every erasure but the tenant's."""
        ...

    async def suppressed(self, tenant: Tenant, fingerprint: str) -> bool: ...

    async def expire(self, now: datetime) -> None:
        """Erase the addresses that nobody confirmed in time."""
        ...


class MailForVisitors(Protocol):
    """Takes what visitors of the web page want by mail."""

    async def ask(self, wish: MailWish) -> Card:
        """Ask at the address whether that is wanted; return the same answer for every address. Raises ``UserError``."""
        ...


@runtime_checkable
class TakesAddresses(Protocol):
    """The platform that sends mail, as the core uses it. Raises only ``UserError``."""

    async def invite(self, member: Member, address: str, wanted: str) -> None:
        """Ask at an address whether mail is wanted there; once that is confirmed, carry out the line ``wanted``.

        Nothing tells whether the address is known, or wants no mail. Raises ``BadQuery`` for what is no address,
        ``TooMuch``, and ``NotKnown`` while the mail server can't be reached.
        """
        ...

    async def invite_visitor(self, address: str, wanted: str, visitor: str) -> None:
        """As ``invite``, for somebody who is in no team; ``wanted`` may be several lines.

        ``visitor`` is the network address that asks. Raises ``TooMuch`` for what it has asked already, whatever the
        address, and where too many ask at once.
        """
        ...

    async def mailbox(self, member: Member) -> MailboxView | None:
        """What is known of a member's mailbox; None where nothing is kept."""
        ...

    async def close_mailbox(self, member: Member) -> bool:
        """Erase a member's addresses and send nothing more; return whether there were any."""
        ...
