"""A card as a platform can show it: what it has no means for is said in words. Pure."""

from dataclasses import replace

from bot.model import Answer, Button, Capabilities, Card

MOST_TYPED = 6
"""Lines offered for typing; a longer list is read by nobody."""

_REACT = "React with /papers like, dislike or save and a paper's link."


def possible_answer(answer: Answer, can: Capabilities, *, direct: bool) -> Answer:
    """The answer as the platform can give it; what is personal is not told before others."""
    if not can.private_answers and not direct and answer.private and not answer.shareable and not answer.card.problem:
        return Answer(card=Card(text="That is for your eyes only. Ask me in a direct message.", problem=True))
    return replace(answer, card=possible_card(answer.card, can))


def possible_card(card: Card, can: Capabilities) -> Card:
    """The card with no more buttons and forms than the platform has."""
    if not can.buttons:
        return _typed(card)
    return card if can.forms else _without_forms(card)


def _typed(card: Card) -> Card:
    """Without buttons and menu: their lines and links stand in the footer."""
    shown = (*card.buttons, *(button for row in card.rows for button in row.buttons))
    chosen = (choice.value for choice in card.menu.choices) if card.menu else ()
    pressed = (button.line for button in shown if button.line)
    lines = [f"/papers {line}" for line in dict.fromkeys((*pressed, *chosen))]
    links = [f"{button.label}: {button.url}" for button in shown if button.url]
    react = _REACT if any(paper.buttons for paper in card.papers) else ""
    type_ = f"Type {' · '.join(lines[:MOST_TYPED])}" if lines else ""
    return replace(
        card,
        papers=tuple(replace(paper, buttons=()) for paper in card.papers),
        rows=tuple(replace(row, buttons=()) for row in card.rows),
        menu=None,
        buttons=(),
        footer="\n".join(part for part in (card.footer, *links, react, type_) if part),
    )


def _without_forms(card: Card) -> Card:
    def plain(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
        return tuple(replace(button, form="") for button in buttons)

    return replace(
        card,
        papers=tuple(replace(paper, buttons=plain(paper.buttons)) for paper in card.papers),
        rows=tuple(replace(row, buttons=plain(row.buttons)) for row in card.rows),
        buttons=plain(card.buttons),
    )
