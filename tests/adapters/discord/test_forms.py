"""The settings form: a field for each setting, what is wrong at its field, and nothing typed in vain."""

from bot.model import Answer, Button, Card
from tests.adapters.discord.running import Running
from tests.platforms.discord_server import Exchange
from tests.platforms.discord_shapes import BOB, EPHEMERAL, labels, words

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
    assert list(fields) == ["time", "days", "zone", "count", "format"]
    assert (fields["time"]["value"], fields["zone"]["value"]) == ("08:30", "Europe/Berlin")
    assert _chosen(fields["days"]) == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    assert (_chosen(fields["count"]), _chosen(fields["format"])) == (["5"], ["threaded"])


async def test_what_was_changed_is_sent_and_nothing_else(bot: Running) -> None:
    """So what another admin changed meanwhile is not undone, and it is told."""
    exchange = await _opened(bot)
    bot.core.values = STANDING | {"zone": "UTC"}
    (message,) = await (await bot.server.submit(exchange, time="07:00", days="Mon,Sat")).answered()
    assert "somebody else changed Time zone to UTC" in words(message)
    assert bot.core.last.command.arguments == (("time", "07:00"), ("days", "Mon,Sat"))


async def test_the_other_settings_have_a_form_of_their_own(bot: Running) -> None:
    bot.core.answers["subscribe"] = Answer(card=Card(text="changed", buttons=(CHANGE,)))
    exchange = await _opened(bot)
    (message,) = await (await bot.server.submit(exchange)).answered()
    assert labels(message) == ["Change settings", "More settings"]
    more = await (await bot.server.press(message, "More settings")).acknowledged()
    assert list(_fields(more)) == ["topics", "categories", "bar", "empty", "recap"]
    assert _fields(more)["topics"]["value"] == "agents"
    await (await bot.server.submit(more, topics="", categories="cs.CL")).answered()
    assert bot.core.last.command.arguments == (("topics", "none"), ("categories", "cs.CL"))


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
