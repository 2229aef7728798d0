"""Where papers come from. Only the sources that are chosen are imported: the sample needs no network client."""

from collections.abc import Sequence
from importlib import import_module

from bot.errors import ConfigurationError
from bot.ports.leases import Leases
from bot.ports.sources import PaperLookup, Source
from bot.ports.time import Clock
from bot.settings import Settings

_SOURCES = {
    "huggingface": ("bot.sources.huggingface", "huggingface"),
    "arxiv": ("bot.sources.arxiv", "arxiv:cs.CL+cs.LG"),
    "biorxiv": ("bot.sources.preprints", "biorxiv:neuroscience"),
    "medrxiv": ("bot.sources.preprints", "medrxiv:epidemiology"),
    "sample": ("bot.sources.sample", "sample"),
}
"""By name: the module whose ``create`` makes a source, and how a setting chooses it. A new source is one more line."""


def make_sources(settings: Settings, clock: Clock, leases: Leases) -> list[Source]:
    """The sources that settings choose, in their order. Raises ``ConfigurationError`` for a name nobody knows."""
    chosen = [part.strip() for part in settings.sources.split(",") if part.strip()]
    sources = [_make(name, settings, clock, leases) for name in dict.fromkeys(chosen)]
    if len({source.name for source in sources}) < len(sources):
        raise ConfigurationError("PAPERBOY_SOURCES: name each source once; join its categories by a plus sign.")
    return sources


def make_resolvers(settings: Settings, clock: Clock, leases: Leases, sources: Sequence[Source]) -> list[PaperLookup]:
    """Who answers for single papers beside the sources; nobody where those need no network either."""
    if all(source.name == "sample" for source in sources):
        return []
    from bot.sources import dois, preprints

    chosen = {source.name for source in sources}
    others = [name for name in preprints.SERVERS if name not in chosen]
    return [*(preprints.of_all(name, settings, clock, leases) for name in others), dois.create(settings, clock, leases)]


def _make(chosen: str, settings: Settings, clock: Clock, leases: Leases) -> Source:
    name, colon, wanted = chosen.partition(":")
    module, example = _SOURCES.get(name, ("", ""))
    if not module or (colon and ":" not in example):
        examples = ", ".join(example for _, example in _SOURCES.values())
        raise ConfigurationError(f"PAPERBOY_SOURCES: there is no source {chosen[:40]!r}; choose from {examples}.")
    source: Source = import_module(module).create(name, wanted, settings, clock, leases)
    return source
