"""Feeds as they were written a short while ago: readers ask every few minutes, and mostly for what they have."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from hashlib import sha256

from bot.ports.http import HttpResponse
from bot.ports.time import Clock

STAYS = 120.0
"""Seconds in which a feed is not made anew."""
MOST = 200


class KeptFeeds:
    """Keeps answers by address, and says "not modified" to who has one already."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[float, HttpResponse]] = {}

    async def answer(self, address: str, known: str, make: Callable[[], Awaitable[HttpResponse]]) -> HttpResponse:
        """The answer at an address; only its headers where ``known`` (If-None-Match) names its mark."""
        now = self._clock.monotonic()
        at, kept = self._kept.get(address, (0.0, None))
        if kept is None or now - at > STAYS:
            kept = _marked(await make())
            self._kept.pop(address, None)
            self._kept[address] = (now, kept)
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
        return replace(kept, status=304, body="") if _mark(kept) in known else kept


def _marked(answer: HttpResponse) -> HttpResponse:
    mark = f'"{sha256(answer.body.encode("utf-8", "replace")).hexdigest()[:24]}"'
    return replace(answer, headers=(*answer.headers, ("ETag", mark)))


def _mark(answer: HttpResponse) -> str:
    return dict(answer.headers)["ETag"]
