"""Commands, buttons, menus and forms, through the true discord.py over real sockets."""

from bot.commands import COMMANDS
from bot.model import Answer, Button, Card, Channel, Choice, File, Row
from tests.adapters.discord.running import CHANNEL, TENANT, Running, delivery, paper, running, until
from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_shapes import (
    ALICE,
    BOB,
    EPHEMERAL,
    GENERAL,
    MEMBER,
    PAPERS,
    a_message,
    labels,
    words,
)

LIST = Answer(
    card=Card(
        title="Papers for “agents”",
        papers=(paper(1, liked=True), paper(2)),
        buttons=(Button(label="More ▶", line="search/2 agents"),),
        numbered=True,
    ),
    shareable=True,
)


async def test_every_command_of_the_table_is_there_and_reaches_the_core(bot: Running) -> None:
    by_path = _paths(bot.server)
    assert sorted(path.split()[-1] for path in by_path if path.startswith("papers ")) == sorted(
        c.name for c in COMMANDS
    )
    for path, options in by_path.items():
        if not path.endswith("subscribe"):
            exchange = await bot.server.command(path, **options)
            (message,) = await exchange.answered()
            assert bot.core.last.command.name in (path.split()[-1], "help")
            assert message["flags"] & EPHEMERAL
    assert not bot.server.refused


async def test_an_answer_is_private_and_acknowledged_first(bot: Running) -> None:
    bot.core.answers["search"] = LIST
    exchange = await bot.server.command("papers search", query="agents")
    (message,) = await exchange.answered()
    assert exchange.kind == 5
    assert message["flags"] & EPHEMERAL
    assert "[Paper 1](<https://arxiv.org/abs/2401.00001>)" in words(message)
    request = bot.core.last
    assert (request.member.id, request.channel, request.direct) == (ALICE, CHANNEL, False)
    assert request.command.get("query") == "agents"


async def test_typed_options_become_words(bot: Running) -> None:
    exchange = await bot.server.command("papers subscribe", count=3, bar="strict", empty=True, format="compact")
    await exchange.answered()
    got = bot.core.last.command
    assert [got.get(n) for n in ("count", "bar", "empty", "format")] == ["3", "strict", "yes", "compact"]


async def test_sharing_shows_the_same_to_all_without_the_askers_marks(bot: Running) -> None:
    bot.core.answers["search"] = LIST
    (private,) = await (await bot.server.command("papers search", query="agents")).answered()
    assert "👍" in words(private)
    (public,) = await (await bot.server.press(private, "Share in channel")).answered()
    assert not public["flags"] & EPHEMERAL
    assert "Share in channel" not in labels(public)
    assert "👍" not in words(public)


async def test_who_may_not_write_in_a_channel_does_not_write_through_paperboy(bot: Running) -> None:
    bot.core.answers["search"] = LIST
    (private,) = await (await bot.server.command("papers search", query="agents", user=BOB)).answered()
    exchange = await bot.server.press(private, "Share in channel", user=BOB, permissions=MEMBER & ~0x800)
    (kept,) = await exchange.answered()
    assert kept["flags"] & EPHEMERAL


async def test_turning_a_page_changes_the_message_in_place(bot: Running) -> None:
    bot.core.answers["search"] = LIST
    (first,) = await (await bot.server.command("papers search", query="agents")).answered()
    exchange = await bot.server.press(first, "More ▶")
    (turned,) = await exchange.answered()
    assert exchange.kind == 6
    assert turned["id"] == first["id"]
    assert bot.core.last.command.page == 2


async def test_others_turn_a_shared_page_for_themselves_only(bot: Running) -> None:
    bot.core.answers["search"] = LIST
    (private,) = await (await bot.server.command("papers search", query="agents")).answered()
    (public,) = await (await bot.server.press(private, "Share in channel")).answered()
    exchange = await bot.server.press(public, "More ▶", user=BOB)
    (page,) = await exchange.answered()
    assert page["id"] != public["id"]
    assert page["flags"] & EPHEMERAL


