"""The papers of a day, a week, a month, and what is trending, as a page."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.markup import without_markdown
from bot.model import Batch, Organisation, Paper, PaperId
from tests.adapters.pages.conftest import Browsing, browsing

NOW = datetime(2026, 8, 22, 9, tzinfo=UTC)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "{{ 7 * 7 }}",
    "javascript:alert(1)",
    "<!--<b>",
    "&lt;b&gt; &amp; \u202egnp.exe",
]
PAPER = Paper(id=PaperId("arxiv:2609.00001"), title="A Plain Title", featured=date(2026, 9, 1))


def titles(text: str) -> list[str]:
    return re.findall(r'<h2[^>]*><a href="/paper/[^>]*>(.*?)</a></h2>', text)


async def test_the_first_page_is_the_newest_day_with_all_that_one_decides_by(page: Browsing) -> None:
    text = (await page.get("/")).text
    assert "<h1>Friday, 21 August 2026</h1>" in text
    assert titles(text)[0] == "EnvHarness: Awakening Static Worlds for Agent Learning"
    assert text.count("<article") == 7
    for shown in ("Google", "Huang, Wang, … +15", "163", "1 <", "code ⭐ 8", "<details><summary>"):
        assert shown in text.replace("1<", "1 <"), shown


async def read_from_hugging_face(page: Browsing, odd: str = "") -> None:
    await page.app.store.papers.commit("huggingface", Batch(papers=(PAPER,), cursor="", suspicion=odd), NOW)


@pytest.mark.parametrize("path", ["/", "/day/2026-09-01", "/week", "/trending"])
async def test_the_newest_papers_come_with_a_word_while_their_source_fails(path: str) -> None:
    async with browsing(sources="huggingface") as page:
        store, down = page.app.store.papers, "Hugging Face could not be read: the connection failed"
        await store.failed("huggingface", down, NOW, NOW)
        assert "There are no papers yet: Hugging Face can&#39;t be read just now." in (await page.get(path)).text
        await read_from_hugging_face(page, "nothing is listed")
        assert "Hugging Face answered with a list that looks wrong" in (await page.get(f"{path}?then")).text
        await store.failed("huggingface", down, NOW, NOW)
        text = (await page.get(f"{path}?later")).text
        assert f"{down}. I keep trying. Until then you see the papers that are here." in text


async def test_while_all_is_as_usual_nothing_is_said_of_sources() -> None:
    async with browsing(sources="huggingface") as page:
        await read_from_hugging_face(page)
        text = (await page.get("/")).text
        assert "A Plain Title" in text
        assert "Hugging Face" not in text
        assert 'class="note"' not in text


async def test_the_sample_is_called_so_on_its_newest_day_alone(page: Browsing) -> None:
    assert "These are sample papers of August 2026" in (await page.get("/")).text
    assert "sample papers" not in (await page.get("/day/2026-08-20")).text


async def test_days_lead_to_the_days_around_them(page: Browsing) -> None:
    text = (await page.get("/day/2026-08-20")).text
    assert re.search(r'rel="prev" href="/day/2026-08-19"', text)
    assert re.search(r'rel="next" href="/day/2026-08-21"', text)
    chosen = await page.get("/day?date=2026-08-20")
    assert (chosen.status, chosen.headers["Location"]) == (303, "/day/2026-08-20")


async def test_a_long_abstract_goes_on_on_the_paper_s_own_page(page: Browsing) -> None:
    abstract = "We show the beginning. " + "It goes on and on. " * 80 + "This is the end."
    await page.app.store.papers.add([replace(PAPER, abstract=abstract)], NOW)
    listed = (await page.get("/day/2026-09-01")).text
    assert re.search(r'on…? <a href="/paper/arxiv:2609.00001">Read on</a></p></details>', listed)
    assert "This is the end." not in listed
    assert "This is the end." in (await page.get("/paper/arxiv:2609.00001")).text


async def test_a_day_of_ninety_papers_is_a_small_page_whose_abstracts_are_a_press_away(page: Browsing) -> None:
    sample = await page.app.store.papers.between(date(2026, 8, 1), date(2026, 8, 31), 90)
    texts = [each.abstract for each in sample]
    long = [
        replace(each, id=PaperId(f"arxiv:2609.{n:05}"), featured=date(2026, 9, 1), abstract=" ".join(texts[n : n + 4]))
        for n, each in enumerate(sample)
    ]
    await page.app.store.papers.add(long, NOW)
    for most in (46_000, 60_000):  # a stranger, then signed in with three buttons a paper
        answer = await page.get("/day/2026-09-01")
        assert answer.text.count("<article") == 90
        assert len(answer.text.encode()) < most
        assert int(answer.headers["Content-Length"]) < 22_000
        assert long[0].abstract not in answer.text
        await page.send("/in")
    fetched = await page.get("/abstract/arxiv:2609.00001")
    assert (fetched.status, fetched.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert fetched.text == without_markdown(long[1].abstract)


async def test_a_long_week_is_told_in_pages_as_small_as_a_day(page: Browsing) -> None:
    sample = await page.app.store.papers.between(date(2026, 8, 1), date(2026, 8, 31), 120)
    week = [
        replace(each, id=PaperId(f"arxiv:2609.{n:05}"), featured=date(2026, 9, 1 + n % 5), upvotes=20)
        for n, each in enumerate(sample)
    ]
    await page.app.store.papers.add(week, NOW)
    await page.send("/in")
    first, second = [(await page.get(f"/week/2026-08-31{more}")).text for more in ("", "?page=2")]
    assert [each.count("<article") for each in (first, second)] == [80, len(week) - 80]
    assert len(first.encode()) < 60_000


async def test_a_day_without_papers_says_so_and_names_the_newest(page: Browsing) -> None:
    answer = await page.get("/day/2026-08-30")
    assert answer.status == 404
    assert "There are no papers of 30 Aug 2026. The newest day is 21 Aug 2026." in answer.text
    assert 'href="/day/2026-08-21"' in answer.text


@pytest.mark.parametrize(
    ("path", "heading", "papers"),
    [
        ("/week", "17 to 23 August 2026", 35),
        ("/week/2026-08-19", "17 to 23 August 2026", 35),
        ("/month/2026-08", "August 2026", 80),
        ("/trending", "Trending this week", 35),
        ("/trending/day", "Trending on the newest day", 7),
    ],
)
async def test_longer_spans_are_lists_too(page: Browsing, path: str, heading: str, papers: int) -> None:
    text = (await page.get(path)).text
    assert f"<h1>{heading}</h1>" in text
    assert text.count("<article") == papers


async def test_a_long_list_is_paged(page: Browsing) -> None:
    many = [replace(PAPER, id=PaperId(f"arxiv:2609.{n:05}"), title=f"Title {n:03}", upvotes=n) for n in range(1, 131)]
    await page.app.store.papers.add(many, NOW)
    first, second = (await page.get("/day/2026-09-01")).text, (await page.get("/day/2026-09-01?page=2")).text
    assert (titles(first)[0], len(titles(first)), titles(second)[0]) == ("Title 130", 90, "Title 040")
    assert 'rel="next" href="/day/2026-09-01?page=2"' in first
    assert "Papers 91 to 130" in second
    assert len(titles((await page.get("/day/2026-09-01?page=<b>")).text)) == 90


@pytest.mark.parametrize("words", HOSTILE)
async def test_whatever_a_paper_says_is_only_text(page: Browsing, words: str) -> None:
    hostile = replace(
        PAPER,
        title=words,
        abstract=f"{words} We show that {words}. It holds.",
        authors=(words,),
        organisation=Organisation(slug="x", name=words),
        repository=words,
        project_page=words,
    )
    await page.app.store.papers.add([hostile], NOW)
    text = (await page.get("/day/2026-09-01")).text
    assert not re.search(r"<(script(?! src=)|img|svg|b>)|<!--", text)
    assert not re.search(r"<[^>]*\son\w+\s*=", text)
    assert 'href="javascript' not in text
    assert "49" not in titles(text)[0]
