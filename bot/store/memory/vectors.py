"""What papers mean to a language model, in a dictionary."""

from collections.abc import Mapping, Sequence
from itertools import islice

from bot.model import Paper, PaperId


class MemoryVectors:
    """See ``bot.ports.vectors.Vectors``. A vector is kept with the text that it was made of."""

    def __init__(self, papers: Mapping[int, Paper]) -> None:
        self._papers = papers
        self._kept: dict[int, tuple[str, tuple[object, ...], bytes]] = {}

    async def of(self, papers: Sequence[PaperId], model: str) -> Mapping[PaperId, bytes]:
        wanted = set(papers)
        return {
            paper.id: self._kept[key][2]
            for key, paper in self._papers.items()
            if paper.id in wanted and self._has(key, model)
        }

    async def missing(self, model: str, limit: int) -> Sequence[PaperId]:
        lacking = (key for key in sorted(self._papers, reverse=True) if not self._has(key, model))
        return [self._papers[key].id for key in islice(lacking, limit)]

    async def count(self, model: str) -> int:
        return sum(self._has(key, model) for key in self._papers)

    async def save(self, vectors: Mapping[PaperId, bytes], model: str) -> None:
        for key, paper in self._papers.items():
            if paper.id in vectors:
                self._kept[key] = (model, _text(paper), vectors[paper.id])

    def _has(self, key: int, model: str) -> bool:
        kept = self._kept.get(key)
        return kept is not None and kept[:2] == (model, _text(self._papers[key]))


def _text(paper: Paper) -> tuple[object, ...]:
    return (paper.title, paper.abstract, paper.summary)
