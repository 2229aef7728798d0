"""A channel's picks behind its private address: who gives it, what it shows, and how it ends."""

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest

from adapters.pages.settings import Mode
from bot.commands import parse
from bot.model import (
    Answer,
    Channel,
    Digest,
    DigestKind,
    DigestPick,
    Member,
    PaperId,
    Reason,
    ReasonKind,
    Request,
    Schedule,
    Subscription,
    Tenant,
)
from bot.services.sign_in import mark_of
from tests.adapters.pages.atom_grammar import faults
from tests.adapters.pages.conftest import OURS, PUBLIC_URL, Browsing, browsing
from tests.adapters.pages.test_signing_in import signed_in

ADA, BEN = Member(Tenant("slack", "T1"), "U1"), Member(Tenant("slack", "T1"), "U2")
PAPERS = Channel(ADA.tenant, "C1")
FRIDAY = datetime(2026, 8, 21, 22, 30, tzinfo=UTC)
"""Saturday in the channel's zone."""
ENV_HARNESS = PaperId("arxiv:2608.19880")


@pytest.fixture
async def team() -> AsyncIterator[Browsing]:
    async with browsing(Mode.TEAM, PUBLIC_URL) as visitor:
        yield visitor


async def ask(
    page: Browsing, line: str, member: Member = ADA, *, is_admin: bool = False, direct: bool = False
) -> Answer:
    request = Request(
        member=member, command=parse(line), at=page.app.clock.now(), channel=PAPERS, is_admin=is_admin, direct=direct
    )
    return await page.app.core.answer(request)


async def set_up(page: Browsing) -> None:
    subscription = Subscription(
        id="sub-C1", channel=PAPERS, owner=ADA, schedule=Schedule(zone="Europe/Berlin"), next_due=FRIDAY, created=FRIDAY
    )
    await page.app.store.subscriptions.change(PAPERS, lambda _was, _newest: subscription)


async def posted(page: Browsing, slot: datetime, *picks: DigestPick, note: str = "") -> None:
    """A digest of the channel, made when it was due."""
    standing = await page.app.store.subscriptions.of(PAPERS)
    assert standing
    digest = Digest(
        id=f"sub-C1/{slot:%Y%m%d}",
        subscription="sub-C1",
        channel=PAPERS,
        slot=slot,
        made=slot,
        kind=DigestKind.DAILY if picks else DigestKind.EMPTY,
        picks=picks,
        note=note or None,
    )
    assert await page.app.store.digests.commit(standing, digest, (), next_due=standing.next_due, seen_to=None)


def picked(paper: str, topic: str = "world models") -> DigestPick:
    reasons = (
        Reason(kind=ReasonKind.TOPIC, subject=topic, contribution=1.0),
        Reason(kind=ReasonKind.CHANNEL, contribution=0.0),
    )
    return DigestPick(paper=PaperId(paper), matched=True, reasons=reasons)


async def address(page: Browsing, line: str = "archive") -> str:
    """The path of the channel's page."""
    answer = await ask(page, line)
    assert answer.private
    return answer.card.buttons[0].url.removeprefix(PUBLIC_URL)


