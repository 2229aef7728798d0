"""Likes in several fields that have nothing in common: whether a list holds something from each of them."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from benchmarks.likes import Ints, Likes, Person, Split
from benchmarks.ranking_quality import Paperboy
from bot.model import Bar, Opinion
from bot.ranking.candidates import Candidates
from bot.ranking.diversify import merged
from bot.ranking.paper_batch import PaperBatch
from bot.ranking.profile import Profile
from bot.ranking.rank import Ranking
from bot.ranking.row_cache import RowCache
from bot.ranking.rules import Readable
from bot.ranking.user_model import UserModel, fold_opinions, user_model_of

NOW = datetime(2026, 1, 31, tzinfo=UTC)
FIELDS, LIKES_EACH, NEW_EACH = 5, 2, 3
CANDIDATES, PICKS, DRAWS = 100, 10, 60
APART = 0.1
"""Likeness of two people's tastes below which they have nothing in common."""

Served = dict[str, npt.NDArray[np.float64]]
"""Per way to choose, the share of fields that each drawn list serves."""


def several_fields(likes: Likes, paperboy: Paperboy, known: Split) -> Served:
    """Somebody with the likes of five people who have nothing in common. A field is served by a pick that its own
    person likes; of each field there are up to three among the papers to choose from."""
    rng = np.random.default_rng(0)
    people = [each for each in known.people if len(each.known) >= LIKES_EACH]
    found: dict[str, list[float]] = {}
    for _ in range(DRAWS):
        fields = _apart(paperboy, [people[place] for place in rng.permutation(len(people))])
        for name, picks in _lists(likes, paperboy, fields, _candidates(known, fields, rng)).items():
            served = [not field.new.isdisjoint(picks) for field in fields]
            found.setdefault(name, []).append(float(np.mean(served)))
    return {name: np.array(shares) for name, shares in found.items()}


def _apart(paperboy: Paperboy, people: Sequence[Person]) -> list[Person]:
    chosen: list[Person] = []
    for person in people:
        taste = paperboy.taste(person.known)
        if all(float(taste @ paperboy.taste(each.known)) < APART for each in chosen):
            chosen.append(person)
        if len(chosen) == FIELDS:
            break
    return chosen


def _candidates(known: Split, fields: Sequence[Person], rng: np.random.Generator) -> Ints:
    own = [place for field in fields for place in rng.permutation(sorted(field.new))[:NEW_EACH].tolist()]
    wanted = set().union(*(field.new for field in fields))
    others = [place for place in rng.permutation(known.new).tolist() if place not in wanted]
    return np.array(list(dict.fromkeys([*own, *others]))[:CANDIDATES])


def _lists(likes: Likes, paperboy: Paperboy, fields: Sequence[Person], papers: Ints) -> dict[str, list[int]]:
    liked = [field.known[:LIKES_EACH] for field in fields]
    every = [like for some in liked for like in some]
    ranking = Ranking(_read(likes, paperboy, papers), _user(paperboy, every))
    in_turns = {
        str(number): np.argsort(-paperboy.scores(some, papers), kind="stable").tolist()
        for number, some in enumerate(liked)
    }
    places = {
        "picks, broad": ranking.chosen(PICKS, Bar.BROAD),
        "picks, usual": ranking.chosen(PICKS, Bar.USUAL),
        "best of the mean of all likes": np.argsort(-paperboy.scores(every, papers), kind="stable")[:PICKS].tolist(),
        "five lists in turns": [place for _, place in merged(in_turns, PICKS)],
    }
    return {name: papers[chosen].tolist() for name, chosen in places.items()}


def _read(likes: Likes, paperboy: Paperboy, papers: Ints) -> Candidates:
    some = [likes.papers[place] for place in papers]
    readable = [Readable(paper) for paper in some]
    return Candidates.all_of(PaperBatch(paperboy.space, some, paperboy.rows.take(papers), readable))


def _user(paperboy: Paperboy, liked: Sequence[int]) -> UserModel:
    papers = [paperboy.papers[like] for like in liked]
    profile = Profile(paperboy.space.version, "", paperboy.space.width)
    rows = RowCache(paperboy.space).features(papers, paperboy.embeddings)
    fold_opinions(profile, {paper.id: Opinion(paper=paper.id, liked=True, at=NOW) for paper in papers}, rows, [])
    return user_model_of(paperboy.space, profile, (), {})
