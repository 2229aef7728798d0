"""Figures: counted around what works, told to who may ask, about nobody; alerts and dashboard ask for what there is."""

import asyncio
import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.console_identity import local_member, local_request
from bot.errors import BadQuery
from bot.metrics import MetricsPage, MetricsRoute, PrometheusFigures
from bot.model import Answer, Command, MessageRef, Request
from bot.ports.http import HttpRequest
from bot.ports.store import Store
from bot.services.measuring import MeasuredOutbox, measure_latency, measured, slot_time
from bot.store import open_store
from bot.store.memory.key_value import MemoryKeyValue
from tests.contracts.digest_making import claim_one
from tests.scenarios.fakes import FakeChat, bring, paper
from tests.scenarios.virtual import VirtualClock, run, utc
from tests.scenarios.world import ROOM, world

DEPLOY = Path(__file__).parents[2] / "deploy"
START = utc(2026, 8, 3, 9)
NAME = re.compile(r"paperboy_\w+")


def chat(trouble: str = "") -> FakeChat:
    made = FakeChat(now=lambda: START)
    made.trouble = trouble
    return made


class Watched:
    """Figures, and the page that shows them."""

    def __init__(self, store: Store, chats: Sequence[FakeChat] = ()) -> None:
        self.clock = VirtualClock(START)
        self.figures = PrometheusFigures()
        self.page = MetricsPage(self.figures, store, chats, self.clock)


async def page_with_everything() -> str:
    store = await open_store("memory:")
    watched = Watched(store, [chat("Down.")])
    await store.papers.failed("arxiv", "It is down.", START, START + timedelta(hours=1))
    await store.key_value.put("job:erasing", json.dumps({"since": START.isoformat(), "why": "StoreFull"}))
    watched.figures.delivered("fake", "sent")
    watched.figures.posted_after("fake", 12.0)
    watched.figures.answered("fake", "search", 0.02)
    return await watched.page.text()


def test_the_page_tells_how_things_stand() -> None:
    shown = run(page_with_everything())
    for line in (
        'paperboy_chat_connected{platform="fake"} 0.0',
        'paperboy_deliveries_total{outcome="sent",platform="fake"} 1.0',
        'paperboy_delivery_lag_seconds_sum{platform="fake"} 12.0',
        "paperboy_search_seconds_count 1.0",
        'paperboy_source_failing{source="arxiv"} 1.0',
        'paperboy_job_failing{job="erasing"} 1.0',
    ):
        assert line in shown.splitlines()


def test_no_figure_names_a_person_channel_or_tenant() -> None:
    labels = set(re.findall(r"(\w+)=\"", run(page_with_everything())))
    assert labels <= {"platform", "outcome", "source", "job", "le", "version"}


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not installed")
def test_promtool_finds_nothing_wrong_with_page_and_alerts() -> None:
    subprocess.run(["promtool", "check", "metrics"], input=run(page_with_everything()), text=True, check=True)
    subprocess.run(["promtool", "check", "rules", DEPLOY / "alerts.yaml"], check=True)


@pytest.mark.parametrize("file", ["alerts.yaml", "dashboard.json"])
def test_alerts_and_dashboard_ask_for_figures_that_there_are(file: str) -> None:
    shown = set(NAME.findall(run(page_with_everything())))
    lines = [line for line in (DEPLOY / file).read_text().splitlines() if re.search(r"\bexpr\b", line)]
    asked = {name for line in lines for name in NAME.findall(line)}
    assert asked - shown == set()
    assert len(asked) >= 7


def test_who_may_see_it() -> None:
    async def asked(token: str, remote: str, **headers: str) -> int:
        page = Watched(await open_store("memory:")).page
        route = MetricsRoute(page, SecretStr(token) if token else None)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return (await route.answer(HttpRequest(query="", headers=named, body=b"", remote=remote))).status

    assert run(asked("", "127.0.0.1")) == 200
    assert run(asked("", "203.0.113.9")) == 404
    assert run(asked("", "127.0.0.1", X_Forwarded_For="203.0.113.9")) == 404
    assert run(asked("s3cret", "127.0.0.1")) == 404
    assert run(asked("s3cret", "203.0.113.9", Authorization="Bearer s3cret")) == 200
    assert run(asked("s3cret", "203.0.113.9", Authorization="Bearer s3crét")) == 404


