"""What a platform can't do is said in words, and nothing personal is told before others."""

from bot.cards.possible import possible_answer, possible_card
from bot.model import Answer, Button, Capabilities, Card, Choice, Menu, PaperCard, PaperId, Row

PAPER = PaperCard(
    paper=PaperId("arxiv:2401.00001"),
    title="One",
    url="https://arxiv.org/abs/2401.00001",
    buttons=(Button(label="👍", line="like arxiv:2401.00001"),),
)
CARD = Card(
    text="Settings",
    papers=(PAPER,),
    rows=(Row(label="Topic", buttons=(Button(label="Drop", line="unfollow agents"),)),),
    buttons=(
        Button(label="Change", line="subscribe", form="subscribe"),
        Button(label="Docs", url="https://example.org"),
    ),
)


def test_a_platform_that_can_everything_gets_the_card_as_it_is() -> None:
    assert possible_card(CARD, Capabilities()) == CARD


def test_without_buttons_their_lines_are_written_below() -> None:
    shown = possible_card(CARD, Capabilities(buttons=False))
    assert not any((shown.buttons, shown.papers[0].buttons, shown.rows[0].buttons))
    assert shown.footer.splitlines() == [
        "Docs: https://example.org",
        "React with /papers like, dislike or save and a paper's link.",
        "Type /papers subscribe · /papers unfollow agents",
    ]


def test_without_buttons_a_menu_is_no_more_than_the_lines_to_type() -> None:
    menu = Menu(label="Not for you? Mute…", choices=(Choice(label="Mute agents", value="mute topic:agents"),))
    shown = possible_card(Card(text="Two papers", menu=menu), Capabilities(buttons=False))
    assert shown.menu is None
    assert shown.footer == "Type /papers mute topic:agents"


def test_without_forms_a_button_does_what_its_line_does() -> None:
    shown = possible_card(CARD, Capabilities(forms=False))
    assert [(button.line, button.form) for button in shown.buttons] == [("subscribe", ""), ("", "")]


def test_what_is_personal_is_told_in_private_alone() -> None:
    public, answer = Capabilities(private_answers=False), Answer(card=CARD)
    assert "direct message" in possible_answer(answer, public, direct=False).card.text
    assert possible_answer(answer, public, direct=True) == answer
    for told in (Answer(card=CARD, shareable=True), Answer(card=CARD, private=False)):
        assert possible_answer(told, public, direct=False).card == CARD
    problem = Answer(card=Card(text="No such paper.", problem=True))
    assert possible_answer(problem, public, direct=False) == problem
