"""The answers to several commands of one line, as one card."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards.questions import UNDO
from bot.model import Answer, Button, Card


def in_one(answers: Sequence[tuple[str, Answer]]) -> Answer:
    """The answers, each with the name of its command, in one: all that they say, and how to undo each."""
    if len(answers) == 1:
        return answers[0][1]
    cards = [answer.card for _, answer in answers]
    buttons: dict[str, Button] = {}
    for name, answer in answers:
        for button in answer.card.buttons:
            buttons.setdefault(button.line, replace(button, label=f"Undo {name}") if button.label == UNDO else button)
    return Answer(
        card=Card(
            text="\n".join("\n".join(filter(None, (card.title, card.text, card.footer))) for card in cards),
            rows=tuple(row for card in cards for row in card.rows),
            buttons=tuple(buttons.values()),
            problem=all(card.problem for card in cards),
            asks=any(card.asks for card in cards),
        )
    )
