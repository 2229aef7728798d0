"""What the circumstances of a chat platform make Paperboy say: errors, old buttons, missing permissions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.commands import BY_NAME, line_of
from bot.model import Answer, Button, ButtonStyle, Card, Command, Row

SORRY = Card(text="Something went wrong on my side, and it is in my log. Please try again.", problem=True)
OLD_BUTTON = Card(text="This button is older than what I remember. Please ask again.", problem=True)
NOTHING_MENTIONED = Card(text="I see no arXiv id or link in that message.", problem=True)
EMOJI_ON_SEVERAL = Card(
    title="Which paper do you mean?",
    text="Your emoji is on a message with several papers, so I can't tell which one it means. Press 👍, 👎 or 🔖 under "
    "the paper there, or choose the paper from the menu. I say this at most once a day.",
)
MAY_NOT_WRITE = "You can't write in this channel, so this answer stays with you."


CHANNEL = "Channel"
CHANNEL_HINT = "where the picks are posted"
OTHER_CHANNEL = "These are the daily picks of the channel that you chose in the form."


def channel_unseen(filled: Command) -> Card:
    """Another channel was chosen in a form than Paperboy or the person can see."""
    return Card(
        text="I can't see the channel that you chose, so nothing was changed. Add me there first, or choose another.",
        buttons=(_back_to(filled),),
        problem=True,
    )


def no_form(command: str) -> Card:
    """A form could not be opened; the same can be typed."""
    return Card(
        text="The form can't be opened just now. Try again in a minute, or type everything in one line: "
        f"/papers help {command} shows how.",
        problem=True,
    )


def filled_wrongly(filled: Command, wrong: Mapping[str, str]) -> Card:
    """What to mend in a filled form, field by field, and the way back to it with all that was typed."""
    labels = {argument.name: argument.label or argument.name for argument in BY_NAME[filled.name].arguments}
    rows = tuple(Row(label=labels[name], text=why) for name, why in wrong.items())
    return Card(title="Nothing was changed yet", rows=rows, buttons=(_back_to(filled),), problem=True)


def _back_to(filled: Command) -> Button:
    return Button(label="Back to the form", line=line_of(filled), form=filled.name, style=ButtonStyle.PRIMARY)


def mentioned_in_part(shown: int, named: int) -> str:
    """The message names more papers than are shown, or ''."""
    return f"That message names {named} papers; these are the first {shown}." if named > shown else ""


def lacking(permissions: Sequence[str]) -> str:
    """The permissions that Paperboy needs in this channel and does not hold, or ''."""
    if not permissions:
        return ""
    return (
        f"I lack these permissions in this channel: {', '.join(permissions)}. "
        "Whoever manages the server can give them to me."
    )


def with_note(answer: Answer, note: str) -> Answer:
    """The answer with one more line at its foot."""
    footer = "\n".join(filter(None, (answer.card.footer, note)))
    return replace(answer, card=replace(answer.card, footer=footer))
