"""Whether ``about`` is true: judged pairs of topic and paper, in one run beside simpler rules.

    python -m benchmarks.meaning PAPERS QUERIES [USEFULNESS DAYS]

PAPERS is ``hf-submitters.json.gz``; QUERIES ``judged_queries.json`` (its topics are used; phrases are for search);
``judged_topics.json`` beside this file holds more judgements. USEFULNESS and DAYS (a folder of daily pages) are
labelled days of six readers. Figures are of topics that the fit did not read (leave one topic out); the fit of all is
printed as ``bot.meaning.about`` holds it.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.stats import rankdata

from benchmarks.likes import read
from bot.meaning.about import CLAIM, NEAR, OFTEN, SHARE, TITLE, about, evidence
from bot.meaning.papers import PaperMeanings, meaning_of
from bot.meaning.topic_meaning import topic_meaning
from bot.meaning.word_table import word_table
from bot.model import Paper, PaperId
from bot.ranking.rules import HIDDEN
from bot.sources.huggingface_parser import parse_listing

Floats = npt.NDArray[np.floating]
Judgements = dict[str, dict[str, int]]
"""The grades of papers, for each topic."""

PARTLY = 0.65
"""The label of a paper that is about a topic in part."""
HARD = 2
"""Papers per topic that nothing is about: those that come nearest."""
PENALTY = 0.5
WEIGHTS = np.array([SHARE, TITLE, NEAR, OFTEN])
HARDER = 0.3
"""What a pair counts in the fit that was judged since something was claimed of it: few such pairs are clear."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Judged pairs, one a row. ``counts`` is how much each weighs in the fit."""

    topics: npt.NDArray[np.str_]
    evidence: Floats
    cosine: Floats
    grades: Floats
    counts: Floats

    def __getitem__(self, some: npt.NDArray[np.bool_]) -> "Pairs":
        return Pairs(*(getattr(self, name)[some] for name in self.__slots__))

    @property
    def true(self) -> npt.NDArray[np.bool_]:
        return self.grades >= 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("usefulness", type=Path, nargs="?")
    parser.add_argument("days", type=Path, nargs="?")
    options = parser.parse_args()
    papers = read(options.papers).papers
    word_table()
    start = time.process_time()
    meanings = PaperMeanings.of([meaning_of(paper) for paper in papers])
    print(f"{len(papers) / (time.process_time() - start):,.0f} papers a second")
    judged = json.loads((Path(__file__).parent / "judged_topics.json").read_text("utf-8"))
    queries = [one for one in json.loads(options.queries.read_text("utf-8")) if one["kind"] == "topic"]
    topics = {one["topic"]: one["judgements"] for one in judged["topics"]}
    topics |= {one["query"]: one["judgements"] for one in queries}
    pairs = collect(papers, meanings, topics, judged["claimed"], judged["absent"])
    report(pairs)
    report_present(meanings, topics)
    report_absent(papers, meanings, judged["absent"])
    report_mutes(papers, meanings, topics)
    report_recent(papers, meanings, judged["recent"])
    if options.usefulness:
        report_days(json.loads(options.usefulness.read_text("utf-8")), options.days)


def collect(
    papers: Sequence[Paper], meanings: PaperMeanings, topics: Judgements, claimed: Judgements, absent: Sequence[str]
) -> Pairs:
    """All judged pairs, and for each absent topic the papers that come nearest to it, none of which is about it."""
    places = {paper.id.removeprefix("arxiv:"): place for place, paper in enumerate(papers)}
    pairs: list[tuple[str, Floats, int, float]] = []
    for judgements, counts in ((topics, 1.0), (claimed, HARDER)):
        for topic, grades in judgements.items():
            found = _evidence(meanings, topic)
            pairs += [(topic, found[places[paper]], grade, counts) for paper, grade in grades.items()]
    for topic in absent:
        found = _evidence(meanings, topic)
        nearest = np.argsort(-found[:, :-1] @ WEIGHTS)[:HARD]
        pairs += [(topic, found[place], 0, 1.0) for place in nearest]
    names, rows, its_grades, its_counts = zip(*pairs, strict=True)
    table = np.array(rows)
    return Pairs(np.array(names), table[:, :-1], table[:, -1], np.array(its_grades), np.array(its_counts))


