"""Search, suggestions and one paper, as pages."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from adapters.pages.filters import FilterForm, form_of, line_of_form
from bot.addresses import in_ascii
from bot.model import Paper, PaperId
from bot.search.language import parse_query
from tests.adapters.pages.conftest import Browsing, browsing
from tests.adapters.pages.test_days import HOSTILE, titles

NOW = datetime(2026, 8, 22, 9, tzinfo=UTC)
TODAY = date(2026, 8, 22)
ENV_HARNESS = "/paper/arxiv:2608.19880"


async def test_a_search_is_mended_and_says_how_it_was_read(page: Browsing) -> None:
    text = (await page.get("/search?q=newest+papers+on+world+models")).text
    assert "I read this as: world models sort:new" in text
    assert re.search(r'<a href="/search\?q=words[^"]*">Search for these words instead</a>', text)
    assert "SimWAM" in text
    assert "EnvHarness" in (await page.get("/search?q=envharnes")).text


async def test_a_search_that_finds_nothing_says_so_kindly(page: Browsing) -> None:
    answer = await page.get("/search?q=zzzyyyxxx")
    assert (answer.status, "Nothing found." in answer.text) == (200, True)
    assert "No paper here has the word “zzzyyyxxx”." in answer.text
    assert "No paper here has the word “机器人”." in (await page.get("/search?q=机器人")).text
    text = (await page.get("/search?q=agents+upvotes%3A%3E50000")).text
    assert "Without “upvotes:&gt;=50001” there are" in text
    assert '<a href="/search?q=agents">Without' in text


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("🔥", "Search for what?"),
        ('""', "Search for what?"),
        ("2608.19880 2608.04570", '<a href="/search?q=2608.04570">2608.04570</a>'),
        ("https://github.com/some/code", "I know no paper by the link"),
    ],
)
async def test_what_chat_asks_back_about_is_no_list_of_everything_here(page: Browsing, asked: str, answer: str) -> None:
    text = (await page.get(f"/search?{urlencode({'q': asked})}")).text
    assert answer in text
    assert ("<article" in text, "Follow this search" in text) == (False, False)


async def test_what_is_not_known_of_papers_is_not_denied(page: Browsing) -> None:
    assert "their source tells none" in (await page.get("/search?q=category:cs.CV")).text
    assert "There is no paper “2101.00001” here." in (await page.get("/search?q=2101.00001")).text


async def test_a_search_that_is_too_long_says_where_it_was_cut(page: Browsing) -> None:
    cut = "only its first 300 characters were searched"
    for asked, is_cut in (("world models " * 400, True), ("world models" + " a" * 144, False)):
        answer = await page.get(f"/search?{urlencode({'q': asked})}")
        assert (answer.status, cut in answer.text) == (200, is_cut)


async def test_filters_have_room_beside_any_words(page: Browsing) -> None:
    sent = await page.get(f"/search?{urlencode({'q': 'word ' * 80, 'author': 'Song Han', 'sort': 'new'})}")
    (line,) = parse_qs(urlsplit(sent.headers["Location"]).query)["q"]
    assert (len(line), line.endswith(' author:"Song Han" sort:new')) == (300, True)


async def test_a_search_shows_what_can_be_seen_alone(page: Browsing) -> None:
    text = (await page.get("/search?q=%E2%80%AEworld+%00models")).text
    assert "<bdi>world models</bdi>" in text


async def test_a_list_ends_and_says_that_there_is_more(page: Browsing) -> None:
    papers = [Paper(id=PaperId(f"arxiv:2609.{n:05}"), title=f"A Paper {n}", featured=TODAY) for n in range(1, 3_021)]
    await page.app.store.papers.add(papers, NOW)
    near = (await page.get("/search?q=sort%3Anew&page=149")).text
    last = (await page.get("/search?q=sort%3Anew&page=150")).text
    assert ("page=150" in near, "There are more" in near) == (True, False)
    assert ('rel="next"' in last, "only these 3,000 are listed" in last) == (False, True)
    for beyond in (151, 999, 1000, 10**30):
        text = (await page.get(f"/search?q=sort%3Anew&page={beyond}")).text
        assert "There are no more papers." in text
        assert '<a rel="prev" href="/search?q=sort%3Anew">' in text


async def test_behind_the_last_hit_and_before_the_first_paper_nothing_is_denied(page: Browsing) -> None:
    text = (await page.get("/search?q=agents&page=9")).text
    assert ("There are no more papers." in text, "Nothing found" in text) == (True, False)
    text = (await page.get("/day/2026-08-21?page=9")).text
    assert ("no more papers" in text, "no papers of" in text) == (True, False)
    async with browsing(sources="") as empty:
        for path in ("/", "/search?q=agents"):
            assert "There are no papers yet" in (await empty.get(path)).text


async def test_hits_are_paged_under_addresses_that_can_be_shared(page: Browsing) -> None:
    first = (await page.get("/search?q=sort:top+since:2026-08-01")).text
    (more,) = re.findall(r'rel="next" href="([^"]*)"', first)
    second = (await page.get(more.replace("&amp;", "&"))).text
    assert (len(titles(first)), len(titles(second))) == (20, 20)
    assert not set(titles(first)) & set(titles(second))


async def test_the_form_s_filters_become_one_search(page: Browsing) -> None:
    sent = "/search?q=agents&author=Wang&org=&since=2026-08-01&upvotes=20&code=1&sort=top"
    answer = await page.get(sent)
    assert answer.status == 303
    (line,) = parse_qs(urlsplit(answer.headers["Location"]).query)["q"]
    assert line == 'agents author:"Wang" since:2026-08-01 upvotes:>=20 has:code sort:top'
    text = (await page.get(answer.headers["Location"])).text
    assert 'name="author" value="Wang"' in text
    assert 'name="code" value="1" checked' in text


@pytest.mark.parametrize(
    "line",
    [
        "agents",
        'author:"Song Han"',
        "agents since:2026-08-01 until:2026-08-09",
        '"world model" -robots has:code sort:new',
    ],
)
def test_a_search_keeps_its_meaning_in_the_form(line: str) -> None:
    query = parse_query(line, TODAY)
    form = form_of(query)
    fields = {
        name: str(getattr(form, name)) for name in ("author", "org", "category", "since", "until", "upvotes", "sort")
    }
    again = parse_query(line_of_form({**fields, "q": form.words, "code": "1" if form.code else ""}), TODAY)
    assert replace(again, text="", unfinished=False) == replace(query, text="", unfinished=False)


def test_an_empty_form_is_no_search() -> None:
    assert line_of_form({"sort": "relevance", "author": ' " '}) == ""
    assert not FilterForm(words="x").used


async def test_suggestions_come_as_one_types(page: Browsing) -> None:
    answer = await page.get("/suggest?q=envh")
    assert answer.headers["Content-Type"].startswith("application/json")
    assert '"EnvHarness: Awakening Static Worlds for Agent Learning"' in answer.text


async def test_a_title_is_suggested_once_and_nothing_for_what_can_t_be_seen(page: Browsing) -> None:
    twin = Paper(id=PaperId("doi:10.1/twin"), title="EnvHarness: Awakening Static Worlds for Agent Learning")
    await page.app.store.papers.add([twin], NOW)
    assert json.loads((await page.get("/suggest?q=envh")).text) == [twin.title]
    assert (await page.get("/suggest?q=%00")).text == (await page.get("/suggest?q=")).text


async def test_an_address_is_read_once(page: Browsing) -> None:
    text = (await page.get("/search?q=%2541%2500")).text
    assert "<bdi>%41%00</bdi>" in text
    assert 'name="back" value="/search?q=%2541%2500"' in text


@pytest.mark.parametrize("words", HOSTILE)
async def test_whatever_is_searched_for_is_only_text(page: Browsing, words: str) -> None:
    text = (await page.get("/search?q=" + "".join(f"%{byte:02X}" for byte in words.encode()))).text
    assert not re.search(r"<(script(?! src=)|img|svg|b>)|<!--", text)
    assert not re.search(r"<[^>\"]*\son\w+\s*=", text)


async def test_a_paper_s_page_tells_all_that_is_known(page: Browsing) -> None:
    text = (await page.get(ENV_HARNESS)).text
    for told in ("Chengsong Huang", "EnvRigger", "https://arxiv.org/abs/2608.19880", "https://arxiv.org/pdf/2608.19880",
                 "https://huggingface.co/papers/2608.19880", "taesiri", "Papers like this"):  # fmt: skip
        assert told in text, told
    assert '<meta name="citation_arxiv_id" content="2608.19880">' in text
    assert text.count('<meta name="citation_author"') == 17
    assert '<meta property="og:title"' in text
    assert text.count("<article") == 8


async def test_a_paper_has_one_address_whatever_it_is_called(page: Browsing) -> None:
    for name in ("2608.19880", "2608.19880v2", "https://arxiv.org/abs/2608.19880"):
        answer = await page.get(f"/paper/{name}")
        assert (answer.status, answer.headers.get("Location")) == (303, ENV_HARNESS), name


@pytest.mark.parametrize("name", ["arxiv:2608.99999", "x", "arxiv:", "../etc/passwd", "doi:10.1234/abc"])
async def test_a_paper_that_is_not_here_is_never_asked_for_elsewhere(page: Browsing, name: str) -> None:
    assert (await page.get(f"/paper/{name}")).status == 404


async def test_a_reference_can_be_taken_along(page: Browsing) -> None:
    bib, ris = await page.get(f"{ENV_HARNESS}.bib"), await page.get(f"{ENV_HARNESS}.ris")
    assert bib.text.startswith("@misc{Huang260819880")
    assert bib.headers["Content-Disposition"] == 'attachment; filename="2608.19880.bib"'
    assert (bib.headers["Content-Type"], ris.text[:5]) == ("application/x-bibtex; charset=utf-8", "TY  -")


async def test_links_from_outside_lead_to_web_pages_only(page: Browsing) -> None:
    odd = Paper(
        id=PaperId("arxiv:2609.00001"),
        title="Odd",
        repository="javascript:alert(1)",
        project_page="data:text/html,x",
        featured=date(2026, 9, 1),
    )
    await page.app.store.papers.add([odd], NOW)
    text = (await page.get("/paper/arxiv:2609.00001")).text
    assert "javascript:" not in text
    assert "data:text" not in text


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://x.example/a?b=1&c=%20#d", "https://x.example/a?b=1&c=%20#d"),
        (' https://x.example/<a> "b"\u2028', "https://x.example/%3Ca%3E%20%22b%22"),
        ("https://x.example/日", "https://x.example/%E6%97%A5"),
        ("https://x.example/\ud800", "https://x.example/"),
        ("ftp://x.example", ""),
        ("https://", ""),
        (None, ""),
    ],
)
def test_an_address_from_outside_is_one_that_every_reader_takes(link: str | None, shown: str) -> None:
    assert in_ascii(link) == shown


def test_words_make_room_for_filters_however_long_those_are() -> None:
    long = dict.fromkeys(("author", "org", "category", "since", "until"), "x" * 60)
    assert line_of_form({"q": "words " * 50, **long}).startswith('author:"xxx')
