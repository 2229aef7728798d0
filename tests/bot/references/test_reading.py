"""References as people have them: every readable work is read, and what could not be read is named."""

import contextlib
import json
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadQuery
from bot.identity import short
from bot.references import Reference, decode, read_references, text_of_file

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


def ids(text: str) -> list[str]:
    return [short(reference.ids[0]) if reference.ids else "" for reference in read_references(text).found]


def test_links_and_ids_in_running_text() -> None:
    text = "See 2401.01234, https://arxiv.org/abs/2402.00002v3 and hep-th/9901001; again arXiv:2401.01234v2."
    assert ids(text) == ["2401.01234", "2402.00002", "hep-th/9901001"]


def test_bibtex() -> None:
    read = read_references(BIBTEX)
    assert [reference.ids for reference in read.found] == [("arxiv:1706.03762",), ("arxiv:2401.01234",), ()]
    assert [reference.title for reference in read.found] == [
        "Attention Is All You Need",
        "A ö in a Title",
        "Only a Title",
    ]


def test_ris_with_and_without_its_last_line() -> None:
    first, second = read_references(RIS).found
    assert first.ids == ("arxiv:hep-th/9901001", "doi:10.1000/xyz123"), "arXiv's id comes first"
    assert (second.title, second.ids) == ("Without an End", ("arxiv:2402.00002",))


def test_zotero_s_json() -> None:
    read = read_references(CSL)
    assert read.found == (Reference(("doi:10.1000/abc",), "One"), Reference(("arxiv:2403.00003",), "Two"))
    assert (read.unreadable, read.entries) == (("entry 3", "entry 4"), 4)


def test_the_same_reference_twice_is_one() -> None:
    again = BIBTEX.replace("vaswani", "again").replace("{x,", "{y,")
    assert len(read_references(BIBTEX + again).found) == 3


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("@misc{, title={A}, eprint={2601.00011}}\n@misc{, title={B}, eprint={2601.00012}}", "11 12"),
        ("@misc{k, title={A}, eprint={2601.00011}}\n@misc{k, title={B}, eprint={2601.00012}}", "11 12"),
        ("@misc{title={A}, eprint={2601.00011}}\n@misc{b, eprint={2601.00012}}", "11 12"),
        ("@misc{a, title={A}, title={A again}, eprint={2601.00011}, eprint={2601.00011}}", "11"),
        ("@misc{a, title={A},, eprint={2601.00011},}\n@misc{b, eprint={2601.00012},,}", "11 12"),
        ("@misc{a, title={A}\n eprint={2601.00011}}\n@misc{b, eprint={2601.00012}}", "11 12"),
        ("@misc{a, abstract={a {b}, eprint={2601.00011}}\n@misc{b, eprint={2601.00012}}", "11 12"),
        ("@misc{a, abstract={a} b}, eprint={2601.00011}}\n@misc{b, eprint={2601.00012}}", "11 12"),
        ("@misc{a, eprint={2601.00011}\n\n@misc{b, eprint={2601.00012}}", "11 12"),
        ("@misc{a, eprint={2601.00011}}\n@misc{b, title={B}, eprint={2601.00012}", "11 12"),
        ("@misc(a, title={A}, eprint={2601.00011})\n@misc(b, eprint={2601.00012})", "11 12"),
        ('@misc{a, month = foo # " 1", eprint = 2601.00011, journal = jml}\n@misc{b, eprint={2601.00012}}', "11 12"),
        ('@string{pre = "arXiv:2601.00011"}\n@misc{a, journal = pre}', "11"),
        ('@comment{x}\n@preamble{"y"}\n@MISC { a , EPRINT = "2601.00011" }', "11"),
        ("\ufeff@misc{a, eprint={2601.00011}}", "11"),
        ("@misc{a, eprint={2601.00011}}\r\n@misc{b,\r\n eprint={2601.00012}\r\n}", "11 12"),
        ("@misc{a, title={A}; eprint={2601.00011}}\n@misc{b, eprint={2601.00012}}", "11 12"),
        ("@misc{a,\n\u200beprint={2601.00011}}\n\ufeff@misc{b, ep\0rint={2601.00012}}", "11 12"),
        ("> @misc{a,\n>   eprint={2601.00011}\n> }\n>> @misc{b,\n>>  eprint={2601.00012}}", "11 12"),
        (
            "@misc{a, abstract={see\n@word{b} and @misc{c}}, eprint={2601.00011}}\n@misc{b, eprint={2601.00012}}",
            "11 12",
        ),
        ("@MISC{1,<br>  title={A},<br>  eprint={2601.00011}}<br>\n@misc{b, eprint={2601.00012}}", "11 12"),
        ("@ misc{a, eprint={2601.00011}}\n@misc{b, eprint={2601.00012}}", "11 12"),
        ("@misc{a, eprint={2601.00011}@misc{b, eprint={2601.00012}}", "11 12"),
        ("\t@misc{a,\n\ttitle\t=\t{Notes},\n\teprint\t=\t{2601.00011}\n\t}", "11"),
    ],
)
def test_bibtex_that_no_rule_allows_loses_no_work(entry: str, expected: str) -> None:
    assert ids(entry) == [f"2601.000{number}" for number in expected.split()]
    assert read_references(entry).unreadable == ()


