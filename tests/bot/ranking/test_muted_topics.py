"""What a muted topic hides beyond what is claimed to be about it."""

from dataclasses import replace

import pytest

from bot.model import Interest, InterestKind, Paper, PaperId
from bot.ranking.rules import Readable, named

ROBOTS = (
    ("Robot Learning from Demonstrations", "Robot learning lets arms manipulate objects after a few demonstrations."),
    ("Scalable Robot Learning", "We scale robot learning to many arms that grasp and place objects."),
    ("Robot Learning in the Home", "Robot learning for household manipulation: grasping, pouring and folding."),
)
POLICY = """A policy for dexterous manipulation grasps and places objects with a robot arm. Training data come from
simulation, and the policy keeps improving after deployment. Learning takes a day."""
NEARLY = ("Dexterous Grasping Policies", POLICY)
MUTE = Interest(kind=InterestKind.TOPIC, value="robot learning", muted=True)


@pytest.fixture
def readable(sample: list[Paper]) -> list[Readable]:
    """Papers on robot learning, one that says so in other words, and the sample."""
    robots = [
        replace(sample[0], id=PaperId(f"arxiv:2608.9999{n}"), title=title, abstract=text, summary=None, keywords=())
        for n, (title, text) in enumerate((*ROBOTS, NEARLY))
    ]
    return [Readable(paper) for paper in (*robots, *sample)]


def test_what_is_nearly_about_a_muted_topic_is_hidden_too(readable: list[Readable]) -> None:
    followed, muted = named(readable, replace(MUTE, muted=False)), named(readable, MUTE)
    assert followed[:4] == [True, True, True, False]
    assert muted[:4] == [True, True, True, True]
    assert all(hidden for hidden, about in zip(muted, followed, strict=True) if about)
    assert sum(muted) <= sum(followed) + 2


@pytest.mark.parametrize("topic", ["tax law", "zzzqqq flurbs", "veterinary medicine"])
def test_a_topic_that_nothing_is_about_hides_nothing(readable: list[Readable], topic: str) -> None:
    assert not any(named(readable, replace(MUTE, value=topic)))


def test_a_paper_is_hidden_in_whatever_company_it_comes(readable: list[Readable]) -> None:
    hidden = named(readable, MUTE)
    assert named(readable[:4], MUTE) == hidden[:4]
    assert [paper.matches(MUTE) for paper in readable] == hidden
