"""``paperboy doctor``: looks at everything that can be wrong, and says what to do about it."""

import json
import platform
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.cards.papers import day_text
from bot.clock import SystemClock
from bot.errors import ConfigurationError, PaperboyError, StoreTooNew
from bot.exit_codes import CONFIGURATION, UNAVAILABLE
from bot.meaning import sentence_model
from bot.model import Finding, JobFailure, Stopped, Verdict
from bot.platforms import Configuration, adapter_package, setting_warnings, settings_groups
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.services.backups import LATE, last_backup
from bot.services.heartbeat import STALE, last_beat
from bot.services.job_records import JobRecords
from bot.services.process_names import doing_now
from bot.settings import PlatformSettings, Settings, misspelt_names
from bot.source_check import check_sources
from bot.sources import make_sources
from bot.store import IN_MEMORY, exists, open_store

LAGGING = timedelta(days=5)
"""Without a new paper for longer than any weekend with holidays, something is wrong with the sources."""

NO_DATABASE = Finding(about="database", verdict=Verdict.FINE, text="None yet; paperboy run makes it.")

_MARKS = {Verdict.FINE: "✓", Verdict.WARNING: "!", Verdict.MISCONFIGURED: "✗", Verdict.UNAVAILABLE: "✗"}


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, in the order of looking."""

    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """Return 78 for something to mend in the configuration, else 69 for something that isn't there, else 0."""
        verdicts = {finding.verdict for finding in self.findings}
        if Verdict.MISCONFIGURED in verdicts:
            return CONFIGURATION
        return UNAVAILABLE if Verdict.UNAVAILABLE in verdicts else 0

    def text(self) -> str:
        """The report for people: a line for each finding."""
        width = max((len(finding.about) for finding in self.findings), default=0)
        return "\n".join(f"{_MARKS[f.verdict]} {f.about:<{width}}  {f.text}" for f in self.findings)

    def json(self) -> str:
        """The report as JSON: ``{"healthy": bool, "findings": [{"about", "verdict", "text"}]}``."""
        found = {"healthy": self.exit_code == 0, "findings": [asdict(finding) for finding in self.findings]}
        return json.dumps(found, ensure_ascii=False, indent=2)


async def examine(configuration: Configuration) -> Report:
    """Look at database, sources and platforms; one that fails to answer is a finding too."""
    found = [_misspelt(line) for line in misspelt_names(settings_groups())]
    found += [finding async for finding in _database(configuration.core, SystemClock())]
    for name, words in setting_warnings(configuration):
        found.append(Finding(about=f"{name} settings", verdict=Verdict.WARNING, text=words))
    for name, settings in configuration.platforms.items():
        found += await _platform(name, settings)
    return Report(tuple(found))


async def examine_life(configuration: Configuration) -> Report:
    """Look only at the last sign of life of the Paperboy that runs on this machine; quick, and asks nobody else."""
    return Report((await _life(configuration.core.database_url, SystemClock()),))


async def _life(url: str, clock: Clock) -> Finding:
    if not exists(url):
        return Finding(about="life", verdict=Verdict.UNAVAILABLE, text="There is no database: nothing runs here yet.")
    try:
        store = await open_store(url, clock)
    except PaperboyError as error:
        return _failed("life", error)
    try:
        beat = await last_beat(store.key_value, platform.node())
    finally:
        await store.close()
    return life_finding(beat, clock.now())


def life_finding(beat: tuple[datetime, str] | None, now: datetime) -> Finding:
    """What the last sign of life (and the trouble told with it) means at ``now``."""
    if beat is None or now - beat[0] > STALE:
        when = f"gave no sign of life since {beat[0]:%Y-%m-%d %H:%M} UTC" if beat else "gave no sign of life"
        return Finding(about="life", verdict=Verdict.UNAVAILABLE, text=f"Paperboy {when}. Look at its log.")
    return Finding(about="life", verdict=Verdict.WARNING if beat[1] else Verdict.FINE, text=beat[1] or "It lives.")


def _misspelt(line: str) -> Finding:
    return Finding(about="settings", verdict=Verdict.WARNING, text=line)