@pytest.mark.parametrize(
    "fields",
    [
        "journal={ArXiv}, volume={abs/2601.00011}",
        "journal={CoRR}, volume={abs/2601.00011}, ee={http://arxiv.org/abs/2601.00011}",
        "ee={http://arxiv.org/abs/2601.00011}",
        "howpublished={\\url{https://arxiv.org/abs/2601.00011}}",
        "howpublished={arXiv preprint}, note={arXiv:2601.00011}",
        "journaltitle={{{{arXiv}}}:2601.00011 [cs, stat]}",
        "journal={arXiv preprint arXiv:abs/2601.00011}",
        "journal={arXiv preprint arXiv:2601.00011v3}",
        "number={arXiv:2601.00011}",
        "pages={arXiv:2601.00011}",
        "eprint={arXiv:2601.00011}",
        "eprinttype={arxiv}, eprint={2601.00011v2}, eprintclass={cs.LG}",
        "doi={10.48550/ARXIV.2601.00011}",
        "doi={https://doi.org/10.48550/arXiv.2601.00011}",
        "url={https://arxiv.org/pdf/2601.00011v2.pdf}, urldate={2026-01-02}",
        "url={https://huggingface.co/papers/2601.00011}",
        "archiveprefix={arXiv}, arxivid={2601.00011}",
        "eprint={arXiv-2601.00011}",
        "pages={arXiv--2601.00011}",
        "annotation={arXiv:2601.00011 [cs]}",
        "booktitle={arXiv preprint arXiv:2601.00011}, institution={arXiv}",
        "bdsk-url-1={https://arxiv.org/abs/2601.00011}",
        "slaccitation={%%CITATION = ARXIV:2601.00011;%%}",
        "file={A - 2026.pdf:files/12/Alpha_arXiv_2601.00011v1.pdf:application/pdf}, abstract={as 2601.00012 does}",
        "url={https://arxiv-org.ezproxy.uni.edu/abs/2601.00011}",
        "url={https://arxiv.org/ftp/arxiv/papers/2601/2601.00011.pdf}",
        "url={https://www.semanticscholar.org/arxiv/2601.00011}",
        'note={<a href="https://arxiv.org/abs/2601.00011">here</a>}',
        "addendum={arXiv: \\href{https://arxiv.org/abs/2601.00011}{2601.00011}}",
        "eprint={\\href{http://arxiv.org/abs/2601.00011}{2601.00011}}",
    ],
)
def test_an_id_in_any_usual_field_is_found(fields: str) -> None:
    assert ids(f"@article{{a, title={{Alpha}}, {fields}}}") == ["2601.00011"]


@pytest.mark.parametrize("spelling", ["arxiv2601.00011", "arXiv:2601.00011", "ARXIV2601.00011v2"])
def test_an_id_glued_to_the_word_is_found(spelling: str) -> None:
    assert ids(f"@misc{{a, title={{Alpha}}, eprint={{{spelling}}}}}") == ["2601.00011"]


def test_a_doi_glued_to_the_word_is_found() -> None:
    assert ids("DOI10.1000/a, DOI: 10.1000/b and doi:10.1000/c.") == ["10.1000/a", "10.1000/b", "10.1000/c"]


@pytest.mark.parametrize(
    "text",
    [
        "[[https://doi.org/10.5555/b][Ducks]]",
        "[10.5555/b](https://doi.org/10.5555/b)",
        "`10.5555/b`",
        "https://doi.org/10.5555/B/",
        "DOI:10.5555/b&nbsp;(2026)",
        "10.5555/b<br>",
        "doi:10.5555/b&quot;",
    ],
)
def test_what_stands_around_a_doi_is_no_part_of_it(text: str) -> None:
    assert ids(text) == ["10.5555/b"]


