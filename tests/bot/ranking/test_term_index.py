"""Which terms are kept, at the bounds and beside them."""

import pytest

from bot.ranking.term_index import fit


def kept(papers: int, **held: int) -> set[str]:
    """The words kept of so many papers, each word in as many of them as it says."""
    texts = [tuple(word for word, count in held.items() if place < count) for place in range(papers)]
    return set(fit(texts)[0].single)


@pytest.mark.parametrize(
    ("papers", "fewest", "most"), [(29, 1, 29), (30, 2, 9), (999, 2, 299), (1_000, 3, 250), (2_000, 3, 500)]
)
def test_what_is_in_too_few_papers_or_in_too_many_is_no_term(papers: int, fewest: int, most: int) -> None:
    words = kept(papers, rare=fewest - 1, barely=fewest, common=most, everywhere=most + 1)
    assert words == {"barely", "common"} | ({"everywhere"} if most == papers else set())


def test_fifty_thousand_terms_are_kept_at_most_the_commonest() -> None:
    words = [f"word{number}" for number in range(50_001)]
    fields = [tuple(words), tuple(words[1:])]
    index, counted = fit(fields)
    assert len(index.terms) == 50_000
    assert counted.shape == (2, 50_000)
    assert "word0" not in index.places
    assert index.places.keys() == set(words[1:])
