"""Which work a text means, and what two records of one work say together.

A ``PaperId`` is ``arxiv:2401.01234``, ``arxiv:hep-th/9901001`` or ``doi:10.1234/abc``. Versions are attributes of a
work, never part of its id. The schemes: arXiv ids are YYMM.NNNN from April 2007, YYMM.NNNNN from January 2015, and
archive/YYMMNNN before (https://info.arxiv.org/help/arxiv_identifier.html); the subject class of an old id (math.GT)
does not belong to its name. A DOI is case-insensitive; those under 10.48550/arXiv are arXiv ids in disguise.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple, TypeVar
from urllib.parse import quote, unquote

from bot.model import Paper, PaperId

LONGEST_SPELLING = 400

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga"
    "|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph"
    "|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_CORE = (
    r"(?:(?P<new>[0-9]{4}\.[0-9]{4,5})"
    rf"|(?P<archive>{_ARCHIVES})(?:\.[a-z-]{{2,8}})?/(?P<serial>[0-9]{{7}}))"
)
_ARXIV = rf"{_CORE}(?:v(?P<version>[1-9][0-9]{{0,2}}))?"
_WEB = (
    r"(?:https?://)?(?:(?:[a-z0-9-]{1,15}\.)?arxiv\.org/(?:abs|pdf|html|format|src|ps|e-print)"
    r"|ar5iv\.labs\.arxiv\.org/(?:abs|html)|(?:www\.)?ar5iv\.org/(?:abs|html|pdf)"
    r"|(?:www\.)?alphaxiv\.org/(?:[a-z]{2}/)?(?:abs|pdf|html|overview|resources)"
    r"|(?:www\.)?(?:huggingface\.co|hf\.co)/papers)/"
)
_DOI = r"10\.[0-9]{4,9}/[!-~]{1,200}"
_DOI_INSIDE = r"10\.[0-9]{4,9}/[!#-;=?-{}~]{1,200}"
_DOI_WEB = r"(?:https?://)?(?:dx\.|www\.)?doi\.org/"
_FLAGS = re.ASCII | re.IGNORECASE

_WHOLE_ARXIV = re.compile(rf"(?:arxiv:\s?|oai:arxiv\.org:)?{_ARXIV}(?:\s*\[[a-z.-]{{2,20}}\])?", _FLAGS)
_WHOLE_WEB = re.compile(rf"{_WEB}{_ARXIV}(?:\.pdf|\.md|\.html)?/?(?:[?#].*)?", _FLAGS)
_WHOLE_DOI = re.compile(rf"(?:doi:\s?)?(?P<doi>{_DOI})", _FLAGS)
_WHOLE_DOI_WEB = re.compile(rf"{_DOI_WEB}(?P<doi>{_DOI})", _FLAGS)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.{_ARXIV}", _FLAGS)
_INSIDE = re.compile(
    rf"(?P<link>{_DOI_WEB}{_DOI_INSIDE})|(?<![\w.])(?:doi:\s?)?(?P<doi>{_DOI_INSIDE})"
    rf"|(?:(?<![\w.-]){_WEB}|(?<![\w./-])(?:arxiv:\s?)?){_ARXIV}(?![\w/]|\.[0-9])",
    _FLAGS,
)

T = TypeVar("T", date, datetime)


class _Spelling(NamedTuple):
    paper: PaperId
    version: int | None


def parse_paper_id(text: str) -> PaperId | None:
    """The work that the whole of ``text`` names, in any usual spelling: bare id, arXiv:…, a link, a DOI; else None."""
    spelling = _read(text)
    return spelling.paper if spelling else None


def version_of(text: str) -> int | None:
    """The version that a spelling asks for (``2401.01234v2`` -> 2); None without one."""
    spelling = _read(text)
    return spelling.version if spelling else None


def find_paper_ids(text: str) -> tuple[PaperId, ...]:
    """The works named anywhere in running text, in order, each once. Links to unknown sites name none."""
    return tuple(dict.fromkeys(_found(text)))


def link(paper: PaperId) -> str:
    """The web address of a work's own page. Safe to show: it holds no space, quote or angle bracket."""
    name = short(paper)
    if paper.startswith("arxiv:"):
        return f"https://arxiv.org/abs/{name}"
    return f"https://doi.org/{quote(name, safe='/:;,()-._~')}"


def short(paper: PaperId) -> str:
    """What people read: ``2401.01234``, ``hep-th/9901001``, ``10.1234/abc``."""
    return paper.partition(":")[2]