def test_a_doi_with_angle_brackets_is_read_from_html() -> None:
    assert ids("10.1002/(SICI)1099-1727(199821)14:1&lt;3::AID-SDR140&gt;3.0.CO;2-K") == [
        "10.1002/(sici)1099-1727(199821)14:1<3::aid-sdr140>3.0.co;2-k"
    ]


def test_the_id_before_a_title_in_braces_is_found() -> None:
    assert ids("@misc{a, title={{[2601.00011] Alpha and Beta}}}") == ["2601.00011"]


@pytest.mark.parametrize(
    "entries",
    [
        "@misc{a, eprint={2601.00011}}\n@mis}c{b, title={B}, eprint={2601.00012}}",
        '@misc{a, title={A}, journal={arXiv:2601.00011}}\n@misc"B}, journal={arXiv:2601.00012}}',
        '@misc{a, url={arxiv.org/abs/2601.00011}}\n@misc, eprint="2601.00012")',
        "@ARTIC)LE{a, title={A}, eprint={2601.00011}}\n@misc{b, eprint={2601.00012}}",
        "@misc{a, eprint={2601.00011}, month ,\n title={B}, url={arxiv.org/abs/2601.00012}}",
    ],
)
def test_an_entry_with_a_broken_beginning_is_read_beside_the_one_before(entries: str) -> None:
    assert ids(entries + "\n@misc{c, eprint={2601.00013}}") == ["2601.00011", "2601.00012", "2601.00013"]


def test_a_comment_before_the_entries_is_none() -> None:
    assert ids("% @online{x, title={Old}, eprint={2601.00099}}\n@misc{a, eprint={2601.00011}}") == ["2601.00011"]


def test_the_line_of_an_entry_with_a_broken_beginning_is_told() -> None:
    read = read_references(
        "@misc{a, title={A},\n eprint={2601.00011}}\n\n@mis}c{b,\n title={B}, eprint={2601.00012}}\n"
    )
    assert [(reference.title, reference.line) for reference in read.found] == [("A", 1), ("B", 5)]


@pytest.mark.parametrize("archive", ["jstor", "JSTOR", "pubmed", "hal"])
def test_a_number_of_another_archive_is_no_id_of_arxiv(archive: str) -> None:
    (read,) = read_references(f"@article{{a, title={{Alpha}}, eprint={{0711.2001}}, eprinttype={{{archive}}}}}").found
    assert (read.ids, read.title) == ((), "Alpha")


@pytest.mark.parametrize("underscore", ["\\_", "{\\_}", "$\\_$", "\\textunderscore{}", "\\textunderscore "])
def test_an_underscore_of_tex_belongs_to_its_doi(underscore: str) -> None:
    assert ids(f"@misc{{a, doi={{10.1007/978-3-319-24574-4{underscore}28}}}}") == ["10.1007/978-3-319-24574-4_28"]


@pytest.mark.parametrize(
    "entry",
    [
        "@set{ab, entryset={a,b}}",
        "@xdata{ax, eprinttype={arxiv}, eprintclass={cs.LG}}",
        '@CONTROL{REVTEX41Control, author="08", title="", year="0"}',
        "@IEEEtranBSTCTL{IEEEexample:BSTcontrol, CTLuse_forced_etal = {yes}}",
    ],
)
def test_what_speaks_of_other_entries_or_of_the_style_is_no_entry(entry: str) -> None:
    read = read_references(f"{entry}\n@misc{{a, xdata={{ax}}, eprint={{2601.00011}}}}")
    assert ([reference.ids for reference in read.found], read.unreadable, read.entries) == (
        [("arxiv:2601.00011",)],
        (),
        1,
    )


def test_an_abstract_behind_the_end_of_its_record_is_no_record() -> None:
    read = read_references(
        "TY  - JOUR\nTI  - One of them\nER  - \nAB  - We see.\n\nTY  - JOUR\nDO  - 10.1000/b\nER  - \n"
    )
    assert ([reference.title for reference in read.found], read.unreadable) == (["One of them", ""], ())


def test_the_head_of_a_document_is_no_work_of_its_references() -> None:
    head = "---\ntitle: My own text\nauthor: Me\nreferences:\n"
    text = f"{head}- id: a\n  title: Alpha\n  DOI: 10.1000/a\n- id: b\n  title: Beta\n"
    read = read_references(text)
    assert [reference.title for reference in read.found] == ["Alpha", "Beta"]
    assert (read.found[0].line, read.unreadable) == (5, ())