def _evidence(meanings: PaperMeanings, topic: str) -> Floats:
    """Of a topic with several readings: that of the reading which fits each paper best, and at last its cosine."""
    readings = topic_meaning(topic).readings
    tables = [evidence(meanings, reading) for reading in readings]
    best = np.argmax([found @ WEIGHTS for found in tables], axis=0)
    rows = [
        np.column_stack([found, meanings.vectors @ one.vector]) for found, one in zip(tables, readings, strict=True)
    ]
    return np.asarray(np.stack(rows)[best, np.arange(len(meanings))])


def report(pairs: Pairs) -> None:
    likely = left_out(pairs)
    easier = pairs.counts == 1
    print(f"{easier.sum()} pairs, {pairs.true[easier].mean():.2f} of them true; of topics left out of the fit:")
    report_claims(pairs[easier], likely[easier])
    harder = pairs.true[~easier]
    print(f"{len(harder)} pairs that were claimed, or nearly, by words apart, {harder.mean():.2f} of them true:")
    report_claims(pairs[~easier], likely[~easier])
    fitted = fit(pairs)
    print("SHARE, TITLE, NEAR, OFTEN, BIAS =", ", ".join(f"{value:.2f}" for value in fitted))


def report_claims(pairs: Pairs, found: Floats) -> None:
    share = np.sqrt(pairs.evidence[:, 0] / np.maximum(pairs.cosine, 1e-9))
    ways = {"about": found, "share": share, "cosine": pairs.cosine, "share + cosine": share + pairs.cosine}
    for name, scores in ways.items():
        low, high = interval(pairs, scores)
        print(f"  AUC of {name:15} {auc(scores, pairs.true):.3f}  ({low:.3f} to {high:.3f})")
    for bar in (0.3, 0.4, CLAIM, 0.6, 0.7):
        said = found >= bar
        precision, recall = pairs.true[said].mean(), said[pairs.true].mean()
        print(f"  said from {bar}: {precision:.3f} of claims true, {recall:.3f} of true pairs claimed")
    print("  said likelihood and how often it was true:")
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        inside = (found >= low) & (found < high)
        print(f"    {low:.1f} to {min(high, 1.0):.1f}: {pairs.true[inside].mean():.2f} of {inside.sum()}")


def report_absent(papers: Sequence[Paper], meanings: PaperMeanings, absent: Sequence[str]) -> None:
    claimed = about(meanings, [topic_meaning(topic) for topic in absent])
    wrong = {topic: int((claimed[:, column] >= CLAIM).sum()) for column, topic in enumerate(absent)}
    wrong = {topic: count for topic, count in wrong.items() if count}
    print(f"claims for {len(absent)} topics that none of {len(papers)} papers is about: {wrong}")


def report_mutes(papers: Sequence[Paper], meanings: PaperMeanings, topics: Judgements) -> None:
    """What a mute hides of the judged papers, beside what claims alone would. The fit of ``about`` has read them."""
    places = {paper.id.removeprefix("arxiv:"): place for place, paper in enumerate(papers)}
    likely = about(meanings, [topic_meaning(topic) for topic in topics])
    judged = [
        (places[paper], column, grade) for column, own in enumerate(topics.values()) for paper, grade in own.items()
    ]
    said = np.array([likely[place, column] for place, column, _ in judged])
    true = np.array([grade >= 1 for *_, grade in judged])
    for what, bar in (("muted", HIDDEN), ("claimed", CLAIM)):
        print(f"{what}: {true[said >= bar].mean():.3f} of them true, {(said >= bar)[true].mean():.3f} of true pairs")


def report_recent(papers: Sequence[Paper], meanings: PaperMeanings, topics: Judgements) -> None:
    """Claims on recent papers that an earlier version made, or nearly made. The fit of ``about`` has read them too."""
    places = {paper.id.removeprefix("arxiv:"): place for place, paper in enumerate(papers)}
    likely = about(meanings, [topic_meaning(topic) for topic in topics])
    said = [likely[places[paper], column] for column, own in enumerate(topics.values()) for paper in own]
    claimed = np.array(said) >= CLAIM
    true = np.array([grade >= 1 for own in topics.values() for grade in own.values()])
    print(f"recent claims: {true[claimed].mean():.3f} of them true, {claimed[true].mean():.3f} of true pairs claimed")


