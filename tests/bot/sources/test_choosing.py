"""The sources are chosen by one setting."""

import pytest

from bot.errors import ConfigurationError
from bot.ports.sources import PaperLookup
from bot.settings import Settings
from bot.sources import make_sources
from bot.store.memory.leases import MemoryLeases
from tests.bot.sources.conftest import LeapingClock


def names(chosen: str, clock: LeapingClock) -> list[str]:
    return [source.name for source in make_sources(Settings(sources=chosen, _env_file=None), clock, MemoryLeases())]


def test_sources_come_in_the_order_named(clock: LeapingClock) -> None:
    assert names("huggingface, arxiv:cs.CL+cs.LG,sample", clock) == ["huggingface", "arxiv", "sample"]
    assert names("arxiv:math.AG+hep-th+cond-mat.str-el+physics.atom-ph,", clock) == ["arxiv"]
    assert names("sample,sample", clock) == ["sample"]


def test_the_sample_answers_no_lookup_and_the_others_do(clock: LeapingClock) -> None:
    sources = make_sources(Settings(sources="huggingface,arxiv:cs.CL,sample", _env_file=None), clock, MemoryLeases())
    assert [isinstance(source, PaperLookup) for source in sources] == [True, True, False]


@pytest.mark.parametrize(
    "chosen",
    ["nowhere", "arxiv", "arxiv:", "arxiv:cs.cl!", "arxiv:CS", "sample:x", "arxiv:cs.CL,arxiv:cs.LG", "arxiv:../x"],
)
def test_what_nobody_knows_is_said_in_a_sentence(chosen: str, clock: LeapingClock) -> None:
    with pytest.raises(ConfigurationError, match=r"^PAPERBOY_SOURCES: .*\.$"):
        names(chosen, clock)


@pytest.mark.parametrize("setting", ["huggingface_base", "arxiv_rss_base", "arxiv_api_base"])
def test_base_addresses_must_be_encrypted(setting: str, clock: LeapingClock) -> None:
    settings = Settings.model_validate({"sources": "huggingface,arxiv:cs.CL", setting: "http://example.org"})
    with pytest.raises(ConfigurationError, match=f"^PAPERBOY_{setting.upper()} must be"):
        make_sources(settings, clock, MemoryLeases())