async def test_buttons_of_a_post_work_before_and_after_a_restart(server: DiscordServer) -> None:
    async with running(server) as bot:
        await bot.adapter.post(delivery())
        (post,) = server.posts(PAPERS)
        await (await server.press(post, "👍", user=BOB)).answered()
        assert bot.core.last.command.name == "like"
    async with running(server, bot.state) as again:
        (receipt,) = await (await server.press(post, "🔖", user=BOB)).answered()
        assert receipt["flags"] & EPHEMERAL
        assert again.core.last.command.get("paper") == "arxiv:2401.00001"
        assert again.core.last.member.id == BOB


async def test_a_line_too_long_for_an_id_is_looked_up(bot: Running) -> None:
    line = "search " + "very long words " * 20
    bot.core.answers["help"] = Answer(card=Card(text="x", buttons=(Button(label="Again", line=line.strip()),)))
    (message,) = await (await bot.server.command("papers help")).answered()
    await (await bot.server.press(message, "Again")).answered()
    assert bot.core.last.command.get("query").startswith("very long words very")
    bot.core.tokens.clear()
    (stale,) = await (await bot.server.press(message, "Again")).answered()
    assert "ask again" in words(stale)


async def test_many_picks_are_chosen_from_menus(bot: Running) -> None:
    card = Card(title="Ten", papers=tuple(paper(n) for n in range(1, 11)), numbered=True)
    bot.core.answers["picks"] = Answer(card=card)
    (message,) = await (await bot.server.command("papers picks", count=10)).answered()
    await (await bot.server.press(message, "🔖", value="save arxiv:2401.00007")).answered()
    assert bot.core.last.command.name == "save"
    assert bot.core.last.command.get("paper") == "arxiv:2401.00007"


async def test_missing_permissions_are_said_when_picks_are_set_up(bot: Running) -> None:
    held = {"app_permissions": 0x400 | 0x800}
    (message,) = await (await bot.server.command_in(held, "papers subscribe", count=3)).answered()
    assert "Create Public Threads, Send Messages in Threads, Read Message History" in words(message)
    (message,) = await (await bot.server.command_in(held, "papers picks")).answered()
    assert "permission" not in words(message)


async def test_completions_fit_discord(bot: Running) -> None:
    bot.core.choices = [Choice(label="Agents " * 30, value="2401.00001"), Choice(label="agents", value="agents " * 30)]
    choices = await bot.server.complete("papers paper", "paper", "agents")
    assert [choice["value"] for choice in choices] == ["2401.00001", ("agents " * 14).strip()]
    assert all(len(choice["name"]) <= 100 and len(choice["value"]) <= 100 for choice in choices)


async def test_direct_messages_belong_to_the_person(bot: Running) -> None:
    exchange = await bot.server.command_in(bot.server.in_direct(BOB), "papers subscribe", user=BOB, count=3)
    (message,) = await exchange.answered()
    request = bot.core.last
    assert (str(request.member.tenant), request.direct) == (f"discord:user:{BOB}", True)
    assert request.channel == Channel(request.member.tenant, bot.server.direct(BOB)["id"])
    assert not message["flags"] & EPHEMERAL


async def test_a_user_install_elsewhere_is_answered_and_nothing_more(bot: Running) -> None:
    bot.core.answers["picks"] = LIST
    exchange = await bot.server.command_in(bot.server.in_foreign_guild(BOB), "papers picks", user=BOB)
    await exchange.answered()
    request = bot.core.last
    assert (str(request.member.tenant), request.channel) == (f"discord:user:{BOB}", None)
    assert (request.direct, request.is_admin) == (False, False)


async def test_words_in_a_thread_are_spoken_to_its_channel(bot: Running) -> None:
    head = await bot.adapter.post(delivery())
    ref = await bot.adapter.post(delivery("k2", 1, head))
    (card,) = bot.server.posts(ref.channel.id)
    await (await bot.server.press(card, "👍")).answered()
    assert bot.core.last.channel == CHANNEL


