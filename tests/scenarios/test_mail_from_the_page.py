"""A stranger asks for papers on the public page, confirms in a mail, reads, reacts, changes it, and leaves."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import aiohttp
import pytest
from pydantic import SecretStr

from adapters.email.settings import EmailSettings
from adapters.email.visitors import A_DAY, network_of
from adapters.pages.settings import Mode, WebSettings
from bot.app import App, opened
from bot.commands import parse
from bot.model import Member, Request, Subscription, Tenant, is_visitor
from bot.serving import door_of
from bot.settings import Settings
from tests.adapters.pages.conftest import OURS
from tests.contracts.digest_making import claim_one
from tests.platforms.smtp_server import MailServerHere, MailSide

PUBLIC = "https://paperboy.example.org"
ANN, BOB = "ann@example.net", "bob@example.net"


@dataclass
class Street:
    """A running Paperboy with a public page and mail, and a stranger in front of it."""

    app: App
    side: MailSide
    address: str
    http: aiohttp.ClientSession

    async def get(self, path: str) -> str:
        async with self.http.get(self.address + path) as answer:
            return await answer.text()

    async def send(self, path: str, headers: Mapping[str, str] = OURS, **fields: str) -> tuple[int, str]:
        async with self.http.post(self.address + path, data=fields, headers=headers) as answer:
            return answer.status, await answer.text()

    async def mail(self) -> str:
        """The text of the newest mail, once it is there."""
        async with asyncio.timeout(5):
            await self.side.arrived.wait()
        self.side.arrived.clear()
        body = self.side.taken[-1].message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    async def confirmed(self, **wish: str) -> Subscription:
        """Somebody asked and said yes: what they get now."""
        await self.send("/subscribe", address=ANN, **wish)
        await self.send(link("confirm", await self.mail()), do="yes")
        (found,) = await self.app.store.subscriptions.all()
        return found

    async def digest(self) -> str:
        """The mail of a slot that is due now."""
        (subscription,) = await self.app.store.subscriptions.all()
        draft = await self.app.writer.make_now(subscription.channel)
        assert draft is not None
        delivery = await claim_one(self.app.store.outbox, "email", self.app.clock.now(), timedelta(minutes=5))
        assert delivery is not None
        await self.app.chats["email"].post(delivery)
        return await self.mail()


def link(page: str, text: str) -> str:
    """The path of the first link to a page of mail."""
    found = re.search(rf"{PUBLIC}(/mail/{page}\S+)", text)
    assert found
    return found[1]


@asynccontextmanager
async def street(mode: Mode = Mode.PUBLIC) -> AsyncIterator[Street]:
    settings = Settings(
        database_url="memory:",
        sources="sample",
        http_port=0,
        public_url=PUBLIC,
        secret_key=SecretStr("a key of tests"),
        _env_file=None,
    )
    async with MailServerHere() as server:
        mail = EmailSettings(
            email_host="127.0.0.1",
            email_port=server.port,
            email_security="none",
            email_from="papers@example.org",
            email_per_minute=6000,
            _env_file=None,
        )
        platforms = {"web": WebSettings(web=mode, _env_file=None), "email": mail}
        async with opened(settings, platforms=platforms) as app, aiohttp.ClientSession() as http:
            door = door_of(app)
            assert door is not None
            running = [asyncio.create_task(door.run())]
            running += [asyncio.create_task(chat.run(app.core)) for chat in app.chats.values()]
            await app.chats["email"].ready()
            yield Street(app, server.side, (await door.listening()).rstrip("/"), http)
            for task in running:
                task.cancel()
            await asyncio.wait(running)


@pytest.fixture
async def town() -> AsyncIterator[Street]:
    async with street() as found:
        yield found


async def test_what_is_trending_comes_once_a_stranger_has_confirmed(town: Street) -> None:
    assert "Trending papers by mail" in await town.get("/")
    status, answer = await town.send("/subscribe", address=ANN, often="weekly", zone="Asia/Tokyo")
    assert (status, "A mail that asks you to confirm is on its way" in answer) == (200, True)
    question = await town.mail()
    assert "on the web page" in question
    path = link("confirm", question)
    page = await town.get(path)
    assert ("The most upvoted papers, once a week." in page, 'action="/search"' in page) == (True, True)
    assert await town.app.store.subscriptions.all() == []
    _, answer = await town.send(path, do="yes")
    assert "5 trending papers, Mon at 08:00" in answer
    (subscription,) = await town.app.store.subscriptions.all()
    assert subscription.owner is not None
    assert is_visitor(subscription.owner)
    assert (subscription.trending, subscription.weekly, subscription.schedule.zone) == (True, True, "Asia/Tokyo")
    assert subscription.post_empty, "a week without papers is told; a day is not"
    mail = await town.digest()
    assert "5 trending papers of the week" in mail
    assert "▲" in mail


async def test_who_confirms_is_told_how_many_papers_each_topic_matches(town: Street) -> None:
    await town.send("/subscribe", address=ANN, topics="agents, zzqqxx", often="daily")
    _, answer = await town.send(link("confirm", await town.mail()), do="yes")
    assert "5 papers, weekdays at 08:00" in answer
    assert re.search(r"Following agents\. \d+ papers of the", answer)
    assert "Following zzqqxx. No paper of" in answer


async def test_an_author_or_category_in_the_box_is_no_topic_of_that_name(town: Street) -> None:
    await town.send("/subscribe", address=ANN, topics="author:Song Han, category:cs.CL", often="daily")
    path = link("confirm", await town.mail())
    assert "Papers about “author:Song Han” and “category:cs.CL”" in await town.get(path)
    await town.send(path, do="yes")
    (subscription,) = await town.app.store.subscriptions.all()
    assert subscription.owner
    stated = await town.app.store.interests.of(subscription.owner)
    assert {(each.kind.value, each.value) for each in stated.follows} == {
        ("author", "Song Han"),
        ("category", "cs.CL"),
    }


async def test_topics_bring_picks_with_true_reasons(town: Street) -> None:
    subscription = await town.confirmed(topics="reinforcement learning, agents", often="daily")
    assert (subscription.trending, subscription.weekly, subscription.post_empty) == (False, False, False)
    mail = await town.digest()
    assert re.search("Because you follow (reinforcement learning|agents)", mail)
    page = await town.get(link("paper", mail))
    assert re.search("reinforcement learning|agents", page)
    assert "address that the link was sent to" in page
    _, page = await town.send(link("paper", mail), do="like")
    assert "undo like" in page
    assert subscription.owner is not None
    assert len(await town.app.store.feedback.standing(subscription.owner)) == 1


async def test_who_asked_for_the_same_gets_the_same_until_they_react(town: Street) -> None:
    await town.confirmed(topics="agents", often="daily")
    await town.send("/subscribe", address=BOB, topics="agents", often="daily")
    await town.send(link("confirm", await town.mail()), do="yes")
    writer, due = town.app.writer, await town.app.store.subscriptions.all()
    first, second = [(await writer.preview(each)).digest.papers for each in due]
    assert first == second != ()
    assert due[0].owner is not None
    liked = Request(member=due[0].owner, command=parse(f"like {first[0]}"), at=town.app.clock.now(), direct=True)
    await town.app.core.answer(liked)
    window = writer.window()
    assert [await writer.make(each, window) for each in reversed(due)] == [True, True]
    mine, theirs = [(await town.app.store.digests.reports(each.channel, 1))[0].digest.papers for each in due]
    assert (first[0] in mine, first[0] in theirs) == (False, True)


async def test_topics_are_changed_on_the_page_behind_each_mail(town: Street) -> None:
    subscription = await town.confirmed(topics="agents", often="daily")
    mail = await town.digest()
    settings = link("settings", mail)
    assert "No more about agents" in await town.get(settings)
    await town.send(settings, do="save", follow="diffusion models", what="picks")
    await town.send(settings, do="unfollow agents")
    await town.send(settings, do="unfollow something else")
    assert subscription.owner is not None
    stated = await town.app.store.interests.of(subscription.owner)
    assert [each.value for each in stated.follows] == ["diffusion models"]


async def test_everything_that_is_kept_is_a_press_away(town: Street) -> None:
    await town.confirmed(topics="agents", often="daily")
    mail = await town.digest()
    await town.send(link("paper", mail), do="like")
    page = await town.get(link("settings", mail))
    found = re.search(r'href="(/mail/export[^"]+)"', page)
    assert found
    kept = json.loads(await town.get(found[1]))
    assert kept["mail addresses"] == [ANN]
    assert [each["value"] for each in kept["interests"]] == ["agents"]
    assert len(kept["reactions"]) == 1
    made_up = await town.http.get(f"{town.address}/mail/export?t=made-up")
    other = await town.http.get(f"{town.address}/mail/export?{link('leave', mail).partition('?')[2]}")
    assert (made_up.status, other.status) == (404, 404)


async def test_one_press_ends_it_and_erases_all_that_was_kept(town: Street) -> None:
    subscription = await town.confirmed(topics="agents", often="daily")
    mail = await town.digest()
    await town.send(link("paper", mail), do="like")
    status, _ = await town.send(link("leave", mail), {}, **{"List-Unsubscribe": "One-Click"})
    assert status == 200
    assert subscription.owner is not None
    store = town.app.store
    assert await store.subscriptions.all() == []
    kept = await store.privacy.export(subscription.owner)
    assert {name: rows for name, rows in kept.items() if rows} == {}


async def test_the_answer_is_the_same_for_a_known_a_new_and_an_unwilling_address(town: Street) -> None:
    await town.confirmed(often="weekly")
    _, known = await town.send("/subscribe", address=ANN)
    await town.mail()
    _, new = await town.send("/subscribe", address=BOB)
    await town.send(link("confirm", await town.mail()), do="no")
    _, unwilling = await town.send("/subscribe", address=BOB)
    assert known.replace(ANN, "") == new.replace(BOB, "") == unwilling.replace(BOB, "")
    await asyncio.sleep(0)
    assert [one.recipient for one in town.side.taken] == [ANN, ANN, BOB]


async def test_a_second_wish_says_that_it_takes_the_place_of_the_first(town: Street) -> None:
    await town.confirmed(often="weekly")
    await town.send("/subscribe", address=ANN, topics="agents")
    path = link("confirm", await town.mail())
    assert "takes the place of what comes" in await town.get(path)
    await town.send(path, do="yes")
    (subscription,) = await town.app.store.subscriptions.all()
    assert not subscription.trending


async def test_a_network_may_ask_so_often_in_a_day(town: Street) -> None:
    answers = [await town.send("/subscribe", address=f"p{number}@example.net") for number in range(A_DAY + 1)]
    assert [status for status, _ in answers] == [200] * A_DAY + [400]
    assert "Try again tomorrow" in answers[-1][1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": ""},
        {"address": "off"},
        {"address": "ann@"},
        {"address": ANN, "topics": "a,b,c,d,e,f"},
        {"address": ANN, "topics": "category:zz.ZZ"},
    ],
)
async def test_what_cannot_be_asked_for_is_said_at_once(town: Street, wrong: dict[str, str]) -> None:
    status, answer = await town.send("/subscribe", **wrong)
    assert (status, 'role="alert"' in answer) == (400, True)
    assert town.side.taken == []


@pytest.mark.parametrize(("told", "kept"), [("Mars/Base", "UTC"), ("", "UTC"), ("Asia/Tokyo", "Asia/Tokyo")])
async def test_a_time_zone_that_is_none_keeps_nobody_from_mail(town: Street, told: str, kept: str) -> None:
    """It is a browser's guess, and no field that somebody filled in."""
    subscription = await town.confirmed(zone=told)
    assert subscription.schedule.zone == kept