def test_an_entry_is_of_one_work_whatever_else_it_speaks_of() -> None:
    text = "@misc{a, eprint={2601.00099}, note={extends arXiv:2601.00011}, abstract={see 2601.00012}}"
    assert read_references(text).found[0].ids == ("arxiv:2601.00099",)
    old = "@misc{a, archiveprefix={arXiv}, primaryclass={hep-th}, eprint={9901001}}"
    assert ids(old) == ["hep-th/9901001"]
    assert ids(old.replace("primaryclass", "eprintclass")) == ["hep-th/9901001"]
    for escaped in ("10.1000/abc\\_d<e>f", "10.1000/abc{\\_}d{\\textless}e{\\textgreater}f", "10.1000/abc_d&lt;e&gt;f"):
        assert ids(f"@misc{{a, doi={{{escaped}}}}}") == ["10.1000/abc_d<e>f"]


def test_what_no_field_names_is_read_from_the_key_or_the_title_of_a_saved_page() -> None:
    for key in (
        "arXiv:2601.00011",
        "2601.00011",
        "https://doi.org/10.48550/arXiv.2601.00011",
        "DBLP:abs-2601-00011",
    ):
        assert ids(f"@misc{{{key}, title={{A}}, crossref={{DBLP:corr/abs-2601-00012}}}}") == ["2601.00011"]
    saved = read_references("@misc{2601.00012, title={[2601.00011v2] Notes on <i>Hills</i> &amp; Clouds}}").found
    assert saved == (Reference(("arxiv:2601.00011",), "Notes on Hills & Clouds"),)
    of_another = read_references("@misc{a, title={Comment on arXiv:2601.00011}, keywords={2601.00012}}").found
    assert of_another == (Reference((), "Comment on arXiv:2601.00011"),)


@pytest.mark.parametrize(
    "text",
    [
        "TY - JOUR\nT1 - A\nUR - https://arxiv.org/abs/2601.00011\nER - ",
        "TY  - JOUR\nUR  - https://arxiv.org/abs/2601.00011\nER",
        "\ufeffTY  - JOUR\r\nUR  - https://arxiv.org/abs/2601.00011\r\nER  - \r\n",
        "TI  - A\nUR  - https://arxiv.org/abs/2601.00011\nTY  - JOUR\nER  - ",
        "Provider: somebody\nDatabase: some\n\nTY  - JOUR\nTI  - A\nstray line\nUR  - arxiv.org/abs/2601.00011",
        "TY  - JOUR\nJO  - arXiv:2601.00011 [cs]\nER  - ",
        "TY  - JOUR\nT2  - arXiv preprint arXiv:2601.00011\nER  - ",
        "TY  - JOUR\nAN  - arXiv:2601.00011\nER  - ",
        "TY  - JOUR\nT3  - arXiv:2601.00011\nER  - ",
        "TY  - JOUR\nL4  - /home/ada/papers/2601.00011v2.pdf\nER  - ",
        "TY  - JOUR\nDO  - 10.48550/arXiv.2601.00011\nER  - ",
        "TY  -JOUR\nDO  -10.48550/arXiv.2601.00011\nER  -",
        "  TY  - JOUR\n  N1  - arXiv:2601.00011\n  ER  - ",
        "TY  - JOUR\nUR  - https://arxiv.org/\n      abs/2601.00011\nM1  - arXiv:2601.00011\nER  - ",
        "TY — JOUR\nU1 — arXiv:2601.00011\nER — ",
        "TI  - A\nAU  - Alpha, A.\nUR  - https://arxiv.org/abs/2601.00011\nER  - ",
        "TY  - JOUR\nAB  - in the\nER\nwe saw 2601.00012\nUR  - https://arxiv.org/abs/2601.00011\nER\n",
    ],
)
def test_ris_in_every_spelling(text: str) -> None:
    assert ids(text) == ["2601.00011"]


def test_ris_records_are_parted_by_their_end_or_their_next_type() -> None:
    records = ["UR  - arxiv.org/abs/2601.00011\n", "UR  - arxiv.org/abs/2601.00012\n"]
    for text in (
        f"TY  - JOUR\n{records[0]}TY  - JOUR\n{records[1]}",
        f"TY  - JOUR\n{records[0]}ER  - TY  - JOUR\n{records[1]}ER  - ",
        f"TY  - JOUR\n{records[0]}ER\n\nTY  - JOUR\n{records[1]}ER\n",
        f"DB  - X\n{records[0]}TY  - JOUR\nER  - \nDB  - X\n{records[1]}TY  - JOUR\nER  - \n",
    ):
        assert ids(text) == ["2601.00011", "2601.00012"]


