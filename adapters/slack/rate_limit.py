"""How fast messages may be posted: https://docs.slack.dev/apis/web-api/rate-limits.

One message a second and channel, after short bursts; over all channels Slack publishes no number, so hundreds of
channels that are due in the same minute are spread a little.
"""

from collections import OrderedDict
from collections.abc import Callable

from bot.pacing import Pace
from bot.ports.time import Clock

PER_CHANNEL = 1 / 1.05
BURST = 3
ALL_TOGETHER = 50.0
MOST_WAIT = 8.0
"""Seconds; who would wait longer is asked to come back (``TryLater``)."""
MOST_CHANNELS = 10_000


class PostingRate:
    """One queue a channel and one for all, for everything that is posted: digests, notices and answers.

    ``shared_by`` tells how many processes post.
    """

    def __init__(self, clock: Clock, shared_by: Callable[[], int]) -> None:
        self._clock = clock
        self._all = Pace(clock, ALL_TOGETHER, burst=int(ALL_TOGETHER), longest=MOST_WAIT, shared_by=shared_by)
        self._channels: OrderedDict[str, Pace] = OrderedDict()

    async def wait(self, channel: str) -> None:
        """Wait for the channel's turn; raises ``TryLater`` when many are waiting already."""
        pace = self._channels.get(channel) or Pace(self._clock, PER_CHANNEL, burst=BURST, longest=MOST_WAIT)
        self._channels[channel] = pace
        self._channels.move_to_end(channel)
        if len(self._channels) > MOST_CHANNELS:
            self._channels.popitem(last=False)
        await pace.turn()
        await self._all.turn()
