"""Quality and cost of picks, against two peers in the same run.

``python -m benchmarks.ranking DATA.json.gz … [--users N] [--splits N] [--quick]
[--embeddings FOLDER]``: for each file (its shape is told in
``benchmarks.likes``) day-nDCG@10 on new papers at 1 to 20 likes with paired bootstrap intervals over people, with all
known and in the first week; topics alone, teammates' reactions, fairness in channels and likes in several fields where
the data allows; then what it costs.

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
from benchmarks.ranking_fields import FIELDS, LIKES_EACH, PICKS, several_fields
from benchmarks.ranking_first_week import KNOWN, first_week
from benchmarks.ranking_quality import (
    Paperboy,
    Results,
    Scorer,
    Teammates,
    by_user,
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
    table(joined(parts))
    if together:
        reactions = joined(together)
        table(reactions)
        channels(paperboy, splits[-1])
    if likes.papers[0].title:
        fields(likes, paperboy, splits[-1])
    print(f"  the first week, {KNOWN} papers known:")
    table(joined([first_week(likes, known, known.people[:users]) for known in splits]))
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
    rankings: dict[str, Scorer] = {
        "paperboy": teammates.scores,
        "without others' reactions": lambda liked, papers, _: paperboy.scores(liked, papers),
    }
    return measured(rankings, people)


def channels(paperboy: Paperboy, known: Split) -> None:
    for members in (5, 10, 20):
        if found := fairness(paperboy, known, members):
            fair, average = found.worst_fair.mean(), found.worst_average.mean()
            print(f"  a channel of {members}: worst-off {fair:.3f}, by the average profile {average:.3f};", end="")
            print(f" all {found.all_fair.mean():.3f}, {found.all_average.mean():.3f}")
            told("    worst-off over the average profile", *ratio(found.worst_fair, found.worst_average))


def fields(likes: Likes, paperboy: Paperboy, known: Split) -> None:
    served = several_fields(likes, paperboy, known)
    print(f"  likes in {FIELDS} fields, {LIKES_EACH} each: the share of fields that {PICKS} picks serve")
    for name, shares in served.items():
        print(f"    {name:32}{shares.mean():.3f}")
    told("    picks, broad, over the mean of all likes", *ratio(*list(served.values())[:3:2]))


def table(results: Results) -> None:
    """The mean of people, and our ratio to each peer with 95 % of resamples of people."""
    ours = {count: by_user(figures) for count, figures in results["paperboy"].items() if figures}
    print(f"  {'day-nDCG@10 at likes':34}" + "".join(f"{count:>20}" for count in ours))
    for name, figures in results.items():
        print(f"  {name:34}" + "".join(f"{by_user(figures[count]).mean():20.3f}" for count in ours))
    for peer in list(results)[1:]:
        found = [ratio(mine, by_user(results[peer][count])) for count, mine in ours.items()]
        print(f"  {'over ' + peer:34}" + "".join("{:7.3f} ({:.2f}-{:.2f})".format(*each) for each in found))
    print(f"  {'people':34}" + "".join(f"{len(each):20}" for each in ours.values()))


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
