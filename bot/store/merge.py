"""What becomes of stored papers when new records come: pure, so that every store agrees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.model import Paper, PaperId
from bot.same_work import merge


@dataclass(slots=True)
class Entry:
    """A paper at its place. ``before`` is what is stored under ``key`` now; None for a paper never seen."""

    key: int
    paper: Paper
    before: Paper | None = None


@dataclass(slots=True)
class Merge:
    """Starts with the stored papers that the new records may mean; ``add`` the records; then read what changed.

    Keys ascend with arrival. Two stored papers that a record shows to be one are merged into the older; the younger's
    key is in ``gone``, and all its ids lead to the older.
    """

    next_key: int
    now: datetime
    gone: list[int] = field(default_factory=list)
    _gone_ids: list[PaperId] = field(default_factory=list)
    _entries: dict[PaperId, Entry] = field(default_factory=dict)
    _standing: dict[int, Entry] = field(default_factory=dict)

    def start(self, stored: Iterable[tuple[int, Paper]]) -> None:
        for key, paper in stored:
            self._put(Entry(key, paper, paper))

    def add(self, paper: Paper) -> None:
        same = self._same(paper)
        if not same:
            self._put(Entry(self.next_key, replace(paper, first_seen=self.now, revised=None)))
            self.next_key += 1
            return
        oldest, *others = same
        for other in others:
            oldest.paper = _merged(oldest.paper, other.paper)
            del self._standing[other.key]
            if other.before is not None:
                self.gone.append(other.key)
                self._gone_ids.append(other.before.id)
        oldest.paper = _revised(oldest.paper, _merged(oldest.paper, paper), self.now)
        self._put(oldest)

    def _same(self, paper: Paper) -> list[Entry]:
        found = {entry.key: entry for name in names_of(paper) if (entry := self._entries.get(name))}
        return [found[key] for key in sorted(found)]

    def _put(self, entry: Entry) -> None:
        self._standing[entry.key] = entry
        for name in names_of(entry.paper):
            self._entries[name] = entry

    @property
    def new(self) -> list[Entry]:
        """Papers never seen before, in order of arrival."""
        return [entry for entry in self._standing.values() if entry.before is None]

    @property
    def changed(self) -> list[Entry]:
        """Stored papers that are not what they were."""
        return [entry for entry in self._standing.values() if entry.before is not None and entry.paper != entry.before]

    @property
    def renamed(self) -> dict[PaperId, PaperId]:
        """The main ids that stored papers had until now, each with the one it gives way to."""
        before = [*self._gone_ids, *(entry.before.id for entry in self._standing.values() if entry.before is not None)]
        now = {name: self._entries[name].paper.id for name in before}
        return {old: main for old, main in sorted(now.items()) if old != main}

    def ids(self, papers: Sequence[Paper]) -> list[PaperId]:
        """The ids under which these records are known now, in order, each once."""
        return list(dict.fromkeys(self._entries[paper.id].paper.id for paper in papers))


def names_of(paper: Paper) -> tuple[PaperId, ...]:
    return (paper.id, *paper.aliases)


def _merged(old: Paper, new: Paper) -> Paper:
    """``first_seen`` belongs to the store: whatever a record says, the older paper's stays."""
    merged = merge(old, new)
    return merged if merged.first_seen == old.first_seen else replace(merged, first_seen=old.first_seen)


def _revised(old: Paper, merged: Paper, now: datetime) -> Paper:
    """Marked as revised where people read something else now: not for counts, nor for a fact more."""
    rewritten = merged.version > old.version and (merged.title, merged.abstract) != (old.title, old.abstract)
    return replace(merged, revised=now) if rewritten or merged.withdrawn > old.withdrawn else merged
