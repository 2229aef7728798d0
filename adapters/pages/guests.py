"""How fast one address may ask, so that no visitor's flood slows the others, or chat."""

from bot.pacing import next_turn
from bot.ports.time import Clock

RATE = 20.0
"""Requests a second from one address, on the long run: a fast typist with suggestions sends ten."""
BURST = 100
"""Requests at once, after a silence: a team that opens the page at nine behind one address."""
MOST_REMEMBERED = 10_000


class Guests:
    """Counts what each address asks for."""

    def __init__(self, clock: Clock, rate: float = RATE, burst: int = BURST) -> None:
        self._clock = clock
        self._pause = 1 / rate
        self._burst = burst
        self._empty_at: dict[str, float] = {}

    def may_ask(self, who: str) -> bool:
        """Whether one more request is within this address's share; it is counted when it is."""
        now = self._clock.monotonic()
        if who not in self._empty_at and len(self._empty_at) >= MOST_REMEMBERED:
            self._empty_at = {one: at for one, at in self._empty_at.items() if at > now}
        wait, empty_at = next_turn(self._empty_at.get(who, 0.0), now, self._pause, self._burst)
        if wait > 0:
            return False
        self._empty_at[who] = empty_at
        return True
