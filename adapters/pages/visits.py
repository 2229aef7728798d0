"""A request as pages understand it. Cookies and fields that can't be read are as if they were not there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl

from adapters.pages import uploads
from bot.model import Member, WebSession
from bot.ports.http import HttpRequest

MOST_FIELDS = 50
LARGEST_FORM = 64 * 1024
"""Bytes; a larger form without a file is refused."""
FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request. ``here`` is the address to come back to: its own, or that of the page whose form it is."""

    path: str
    query: Mapping[str, str]
    parts: Mapping[str, str]
    headers: Mapping[str, str]
    remote: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    file: bytes = b""
    """What stood in the field ``file`` of a form."""
    here: str = "/"
    session: WebSession | None = None
    refused: int = 0
    """See ``bot.ports.http.HttpRequest``."""

    @property
    def signed_in(self) -> WebSession:
        """The session of who asks, on pages for members alone."""
        assert self.session is not None  # noqa: S101 - the gate lets nobody else in there
        return self.session

    @property
    def member(self) -> Member | None:
        return self.session.member if self.session else None

    @property
    def by_script(self) -> bool:
        """Whether our own script asks, which wants an answer in words instead of a page."""
        return self.headers.get("Accept", "").startswith("application/json")


def visit_of(request: HttpRequest) -> Visit:
    """Read a request."""
    form, file = _sent(request)
    return Visit(
        path=request.path,
        query=_fields(request.query),
        parts=request.parts,
        headers=request.headers,
        remote=request.remote,
        cookies=_cookies(request.headers.get("Cookie", "")),
        form=form or {},
        file=file,
        refused=request.refused or (HTTPStatus.REQUEST_ENTITY_TOO_LARGE if form is None else 0),
        here=request.path + (f"?{request.query}" if request.query else ""),
    )


def local_address(wanted: str) -> str:
    """An address of this site alone, whatever was asked for; ``/`` for any other."""
    inside = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if inside and wanted.isprintable() and "\\" not in wanted else "/"


_NOT_TYPED = frozenset(("back", "channel", "mark", "line", "like", "dislike", "save", "undo"))
WAS = "was-"
"""In front of the name of a hidden field: what stood in the field of that name when its form was drawn."""


def typed_into(form: Mapping[str, str]) -> Sequence[str]:
    """What a person typed into a form or chose there, and no more."""
    return [
        value
        for name, value in form.items()
        if value.strip() and name not in _NOT_TYPED and not name.startswith(WAS) and value != form.get(WAS + name)
    ]


def _sent(request: HttpRequest) -> tuple[Mapping[str, str] | None, bytes]:
    """The fields of a form and the file in it, none of anything else; None for more than forms of this site hold."""
    kind = request.headers.get("Content-Type", "")
    match kind.partition(";")[0].strip().lower():
        case uploads.KIND:
            parts = uploads.parts_of(kind, request.body)
            return {name: part.decode("utf-8", "replace") for name, part in parts.items() if name != FILE}, parts.get(
                FILE, b""
            )
        case "application/x-www-form-urlencoded":
            small = len(request.body) <= LARGEST_FORM
            return (_fields(request.body.decode("utf-8", "replace")) if small else None), b""
        case _:
            return {}, b""


def _fields(text: str) -> Mapping[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:  # too many fields
        return {}


def _cookies(header: str) -> Mapping[str, str]:
    """By name; of two the first, whose path is the nearer. Other programs on this host put in whatever they like."""
    pairs = [each.partition("=") for each in header.split(";")]
    return {name.strip(): value.strip().strip('"') for name, _, value in reversed(pairs)}
