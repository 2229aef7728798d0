"""What each of the processes that share a database is called, and what it does just now."""

import os
import platform
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from secrets import token_hex

from bot.ports.leases import Leases
from bot.ports.time import Clock

PROCESS, WORK = "process:", "work:"
"""How names of leases begin: of a process on a platform, and of a piece of work."""

_NUMBERED = re.compile(r"(\D*)(\d+)(.*)")


def new_process_name() -> str:
    """Machine and process for the operator's eyes, and something that no other has."""
    return f"{platform.node()}/{os.getpid()}/{token_hex(4)}"


async def doing_now(leases: Leases, clock: Clock) -> Sequence[tuple[str, str]]:
    """Each process that serves a platform, by its machine and number, with what it does."""
    now = clock.now()
    serving, working = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for name, holder in (await leases.holders(PROCESS, now)).items():
        serving[holder].add(name.removeprefix(PROCESS).partition(":")[0])
    for name, holder in (await leases.holders(WORK, now)).items():
        working[holder].add(name.removeprefix(WORK))
    return [
        (name.rpartition("/")[0] or name, _in_words(platforms, working[name]))
        for name, platforms in sorted(serving.items())
    ]


def _in_words(platforms: Iterable[str], works: Collection[str]) -> str:
    serves = f"serves {', '.join(sorted(platforms))}"
    return f"{serves}, and alone has: {', '.join(folded(works))}" if works else serves


def folded(works: Iterable[str]) -> Sequence[str]:
    """The works in order; those that differ by their first number alone as one: "shard 0, 1, 2 of 8"."""
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    plain = []
    for work in works:
        if found := _NUMBERED.fullmatch(work):
            numbers[found[1], found[3]].append(int(found[2]))
        else:
            plain.append(work)
    several = [f"{before}{', '.join(map(str, sorted(of)))}{after}" for (before, after), of in numbers.items()]
    return sorted([*plain, *several])
