"""The settings form: a field for each setting, what is wrong at its field, and nothing typed in vain."""

from bot.model import Answer, Button, Card, Channel
from tests.adapters.discord.running import TENANT, Running
from tests.platforms.discord_server import Exchange
from tests.platforms.discord_shapes import (
    ALICE,
    BOB,
    EPHEMERAL,
    GENERAL,
    GUILD,
    MEMBER,
    PAPERS,
    a_channel,
    labels,
    words,
)

STANDING = {
    "time": "08:30",
    "days": "weekdays",
    "zone": "Europe/Berlin",
    "count": "5",
    "format": "threaded",
    "topics": "agents",
    "categories": "",
    "bar": "",
    "empty": "no",
    "recap": "no",
}


async def test_the_form_has_a_field_for_each_setting_filled_with_what_is(bot: Running) -> None:
    exchange = await _opened(bot)
    fields = _fields(exchange)
    assert list(fields) == ["channel", "time", "days", "zone", "count"]
    assert fields["channel"]["default_values"] == [{"id": int(PAPERS), "type": "channel"}]
    assert (fields["time"]["value"], fields["zone"]["value"]) == ("08:30", "Europe/Berlin")
    assert _chosen(fields["days"]) == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    assert _chosen(fields["count"]) == ["5"]


async def test_what_was_changed_is_sent_and_nothing_else(bot: Running) -> None:
    """So what another admin changed meanwhile is not undone; what was left alone goes with it."""
    exchange = await _opened(bot)
    await (await bot.server.submit(exchange, time="07:00", days="Mon,Sat")).answered()
    left = {name: value for name, value in STANDING.items() if value and name not in ("time", "days")}
    assert dict(bot.core.last.command.left) == left
    assert bot.core.last.command.arguments == (("time", "07:00"), ("days", "Mon,Sat"))


async def test_the_other_settings_have_a_form_of_their_own(bot: Running) -> None:
    bot.core.answers["subscribe"] = Answer(card=Card(text="changed", buttons=(CHANGE,)))
    exchange = await _opened(bot)
    (message,) = await (await bot.server.submit(exchange)).answered()
    assert labels(message) == ["Change settings", "More settings"]
    more = await (await bot.server.press(message, "More settings")).acknowledged()
    assert list(_fields(more)) == ["format", "topics", "categories", "bar", "also"]
    assert (_chosen(_fields(more)["format"]), _fields(more)["topics"]["value"]) == (["threaded"], "agents")
    await (await bot.server.submit(more, topics="", categories="cs.CL", also="recap")).answered()
    assert bot.core.last.command.arguments == (("topics", "none"), ("categories", "cs.CL"), ("recap", "yes"))


async def test_another_channel_can_be_chosen_and_the_forms_after_it_stay_with_that_one(bot: Running) -> None:
    """All that the form holds is set there; buttons that would act where the answer is read are left out."""
    bot.core.answers["subscribe"] = Answer(card=Card(text="changed", buttons=(PREVIEW, CHANGE)))
    (message,) = await (await bot.server.submit(await _opened(bot), channel=GENERAL)).answered()
    assert bot.core.last.channel == Channel(TENANT, GENERAL)
    assert (bot.core.last.command.get("time"), bot.core.last.command.get("count")) == ("08:30", "5")
    assert "the channel that you chose" in words(message)
    assert labels(message) == ["Change settings", "More settings"]
    more = await (await bot.server.press(message, "More settings")).acknowledged()
    await (await bot.server.submit(more, topics="proteins")).answered()
    assert bot.core.last.channel == Channel(TENANT, GENERAL)
    assert bot.core.last.command.arguments == (("topics", "proteins"),)


async def test_a_chosen_channel_is_kept_while_a_mistake_is_mended(bot: Running) -> None:
    (message,) = await (await bot.server.submit(await _opened(bot), channel=GENERAL, time="25:00")).answered()
    again = await (await bot.server.press(message, "Back to the form")).acknowledged()
    assert _fields(again)["channel"]["default_values"] == [{"id": int(GENERAL), "type": "channel"}]
    await (await bot.server.submit(again, time="07:00")).answered()
    assert (bot.core.last.channel, bot.core.last.command.get("time")) == (Channel(TENANT, GENERAL), "07:00")


