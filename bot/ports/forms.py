"""Single pages with a form, drawn alike for all who have some: what links in mail lead to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.ports.http import HttpRequest, HttpResponse


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


class DrawsForms(Protocol):
    """Draws single pages with a form."""

    def form(self, request: HttpRequest, page: FormPage) -> HttpResponse:
        """The answer to ``request``; kept by nobody, and its address told to no other site."""
        ...


@runtime_checkable
class HasForms(Protocol):
    """A platform with pages of its own that stand among those of the web page, where that runs."""

    def draw_forms_with(self, drawing: DrawsForms) -> None:
        """Draw in the web page's frame from now on."""
        ...
