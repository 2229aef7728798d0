"""The answers to several commands of one line, as one card."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards.questions import UNDO, one_list
from bot.model import Answer, Button, Card


def in_one(answers: Sequence[tuple[str, Answer]]) -> Answer:
    """The answers, each with the name of its command, in one: all that they say, the last list, how to undo each."""
    if len(answers) == 1:
        return answers[0][1]
    shown = next((answer.card for _, answer in reversed(answers) if answer.card.papers), Card())
    cards = [_told(answer.card, shown) for _, answer in answers]
    buttons: dict[str, Button] = {}
    for name, answer in answers:
        for button in answer.card.buttons:
            named = replace(button, label=f"Undo {name}") if button.label == UNDO else button
            buttons.setdefault(button.line or button.url, named)
    return Answer(
        card=replace(
            shown,
            title="",
            footer="",
            text="\n".join("\n".join(filter(None, (card.title, card.text, card.footer))) for card in cards),
            rows=tuple(row for card in cards for row in card.rows),
            buttons=tuple(buttons.values()),
            problem=all(card.problem for card in cards),
            asks=any(card.asks for card in cards),
        ),
        private=any(answer.private for _, answer in answers),
    )


def _told(card: Card, shown: Card) -> Card:
    """What is said of one; of a list that is not the one shown, that it is asked for by itself."""
    return card if not card.papers or card is shown else Card(text=one_list(card.title))
