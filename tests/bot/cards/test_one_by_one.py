"""The answers to several commands of one line lose nothing on their way into one card."""

from bot.cards.one_by_one import in_one
from bot.model import Answer, Button, Card

LINKS = (Button(label="Code", url="https://example.org/code"), Button(label="Page", url="https://example.org/page"))
LIKED = Answer(card=Card(text="More like this.", buttons=(Button(label="Undo", line="undo like arxiv:2608.00001"),)))


def test_several_answers_are_for_all_only_if_each_is() -> None:
    help_ = Answer(card=Card(text="What there is"), private=False)
    assert in_one([("like", LIKED), ("help", help_)]).private
    assert not in_one([("help", help_), ("status", help_)]).private


def test_every_link_of_a_paper_stays() -> None:
    card = in_one([("like", LIKED), ("paper", Answer(card=Card(text="A paper", buttons=LINKS)))]).card
    assert [(button.label, button.url) for button in card.buttons if button.url] == [
        ("Code", "https://example.org/code"),
        ("Page", "https://example.org/page"),
    ]
