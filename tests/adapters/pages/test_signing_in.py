"""Who is let in, as whom, how often, and how it ends."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.pages.settings import Mode
from bot.commands import parse
from bot.model import Member, Request, Tenant
from bot.services.sign_in import mark_of
from tests.adapters.pages.conftest import OURS, PUBLIC_URL, Browsing, browsing

LINKS = 5

ADA, EVE = Member(Tenant("slack", "T1"), "U1"), Member(Tenant("slack", "T2"), "U1")
SCANNERS = ("TelegramBot (like TwitterBot)", "Slackbot-LinkExpanding 1.0", "Mozilla/5.0 SafeLinks")
LIKE = "like arxiv:2608.19880"


async def link_for(page: Browsing, member: Member = ADA) -> str:
    """What /papers web gives, from the slash on."""
    request = Request(member=member, command=parse("web"), at=page.app.clock.now(), direct=True)
    answer = await page.app.core.answer(request)
    assert answer.private
    assert not answer.shareable
    (button,) = answer.card.buttons
    assert button.url.startswith(f"{PUBLIC_URL}/in/")
    assert len(button.url.rpartition("/")[2]) >= 43  # 32 random bytes
    return button.url.removeprefix(PUBLIC_URL)


@pytest.fixture
async def private():
    async with browsing(Mode.PRIVATE, PUBLIC_URL) as visitor:
        yield visitor


async def signed_in(page: Browsing, member: Member = ADA) -> str:
    """Sign in; return the cookie, which a test's plain http would not send by itself."""
    answer = await page.send(await link_for(page, member))
    assert (answer.status, answer.headers["Location"]) == (303, "/me")
    return answer.headers["Set-Cookie"].partition(";")[0]


async def test_a_link_is_used_up_by_its_button_alone(private: Browsing) -> None:
    link = await link_for(private)
    for scanner in SCANNERS:
        answer = await private.get(link, User_Agent=scanner)
        assert (answer.status, "Slack account U1 in T1" in answer.text) == (200, True)
        assert "Set-Cookie" not in answer.headers
        assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
        assert "Content-Encoding" not in answer.headers
    assert (await private.send(link)).status == 303
    again = await private.send(link)
    assert (again.status, "/papers web" in again.text, "Set-Cookie" in again.headers) == (404, True, False)
    assert (await private.get(link)).status == 404


@pytest.mark.parametrize(
    "other",
    [
        'likes={"a": 1}',
        "flag",
        "a b=c d",
        "path=/",
        'open="unended',
        "long=" + "x" * 6_000,
        "größe=1".encode().decode("latin-1"),
    ],
)
async def test_cookies_of_other_programs_on_the_host_shut_nobody_out(private: Browsing, other: str) -> None:
    cookie = await signed_in(private)
    assert (await private.get("/me", Cookie=f"{other}; {cookie}; {other[:9]}")).status == 200


