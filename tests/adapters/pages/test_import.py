"""An import on the page: what people have as a file or in their clipboard, and what they bring by mistake."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.pages.uploads import parts_of
from adapters.web.door import LARGEST_BODY
from bot.console_identity import local_member
from bot.model import ImportJob, PaperId, Reference
from tests.adapters.pages.conftest import Browsing

ADA = local_member("ada")
ENV_HARNESS, OPEN_ART = PaperId("arxiv:2608.19880"), PaperId("arxiv:2608.00677")
TITLE = "EnvHarness: Awakening Static Worlds for Agent Learning"
BIBTEX = f"@article{{müller, title={{{TITLE}}}, author={{Huang, Chengsong}}, eprint={{2608.19880}}}}"
RIS = f"TY  - JOUR\r\nTI  - {TITLE}\r\nUR  - https://arxiv.org/abs/2608.19880\r\nER  - \r\n"
CSL = f'[{{"type": "article", "title": "{TITLE}", "URL": "https://arxiv.org/abs/2608.19880"}}]'
UNCERTAIN = "@article{b, title={OpenART: Scaling Agent Red Teaming}, author={Chen}}"
PATH = "/me/import"


@pytest.fixture
async def mine(page: Browsing) -> Browsing:
    """A visitor who is signed in."""
    await page.send("/in")
    return page


async def liked(page: Browsing) -> set[PaperId]:
    return {paper for paper, each in (await page.app.store.feedback.opinions(ADA)).items() if each.liked}


@pytest.mark.parametrize(
    "file",
    [BIBTEX.encode(), BIBTEX.encode("latin-1"), BIBTEX.encode("utf-16"), RIS.encode(), CSL.encode(), b"2608.19880\r\n"],
    ids=["BibTeX", "Latin-1", "UTF-16", "RIS", "CSL-JSON", "an id"],
)
async def test_what_people_have_is_imported_from_a_file_or_pasted_and_taken_back_as_one(
    mine: Browsing, file: bytes
) -> None:
    answer = await mine.upload(PATH, file, text="", back=PATH)
    assert (answer.status, "1 paper now counts as liked" in answer.text, TITLE in answer.text) == (200, True, True)
    assert await liked(mine) == {ENV_HARNESS}
    assert (await mine.send("/do", line="undo import", back=PATH)).headers["Location"] == PATH
    assert await liked(mine) == set()


async def test_what_is_pasted_is_imported_line_by_line(mine: Browsing) -> None:
    answer = await mine.upload(PATH, b"", text=f"{TITLE}\r\nhttps://arxiv.org/abs/2608.00677\r\n")
    assert "2 papers now count as liked" in answer.text
    assert await liked(mine) == {ENV_HARNESS, OPEN_ART}


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (b"", "  ", "Choose a file"),
        (b" \n", "", "There is nothing in it"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n1 0 obj", "", "That is no text"),
        (b"PK\x03\x04\x14\x00", "", "packed archive"),
        (b"@article{x, title={", "", "I see no reference there"),
        (b"", "nothing but words", "I see no reference there"),
        (BIBTEX.encode(), "2608.00677", "one, then the other"),
    ],
)
async def test_what_can_t_be_imported_says_so_and_leaves_what_was_typed(
    mine: Browsing, file: bytes, text: str, said: str
) -> None:
    answer = await mine.upload(PATH, file, text=text)
    assert (answer.status, said in answer.text, f">{text}</textarea>" in answer.text) == (400, True, True)
    assert await liked(mine) == set()


async def test_a_file_that_is_too_large_is_told_to_be(mine: Browsing) -> None:
    nearly = BIBTEX.encode() + b"\n% padding" * 100_000
    assert (await mine.upload(PATH, nearly)).status == 200
    answer = await mine.upload(PATH, b"x" * (LARGEST_BODY + 1))
    assert (answer.status, "Send less of it" in answer.text) == (413, True)


async def test_nobody_imports_for_another_and_what_was_typed_is_shown_where_a_session_ended(mine: Browsing) -> None:
    assert (await mine.upload(PATH, BIBTEX.encode(), headers={"Sec-Fetch-Site": "cross-site"})).status == 403
    await mine.send("/out")
    answer = await mine.upload(PATH, b"", text="2608.19880\n2608.00677")
    assert (answer.status, "2608.19880\n2608.00677" in answer.text) == (403, True)
    assert (await mine.get(PATH)).status == 403
    assert await liked(mine) == set()


async def test_what_is_asked_back_is_answered_by_a_button_and_each_like_can_be_taken_back(mine: Browsing) -> None:
    text = (await mine.upload(PATH, f"{BIBTEX}\n{UNCERTAIN}".encode(), back=PATH)).text
    pressed = dict(re.findall(r'<button name="(like|undo)" value="([^"]*)"', text))
    assert pressed == {"like": OPEN_ART, "undo": f"like {ENV_HARNESS}"}
    for name, value in pressed.items():
        assert (await mine.send("/do", back=PATH, **{name: value})).headers["Location"].startswith(PATH)
    assert await liked(mine) == {OPEN_ART}


async def test_the_page_says_how_far_an_import_is_and_what_came_of_it(mine: Browsing) -> None:
    assert "import is" not in (await mine.get(PATH)).text
    now = mine.app.clock.now()
    left = tuple(Reference((PaperId(f"arxiv:2401.0000{number}"),)) for number in range(3))
    under_way = ImportJob(member=ADA, due=now + timedelta(days=1), since=now, total=5, left=left)
    await mine.app.store.imports.change(ADA, lambda _: under_way)
    assert "2 of 5 papers looked up" in (await mine.get(PATH)).text
    ended = ImportJob(member=ADA, due=now + timedelta(days=1), since=now, total=1, missing=("<b>Nobody",), ended=True)
    await mine.app.store.imports.change(ADA, lambda _: ended)
    assert "Not found: &lt;b&gt;Nobody" in (await mine.get(PATH)).text


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_a_file_arrives_as_it_was_sent(one: bytes, other: bytes) -> None:
    head = (
        b'--=_b\r\nContent-Disposition: form-data; name="%s"; filename="a; name=b"\r\nContent-Type: text/plain\r\n\r\n'
    )
    body = head % b"file" + one + b"\r\n" + head % b"text" + other + b"\r\n--=_b--\r\n"
    assert parts_of('multipart/form-data; boundary="=_b"', body) == {"file": one, "text": other}


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=other"]
)
def test_what_is_no_form_has_no_parts(kind: str) -> None:
    assert parts_of(kind, b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--') == {}
