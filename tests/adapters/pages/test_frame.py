"""What holds for every page: headers, addresses that are none, forged forms, floods, and who may see papers."""

import re
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from adapters.pages.guests import BURST, RATE, Guests
from adapters.pages.settings import Mode
from adapters.pages.visits import local_address
from bot.model import Paper, PaperId
from tests.adapters.pages.conftest import OURS, PUBLIC_URL, Browsing, browsing
from tests.adapters.pages.test_platform_sign_in import discord_settings

PAGES = [
    *("/", "/day/2026-08-21", "/week", "/month/2026-08", "/trending", "/trending/day", "/nothing/here", "/day/soon"),
    *("/search", "/search?q=agents", "/paper/arxiv:2608.19880"),
]


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_carries_every_header(page: Browsing, path: str) -> None:
    headers = (await page.get(path)).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Server"] == "paperboy"


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_is_well_made_and_asks_nothing_of_others(page: Browsing, path: str) -> None:
    text = (await page.get(path)).text
    assert '<html lang="en"' in text
    assert [len(re.findall(f"<{tag}[ >]", text)) for tag in ("h1", "main", "title")] == [1, 1, 1]
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert sorted(ids) == sorted(set(ids))
    levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    loaded = re.findall(r'(?:src|<link rel="(?!alternate)[^>]*href)="([^"]*)"', text)
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    assert not re.search(r"<script(?! src=)|<style|\bstyle=|\bon\w+=", text)


async def test_its_files_are_kept_for_good_under_names_that_change(page: Browsing) -> None:
    (address,) = re.findall(r'href="(/static/page[^"]*)"', (await page.get("/")).text)
    file = await page.get(address)
    assert (file.status, file.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (await page.get("/favicon.ico")).headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert (await page.get("/robots.txt")).text == "User-agent: *\nDisallow: /\n"


async def test_its_script_is_small(page: Browsing) -> None:
    (address,) = re.findall(r'src="(/static/page[^"]*)"', (await page.get("/")).text)
    assert 0 < len((await page.get(address)).text.encode()) <= 8_000


async def test_head_is_answered_like_get_without_a_body(page: Browsing) -> None:
    head = await page.head("/")
    assert (head.status, head.text) == (200, "")
    assert head.headers["ETag"] == (await page.get("/")).headers["ETag"]


async def test_who_has_a_page_already_is_told_so(page: Browsing) -> None:
    mark = (await page.get("/")).headers["ETag"]
    again = await page.get("/", If_None_Match=mark)
    assert (again.status, again.text) == (304, "")


@pytest.mark.parametrize(
    ("known", "status"),
    [
        ("*", 304),
        ("W/{mark}", 304),
        ('"one", W/"two" ,{mark}', 304),
        ('"one", "two"', 200),
        ("one{mark}two", 200),
        ("{bare}", 200),
    ],
)
async def test_marks_are_compared_as_the_standard_has_it(page: Browsing, known: str, status: int) -> None:
    mark = (await page.get("/")).headers["ETag"]
    again = await page.get("/", If_None_Match=known.format(mark=mark, bare=mark.strip('"')))
    assert again.status == status


@pytest.mark.parametrize(("path", "cookie"), [("/" + "a" * 9_000, ""), ("/", "a=" + "b" * 9_000)])
async def test_what_is_longer_than_any_request_of_a_person_gets_a_page(page: Browsing, path: str, cookie: str) -> None:
    answer = await page.get(path, Cookie=cookie)
    assert (answer.status, "<h1>Too " in answer.text) == (431 if cookie else 414, True)
    assert "aaaa" not in answer.text


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [("/search/?q=agents", "/search?q=agents"), ("/trending/", "/trending"), ("/in/", "/in")],
)
async def test_a_slash_at_the_end_does_no_harm(page: Browsing, typed: str, leads_to: str) -> None:
    answer = await page.get(typed)
    assert (answer.status, answer.headers["Location"]) == (303, leads_to)


@pytest.mark.parametrize("typed", ["//evil.example/", "///", "/nowhere//"])
async def test_a_slash_at_the_end_leads_nobody_elsewhere(page: Browsing, typed: str) -> None:
    answer = await page.get(typed)
    assert (answer.status, answer.headers.get("Location")) in ((404, None), (303, "/nowhere"))


async def test_the_help_on_keys_names_those_alone_that_do_something(page: Browsing) -> None:
    for who, listed in (("a stranger", False), ("a member", True)):
        text = (await page.get("/")).text
        assert ("<dd>save</dd>" in text) is listed, who
        await page.send("/in")


async def test_one_signs_out_by_a_button_on_every_page_of_one_s_own(page: Browsing) -> None:
    await page.send("/in")
    for path in ("/me", "/me/saved", "/me/daily", "/me/privacy"):
        assert (
            '<form class="press" method="post" action="/out"><button>Sign out</button></form>'
            in (await page.get(path)).text
        )
    await page.send("/out")
    assert (await page.get("/me")).status == 403


async def test_an_address_that_is_none_gets_a_page(page: Browsing) -> None:
    for path in ("/nothing/here", "/day/2026-99-99", "/day/0001-01-01", "/week/x"):
        answer = await page.get(path)
        assert (answer.status, "Not here" in answer.text) == (404, True), path
    assert (await page.send("/nothing")).status == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": PUBLIC_URL}, 403),
        ({"Origin": PUBLIC_URL}, 303),
        (OURS, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
    ],
)
async def test_a_form_counts_only_where_it_was_sent_from_our_own_page(headers: dict[str, str], status: int) -> None:
    async with browsing(Mode.PUBLIC, PUBLIC_URL) as page:
        assert (await page.send("/theme", headers, theme="dark")).status == status


