"""Where papers come from. Only the sources that are chosen are imported: the sample needs no network client."""

import re
from collections.abc import Callable

from bot.errors import ConfigurationError
from bot.ports.leases import Leases
from bot.ports.sources import Source
from bot.ports.time import Clock
from bot.settings import Settings

_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.(?:[A-Z]{2}|[a-z]+(?:-[a-z]+)*))?")


def make_sources(settings: Settings, clock: Clock, leases: Leases) -> list[Source]:
    """The sources that settings choose, in their order. Raises ``ConfigurationError`` for a name nobody knows."""
    chosen = [part.strip() for part in settings.sources.split(",") if part.strip()]
    sources = [_make(name, settings, clock, leases) for name in dict.fromkeys(chosen)]
    if len({source.name for source in sources}) < len(sources):
        raise ConfigurationError("PAPERBOY_SOURCES: name each source once; join arXiv's categories by a plus sign.")
    return sources


def _make(chosen: str, settings: Settings, clock: Clock, leases: Leases) -> Source:
    name, colon, categories = chosen.partition(":")
    makers: dict[str, Callable[[], Source]] = {
        "huggingface": lambda: _huggingface(settings, clock, leases),
        "arxiv": lambda: _arxiv(settings, clock, leases, categories),
        "sample": _sample,
    }
    if name not in makers or (colon and name != "arxiv"):
        raise ConfigurationError(
            f"PAPERBOY_SOURCES: there is no source {chosen[:40]!r}; choose from huggingface, arxiv:cs.CL+cs.LG, sample."
        )
    return makers[name]()


def _sample() -> Source:
    from bot.sources.sample import SampleSource

    return SampleSource()


def _huggingface(settings: Settings, clock: Clock, leases: Leases) -> Source:
    from bot.sources.http import PoliteClient
    from bot.sources.huggingface import HuggingFaceSource, rate_limiter

    return HuggingFaceSource(
        PoliteClient(rate_limiter(clock, leases), clock, settings.contact), settings.huggingface_base, clock
    )


def _arxiv(settings: Settings, clock: Clock, leases: Leases, categories: str) -> Source:
    from bot.sources.arxiv import ArxivSource, rate_limiter
    from bot.sources.http import PoliteClient

    names = tuple(dict.fromkeys(part.strip() for part in categories.split("+") if part.strip()))
    wrong = [name for name in names if not _CATEGORY.fullmatch(name)]
    if wrong or not names:
        example = "arxiv:cs.CL+cs.LG"
        raise ConfigurationError(f"PAPERBOY_SOURCES: name arXiv's categories as in {example}, not {categories[:40]!r}.")
    client = PoliteClient(rate_limiter(clock, leases), clock, settings.contact)
    return ArxivSource(client, settings.arxiv_rss_base, settings.arxiv_api_base, names, clock)