async def _database(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Database, sources and channels. Where there is no database yet, none is made."""
    try:
        there = exists(settings.database_url)
        store = await open_store(settings.database_url if there else IN_MEMORY, clock)
    except PaperboyError as error:
        yield _failed("database", error)
        return
    try:
        sources = make_sources(settings, clock, store.leases)
        yield await _soundness(store) if there else NO_DATABASE
        for finding in await check_sources(sources, await store.papers.source_states()):
            yield finding
        for finding in [await _newest(store, [one.name for one in sources], clock), *await _channels(store)]:
            yield finding
        yield await _embeddings(settings, store)
        for name, doing in await doing_now(store.leases, clock):
            yield Finding(about="process", verdict=Verdict.FINE, text=f"{name} {doing}.")
        if settings.backup_dir:
            yield _backups(await last_backup(store.key_value), clock.now())
        for failure in await JobRecords(store.key_value, clock).failing():
            yield _job(failure)
    except ConfigurationError as error:
        yield _failed("sources", error)
    finally:
        await store.close()


async def _soundness(store: Store) -> Finding:
    problems = await store.check()
    if problems:
        text = f"{' '.join(problems)} Restore a backup, or move the file away to start afresh."
        return Finding(about="database", verdict=Verdict.UNAVAILABLE, text=text)
    return Finding(about="database", verdict=Verdict.FINE, text=f"Sound, with {await store.papers.count()} papers.")


async def _newest(store: Store, chosen: Sequence[str], clock: Clock) -> Finding:
    newest = await store.papers.latest_day()
    if newest is None:
        known = await store.papers.count()
        text = "None of these papers has a day" if known else "None yet"
        return Finding(about="papers", verdict=Verdict.WARNING, text=f"{text}; paperboy ingest brings the newest.")
    if chosen == ["sample"]:
        day = day_text(newest)
        text = f"Only the bundled sample is read; the newest are of {day}. PAPERBOY_SOURCES=huggingface brings today's."
        return Finding(about="papers", verdict=Verdict.FINE, text=text)
    verdict = Verdict.WARNING if clock.now().date() - newest > LAGGING else Verdict.FINE
    return Finding(about="papers", verdict=verdict, text=f"The newest are of {day_text(newest)}.")


async def _channels(store: Store) -> list[Finding]:
    """How many channels get daily picks, and each one that stopped."""
    subscriptions = await store.subscriptions.all()
    going = sum(1 for one in subscriptions if one.next_due)
    found = [
        Finding(about="daily picks", verdict=Verdict.FINE, text=f"{going} of {len(subscriptions)} channels get them.")
    ]
    for one in subscriptions:
        if isinstance(one.status, Stopped):
            text = f"{one.channel} gets none: {one.status.why}. Mend it, then /papers resume there."
            found.append(Finding(about="daily picks", verdict=Verdict.WARNING, text=text))
    return found


async def _embeddings(settings: Settings, store: Store) -> Finding:
    done, papers = await store.vectors.count(sentence_model.NAME), await store.papers.count()
    if not settings.embeddings:
        text = "Switched off by PAPERBOY_EMBEDDINGS; picks go by words and the bundled word table."
    elif not sentence_model.installed():
        text = f"Not installed; picks go by words and the bundled word table. For better ones: {sentence_model.INSTALL}"
    else:
        text = f"{done:,} of {papers:,} papers are encoded."
    return Finding(about="embeddings", verdict=Verdict.FINE, text=text)


def _backups(newest: datetime | None, now: datetime) -> Finding:
    if newest is None:
        text = "No copy was made yet; a running Paperboy makes one at its start."
        return Finding(about="backups", verdict=Verdict.WARNING, text=text)
    text = f"The newest copy is of {newest:%Y-%m-%d %H:%M} UTC."
    return Finding(about="backups", verdict=Verdict.WARNING if now - newest > LATE else Verdict.FINE, text=text)


def _job(failure: JobFailure) -> Finding:
    text = f"Fails since {failure.since:%Y-%m-%d %H:%M} UTC ({failure.why}); it is tried again, and the log says more."
    return Finding(about=f"background: {failure.job}", verdict=Verdict.WARNING, text=text)


async def _platform(name: str, settings: PlatformSettings) -> Sequence[Finding]:
    try:
        return await adapter_package(name).check(settings)
    except PaperboyError as error:
        return [_failed(name, error)]


def _failed(about: str, error: PaperboyError) -> Finding:
    mendable = isinstance(error, (ConfigurationError, StoreTooNew))
    return Finding(about=about, verdict=Verdict.MISCONFIGURED if mendable else Verdict.UNAVAILABLE, text=str(error))
