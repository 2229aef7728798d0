"""Terms that mean the same stand for each other, in each spelling, and only for each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meaning.synonyms import in_other_terms, usual_terms


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        ("RL", ["reinforcement learning"]),
        ("safe reinforcement-learning", ["safe RL"]),
        ("LLMs", ["large language models"]),
        ("RAG for LLMs", ["retrieval augmented generation for large language models"]),
        ("text2image", ["T2I"]),
        ("self-driving cars", ["autonomous driving", "self driving", "autonomous vehicles"]),
        ("autonomous driving", ["self driving", "autonomous vehicle"]),
        ("fake news", ["misinformation", "disinformation"]),
        ("speech to text", ["ASR", "speech recognition", "automatic speech recognition"]),
        ("conversational agents", ["dialogue systems", "chatbots"]),
        ("chatbots", ["dialogue systems"]),
        ("video synthesis", ["video generation"]),
        ("agents", []),
        ("flows", []),
        ("", []),
    ],
)
def test_a_topic_is_read_in_all_terms_that_mean_the_same(typed: str, also: list[str]) -> None:
    assert list(in_other_terms(typed)) == also


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("self-driving cars", {"self-driving cars": "autonomous driving"}),
        ("XAI survey", {"XAI": "explainable AI"}),
        ("RAG for LLMs", {"RAG": "retrieval augmented generation", "LLMs": "large language models"}),
        ("disinformation", {"disinformation": "misinformation"}),
        ("ECG", {"ECG": "electrocardiogram"}),
        ("misinformation", {}),
        ("KV cache", {}),
        ("autonomous driving", {}),
        ("agents", {}),
    ],
)
def test_each_term_has_a_usual_name(typed: str, usual: dict[str, str]) -> None:
    assert usual_terms(typed) == usual


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert text not in in_other_terms(text)
