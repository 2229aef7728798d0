"""Posting to Discord: once, in the right place, and saying why when not."""

from dataclasses import replace

import pytest

from adapters.discord import posting
from adapters.discord.posting import mark_of
from adapters.discord.requests import private_tenant
from bot.errors import ChannelGone, Lost, Refused, Unknown
from bot.model import Card, Channel, Member
from tests.adapters.discord.running import TENANT, Running, delivery, running
from tests.platforms.discord_server import DiscordServer, Fault
from tests.platforms.discord_shapes import ALICE, BOB, GUILD, PAPERS, a_channel, words

VOICE = "920000000000000007"


async def test_the_same_key_twice_is_one_message(bot: Running) -> None:
    assert await bot.adapter.post(delivery()) == await bot.adapter.post(delivery())
    (post,) = bot.server.posts(PAPERS)
    assert post["nonce"] == "k1"


async def test_nothing_can_ping(bot: Running) -> None:
    await bot.adapter.post(delivery())
    assert not bot.server.refused


async def test_a_lost_answer_is_made_good_with_the_same_key(bot: Running) -> None:
    bot.server.faults.append(Fault("POST", r"/messages$", after=True))
    with pytest.raises(Unknown):
        await bot.adapter.post(delivery())
    ref = await bot.adapter.post(delivery())
    (post,) = bot.server.posts(PAPERS)
    assert ref.id == post["id"]


async def test_an_error_after_posting_is_repeated_by_the_library_without_a_second_message(bot: Running) -> None:
    bot.server.faults.append(Fault("POST", r"/messages$", status=502, after=True))
    await bot.adapter.post(delivery())
    assert len(bot.server.posts(PAPERS)) == 1


async def test_details_go_into_the_thread_of_the_post(bot: Running) -> None:
    head = await bot.adapter.post(delivery())
    first = await bot.adapter.post(delivery("k2", 1, head))
    second = await bot.adapter.post(delivery("k3", 2, head))
    assert first.channel.id == second.channel.id == head.id
    assert bot.server.channels[head.id]["name"] == "Paper 1 and 2 more"
    assert len(bot.server.posts(PAPERS)) == 1


async def test_only_the_first_message_makes_phones_ring(bot: Running) -> None:
    head = await bot.adapter.post(delivery())
    await bot.adapter.post(delivery("k2", 1, head))
    silent = 1 << 12
    assert not bot.server.posts(PAPERS)[0]["flags"] & silent
    assert bot.server.posts(head.id)[0]["flags"] & silent


async def test_a_thread_that_is_there_already_is_used(bot: Running) -> None:
    head = await bot.adapter.post(delivery())
    bot.server._post_thread(PAPERS, head.id, {"name": "made before a crash"}, None)
    assert (await bot.adapter.post(delivery("k2", 1, head))).channel.id == head.id


@pytest.mark.parametrize("what", ["thread", "post"])
async def test_without_threads_details_come_in_the_channel_and_say_why_once(bot: Running, what: str) -> None:
    head = await bot.adapter.post(delivery())
    if what == "thread":
        bot.server.deny[PAPERS].add("thread")
    else:
        bot.server.deny[head.id].add("post")
    for number in (1, 2):
        ref = await bot.adapter.post(delivery(f"k{number + 1}", number, head))
        assert ref.channel.id == PAPERS
        assert await bot.adapter.find(delivery(f"k{number + 1}", number, head)) == ref
    told = [words(post) for post in bot.server.posts(PAPERS)]
    assert ["Create Public Threads" in said for said in told] == [False, True, False]


async def test_a_deleted_post_takes_no_details(bot: Running) -> None:
    head = await bot.adapter.post(delivery())
    bot.server.messages[PAPERS].clear()
    with pytest.raises(Refused):
        await bot.adapter.post(delivery("k2", 1, head))
    assert not bot.server.posts(PAPERS)


async def test_no_permission_to_post_says_which(bot: Running) -> None:
    bot.server.deny[PAPERS].add("post")
    with pytest.raises(ChannelGone, match="permission"):
        await bot.adapter.post(delivery())


@pytest.mark.parametrize("code", [50001, 50013])
async def test_a_history_that_may_not_be_read_is_no_sign_that_nothing_was_posted(bot: Running, code: int) -> None:
    bot.server.faults.append(Fault("GET", "/messages", status=403, code=code))
    with pytest.raises(Lost):
        await bot.adapter.find(delivery())
    head = await bot.adapter.post(delivery())
    bot.server.faults.append(Fault("GET", "/messages", status=403, code=code))
    with pytest.raises(Lost):
        await bot.adapter.find(delivery("k2", 1, head))


