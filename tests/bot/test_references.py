"""References as people have them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadQuery
from bot.references import Reference, read_references

BIBTEX = """
@article{vaswani, title = {Attention Is {All} You Need}, eprint = {1706.03762}, archivePrefix = {arXiv}}
@misc{x, title = "A \\"{o} in a Title", url = {https://arxiv.org/abs/2401.01234v2}, doi = {10.48550/arXiv.2401.01234}}
@book{only, title = {Only a Title}, publisher = {Somebody}}
"""
RIS = """TY  - JOUR
TI  - A Journal Paper
DO  - 10.1000/xyz123
UR  - http://arxiv.org/abs/hep-th/9901001
ER  -

TY  - CONF
T1  - Without an End
UR  - https://arxiv.org/pdf/2402.00002v1
"""
CSL = '[{"id": "a", "title": "One", "DOI": "10.1000/ABC"}, {"title": "Two", "note": "arXiv:2403.00003 [cs]"}, 7, null]'


def test_links_and_ids_in_running_text() -> None:
    text = "See 2401.01234, https://arxiv.org/abs/2402.00002v3 and hep-th/9901001; again arXiv:2401.01234v2."
    ids = [reference.ids for reference in read_references(text)]
    assert ids == [("arxiv:2401.01234",), ("arxiv:2402.00002",), ("arxiv:hep-th/9901001",)]


def test_bibtex() -> None:
    references = read_references(BIBTEX)
    assert [reference.ids for reference in references] == [("arxiv:1706.03762",), ("arxiv:2401.01234",), ()]
    assert [reference.title for reference in references] == [
        "Attention Is All You Need",
        "A ö in a Title",
        "Only a Title",
    ]


def test_ris_with_and_without_its_last_line() -> None:
    first, second = read_references(RIS)
    assert first.ids == ("arxiv:hep-th/9901001", "doi:10.1000/xyz123"), "arXiv's id comes first"
    assert (second.title, second.ids) == ("Without an End", ("arxiv:2402.00002",))


def test_zotero_s_json() -> None:
    assert read_references(CSL) == [Reference(("doi:10.1000/abc",), "One"), Reference(("arxiv:2403.00003",), "Two")]


def test_the_same_reference_twice_is_one() -> None:
    assert len(read_references(BIBTEX + BIBTEX.replace("vaswani", "again").replace("{x,", "{y,"))) == 3


@pytest.mark.parametrize(
    "text", ["", "hello", "@article{", "[]", "{}", "[1, 2]", '{"a":', "[" * 90_000, "TY  - JOUR\nER  -"]
)
def test_what_refers_to_nothing_is_said_so(text: str) -> None:
    with pytest.raises(BadQuery):
        read_references(text)


@given(st.text(max_size=200), st.sampled_from(["", "@article{a, title={", "TY  - JOUR\nTI  - ", '[{"title": "']))
def test_any_text_is_read_or_refused(text: str, before: str) -> None:
    with contextlib.suppress(BadQuery):
        assert read_references(before + text)
