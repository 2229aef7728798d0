"""Whether picks are what a careful reader would want, on real days that readers labelled.

``python -m benchmarks.usefulness USEFULNESS.json DAYS [--count N] [--fit] [--read PERSON]``: USEFULNESS names people
with their topics, three likes, and the papers at the core of their interest or adjacent to it; DAYS is a folder of
daily pages; ``judged_readers.json`` beside this file names fourteen more people. Each day is ranked with what was
known by then. For people known by topics and by likes: how many of the papers that are claimed to fit are core or
adjacent, and how much of the core is found, with 95 % of resamples of people's days; how well relevance is
calibrated; what is claimed for topics that nothing is about. ``--fit`` prints the logistic regressions that
``bot.ranking.relevance`` holds, and how they do on people that were not read.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bot.cards.picks import reason_of
from bot.model import Bar, Interest, InterestKind, Opinion, Paper, PaperId
from bot.ranking import liked, relevance
from bot.ranking.candidates import Candidates
from bot.ranking.features import FeatureSpace
from bot.ranking.learning import learn
from bot.ranking.paper_batch import gathered
from bot.ranking.profile import Profile
from bot.ranking.rank import Ranking
from bot.ranking.row_cache import RowCache
from bot.ranking.topics import expand_topic
from bot.ranking.user_model import UserModel, fold_opinions, user_model_of
from bot.sources.huggingface_parser import parse_listing

NOW = datetime(2026, 9, 1, tzinfo=UTC)
CORE, ADJACENT, NEITHER = 2, 1, 0
NONSENSE = ("zzzqqq flurbs", "veterinary medicine", "tax law", "beekeeping", "sourdough bread", "football tactics")
RESAMPLES = 1_000
LIKES = 3
"""Likes of a person."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with topics, likes, and the labels of the papers that are of interest to them."""

    name: str
    topics: Sequence[str]
    likes: Sequence[PaperId]
    labels: Mapping[PaperId, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """One person's day: the label, the relevance, and whether it was claimed to fit, of each paper."""

    person: str
    labels: npt.NDArray[np.int64]
    relevance: npt.NDArray[np.float64]
    claimed: npt.NDArray[np.bool_]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("usefulness", type=Path)
    parser.add_argument("days", type=Path)
    parser.add_argument("--count", type=int, default=10, help="papers of a list, at most")
    parser.add_argument("--fit", action="store_true", help="fit relevance anew, person by person left out")
    parser.add_argument("--read", metavar="PERSON", help="print what is picked for one person, and why")
    options = parser.parse_args()
    content = json.loads(options.usefulness.read_text())
    people = [_person(name, each) for name, each in content["personas"].items()]
    days = _days(options.days)
    for known_by in ("topics", "likes"):
        judged = []
        for day in content["test_days"]:
            known = [paper for date, papers in days.items() if date <= day for paper in papers]
            judged += _judged(known, days[day], people, known_by, options.count, options.read)
        report(known_by, judged)
        if options.fit:
            fit(known_by, judged)
    nonsense(days)


def _judged(
    known: Sequence[Paper], new: Sequence[Paper], people: Sequence[Person], known_by: str, count: int, read: str | None
) -> list[Judged]:
    space = learn(known)
    found = []
    for person in people:
        user = _user(space, person, known, known_by)
        papers = [paper for paper in new if paper.id not in person.likes]
        ranking = Ranking(_candidates(space, papers), user)
        selection = ranking.select(count, Bar.USUAL)
        claimed = {pick.paper.id for pick in selection.picks}
        labels = np.array([person.labels.get(paper.id, NEITHER) for paper in papers])
        found.append(Judged(person.name, labels, ranking.relevance, np.array([p.id in claimed for p in papers])))
        if person.name == read:
            for pick in selection.picks:
                label = person.labels.get(pick.paper.id, NEITHER)
                print(
                    f"{label} {pick.relevance:.2f} {pick.score:5.1f} {pick.paper.title[:80]}\n      {reason_of(pick)}"
                )
    return found


def report(known_by: str, judged: Sequence[Judged]) -> None:
    print(f"\n== known by {known_by}")
    precision, found = figures(judged)
    rng = np.random.default_rng(0)
    drawn = [figures([judged[i] for i in rng.integers(0, len(judged), len(judged))]) for _ in range(RESAMPLES)]
    (low, low_found), (high, high_found) = np.nanpercentile(drawn, [2.5, 97.5], axis=0)
    claims = sum(int(each.claimed.sum()) for each in judged)
    print(f"  of {claims} claims core or adjacent: {precision:.3f} (95 % of resamples: {low:.3f} to {high:.3f})")
    print(f"  of all core papers found: {found:.3f} ({low_found:.3f} to {high_found:.3f})")
    for bar, edge in relevance.BARS.items():
        above = [Judged(each.person, each.labels, each.relevance, each.relevance >= edge) for each in judged]
        print("  bar {:7} without a limit: precision {:.3f}, core found {:.3f}".format(bar, *figures(above)))
    for name in dict.fromkeys(each.person for each in judged):
        own = [each for each in judged if each.person == name]
        print("    {:12} precision {:.2f}, core found {:.2f}".format(name, *figures(own)))
    reliability(judged)


def figures(judged: Sequence[Judged]) -> tuple[float, float]:
    """The share of claims that are core or adjacent, and of core papers that are claimed."""
    claimed = np.concatenate([each.claimed for each in judged])
    labels = np.concatenate([each.labels for each in judged])
    core = labels == CORE
    return float((labels[claimed] > NEITHER).mean()) if claimed.any() else np.nan, float(claimed[core].mean())


def reliability(judged: Sequence[Judged]) -> None:
    """Relevance said, and how much of that was wanted: the same, where it is calibrated."""
    said = np.concatenate([each.relevance for each in judged])
    wanted = np.concatenate([each.labels for each in judged]) > NEITHER
    print("  relevance    papers   mean said   core or adjacent")
    for low in np.arange(0, 1, 0.1):
        within = (said >= low) & (said < low + 0.1)
        if within.any():
            row = (within.sum(), said[within].mean(), wanted[within].mean())
            print(f"  {low:.1f} to {low + 0.1:.1f}" + "{:10}{:12.2f}{:19.2f}".format(*row))


def fit(known_by: str, judged: Sequence[Judged]) -> None:
    """Slope and bias of the evidence, of all people and with each left out."""
    slope, bias = (1.0, 0.0) if known_by == "topics" else (liked.SLOPE, liked.likes_bias(LIKES))

    def evidence(each: Judged) -> npt.NDArray[np.float64]:
        said = np.clip(each.relevance, 1e-9, 1 - 1e-9)
        return np.asarray((np.log(said / (1 - said)) - bias) / slope)

    def regressed(some: Sequence[Judged]) -> npt.NDArray[np.float64]:
        x = np.concatenate([evidence(each) for each in some])
        y = np.concatenate([each.labels for each in some]) > NEITHER

        def loss(w: npt.NDArray[np.float64]) -> float:
            return float(np.logaddexp(0, np.where(y, -1, 1) * (w[0] * x + w[1])).sum())

        return np.asarray(minimize(loss, [5, -5]).x)

    print("  slope {:.2f}, bias {:.2f}".format(*regressed(judged)))
    apart = []
    for name in dict.fromkeys(each.person for each in judged):
        w = regressed([each for each in judged if each.person != name])
        for each in (one for one in judged if one.person == name):
            likely = 1 / (1 + np.exp(-(w[0] * evidence(each) + w[1])))
            apart.append(Judged(name, each.labels, likely, likely >= relevance.BARS[Bar.USUAL]))
    print("  fitted without them: precision {:.3f}, core found {:.3f}".format(*figures(apart)))


def nonsense(days: Mapping[str, Sequence[Paper]]) -> None:
    papers = [paper for each in days.values() for paper in each]
    space = learn(papers)
    candidates = _candidates(space, papers)
    print("\n== topics that nothing is about")
    for topic in NONSENSE:
        person = Person(topic, [topic], [], {})
        ranking = Ranking(candidates, _user(space, person, papers, "topics"))
        claims = (ranking.relevance >= relevance.BARS[Bar.USUAL]).sum()
        print(f"  {topic:22} claims {claims}, most relevant {ranking.relevance.max():.2f}")


def _candidates(space: FeatureSpace, papers: Sequence[Paper]) -> Candidates:
    newest = max((paper.day for paper in papers if paper.day), default=None)
    return Candidates.all_of(gathered(space, papers), newest)


def _user(space: FeatureSpace, person: Person, known: Sequence[Paper], known_by: str) -> UserModel:
    profile = Profile(space.version, "", space.width)
    if known_by == "topics":
        interests = tuple(Interest(kind=InterestKind.TOPIC, value=topic) for topic in person.topics)
        return user_model_of(space, profile, interests, {topic: expand_topic(space, topic) for topic in person.topics})
    own = [paper for paper in known if paper.id in person.likes]
    opinions = {paper.id: Opinion(paper=paper.id, liked=True, at=NOW) for paper in own}
    fold_opinions(profile, opinions, RowCache(space).features(own), [])
    return user_model_of(space, profile, (), {})


def _person(name: str, content: Mapping[str, Sequence[str]]) -> Person:
    labels = {PaperId(paper): ADJACENT for paper in content["adjacent"]}
    labels |= {PaperId(paper): CORE for paper in content["core"]}
    return Person(name, content["topics"], [PaperId(f"arxiv:{like}") for like in content["likes"]], labels)


def _days(folder: Path) -> dict[str, list[Paper]]:
    """Each paper on its first day alone."""
    seen: set[PaperId] = set()
    found: dict[str, list[Paper]] = {}
    for file in sorted(folder.glob("*.json")):
        papers = parse_listing(file.read_bytes()).papers
        found[file.stem] = [paper for paper in papers if paper.id not in seen]
        seen |= {paper.id for paper in papers}
    return found


if __name__ == "__main__":
    main()
