"""The papers that a message shows, whoever wrote it. The message is read when somebody points at it, and not kept."""

from collections.abc import Iterator
from typing import Any

from bot.commands import parse
from bot.identity import PaperId, find_paper_ids, parse_paper_id


def papers_in(message: dict[str, Any]) -> list[PaperId]:
    """Ids in order of appearance: those our own buttons name, else those in links and words."""
    ours = dict.fromkeys(_of_buttons(message.get("blocks") or []))
    return list(ours or dict.fromkeys(find_paper_ids(str(message.get("text") or ""))))


def _of_buttons(blocks: list[dict[str, Any]]) -> Iterator[PaperId]:
    for block in blocks:
        for element in block.get("elements") or []:
            if not str(element.get("action_id", "")).startswith("v1:"):
                continue
            paper = parse_paper_id(parse(str(element.get("value") or "")).get("paper"))
            if paper:
                yield paper
