"""Answers as they were made a short while ago: feed readers and strangers ask for the same, again and again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from hashlib import sha256
from weakref import WeakValueDictionary

from bot.ports.http import HttpResponse
from bot.ports.time import Clock

MAX_ANSWERS = 200
MAX_CHARACTERS = 20_000_000
"""Of all that is kept. A feed of the day is a quarter of a million, and asked for most often of all."""


class KeptAnswers:
    """Keeps answers by what was asked for ``stays`` seconds, and says "not modified" to who has one already."""

    def __init__(self, clock: Clock, stays: float) -> None:
        self._clock = clock
        self._stays = stays
        self._kept: dict[str, tuple[float, HttpResponse]] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def answer(self, asked: str, known: str, make: Callable[[], Awaitable[HttpResponse]]) -> HttpResponse:
        """The answer to ``asked``; only its headers where ``known`` (If-None-Match) names its mark.

        Who asks for what is just being made waits for that. What is no success is made anew each time, and has no mark.
        """
        turn = self._turns.setdefault(asked, asyncio.Lock())
        async with turn:
            kept = self._fresh(asked)
            if kept is None:
                now = self._clock.monotonic()
                made = await make()
                if made.status != 200:
                    return made
                kept = _marked(made)
                self._keep(asked, now, kept)
        return replace(kept, status=304, body="") if _is_known(kept, known) else kept

    def _fresh(self, asked: str) -> HttpResponse | None:
        at, kept = self._kept.get(asked, (0.0, None))
        return kept if self._clock.monotonic() - at <= self._stays else None

    def _keep(self, asked: str, now: float, answer: HttpResponse) -> None:
        self._kept.pop(asked, None)
        self._kept[asked] = (now, answer)
        while len(self._kept) > MAX_ANSWERS or sum(map(_size, self._kept.values())) > MAX_CHARACTERS:
            del self._kept[next(iter(self._kept))]


def _size(kept: tuple[float, HttpResponse]) -> int:
    return len(kept[1].body)


def _marked(answer: HttpResponse) -> HttpResponse:
    mark = f'"{sha256(answer.body.encode("utf-8", "replace")).hexdigest()[:24]}"'
    return replace(answer, headers=(*answer.headers, ("ETag", mark)))


def _is_known(answer: HttpResponse, known: str) -> bool:
    """Whether a list of marks, weak or strong, has the answer's; ``*`` is any (RFC 9110, 13.1.2)."""
    marks = {each.strip().removeprefix("W/") for each in known.split(",")}
    return "*" in marks or _mark(answer) in marks


def _mark(answer: HttpResponse) -> str:
    return dict(answer.headers)["ETag"]