async def test_whoever_has_the_address_reads_the_newest_picks_with_their_reasons(team: Browsing) -> None:
    await set_up(team)
    await posted(team, FRIDAY, picked(ENV_HARNESS))
    path = await address(team)
    assert len(path.rpartition("/")[2]) >= 22  # 16 random bytes
    seen = await team.get(path)
    assert seen.status == 200
    assert "<h1>Saturday, 22 August 2026</h1>" in seen.text
    assert "Because this channel follows world models" in seen.text
    assert (seen.headers["Cache-Control"], seen.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "Content-Encoding" not in seen.headers
    assert seen.headers["X-Robots-Tag"] == "noindex"


async def test_strangers_are_led_to_no_page_that_is_closed_to_them(team: Browsing) -> None:
    await set_up(team)
    await posted(team, FRIDAY, picked(ENV_HARNESS))
    text = (await team.get(await address(team))).text
    own = [link for link in re.findall(r'<a [^>]*href="(/[^"]*)"', text) if link != "/"]
    for link in own:
        assert (await team.get(link)).status == 200, link
    assert 'href="https://arxiv.org/abs/2608.19880"' in text
    assert 'name="q"' not in text


async def test_members_can_react_there(team: Browsing) -> None:
    await set_up(team)
    await posted(team, FRIDAY, picked(ENV_HARNESS))
    path = await address(team)
    cookie = await signed_in(team, BEN)
    text = (await team.get(path, Cookie=cookie)).text
    assert 'name="like" value="2608.19880"' in text
    assert 'href="/paper/arxiv:2608.19880"' in text


async def test_each_day_has_its_page_and_says_why_there_were_no_picks(team: Browsing) -> None:
    await set_up(team)
    await posted(team, FRIDAY, picked(ENV_HARNESS))
    await posted(team, FRIDAY + timedelta(days=2), note="arXiv announced nothing.")
    path = await address(team)
    newest = (await team.get(path)).text
    assert "Monday, 24 August 2026" in newest
    assert "No picks" in newest
    assert "arXiv announced nothing." in newest
    (before,) = re.findall(r'rel="prev" href="([^"]*)"', newest)
    assert before == f"{path}/2026-08-22"
    assert "EnvHarness" in (await team.get(before)).text
    listed = (await team.get(f"{path}/days")).text
    assert listed.index("Mon 24 Aug 2026") < listed.index("Sat 22 Aug 2026") < listed.index("EnvHarness")
    assert (await team.get(f"{path}/2026-08-23")).status == 404
    assert (await team.get(f"{path}/soon")).status == 404


async def test_its_feed_holds_the_same_under_names_for_good(team: Browsing) -> None:
    await set_up(team)
    await posted(team, FRIDAY, picked(ENV_HARNESS))
    path = await address(team)
    answer = await team.get(f"/feed{path}.atom")
    read = feedparser.parse(answer.text)
    assert not read.bozo
    assert faults(ElementTree.fromstring(answer.text)) == []
    (entry,) = read.entries
    assert entry.summary.startswith("Because this channel follows world models.")
    assert entry.id.endswith("/sub-C1/20260821/arxiv:2608.19880")
    assert read.feed.link == f"{PUBLIC_URL}{path}"
    assert answer.headers["Cache-Control"].startswith("private")


async def test_entries_are_not_new_again_when_the_platform_gives_the_channel_another_id(team: Browsing) -> None:
    await set_up(team)
    await posted(team, FRIDAY, picked(ENV_HARNESS))
    path = await address(team)
    before = feedparser.parse((await team.get(f"/feed{path}.atom")).text)
    await team.app.store.channels.move(PAPERS, Channel(PAPERS.tenant, "C9"))
    after = json.loads((await team.get(f"/feed{path}.json")).text)  # the other form: it was not kept in memory yet
    assert [each["id"] for each in after["items"]] == [each.id for each in before.entries] != []


async def test_a_new_address_ends_the_last_and_off_ends_all(team: Browsing) -> None:
    await set_up(team)
    first = await address(team)
    assert "Nothing has been posted yet" in (await team.get(first)).text
    assert "I keep only a digest" in (await ask(team, "archive")).card.text
    second = await address(team, "archive new")
    for gone in (first, f"{first}/days", f"{first}/2026-08-22", f"/feed{first}.atom"):
        assert (await team.get(gone)).status == 410
    assert (await team.get(second)).status == 200
    assert "works no more" in (await ask(team, "archive off")).card.text
    assert (await team.get(second)).status == 410
    assert "nothing to end" in (await ask(team, "archive off")).card.text


@pytest.mark.parametrize("line", ["archive", "archive new", "archive off"])
async def test_only_who_may_manage_the_channel_gives_or_ends_its_address(team: Browsing, line: str) -> None:
    await set_up(team)
    path = await address(team)
    refused = await ask(team, line, BEN)
    assert refused.card.problem
    assert not refused.card.buttons
    assert (await team.get(path)).status == 200
    assert not (await ask(team, line, BEN, is_admin=True)).card.problem


async def test_the_address_outlives_the_subscription_and_ends_with_the_team(team: Browsing) -> None:
    await set_up(team)
    await posted(team, FRIDAY, picked(ENV_HARNESS))
    path = await address(team)
    await team.app.store.subscriptions.change(PAPERS, lambda _was, _newest: None)
    assert "EnvHarness" in (await team.get(path)).text
    await team.app.store.privacy.forget_tenant(PAPERS.tenant)
    assert (await team.get(path)).status == 410


async def test_where_nothing_is_posted_there_is_nothing_to_read_again(team: Browsing) -> None:
    assert "no daily picks here yet" in (await ask(team, "archive", is_admin=True)).card.text
    assert "/papers feed" in (await ask(team, "archive", direct=True)).card.text


async def test_without_an_address_of_the_page_there_is_no_archive(page: Browsing) -> None:
    await set_up(page)
    assert "PAPERBOY_PUBLIC_URL" in (await ask(page, "archive")).card.text


async def test_where_the_page_is_for_members_alone_no_address_is_given_and_none_works() -> None:
    async with browsing(Mode.PRIVATE, PUBLIC_URL) as private:
        await set_up(private)
        assert "PAPERBOY_WEB=team" in (await ask(private, "archive")).card.text
        await private.app.store.channel_addresses.put(PAPERS, mark_of("known"), FRIDAY)
        cookie = await signed_in(private)
        for path in ("/channel/known", "/channel/known/days", "/feed/channel/known.atom"):
            assert (await private.get(path)).status == 404
            assert (await private.get(path, Cookie=cookie)).status == 404


async def test_who_may_manage_the_channel_gets_its_address_from_the_page_too(team: Browsing) -> None:
    await set_up(team)
    cookie = await signed_in(team)
    text = (await team.get("/me/daily", Cookie=cookie)).text
    assert 'value="archive"' in text
    given = await team.send("/do", {**OURS, "Cookie": cookie}, line="archive", channel="C1", back="/me/daily")
    (address,) = re.findall(rf'href="{PUBLIC_URL}(/channel/[^"]+)"', given.text)
    assert (await team.get(address)).status == 200


async def test_the_buttons_under_that_answer_are_about_the_same_channel(team: Browsing) -> None:
    await set_up(team)
    old, cookie = await address(team), await signed_in(team)
    asked = await team.send("/do", {**OURS, "Cookie": cookie}, line="archive", channel="C1", back="/me/daily")
    (form,) = [each for each in re.findall(r"<form.*?</form>", asked.text, re.DOTALL) if "archive off" in each]
    fields = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', form))
    await team.send("/do", {**OURS, "Cookie": cookie}, **fields)
    assert (await team.get(old)).status == 410
