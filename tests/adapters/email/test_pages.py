"""From asking in chat to leaving by one click: with the real core, a mail server on loopback, and pages as pressed."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest

from adapters.email.adapter import Mail
from adapters.email.links import TOKEN_BYTES
from bot.app import App
from bot.commands import parse
from bot.model import Active, Answer, Channel, PaperId, Paused, Request, Signal, mail_account, mail_channel
from bot.ports.http import HttpRequest, HttpResponse
from bot.settings import Settings
from bot.sources import make_sources
from bot.store import open_store
from tests.adapters.email.running import ADA, ADDRESS, LINKS, NOW, PUBLIC, WaitingClock, context, settings
from tests.adapters.replicas import FakeReplicas
from tests.platforms.smtp_server import MailServerHere, MailSide

HANDLE = LINKS.handle(ADA)
NURSERY = Channel(ADA.tenant, "floor")


@dataclass
class House:
    """A whole Paperboy with mail."""

    app: App
    mail: Mail
    side: MailSide
    clock: WaitingClock

    async def say(self, line: str) -> Answer:
        asked = Request(member=ADA, command=parse(line), at=self.clock.now(), channel=NURSERY, zone="Europe/Berlin")
        return await self.app.core.answer(asked)

    async def ask(self, url: str, method: str = "GET", **form: str) -> HttpResponse:
        """What a browser does, or a scanner: no cookies, no sign-in."""
        parts = urlsplit(url)
        route = next(one for one in self.mail.routes if (one.method, one.path) == (method, parts.path))
        return await route.answer(HttpRequest(query=parts.query, headers={}, body=urlencode(form).encode()))

    async def press(self, url: str, **form: str) -> HttpResponse:
        return await self.ask(url, "POST", **form)

    async def question(self) -> str:
        """The link in the newest question, once the server has it."""
        async with asyncio.timeout(3):
            await self.side.arrived.wait()
        self.side.arrived.clear()
        body = self.side.taken[-1].message.get_body(("plain",))
        assert body is not None
        found = re.search(rf"{PUBLIC}/mail/confirm\S+", body.get_content())
        assert found
        return found[0]

    async def subscribed(self) -> None:
        """Ada asked and confirmed."""
        await self.say(f"email {ADDRESS} 07:30 weekdays count:3")
        await self.press(await self.question(), do="yes")


@pytest.fixture
async def house() -> AsyncIterator[House]:
    core = Settings(_env_file=None, database_url="sqlite:///:memory:", sources="sample")
    clock, store = WaitingClock(), await open_store("sqlite:///:memory:")
    async with MailServerHere() as server:
        mail = Mail(context(settings(server.port), store.mailboxes, clock))
        sources = make_sources(core, clock, store.leases)
        app = App(
            settings=core, clock=clock, store=store, sources=sources, chats={"email": mail}, replicas=FakeReplicas()
        )
        await app.ingest.run_once("sample")
        serving = asyncio.create_task(mail.run(app.core))
        await mail.ready()
        yield House(app, mail, server.side, clock)
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving
    await store.close()


async def test_nothing_is_sent_before_somebody_presses_the_button(house: House) -> None:
    answer = await house.say(f"email {ADDRESS} 07:30 weekdays count:3")
    assert "two days" in answer.card.text
    link = await house.question()
    for method in ("GET", "GET", "GET"):
        page = await house.ask(link, method)
        assert (page.status, "a…@example.net" in page.body) == (200, True)
    store = house.app.store
    assert await store.subscriptions.of(mail_channel(ADA)) is None
    page = await house.press(link, do="yes")
    assert "Papers will come by mail" in page.body
    subscription = await store.subscriptions.of(mail_channel(ADA))
    assert subscription is not None
    assert (subscription.owner, subscription.direct, subscription.count) == (mail_account(ADA), True, 3)
    assert (f"{subscription.schedule.at:%H:%M}", subscription.schedule.zone) == ("07:30", "Europe/Berlin")
    mailbox = await store.mailboxes.of(ADA)
    assert mailbox is not None
    assert (mailbox.confirmed, mailbox.consent, mailbox.pending) == (NOW, 1, "")
    assert ADDRESS not in repr(mailbox)
    assert (await house.press(link, do="yes")).status == 410


async def test_what_is_mailed_is_the_member_s_own_and_comes_once(house: House) -> None:
    await house.say("follow language models")
    await house.subscribed()
    subscription = await house.app.store.subscriptions.of(mail_channel(ADA))
    assert subscription is not None
    draft = await house.app.writer.make_now(mail_channel(ADA))
    assert draft is not None
    assert draft.digest.papers
    again = await house.app.writer.preview(subscription)
    assert not set(again.digest.papers) & set(draft.digest.papers)
    shown = await house.app.store.digests.picked_for([mail_account(ADA)], draft.digest.papers)
    assert shown == set(draft.digest.papers)


async def test_what_is_trending_comes_in_place_of_picks_for_who_wants_that(house: House) -> None:
    await house.say(f"email {ADDRESS} trending weekly")
    page = await house.press(await house.question(), do="yes")
    assert "5 trending papers, Mon at 09:00" in page.body
    channel, store = mail_channel(ADA), house.app.store
    subscription = await store.subscriptions.of(channel)
    assert subscription is not None
    draft = (await house.app.writer.preview(subscription)).digest
    papers = await store.papers.get(draft.papers)
    votes = [papers[each].upvotes for each in draft.papers]
    assert len(votes) == 5
    assert votes == sorted(votes, reverse=True)
    assert "trending papers, Mon" in {row.label: row.text for row in (await house.say("email")).card.rows}["When"]
    await house.say("email picks")
    subscription = await store.subscriptions.of(channel)
    assert subscription is not None
    assert not subscription.trending
    page = await house.press(LINKS.settings(HANDLE), do="save", what="trending", days="weekly", empty="yes")
    assert "<option selected>trending</option>" in page.body
    subscription = await store.subscriptions.of(channel)
    assert subscription is not None
    assert (subscription.trending, subscription.weekly, subscription.post_empty) == (True, True, True)


async def test_this_wasn_t_me_suppresses_the_address_and_nobody_can_tell(house: House) -> None:
    first = await house.say(f"email {ADDRESS}")
    page = await house.press(await house.question(), do="no")
    assert "Nobody can ask" in page.body
    assert await house.app.store.mailboxes.of(ADA) is None
    house.clock.at += timedelta(minutes=2)
    assert await house.say(f"email {ADDRESS}") == first
    house.clock.at += timedelta(minutes=2)
    await house.say("email grace@example.net")
    await house.question()
    assert [one.recipient for one in house.side.taken] == [ADDRESS, "grace@example.net"]


async def test_nobody_can_flood_an_inbox(house: House) -> None:
    for _ in range(5):
        await house.say(f"email {ADDRESS}")
        assert "minute" in (await house.say(f"email {ADDRESS}")).card.text
        house.clock.at += timedelta(minutes=2)
    await house.say("email grace@example.net")
    async with asyncio.timeout(3):
        while not house.side.taken or house.side.taken[-1].recipient == ADDRESS:
            await house.side.arrived.wait()
            house.side.arrived.clear()
    assert [one.recipient for one in house.side.taken].count(ADDRESS) == 3


async def test_a_link_to_confirm_ends_after_two_days_and_with_a_newer_one(house: House) -> None:
    await house.say(f"email {ADDRESS}")
    first = await house.question()
    house.clock.at += timedelta(minutes=2)
    await house.say(f"email {ADDRESS}")
    second = await house.question()
    assert (await house.press(first, do="yes")).status == 410
    house.clock.at += timedelta(days=2)
    assert (await house.press(second, do="yes")).status == 410
    assert (await house.ask(f"{PUBLIC}/mail/confirm?t={'x' * TOKEN_BYTES}")).status == 410


@pytest.mark.parametrize(
    "body",
    [
        b"List-Unsubscribe=One-Click",
        b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
        b"do=leave",
    ],
    ids=["form", "multipart", "button"],
)
async def test_one_press_leaves_and_is_answered_with_200_for_ever(house: House, body: bytes) -> None:
    await house.subscribed()
    link = LINKS.leave(HANDLE)
    for _ in range(3):
        assert (await house.ask(link)).status == 200
    assert await house.app.store.subscriptions.of(mail_channel(ADA)) is not None
    route = next(one for one in house.mail.routes if (one.method, one.path) == ("POST", "/mail/leave"))
    for _ in range(2):
        answer = await route.answer(HttpRequest(query=urlsplit(link).query, headers={}, body=body))
        assert answer.status == 200
        assert not [name for name, _ in answer.headers if name in ("Set-Cookie", "Location")]
    assert await house.app.store.subscriptions.of(mail_channel(ADA)) is None
    assert await house.app.store.mailboxes.of(ADA) is None
    await house.app.store.privacy.forget(ADA)
    assert (await house.press(link, do="leave")).status == 200


async def test_a_form_on_another_site_presses_nothing(house: House) -> None:
    await house.subscribed()
    route = next(one for one in house.mail.routes if (one.method, one.path) == ("POST", "/mail/leave"))
    query = urlsplit(LINKS.leave(HANDLE)).query
    foreign = HttpRequest(query=query, headers={"Sec-Fetch-Site": "cross-site"}, body=b"do=leave")
    assert (await route.answer(foreign)).status == 403
    assert await house.app.store.mailboxes.of(ADA) is not None
    own = HttpRequest(query=query, headers={"Sec-Fetch-Site": "same-origin"}, body=b"do=leave")
    assert (await route.answer(own)).status == 200
    assert await house.app.store.mailboxes.of(ADA) is None


async def test_an_old_mail_leaves_a_newer_subscription_too(house: House) -> None:
    await house.subscribed()
    old = LINKS.leave(HANDLE)
    await house.say("email off")
    house.clock.at += timedelta(days=100)
    await house.subscribed()
    assert (await house.press(old, do="leave")).status == 200
    assert await house.app.store.mailboxes.of(ADA) is None


async def test_a_press_in_a_mail_is_a_reaction_in_chat_and_can_be_taken_back(house: House) -> None:
    await house.subscribed()
    paper = PaperId("arxiv:2608.19880")
    link = LINKS.paper(HANDLE, paper, NOW.date(), Signal.LIKE)
    for _ in range(3):
        page = await house.ask(link)
        assert page.status == 200
        assert page.body.index('value="like" class="main"') < page.body.index('value="save"')
    log = house.app.store.feedback
    assert not await log.standing(ADA)
    page = await house.press(link, do="like")
    assert [(one.member, one.paper, one.signal) for one in await log.standing(ADA)] == [(ADA, paper, Signal.LIKE)]
    assert "undo like" in page.body
    await house.press(link, do="undo like")
    assert not [one for one in await log.standing(ADA) if not one.retracted]
    await house.press(link, do="privacy confirm-forget")
    assert await house.app.store.mailboxes.of(ADA) is not None


async def test_links_to_react_end(house: House) -> None:
    await house.subscribed()
    link = LINKS.paper(HANDLE, PaperId("arxiv:2608.19880"), NOW.date())
    house.clock.at += timedelta(days=61)
    assert (await house.press(link, do="like")).status == 410
    assert not await house.app.store.feedback.standing(ADA)


async def test_it_can_be_paused_and_moved_on_a_page(house: House) -> None:
    await house.subscribed()
    link, subscriptions = LINKS.settings(HANDLE), house.app.store.subscriptions
    assert 'value="07:30"' in (await house.ask(link)).body
    await house.press(link, do="pause")
    standing = await subscriptions.of(mail_channel(ADA))
    assert standing is not None
    assert standing.status == Paused(None)
    await house.press(link, do="resume")
    page = await house.press(link, do="save", time="18:00", days="mon", zone="Asia/Tokyo", count="7")
    standing = await subscriptions.of(mail_channel(ADA))
    assert standing is not None
    assert (standing.status, standing.schedule.days, standing.count) == (Active(), frozenset({1}), 7)
    assert 'value="18:00"' in page.body
    page = await house.press(link, do="save", time='25:99" count:1')
    assert "25:99" not in (await house.ask(link)).body
    assert page.status == 200


async def test_state_change_and_end_in_chat(house: House) -> None:
    assert "no mail" in (await house.say("email")).card.text
    assert (await house.say("email off")).card.problem
    for wrong in ("25:99", "count:99", "zone:Nowhere/Land", "bar:rather"):
        assert (await house.say(f"email {ADDRESS} {wrong}")).card.problem
    assert house.side.taken == []
    await house.say(f"email {ADDRESS}")
    rows = {row.label: row.text for row in (await house.say("email")).card.rows}
    assert rows["Waits for your answer"] == ADDRESS
    await house.press(await house.question(), do="yes")
    rows = {row.label: row.text for row in (await house.say("email 08:15 mon")).card.rows}
    assert "08:15" in rows["When"]
    rows = {row.label: row.text for row in (await house.say("email")).card.rows}
    assert rows["To"] == ADDRESS
    file = (await house.say("privacy export")).card.file
    assert file is not None
    assert ADDRESS in file.content
    assert "erased" in (await house.say("email off")).card.text
    assert await house.app.store.mailboxes.of(ADA) is None


async def test_settings_typed_with_the_address_hold_once_it_is_confirmed_and_the_address_is_kept_sealed(
    house: House,
) -> None:
    assert not (await house.say(f"email {ADDRESS} 08:15 mon zone:Asia/Tokyo count:3")).card.problem
    waiting = await house.app.store.mailboxes.of(ADA)
    assert waiting is not None
    assert ADDRESS not in str(waiting)
    assert all(word in waiting.wanted for word in ("08:15", "Asia/Tokyo", "3"))
    await house.press(await house.question(), do="yes")
    standing = await house.app.store.subscriptions.of(mail_channel(ADA))
    assert standing is not None
    assert (standing.schedule.zone, standing.schedule.days, standing.count) == ("Asia/Tokyo", frozenset({1}), 3)


@pytest.mark.parametrize(
    "wrong", ["ada@", "@example.org", "a b@c.org", "ada@localhost", "ada@ex\u00e4mple.org", "a@b.c"]
)
async def test_what_is_no_address_is_said_to_be_none(house: House, wrong: str) -> None:
    assert (await house.say(f'email address:"{wrong}"')).card.problem
    assert house.side.taken == []


async def test_without_mail_the_command_says_so() -> None:
    core = Settings(_env_file=None, database_url="sqlite:///:memory:", sources="sample")
    clock, store = WaitingClock(), await open_store("sqlite:///:memory:")
    sources = make_sources(core, clock, store.leases)
    app = App(settings=core, clock=clock, store=store, sources=sources, chats={}, replicas=FakeReplicas())
    answer = await app.core.answer(Request(member=ADA, command=parse(f"email {ADDRESS}"), at=NOW, channel=NURSERY))
    assert answer.card.problem
    assert "isn't set up" in answer.card.text
    await store.close()


async def test_what_is_kept_of_a_member_is_not_behind_a_link_in_a_mail_that_may_be_forwarded(house: House) -> None:
    await house.subscribed()
    settings_page = LINKS.settings(HANDLE)
    assert "/mail/export" not in (await house.ask(settings_page, "GET")).body
    assert (await house.ask(settings_page.replace("/mail/settings", "/mail/export"), "GET")).status == 404


@pytest.mark.parametrize("page", ["settings", "export"])
async def test_after_leaving_no_link_is_called_broken_that_was_whole(house: House, page: str) -> None:
    await house.subscribed()
    await house.press(LINKS.leave(HANDLE), do="leave")
    whole = LINKS.settings(HANDLE).replace("/mail/settings", f"/mail/{page}")
    over = await house.ask(whole, "GET")
    assert (over.status, "have been stopped" in over.body) == (410, True)
    assert (await house.ask(f"{whole}x", "GET")).status == 404


async def test_what_no_form_of_ours_sends_changes_nothing_and_is_answered(house: House) -> None:
    await house.say(f"email {ADDRESS}")
    confirm = await house.question()
    assert (await house.press(confirm)).status == 200, "a press without what was pressed asks again"
    await house.press(confirm, do="yes")
    paper = LINKS.paper(HANDLE, PaperId("arxiv:2608.19880"), NOW.date())
    assert (await house.press(paper)).status == 200
    leave = LINKS.leave(HANDLE)
    assert (await house.ask(f"{leave}&List-Unsubscribe=One-Click")).status == 200
    assert await house.app.store.mailboxes.of(ADA) is not None, "looking at a page is no press"
    crowded = "&".join(f"field{number}=1" for number in range(100))
    assert (await house.ask(f"{leave}&{crowded}")).status == 404
    assert (await house.ask(f"{PUBLIC}/mail/export?{crowded}")).status == 404


async def test_an_address_that_is_confirmed_is_not_asked_again(house: House) -> None:
    await house.subscribed()
    sent = len(house.side.taken)
    again = (await house.say(f"email {ADDRESS}")).card
    assert "confirmed already" in again.text
    changed = (await house.say(f"email {ADDRESS.upper()} 09:15")).card
    assert "09:15" in changed.rows[0].text
    mailbox = await house.mail.mailbox(ADA)
    assert mailbox is not None
    assert (mailbox.pending, len(house.side.taken)) == ("", sent)
