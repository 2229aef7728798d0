"""Papers as rows: the same whatever the order and the company, and sane for the strangest papers."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from bot.model import Paper, PaperId
from bot.ranking import row_cache
from bot.ranking.features import NEAREST, FeatureSpace
from bot.ranking.learning import learn
from bot.ranking.row_cache import RowCache
from bot.ranking.serialization import space_bytes, space_from
from bot.ranking.term_index import TermIndex
from bot.ranking.topics import expand_topic


def odd(number: int, title: str, abstract: str = "") -> Paper:
    return Paper(id=PaperId(f"arxiv:2601.{number:05}"), title=title, abstract=abstract)


ODD = (
    odd(1, ""),
    odd(2, "Attention"),
    odd(3, "大規模言語モデルの推論", "強化学習による推論能力の向上を調べる。"),
    odd(4, "∀x∈ℝ: f(x)≥0"),
    odd(5, "🚀🚀🚀"),
    odd(6, "agents " * 4_000),
)


def test_the_order_of_papers_does_not_matter(sample: list[Paper], space: FeatureSpace) -> None:
    again = learn(sample[::-1])
    assert again.version == space.version
    assert np.array_equal(again.sample.dense, space.sample.dense)
    assert (again.sample.terms != space.sample.terms).nnz == 0


def test_a_paper_has_the_same_row_in_whatever_company(sample: list[Paper], space: FeatureSpace) -> None:
    together = space.rows(sample)
    for place in (0, 17, 55):
        alone = space.rows([sample[place]])
        assert np.array_equal(alone.dense[0], together.dense[place])
        assert (alone.terms[0] != together.terms[place]).nnz == 0


def test_a_list_laid_out_once_serves_each_list_that_it_holds(
    sample: list[Paper], space: FeatureSpace, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = RowCache(space)
    batch, allowed = cache.batch(sample[:40])
    assert allowed.all()
    part, allowed = cache.batch(sample[3:20])
    assert part is batch
    assert [place for place in range(40) if allowed[place]] == list(range(3, 20))
    assert cache.at_hand([sample[41]]) is None
    changed = replace(sample[3], title="Another title")
    assert cache.batch([changed])[0].papers == (changed,), "what changed is laid out anew"
    monkeypatch.setattr(row_cache, "LARGER", 1)
    monkeypatch.setattr(row_cache, "BY", 5)
    assert cache.batch(sample[:10])[0] is not batch, "no list is searched for the few of a far longer one"


def test_lists_make_room_for_others_the_least_used_first(
    sample: list[Paper], space: FeatureSpace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_cache, "MOST_LAID_OUT", 20)
    monkeypatch.setattr(row_cache, "CAPACITY", 25)
    cache = RowCache(space)
    first, _ = cache.batch(sample[:10])
    cache.batch(sample[10:20])
    assert cache.batch(sample[:10])[0] is first
    cache.batch(sample[20:30])
    assert cache.at_hand(sample[10:20]) is None
    assert cache.at_hand(sample[:10]) is not None
    together = space.rows(sample[:30])
    assert np.array_equal(cache.rows(sample[:30]).dense, together.dense), "whatever is held"


def test_rows_have_unit_length(sample: list[Paper], space: FeatureSpace) -> None:
    rows = space.rows(sample)
    assert np.allclose(np.linalg.norm(rows.dense, axis=1), 1, atol=1e-4)
    assert np.allclose(np.sqrt(rows.terms.multiply(rows.terms).sum(axis=1)), 1, atol=1e-4)


def test_sums_of_rows_are_exact_in_any_order(sample: list[Paper], space: FeatureSpace) -> None:
    dense = space.rows(sample).dense.astype(np.float64)
    total = np.zeros(space.width)
    for row in [*dense, *-dense[::-1], *dense[5:], *-dense[5:]]:
        total = total + row
    assert not total.any()


@pytest.mark.parametrize("papers", [ODD[:0], ODD[:1], ODD[:2], ODD], ids=["none", "empty", "two", "odd"])
def test_any_collection_can_be_learned(papers: Sequence[Paper], sample: list[Paper]) -> None:
    space = learn(papers)
    rows = space.rows([*papers, *ODD, *sample[:3]])
    assert np.isfinite(rows.dense).all()
    assert np.isfinite(rows.terms.data).all()
    assert expand_topic(space, "attention").vague in (True, False)


def test_cjk_papers_are_alike_by_their_words(sample: list[Paper]) -> None:
    other = odd(7, "言語モデルの推論と強化学習")
    space = learn([*sample, *ODD, other])
    rows = space.rows([ODD[2], other, sample[0]])
    likeness = (rows.terms[0] @ rows.terms.T).toarray()[0]
    assert likeness[1] > 0.1 > likeness[2]


def test_a_space_comes_back_from_its_bytes(space: FeatureSpace, sample: list[Paper]) -> None:
    again = space_from(space_bytes(space))
    assert (again.version, again.papers, again.names) == (space.version, space.papers, space.names)
    assert np.array_equal(again.rows(sample).dense, space.rows(sample).dense)
    assert np.array_equal(again.background.dense, space.background.dense)


@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n", b"[1]\n", b"[{}, []]\n", b"\xff\xfe\n"])
def test_foreign_bytes_are_refused(content: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        space_from(content)


def test_crowding_is_how_near_other_papers_are(space: FeatureSpace, sample: list[Paper]) -> None:
    meanings = space.meanings(space.rows(sample))
    likeness = meanings @ meanings.T
    np.fill_diagonal(likeness, -1)
    nearest = np.sort(likeness, axis=1)[:, -NEAREST:].mean(axis=1)
    assert space.crowding(meanings, [paper.id for paper in sample]) == pytest.approx(nearest, abs=1e-5)
    alone = space.crowding(meanings[:1], [PaperId("arxiv:2601.99999")])
    assert alone > nearest[0], "under another id it is a neighbour of itself"


def test_nothing_is_crowded_where_nothing_is_known(space: FeatureSpace, sample: list[Paper]) -> None:
    empty = learn([])
    assert empty.crowding(empty.meanings(empty.rows(sample)), [paper.id for paper in sample]).tolist() == [0] * len(
        sample
    )
    assert space.crowding(space.meanings(space.rows([])), []).tolist() == []


def test_a_topic_means_the_papers_it_finds(space: FeatureSpace) -> None:
    agents, nonsense = expand_topic(space, "coding agents"), expand_topic(space, "zymurgy")
    assert len(agents.terms) > 50
    assert not any(near.pulls for near in nonsense.near)
    assert not len(nonsense.terms)


def test_a_topic_means_other_forms_of_its_words_too(space: FeatureSpace) -> None:
    assert "agenting" not in space.term_index.places
    found, meant = expand_topic(space, "agenting"), expand_topic(space, "agents")
    assert float(found.dense @ meant.dense) > 0.5 * float(meant.dense @ meant.dense)


def test_a_larger_collection_drops_what_is_rare_or_everywhere(sample: list[Paper]) -> None:
    many = [replace(p, id=PaperId(f"arxiv:26{n:02}.{i:05}")) for n in range(1, 13) for i, p in enumerate(sample)]
    space = learn(many)
    assert "the" not in space.term_index.places
    assert "agents" in space.term_index.places
    assert len(space.sample) == len(many)


def test_words_are_looked_up_by_their_beginning_pairs_never() -> None:
    terms = TermIndex.of(("robots", "state space", "robot", "robotic arm", "rose"), np.ones(5, dtype=np.float32))
    assert dict(terms.beginning("robo")) == {"robot": 2, "robots": 0}
    assert dict(terms.beginning("state")) == {}
