"""The answers of pages, with their headers."""

import json
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from adapters.pages.assets import FOREVER, Asset
from bot.ports.http import HttpResponse
from bot.text import shorten

MESSAGE_COOKIE = "paperboy-told"
LONGEST_MESSAGE = 400
_MESSAGE_SECONDS = 30

Headers = Sequence[tuple[str, str]]


def policy(*loaded: str) -> str:
    """What a page may load and be put into: nothing but what ``loaded`` lets in."""
    return "; ".join(("default-src 'none'", *loaded, "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"))


def policy_with_forms_to(others: Sequence[str]) -> str:
    """The policy of a page whose forms may lead to other sites too."""
    return POLICY.replace("form-action 'self'", " ".join(("form-action 'self'", *others)))


POLICY = policy("script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'")
_OF_PAGES: Headers = (
    ("Content-Security-Policy", POLICY),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Robots-Tag", "noindex"),
)
SECRET: Headers = (("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"))
"""For pages whose address or content is for one person alone."""


def page(body: str, *, status: int = 200, headers: Headers = (), secret: bool = False) -> HttpResponse:
    """A page; with ``secret`` nobody keeps it, and its address is told to no other site."""
    given = {name for name, _ in headers} | ({"Referrer-Policy"} if secret else set())
    of_pages = [each for each in _OF_PAGES if each[0] not in given]
    caching = SECRET if secret else (("Cache-Control", "private, no-cache"),)
    return HttpResponse(
        status=status,
        body=body,
        content_type="text/html",
        headers=(*of_pages, *caching, *headers),
        packed=not secret,
    )


def never_kept(answer: HttpResponse) -> HttpResponse:
    """The answer as one that no browser shows again, by its back button either."""
    others = [each for each in answer.headers if each[0] != "Cache-Control"]
    return replace(answer, headers=(*others, ("Cache-Control", "no-store")))


def redirect(address: str, *headers: tuple[str, str]) -> HttpResponse:
    """Go on to an address of this site, with GET."""
    safe = quote(address, safe="/?=&%:,+~#@!$'()*;[]-._")
    return HttpResponse(status=303, headers=(("Location", safe), ("Cache-Control", "no-store"), *headers))


def message_header(words: str) -> tuple[str, str]:
    """The header that lets the next page say what was done."""
    value = quote(shorten(words, LONGEST_MESSAGE), safe="")
    return "Set-Cookie", f"{MESSAGE_COOKIE}={value}; Path=/; Max-Age={_MESSAGE_SECONDS}; HttpOnly; SameSite=Lax"


def asset(file: Asset) -> HttpResponse:
    """A file under its hashed name."""
    return HttpResponse(
        body=file.content, content_type=file.content_type, headers=(("Cache-Control", FOREVER),), packed=True
    )


def answer_to_script(words: str, on: Sequence[str] | None = None) -> HttpResponse:
    """What our own script says, and the marks that a paper has now; None leaves them as they are shown."""
    return text(json.dumps({"text": words} | ({} if on is None else {"on": on})), "application/json")


def text(body: str, kind: str = "text/plain", *, name: str = "", status: int = 200) -> HttpResponse:
    """A text; with ``name`` to be kept as a file."""
    kept = (("Content-Disposition", f'attachment; filename="{name}"'),) if name else ()
    return HttpResponse(status=status, body=body, content_type=kind, headers=(*kept, ("X-Robots-Tag", "noindex")))
