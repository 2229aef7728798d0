"""One-shot commands: the same answers as in chat, gathered over pages, for people or as JSON."""

import json
from dataclasses import replace
from typing import Any

from bot.app import App
from bot.cards.papers import summary_of
from bot.commands import line_of
from bot.console_identity import local_member, local_request
from bot.errors import UserError
from bot.exports import paper_record
from bot.model import Card, Command, Paper, PaperCard

LISTS = frozenset({"search", "today", "trending", "picks"})
"""Finding nothing is a fine answer to these; to the others it means that what was named is unknown."""


async def answer(app: App, command: Command, limit: int, member: str = "") -> Card:
    """The card that chat would show, with up to ``limit`` papers from as many pages as that takes.

    Raises ``UserError`` with the words of the card when the command could not be carried out, and where it may have
    meant several things, with what to type for each.
    """
    page = first = await _page(app, command, member)
    if first.problem and command.name not in LISTS:
        raise UserError("\n".join((" ".join(first.text.split()), *_choices(first, command))))
    papers = first.papers
    while len(papers) < limit and (following := _following(page, command)):
        command = following
        page = await _page(app, command, member)
        papers += page.papers
    footer = first.footer if page is first and len(papers) <= limit else ""
    return replace(first, papers=papers[:limit], footer=footer, buttons=())


def _choices(card: Card, command: Command) -> list[str]:
    """What to type for each thing that the command may have meant: a shell has no buttons to press."""
    meant = [button for button in card.buttons if card.asks and button.line.startswith(f"{command.name} ")]
    return [f"  paperboy {button.line}   {button.label}" for button in meant]


async def _page(app: App, command: Command, member: str) -> Card:
    request = local_request(local_member(member or app.settings.member), command, app.clock)
    return (await app.core.answer(request)).card


def _following(shown: Card, command: Command) -> Command | None:
    """The command for the next page, when the card offers one."""
    following = replace(command, page=command.page + 1)
    return following if line_of(following) in {button.line for button in shown.buttons} else None


async def as_json(app: App, command: Command, card: Card) -> str:
    """``{"command", "title", "message", "hits": [{"id", "title", …}]}``, the same shape for all that list papers."""
    known = await app.store.papers.get([shown.paper for shown in card.papers])
    hits = [_hit(known[shown.paper], shown) for shown in card.papers]
    found = {"command": line_of(command), "title": card.title, "message": card.text, "hits": hits}
    return json.dumps(found, ensure_ascii=False, indent=2)


def _hit(paper: Paper, shown: PaperCard) -> dict[str, Any]:
    found = {**paper_record(paper), "summary": summary_of(paper), "reason": shown.reason}
    if shown.relevance is None:
        return found
    reasons = [{"kind": r.kind.value, "subject": r.subject, "contribution": r.contribution} for r in shown.reasons]
    return {**found, "relevance": round(shown.relevance, 4), "matched": shown.matched, "reasons": reasons}