async def test_a_search_leads_to_papers_about_it_by_mail_where_it_names_a_topic(town: Street) -> None:
    asked = re.findall(r'href="(/subscribe\?topics=[^"]*)"', await town.get("/search?q=world+models"))
    assert len(asked) == 1
    assert 'name="topics" value="world models"' in await town.get(asked[0])
    for no_topic in (
        "agents sort:new",
        "author:Li",
        "-agents video",
        "2608.19880",
        "zebrafish gardens",
        '"world models"',
    ):
        assert "/subscribe?topics" not in await town.get(f"/search?q={quote(no_topic)}"), no_topic


async def test_the_mail_of_a_member_stands_among_their_daily_picks_and_ends_there(town: Street) -> None:
    ada = Member(Tenant("slack", "T1"), "U1")
    cookie = {"Cookie": f"__Host-paperboy={await town.app.sign_in.enter_without_link(ada, '')}"}

    async def shown() -> str:
        async with town.http.get(f"{town.address}/me/daily", headers=cookie) as answer:
            return await answer.text()

    assert "Papers by mail" not in await shown()
    await town.app.core.answer(
        Request(member=ada, command=parse(f"email {ANN} 07:30"), at=town.app.clock.now(), direct=True)
    )
    assert "Waits for your answer" in await shown()
    await town.send(link("confirm", await town.mail()), do="yes")
    assert "weekdays at 07:30 UTC" in await shown()
    (stop,) = re.findall(r'value="(email [^"]*)"', await shown())
    _, ended = await town.send("/do", headers=OURS | cookie, line=stop, back="/me/daily")
    assert "No more mail is sent to you" in ended
    assert "Papers by mail" not in await shown()


async def test_another_site_cannot_ask(town: Street) -> None:
    status, _ = await town.send("/subscribe", {"Sec-Fetch-Site": "cross-site"}, address=ANN)
    assert status == 403


@pytest.mark.parametrize("mode", [Mode.PRIVATE, Mode.TEAM])
async def test_there_is_no_box_where_the_page_is_not_for_everybody(mode: Mode) -> None:
    async with street(mode) as found:
        status, _ = await found.send("/subscribe", address=ANN)
        assert status in (403, 404)
        assert "Trending papers by mail" not in await found.get("/")


def test_a_household_counts_as_one() -> None:
    assert network_of("192.0.2.7") != network_of("192.0.2.8")
    assert network_of("2001:db8::1") == network_of("2001:db8::2")
    assert network_of("2001:db8:0:1::1") != network_of("2001:db8::1")
    assert network_of("unknown") == "unknown"
