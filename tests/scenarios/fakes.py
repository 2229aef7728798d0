"""A chat that remembers, and loses answers on demand; papers that come in; picks that are easy to foretell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.model import (
    Bar,
    Batch,
    Capabilities,
    Card,
    Channel,
    Delivery,
    Member,
    MessageRef,
    Paper,
    PaperId,
    Pick,
    Reason,
    ReasonKind,
    Selection,
)
from bot.ports.chat import Core
from bot.ports.store import Store


@dataclass(frozen=True)
class Post:
    """One message as it lies in the channel."""

    key: str
    channel: Channel
    at: datetime
    card: Card
    papers: tuple[PaperId, ...]
    thread: MessageRef | None
    ref: MessageRef


Trouble = Callable[[Delivery], None]


@dataclass
class FakeChat:
    """A chat platform in memory. It does not recognise keys: whoever posts twice, has posted twice.

    ``before`` and ``after`` are called around each post, and may raise what an adapter may raise.
    """

    now: Callable[[], datetime]
    platform: str = "fake"
    capabilities: Capabilities = field(default_factory=Capabilities)
    trouble: str = ""
    to_mend: str = ""
    posts: list[Post] = field(default_factory=list)
    told: list[tuple[Member, Card]] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    before: Trouble = lambda delivery: None
    after: Trouble = lambda delivery: None

    async def run(self, core: Core) -> None: ...

    async def ready(self) -> None: ...

    async def post(self, delivery: Delivery) -> MessageRef:
        self.before(delivery)
        ref = MessageRef(delivery.channel, str(len(self.posts)))
        assert bool(delivery.thread) == delivery.in_thread
        self.posts.append(
            Post(delivery.key, delivery.channel, self.now(), delivery.card, delivery.papers, delivery.thread, ref)
        )
        self.after(delivery)
        return ref

    async def find(self, delivery: Delivery) -> MessageRef | None:
        self.looked.append(delivery.key)
        assert delivery.attempt is not None
        return next(
            (post.ref for post in self.posts if post.key == delivery.key and post.at >= delivery.attempt.started), None
        )

    async def tell(self, member: Member, card: Card) -> None:
        self.told.append((member, card))

    def of(self, channel: Channel) -> list[Post]:
        return [post for post in self.posts if post.channel == channel]


class TopPicker:
    """Picks by upvotes, then id."""

    async def for_channel(
        self,
        channel: Channel,
        *,
        count: int,
        topics: Sequence[str],
        categories: Sequence[str],
        bar: Bar | None = None,
        candidates: Sequence[Paper],
    ) -> Selection:
        return _selected(candidates, count, bar)

    async def for_member(
        self, member: Member, count: int, candidates: Sequence[Paper] | None = None, bar: Bar | None = None
    ) -> Selection:
        return _selected(candidates or (), count, bar)


def _selected(papers: Sequence[Paper], count: int, bar: Bar | None) -> Selection:
    """Everything is wanted, and nothing where the bar is strict."""
    ranked = _ranked(papers)
    return Selection(nearly=tuple(ranked[:1])) if bar is Bar.STRICT else Selection(picks=tuple(ranked[:count]))


def _ranked(papers: Sequence[Paper]) -> list[Pick]:
    best = sorted(papers, key=lambda paper: (-paper.upvotes, paper.id))
    reasons = (
        Reason(kind=ReasonKind.TOPIC, subject="everything", contribution=1.0),
        Reason(kind=ReasonKind.CHANNEL, count=2, contribution=0.5),
    )
    return [Pick(paper=paper, score=paper.upvotes / 100, reasons=reasons, members=2) for paper in best]


@dataclass
class Calendar:
    """A source that announces on the given weekdays; only its calendar is asked."""

    name: str = "arxiv"
    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})

    def fetch(self, cursor: str | None, *, since: date | None = None) -> object:
        raise NotImplementedError

    def expected_days(self, first: date, last: date) -> Sequence[date]:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return [day for day in days if day.isoweekday() in self.weekdays]


def paper(number: int, day: date = date(2026, 11, 23), **facts: object) -> Paper:
    return Paper(
        id=PaperId(f"arxiv:2611.{number:05d}"),
        title=f"Paper number {number}",
        abstract="We study one thing. We find another.",
        authors=("Ada Lovelace", "Alan Turing"),
        featured=day,
        upvotes=number % 100,
        **facts,  # type: ignore[arg-type]
    )


async def bring(store: Store, papers: Sequence[Paper], now: datetime, source: str = "arxiv") -> None:
    """Papers come in from a source."""
    await store.papers.commit(source, Batch(papers=tuple(papers), cursor=now.isoformat()), now)
