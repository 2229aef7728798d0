"""Which work a text means: the ids of papers, and every usual spelling of them.

A ``PaperId`` is ``arxiv:2401.01234``, ``arxiv:hep-th/9901001`` or ``doi:10.1234/abc``: a ``Scheme``'s prefix and a
name. Versions are attributes of a work, never part of its id. arXiv ids are YYMM.NNNN from April 2007, YYMM.NNNNN from
January 2015, and archive/YYMMNNN before (https://info.arxiv.org/help/arxiv_identifier.html); the subject class of an
old id (math.GT) does not belong to its name. A DOI is case-insensitive; those under 10.48550/arXiv are arXiv ids in
disguise, and one of bioRxiv or medRxiv stands for all versions of a work.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, NewType
from urllib.parse import quote, unquote

PaperId = NewType("PaperId", str)
"""The one id of a work: ``arxiv:2401.01234``, ``arxiv:hep-th/9901001`` or ``doi:10.1234/abc``."""

LONGEST_SPELLING = 400

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga"
    "|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph"
    "|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_CORE = rf"(?:[0-9]{{4}}\.[0-9]{{4,5}}|(?:{_ARCHIVES})(?:\.[a-z-]{{2,8}})?/[0-9]{{7}})"
_VERSION = r"(?:v[1-9][0-9]{0,2})?"
_ARXIV_WEB = (
    r"(?:https?://)?(?:(?:[a-z0-9-]{1,15}\.)?arxiv\.org/(?:abs|pdf|html|format|src|ps|e-print|bibtex|ftp/arxiv/papers/\d{4})"
    r"|(?:[a-z0-9-]{1,15}\.)?arxiv-org(?:\.[a-z0-9-]{1,40}){2,6}/(?:abs|pdf|html)|xxx\.lanl\.gov/(?:abs|pdf)"
    r"|ar5iv\.labs\.arxiv\.org/(?:abs|html)|(?:www\.)?ar5iv\.org/(?:abs|html|pdf)"
    r"|(?:www\.)?alphaxiv\.org/(?:[a-z]{2}/)?(?:abs|pdf|html|overview|resources)"
    r"|(?:www\.)?(?:arxiv-vanity\.com|emergentmind\.com)/papers|(?:www\.)?(?:scirate\.com|papers\.cool)/arxiv"
    r"|(?:www\.|api\.)?semanticscholar\.org/arxiv|(?:www\.)?(?:huggingface\.co|hf\.co)/papers)(?:/{1,2}|:)(?:arxiv:)?"
)
"""Pages of one paper: arXiv's own, through a library's proxy too, and those of sites that name papers as arXiv does."""
_ARXIV_MARK = r"(?:arxiv(?::\s?|[-._/#=]{1,2})?)?(?:(?:abs|pdf)/)?"
_ARXIV_PATH = r"(?<=[/=?&])arxiv[:/=]"
"""In links of any site: /arxiv/2401.01234."""
_HINT = re.compile(r"[0-9]{4}\.[0-9]{4}|/[0-9]{7}|10\.[0-9]{4}|rxiv\.org", re.ASCII | re.IGNORECASE)
"""One of these every spelling has: looking for it takes a tenth of the time."""
_DOI = r"10\.[0-9]{4,9}/[!-~]{1,200}"
_DOI_INSIDE = (
    r"10\.[0-9]{4,9}/(?:(?![,;](?:10\.|https?:|doi:|arxiv:)|\][(\[])[!#-;=?-{}~]){1,200}"
    r"(?:<[\w:.-]{1,40}>[0-9]\.[0-9]\.co;[0-9](?:-\w)?)?"
)
"""In running text angle brackets stand around links, but in the oldest DOIs of articles."""
_DOI_WEB = r"(?:https?://)?(?:dx\.|www\.)?doi\.org/"
_PREPRINT_WEB = (
    r"(?:https?://)?(?:www\.)?(?:bio|med)rxiv\.org/(?:content/(?:(?:bio|med)rxiv/)?"
    r"(?:early/[0-9]{4}/[0-9]{2}/[0-9]{2}/|(?=10\.))|cgi/content/(?:short|abstract|full|long)/|(?:lookup|cgi)/doi/)"
)
_NEW_PREFIX = "2025.12.01"
"""From this day on what is posted to bioRxiv and medRxiv has the prefix 10.64898; some links leave it out."""
_PREPRINT_NAME = r"(?:[0-9]{4}\.[0-9]{2}\.[0-9]{2}\.)?[0-9]{6,8}"
_FLAGS = re.ASCII | re.IGNORECASE

_ARXIV_PARTS = re.compile(
    rf"(?:(?P<new>[0-9]{{4}}\.[0-9]{{4,5}})|(?P<archive>{_ARCHIVES})(?:\.[a-z-]{{2,8}})?/(?P<serial>[0-9]{{7}}))"
    r"(?:v(?P<version>[1-9][0-9]{0,2}))?",
    _FLAGS,
)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.(?P<name>{_CORE}{_VERSION})", _FLAGS)
_PREPRINT_DOI = re.compile(
    rf"(?P<work>10\.(?:1101|64898)/{_PREPRINT_NAME})(?:v(?P<version>[1-9][0-9]{{0,2}}))?(?:[./?#].*)?", _FLAGS
)
"""A DOI of bioRxiv or medRxiv and what their links append to it. 10.1101 is also the prefix of Cold Spring Harbor's
journals (10.1101/gr.…), whose names are no dates and numbers."""

_PAGE_OF_DOI = re.compile(r"(?P<doi>10\.[0-9]{4,9}/.+?)(?:/(?:abstract|full|fulltext|e?pdf|meta))+/?")
"""What publishers append to a DOI in links to parts of an article."""
_LINK_BEFORE = 200
_LINK = re.compile(r"https?://[^\s<>\"]+$")
_QUERY = re.compile(r"[?#&]|%(?:25){0,3}2[36]")
_ENCODED = re.compile(r"%(?:25){0,3}(2[89BCFbcf]|3[A-Fa-f]|5[BDFbdf])")
"""Signs of links that stand within other links, as mail programs rewrite them; not %26, which may begin a number."""
_CODED = re.compile(r"(?<![\w-])(?:[0-9]{4}arxiv|abs-)([0-9]{4})[-.]?([0-9]{4,5})[a-z]?(?!\w)", _FLAGS)
"""How ADS and DBLP write arXiv's ids: 2024arXiv240101234A, abs-2401-01234."""


