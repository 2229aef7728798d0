"""The answers to several commands of one line lose nothing on their way into one card."""

from bot.cards.one_by_one import in_one
from bot.model import Answer, Button, Card

LINKS = (Button(label="Code", url="https://example.org/code"), Button(label="Page", url="https://example.org/page"))
LIKED = Answer(card=Card(text="More like this.", buttons=(Button(label="Undo", line="undo like arxiv:2608.00001"),)))


def test_every_link_of_a_paper_stays() -> None:
    card = in_one([("like", LIKED), ("paper", Answer(card=Card(text="A paper", buttons=LINKS)))]).card
    assert [(button.label, button.url) for button in card.buttons if button.url] == [
        ("Code", "https://example.org/code"),
        ("Page", "https://example.org/page"),
    ]
