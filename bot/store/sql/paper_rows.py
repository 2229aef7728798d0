"""A paper as a row of the table ``papers``, and back."""

from typing import Any

from bot.model import Organisation, Paper, PaperId
from bot.store.columns import day_or_none, day_text, json_list, micros_or_none, moment_or_none, text_tuple
from bot.store.sql.database import Record

COLUMNS = (
    "key",
    "id",
    "title",
    "abstract",
    "authors",
    "organisation_slug",
    "organisation_name",
    "published",
    "featured",
    "day",
    "first_seen",
    "revised",
    "version",
    "aliases",
    "categories",
    "upvotes",
    "comments",
    "repository",
    "stars",
    "project_page",
    "summary",
    "keywords",
    "thumbnail",
    "submitter",
    "withdrawn",
    "sources",
)


def row_of(key: int, paper: Paper) -> tuple[Any, ...]:
    """The values of ``COLUMNS``."""
    organisation = paper.organisation
    return (
        key,
        paper.id,
        paper.title,
        paper.abstract,
        json_list(paper.authors),
        organisation.slug if organisation else None,
        organisation.name if organisation else None,
        day_text(paper.published),
        day_text(paper.featured),
        day_text(paper.day),
        micros_or_none(paper.first_seen),
        micros_or_none(paper.revised),
        paper.version,
        json_list(paper.aliases),
        json_list(paper.categories),
        paper.upvotes,
        paper.comments,
        paper.repository,
        paper.stars,
        paper.project_page,
        paper.summary,
        json_list(paper.keywords),
        paper.thumbnail,
        paper.submitter,
        int(paper.withdrawn),
        json_list(paper.sources),
    )


def paper_of(row: Record) -> Paper:
    """The paper of a row with at least ``COLUMNS``."""
    slug = row["organisation_slug"]
    return Paper(
        id=PaperId(row["id"]),
        title=row["title"],
        abstract=row["abstract"],
        authors=text_tuple(row["authors"]),
        organisation=None if slug is None else Organisation(slug=slug, name=row["organisation_name"]),
        published=day_or_none(row["published"]),
        featured=day_or_none(row["featured"]),
        first_seen=moment_or_none(row["first_seen"]),
        revised=moment_or_none(row["revised"]),
        version=row["version"],
        aliases=tuple(map(PaperId, text_tuple(row["aliases"]))),
        categories=text_tuple(row["categories"]),
        upvotes=row["upvotes"],
        comments=row["comments"],
        repository=row["repository"],
        stars=row["stars"],
        project_page=row["project_page"],
        summary=row["summary"],
        keywords=text_tuple(row["keywords"]),
        thumbnail=row["thumbnail"],
        submitter=row["submitter"],
        withdrawn=bool(row["withdrawn"]),
        sources=text_tuple(row["sources"]),
    )