class _Spelling(NamedTuple):
    paper: PaperId
    version: int | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to name works.

    ``page`` is the address of a work's own page, with {} for the name; ``export_field`` is the field of BibTeX that
    holds the name, ``archive`` what it needs beside it (BibTeX's ``archiveprefix``), or ''. A whole text is a spelling
    if ``bare`` matches it, or one of ``web`` a link without its query; ``inside`` matches one in running text. ``read``
    makes an id of the ``name`` that was matched, or None.
    """

    prefix: str
    page: str
    export_field: str
    archive: str
    bare: re.Pattern[str]
    web: tuple[re.Pattern[str], ...]
    inside: str
    read: Callable[[str], _Spelling | None]


def parse_paper_id(text: str) -> PaperId | None:
    """The work that the whole of ``text`` names, in any usual spelling: bare id, arXiv:…, a link, a DOI; else None."""
    spelling = _read(text)
    return spelling.paper if spelling else None


def version_of(text: str) -> int | None:
    """The version that a spelling asks for (``2401.01234v2`` -> 2); None without one."""
    spelling = _read(text)
    return spelling.version if spelling else None


def find_paper_ids(text: str) -> tuple[PaperId, ...]:
    """The works named anywhere in running text, in order, each once.

    A link to an unknown site names one by a DOI, or by an arXiv id that follows the word.
    """
    text = _CODED.sub(r" \1.\2 ", _decoded(text.replace("\\_", "_")))
    return tuple(dict.fromkeys(_found(text))) if _HINT.search(text) else ()


def scheme_of(paper: PaperId) -> Scheme:
    """The scheme of a stored id. Raises ``ValueError`` for a prefix that no scheme has."""
    prefix = paper.partition(":")[0]
    for scheme in SCHEMES:
        if scheme.prefix == prefix:
            return scheme
    raise ValueError(f"{paper!r} is no paper id: its prefix is none of {', '.join(each.prefix for each in SCHEMES)}")


def page_of(paper: PaperId) -> str:
    """The web address of a work's own page. Safe to show: it holds no space, quote or angle bracket."""
    return scheme_of(paper).page.format(quote(short(paper), safe="/:;,()-._~"))


def short(paper: PaperId) -> str:
    """What people read: ``2401.01234``, ``hep-th/9901001``, ``10.1234/abc``."""
    return paper.partition(":")[2]


def is_arxiv(paper: PaperId) -> bool:
    """Whether arXiv gave this id."""
    return scheme_of(paper) is _ARXIV


def is_preprint_doi(paper: PaperId) -> bool:
    """Whether this is a DOI of bioRxiv or medRxiv."""
    return not is_arxiv(paper) and _PREPRINT_DOI.fullmatch(short(paper)) is not None


def preference(paper: PaperId) -> tuple[int, bool, str]:
    """A key that sorts the ids of one work, the best first.

    They come in the order of ``SCHEMES``, a preprint's DOI before that of the article it became.
    """
    scheme = scheme_of(paper)
    return (SCHEMES.index(scheme), scheme is _DOI_SCHEME and not is_preprint_doi(paper), paper)


def _read(text: str) -> _Spelling | None:
    spelling = text.strip().removeprefix("<").removesuffix(">").strip()
    if len(spelling) > LONGEST_SPELLING:
        return None
    address = unquote(re.split(r"[?#]", spelling, maxsplit=1)[0])
    for scheme in SCHEMES:
        matches = (scheme.bare.fullmatch(_decoded(spelling)), *(pattern.fullmatch(address) for pattern in scheme.web))
        if match := next(filter(None, matches), None):
            return scheme.read(match["name"])
    return None


def _decoded(text: str) -> str:
    return _ENCODED.sub(lambda match: unquote(f"%{match[1]}"), text) if "%" in text else text


def _found(text: str) -> Iterator[PaperId]:
    for match in _INSIDE.finditer(text):
        spelling = match[0]
        before = text[max(0, match.start() - _LINK_BEFORE) : match.start()] if "10." in spelling else ""
        if _LINK.search(before + spelling):
            spelling = _without_closing(_QUERY.split(spelling, maxsplit=1)[0]).removesuffix(".pdf")
        if read := _read(spelling):
            yield read.paper


def _arxiv(name: str) -> _Spelling | None:
    match = _ARXIV_PARTS.fullmatch(name)
    if match is None:
        return None
    version = int(match["version"]) if match["version"] else None
    if match["new"]:
        return _Spelling(PaperId(f"arxiv:{match['new']}"), version) if _is_new_id(match["new"]) else None
    old = f"{match['archive'].lower()}/{match['serial']}"
    return _Spelling(PaperId(f"arxiv:{old}"), version) if _is_old_serial(match["serial"]) else None


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
    while match := _PAGE_OF_DOI.fullmatch(name):
        name = _without_closing(match["doi"])
    if match := _ARXIV_DOI.fullmatch(name):
        return _arxiv(match["name"])
    if not name.startswith("10."):
        name = f"{'10.64898' if name[4] == '.' and name >= _NEW_PREFIX else '10.1101'}/{name}"
    if match := _PREPRINT_DOI.fullmatch(name):
        return _Spelling(PaperId(f"doi:{match['work']}"), int(match["version"]) if match["version"] else None)
    if name.startswith("10.48550/arxiv.") or not name.partition("/")[2]:
        return None
    return _Spelling(PaperId(f"doi:{name}"), None)


def _without_closing(name: str) -> str:
    """Without the punctuation of the sentence around it; a closing bracket stays where the DOI opened one."""
    while name:
        last = name[-1]
        if last in ".,;:!?'\"*_>`/" or (last in ")]}" and name.count(last) > name.count("([{"[")]}".index(last)])):
            name = name[:-1]
        else:
            break
    return name


_ARXIV = Scheme(
    prefix="arxiv",
    page="https://arxiv.org/abs/{}",
    export_field="eprint",
    archive="arXiv",
    bare=re.compile(
        rf"(?:{_ARXIV_MARK}|oai:arxiv\.org:|arxiv\s)(?P<name>{_CORE}{_VERSION})(?:\s*\[[a-z., -]{{2,40}}\])?", _FLAGS
    ),
    web=(re.compile(rf"{_ARXIV_WEB}(?P<name>{_CORE}{_VERSION})(?:\.pdf|\.md|\.html)?/?", _FLAGS),),
    inside=rf"(?:(?<![\w.-]){_ARXIV_WEB}|{_ARXIV_PATH}){_CORE}{_VERSION}(?!\w|\.[0-9])"
    rf"|(?<![\w./-]){_ARXIV_MARK}{_CORE}{_VERSION}(?![\w/]|\.[0-9])",
    read=_arxiv,
)
_DOI_SCHEME = Scheme(
    prefix="doi",
    page="https://doi.org/{}",
    export_field="doi",
    archive="",
    bare=re.compile(rf"(?:doi:?\s?)?(?P<name>{_DOI})", _FLAGS),
    web=(
        re.compile(rf"{_DOI_WEB}(?P<name>{_DOI})", _FLAGS),
        re.compile(rf"{_PREPRINT_WEB}(?P<name>(?:10\.(?:1101|64898)/)?{_PREPRINT_NAME}[!-~]{{0,80}})", _FLAGS),
    ),
    inside=rf"{_DOI_WEB}{_DOI_INSIDE}|{_PREPRINT_WEB}[!#-;=?-{{}}~]{{6,120}}|(?<![\w.])(?:doi:?\s?)?{_DOI_INSIDE}",
    read=_doi,
)
SCHEMES = (_ARXIV, _DOI_SCHEME)
"""Every way to name works that Paperboy knows, the one to prefer first."""

_INSIDE = re.compile("|".join(scheme.inside for scheme in reversed(SCHEMES)), _FLAGS)
"""What names most is looked for last: a DOI may hold what looks like an arXiv id."""
