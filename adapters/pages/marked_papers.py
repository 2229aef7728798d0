"""Papers of a list with the marks of who reads it."""

from collections.abc import Sequence

from adapters.pages.paper_views import PaperView, paper_view
from adapters.pages.visits import Visit
from bot.model import Paper
from bot.ports.library import OwnLists


async def views_for(visit: Visit, own: OwnLists, papers: Sequence[Paper]) -> list[PaperView]:
    """What the visitor sees of each paper; strangers see nobody's marks."""
    opinions = await own.opinions(visit.member, [paper.id for paper in papers]) if visit.member else {}
    return [paper_view(paper, opinions.get(paper.id)) for paper in papers]
