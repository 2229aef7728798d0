"""Which organisations a follow or mute means, and which it may have meant."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards.wording import listed
from bot.model import Answer, Button, Interest
from bot.text import shorten

_OFFERED = 3
_TOLD = 5


def paper_count(papers: int) -> str:
    return "One paper" if papers == 1 else f"{papers} papers"


def from_there_too(answer: Answer, interest: Interest) -> Answer:
    """The answer to a topic that is called like an organisation, with how to state that instead."""
    verb = "mute" if interest.muted else "follow"
    line = f"{verb} org:{interest.value}"
    text = f"{answer.card.text}\nThat is papers about {interest.value}; “{line}” is for papers from there."
    button = Button(label=f"{verb.capitalize()} papers from {shorten(interest.value, 30)}", line=line)
    return replace(answer, card=replace(answer.card, text=text, buttons=(button, *answer.card.buttons)))


def with_others(
    answer: Answer, interest: Interest, beside: Sequence[tuple[str, int]], places: Sequence[tuple[str, int]] = ()
) -> Answer:
    """The same, with the organisations that are meant, and those whose longer names make them others, which are not.

    With each go its papers; how to name those of ``beside`` too is offered.
    """
    text = answer.card.text
    if places:
        text += f" Meant by that: {_counted_places(places)}."
    if not beside:
        return replace(answer, card=replace(answer.card, text=text))
    shown, verb = beside[:_OFFERED], "mute" if interest.muted else "follow"
    buttons = [
        Button(label=shorten(f"{verb.capitalize()} {name} too", 40), line=f"{verb} org:{name}") for name, _ in shown
    ]
    text += f" Not meant by that: {_counted_places(shown)}."
    return replace(answer, card=replace(answer.card, text=text, buttons=(*buttons, *answer.card.buttons), asks=True))


def _counted_places(places: Sequence[tuple[str, int]]) -> str:
    named = [f"{name} ({paper_count(count).lower()})" for name, count in places[:_TOLD]]
    more = len(places) - len(named)
    return listed([*named, f"{more} more"] if more else named)
