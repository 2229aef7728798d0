"""Daily picks on a platform that can do little: no threads, no buttons, and nothing read back."""

from bot.cards.help import help_for
from bot.cards.possible import possible_answer
from bot.commands import parse
from bot.errors import Unknown
from bot.model import Answer, Capabilities, Card
from bot.store import open_store
from tests.scenarios import virtual
from tests.scenarios.fakes import FakeChat, bring, paper
from tests.scenarios.test_a_day import HOUR, SLOT
from tests.scenarios.virtual import VirtualClock
from tests.scenarios.world import START, World, world


async def posted(can: Capabilities, *, answer_lost: bool = False) -> World:
    """The world an hour after a slot of three picks."""
    clock = VirtualClock(START)
    store = await open_store("memory:")
    await bring(store, [paper(n) for n in range(1, 13)], clock.now())
    chat = FakeChat(clock.now, capabilities=can)

    def lose(_: object) -> None:
        raise Unknown("no answer")

    if answer_lost:
        chat.after = lose
    w = world(store, clock, chat=chat)
    async with w.running():
        await w.ask("subscribe 9:00 weekdays zone:berlin count:3")
        await w.until(SLOT + HOUR)
    return w


def test_where_nobody_can_be_answered_alone_what_is_about_the_channel_is_told_to_all() -> None:
    async def main() -> None:
        can = Capabilities(private_answers=False)
        w = await posted(can)
        for line in ("subscribe 10:00", "settings", "status", "pause", "resume", "unsubscribe"):
            assert not possible_answer(await w.ask(line), can, direct=False).card.problem, line
        for line in ("help", "help search", "help all"):
            assert not possible_answer(help_for(parse(line)), can, direct=False).card.problem, line
        assert possible_answer(Answer(card=Card(text="Your reading list")), can, direct=False).card.problem

    virtual.run(main())


def test_without_threads_a_digest_is_one_compact_message() -> None:
    async def main() -> None:
        w = await posted(Capabilities(threads=False))
        (post,) = w.chat.posts
        assert len(post.papers) == 3
        assert "thread" not in post.card.footer

    virtual.run(main())


def test_without_buttons_a_post_says_what_to_type() -> None:
    async def main() -> None:
        first = (await posted(Capabilities(buttons=False))).chat.posts[0]
        assert not any(shown.buttons for shown in first.card.papers)
        assert "/papers like" in first.card.footer

    virtual.run(main())


def test_where_nothing_can_be_read_back_a_lost_answer_is_never_posted_again() -> None:
    async def main() -> None:
        w = await posted(Capabilities(readable_history=False, threads=False), answer_lost=True)
        assert len(w.chat.posts) == 1
        assert not w.chat.looked
        (report,) = await w.store.digests.reports(w.chat.posts[0].channel, 1)
        assert (report.sent, report.waiting, report.dead) == (0, 0, 1)

    virtual.run(main())
