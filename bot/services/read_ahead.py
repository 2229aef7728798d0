"""Getting the next while the last is dealt with."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

T = TypeVar("T")
P = TypeVar("P")

AHEAD = 1
"""Items that wait ready, beside the one being got and the one being dealt with."""


async def read_ahead(
    items: AsyncGenerator[T, None], prepare: Callable[[T], Awaitable[P]]
) -> AsyncGenerator[tuple[T, P], None]:
    """Each item with what ``prepare`` made of it, in order; an error comes after the items before it.

    Close it (``contextlib.aclosing``): what runs ahead is stopped then.
    """
    ready: asyncio.Queue[tuple[T, P] | Exception | None] = asyncio.Queue(AHEAD)
    running = asyncio.create_task(_run(items, prepare, ready), name="read ahead")
    try:
        while (got := await ready.get()) is not None:
            if isinstance(got, Exception):
                raise got
            yield got
    finally:
        running.cancel()
        await asyncio.wait([running])


async def _run(
    items: AsyncGenerator[T, None],
    prepare: Callable[[T], Awaitable[P]],
    ready: "asyncio.Queue[tuple[T, P] | Exception | None]",
) -> None:
    try:
        async with aclosing(items):
            async for item in items:
                await ready.put((item, await prepare(item)))
    except Exception as error:  # raised again by whoever takes it
        await ready.put(error)
    else:
        await ready.put(None)
