"""Commands, buttons, forms and the App Home, through real Bolt and a real socket."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack.handlers import PRESSED
from bot.cards.papers import paper_card
from bot.commands import parse
from bot.model import Answer, Button, Card, Channel, Choice, Command, File, Opinion, Paper, PaperId
from tests.adapters.slack.running import HERE, Running, buttons_of, paper, running, text_of
from tests.platforms.slack_server import ANNA, BEN, BOT, CHANNEL, TEAM, Fault, SlackServer

LIST = Answer(
    card=Card(title="Papers", papers=(paper(1), paper(2)), buttons=(Button(label="More", line="search/2 graphs"),)),
    shareable=True,
)


@pytest.mark.parametrize("form", ["subscribe", "reading-list"])
def test_a_button_opens_the_form_of_a_command_of_any_name(form: str) -> None:
    pressed = PRESSED.match(f"v1:form.{form}:3")
    assert pressed
    assert (pressed["verb"], pressed["form"]) == ("form", form)


async def test_a_command_is_acknowledged_empty_and_answered_for_the_asker_alone(bot: Running) -> None:
    bot.core.answers["search"] = LIST
    assert await bot.slack.command("search “graph nets”") == {}
    answer = (await bot.slack.sent())[0]
    assert answer["response_type"] == "ephemeral"
    assert "Paper 2" in text_of(answer)
    assert answer["text"]
    assert bot.core.last.command.get("query") == '"graph nets"'


async def test_a_request_says_who_asks_where_and_what_they_may(bot: Running) -> None:
    await bot.slack.command("pause", user=ANNA)
    await bot.slack.command("pause", user=BEN)
    await bot.slack.sent(2)
    anna, ben = sorted(bot.core.requests, key=lambda request: request.member.id)
    assert (anna.member.id, anna.channel, anna.direct, anna.zone) == (ANNA, HERE, False, "Europe/Berlin")
    assert (anna.is_admin, ben.is_admin) == (True, False)
    assert anna.event != ben.event


async def test_our_direct_conversation_is_direct_and_one_between_others_is_no_channel(bot: Running) -> None:
    await bot.slack.command("today", channel=f"D{BEN}", user=BEN)
    await bot.slack.sent()
    assert bot.core.last.direct
    await bot.slack.command("today", channel="DFOREIGN", user=BEN)
    await bot.slack.sent(2)
    assert (bot.core.last.direct, bot.core.last.channel) == (False, None)


async def test_a_page_turns_in_place_only_where_one_person_looks(bot: Running) -> None:
    bot.core.answers["search"] = LIST
    await bot.slack.command("search graphs")
    more = buttons_of((await bot.slack.sent())[0])["More"]
    await bot.slack.press(more, container={"is_ephemeral": True})
    assert (await bot.slack.sent(2))[1]["replace_original"] is True
    await bot.slack.press(more, container={"is_ephemeral": False})
    assert (await bot.slack.sent(3))[2]["replace_original"] is False
    assert bot.core.last.command.page == 2


async def test_sharing_shows_everybody_the_list_without_the_askers_marks(bot: Running) -> None:
    mine = PaperId("arxiv:2401.00001")
    liked = Opinion(paper=mine, liked=True, at=datetime(2026, 11, 23, tzinfo=UTC))
    card = paper_card(Paper(id=mine, title="Mine"), opinion=liked)
    bot.core.answers["picks"] = Answer(card=Card(papers=(card,)), shareable=True)
    await bot.slack.command("picks")
    private = (await bot.slack.sent())[0]
    assert buttons_of(private)["👍"]["value"].startswith("undo like")
    await bot.slack.press(buttons_of(private)["Share in channel"], container={"is_ephemeral": True})
    shared = (await bot.slack.sent(2))[1]
    assert (shared["response_type"], shared["replace_original"]) == ("in_channel", False)
    assert buttons_of(shared)["👍"]["value"].startswith("like")
    assert "Share in channel" not in buttons_of(shared)
    assert "Asked for by uanna" in text_of(shared)


async def test_a_button_in_a_thread_is_answered_there(bot: Running) -> None:
    press = {"action_id": "v1:answer:1", "value": "like arxiv:2401.00001"}
    await bot.slack.press(press, container={"thread_ts": "17.5"})
    assert (await bot.slack.sent())[0]["thread_ts"] == "17.5"
    assert bot.core.last.command.name == "like"
    await bot.slack.press(press, container={"thread_ts": "17.5", "message_ts": "17.5"})
    assert "thread_ts" not in (await bot.slack.sent(2))[1]


async def test_a_long_line_is_kept_behind_a_token(bot: Running) -> None:
    line = "search " + "many words " * 30
    bot.core.answers["search"] = Answer(card=Card(text="?", buttons=(Button(label="Did you mean", line=line),)))
    await bot.slack.command("search x")
    button = buttons_of((await bot.slack.sent())[0])["Did you mean"]
    assert button["value"].startswith("~")
    await bot.slack.press(button)
    await bot.slack.sent(2)
    assert bot.core.last.command.get("query") == line.removeprefix("search ").strip()


async def test_a_button_nobody_remembers_says_so(bot: Running) -> None:
    await bot.slack.press({"action_id": "v1:answer:1", "value": "~gone"})
    assert "too old" in text_of((await bot.slack.sent())[0])


async def test_what_nobody_listens_to_is_acknowledged(bot: Running) -> None:
    assert await bot.slack.press({"action_id": "v0:unknown", "value": "x"}) == {}
    assert await bot.slack.press({"action_id": "v1:link:3"}) == {}
    assert await bot.slack.event({"type": "pin_added", "user": ANNA}) == {}
    assert bot.core.requests == []


async def test_an_answer_lost_on_its_way_is_sent_again(bot: Running) -> None:
    for fault in (Fault(status=503), Fault(drop=True), Fault(status=429)):
        bot.slack.fail("response_url", fault)
    await bot.slack.command("today")
    assert "answer to today" in text_of((await bot.slack.sent())[0])


async def test_a_shared_answer_lost_on_its_way_is_not_sent_twice(bot: Running) -> None:
    bot.core.answers["search"] = LIST
    bot.slack.fail("response_url", Fault(status=503))
    await bot.slack.press({"action_id": "v1:share:9", "value": "search graphs"})
    await bot.slack.command("today")
    assert "answer to today" in text_of((await bot.slack.sent())[0])
    assert len(bot.slack.responses) == 1


async def test_subscribe_opens_a_form_at_once_and_fills_it_in(bot: Running) -> None:
    bot.core.values = {"time": "09:00", "count": "5", "format": "threaded", "zone": "Europe/Berlin", "empty": "no"}
    bot.core.values["days"] = "Mon and Wed"
    await bot.slack.command("subscribe")
    await bot.slack.until(lambda: any(v["callback_id"] == "v1:form.subscribe" for v in bot.slack.views.values()))
    assert bot.slack.called("views.open")[0]["view"]["callback_id"] == "v1:told"
    fields = {block["block_id"]: block["element"] for block in newest(bot.slack)["blocks"]}
    assert fields["time"]["initial_time"] == "09:00"
    assert fields["count"]["initial_option"]["value"] == "5"
    assert fields["zone"]["initial_option"]["value"] == "Europe/Berlin"
    assert [one["value"] for one in fields["days"]["initial_options"]] == ["mon", "wed"]
    assert bot.core.requests == []


async def test_a_form_whose_opening_was_not_answered_is_filled_all_the_same(bot: Running) -> None:
    bot.slack.fail("views.open", Fault(drop=True, after=True))
    await bot.slack.command("subscribe")
    await bot.slack.until(lambda: any(v["callback_id"] == "v1:form.subscribe" for v in bot.slack.views.values()))
    assert len(bot.slack.views) == 1
    assert not bot.slack.responses


async def test_days_are_chosen_and_zones_are_looked_for_while_they_are_typed(bot: Running) -> None:
    bot.core.choices = [Choice(label="Europe/Berlin", value="Europe/Berlin"), Choice(label="UTC", value="UTC")]
    bot.core.values = {"days": "weekdays", "zone": "UTC"}
    await bot.slack.command("subscribe")
    await bot.slack.until(lambda: any(v["callback_id"] == "v1:form.subscribe" for v in bot.slack.views.values()))
    fields = {block["block_id"]: block["element"] for block in newest(bot.slack)["blocks"]}
    assert [one["value"] for one in fields["days"]["initial_options"]] == ["weekdays"]
    asked = {"type": "block_suggestion", "action_id": "value", "block_id": "zone", "value": "berl"}
    where = {"team": {"id": TEAM}, "user": {"id": ANNA, "team_id": TEAM}, "view": newest(bot.slack)}
    (offered,) = (await bot.slack.deliver("interactive", asked | where))["options"]
    assert offered["value"] == "Europe/Berlin"
    chosen = [{"value": "weekdays"}, {"value": "sat"}]
    await submit(bot.slack, days={"selected_options": chosen}, zone={"selected_option": offered})
    assert dict(bot.core.last.command.arguments) == {"days": "weekdays,sat", "zone": "Europe/Berlin"}


async def test_a_filled_form_is_the_command_and_its_window_shows_the_answer(bot: Running) -> None:
    bot.core.values = {"time": "09:00", "count": "5", "topics": "agents"}
    await bot.slack.command("subscribe")
    await bot.slack.until(lambda: any(v["callback_id"] == "v1:form.subscribe" for v in bot.slack.views.values()))
    typed = {
        "time": {"selected_time": "08:30"},
        "count": {"selected_option": {"value": "3"}},
        "topics": {"value": None},
    }
    ack = await submit(bot.slack, **typed)
    assert ack["response_action"] == "update"
    assert "answer to subscribe" in text_of(ack["view"])
    assert dict(bot.core.last.command.arguments) == {"time": "08:30", "count": "3", "topics": "none"}
    assert bot.core.last.channel == HERE


async def test_a_form_that_can_not_be_used_stays_open_with_what_was_typed(bot: Running) -> None:
    bot.core.answers["subscribe"] = Answer(card=Card(text="Nobody may do that on Mars.", problem=True))
    await bot.slack.command("subscribe")
    await bot.slack.until(lambda: any(v["callback_id"] == "v1:form.subscribe" for v in bot.slack.views.values()))
    ack = await submit(bot.slack, zone={"value": "Tokyo"})
    assert "on Mars" in text_of(ack["view"])
    assert (
        next(b for b in ack["view"]["blocks"] if b.get("block_id") == "zone")["element"]["initial_option"]["value"]
        == "Tokyo"
    )


async def test_what_was_typed_formats_nothing_in_the_form_that_says_it_was_wrong(bot: Running) -> None:
    wrong = "“<!channel> *now* & <https://evil.example|here>” is no time of day."
    bot.core.answers["subscribe"] = Answer(card=Card(text=wrong, problem=True))
    await bot.slack.command("subscribe")
    await bot.slack.until(lambda: any(v["callback_id"] == "v1:form.subscribe" for v in bot.slack.views.values()))
    said = (await submit(bot.slack, zone={"value": "Tokyo"}))["view"]["blocks"][0]["text"]["text"]
    assert "&lt;!channel&gt; ∗now∗ &amp; &lt;https" in said
    assert "<" not in said


async def test_what_is_wrong_is_said_at_its_field(bot: Running) -> None:
    await bot.slack.command("subscribe")
    await bot.slack.until(lambda: any(v["callback_id"] == "v1:form.subscribe" for v in bot.slack.views.values()))
    ack = await submit(bot.slack, zone={"value": "IST"}, days={"value": "someday"}, topics={"value": "agents"})
    assert ack["response_action"] == "errors"
    assert set(ack["errors"]) == {"zone", "days"}
    assert "Asia/Kolkata" in ack["errors"]["zone"]
    assert bot.core.requests == []


async def test_what_was_changed_is_sent_and_what_was_left_alone_apart_from_it(bot: Running) -> None:
    bot.core.values = {"time": "09:00", "count": "5", "days": "weekdays"}
    await bot.slack.command("subscribe")
    await bot.slack.until(lambda: any(v["callback_id"] == "v1:form.subscribe" for v in bot.slack.views.values()))
    await submit(
        bot.slack,
        time={"selected_time": "09:00"},
        count={"selected_option": {"value": "3"}},
        days={"value": "Mon-Fri"},
    )
    assert dict(bot.core.last.command.arguments) == {"count": "3"}
    assert dict(bot.core.last.command.left) == {"time": "09:00", "days": "weekdays"}


async def test_the_form_may_set_up_another_channel(bot: Running) -> None:
    """With all that the form says, and by who may do so in that channel."""
    bot.core.values = {"time": "09:00", "count": "5"}
    await bot.slack.command("subscribe")
    await bot.slack.until(lambda: any(v["callback_id"] == "v1:form.subscribe" for v in bot.slack.views.values()))
    chooser = newest(bot.slack)["blocks"][-1]["element"]
    assert (chooser["type"], chooser["initial_conversation"]) == ("conversations_select", CHANNEL)
    typed = {"time": {"selected_time": "09:00"}, "count": {"selected_option": {"value": "3"}}}
    ack = await submit(bot.slack, **typed, channel={"selected_conversation": "C2"})
    assert bot.core.last.channel == Channel(HERE.tenant, "C2")
    assert (bot.core.last.command.get("time"), bot.core.last.command.get("count")) == ("09:00", "3")
    assert "the channel that you chose" in text_of(ack["view"])


async def test_who_may_not_manage_gets_no_form(bot: Running) -> None:
    await bot.slack.command("subscribe", user=BEN)
    await bot.slack.until(lambda: bot.slack.called("views.update"))
    assert "answer to subscribe" in text_of(newest(bot.slack))
    assert bot.core.last.is_admin is False


async def test_subscribing_where_the_bot_is_not_says_how_to_invite_it(bot: Running) -> None:
    await bot.slack.command("subscribe 09:00", channel="C2")
    assert "/invite" in text_of((await bot.slack.sent())[0])
    await bot.slack.command("subscribe 09:00", channel=CHANNEL)
    assert "/invite" not in text_of((await bot.slack.sent(2))[1])


async def test_the_home_shows_four_parts_and_changes_in_place(bot: Running) -> None:
    bot.core.answers["picks"] = Answer(card=Card(title="Picks", papers=(paper(),)))
    await bot.slack.event({"type": "app_home_opened", "user": BEN, "tab": "home"})
    await bot.slack.until(lambda: bot.slack.homes)
    assert [request.command.name for request in bot.core.requests] == ["picks", "profile", "saved", "settings"]
    like = buttons_of(bot.slack.homes[BEN])["👍"]
    view = {"id": "VHOME", "type": "home", "private_metadata": "", "callback_id": ""}
    await bot.slack.press(like, user=BEN, view=view)
    await bot.slack.until(lambda: len(bot.slack.called("views.publish")) == 2)
    assert not bot.slack.called("views.open")
    await bot.slack.press(buttons_of(bot.slack.homes[BEN])["More like this"], user=BEN, view=view)
    await bot.slack.until(lambda: len(bot.slack.called("views.publish")) == 3)
    assert "answer to similar" in text_of(newest(bot.slack))


async def test_the_shortcut_finds_papers_like_the_one_a_message_shows(bot: Running) -> None:
    block = {"type": "actions", "elements": [{"action_id": "v1:answer:1", "value": "like arxiv:2401.00007"}]}
    await shortcut(bot.slack, {"text": "x", "blocks": [block]})
    await bot.slack.sent()
    assert bot.core.last.command.get("paper") == "arxiv:2401.00007"
    await shortcut(bot.slack, {"text": "see <https://arxiv.org/abs/2401.00008> and arXiv:2401.00009"})
    asked = (await bot.slack.sent(2))[1]
    assert set(buttons_of(asked)) == {"2401.00008", "2401.00009"}
    await shortcut(bot.slack, {"text": "lunch?"})
    assert "no papers" in text_of((await bot.slack.sent(3))[2])
    await shortcut(bot.slack, {"text": " ".join(f"arXiv:2401.{number:05}" for number in range(1, 13))})
    many = (await bot.slack.sent(4))[3]
    assert len(buttons_of(many)) == 10
    assert "names 12 papers; these are the first 10" in text_of(many)


async def test_words_in_our_conversation_are_answered_there(bot: Running) -> None:
    said = {"type": "message", "channel_type": "im", "channel": f"D{BEN}", "user": BEN, "ts": "1.1"}
    await bot.slack.event({**said, "text": "state space models"})
    await bot.slack.until(lambda: bot.slack.messages)
    assert bot.core.last.command.get("query") == "state space models"
    assert bot.slack.messages[0]["channel"] == f"D{BEN}"
    await bot.slack.event({**said, "text": "an answer of ours", "bot_id": "BBOT", "user": BOT})
    await bot.slack.event({**said, "text": "edited", "subtype": "message_changed"})
    await bot.slack.event({**said, "text": "", "ts": "1.2", "subtype": "file_share"})
    await bot.slack.event({**said, "text": "like this picture", "ts": "1.3", "subtype": "file_share"})
    await bot.slack.command("today")
    await bot.slack.sent()
    assert len(bot.core.requests) == 3


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("hi!", parse("help hello")),
        ("<https://arxiv.org/abs/2401.00008>", parse("paper arxiv:2401.00008")),
        ("<https://arxiv.org/abs/2401.00008|arxiv.org/abs/2401.00008> is nice", parse("paper arxiv:2401.00008")),
        ("subscribe <#C0123|general>", parse("subscribe #general")),
        (f"<@{BOT}>: search graphs", parse("search graphs")),
        ("&gt; search graphs", parse("search graphs")),
    ],
)
async def test_plain_words_to_us_are_understood(bot: Running, text: str, meant: Command) -> None:
    said = {"type": "message", "channel_type": "im", "channel": f"D{BEN}", "user": BEN, "ts": "1.1"}
    await bot.slack.event({**said, "text": text})
    await bot.slack.until(lambda: bot.slack.messages)
    assert bot.core.last.command == meant


async def test_a_mention_is_answered_for_the_writers_eyes(bot: Running) -> None:
    mention = {"type": "app_mention", "user": BEN, "channel": CHANNEL, "ts": "1.2", "text": f"<@{BOT}> today"}
    await bot.slack.event(mention)
    await bot.slack.until(lambda: bot.slack.called("chat.postEphemeral"))
    shown = bot.slack.called("chat.postEphemeral")[0]
    assert (shown["user"], shown["channel"]) == (BEN, CHANNEL)
    assert bot.core.last.command.name == "today"
    await bot.slack.event({**mention, "user": "UROBOT", "bot_id": "BROBOT"})
    await bot.slack.command("status")
    await bot.slack.sent()
    assert [request.command.name for request in bot.core.requests] == ["today", "status"]


async def test_an_export_comes_as_a_file(slack: SlackServer) -> None:
    slack.scopes += ",files:write"
    async with running(slack) as bot:
        bot.core.answers["saved"] = Answer(
            card=Card(text="Here it is.", file=File(name="list.bib", content="@article{a}"))
        )
        await slack.command("saved export bibtex", user=BEN)
        assert "direct conversation" in text_of((await slack.sent())[0])
    assert slack.uploads == ["@article{a}"]
    assert slack.called("files.completeUploadExternal")[0]["channel_id"] == f"D{BEN}"
    assert slack.messages == []


async def test_without_the_scope_an_export_comes_as_text(bot: Running) -> None:
    file = File(name="list.bib", content="@article{a<b}\n" * 400)
    bot.core.answers["saved"] = Answer(card=Card(text="Here is list.bib.", file=file))
    await bot.slack.command("saved export bibtex", user=BEN)
    assert "direct conversation" in text_of((await bot.slack.sent())[0])
    texts = [m["text"] for m in bot.slack.messages]
    assert all(m["channel"] == f"D{BEN}" for m in bot.slack.messages)
    assert sum(text.count("@article{a&lt;b}") for text in texts) == 400


def newest(slack: SlackServer) -> dict[str, Any]:
    return list(slack.views.values())[-1]


async def submit(slack: SlackServer, **values: dict[str, Any]) -> dict[str, Any]:
    filled = {name: {"value": value} for name, value in values.items()}
    view = {**newest(slack), "state": {"values": filled}}
    user = {"id": ANNA, "team_id": TEAM}
    payload = {"type": "view_submission", "team": {"id": TEAM}, "user": user, "view": view, "trigger_id": "t0"}
    return await slack.deliver("interactive", payload)


async def shortcut(slack: SlackServer, message: dict[str, Any]) -> None:
    payload = {
        "type": "message_action",
        "callback_id": "similar_papers",
        "team": {"id": TEAM},
        "user": {"id": ANNA, "team_id": TEAM},
        "channel": {"id": CHANNEL},
        "message": message,
        "message_ts": "1.0",
        "response_url": slack.response_url(),
        "trigger_id": "t9",
    }
    await slack.deliver("interactive", payload)


@pytest.mark.parametrize(("said", "kept"), [("papers", "papers"), ("privategroup", ""), ("directmessage", "")])
async def test_a_channel_has_the_name_that_slack_says(bot: Running, said: str, kept: str) -> None:
    await bot.slack.deliver("slash_commands", {**bot.slack.command_payload("picks"), "channel_name": said})
    await bot.slack.sent()
    assert bot.core.last.channel_name == kept