def report_present(meanings: PaperMeanings, topics: Judgements) -> None:
    """Whether anything is said to match is whether anything is claimed: of topics with papers that is to be so."""
    present = [topic for topic, grades in topics.items() if sum(grade >= 1 for grade in grades.values()) > 1]
    claimed = about(meanings, [topic_meaning(topic) for topic in present])
    some = int((claimed >= CLAIM).any(axis=0).sum())
    print(f"something is claimed for {some} of {len(present)} topics that have papers")


def report_days(labels: dict[str, dict], folder: Path) -> None:  # type: ignore[type-arg]
    """Six readers on labelled days: the share of claims that is core or adjacent, and the share of core claimed."""
    papers = [paper for day in labels["test_days"] for paper in _day(folder, day)]
    meanings = PaperMeanings.of([meaning_of(paper) for paper in papers])
    claims = fine = found = core_papers = 0
    for persona in labels["personas"].values():
        likely = about(meanings, [topic_meaning(topic) for topic in persona["topics"]]).max(axis=1)
        said: set[PaperId] = {paper.id for paper, one in zip(papers, likely, strict=True) if one >= CLAIM}
        known = {paper.id for paper in papers}
        core, adjacent = set(persona["core"]) & known, set(persona["adjacent"]) & known
        claims, fine = claims + len(said), fine + len(said & (core | adjacent))
        found, core_papers = found + len(said & core), core_papers + len(core)
    print(
        f"labelled days: {claims} claims, {fine / claims:.2f} core or adjacent; {found / core_papers:.2f} of core found"
    )


def _day(folder: Path, day: str) -> Sequence[Paper]:
    return parse_listing((folder / f"{day}.json").read_bytes()).papers


def left_out(pairs: Pairs) -> Floats:
    """The likelihood of each pair by a fit that has not read its topic."""
    found = np.zeros(len(pairs.grades))
    for topic in np.unique(pairs.topics):
        its = pairs.topics == topic
        found[its] = likelihood(pairs.evidence[its], fit(pairs[~its]))
    return found


def fit(pairs: Pairs) -> Floats:
    """Logistic regression with a mild penalty on all weights but the last, the bias."""
    rows = np.column_stack([pairs.evidence, np.ones(len(pairs.grades))])
    labels = np.where(pairs.grades >= 2, 1.0, np.where(pairs.true, PARTLY, 0.0))

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = rows @ weights
        free = np.append(weights[:-1], 0.0)
        value = pairs.counts @ (np.logaddexp(0, scores) - labels * scores) + PENALTY / 2 * (free**2).sum()
        return value, rows.T @ (pairs.counts * (1 / (1 + np.exp(-scores)) - labels)) + PENALTY * free

    return np.asarray(minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x)


def likelihood(rows: Floats, weights: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-(rows @ weights[:-1] + weights[-1]))))


def auc(scores: Floats, true: npt.NDArray[np.bool_]) -> float:
    """How often a true pair is above a false one."""
    positives = true.sum()
    ranks = rankdata(scores)[true].sum() - positives * (positives + 1) / 2
    return float(ranks / (positives * (len(true) - positives)))


def interval(pairs: Pairs, scores: Floats, resamples: int = 300) -> tuple[float, float]:
    """95 % of the AUC when whole topics are drawn anew."""
    rng = np.random.default_rng(0)
    topics = np.unique(pairs.topics)
    rows = {topic: np.flatnonzero(pairs.topics == topic) for topic in topics}
    drawn = [np.concatenate([rows[topic] for topic in rng.choice(topics, len(topics))]) for _ in range(resamples)]
    low, high = np.percentile([auc(scores[some], pairs.true[some]) for some in drawn], [2.5, 97.5])
    return float(low), float(high)


if __name__ == "__main__":
    main()
