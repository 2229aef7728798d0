"""Figures for Prometheus, at ``/metrics`` of the HTTP door: off unless settings ask for them, and about no person."""

import hmac
from collections.abc import Sequence
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from pydantic import SecretStr

from bot import __version__
from bot.addresses import is_loopback
from bot.ports.chat import ChatAdapter
from bot.ports.http import HttpRequest, HttpResponse
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.services.backups import last_backup
from bot.services.job_records import JobRecords

QUICK = (0.005, 0.025, 0.1, 0.25, 1.0, 3.0, 10.0)
LATE = (5.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 21600.0)


class PrometheusFigures:
    """The ``Figures`` port over a registry of its own, so that two programs in one process don't mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        counter, gauge = partial(Counter, registry=self.registry), partial(Gauge, registry=self.registry)
        quick = partial(Histogram, registry=self.registry, buckets=QUICK)
        late = partial(Histogram, registry=self.registry, buckets=LATE)
        outcomes = ["platform", "outcome"]
        self._deliveries = counter("paperboy_deliveries", "Attempts to post a message, by what came of it.", outcomes)
        self._lag = late("paperboy_delivery_lag_seconds", "From a slot to its first message.", ["platform"])
        self._answers = quick("paperboy_answer_seconds", "From a command to its answer.", ["platform"])
        self._searches = quick("paperboy_search_seconds", "From a search to its answer.")
        self._loop = gauge("paperboy_event_loop_lag_seconds", "How late the event loop ran a task last.")
        self._writing = gauge("paperboy_database_write_seconds", "How long a small write took last, with its wait.")
        gauge("paperboy_build_info", "The version that runs.", ["version"]).labels(__version__).set(1)

    def delivered(self, platform: str, outcome: str) -> None:
        self._deliveries.labels(platform, outcome).inc()

    def posted_after(self, platform: str, seconds: float) -> None:
        self._lag.labels(platform).observe(seconds)

    def answered(self, platform: str, command: str, seconds: float) -> None:
        self._answers.labels(platform).observe(seconds)
        if command == "search":
            self._searches.observe(seconds)

    def database_written(self, seconds: float) -> None:
        self._writing.set(seconds)

    def loop_blocked(self, seconds: float) -> None:
        self._loop.set(seconds)


class MetricsPage:
    """What a scrape is given: what was counted, and how things stand as the database and the chats tell it now."""

    def __init__(self, figures: PrometheusFigures, store: Store, chats: Sequence[ChatAdapter], clock: Clock) -> None:
        self._registry = figures.registry
        self._store = store
        self._chats = chats
        self._clock = clock
        gauge = partial(Gauge, registry=figures.registry)
        self._connected = gauge("paperboy_chat_connected", "1 while a chat platform can be used.", ["platform"])
        self._waiting = gauge("paperboy_outbox_overdue_seconds", "The longest wait of a due message.", ["platform"])
        self._read = gauge("paperboy_source_last_success_timestamp_seconds", "When a source was last read.", ["source"])
        self._failing = gauge("paperboy_source_failing", "1 while a source can't be read.", ["source"])
        self._copied = gauge("paperboy_backup_last_success_timestamp_seconds", "When the newest copy was made.")
        self._jobs = gauge("paperboy_job_failing", "1 while a background job fails.", ["job"])

    async def text(self) -> str:
        """The page. Costs a few indexed reads."""
        now = self._clock.now()
        for chat in self._chats:
            self._connected.labels(chat.platform).set(not chat.trouble)
            due = await self._store.outbox.next_due(chat.platform)
            self._waiting.labels(chat.platform).set(max(0.0, (now - due).total_seconds()) if due else 0.0)
        for state in await self._store.papers.source_states():
            self._failing.labels(state.name).set(state.failing_since is not None)
            if state.read_at and not state.failing_since:
                self._read.labels(state.name).set(state.read_at.timestamp())
        copied = await last_backup(self._store.key_value)
        self._copied.set(copied.timestamp() if copied else 0.0)
        self._jobs.clear()
        for failure in await JobRecords(self._store.key_value, self._clock).failing():
            self._jobs.labels(failure.job).set(1)
        return generate_latest(self._registry).decode()


class MetricsRoute:
    """Answers a scrape from this machine; from elsewhere only with the token, if one is set."""

    def __init__(self, page: MetricsPage, token: SecretStr | None) -> None:
        self._page = page
        self._token = token.get_secret_value() if token else ""

    async def answer(self, request: HttpRequest) -> HttpResponse:
        """The figures, or 404 for whoever may not see them."""
        if not self._may_see(request):
            return HttpResponse(status=404, body="Not Found.")
        return HttpResponse(body=await self._page.text(), content_type="text/plain")

    def _may_see(self, request: HttpRequest) -> bool:
        if self._token:
            given = request.headers.get("Authorization", "")
            return hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode())
        proxied = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
        return not proxied and is_loopback(request.remote)