@pytest.mark.parametrize(
    "text",
    [
        "%0 Journal Article\n%T Notes on\n  Gardens\n%A Alpha, Ada\n%U arxiv.org/abs/2601.00011\n\n%0 Book\n%T Hills",
        "PMID- 1\nTI  - Notes on\n      Gardens\nFAU - Alpha, Ada\nLID - arXiv:2601.00011 \n\nPMID- 2\nTI  - Hills\n",
        "RT Journal Article\nT1 Notes on\n  Gardens\nA1 Alpha, Ada\nUL arxiv.org/abs/2601.00011\n\nRT Book\nT1 Hills\n",
        "VR 1.0\nPT J\nAU Alpha, A\nTI Notes on\n   Gardens\nAR arXiv:2601.00011\nER\n\nPT B\nTI Hills\nER\n\nEF",
        "TY  -BOOK\nTI  -Notes on\n      Gardens\nAU  -Alpha, A.\nDO  -arXiv:2601.00011\nER  -\nTY  -BOOK\nBT  -Hills",
    ],
)
def test_other_formats_of_a_tag_a_line(text: str) -> None:
    first, second = read_references(text).found
    assert first == Reference(("arxiv:2601.00011",), "Notes on Gardens", frozenset({"alpha"}))
    assert second == Reference((), "Hills")


@pytest.mark.parametrize(
    "text",
    [
        '[{"title": "A", "externalIds": {"ArXiv": "2601.00011", "CorpusId": 1}}, {"title": "B"}]',
        '{"total": 2, "data": [{"title": ["A"], "arxiv": "2601.00011"}, {"title": "B"}]}',
        '[{"key": "X", "data": {"title": "A", "archiveID": "arXiv:2601.00011"}}, {"data": {"title": "B"}}]',
        '{"x": {"title": "A", "DOI": "10.48550/arXiv.2601.00011"}, "y": {"title": "B"}}',
        '{"title": "A", "custom": {"id": "arXiv:2601.00011"}}\n{"title": "B"}\n',
        '[{"title": "A", "note": "x\\narXiv:2601.00011"}, {"title": "B"},]',
        '[{"title": "A", "URL": "https://arxiv.org/abs/2601.00011"}, {"title": "B"}, {"title": "C',
    ],
)
def test_json_of_other_services_and_json_that_breaks_off(text: str) -> None:
    read = read_references(text)
    assert read.found == (Reference(("arxiv:2601.00011",), "A"), Reference((), "B"))
    assert read.unreadable == (("entry 3",) if text.endswith("C") else ())


@pytest.mark.parametrize(
    "item",
    [
        {"archiveID": "arXiv:2601.00011"},
        {"extra": "arXiv:2601.00011 [cs]"},
        {"number": "arXiv:2601.00011"},
        {"archive_location": "2601.00011"},
        {"URL": "http://arxiv.org/abs/2601.00011"},
        {"container-title": "arXiv:2601.00011"},
        {
            "itemType": "preprint",
            "repository": "arXiv",
            "archiveID": "arXiv:2601.00011",
            "creators": [{"lastName": "A"}],
        },
    ],
)
def test_csl_in_every_spelling(item: dict[str, object]) -> None:
    for text in (json.dumps([item]), json.dumps({"items": [item]}), json.dumps(item), "\ufeff" + json.dumps([item])):
        assert ids(text) == ["2601.00011"]


def test_entries_that_run_into_each_other_stay_two_works() -> None:
    first, second = read_references("@misc{a,\n title={Alpha notes}\n @misc{b, eprint={2601.00012}}").found
    assert (first.title, first.ids) == ("Alpha notes", ())
    assert (second.ids, second.line) == (("arxiv:2601.00012",), 3)


def test_what_could_not_be_read_is_counted_and_named() -> None:
    text = "@misc{a, eprint={2601.00011}}\n\n@misc{b, year=2000}\n@misc{}\n@misc{c, title={C}}"
    read = read_references(text)
    assert (len(read.found), read.unreadable, read.entries) == (2, ("line 3", "line 4"), 4)
    ris = read_references("TY  - JOUR\nAB  - nothing\nER  - \nTY  - JOUR\nTI  - A\nER  - \n")
    assert (ris.unreadable, ris.entries) == (("line 1",), 2)


def test_the_family_names_of_authors_are_read_in_every_form() -> None:
    for text in (
        "@misc{a, title={A}, author={Alpha, Ada and B{\\'e}ta, Bob}}",
        "@misc{a, title={A}, author={Ada Alpha\n and Bob B\\'eta}}",
        "TY  - JOUR\nTI  - A\nAU  - Alpha, A.\nAU  - Béta, B.\nER  - ",
        json.dumps([{"title": "A", "author": [{"family": "Alpha", "given": "Ada"}, {"family": "Béta"}]}]),
    ):
        assert read_references(text).found[0].families == {"alpha", "beta"}


