"""A reading list goes to other programs whole, and can't harm them."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exports import export
from bot.model import Organisation, Paper, PaperId

PAPER = Paper(
    id=PaperId("arxiv:2608.19880"),
    title="50% of {LoRA} & friends_",
    abstract="One line.\nAnother line.",
    authors=("Ada Lovelace", "=cmd()"),
    organisation=Organisation(slug="-evil", name="-evil"),
    published=date(2026, 8, 20),
)


def test_bibtex_escapes_what_tex_would_read():
    text = export([PAPER], "bibtex").content
    assert text.startswith("@misc{Lovelace260819880,")
    assert r"50\% of \{LoRA\} \& friends\_" in text
    assert "eprint = {2608.19880}" in text


def test_ris_keeps_one_value_a_line():
    lines = export([PAPER], "ris").content.split("\r\n")
    assert lines[0] == "TY  - GEN"
    assert "AB  - One line. Another line." in lines
    assert lines[-2] == "ER  - "


def test_csv_runs_no_formula():
    rows = list(csv.DictReader(io.StringIO(export([PAPER], "csv").content)))
    assert rows[0]["organisation"] == "'-evil"
    assert rows[0]["published"] == "2026-08-20"


def test_json_is_the_documented_shape():
    hits = json.loads(export([PAPER], "json").content)["hits"]
    assert hits[0]["id"] == "arxiv:2608.19880"
    assert hits[0]["url"] == "https://arxiv.org/abs/2608.19880"


def test_a_withdrawn_paper_is_marked_in_every_form():
    withdrawn = replace(PAPER, withdrawn=True)
    marks = {"bibtex": "note = {Withdrawn}", "ris": "N1  - Withdrawn", "csv": ",yes", "json": '"withdrawn": true'}
    for form, mark in marks.items():
        assert mark in export([withdrawn], form).content
        assert mark not in export([PAPER], form).content


_lines = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30)


@pytest.mark.parametrize("form", ["bibtex", "ris", "csv", "json"])
@given(title=_lines, authors=st.lists(_lines, max_size=3))
def test_no_paper_breaks_an_export(form, title, authors):
    paper = Paper(id=PaperId("doi:10.1/x"), title=title, authors=tuple(authors))
    assert export([paper], form).content
