"""Small subscriptions, digests and messages for the contracts of what is posted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.model import Card, Channel, Delivery, Digest, DigestPick, Member, MessageRef, PaperId, Subscription, Tenant
from bot.ports.outbox import Outbox
from bot.ports.store import Store

HERE = Tenant("fake", "here")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SLOT = datetime(2026, 11, 23, 8, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def channel(name: str, tenant: Tenant = HERE) -> Channel:
    return Channel(tenant, name)


def subscription(name: str = "general", **given: object) -> Subscription:
    where = channel(name)
    standing = Subscription(
        id=f"s-{name}", channel=where, owner=Member(where.tenant, "ada"), next_due=SLOT, created=SLOT
    )
    return replace(standing, **given)  # type: ignore[arg-type]


def digest(
    of: Subscription, slot: datetime = SLOT, papers: tuple[str, ...] = ("arxiv:1", "arxiv:2"), **given: object
) -> Digest:
    made = Digest(
        id=f"{of.id}/{slot:%m%dT%H%M}",
        subscription=of.id,
        channel=of.channel,
        slot=slot,
        made=slot + timedelta(seconds=1),
        picks=tuple(DigestPick(paper=PaperId(paper)) for paper in papers),
    )
    return replace(made, **given)  # type: ignore[arg-type]


def messages(of: Digest) -> list[Delivery]:
    """One message for the channel, and one in its thread for each paper."""
    first = Delivery(
        key=key(of, 0), digest=of.id, channel=of.channel, part=0, card=Card(title="Picks"), papers=of.papers
    )
    return [
        first,
        *(
            Delivery(
                key=key(of, part),
                digest=of.id,
                channel=of.channel,
                part=part,
                card=Card(title=paper),
                papers=(paper,),
                in_thread=True,
            )
            for part, paper in enumerate(of.papers, 1)
        ),
    ]


def key(of: Digest, part: int) -> str:
    return f"{of.id}{part}".replace("/", "").replace("-", "").casefold()


async def put(store: Store, *subscriptions: Subscription) -> None:
    for one in subscriptions:
        await store.subscriptions.change(one.channel, lambda *_, one=one: one)


async def commit(store: Store, of: Subscription, slot: datetime = SLOT, **given: object) -> Digest:
    """Make the digest of a slot as the scheduler would; the next slot is a day later."""
    made = digest(of, slot, **given)  # type: ignore[arg-type]
    standing = await store.subscriptions.of(of.channel) or of
    assert await store.digests.commit(standing, made, messages(made), next_due=slot + DAY, seen_to=made.made)
    return made


async def claim_one(outbox: Outbox, platform: str, now: datetime, lease: timedelta) -> Delivery | None:
    """The message that has been due longest."""
    claimed = await outbox.claim(platform, now, lease, limit=1)
    return claimed[0] if claimed else None


def ref(delivery: Delivery, number: int | str = "") -> MessageRef:
    return MessageRef(delivery.channel, f"m-{delivery.key}{number}")
