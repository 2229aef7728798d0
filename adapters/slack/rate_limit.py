"""One message a second per channel: https://docs.slack.dev/apis/web-api/rate-limits."""

from datetime import timedelta

from bot.errors import TryLater
from bot.ports.time import Clock

INTERVAL = 1.05
MOST_WAIT = 8.0
MOST_CHANNELS = 10_000


class ChannelRate:
    """Lets each channel's messages through one after the other; channels never wait for each other."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next: dict[str, float] = {}

    async def wait(self, channel: str) -> None:
        """Wait for the channel's turn; raises ``TryLater`` when many are waiting already."""
        now = self._clock.monotonic()
        at = max(now, self._next.get(channel, now))
        if at - now > MOST_WAIT:
            raise TryLater("Many messages wait for this channel.", timedelta(seconds=at - now))
        self._next[channel] = at + INTERVAL
        self._forget_past(now)
        if at > now:
            await self._clock.sleep(at - now)

    def _forget_past(self, now: float) -> None:
        if len(self._next) > MOST_CHANNELS:
            self._next = {channel: at for channel, at in self._next.items() if at > now}