async def test_light_or_dark_is_remembered_without_script(page: Browsing) -> None:
    answer = await page.send("/theme", theme="dark", back="/week?page=1")
    assert (answer.status, answer.headers["Location"]) == (303, "/week?page=1")
    assert '<html lang="en" data-theme="dark"' in (await page.get("/")).text
    await page.send("/theme", theme='"><script>')
    assert 'data-theme="auto"' in (await page.get("/")).text


async def test_what_is_drawn_in_answer_to_a_form_leads_back_to_the_form_s_page(page: Browsing) -> None:
    await page.send("/in")
    for path, fields in (
        ("/do", {"line": "privacy forget", "back": "/me/privacy"}),
        ("/me/interests/follow", {"interest": "author:Wang"}),
        ("/me/daily/settings", {"back": "/me/daily"}),
    ):
        text = (await page.send(path, **fields)).text
        for back in re.findall(r'name="back" value="([^"]*)"', text):
            assert (await page.get(back)).status == 200, (path, back)


async def test_what_a_page_shows_has_one_public_address() -> None:
    async with browsing(Mode.PUBLIC, f"{PUBLIC_URL}/") as page:
        for path, address in (
            ("/", "/day/2026-08-21"),
            ("/trending", "/trending/week"),
            ("/search?q=agents&page=1", "/search?q=agents"),
            ("/paper/arxiv:2608.19880", "/paper/arxiv:2608.19880"),
        ):
            text = (await page.get(path)).text
            assert f'<link rel="canonical" href="{PUBLIC_URL}{address}">' in text, path
            assert f'<meta property="og:url" content="{PUBLIC_URL}{address}">' in text, path
        assert "canonical" not in (await page.get("/nothing")).text


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:1", "", "evil", "/a\r\nb", "\\/e"],
)
def test_nobody_is_led_away_from_here(wanted: str) -> None:
    assert local_address(wanted) == "/"


async def test_papers_are_for_members_unless_they_are_public() -> None:
    async with browsing(Mode.PRIVATE, PUBLIC_URL, discord=discord_settings("http://127.0.0.1:9")) as page:
        for path in ("/", "/day/2026-08-21", "/trending"):
            answer = await page.get(path)
            assert (answer.status, "/papers account web" in answer.text, "EnvHarness" in answer.text) == (
                403,
                True,
                False,
            )
        assert (await page.get("/robots.txt")).status == 200
        assert (await page.get("/livez")).status == 200


async def test_nobody_is_sent_to_a_chat_that_is_not_there() -> None:
    async with browsing(Mode.TEAM, PUBLIC_URL) as page:
        for path, status in (("/", 403), ("/me", 403), ("/in", 200)):
            answer = await page.get(path)
            assert answer.status == status
            assert "Nobody can sign in here yet" in answer.text
            assert "/papers web" not in answer.text
            assert 'href="/in"' not in answer.text
    async with browsing(Mode.PUBLIC, PUBLIC_URL) as page:
        answer = await page.get("/")
        assert (answer.status, "EnvHarness" in answer.text, 'href="/in"' in answer.text) == (200, True, False)


def test_a_flood_from_one_address_slows_nobody_else() -> None:
    clock = Moment()
    guests = Guests(clock)
    assert [guests.may_ask("a") for _ in range(BURST + 1)] == [*[True] * BURST, False]
    assert guests.may_ask("b")
    clock.seconds += 1.1 / RATE
    assert [guests.may_ask("a") for _ in range(2)] == [True, False]


async def test_what_was_sent_in_a_flood_did_nothing_and_is_shown_again(page: Browsing) -> None:
    await page.send("/in")
    while (await page.get("/me/nothing")).status != 429:
        pass
    answer = await page.send("/me/interests/follow", interest="tidal agents")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "2")
    assert "this one did nothing" in answer.text
    assert "<strong>tidal agents</strong>" in answer.text


class Moment:
    """A clock that a test moves."""

    seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds


async def test_strangers_are_shown_a_page_as_it_was_a_moment_ago_and_members_as_it_is(page: Browsing) -> None:
    assert "A Newer Paper" not in (await page.get("/trending")).text
    newer = Paper(id=PaperId("arxiv:2609.00001"), title="A Newer Paper", featured=date(2026, 8, 22))
    await page.app.store.papers.add([newer], datetime(2026, 8, 22, tzinfo=UTC))
    assert "A Newer Paper" not in (await page.get("/trending")).text
    assert "A Newer Paper" in (await page.get("/trending", Cookie="paperboy-theme=dark")).text
    await page.send("/in")
    await page.get("/trending")  # where it is said once who signed in
    mine = await page.get("/trending")
    assert "A Newer Paper" in mine.text
    assert (mine.headers["Cache-Control"], "ETag" in mine.headers) == ("no-store", False)  # nor by the back button


@pytest.mark.parametrize(
    ("path", "allowed"), [("/day/2026-08-21", "GET,HEAD"), ("/search", "GET,HEAD"), ("/out", "POST")]
)
async def test_a_wrong_method_is_told_which_are_right_on_a_page(page: Browsing, path: str, allowed: str) -> None:
    answer = await (page.get(path) if allowed == "POST" else page.send(path))
    assert (answer.status, answer.headers["Allow"]) == (405, allowed)
    assert "<h1" in answer.text
    assert "Nothing was changed" in answer.text


@pytest.mark.parametrize("size", [65_000, 600_000], ids=["for a page", "for the door"])
async def test_a_form_that_is_too_large_is_answered_with_a_page(page: Browsing, size: int) -> None:
    answer = await page.send("/in", note="x" * (size + 1_000))
    assert answer.status == 413
    assert "<h1" in answer.text
    assert "nothing was changed" in answer.text
