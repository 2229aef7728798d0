"""Sentence embeddings as a part of ranking: made in the background, gone without a trace, never waited for."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from bot.model import Paper, PaperId, Signal
from bot.ranking.embedded import Frame
from bot.ranking.explain import added_up
from bot.ranking.features import FeatureSpace
from bot.ranking.learning import learn
from bot.ranking.serialization import profile_bytes, space_bytes, space_from
from bot.services import encoding
from bot.store import open_store
from bot.text import words
from tests.bot.ranking.conftest import ADA, Team

WIDTH = 16


@dataclass
class Model:
    """Adds up a random vector for each word."""

    read: list[str] = field(default_factory=list)
    broken: bool = False

    async def __call__(self, texts: Sequence[str]) -> Sequence[bytes]:
        if self.broken:
            raise ChildProcessError("no answer")
        self.read += texts
        return [_vector(text).astype("<f2").tobytes() for text in texts]


def _vector(text: str) -> np.ndarray:
    found = sum(
        (np.random.default_rng([ord(c) for c in word]).normal(size=WIDTH) for word in words(text)), np.ones(WIDTH)
    )
    return np.asarray(found / np.linalg.norm(found))


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def coding(sample: list[Paper]) -> Paper:
    return next(paper for paper in sample if "SWE-bench Science" in paper.title)


@pytest.fixture
async def reading(sample: list[Paper], model: Model) -> AsyncIterator[Team]:
    """Everything known of the sample but its embeddings."""
    store = await open_store("memory:")
    team = Team(store, encode=model)
    await team.add(*sample)
    yield team
    await store.close()


async def ready(team: Team) -> FeatureSpace:
    await team.encoding.catch_up()
    return await team.spaces.current()


def test_rows_are_of_one_length_and_a_paper_without_embedding_has_the_usual_one() -> None:
    known = {PaperId(f"arxiv:2608.{number:05}"): _vector(f"word {number} more") for number in range(20)}
    frame = Frame.of([*known], known)
    unknown = PaperId("arxiv:2608.99999")
    rows = frame.rows([*known, unknown], known)
    assert np.allclose(np.linalg.norm(rows[:-1], axis=1), 1, atol=1e-5)
    assert np.allclose(rows[-1], frame.usual)
    assert np.allclose(rows[:-1].mean(axis=0), frame.usual, atol=1e-5)
    assert Frame.of([*known, unknown, PaperId("arxiv:2608.99998")], known).centre.size
    too_few = [*known, *(PaperId(f"arxiv:2607.{number:05}") for number in range(4))]
    assert not Frame.of(too_few, known).centre.size
    assert Frame.of(too_few, known).rows([unknown], known).shape == (1, 0)


def test_half_of_what_all_papers_have_in_common_is_taken_off() -> None:
    ids = [PaperId("arxiv:2601.00001"), PaperId("arxiv:2601.00002")]
    frame = Frame.of(ids, {ids[0]: np.array([0.8, 0.6], np.float32), ids[1]: np.array([0.8, -0.6], np.float32)})
    assert frame.centre == pytest.approx([0.4, 0.0])


async def test_each_paper_is_encoded_once_the_newest_first(reading: Team, model: Model, sample: list[Paper]) -> None:
    told: list[int] = []
    assert await reading.encoding.catch_up(told.append) == len(sample) == sum(told)
    assert model.read[0].startswith(f"{sample[-1].title}. ")
    assert await reading.encoding.catch_up() == 0
    await reading.add(replace(sample[0], id=PaperId("arxiv:2608.99999"), title="Quite New", aliases=()))
    assert await reading.encoding.catch_up() == 1
    assert await reading.encoding.progress() == (len(sample) + 1, len(sample) + 1)


async def test_what_was_encoded_before_a_failure_is_kept(
    reading: Team, model: Model, sample: list[Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding, "BATCH", 10)

    def break_down(papers: int) -> None:
        model.broken = len(model.read) >= 20

    with pytest.raises(ChildProcessError):
        await reading.encoding.catch_up(break_down)
    assert await reading.encoding.progress() == (20, len(sample))
    model.broken = False
    assert await reading.encoding.catch_up() == len(sample) - 20


async def test_picks_go_by_words_until_every_paper_is_encoded(reading: Team, coding: Paper) -> None:
    await reading.react(ADA, coding)
    assert await reading.titles(ADA)
    assert not (await reading.spaces.current()).embedded
    assert (await ready(reading)).embedded
    assert not await reading.spaces.refit_if_due(), "nothing is lacking any more"
    assert await reading.titles(ADA)


async def test_switched_off_nothing_is_encoded_and_an_embedded_space_is_not_used(reading: Team) -> None:
    await ready(reading)
    reading.encode = None
    reading.restart()
    assert not (await reading.spaces.current()).embedded
    await reading.encoding.run()
    assert await reading.encoding.catch_up() == 0


async def test_the_parts_of_a_score_add_up(reading: Team, sample: list[Paper], coding: Paper) -> None:
    await ready(reading)
    await reading.react(ADA, coding)
    await reading.react(ADA, sample[7], signal=Signal.DISLIKE)
    for pick in await reading.picks(ADA, 5):
        assert added_up(pick.reasons) == pytest.approx(pick.score, abs=1e-4)


async def test_a_like_taken_back_leaves_exactly_nothing(reading: Team, sample: list[Paper], coding: Paper) -> None:
    space = await ready(reading)
    await reading.react(ADA, coding)
    before = profile_bytes((await reading.users.of(ADA, space)).profile)
    for retracted in (False, True):
        await reading.react(ADA, *sample[:5], retracted=retracted)
        after = profile_bytes((await reading.users.of(ADA, space)).profile)
    assert after == before


async def test_a_paper_liked_before_it_was_encoded_counts_whole_afterwards(reading: Team, coding: Paper) -> None:
    space = await ready(reading)
    new = replace(coding, id=PaperId("arxiv:2608.99999"), title="Quite New", aliases=())
    await reading.add(new)
    await reading.react(ADA, new)
    early = profile_bytes((await reading.users.of(ADA, space)).profile)
    await reading.encoding.catch_up()
    late = profile_bytes((await reading.users.of(ADA, space)).profile)
    assert late != early
    await reading.store.profiles.save({ADA: b""}, space.fit)
    reading.restart()
    assert profile_bytes((await reading.users.of(ADA, space)).profile) == late, "as if folded anew"


async def test_a_paper_without_embedding_is_like_any_other_in_meaning(reading: Team, sample: list[Paper]) -> None:
    space = await ready(reading)
    row = space.rows(sample[:1]).dense[0, space.embedding]
    assert np.abs(row - space.average[1][space.embedding]).max() < 1e-6


async def test_a_space_is_the_same_whatever_the_order_and_comes_back_whole(reading: Team, sample: list[Paper]) -> None:
    space = await ready(reading)
    embeddings = await reading.encoding.of([paper.id for paper in sample])
    assert learn(sample[::-1], embeddings).version == space.version != learn(sample).version
    again = space_from(space_bytes(space))
    assert np.array_equal(again.rows(sample, embeddings).dense, space.rows(sample, embeddings).dense)
    assert np.array_equal(again.sample.dense, space.sample.dense)
