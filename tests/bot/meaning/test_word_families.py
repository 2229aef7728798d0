"""Nouns and adjectives of one subject are found for each other, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meaning.content_words import stem
from bot.meaning.word_families import in_other_forms


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        ("finance", "financial"),
        ("Medicine", "medical"),
        ("law", "legal"),
        ("chemistry", "chemical"),
        ("molecular design", "molecule design"),
        ("scientific discovery", "science discovery"),
        ("math problems", "mathematics problems"),
        ("surgery", "surgical"),
        ("history", "historical"),
    ],
)
def test_a_word_has_the_form_of_its_subject(typed: str, also: str) -> None:
    assert list(in_other_forms(typed)) == [also]


@pytest.mark.parametrize(
    "typed",
    [
        *("graphs", "transformers", "tokens", "memory", "quantization", "speech recognition", "AI safety", "planning"),
        *("real", "real-time", "kernels", "optimizers", "medical medicine", "legal AI", "", "zzzqqq", "语言", "the"),
    ],
)
def test_what_only_begins_alike_is_another_word(typed: str) -> None:
    assert list(in_other_forms(typed)) == []


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_each_form_differs_from_the_text_in_one_word_of_another_stem(text: str) -> None:
    tokens = text.split()
    for form in in_other_forms(text):
        changed = [(one, other) for one, other in zip(tokens, form.split(), strict=True) if one != other]
        assert len(changed) == 1
        assert stem(changed[0][0].casefold()) != stem(changed[0][1])
