"""References, what came of an import of them, and what is left of it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.identity import PaperId
from bot.model.papers import Paper
from bot.model.people import Feedback, Member, Signal


@dataclass(frozen=True, slots=True)
class Reference:
    """One work referred to: the ids it gives, the surest first, its title or '', and its authors' family names, folded.

    ``line`` is where it stands in the text that was read, and ``asked`` when somebody imported it, once that is kept.
    """

    ids: tuple[PaperId, ...]
    title: str = ""
    families: frozenset[str] = frozenset()
    line: int = field(default=0, compare=False)
    asked: datetime | None = field(default=None, compare=False)

    @property
    def label(self) -> str:
        """What to call it when it can't be found."""
        return self.title or (self.ids[0].partition(":")[2] if self.ids else "an entry without id and title")


_IMPORT = "import:"


def imported_like(member: Member, paper: PaperId, at: datetime) -> Feedback:
    """A like by the import of ``at``: all of one import have its moment and event, and so are taken back as one."""
    event = f"{_IMPORT}{member.id}:{at.isoformat()}/{paper}"
    return Feedback(member=member, paper=paper, signal=Signal.LIKE, at=at, event=event)


def is_imported(like: Feedback) -> bool:
    """Whether an import gave it."""
    return (like.event or "").startswith(_IMPORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A reference by its title, and the stored paper that it may mean."""

    title: str
    paper: PaperId


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportJob:
    """An import that asks the sources in the background: what is ``left`` of ``total``, and what came of the rest.

    ``liked`` are the papers newly liked, ``missing`` names what nobody knows, ``unanswered`` what no source answered
    for in all the time ``since`` it began or was added to, or what there was nobody to ask for. It goes on at ``due``;
    one that has ``ended`` is forgotten then. ``begun`` is when the first of the imports that it joins was asked for.
    """

    member: Member
    due: datetime
    since: datetime
    left: tuple[Reference, ...] = ()
    total: int = 0
    liked: tuple[PaperId, ...] = ()
    missing: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    doubts: tuple[Doubtful, ...] = ()
    ended: bool = False
    begun: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A reference that may mean a stored paper, or may not: a person must say."""

    title: str
    paper: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did.

    ``added`` are the papers newly liked, ``known_before`` counts those liked before; ``missing`` are references that
    nobody knows, of which ``without_id`` have a title alone, ``unasked`` those that there is nobody to ask for, and
    ``waiting`` counts those that are asked for in the background. ``unreadable`` says where entries stand that could
    not be read ("line 88"), of ``entries`` in all; ``repeated`` counts those that name what another one names.
    """

    added: tuple[Paper, ...] = ()
    known_before: int = 0
    missing: tuple[str, ...] = ()
    without_id: int = 0
    unasked: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    waiting: int = 0
    unreadable: tuple[str, ...] = ()
    repeated: int = 0
    entries: int = 0
