"""The reason that is said of a pick, and the button that mutes just that."""

import pytest

from bot.cards.picks import mute_given, reason_of
from bot.model import Paper, PaperId, Pick, Reason, ReasonKind

TOPIC = Reason(kind=ReasonKind.TOPIC, subject="retrieval", contribution=0.3)
POPULAR = Reason(kind=ReasonKind.POPULARITY, count=90, contribution=0.5)
VAGUE = Reason(kind=ReasonKind.NEAREST_LIKE, contribution=0.5)
AUTHOR = Reason(kind=ReasonKind.AUTHOR, subject="Ada Lovelace", contribution=0.2)


def pick(*reasons: Reason, followed: bool = False, explored: bool = False) -> Pick:
    paper = Paper(id=PaperId("arxiv:2608.00001"), title="A paper")
    return Pick(paper=paper, score=1.0, reasons=reasons, followed=followed, explored=explored)


@pytest.mark.parametrize(
    ("shown", "said", "line"),
    [
        (pick(TOPIC), "Because you follow retrieval", "mute topic:retrieval"),
        (pick(POPULAR, TOPIC), "Because you follow retrieval", "mute topic:retrieval"),
        (pick(VAGUE, TOPIC), "Because you follow retrieval", "mute topic:retrieval"),
        (pick(TOPIC, AUTHOR, followed=True), "By Ada Lovelace, whom you follow", "mute author:Ada Lovelace"),
    ],
)
def test_one_press_mutes_the_reason_that_is_said(shown: Pick, said: str, line: str) -> None:
    assert reason_of(shown) == said
    assert [button.line for button in mute_given(shown)] == [line]


def test_where_no_reason_is_said_that_could_be_muted_nothing_is_offered() -> None:
    assert not mute_given(pick(VAGUE))
    assert not mute_given(pick(TOPIC, explored=True))
