"""Which ids are one work's own: what sources say of each other's papers, checked before it is stored."""

from collections.abc import Sequence
from dataclasses import replace

from bot.identity import is_arxiv, is_preprint_doi
from bot.model import Paper, PaperId
from bot.ports.papers import Papers
from bot.ports.search_index import SearchIndex
from bot.same_work import same_preprint
from bot.titles import Likeness, likeness

ALIKE = 3
"""Papers with nearly the same title that are looked at."""


class PaperNames:
    """Gives papers the aliases that are theirs. ``index`` is needed where two preprint servers are read."""

    def __init__(self, papers: Papers, index: SearchIndex | None = None) -> None:
        self._papers = papers
        self._index = index

    async def settled(self, papers: Sequence[Paper]) -> tuple[Paper, ...]:
        """The papers with the aliases that are no other paper's, and with the id that another server gave the work."""
        owned = await self._owned(papers)
        return tuple([await self._with_twin(paper) for paper in owned])

    async def _owned(self, papers: Sequence[Paper]) -> list[Paper]:
        """The papers without those aliases that are names of another stored paper.

        A DOI that a stored paper has is a name of another one only where both are one work: two preprints may name
        one article."""
        named = [alias for paper in papers for alias in paper.aliases]
        owners = {alias: owner for alias, owner in (await self._papers.get(named)).items() if owner.id != alias}
        for paper in papers:
            owners |= {alias: paper for alias in paper.aliases if alias not in owners}
        return [
            replace(paper, aliases=tuple(alias for alias in paper.aliases if _one_work(owners[alias], paper)))
            if paper.aliases
            else paper
            for paper in papers
        ]

    async def _with_twin(self, paper: Paper) -> Paper:
        if self._index is None or not _is_preprint(paper.id) or await self._papers.get([paper.id]):
            return paper
        alike = await self._index.titled(paper.title, ALIKE)
        twin = next((one for one in alike if same_preprint(one, paper)), None)
        return paper if twin is None else replace(paper, aliases=(*paper.aliases, twin.id))


def _one_work(owner: Paper, paper: Paper) -> bool:
    """Two ids of one server are two works, whatever their authors say."""
    if owner.id == paper.id or paper.id in owner.aliases:
        return True
    if is_arxiv(owner.id) and is_arxiv(paper.id):
        return False
    return likeness(owner.title, paper.title) is Likeness.SAME


def _is_preprint(paper: PaperId) -> bool:
    return is_arxiv(paper) or is_preprint_doi(paper)
