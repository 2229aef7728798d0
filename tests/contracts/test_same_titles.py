"""Every store finds the papers whose title may be a given one, and none for a title that is nobody's."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.model import Paper, PaperId
from bot.ports.store import Store
from tests.contracts.conftest import Reopen

TITLES = (
    "Mamba: Linear-Time Sequence Modeling with Selective State Spaces",
    "Linear-Time Modeling of Sequences",
    "Direct Preference Optimization: Your Language Model is Secretly a Reward Model",
    "Attention Is All You Need",
    "语言模型综述",
    "Gemma",
    "Learning to Reason with Language Models",
    "A Withdrawn Proof of Everything",
    "Full-Bandwidth Transformer",
    *(f"Full Bandwidth of Radio {number}" for number in range(8)),
)


@pytest.fixture
async def filled(store: Store, reopen: Reopen) -> Store:
    papers = [
        Paper(
            id=PaperId(f"arxiv:2608.{at:05}"),
            title=title,
            authors=("Ada Proof", "Bo Reward"),
            published=date(2026, 8, 1),
            withdrawn="Withdrawn" in title,
        )
        for at, title in enumerate(TITLES)
    ]
    await store.papers.add(papers, datetime(2026, 8, 20, tzinfo=UTC))
    return await reopen()


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        (TITLES[0], TITLES[0]),
        ("mamba linear time sequence modelling with selective state spaces", TITLES[0]),
        ("Mamba: Linear-Tiem Sequence Modeing with Selectve State Spces", TITLES[0]),
        ("Direct Preference Optimization", TITLES[2]),
        ("Attention Is All You Need: A Retrospective of Seven Years in Translation and Beyond", TITLES[3]),
        ("Atention Is All You Ned", TITLES[3]),
        ("语言模型综述", TITLES[4]),
        ("Gemma", TITLES[5]),
        ("Fullbandwidth Transformer", TITLES[8]),
        ("Gem ma", TITLES[5]),
        ("Learning to Raeson with Langauge Models", TITLES[6]),
    ],
)
async def test_a_title_is_found_whole_with_slips_and_without_its_subtitle(
    filled: Store, title: str, meant: str
) -> None:
    assert [paper.title for paper in await filled.search.titled(title)][:1] == [meant]


@pytest.mark.parametrize(
    "title",
    ["", "?!", "Selective State Spaces of Gemma", "Proof and Reward", TITLES[7], "Reward Models", "x" * 5000],
)
async def test_what_is_no_title_finds_nothing(filled: Store, title: str) -> None:
    assert not await filled.search.titled(title)


async def test_the_likest_title_comes_first_and_no_more_than_were_asked_for(filled: Store) -> None:
    again = Paper(id=PaperId("arxiv:2608.00100"), title="Attention Is All You Needed", published=date(2026, 8, 1))
    await filled.papers.add([again], datetime(2026, 8, 20, tzinfo=UTC))
    both = [paper.title for paper in await filled.search.titled("Attention Is All You Need")]
    assert both == ["Attention Is All You Need", "Attention Is All You Needed"]
    assert len(await filled.search.titled("Attention Is All You Need", 1)) == 1


async def test_what_was_found_before_is_found_as_it_is_now(filled: Store) -> None:
    """Titles are remembered, papers are not."""
    (found,) = await filled.search.titled("Attention Is All You Need")
    later = datetime(2026, 8, 21, tzinfo=UTC)
    await filled.papers.add([replace(found, title="Attention Was All You Needed Then", version=2)], later)
    assert not await filled.search.titled("Attention Is All You Need")
    (renamed,) = await filled.search.titled("Attention Was All You Needed Then")
    await filled.papers.add([replace(renamed, withdrawn=True)], later)
    assert not await filled.search.titled("Attention Was All You Needed Then")
