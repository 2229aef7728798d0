"""What is asked where a follow or mute may have been meant otherwise."""

from dataclasses import replace

from bot.cards import questions
from bot.model import Answer, Button, Card, Interest
from bot.text import shorten


def replaced(wanted: Interest, said: Interest) -> Answer:
    """Whether one interest shall be stated in place of another; nothing is changed yet."""
    verb, asked = "mute" if said.muted else "follow", questions.search(shorten(wanted.value, 40))
    buttons = (
        Button(
            label=f"{verb.capitalize()} {shorten(str(wanted), 40)} instead", line=f"{verb} {wanted} instead of {said}"
        ),
        Button(label=shorten(f"{verb.capitalize()} both", 40), line=f"{verb} {wanted}"),
        Button(label=asked, line=f"search {wanted}"),
    )
    text = f"Shall I {verb} {wanted} instead of {said}? Nothing was changed yet."
    return Answer(card=Card(text=text, buttons=buttons, asks=True, yes=buttons[0].line))


def each_alone(answer: Answer, interest: Interest, one: str, other: str) -> Answer:
    """The answer to a topic of two words that nothing is about, with how to state each of them instead."""
    verb = "mute" if interest.muted else "follow"
    text = f"{answer.card.text}\nI read that as one topic. “{verb} {one}, {other}” is for each of them."
    button = Button(label=f"{verb.capitalize()} each of them", line=f"{verb} {one}, {other} instead of {interest}")
    return replace(answer, card=replace(answer.card, text=text, buttons=(button, *answer.card.buttons)))
