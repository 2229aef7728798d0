"""Discord's rate limits: 50 requests a second in all, 5 messages in 5 seconds a channel.

https://discord.com/developers/docs/topics/rate-limits. What answers an interaction counts for neither.
"""

import re
import time
from collections import deque
from dataclasses import dataclass, field

MOST_A_SECOND = 50
MESSAGES, MESSAGES_SECONDS = 5, 5.0

_EXEMPT = ("/interactions/", "/webhooks/")
_MESSAGES = re.compile(r"/channels/(\d+)/messages")


class LimitedError(Exception):
    """Refused with 429."""

    def __init__(self, retry_after: float, headers: dict[str, str], *, everything: bool) -> None:
        super().__init__("You are being rate limited.")
        self.headers = headers | {"Retry-After": str(int(retry_after) + 1)}
        self.body = {"message": str(self), "retry_after": retry_after, "global": everything, "code": 0}


@dataclass
class RateLimits:
    """Counts requests and refuses what is too much; ``refused`` of ``asked`` were."""

    asked: int = 0
    refused: int = 0
    _recent: deque[float] = field(default_factory=deque)
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict)

    def admit(self, method: str, path: str) -> dict[str, str]:
        """The headers of the answer; raises ``LimitedError``."""
        if path.startswith(_EXEMPT):
            return {}
        self.asked += 1
        try:
            self._count_all()
            return self._count_messages(method, path)
        except LimitedError:
            self.refused += 1
            raise

    def _count_all(self) -> None:
        now = time.monotonic()
        while self._recent and now - self._recent[0] > 1:
            self._recent.popleft()
        if len(self._recent) >= MOST_A_SECOND:
            raise LimitedError(1 - (now - self._recent[0]), {"X-RateLimit-Global": "true"}, everything=True)
        self._recent.append(now)

    def _count_messages(self, method: str, path: str) -> dict[str, str]:
        match = _MESSAGES.fullmatch(path)
        if not match or method != "POST":
            return {}
        now = time.monotonic()
        began, count = self._windows.get(match[1], (now, 0))
        if now >= began + MESSAGES_SECONDS:
            began, count = now, 0
        left, reset = MESSAGES - count - 1, began + MESSAGES_SECONDS - now + 0.02
        headers = {"X-RateLimit-Bucket": "messages", "X-RateLimit-Limit": str(MESSAGES)}
        headers |= {"X-RateLimit-Remaining": str(max(0, left)), "X-RateLimit-Reset-After": f"{reset:.3f}"}
        headers |= {"X-RateLimit-Reset": f"{time.time() + reset:.3f}"}
        if left < 0:
            raise LimitedError(reset, headers, everything=False)
        self._windows[match[1]] = (began, count + 1)
        return headers
