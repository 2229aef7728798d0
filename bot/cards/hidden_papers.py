"""What mutes hide of what somebody follows, and how to take them back."""

from collections.abc import Sequence
from dataclasses import replace

from bot.model import Button, Card, Interest
from bot.text import shorten

_SHOWN = 3
"""Mutes named."""


def hidden_words(hidden: Sequence[tuple[Interest, int]], papers: int) -> str:
    """How many of so many papers each of these mutes hides; '' for none."""
    said = (f"You mute {mute}, which hides {_share_of(count, papers)}." for mute, count in hidden[:_SHOWN])
    return "".join(f" {each}" for each in said)


def with_mutes(card: Card, hidden: Sequence[tuple[Interest, int]], papers: int) -> Card:
    """A list without picks, with what mutes hide of so many ``papers`` that match what is followed."""
    if not hidden:
        return card
    there_are = "is one paper" if papers == 1 else f"are {papers} papers"
    text = f"{card.text} Of what you follow there {there_are}."
    text += hidden_words(hidden, papers)
    return replace(card, text=text, buttons=(*unmute_buttons(hidden), *card.buttons))


def unmute_buttons(hidden: Sequence[tuple[Interest, int]]) -> list[Button]:
    """How to take each of the mutes back that ``hidden_words`` tells."""
    return [Button(label=f"Unmute {shorten(str(mute), 40)}", line=f"unmute {mute}") for mute, _ in hidden[:_SHOWN]]


def _share_of(count: int, papers: int) -> str:
    if count == papers:
        return {1: "it", 2: "both of them"}.get(papers, f"all {papers} of them")
    return f"{count} of these {papers}"
