"""One reader before a table of papers: scores, the chosen few, and their reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.model import Interest, Paper, PaperId, Pick, Reason, ReasonKind
from bot.ranking import explain
from bot.ranking.diversify import diverse, merged
from bot.ranking.explain import Switches
from bot.ranking.features import FeatureSpace, Rows
from bot.ranking.reader import Reader
from bot.ranking.rules import ALWAYS, Readable, matching, muted
from bot.ranking.score import Crowd, Voice, author_score, liked_authors
from bot.ranking.vocabulary import Floats

EXPLORE_FROM = 5
"""A list of at least so many has one slot for something different."""

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Table:
    """The papers to choose from, as rows and as text. ``newest`` is the day that counts as today;
    ``likers`` are the tastes of people who liked or saved a paper."""

    space: FeatureSpace
    papers: Sequence[Paper]
    rows: Rows
    readable: Sequence[Readable]
    newest: date | None = None
    likers: Mapping[PaperId, Sequence[Floats]] = field(default_factory=dict)
    switches: Switches = field(default_factory=Switches)

    @cached_property
    def circumstances(self) -> list[list[Reason]]:
        """What upvotes and newness add to each paper, for whomever."""
        return [explain.circumstances(paper, self.newest, self.switches) for paper in self.papers]

    @cached_property
    def favour(self) -> Scores:
        """The sums of ``circumstances``."""
        return _sums(self.circumstances)

    def without(self, unwanted: Sequence[bool]) -> "Table":
        kept = [place for place, leave in enumerate(unwanted) if not leave]
        return Table(
            space=self.space,
            papers=[self.papers[i] for i in kept],
            rows=self.rows.take(kept),
            readable=[self.readable[i] for i in kept],
            newest=self.newest,
            likers=self.likers,
            switches=self.switches,
        )


class Judgement:
    """What one reader would think of each paper of a table. ``by_voice`` is what the reader's voices score, papers ×
    voices, where it is known already."""

    def __init__(self, table: Table, reader: Reader, by_voice: Floats | None = None) -> None:
        self._table = table
        self._reader = reader
        self._follows = [interest for interest in reader.interests if not interest.muted]
        self._stated = [self._stated_about(place) for place in range(len(table.papers))]
        heard = Crowd(table.space, reader.voices).scores(table.rows) if by_voice is None else by_voice
        scored = heard.astype(np.float64) + self._by_authors()
        self.best_voice = scored.argmax(axis=1) if reader.voices else np.zeros(len(table.papers), dtype=np.int64)
        self.learned: Scores = scored.max(axis=1) if reader.voices else np.zeros(len(table.papers))
        self.liking: Scores = self.learned + _sums(self._stated)
        self.scores: Scores = self.liking + table.favour

    def picks(self, count: int) -> list[Pick]:
        """The ``count`` best as a varied list: what is followed always, each named interest its share, and in a long
        list one slot for something different."""
        always = self._always(count)
        slots = count - len(always)
        different = self._different(always) if self._reader.voices and count >= EXPLORE_FROM and slots > 1 else None
        chosen = self._chosen(slots - (different is not None), {*always, *([] if different is None else [different])})
        best = sorted([*always, *chosen], key=lambda place: -self.scores[place])
        explored = [] if different is None else [self.pick(different, explored=True)]
        return [*(self.pick(place) for place in best), *explored]

    def pick(self, place: int, *, explored: bool = False) -> Pick:
        """One paper with its score and the reasons that add up to it."""
        reasons = self.reasons(place)
        if explored:
            reasons.append(Reason(kind=ReasonKind.EXPLORATION))
        voice = self._voice(place)
        return Pick(
            paper=self._table.papers[place],
            score=explain.added_up(reasons),
            reasons=explain.gathered(reasons),
            explored=explored,
            followed=self.followed(place),
            group=voice.group if voice else "",
        )

    def reasons(self, place: int) -> list[Reason]:
        return [*self._learned(place), *self._stated[place], *self._table.circumstances[place]]

    def followed(self, place: int) -> bool:
        """Whether it is by an author or organisation that is followed."""
        always = [interest for interest in self._follows if interest.kind in ALWAYS]
        return bool(always) and bool(matching(self._table.readable[place], always))

    def _by_authors(self) -> Scores:
        """What authors in common with liked papers add, papers × voices."""
        found = np.zeros((len(self._table.papers), len(self._reader.voices)))
        for column, voice in enumerate(self._reader.voices):
            for place, paper in enumerate(self._table.readable):
                if not voice.names.keys().isdisjoint(paper.names):
                    found[place, column] = author_score(liked_authors(self._table.space, voice, paper.names))
        return found

    def _stated_about(self, place: int) -> list[Reason]:
        """What the reader stated, and what people like them think."""
        table, paper = self._table, self._table.papers[place]
        reasons = explain.stated(table.readable[place], self._follows) if self._follows else []
        if len(self._reader.taste) and paper.id in table.likers:
            reasons += explain.teammates([float(self._reader.taste @ taste) for taste in table.likers[paper.id]])
        return reasons

    def _learned(self, place: int) -> list[Reason]:
        voice, table = self._voice(place), self._table
        if voice is None:
            return []
        return [
            *explain.learned(table.space, voice, table.rows, place),
            *explain.authors(table.space, voice, table.readable[place]),
        ]

    def _voice(self, place: int) -> Voice | None:
        return self._reader.voices[int(self.best_voice[place])] if self._reader.voices else None

    def _always(self, count: int) -> list[int]:
        places = [place for place in range(len(self._table.papers)) if self.followed(place)]
        return sorted(places, key=lambda place: -self.scores[place])[:count]

    def _chosen(self, count: int, taken: set[int]) -> list[int]:
        """A varied list for each voice from the papers that are most its own, merged in turns."""
        ranked: dict[str, Sequence[int]] = {}
        for column in range(max(1, len(self._reader.voices))):
            own = [p for p in range(len(self.scores)) if self.best_voice[p] == column and p not in taken]
            order = diverse(self.scores[own], self._table.rows.dense[own], count)
            ranked[str(column)] = [own[place] for place in order]
        return [place for _, place in merged(ranked, count)]

    def _different(self, taken: Sequence[int]) -> int | None:
        """The most upvoted paper that the reader's profile would not have brought: below the average paper for them."""
        papers = self._table.papers
        strange = [p for p in range(len(papers)) if self.learned[p] < 0 and p not in taken]
        return max(strange, key=lambda place: (papers[place].upvotes, papers[place].id), default=None)


def judged(table: Table, readers: Sequence[Reader]) -> list[Judgement]:
    """Many readers before one table, scored at once."""
    ends = np.cumsum([len(reader.voices) for reader in readers])
    heard = Crowd(table.space, [voice for reader in readers for voice in reader.voices]).scores(table.rows)
    parts = np.split(heard, ends[:-1], axis=1) if readers else []
    return [Judgement(table, reader, part) for reader, part in zip(readers, parts, strict=True)]


def _sums(reasons: Sequence[Sequence[Reason]]) -> Scores:
    return np.array([explain.added_up(each) for each in reasons], dtype=np.float64)


def unwanted(readable: Sequence[Readable], interests: Sequence[Interest]) -> list[bool]:
    """Which papers never appear: withdrawn ones, and what is muted."""
    mutes = [interest for interest in interests if interest.muted]
    return [paper.paper.withdrawn or muted(paper, mutes) for paper in readable]
