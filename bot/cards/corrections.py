"""What is asked where somebody corrects a follow or mute of just now."""

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
