"""What came of an import."""

from dataclasses import dataclass

from bot.model.papers import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A reference that may mean a stored paper, or may not: a person must say."""

    title: str
    paper: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did.

    ``added`` are the papers newly liked, ``known_before`` counts those liked before; ``missing`` are references that
    nobody knows, ``unanswered`` those that sources did not answer for, and ``waiting`` counts those not asked for yet.
    ``unreadable`` says where entries stand that could not be
    read ("line 88"), of ``entries`` in all.
    """

    added: tuple[Paper, ...] = ()
    known_before: int = 0
    missing: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    waiting: int = 0
    unreadable: tuple[str, ...] = ()
    entries: int = 0
