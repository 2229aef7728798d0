"""Sentence embeddings of papers: made in the background, each paper once, and handed out."""

from collections.abc import Awaitable, Callable, Sequence

import numpy as np
import structlog

from bot.model import Paper, PaperId
from bot.ports.papers import Papers
from bot.ports.time import Clock
from bot.ports.vectors import Embeddings, Vectors
from bot.ranking.embedded import NONE
from bot.ranking.term_index import fields_of

log = structlog.get_logger()

BATCH = 64
"""Papers encoded at a time: some seconds of work, of which little is lost when it is stopped."""
LOOK = 60.0
"""Seconds between looks for new papers."""

Encode = Callable[[Sequence[str]], Awaitable[Sequence[bytes]]]
"""Texts to vectors of 16-bit floats, one each, without holding up the event loop."""


class Encoding:
    """Makes the embeddings of papers in the background; picks never wait for them.

    A paper without an embedding is ranked by its words. ``encode`` is None where embeddings are switched off or not
    installed; then there are none, whatever was made before.
    """

    def __init__(self, papers: Papers, vectors: Vectors, model: str, encode: Encode | None, clock: Clock) -> None:
        self._papers = papers
        self._vectors = vectors
        self._model = model
        self._encode = encode
        self._clock = clock

    @property
    def on(self) -> bool:
        return self._encode is not None

    async def of(self, papers: Sequence[PaperId]) -> Embeddings:
        """The embeddings of these papers that have been made."""
        if not self._encode or not papers:
            return NONE
        found = await self._vectors.of(papers, self._model)
        return {paper: np.frombuffer(content, dtype="<f2") for paper, content in found.items()}

    async def complete(self) -> bool:
        """Whether every paper has been encoded; never where embeddings are off."""
        return self.on and not await self._vectors.missing(self._model, 1)

    async def progress(self) -> tuple[int, int]:
        """Papers encoded, and papers in all."""
        return await self._vectors.count(self._model), await self._papers.count()

    async def run(self) -> None:
        """Encode whatever comes, until cancelled; ends at once where embeddings are off."""
        while self.on:
            await self.catch_up()
            await self._clock.sleep(LOOK)

    async def catch_up(self, progress: Callable[[int], None] = lambda papers: None) -> int:
        """Encode all papers that lack an embedding, the newest first; how many. ``progress`` is told of each batch."""
        count = 0
        while self._encode and (ids := await self._vectors.missing(self._model, BATCH)):
            papers = (await self._papers.get(ids)).values()
            made = await self._encode([text_of(paper) for paper in papers])
            await self._vectors.save(
                {paper.id: vector for paper, vector in zip(papers, made, strict=True)}, self._model
            )
            count += len(made)
            progress(len(made))
            log.info("embeddings.made", papers=count)
        return count


def text_of(paper: Paper) -> str:
    """The text of a paper that is encoded; the model reads its first 256 tokens, some 180 words."""
    return ". ".join(field for field in fields_of(paper) if field)
