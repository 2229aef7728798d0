"""One paper: all that is known of it, what is like it, and its reference for other programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from adapters.pages.drawing import Drawing
from adapters.pages.marked_papers import views_for
from adapters.pages.paper_views import paper_path
from adapters.pages.responses import page, redirect, text
from adapters.pages.routing import PageRoute
from adapters.pages.search_pages import search_path
from adapters.pages.visits import Visit
from bot.addresses import in_ascii
from bot.cards.papers import day_text, summary_of
from bot.cards.web import in_team_lines
from bot.errors import Unclear
from bot.exports import export
from bot.identity import is_arxiv, page_of, short
from bot.markup import without_markdown
from bot.model import Paper
from bot.ports.http import HttpResponse
from bot.ports.library import Library, OwnLists, Team

SIMILAR = 8
_FORMS = {".bib": "bibtex", ".ris": "ris"}
_MOST_NAMED = 60
"""Authors that are listed; some papers have thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholePaper:
    """All that a page tells of one paper, beside what lists show. Pairs are (what to show, its address)."""

    abstract: str
    authors: tuple[tuple[str, str], ...]
    unnamed: int
    categories: tuple[tuple[str, str], ...]
    keywords: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    version: int
    submitter: str
    published: date | None
    published_text: str
    meta: tuple[tuple[str, str], ...]


class PaperPages:
    """Draws one paper, and hands out its reference."""

    def __init__(self, library: Library, own: OwnLists, team: Team, drawing: Drawing) -> None:
        self._library = library
        self._own = own
        self._team = team
        self._drawing = drawing

    @property
    def routes(self) -> Sequence[PageRoute]:
        return (
            PageRoute(path="/paper/{id:.+}", handler=self._paper, for_readers=True),
            PageRoute(path="/abstract/{id:.+}", handler=self._abstract),
        )

    async def _paper(self, visit: Visit) -> HttpResponse:
        asked = visit.parts["id"]
        ending = next((each for each in _FORMS if asked.endswith(each)), "")
        try:
            paper = await self._library.paper(asked.removesuffix(ending), ask=visit.session is not None)
        except Unclear:  # words, which several papers have
            return redirect(search_path(asked))
        if ending:
            file = export([paper], _FORMS[ending])
            return text(file.content, file.media_type, name=f"{short(paper.id).replace('/', '-')}{ending}")
        if asked != paper.id:  # another of its names: on to the one address that it has
            return redirect(paper_path(paper))
        similar = await self._library.similar(paper.id, SIMILAR)
        first, *rest = await views_for(visit, self._own, [paper, *(hit.paper for hit in similar)])
        team = in_team_lines(await self._team.about(visit.member, paper)) if visit.member else ()
        body = self._drawing.draw("paper", visit, paper=first, whole=whole_paper(paper), similar=rest, team=team)
        return page(body)

    async def _abstract(self, visit: Visit) -> HttpResponse:
        """For our script, where a list left it out."""
        paper = await self._library.paper(visit.parts["id"])
        return text(without_markdown(paper.abstract))


def whole_paper(paper: Paper) -> WholePaper:
    """What a page tells of a paper."""
    named = paper.authors[:_MOST_NAMED]
    return WholePaper(
        abstract=without_markdown(paper.abstract or paper.summary or ""),
        authors=tuple((name, search_path(f'author:"{name}"')) for name in named),
        unnamed=len(paper.authors) - len(named),
        categories=tuple((name, search_path(f"category:{name}")) for name in paper.categories),
        keywords=tuple((word, search_path(word)) for word in paper.keywords),
        links=_links(paper),
        names=tuple(dict.fromkeys(map(short, (paper.id, *paper.aliases)))),
        version=paper.version,
        submitter=paper.submitter or "",
        published=paper.published,
        published_text=day_text(paper.published) if paper.published else "",
        meta=_metadata(paper),
    )


def _links(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Where to read on; the host that a name leads to is its label."""
    links = [("arXiv" if is_arxiv(paper.id) else "Publisher", paper.page)]
    if is_arxiv(paper.id):
        links.append(("PDF", f"https://arxiv.org/pdf/{short(paper.id)}"))
    links += [("Code", in_ascii(paper.repository)), ("Project page", in_ascii(paper.project_page))]
    if paper.featured and is_arxiv(paper.id):
        links.append(("Discussion", f"https://huggingface.co/papers/{short(paper.id)}"))
    return tuple(link for link in links if link[1])


def _metadata(paper: Paper) -> tuple[tuple[str, str], ...]:
    """What reference managers read from a page (Highwire Press tags, as Google Scholar asks for them)."""
    day = paper.published or paper.day
    doi = next((short(each) for each in (paper.id, *paper.aliases) if each.startswith("doi:")), "")
    meta = [("citation_title", paper.title), *(("citation_author", name) for name in paper.authors[:_MOST_NAMED])]
    meta += [("citation_publication_date", f"{day:%Y/%m/%d}")] if day else []
    if is_arxiv(paper.id):
        meta += [
            ("citation_arxiv_id", short(paper.id)),
            ("citation_pdf_url", f"https://arxiv.org/pdf/{short(paper.id)}"),
        ]
    meta += [("citation_doi", doi)] if doi else []
    return (*meta, ("citation_abstract_html_url", page_of(paper.id)), ("description", summary_of(paper)))
