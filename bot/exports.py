"""A reading list as a file for other programs. Pure: papers in, text out."""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence

from bot.identity import scheme_of, short
from bot.model import File, Paper

_TEX = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
_COLUMNS = ("id", "title", "authors", "organisation", "published", "url", "upvotes", "abstract", "withdrawn")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(papers: Sequence[Paper], form: str) -> File:
    """The papers as a file; ``form`` is bibtex, ris, csv or json."""
    write, ending, media_type = _FORMS[form]
    return File(name=f"reading-list.{ending}", content=write(papers), media_type=media_type)


def paper_record(paper: Paper) -> dict[str, object]:
    """The documented JSON shape of a paper; fields are only ever added."""
    return {
        "id": paper.id,
        "title": paper.title,
        "url": paper.page,
        "authors": list(paper.authors),
        "organisation": paper.organisation.name if paper.organisation else None,
        "published": paper.published.isoformat() if paper.published else None,
        "featured": paper.featured.isoformat() if paper.featured else None,
        "upvotes": paper.upvotes,
        "comments": paper.comments,
        "summary": paper.summary,
        "abstract": paper.abstract,
        "categories": list(paper.categories),
        "keywords": list(paper.keywords),
        "repository": paper.repository,
        "stars": paper.stars,
        "project_page": paper.project_page,
        "version": paper.version,
        "withdrawn": paper.withdrawn,
    }


def _bibtex(papers: Sequence[Paper]) -> str:
    return "\n".join(_entry(paper) for paper in papers)


def _entry(paper: Paper) -> str:
    scheme = scheme_of(paper.id)
    fields = {
        "title": f"{{{_tex(paper.title)}}}",
        "author": " and ".join(_tex(author) for author in paper.authors),
        "year": str(paper.published.year) if paper.published else "",
        scheme.export_field: short(paper.id),
        "archiveprefix": scheme.archive,
        "url": paper.page,
        "abstract": _tex(paper.abstract),
        "note": "Withdrawn" if paper.withdrawn else "",
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{_key(paper)},\n{body}\n}}\n"


def _tex(text: str) -> str:
    return text.translate(_TEX)


def _key(paper: Paper) -> str:
    family = re.sub(r"\W", "", paper.authors[0].split()[-1]) if paper.authors and paper.authors[0].split() else "paper"
    return f"{family or 'paper'}{re.sub(r'[^0-9A-Za-z]', '', short(paper.id))}"


def _ris(papers: Sequence[Paper]) -> str:
    return "\r\n".join("\r\n".join(_ris_lines(paper)) for paper in papers)


def _ris_lines(paper: Paper) -> list[str]:
    tags = [
        ("TY", "GEN"),
        ("TI", paper.title),
        *(("AU", author) for author in paper.authors),
        ("PY", str(paper.published.year) if paper.published else ""),
        ("AB", " ".join(paper.abstract.split())),
        *(("KW", keyword) for keyword in paper.keywords),
        ("N1", "Withdrawn" if paper.withdrawn else ""),
        ("UR", paper.page),
    ]
    return [*(f"{tag}  - {value}" for tag, value in tags if value), "ER  - ", ""]


def _csv(papers: Sequence[Paper]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for paper in papers:
        columns = {"authors": "; ".join(paper.authors), "withdrawn": "yes" if paper.withdrawn else ""}
        record = {**paper_record(paper), **columns}
        writer.writerow([_cell(record[column]) for column in _COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str:
    """A cell that a spreadsheet won't run as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _json(papers: Sequence[Paper]) -> str:
    return json.dumps({"hits": [paper_record(paper) for paper in papers]}, indent=2, ensure_ascii=False)


_FORMS: dict[str, tuple[Callable[[Sequence[Paper]], str], str, str]] = {
    "bibtex": (_bibtex, "bib", "application/x-bibtex"),
    "ris": (_ris, "ris", "application/x-research-info-systems"),
    "csv": (_csv, "csv", "text/csv"),
    "json": (_json, "json", "application/json"),
}
