"""Two titles are one only where that is near-certain."""

import pytest

from bot.titles import Likeness, likeness

SAME, ALIKE, OTHER = Likeness


@pytest.mark.parametrize(
    ("one", "other", "shared", "expected"),
    [
        ("Attention Is All You Need", "attention is all you need.", None, SAME),
        ("Attention Is All You Need", "Attention Is All You Needed", None, SAME),
        ("Qwen2 Technical Report", "Qwen2.5 Technical Report", None, ALIKE),
        ("Qwen2 Technical Report", "Qwen2.5 Technical Report", True, ALIKE),
        ("Notes on Gardens and Rivers, Part I", "Notes on Gardens and Rivers, Part II", True, ALIKE),
        ("Notes on Gardens and Rivers", "Notes on Gardens and Rivers", False, ALIKE),
        ("Gardens", "Gardens", None, ALIKE),
        ("Gardens", "Gardens", True, SAME),
        ("Attention Is All You Need", "A Survey of Attention", None, OTHER),
        ("", "", True, OTHER),
        ("Notes on Multimodal Gardens", "Notes on Multi-Modal Gardens", None, SAME),
        ("Languages of Common Garden Birds", "Langauges of Common Garden Birds", None, SAME),
        ("A Survey on Large Language Models", "A Survey of Large Language Models", None, ALIKE),
        ("Supervised Paths in Gardens of Rivers", "Unsupervised Paths in Gardens of Rivers", True, ALIKE),
        ("Learning with Labels in Long Gardens", "Learning without Labels in Long Gardens", True, ALIKE),
        ("Learning to Walk in Gardens, Part A", "Learning to Walk in Gardens, Part B", True, ALIKE),
        ("Attention Is Not Explanation in Gardens", "Attention Is Not Not Explanation in Gardens", True, ALIKE),
        ("Phi Technical Report", "Phi Technical Report: A Model Locally on Your Phone", None, ALIKE),
        ("Gardens & Rivers of Hills", "Gardens and Rivers of Hills", None, SAME),
        ("360° Ponds for Hens", "360 Ponds for Hens", None, SAME),
    ],
)
def test_how_like_two_titles_are(one: str, other: str, shared: bool | None, expected: Likeness) -> None:
    assert likeness(one, other, shared_author=shared) is expected
    assert likeness(other, one, shared_author=shared) is expected