def test_each_attempt_to_post_is_counted_and_the_first_message_timed() -> None:
    async def posting() -> str:
        store = await open_store("memory:")
        watched = Watched(store)
        w = world(store, watched.clock)
        await bring(store, [paper(n) for n in range(5)], watched.clock.now())
        await w.ask("subscribe 00:00 daily UTC count:2")
        await w.writer.make_now(ROOM)
        outbox = MeasuredOutbox(store.outbox, watched.figures, watched.clock)
        await asyncio.sleep(20)
        delivery = await claim_one(outbox, "fake", watched.clock.now(), timedelta(seconds=90))
        assert delivery
        await outbox.failed(delivery, "It hiccups.", due=watched.clock.now(), unsure=False)
        delivery = await claim_one(outbox, "fake", watched.clock.now(), timedelta(seconds=90))
        assert delivery
        await outbox.failed(delivery, "Its answer is lost.", due=watched.clock.now(), unsure=True)
        assert await outbox.next_due("fake") == watched.clock.now()
        delivery = await claim_one(outbox, "fake", watched.clock.now(), timedelta(seconds=90))
        assert delivery
        await outbox.sent(delivery, MessageRef(delivery.channel, "1"), next_at=watched.clock.now())
        await asyncio.sleep(20)
        detail = await claim_one(outbox, "fake", watched.clock.now(), timedelta(seconds=90))
        assert detail
        await outbox.sent(detail, MessageRef(delivery.channel, "2"), next_at=watched.clock.now())
        lost = await claim_one(outbox, "fake", watched.clock.now(), timedelta(seconds=90))
        assert lost
        assert await outbox.dead(lost, "It never worked.", next_at=watched.clock.now())
        assert not await outbox.dead(lost, "It never worked.", next_at=watched.clock.now()), "is told once"
        return await watched.page.text()

    shown = run(posting()).splitlines()
    assert 'paperboy_deliveries_total{outcome="failed",platform="fake"} 1.0' in shown
    assert 'paperboy_deliveries_total{outcome="sent",platform="fake"} 2.0' in shown
    assert 'paperboy_deliveries_total{outcome="unconfirmed",platform="fake"} 1.0' in shown
    assert 'paperboy_deliveries_total{outcome="given_up",platform="fake"} 2.0' in shown
    assert 'paperboy_delivery_lag_seconds_sum{platform="fake"} 20.0' in shown


def test_an_answer_is_timed_even_when_it_is_a_refusal() -> None:
    async def refusing(request: Request) -> Answer:
        await asyncio.sleep(2)
        raise BadQuery("No.")

    async def asked() -> str:
        watched = Watched(await open_store("memory:"))
        handlers = measured({"search": refusing}, watched.figures, watched.clock)
        with pytest.raises(BadQuery):
            await handlers["search"](local_request(local_member("ada"), Command(name="search"), watched.clock))
        return await watched.page.text()

    assert "paperboy_search_seconds_sum 2.0" in run(asked())


def test_the_pulse_times_loop_and_writer() -> None:
    class SlowKeyValue(MemoryKeyValue):
        async def put(self, name: str, value: str | None) -> None:
            await asyncio.sleep(3)

    async def felt() -> str:
        watched = Watched(await open_store("memory:"))
        task = asyncio.create_task(measure_latency(SlowKeyValue(), watched.figures, watched.clock))
        await asyncio.sleep(60)
        task.cancel()
        await asyncio.wait([task])
        return await watched.page.text()

    assert "paperboy_database_write_seconds 3.0" in run(felt())


def test_a_digest_s_id_tells_its_slot() -> None:
    assert slot_time("abc/20260803T090000Z") == START
