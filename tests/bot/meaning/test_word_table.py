"""The static word table: what its vectors promise, and that the file is the one that was released."""

import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bot.errors import ConfigurationError
from bot.meaning import word_table as module
from bot.meaning.papers import words_of
from bot.meaning.table_rows import TableRows, pieces_of
from bot.meaning.word_table import SHA256, TABLE, read_table, word_table, write_table
from bot.sources.sample import SampleSource

MOST_BYTES = 13_000_000


def test_the_table_is_the_one_that_was_released() -> None:
    content = TABLE.read_bytes()
    assert hashlib.sha256(content).hexdigest() == SHA256
    assert len(content) <= MOST_BYTES


def test_a_damaged_table_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "damaged.table"
    damaged.write_bytes(TABLE.read_bytes()[:-1] + b"\0")
    monkeypatch.setattr(module, "TABLE", damaged)
    with pytest.raises(ConfigurationError, match="Install Paperboy again"):
        word_table.__wrapped__()


def test_vectors_have_unit_length() -> None:
    vectors = word_table().encode(["diffusion models", "A far longer text on the pruning of networks."])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0, 1.0], abs=1e-5)


def test_a_vector_depends_on_its_own_text_alone() -> None:
    alone = word_table().encode(["protein folding"])
    beside = word_table().encode(["robots", "protein folding", "law"])[1:2]
    assert np.array_equal(alone, beside)


@pytest.mark.parametrize("text", ["", "   ", "语言模型", "!?"])
def test_a_text_without_a_known_word_is_nothing(text: str) -> None:
    assert not word_table().encode([text]).any()


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("self-driving cars", "autonomous vehicles on the road", "care of patients"),
        ("shrinking the attention cache", "KV cache compression", "image editing"),
        ("veterinary medicine", "clinical medicine", "graph databases"),
        ("robotz", "robots", "proteins"),
    ],
)
def test_likeness_is_likeness_of_meaning(text: str, near: str, far: str) -> None:
    asked, one, other = word_table().encode([text, near, far])
    assert asked @ one > asked @ other + 0.1


def test_an_unknown_word_is_as_rare_as_can_be() -> None:
    table = word_table()
    assert table.idf("zzzqqq") == table.rarest > table.idf("model")


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    words, pieces = ["cat", "naïve"], ["<ca", "at>"]
    vectors = np.random.default_rng(1).normal(size=(4, 8)).astype(np.float32)
    idf = np.array([1, 2, 1, 1], dtype=np.float32)
    write_table(tmp_path / "small", words, pieces, idf, vectors)
    table = read_table(tmp_path / "small")
    (found,) = table.encode(["cat"])
    assert found @ (vectors[0] / np.linalg.norm(vectors[0])) == pytest.approx(1.0, abs=1e-3)
    assert (table.idf("cat"), table.beginning("na")) == (1.0, ["naïve"])


def test_an_unknown_word_is_its_pieces() -> None:
    rows = TableRows(["the"], ["<ca", "at>"])
    assert pieces_of("cat") == ["<ca", "cat", "at>", "<cat", "cat>", "<cat>"]
    assert rows.of_text(["the", "the", "cat"]).keys() == {0, 1, 2}
    assert rows.of_text(["the"], unknown={"the"}) == {}


def test_rows_are_counted_in_the_order_in_which_they_are_summed() -> None:
    rows = word_table()._rows
    for paper in (paper for day in SampleSource()._days.values() for paper in day):
        tokens = words_of(paper)
        times = Counter(tokens)
        expected: dict[int, float] = {rows.words[word]: n for word, n in times.items() if word in rows.words}
        for word in times:
            pieces = [] if word in rows.words else [rows.pieces[one] for one in pieces_of(word) if one in rows.pieces]
            for row in pieces:
                expected[row] = expected.get(row, 0.0) + 3.0 * times[word] / len(pieces)
        assert list(rows.of_text(tokens).items()) == list(expected.items())


def test_looking_an_unknown_word_up_makes_it_no_known_one() -> None:
    rows = TableRows(["the"], [])
    assert rows.of_text(["cat"]) == {}
    assert "cat" not in rows.words
    assert rows.words.get("cat") is None