async def test_the_cookie_is_for_this_host_over_https_and_no_script(private: Browsing) -> None:
    cookie = (await private.send(await link_for(private))).headers["Set-Cookie"]
    assert cookie.startswith("__Host-paperboy=")
    assert {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"} <= set(cookie.split("; "))


async def test_another_site_can_t_sign_anybody_in(private: Browsing) -> None:
    link = await link_for(private)
    assert (await private.send(link, {"Sec-Fetch-Site": "cross-site"})).status == 403
    assert (await private.send(link)).status == 303


async def test_an_old_or_made_up_link_lets_nobody_in(private: Browsing) -> None:
    for token in ("x", "a" * 43):
        assert (await private.send(f"/in/{token}")).status == 404
    assert (await private.send("/in/../me")).status == 405  # clients shorten it to /me, which takes no POST
    sessions, now = private.app.store.web_sessions, private.app.clock.now()
    await sessions.offer(ADA, mark_of("old"), now - timedelta(seconds=1))
    assert (await private.send("/in/old")).status == 404


async def test_no_token_is_kept_or_logged(private: Browsing, capfd: pytest.CaptureFixture[str]) -> None:
    link = await link_for(private)
    await private.get(link)
    cookie = await signed_in(private)
    for secret in (link.rpartition("/")[2], cookie.rpartition("=")[2]):
        assert secret not in str(await private.app.store.privacy.export(ADA))
        assert secret not in "".join(capfd.readouterr())


async def test_who_is_signed_in_sees_papers_that_strangers_don_t(private: Browsing) -> None:
    cookie = await signed_in(private)
    assert (await private.get("/")).status == 403
    text = (await private.get("/", Cookie=cookie)).text
    assert "EnvHarness" in text
    assert text.count('name="like" value="2608.19880"') == 1
    assert "<code>/papers feed</code> in chat" in (await private.get("/me/saved", Cookie=cookie)).text
    assert (await private.get("/", Cookie="__Host-paperboy=made-up")).status == 403


async def test_a_session_ends_where_one_says_so(private: Browsing) -> None:
    here, there = await signed_in(private), await signed_in(private)
    (mark,) = re.findall(r'name="mark" value="(\w{64})"><button[^>]*>Sign out</button></form></li>\s*</ul>',
                         (await private.get("/me/privacy", Cookie=here)).text)  # fmt: skip
    await private.send("/out", {**OURS, "Cookie": here}, mark=mark)
    assert sorted([(await private.get("/me", Cookie=each)).status for each in (here, there)]) == [200, 403]
    last = await signed_in(private)
    left = await private.send("/out", {**OURS, "Cookie": last}, mark="all")
    assert "signed%20out%20everywhere" in left.headers["Set-Cookie"]
    assert {(await private.get("/me", Cookie=each)).status for each in (here, there, last)} == {403}


async def test_a_link_that_was_used_already_leads_home_who_is_in(private: Browsing) -> None:
    link = await link_for(private)
    cookie = (await private.send(link)).headers["Set-Cookie"].partition(";")[0]
    for again in (await private.send(link, {**OURS, "Cookie": cookie}), await private.get(link, Cookie=cookie)):
        assert (again.status, again.headers["Location"]) == (303, "/me")
        assert "you%20are%20signed%20in" in again.headers["Set-Cookie"]
    assert (await private.get(link)).status == 404


async def test_signing_out_takes_the_cookie_away(private: Browsing) -> None:
    left = await private.send("/out", {**OURS, "Cookie": await signed_in(private)})
    cookies = [value for name, value in left.headers.items() if name == "Set-Cookie"]
    assert [each for each in cookies if each.startswith("__Host-paperboy=; Path=/; Max-Age=0")]


@pytest.mark.parametrize(
    ("path", "fields", "lost"),
    [
        ("/me/interests/follow", {"interest": "robots <3", "back": "/me/interests"}, ["robots &lt;3"]),
        ("/me/daily/settings", {"channel": "c", "count": "7", "was-count": "5", "at": "9:00", "was-at": "9:00"}, ["7"]),
        ("/do", {"line": "privacy forget", "back": "/me"}, []),
    ],
)
async def test_what_was_typed_is_not_lost_with_the_session(
    page: Browsing, path: str, fields: dict[str, str], lost: list[str]
) -> None:
    answer = await page.send(path, **fields)
    assert (answer.status, "nobody is signed in here" in answer.text) == (403, True)
    assert re.findall("<strong>(.*?)</strong>", answer.text) == lost


async def test_nobody_ends_another_s_session(private: Browsing) -> None:
    ada, eve = await signed_in(private), await signed_in(private, EVE)
    await private.send("/out", {**OURS, "Cookie": eve}, mark=mark_of(ada.partition("=")[2]))
    assert (await private.get("/me", Cookie=ada)).status == 200


async def test_forgetting_signs_out_everywhere(private: Browsing) -> None:
    cookie = await signed_in(private)
    answer = await private.send("/do", {**OURS, "Cookie": cookie}, line="privacy forget")
    assert "Erase everything?" in answer.text
    done = await private.send("/do", {**OURS, "Cookie": cookie}, line="privacy confirm-forget")
    assert "is erased" in done.text
    assert (await private.get("/me", Cookie=cookie)).status == 403


@pytest.mark.parametrize(
    "path", ["/me", "/me/saved", "/me/interests", "/me/history", "/me/daily", "/me/privacy", "/me/export"]
)
async def test_what_is_one_s_own_is_for_nobody_else(page: Browsing, path: str) -> None:
    assert (await page.get(path)).status == 403
    await page.send("/in")
    answer = await page.get(path)
    assert (answer.status, answer.headers.get("Cache-Control")) == (200, "no-store")


async def test_the_person_at_this_machine_signs_in_by_a_press(page: Browsing) -> None:
    assert "Use it as ada" in (await page.get("/")).text
    assert (await page.send("/in")).headers["Location"] == "/me"
    assert (await page.send("/in", back="/week")).headers["Location"] == "/week"
    assert (await page.send("/in", back="//evil.example")).headers["Location"] == "/"
    assert "My papers" in (await page.get("/")).text


async def test_nobody_is_taken_for_the_person_at_this_machine(page: Browsing, private: Browsing) -> None:
    assert (await page.send("/in", {**OURS, "Host": "evil.example"})).status == 400
    assert (await page.send("/in", {"Sec-Fetch-Site": "cross-site"})).status == 403
    assert (await private.send("/in")).status == 400


async def test_chat_says_so_where_there_is_no_page(page: Browsing) -> None:
    request = Request(member=ADA, command=parse("web"), at=page.app.clock.now(), direct=True)
    answer = await page.app.core.answer(request)
    assert (answer.card.problem, "PAPERBOY_WEB" in answer.card.text) == (True, True)


async def test_a_session_that_is_used_lasts(private: Browsing) -> None:
    cookie = await signed_in(private)
    sessions = private.app.store.web_sessions
    (session,) = await sessions.all_of(ADA, private.app.clock.now())
    await sessions.end(ADA)
    old = replace(session, used=session.used - timedelta(days=20), expires=session.expires - timedelta(days=20))
    await sessions.start(old)
    assert (await private.get("/me", Cookie=cookie)).status == 200
    (session,) = await sessions.all_of(ADA, private.app.clock.now())
    assert session.expires > old.expires


async def test_nobody_gets_more_than_a_few_links_within_an_hour(private: Browsing) -> None:
    for _ in range(LINKS - 1):
        await link_for(private)
    last = await link_for(private)
    request = Request(member=ADA, command=parse("web"), at=private.app.clock.now(), direct=True)
    refused = (await private.app.core.answer(request)).card
    assert (refused.problem, refused.buttons) == (True, ())
    assert "within an hour" in refused.text
    assert (await private.send(last)).status == 303
    assert await link_for(private, EVE)