async def test_rights_are_asked_for_the_channel_that_is_chosen(bot: Running) -> None:
    """Who manages one channel does not manage all."""
    everyone = {"id": GUILD, "type": 0, "allow": "0", "deny": str(1 << 4 | 1 << 5 | 1 << 3)}
    bot.server.guilds[GUILD]["roles"][0]["permissions"] = str(MEMBER)
    channels = (a_channel(GENERAL, 0, guild_id=GUILD, name="general", permission_overwrites=[everyone]),)
    await bot.server.dispatch("GUILD_ROLE_UPDATE", {"guild_id": GUILD, "role": bot.server.guilds[GUILD]["roles"][0]})
    await bot.server.dispatch("CHANNEL_UPDATE", channels[0])
    bot.core.values = STANDING
    opened = await (
        await bot.server.command_in({"permissions": MEMBER | 1 << 4}, "papers subscribe", user=BOB)
    ).acknowledged()
    await (await bot.server.submit(opened, user=BOB, channel=GENERAL)).answered()
    assert (bot.core.last.channel, bot.core.last.is_admin) == (Channel(TENANT, GENERAL), False)


async def test_a_channel_that_is_not_seen_is_refused_with_a_way_back(bot: Running) -> None:
    opened, asked = await _opened(bot), len(bot.core.requests)
    (message,) = await (await bot.server.submit(opened, channel="99")).answered()
    assert "I can't see the channel" in words(message)
    assert len(bot.core.requests) == asked
    assert labels(message) == ["Back to the form"]


async def test_in_private_there_is_no_channel_to_choose(bot: Running) -> None:
    bot.core.values = STANDING
    opened = await (await bot.server.command_in(bot.server.in_direct(ALICE), "papers subscribe")).acknowledged()
    assert list(_fields(opened)) == ["time", "days", "zone", "count", "format"]


async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(bot: Running) -> None:
    exchange = await _opened(bot)
    asked = len(bot.core.requests)
    (message,) = await (await bot.server.submit(exchange, time="25:00", zone="Mars base", count="3")).answered()
    assert message["flags"] & EPHEMERAL
    assert "**Time**" in words(message)
    assert "**Time zone**" in words(message)
    assert len(bot.core.requests) == asked
    again = await (await bot.server.press(message, "Back to the form")).acknowledged()
    fields = _fields(again)
    assert (fields["time"]["value"], fields["zone"]["value"]) == ("25:00", "Mars base")
    assert _chosen(fields["count"]) == ["3"]
    await (await bot.server.submit(again, time="07:00", zone="UTC")).answered()
    assert bot.core.last.command.arguments == (("time", "07:00"), ("zone", "UTC"), ("count", "3"))


async def test_who_may_not_manage_gets_no_form_to_fill_in_vain(bot: Running) -> None:
    exchange = await bot.server.command("papers subscribe", user=BOB)
    await exchange.answered()
    assert exchange.modal is None


async def test_a_form_button_opens_the_form(bot: Running) -> None:
    card = Card(text="Settings", buttons=(Button(label="Change…", line="subscribe count:4", form="subscribe"),))
    bot.core.answers["settings"] = Answer(card=card)
    (message,) = await (await bot.server.command("papers settings")).answered()
    exchange = await (await bot.server.press(message, "Change…")).acknowledged()
    assert _chosen(_fields(exchange)["count"]) == ["4"]
    (refused,) = await (await bot.server.press(message, "Change…", user=BOB)).answered()
    assert "answer to subscribe" in words(refused)


PREVIEW = Button(label="Preview", line="preview")
CHANGE = Button(label="Change settings", line="subscribe", form="subscribe")


async def _opened(bot: Running) -> Exchange:
    bot.core.values = STANDING
    return await (await bot.server.command("papers subscribe")).acknowledged()


def _fields(exchange: Exchange) -> dict[str, dict[str, object]]:
    assert exchange.modal
    return {label["component"]["custom_id"]: label["component"] for label in exchange.modal["components"]}


def _chosen(field: dict[str, object]) -> list[str]:
    options = field["options"]
    assert isinstance(options, list)
    return [option["value"] for option in options if option.get("default")]
