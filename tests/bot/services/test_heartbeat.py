"""A beat is a proof: event loop, database and chats; whoever watches from outside acts when none comes."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta

from bot.doctor import life_finding
from bot.errors import StoreFull
from bot.model import Verdict
from bot.ports.key_value import KeyValue
from bot.services.heartbeat import Heartbeat, last_beat
from bot.store.memory.key_value import MemoryKeyValue
from tests.scenarios.fakes import FakeChat
from tests.scenarios.virtual import VirtualClock, run, utc

EVERY, ALONE_SECONDS, STALE = 15.0, 900.0, timedelta(seconds=60)

START = utc(2026, 8, 3, 9)
NEVER = 1e9

Told = list[tuple[float, str]]


class SlowKeyValue(MemoryKeyValue):
    """Answers only until a moment."""

    def __init__(self, until: float) -> None:
        super().__init__()
        self._until = until

    async def put(self, name: str, value: str | None) -> None:
        if asyncio.get_running_loop().time() > self._until:
            await asyncio.sleep(NEVER)
        await super().put(name, value)


class FullKeyValue(MemoryKeyValue):
    async def put(self, name: str, value: str | None) -> None:
        raise StoreFull("The disk is full.")


def chat(trouble: str = "") -> FakeChat:
    made = FakeChat(now=lambda: START)
    made.trouble = trouble
    return made


def told_within(seconds: float, facts: Callable[[], KeyValue], *chats: FakeChat) -> tuple[Told, float]:
    """What systemd is told, each with its second, before the program is stopped; and how old the last kept beat is."""

    async def beating() -> tuple[Told, float]:
        clock, told, kept = VirtualClock(START), Told(), facts()
        heart = Heartbeat(kept, chats, lambda state: told.append((clock.monotonic(), state)), "here", clock)
        task = asyncio.create_task(heart.run())
        await asyncio.sleep(seconds)
        task.cancel()
        await asyncio.wait([task])
        beat = await last_beat(kept, "here")
        return told, (clock.now() - beat[0]).total_seconds() if beat else NEVER

    return run(beating())


def test_it_is_ready_once_and_then_beats_well_within_the_watchdog_s_time() -> None:
    told, age = told_within(100, MemoryKeyValue, chat())
    assert told[0][1] == "READY=1\nWATCHDOG=1\nSTATUS=All is well."
    assert [state for _, state in told[1:-1]] == ["WATCHDOG=1\nSTATUS=All is well."] * 6
    assert told[-1][1] == "STOPPING=1"
    assert age <= EVERY < STALE.total_seconds() / 2


def test_a_writer_that_does_not_answer_is_no_beat() -> None:
    told, age = told_within(300, lambda: SlowKeyValue(until=100), chat())
    assert max(second for second, state in told if "WATCHDOG" in state) <= 100
    assert age > STALE.total_seconds()


def test_a_full_disk_is_no_reason_to_start_anew() -> None:
    told, _ = told_within(300, FullKeyValue, chat())
    assert sum("WATCHDOG" in state for _, state in told) == 20


def test_one_chat_that_works_is_enough_and_the_trouble_is_told() -> None:
    told, _ = told_within(2 * ALONE_SECONDS, MemoryKeyValue, chat(), chat("Slack can't be reached."))
    assert told[-2][0] > 2 * ALONE_SECONDS - 2 * EVERY
    assert told[-2][1].endswith("STATUS=Slack can't be reached.")


def test_without_any_chat_for_long_it_asks_for_a_new_start() -> None:
    told, _ = told_within(2 * ALONE_SECONDS, MemoryKeyValue, chat("Slack can't be reached."))
    assert ALONE_SECONDS - EVERY <= max(second for second, state in told if "WATCHDOG" in state) <= ALONE_SECONDS


def test_what_somebody_has_to_mend_in_a_workspace_is_told_and_no_reason_to_start_anew() -> None:
    connected = chat()
    connected.to_mend = "The workspace does not grant access."
    told, _ = told_within(2 * ALONE_SECONDS, MemoryKeyValue, connected)
    assert told[-2][0] > 2 * ALONE_SECONDS - 2 * EVERY
    assert told[-2][1].endswith("STATUS=The workspace does not grant access.")


def test_what_the_doctor_makes_of_it() -> None:
    assert life_finding(None, START).verdict is Verdict.UNAVAILABLE
    assert life_finding((START, ""), START + timedelta(seconds=59)).verdict is Verdict.FINE
    assert life_finding((START, "Slack can't be reached."), START).text == "Slack can't be reached."
    silent = life_finding((START, ""), START + timedelta(seconds=61))
    assert (silent.verdict, "since 2026-08-03 09:00 UTC" in silent.text) == (Verdict.UNAVAILABLE, True)


def test_of_machines_that_are_no_more_nothing_is_kept() -> None:
    """Each container has a name of its own."""
    ages = {"gone": timedelta(days=8), "resting": timedelta(days=6), "now": timedelta(seconds=5)}

    async def begun() -> list[str]:
        clock, facts = VirtualClock(START), MemoryKeyValue()
        for name, age in ages.items():
            await facts.put(f"heartbeat:{name}", json.dumps({"at": (START - age).isoformat(), "trouble": ""}))
        task = asyncio.create_task(Heartbeat(facts, [], lambda _: None, "here", clock).run())
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.wait([task])
        return sorted(await facts.named("heartbeat:"))

    assert run(begun()) == ["heartbeat:here", "heartbeat:now", "heartbeat:resting"]
