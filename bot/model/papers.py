"""Papers and their identity."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.identity import PaperId, page_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who the authors work for; ``slug`` is the short handle a source uses, ``name`` what people read."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One work, cleaned: plain Unicode, one line of title, no markup.

    ``published`` is the day of version 1, ``featured`` the day a source put it on its daily page,
    ``first_seen`` when Paperboy first stored it (aware UTC; a store sets it once and never moves it),
    ``revised`` when a later version with another text came in, or its withdrawal (aware UTC; set by the store too).
    ``summary`` is the source's own one- or two-sentence summary, when it has one.
    """

    id: PaperId
    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    organisation: Organisation | None = None
    published: date | None = None
    featured: date | None = None
    first_seen: datetime | None = None
    revised: datetime | None = None
    version: int = 1
    aliases: tuple[PaperId, ...] = ()
    categories: tuple[str, ...] = ()
    upvotes: int = 0
    comments: int = 0
    repository: str | None = None
    stars: int | None = None
    project_page: str | None = None
    summary: str | None = None
    keywords: tuple[str, ...] = ()
    thumbnail: str | None = None
    submitter: str | None = None
    withdrawn: bool = False
    sources: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The web address of its own page."""
        return page_of(self.id)

    @property
    def day(self) -> date | None:
        """The day people know it by: featured, else published."""
        return self.featured or self.published
