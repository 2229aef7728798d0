"""A paper as templates show it. Links from outside are let through only where they lead to a web page."""

from dataclasses import dataclass
from urllib.parse import quote

from bot.addresses import in_ascii
from bot.cards.papers import authors_text, code_text, day_text, summary_of
from bot.identity import is_arxiv, short
from bot.markup import without_markdown
from bot.model import Opinion, Paper, PaperId
from bot.text import shorten

BEGINNING = 300
"""Characters of an abstract in a list: enough to decide by, and ninety of them are still a small page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """One paper in a list. ``abstract`` is its beginning, '' where the summary says it all; ``goes_on`` if cut."""

    id: str
    name: str
    anchor: str
    path: str
    url: str
    title: str
    summary: str
    abstract: str
    goes_on: bool
    organisation: str
    authors: str
    day: str
    iso_day: str
    upvotes: int
    comments: int
    code: str
    code_url: str
    withdrawn: bool
    reason: str = ""
    badge: str = ""
    heading: str = ""
    liked: bool = False
    disliked: bool = False
    saved: bool = False
    new: bool = False


def paper_view(paper: Paper, opinion: Opinion | None = None) -> PaperView:
    """What a list shows of a paper, with the reader's own marks."""
    summary, abstract = summary_of(paper), without_markdown(paper.abstract)
    code_url = in_ascii(paper.repository)
    return PaperView(
        id=paper.id,
        name=brief(paper.id),
        anchor=anchor_of(paper.id),
        path=paper_path(paper),
        url=paper.page,
        title=paper.title,
        summary=summary,
        abstract="" if abstract == summary else shorten(abstract, BEGINNING),
        goes_on=len(abstract) > BEGINNING,
        organisation=paper.organisation.name if paper.organisation else "",
        authors=authors_text(paper.authors),
        day=day_text(paper.day) if paper.day else "",
        iso_day=paper.day.isoformat() if paper.day else "",
        upvotes=paper.upvotes,
        comments=paper.comments,
        code=code_text(paper) if code_url else "",
        code_url=code_url,
        withdrawn=paper.withdrawn,
        liked=opinion is not None and opinion.liked is True,
        disliked=opinion is not None and opinion.liked is False,
        saved=opinion is not None and opinion.saved,
    )


def brief(paper: PaperId) -> str:
    """The shortest that is read as this paper: arXiv's ids need no prefix."""
    return short(paper) if is_arxiv(paper) else paper


def anchor_of(paper: PaperId) -> str:
    """Its name within a page."""
    return short(paper).replace("/", "-")


def paper_path(paper: Paper) -> str:
    """The address of its page here."""
    return f"/paper/{quote(paper.id, safe='/:;,()-._~')}"
