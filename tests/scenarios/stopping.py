"""A Paperboy whose chat takes a second for each post; ``python -m tests.scenarios.stopping FOLDER`` runs it."""

import asyncio
import json
import logging
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog

from bot.clock import SystemClock
from bot.model import Delivery, MessageRef
from bot.ports.chat import Core
from bot.runner import run
from bot.store import open_store
from tests.scenarios.fakes import FakeChat, bring, paper
from tests.scenarios.world import ROOM, world


class SlowChat(FakeChat):
    """Says when it begins to post, and takes its time."""

    async def run(self, core: Core) -> None:
        await asyncio.Event().wait()

    async def post(self, delivery: Delivery) -> MessageRef:
        print("posting", flush=True)
        await asyncio.sleep(1)
        return await super().post(delivery)


async def main(folder: Path) -> int:
    clock = SystemClock()
    store = await open_store(f"sqlite:///{folder / 'paperboy.db'}", clock)
    chat = SlowChat(clock.now)
    w = world(store, clock, chat=chat)
    await bring(store, [paper(n) for n in range(5)], clock.now())
    await w.ask("subscribe daily count:3")
    due = clock.now() - timedelta(minutes=1)
    await store.subscriptions.change(ROOM, lambda one, _: replace(one, next_due=due) if one else None)
    core: Any = None  # nobody asks anything here
    code = await run([chat], core, [w.scheduler.run], clock)
    (report,) = await store.digests.reports(ROOM, 5)
    await store.close()
    print(json.dumps({"posts": len(chat.posts), "sent": report.sent, "waiting": report.waiting}), flush=True)
    return code


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    sys.exit(asyncio.run(main(Path(sys.argv[1]))))
