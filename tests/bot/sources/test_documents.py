"""A document from outside costs a bounded amount, and one odd record in it costs that record."""

import json
import tracemalloc

import pytest

from bot.errors import SourceBroken
from bot.sources.documents import child_text, each_readable, read_json, read_xml

MB = 2**20


@pytest.mark.parametrize("part", [b"[],", b"{},", b'"aa",', b"1.5,", b"[" * 1000])
def test_a_json_bomb_takes_little(part: bytes) -> None:
    body = b"[" + part * (8 * MB // len(part)) + b"0]"
    tracemalloc.start()
    with pytest.raises(SourceBroken):
        read_json(body, "The source")
    assert tracemalloc.get_traced_memory()[1] < 1 * MB
    tracemalloc.stop()


@pytest.mark.parametrize(
    "body",
    [
        b"<a>" * 100_000,
        b"<a>" * 200 + b"</a>" * 200,
        b"<r>" + b"<a/>" * 400_000 + b"</r>",
        b'<!DOCTYPE r [<!ENTITY a "aaaa">]><r>&a;</r>',
        b"<r>",
        b"",
        b"\xff\xfe<",
    ],
    ids=["open", "deep", "many", "entity", "unfinished", "empty", "no text"],
)
def test_an_xml_bomb_is_refused(body: bytes) -> None:
    with pytest.raises(SourceBroken, match="isn't whole XML"):
        read_xml(body, "The source")


@pytest.mark.parametrize(
    ("odd", "read"),
    [
        (b"R&D", "R&D"),
        (b"caf&eacute; &amp; A&nbsp;B", "caf&eacute; & A&nbsp;B"),
        (b"A\x0bB\x00", "AB"),
        (b"A\xffB", "A\ufffdB"),
    ],
)
def test_a_slip_in_one_text_of_an_xml_costs_no_other(odd: bytes, read: str) -> None:
    for before in (b"", b"\xef\xbb\xbf", b'\n <?xml version="1.0" encoding="UTF-8"?>'):
        root = read_xml(before + b"<r><a>" + odd + b"</a><a>whole <i>and</i> well</a></r>", "The source")
        assert root[0].text == read
    assert child_text(read_xml(b"<r><a>whole <i>and</i> well</a></r>", "The source"), "a") == "whole and well"


def test_what_is_no_xml_all_over_is_not_mended() -> None:
    tracemalloc.start()
    with pytest.raises(SourceBroken):
        read_xml("<r>\U0001d400".encode() + b"a & b " * 1_000_000 + b"</r>", "The source")
    assert tracemalloc.get_traced_memory()[1] < 100 * MB
    tracemalloc.stop()


def test_a_number_of_any_length_is_read() -> None:
    assert read_json(b"[" + b"9" * 5000 + b", 7]", "The source") == [int("9" * 300), 7]


def test_a_record_that_breaks_the_reader_costs_that_record() -> None:
    def read(record: object) -> float:
        return 1 / int(json.dumps(record))

    records: list[object] = [1, 0, "x", {}, None, 2]
    assert each_readable(records, read, "The source") == [1.0, 0.5]
