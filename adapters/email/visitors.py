"""How often people who are in no team may have the question sent to an address: else anybody could flood inboxes."""

from ipaddress import ip_address, ip_network

from adapters.email import wording
from adapters.email.links import MailLinks
from bot.errors import TooMuch
from bot.pacing import next_turn
from bot.ports.chat import Core
from bot.ports.time import Clock

A_DAY = 10
"""Questions that one network may have sent in a day."""
EVERY, BURST = 60.0, 30
"""Seconds between two questions for visitors altogether, on the long run, and how many may go at once."""
_NETWORKS = {4: 32, 6: 64}
"""Bits of an address that say whose it is: a household has one of IPv4, and 64 bits of IPv6."""


class VisitorLimits:
    """Counts what visitors ask for; networks are kept as keyed hashes, for a day."""

    def __init__(self, links: MailLinks, clock: Clock) -> None:
        self._links = links
        self._clock = clock
        self._full_until = 0.0

    async def require(self, visitor: str, core: Core) -> None:
        """Raise ``TooMuch`` unless one more question may be sent for this network; count it when it may."""
        mark = self._links.fingerprint(f"network {network_of(visitor)}")
        wait, full_until = next_turn(self._full_until, self._clock.monotonic(), EVERY, BURST)
        if wait > 0:
            raise TooMuch(wording.TOO_MANY_ASK)
        for number in range(A_DAY):
            if not await core.seen_before(f"mail asked from {mark} {number}"):
                self._full_until = full_until
                return
        raise TooMuch(wording.ENOUGH_TODAY)


def network_of(address: str) -> str:
    """The network that a visitor comes from; what is no address stands for itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, _NETWORKS[found.version]), strict=False))
