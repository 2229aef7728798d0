"""Quality and cost of picks, against two peers in the same run.

``python -m benchmarks.ranking DATA.json.gz … [--users N] [--splits N] [--quick]
[--embeddings FOLDER]``: for each file (its shape is told in
``benchmarks.likes``) day-nDCG@10 on new papers at 1, 3, 5 and 10 likes with paired bootstrap intervals; topics alone,
teammates' reactions and fairness in channels where the data allows; then what it costs.

With ``--embeddings`` sets with text are ranked by sentence embeddings too, which are made once and kept in the folder.
``OPENBLAS_NUM_THREADS=1`` gives steady times on a busy machine. scikit-learn (extra ``bench``) is for the peers only.
"""

import argparse
import resource
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks import ranking_cost as cost
from benchmarks.embeddings import embeddings_of
from benchmarks.likes import Likes, Person, Split, read, split
from benchmarks.peers import ArxivSanity, ZoteroDaily
from benchmarks.ranking_channels import fairness
from benchmarks.ranking_quality import (
    LIKES,
    Paperboy,
    Results,
    Scorer,
    Teammates,
    joined,
    measured,
    ratio,
    topics_alone,
)
from bot.model import Paper
from bot.ports.vectors import Embeddings
from bot.ranking.embedded import NONE
from bot.ranking.learning import learn

TOGETHER = 500
"""People of a data set from which on teammates and channels can be simulated."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="DATA.json.gz")
    parser.add_argument("--users", type=int, default=300, help="people of a data set, drawn anew for each split")
    parser.add_argument("--splits", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one split, 60 people, no refit over 100,000 papers")
    parser.add_argument(
        "--embeddings", type=Path, metavar="FOLDER", help="use embeddings, kept here (extra: embeddings)"
    )
    options = parser.parse_args()
    users, splits = (60, 1) if options.quick else (options.users, options.splits)
    sets = [read(file) for file in options.files]
    for likes in sets:
        print(f"\n== {likes.name}: {len(likes.papers):,} papers, {len(likes.users):,} people")
        embeddings = embeddings_of(likes, options.embeddings) if options.embeddings and likes.papers[0].title else NONE
        quality(likes, [split(likes, seed) for seed in range(splits)], users, embeddings)
    print("\n== cost")
    titled = [paper for likes in sets for paper in likes.papers if paper.title]
    if titled:
        costs(titled, quick=options.quick)
    else:
        print("== cost: left out, since no set has papers with titles")


def quality(likes: Likes, splits: Sequence[Split], users: int, embeddings: Embeddings) -> None:
    parts, alone, together = [], [], []
    for known in splits:
        paperboy, people = Paperboy(likes, known, embeddings), known.people[:users]
        parts.append(compared(likes, known, paperboy, people))
        alone += topics_alone(likes, paperboy, known, people, 3) if any(likes.tags) else []
        if len(likes.users) >= TOGETHER:
            together.append(with_teammates(paperboy, known, people))
    results = joined(parts)
    table(results)
    for peer in list(results)[1:]:
        told(f"over {peer}", *ratio(results["paperboy"], results[peer]))
    if together:
        reactions = joined(together)
        told("with others' reactions over content", *ratio(reactions["with"], reactions["without"]))
        channels(paperboy, splits[-1])
    if alone:
        print(f"  3 topics and no like: AUC {np.mean(alone):.3f} ({len(alone)} people)")


def compared(likes: Likes, known: Split, paperboy: Paperboy, people: Sequence[Person]) -> Results:
    sanity, zotero = ArxivSanity(likes, known), ZoteroDaily(paperboy.rows.terms)
    rankings: dict[str, Scorer] = {
        "paperboy": lambda liked, papers, _: paperboy.scores(liked, papers),
        "(a) arxiv-sanity-lite": lambda liked, papers, _: sanity.scores(liked, papers),
        "(b) zotero-arxiv-daily on TF-IDF": lambda liked, papers, _: zotero.scores(liked, papers),
    }
    if paperboy.embeddings:
        nothing = np.zeros(paperboy.space.width - len(paperboy.space.mean))
        rows = np.array([paperboy.embeddings.get(paper.id, nothing) for paper in likes.papers], dtype=np.float32)
        meaning = ZoteroDaily(rows)
        rankings["(b) on the same embeddings"] = lambda liked, papers, _: meaning.scores(liked, papers)
    return measured(rankings, people)


def with_teammates(paperboy: Paperboy, known: Split, people: Sequence[Person]) -> Results:
    teammates = Teammates(paperboy, known.people)
    return measured(
        {"with": teammates.scores, "without": lambda liked, papers, _: paperboy.scores(liked, papers)}, people
    )


def channels(paperboy: Paperboy, known: Split) -> None:
    print(f"  {'channel of':14}{'worst-off: fair':>20}{'average profile':>18}{'all: fair':>14}{'average profile':>18}")
    for members in (5, 10, 20):
        if found := fairness(paperboy, known, members):
            figures = (found.worst_fair, found.worst_average, found.all_fair, found.all_average)
            print("  {:14}{:20.3f}{:18.3f}{:14.3f}{:18.3f}".format(members, *figures))


def table(results: Results) -> None:
    print(f"  {'day-nDCG@10 at likes':34}" + "".join(f"{count:>8}" for count in LIKES) + "    mean")
    for name, figures in results.items():
        means = [float(np.mean(figures[count])) for count in LIKES if figures[count]]
        print(f"  {name:34}" + "".join(f"{mean:8.3f}" for mean in means) + f"{np.mean(means):8.3f}")
    print(f"  {'people':34}" + "".join(f"{len(results['paperboy'][count]):8}" for count in LIKES))


def told(what: str, value: float, low: float, high: float) -> None:
    print(f"  {what}: {value:.3f} (95 % of resamples: {low:.3f} to {high:.3f})")


def costs(papers: Sequence[Paper], *, quick: bool) -> None:
    space = learn(papers[:10_000])
    month = cost.MONTH * cost.A_DAY
    print(f"  update after a reaction: {1000 * cost.update(space, papers):.2f} ms")
    print(f"  10 picks of {month:,} papers for one person: {1000 * cost.one_person(space, papers):.1f} ms")
    scored, bare = cost.crowd(space, papers)
    print(f"  {cost.PROFILES:,} profiles × {cost.PAPERS:,} papers, {cost.CHUNK} profiles at a time: {scored:.2f} s,")
    print(f"    {scored / bare:.2f} × the bare matrix products ({bare:.2f} s)")
    if not quick:
        print(f"  refit over {cost.REFIT:,} papers: {cost.refit(papers):.0f} s")
    print(f"  peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()