WORK = "@misc{a, title={Über Gärten}, eprint={2601.00011}}"
CHINESE = "@misc{a, title={关于花园和河流的笔记}, eprint={2601.00011}}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_western_text_in_every_encoding(encoding: str) -> None:
    (reference,) = read_references(decode(WORK.encode(encoding))).found
    assert (reference.ids, reference.title) == (("arxiv:2601.00011",), "Über Gärten")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gbk", "gb18030"])
def test_chinese_text_in_every_encoding(encoding: str) -> None:
    (reference,) = read_references(decode(CHINESE.encode(encoding))).found
    assert (reference.ids, reference.title) == (("arxiv:2601.00011",), "关于花园和河流的笔记")


def test_files_put_together_from_several_encodings_keep_their_letters() -> None:
    for join in (b"\n", b" "):
        body = WORK.encode("utf-8") + join + WORK.replace("{a,", "{b,").replace("11}", "12}").encode("latin-1")
        assert [reference.title for reference in read_references(decode(body)).found] == ["Über Gärten"] * 2


@pytest.mark.parametrize(
    ("said", "encoding", "title"),
    [
        ("% Encoding: ISO8859_2", "iso8859-2", "Łódź gęś"),
        ("% Made by JabRef 2.9.\n% Encoding: Cp1251", "cp1251", "Заметки о садах"),
        ("%%% -*- coding: shift_jis -*-", "shift_jis", "庭と川のノート"),
    ],
)
def test_a_file_that_says_its_encoding_is_believed(said: str, encoding: str, title: str) -> None:
    (reference,) = read_references(decode(f"{said}\n@misc{{a, title={{{title}}}}}".encode(encoding))).found
    assert reference.title == title


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "There is nothing in it."),
        (b" \n\n", "There is nothing in it."),
        (b"PK\x03\x04 and more", "That is a packed archive; unpack it"),
        (b"\x1f\x8b\x08\x00", "That is a packed archive; unpack it"),
        (b"%PDF-1.5\nwords", "That is no text. Give arXiv links"),
        (bytes(range(256)) * 40, "That is no text. Give arXiv links"),
    ],
)
def test_a_file_that_is_no_bibliography_is_told_what_it_is(body: bytes, said: str) -> None:
    with pytest.raises(BadQuery, match=said):
        text_of_file(body)


def test_a_long_file_that_is_no_text_is_told_at_once() -> None:
    body = bytes(random.Random(1).choices(range(256), k=10_000_000))
    before = time.process_time()
    with pytest.raises(BadQuery, match="That is no text"):
        text_of_file(body)
    assert time.process_time() - before < 1


def test_a_file_of_any_encoding_is_text() -> None:
    for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-32", "latin-1"):
        assert text_of_file(WORK.encode(encoding)) == WORK


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded(body: bytes) -> None:
    assert isinstance(decode(body), str)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "@article{",
        "[]",
        "{}",
        "[1, 2]",
        '{"a":',
        "[" * 90_000,
        "TY  - JOUR\nER  -",
        "\ufeff",
        "ER",
        "@a{=}",
    ],
)
def test_what_refers_to_nothing_is_said_so(text: str) -> None:
    with pytest.raises(BadQuery):
        read_references(text)


_STARTS = ["", "@article{a, title={", "TY  - JOUR\nTI  - ", '[{"title": "', "@misc{a, eprint={2401.01234}, author="]
_PIECES = st.sampled_from(
    (
        *("@misc{", "@a(", "{", "}", "}}", "=", ",", '"', "#", "title", "eprint={2601.00011}", "\\", "$", "[", "]"),
        *('{"title":', "é", "\x00", "\ud800", "@comment{", "^{", "\n", " ", "TY  - X", "\nER  - \n"),
        "UR  - arxiv.org/abs/2601.00011",
    )
)