async def test_where_not_all_can_be_read_it_is_not_known_whether_it_was_posted(
    bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "MOST_READ", 2)
    for key in ("a", "b", "c"):
        await bot.adapter.post(delivery(key))
    with pytest.raises(Unknown):
        await bot.adapter.find(delivery("d"))
    assert await bot.adapter.find(delivery("b")) is not None


async def test_a_thread_that_was_deleted_holds_no_earlier_attempt(bot: Running) -> None:
    head = await bot.adapter.post(delivery())
    bot.server.faults.append(Fault("GET", "/messages", status=404, code=10003, times=2))
    assert await bot.adapter.find(delivery("k2", 1, head)) is None


async def test_without_history_it_is_never_posted_blindly(bot: Running) -> None:
    bot.server.deny[PAPERS].add("history")
    with pytest.raises(Lost, match="Read Message History"):
        await bot.adapter.find(delivery())


async def test_a_persons_picks_go_to_their_direct_messages(bot: Running) -> None:
    channel = Channel(private_tenant(int(BOB)), bot.server.direct(BOB)["id"])
    head = await bot.adapter.post(replace(delivery(), channel=channel))
    detail = await bot.adapter.post(replace(delivery("k2", 1, head), channel=channel))
    assert head.channel == detail.channel == channel
    assert await bot.adapter.find(replace(delivery("k2", 1, head), channel=channel)) == detail


async def test_telling_somebody_is_a_direct_message(bot: Running) -> None:
    await bot.adapter.tell(Member(private_tenant(int(ALICE)), ALICE), delivery().card)
    assert len(bot.server.posts(bot.server.direct(ALICE)["id"])) == 1
    told = Card(text=f"I can't post to the channel {PAPERS} any more: it was deleted.")
    await bot.adapter.tell(Member(private_tenant(int(ALICE)), ALICE), told)
    assert f"the channel <#{PAPERS}> any more" in words(bot.server.posts(bot.server.direct(ALICE)["id"])[1])
    assert not bot.server.posts(PAPERS)


async def test_long_lines_of_a_posts_buttons_get_tokens(bot: Running) -> None:
    line = "similar " + "x" * 200
    card = delivery().card
    papers = tuple(replace(p, buttons=(replace(p.buttons[0], line=line),)) for p in card.papers)
    await bot.adapter.post(replace(delivery(), card=replace(card, papers=papers)))
    (post,) = bot.server.posts(PAPERS)
    await (await bot.server.press(post, "👍")).answered()
    assert bot.core.last.command.get("paper") == "x" * 200


async def test_a_channel_of_a_kind_without_threads_is_asked_for_none_and_no_permission_is_blamed(
    server: DiscordServer,
) -> None:
    server.channels[VOICE] = a_channel(VOICE, 2, guild_id=GUILD, name="voice", bitrate=64000, user_limit=0)
    async with running(server) as bot:
        place = Channel(TENANT, VOICE)
        head = await bot.adapter.post(delivery(channel=place))
        await bot.adapter.post(delivery("k2", 1, head, channel=place))
        await bot.adapter.post(delivery("k3", 2, head, channel=place))
    first, *details = [words(post) for post in server.posts(VOICE)]
    assert "thread" not in first
    assert ["thread" in said for said in details] == [True, False]
    assert "permission" not in details[0].casefold()
    assert not any("threads" in path for _, path in server.requests)


@pytest.mark.parametrize(
    ("code", "said"), [(160006, "too many open threads"), (50024, "this kind of channel"), (50013, "permissions")]
)
async def test_why_there_is_no_thread_is_said_truly(bot: Running, code: int, said: str) -> None:
    head = await bot.adapter.post(delivery())
    bot.server.faults.append(Fault("POST", "/threads$", status=400, code=code))
    await bot.adapter.post(delivery("k2", 1, head))
    assert said in words(bot.server.posts(PAPERS)[-1])


async def test_what_says_nothing_of_threads_is_no_reason_to_do_without(bot: Running) -> None:
    head = await bot.adapter.post(delivery())
    bot.server.faults.append(Fault("POST", "/threads$", status=400, code=50035))
    with pytest.raises(Refused):
        await bot.adapter.post(delivery("k2", 1, head))
    assert len(bot.server.posts(PAPERS)) == 1


def test_deliveries_have_marks_of_their_own_that_discord_takes() -> None:
    """What lies in a channel would else be taken for a message that never came."""
    marks = {mark_of(f"key{number}") for number in range(1000)}
    assert len(marks) == 1000
    assert 0x1000 <= min(marks) < max(marks) < 2**31
