"""What papers mean to a language model: one vector a paper, kept so that each is read by the model only once."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from bot.model import PaperId

Embedding = npt.NDArray[np.float16]
Embeddings = Mapping[PaperId, Embedding]
"""The sentence embeddings of papers, as far as they have been made."""


class SentenceEmbeddings(Protocol):
    """Sentence embeddings as ranking reads them. Nothing waits for one: a paper without is ranked by its words."""

    @property
    def on(self) -> bool:
        """Whether embeddings are made at all."""
        ...

    async def of(self, papers: Sequence[PaperId]) -> Embeddings:
        """The embeddings of these papers that have been made."""
        ...

    async def complete(self) -> bool:
        """Whether every stored paper has its embedding; never where embeddings are off."""
        ...


class Vectors(Protocol):
    """Vectors as bytes that only ``bot.meaning`` writes, by paper and model. One whose text changed has none."""

    async def of(self, papers: Sequence[PaperId], model: str) -> Mapping[PaperId, bytes]:
        """The vectors of those papers that have one of this model, under the ids that the papers are known by now."""
        ...

    async def missing(self, model: str, limit: int) -> Sequence[PaperId]:
        """Papers without a vector of this model, the newest first."""
        ...

    async def count(self, model: str) -> int: ...

    async def save(self, vectors: Mapping[PaperId, bytes], model: str) -> None:
        """Keep vectors in place of those of any other model; a paper that is gone meanwhile is passed over."""
        ...