@settings(deadline=None)
@given(st.sampled_from(_STARTS), st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=200))
def test_any_text_is_read_or_refused(before: str, text: str) -> None:
    with contextlib.suppress(BadQuery):
        assert read_references(before + text).found


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 200_000 + "@misc{a, eprint={2401.01234}}",
        "@misc{a," + "\n" * 200_000 + "eprint={2401.01234}}",
        "@misc{a, eprint={2401.01234}, title={" + "\n" * 200_000,
        "@misc{a, eprint={2401.01234}, author={" + " " * 200_000 + "}}",
        "TY  - JOUR\nUR  - arxiv.org/abs/2401.01234\n" + "\n" * 200_000,
        "x={" * 60_000 + "@misc{a, eprint={2401.01234}}",
        "@misc{a, title={" * 12_000 + "2401.01234",
        "@misc{a, eprint={2401.01234}, title={" + "$^{" * 60_000 + "}}",
        "@misc{a, eprint={2401.01234}}\nTY  - JOUR\nER  -\n" * 1_000,
        "@misc{a, eprint={2401.01234}}\n" + "- 2401.01234\n" * 10_000,
        '{"title": "A"}\n{"title": "B"' + '{"a":\n' * 30_000,
        '{"title": "A"}\n' + '{"title": "B"\n' * 10_000,
        '{"title": "A"}' + "\n" * 200_000 + '{"title": "B"}' + "[" * 200_000,
    ],
)
def test_long_hostile_text_takes_linear_time(text: str) -> None:
    """A second of processor time is some ten times what it takes; what is quadratic takes minutes."""
    before = time.process_time()
    assert read_references(text).found
    assert time.process_time() - before < 5


ALP = '@string{alp = {Alpha Notes}}\n@STRING(jan = "January")\n'


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ('alp # " on Gardens"', "Alpha Notes on Gardens"),
        ("ALP # { and } # {Hills}", "Alpha Notes and Hills"),
        ('"Notes of " # jan # " " # 2026', "Notes of January 2026"),
        ('nobody # "Delta Notes"', "Delta Notes"),
        ("{C# and F# Notes}", "C# and F# Notes"),
        ('"A # B"', "A # B"),
        ('"In {"}quotes{"} # Notes"', 'In "quotes" # Notes'),
        ("alp", "Alpha Notes"),
    ],
)
def test_macros_and_joined_values_are_read_as_bibtex_does(value: str, title: str) -> None:
    (reference,) = read_references(f"{ALP}@misc{{a, title = {value}, eprint = {{2601.000}} # 11}}").found
    assert (reference.title, reference.ids) == (title, ("arxiv:2601.00011",))


def test_a_macro_of_macros_is_read() -> None:
    text = f'{ALP}@string{{y = alp # " Z"}}\n@misc{{g, title = y, author = "Bo Beta" # " and " # "Cy Gamma"}}'
    (reference,) = read_references(text).found
    assert (reference.title, reference.families) == ("Alpha Notes Z", frozenset({"beta", "gamma"}))


ZOTERO = '[{"title": "A", "URL": "https://arxiv.org/abs/2601.00011"},\n {"title": "B"}]'
LINKS = "https://arxiv.org/abs/2407.10671\n- 2305.14314\n"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (BIBTEX + RIS, ["1706.03762", "2401.01234", "", "hep-th/9901001", "2402.00002"]),
        (RIS + BIBTEX, ["hep-th/9901001", "2402.00002", "1706.03762", "2401.01234", ""]),
        (
            RIS + BIBTEX + RIS.replace("9901001", "9901002"),
            ["hep-th/9901001", "2402.00002", "1706.03762", "2401.01234"],
        ),
        (LINKS + BIBTEX, ["2407.10671", "2305.14314", "1706.03762", "2401.01234", ""]),
        (RIS + "ER  -\n" + LINKS, ["hep-th/9901001", "2402.00002", "2407.10671", "2305.14314"]),
        ("@misc{x, title={T}, url={\nhttps://arxiv.org/abs/2407.10671v2\n}}", ["2407.10671"]),
        (ZOTERO + ZOTERO.replace("2601", "2602"), ["2601.00011", "", "2602.00011"]),
        (ZOTERO + "\n" + BIBTEX, ["2601.00011", "", "1706.03762", "2401.01234", ""]),
        (BIBTEX + ZOTERO + "\n" + LINKS, ["2601.00011", "", "1706.03762", "2401.01234", "", "2407.10671"]),
        ("Read these:\n\n" + ZOTERO + "\n\nThanks!\n", ["2601.00011", ""]),
    ],
)
def test_of_files_that_were_put_together_every_form_is_read(text: str, named: list[str]) -> None:
    assert ids(text)[: len(named)] == named


def test_lines_are_counted_over_all_that_was_put_together() -> None:
    read = read_references(LINKS + RIS + BIBTEX)
    assert [each.line for each in read.found] == [1, 2, 3, 9, 13, 14, 15]
    assert read.entries == 7


