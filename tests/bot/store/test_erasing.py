"""What a member has erased is gone from the disk, not only from the tables."""

from datetime import timedelta
from pathlib import Path

from bot.model import Channel, Feedback, Interest, InterestKind, Member, PaperId, Signal, Tenant
from bot.store import open_store
from tests.bot.store.conftest import NOW

HERE = Tenant("discord", "1")
ROOM = Channel(HERE, "room")


async def test_no_file_holds_an_erased_members_id_or_words(path: Path) -> None:
    store = await open_store(f"sqlite:///{path}")
    for name in ("erased-member", "other-member"):
        member = Member(HERE, name)
        await store.interests.state(member, Interest(kind=InterestKind.TOPIC, value=f"topic of {name}"))
        await store.memberships.seen(ROOM, member, NOW)
        for number in range(100):
            at, paper = NOW + timedelta(minutes=number), PaperId(f"arxiv:{number}")
            await store.feedback.append(Feedback(member=member, paper=paper, signal=Signal.LIKE, at=at))
    assert await store.privacy.forget(Member(HERE, "erased-member")) == 102
    kept = b"".join(file.read_bytes() for file in path.parent.iterdir())
    await store.close()
    assert b"other-member" in kept
    assert b"erased-member" not in kept
