"""The few pages that links in mail lead to: plain HTML, one form each, nothing from anywhere else. Pure."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from bot.model import File
from bot.ports.http import HttpResponse

_STYLE = (
    ":root{color-scheme:light dark}a{color:inherit}"
    "body{font:17px/1.5 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem}"
    "h1{font-size:1.4rem}form{margin:1.5rem 0}dt{font-weight:600}dd{margin:0 0 .6rem}"
    "button{font:inherit;padding:.5rem 1rem;margin:0 .5rem .5rem 0;cursor:pointer}"
    "button.first{font-weight:700}label{display:block;margin:0 0 .8rem}"
    "input,select{font:inherit;padding:.3rem;display:block;width:100%;box-sizing:border-box}.soft{opacity:.75;font-size:.9rem}"
)
_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
HEADERS = (
    (
        "Content-Security-Policy",
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("X-Robots-Tag", "noindex"),
)
"""Beside those that the door sets: no referrer, nothing kept, nothing guessed."""


@dataclass(frozen=True, slots=True)
class SubmitButton:
    """A button of a page's form; ``value`` is what it sends as ``do``. ``first`` stands out."""

    label: str
    value: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class FormField:
    """Something to type, or to choose where there are ``choices``; ``value`` is what stands now."""

    label: str
    name: str
    value: str
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """One page: words, facts, and a form that is sent back to the same address. ``link`` is its words and its path."""

    title: str
    paragraphs: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    fields: Sequence[FormField] = ()
    presses: Sequence[SubmitButton] = ()
    small: str = ""
    link: tuple[str, str] | None = None
    status: int = 200


def response(page: FormPage) -> HttpResponse:
    """The page as an answer."""
    return HttpResponse(status=page.status, body=_html(page), content_type="text/html", headers=HEADERS)


def file_response(file: File) -> HttpResponse:
    """A file to be kept."""
    kept = ("Content-Disposition", f'attachment; filename="{file.name}"')
    return HttpResponse(body=file.content, content_type=file.media_type, headers=(*HEADERS, kept))


def _html(page: FormPage) -> str:
    body = [f"<h1>{escape(page.title)}</h1>", *(f"<p>{escape(text)}</p>" for text in page.paragraphs if text)]
    if page.facts:
        rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in page.facts)
        body.append(f"<dl>{rows}</dl>")
    if page.presses:
        inside = [*map(_field, page.fields), *map(_press, page.presses)]
        body.append(f'<form method="post">{"".join(inside)}</form>')
    if page.link:
        words, path = page.link
        body.append(f'<p><a href="{escape(path)}">{escape(words)}</a></p>')
    if page.small:
        body.append(f'<p class="soft">{escape(page.small)}</p>')
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(page.title)} · Paperboy</title><style>{_STYLE}</style></head>\n"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def _field(field: FormField) -> str:
    name, value = escape(field.name), escape(field.value)
    if field.choices:
        options = "".join(
            f"<option{' selected' if choice == field.value else ''}>{escape(choice)}</option>"
            for choice in field.choices
        )
        return f'<label>{escape(field.label)}<select name="{name}">{options}</select></label>'
    return f'<label>{escape(field.label)}<input name="{name}" value="{value}" maxlength="80"></label>'


def _press(press: SubmitButton) -> str:
    first = ' class="first"' if press.first else ""
    return f'<button name="do" value="{escape(press.value)}"{first}>{escape(press.label)}</button>'
