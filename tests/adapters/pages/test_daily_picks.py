"""Daily picks on the page: who may change which, the form of their settings, and what others changed meanwhile."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.commands import parse
from bot.model import Channel, KnownPerson, Member, Request, Subscription, Tenant
from tests.adapters.pages.conftest import Browsing

ADA = Member(Tenant("console", "local"), "ada")
BEN = Member(ADA.tenant, "ben")
OWN, OTHER, PRIVATE = (Channel(ADA.tenant, name) for name in ("own", "other", "ben's"))


@pytest.fixture
async def mine(page: Browsing) -> Browsing:
    """A visitor who is signed in, with daily picks of theirs in one channel, and of somebody else's in two places."""
    await page.send("/in")
    for channel, owner, direct in ((OWN, ADA, False), (OTHER, BEN, False), (PRIVATE, BEN, True)):
        made = Subscription(
            id=channel.id, channel=channel, owner=owner, direct=direct, created=datetime.now(UTC), topics=("agents",)
        )
        await page.app.store.subscriptions.change(channel, lambda *_, made=made: made)
        await page.app.store.memberships.seen(channel, ADA, page.app.clock.now())
    return page


async def standing(page: Browsing, channel: Channel = OWN) -> Subscription:
    found = await page.app.store.subscriptions.of(channel)
    assert found
    return found


def form_of(text: str) -> dict[str, str]:
    """What a browser would send of the settings as they are drawn."""
    form = text[text.index('<form class="settings"') :].partition("</form>")[0]
    fields = re.findall(r'<input (?:id="[^"]*" |type="hidden" )name="([^"]*)" value="([^"]*)"', form)
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options) or re.findall(r'value="([^"]*)"', options)
        fields.append((name, chosen[0]))
    return {name: html.unescape(value) for name, value in fields}


async def known_as_admin(page: Browsing, since: timedelta) -> None:
    person = KnownPerson(is_admin=True, at=page.app.clock.now() - since)
    await page.app.store.known_people.keep(ADA, person)


async def test_one_s_own_are_listed_and_paused_and_nobody_else_s(mine: Browsing) -> None:
    text = (await mine.get("/me/daily")).text
    assert "in the channel own" in text
    assert "in the channel other" not in text
    await mine.send("/do", line="pause", channel="own", back="/me/daily")
    for channel in ("other", "ben's"):
        await mine.send("/do", line="pause", channel=channel, back="/me/daily")
    states = {each.id: type(each.status).__name__ for each in await mine.app.store.subscriptions.all()}
    assert states == {"own": "Paused", "other": "Active", "ben's": "Active"}
    assert 'value="resume"' in (await mine.get("/me/daily")).text
    asked = Request(
        member=ADA,
        command=parse("resume"),
        at=mine.app.clock.now(),
        channel=Channel(ADA.tenant, "own"),
        direct=True,
        channel_name="papers",
    )
    await mine.app.core.answer(asked)
    assert "in the channel #papers" in (await mine.get("/me/daily")).text


async def test_who_the_chat_calls_an_admin_today_may_change_shared_ones_too(mine: Browsing) -> None:
    await known_as_admin(mine, timedelta(hours=1))
    text = (await mine.get("/me/daily")).text
    assert "in the channel other" in text
    assert "private conversation" not in text
    assert (await mine.get("/me/daily/settings?channel=other")).status == 200
    await known_as_admin(mine, timedelta(hours=25))
    assert (await mine.get("/me/daily/settings?channel=other")).status == 404


async def test_a_form_that_was_left_as_it_was_changes_nothing(mine: Browsing) -> None:
    before = await standing(mine)
    filled = form_of((await mine.get("/me/daily/settings?channel=own")).text)
    assert filled["topics"] == "agents"
    answer = await mine.send("/me/daily/settings", **filled)
    assert (answer.status, answer.headers["Location"]) == (303, "/me/daily")
    assert "Nothing was changed." in (await mine.get("/me/daily")).text
    assert await standing(mine) == before


async def test_what_is_changed_is_set_and_said(mine: Browsing) -> None:
    filled = form_of((await mine.get("/me/daily/settings?channel=own")).text)
    await mine.send("/me/daily/settings", **filled | {"time": "7:30", "count": "3", "topics": "", "recap": "yes"})
    now = await standing(mine)
    assert (now.schedule.at, now.count, now.topics, now.recap) == (time(7, 30), 3, (), True)
    assert "Daily picks were changed" in (await mine.get("/me/daily")).text


async def test_what_others_changed_meanwhile_stays_and_is_told(mine: Browsing) -> None:
    filled = form_of((await mine.get("/me/daily/settings?channel=own")).text)
    await mine.app.store.subscriptions.change(OWN, lambda was, _: was and replace(was, topics=("robots",)))
    await mine.send("/me/daily/settings", **filled | {"count": "3"})
    now = await standing(mine)
    assert (now.count, now.topics) == (3, ("robots",))
    assert "somebody else changed Topics to robots" in (await mine.get("/me/daily")).text


async def test_what_can_t_be_read_is_said_at_its_field_and_the_rest_is_kept(mine: Browsing) -> None:
    filled = form_of((await mine.get("/me/daily/settings?channel=own")).text)
    answer = await mine.send(
        "/me/daily/settings", **filled | {"time": "half past", "zone": "Europe/Berln", "count": "3"}
    )
    assert answer.status == 400
    for name in ("time", "zone"):
        assert f'aria-invalid="true" aria-describedby="w-{name}"' in answer.text
    assert "Europe/Berlin" in answer.text
    assert form_of(answer.text)["count"] == "3"
    assert (await standing(mine)).count == 5
    await mine.send("/me/daily/settings", **form_of(answer.text) | {"time": "8:00", "zone": "Europe/Berlin"})
    assert (await standing(mine)).count == 3


@pytest.mark.parametrize("channel", ["other", "ben's", "nowhere"])
async def test_settings_of_others_can_t_be_told_from_none(mine: Browsing, channel: str) -> None:
    answer = await mine.get(f"/me/daily/settings?channel={channel}")
    assert (answer.status, "under this address" in answer.text) == (404, True)
    assert (await mine.send("/me/daily/settings", channel=channel, count="1")).status == 404
    assert all(each.count == 5 for each in await mine.app.store.subscriptions.all())