def merge(old: Paper, new: Paper) -> Paper:
    """What two records of one work say together.

    The later version gives title, abstract and authors; of the same version the fuller text stays. Counts follow the
    new record, unless it doesn't know them (0). A fact is never erased by a record that lacks it. Dates are the
    earliest known, so a work never becomes new again; ids, sources and categories are united; once withdrawn, always.
    The id is arXiv's if either has one: only then may it differ from ``old.id``, which becomes an alias.
    """
    ids = sorted({old.id, new.id, *old.aliases, *new.aliases}, key=_preference)
    return replace(
        _with_text(old, new),
        id=ids[0],
        aliases=tuple(ids[1:]),
        version=max(old.version, new.version),
        organisation=new.organisation or old.organisation,
        published=_earliest(old.published, new.published),
        featured=_earliest(old.featured, new.featured),
        first_seen=_earliest(old.first_seen, new.first_seen),
        categories=tuple(dict.fromkeys((*old.categories, *new.categories))),
        upvotes=new.upvotes or old.upvotes,
        comments=new.comments or old.comments,
        repository=new.repository or old.repository,
        stars=old.stars if new.stars is None else new.stars,
        project_page=new.project_page or old.project_page,
        summary=new.summary or old.summary,
        keywords=new.keywords or old.keywords,
        thumbnail=new.thumbnail or old.thumbnail,
        submitter=new.submitter or old.submitter,
        withdrawn=old.withdrawn or new.withdrawn,
        sources=tuple(dict.fromkeys((*old.sources, *new.sources))),
    )


def _read(text: str) -> _Spelling | None:
    spelling = text.strip().removeprefix("<").removesuffix(">").strip()
    if len(spelling) > LONGEST_SPELLING:
        return None
    if match := _WHOLE_ARXIV.fullmatch(spelling) or _WHOLE_WEB.fullmatch(unquote(spelling)):
        return _arxiv(match)
    if match := _WHOLE_DOI_WEB.fullmatch(unquote(re.split(r"[?#]", spelling, maxsplit=1)[0])):
        return _doi(match["doi"])
    if match := _WHOLE_DOI.fullmatch(spelling):
        return _doi(match["doi"])
    return None


def _found(text: str) -> Iterator[PaperId]:
    for match in _INSIDE.finditer(text):
        if spelling := _read(match["link"]) if match["link"] else _one_of(match):
            yield spelling.paper


def _one_of(match: re.Match[str]) -> _Spelling | None:
    return _doi(match["doi"]) if match["doi"] else _arxiv(match)


def _arxiv(match: re.Match[str]) -> _Spelling | None:
    version = int(match["version"]) if match["version"] else None
    if match["new"]:
        return _Spelling(PaperId(f"arxiv:{match['new']}"), version) if _is_new_id(match["new"]) else None
    name = f"{match['archive'].lower()}/{match['serial']}"
    return _Spelling(PaperId(f"arxiv:{name}"), version) if _is_old_serial(match["serial"]) else None


def _is_new_id(name: str) -> bool:
    """Years 07 to 90: those from 91 on belong to the last century and its old scheme."""
    stamp, number = name.split(".")
    digits = 5 if stamp >= "1501" else 4
    return "0704" <= stamp < "9100" and _is_month(stamp) and len(number) == digits and int(number) > 0


def _is_old_serial(serial: str) -> bool:
    stamp = serial[:4]
    return (stamp >= "9107" or stamp <= "0703") and _is_month(stamp) and int(serial[4:]) > 0


def _is_month(stamp: str) -> bool:
    return "01" <= stamp[2:] <= "12"


def _doi(name: str) -> _Spelling | None:
    name = _without_closing(name).lower()
    if match := _ARXIV_DOI.fullmatch(name):
        return _arxiv(match)
    if name.startswith("10.48550/arxiv.") or not name.partition("/")[2]:
        return None
    return _Spelling(PaperId(f"doi:{name}"), None)


def _without_closing(name: str) -> str:
    """Without the punctuation of the sentence around it; a closing bracket stays where the DOI opened one."""
    while name:
        last = name[-1]
        if last in ".,;:!?'\"*_>" or (last in ")]}" and name.count(last) > name.count("([{"[")]}".index(last)])):
            name = name[:-1]
        else:
            break
    return name


def _with_text(old: Paper, new: Paper) -> Paper:
    if new.version != old.version:
        later, earlier = (new, old) if new.version > old.version else (old, new)
        title, abstract = later.title or earlier.title, later.abstract or earlier.abstract
        return replace(old, title=title, abstract=abstract, authors=later.authors or earlier.authors)
    return replace(
        old,
        title=new.title or old.title,
        abstract=new.abstract if len(new.abstract) >= len(old.abstract) else old.abstract,
        authors=new.authors if len(new.authors) >= len(old.authors) else old.authors,
    )


def _preference(paper: PaperId) -> tuple[bool, str]:
    return (not paper.startswith("arxiv:"), paper)


def _earliest(one: T | None, other: T | None) -> T | None:
    return min((one, other), key=lambda at: (at is None, at)) if one is None or other is None else min(one, other)