async def test_an_error_is_told_kindly_and_a_late_answer_is_dropped(bot: Running) -> None:
    bot.core.answers["picks"] = RuntimeError("secret details")
    (message,) = await (await bot.server.command("papers picks")).answered()
    assert "went wrong" in words(message)
    assert "secret" not in words(message)
    exchange = await bot.server.command("papers today")
    exchange.over = True
    await until(lambda: any("Unknown interaction" in refused for refused in bot.server.refused))
    await (await bot.server.command("papers status")).answered()


async def test_a_file_is_handed_over(bot: Running) -> None:
    file = File(name="reading list.bib", content="@misc{x}", media_type="text/plain")
    bot.core.answers["saved"] = Answer(card=Card(text="Here it is.", file=file))
    (message,) = await (await bot.server.command("papers saved", export="bibtex")).answered()
    assert [a["filename"] for a in message["attachments"]] == ["reading_list.bib"]


async def test_papers_named_in_a_message_are_found(bot: Running) -> None:
    said = {**bot.server._message(GENERAL, {"content": "see 2401.01234 and arxiv.org/abs/2402.05678v2"}, 0)}
    exchange = await bot.server.menu("Papers mentioned here", said)
    await exchange.answered(2)
    assert [r.command.get("paper") for r in bot.core.requests] == ["arxiv:2401.01234", "arxiv:2402.05678"]


async def test_reactions_train_in_silence(bot: Running) -> None:
    ref = await bot.adapter.post(delivery())
    (post,) = bot.server.posts(PAPERS)
    await bot.server.react(post, "👍🏽", BOB)
    await bot.server.react(post, "❤️", BOB)
    await bot.server.react(post, "👍🏽", BOB, added=False)
    await until(lambda: len(bot.core.reactions) == 3)
    assert [(r.emoji, r.added) for r in bot.core.reactions] == [("👍", True), ("❤", True), ("👍", False)]
    assert {r.message for r in bot.core.reactions} == {ref}
    assert {r.member.tenant for r in bot.core.reactions} == {TENANT}
    assert len(bot.server.posts(PAPERS)) == 1


async def test_rows_with_many_buttons_fit(bot: Running) -> None:
    rows = tuple(
        Row(label=f"topic {n}", share=n / 40, buttons=(Button(label="Remove", line=f"unfollow t{n}"),))
        for n in range(40)
    )
    bot.core.answers["profile"] = Answer(card=Card(title="You", rows=rows))
    (message,) = await (await bot.server.command("papers profile")).answered()
    await (await bot.server.press(message, "Remove", value="unfollow t7")).answered()
    assert bot.core.last.command.get("interest") == "t7"
    assert not bot.server.refused


def _paths(server: DiscordServer) -> dict[str, dict[str, object]]:
    """Every command Discord was told of, with a value for each required option."""
    found: dict[str, dict[str, object]] = {}

    def walk(path: str, node: dict[str, object]) -> None:
        options = node.get("options") or []
        assert isinstance(options, list)
        if any(option["type"] in (1, 2) for option in options):
            for option in options:
                walk(f"{path} {option['name']}", option)
        else:
            found[path] = {o["name"]: "2401.00001" for o in options if o.get("required")}

    for command in server.commands:
        if command.get("type", 1) == 1:
            walk(command["name"], command)
    return found


async def test_a_message_that_names_many_papers_says_which_are_shown(bot: Running) -> None:
    named = " ".join(f"arXiv:2401.{number:05d}" for number in range(1, 8))
    message = a_message("1", PAPERS, {"content": named}, 0)
    shown = await (await bot.server.menu("Papers mentioned here", message)).answered(4)
    assert "names 7 papers; these are the first 4" in words(shown[-1])
    assert [r.command.get("paper") for r in bot.core.requests] == [f"arxiv:2401.{n:05d}" for n in range(1, 5)]


async def test_papers_of_paperboys_own_posts_are_found(bot: Running) -> None:
    await bot.adapter.post(delivery())
    (post,) = bot.server.posts(PAPERS)
    await (await bot.server.menu("Papers mentioned here", post)).answered()
    assert bot.core.last.command.get("paper") == "arxiv:2401.00001"