@pytest.mark.parametrize(
    "broken",
    [
        '{"title": "B" "volume": 1}',
        f'{{"title": "B", "volume": {"1" * 5_000}}}',
        '{"title": "B\n}',
        '{"title": "B", "author": [{"family": "X"}, {"family" "Y"}]}',
    ],
)
def test_json_after_an_item_that_is_broken_is_read(broken: str) -> None:
    for between in ("", "\n"):
        read = read_references(f'[{{"title": "A"}},{between}{broken},{between}{{"title": "C"}}]')
        assert [each.title for each in read.found] == ["A", "C"]
        assert (read.unreadable, read.entries) == (("entry 2",), 3)


def test_json_of_ids_or_titles_alone_is_a_list_of_works() -> None:
    read = read_references('["2601.00011", "https://arxiv.org/abs/2601.00012", "Attention Is All You Need"]')
    assert [each.ids for each in read.found] == [("arxiv:2601.00011",), ("arxiv:2601.00012",), ()]
    assert (read.found[-1].title, read.unreadable) == ("Attention Is All You Need", ())


WORKS = [
    f'{{"id": "k{n}", "title": "Hens {n}", "author": [{{"family": "Alpha"}}], "DOI": "10.5555/{n}"}}' for n in (1, 2, 3)
]


@pytest.mark.parametrize(
    ("whole", "bitten"),
    [
        ('"id": "k2", ', '"id": "k2, '),
        ('{"id": "k2"', '{id": "k2"'),
        ('{"id": "k2", ', ""),
        ('"family": "Alpha"', '"family: "Alpha"'),
        ('"DOI": "10.5555/2"}', '"DOI": "10.5555/2"'),
        ('"author": [', '"author": '),
    ],
)
def test_a_broken_object_is_read_as_far_as_it_can_be(whole: str, bitten: str) -> None:
    broken = WORKS[1].replace(whole, bitten)
    assert broken != WORKS[1]
    read = read_references(f"[{WORKS[0]},\n{broken},\n{WORKS[2]}]")
    assert [reference.ids for reference in read.found] == [(f"doi:10.5555/{n}",) for n in (1, 2, 3)]
    assert read.unreadable == ()


def test_two_broken_objects_are_two_works() -> None:
    broken = [work.replace('"id": "', '"id": ') for work in WORKS[:2]]
    assert ids(f"[{broken[0]},\n{broken[1]},\n{WORKS[2]}]") == ["10.5555/1", "10.5555/2", "10.5555/3"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("Hens, and ducks,Alpha,10.5555/a,2026\nGeese,Beta,10.5555/b,2025", ["10.5555/a", "10.5555/b"]),
        ("Hens,Alpha,10.5555/a,2026,Geese,Beta,10.5555/b,2025", ["10.5555/a", "10.5555/b"]),
        ("Hens,Alpha,10.5555/a,2026,,", ["10.5555/a"]),
        ("Hens,Alpha,10.5555/a,2026,see 10.5555/c", ["10.5555/a"]),
    ],
)
def test_a_row_of_too_many_cells_loses_no_work(rows: str, expected: list[str]) -> None:
    assert ids(f"Title,Authors,DOI,Year\n{rows}\n") == expected


def _record(number: int, more: str = "") -> str:
    return f"<record><titles><title>Hens {number}</title></titles>{more}<doi>10.5555/{number}</doi></record>"


@pytest.mark.parametrize("between", ["\n", ""])
@pytest.mark.parametrize(
    "broken",
    [
        _record(2).replace("</title>", "</titel>"),
        _record(2).replace("</title>", ""),
        _record(2).replace("</record>", ""),
        _record(2, "<notes>a < b</notes>"),
        _record(2, "<x a=b/>"),
    ],
)
def test_a_broken_record_of_xml_costs_no_other(broken: str, between: str) -> None:
    records = between.join([_record(1), broken, _record(3), _record(4)])
    text = f"<?xml version='1.0'?>\n<xml><records>{records}</records></xml>"
    assert ids(text) == ["10.5555/1", "10.5555/2", "10.5555/3", "10.5555/4"]
    cut = read_references(text.replace(broken, broken[:30]))
    assert [short(reference.ids[0]) for reference in cut.found] == ["10.5555/1", "10.5555/3", "10.5555/4"]
    assert cut.unreadable == ("line 3" if between else "line 2",)
    assert [reference.line for reference in cut.found] == ([2, 4, 5] if between else [2, 2, 2])


def test_many_broken_records_of_xml_end_in_time() -> None:
    text = "<xml><records>" + "".join(_record(n).replace("</record>", "") for n in range(1, 5_000)) + "</records></xml>"
    before = time.process_time()
    assert len(read_references(text).found) == 4_999
    assert time.process_time() - before < 20
