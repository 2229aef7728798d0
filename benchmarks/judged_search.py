"""Search by meaning beside its peers: questions, phrases and topics with judged answers, all in one run.

    python -m benchmarks.judged_search PAPERS QUERIES [--unjudged] [--each]

PAPERS is ``hf-submitters.json.gz``, QUERIES ``judged_queries.json``: grades 0 to 2; a paper that nobody judged counts
as 0. Grades given since then are in ``judged_search.json`` beside this file. Queries that no paper answers are left out
of the figures. Every engine gets the same papers; intervals are over queries drawn anew. Then: how often it is said
that no paper seems to be about a query where some are, and where none is (the absent ones of ``judged_topics.json``).
"""

import argparse
import asyncio
import json
import math
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from benchmarks.likes import read
from benchmarks.search_engines import Paperboy
from bot.meaning.word_table import unit, word_table
from bot.model import Paper
from bot.search.stray_words import with_strays_marked
from bot.text import words

DEPTH = 10
FUSED = 60
"""The constant of reciprocal rank fusion (Cormack et al., 2009)."""
Floats = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and the grades of papers, by place."""

    text: str
    kind: str
    grades: Mapping[int, int]

    def gain(self, found: Sequence[int]) -> float:
        """nDCG at ten, with the grade itself as gain."""
        best = sorted(self.grades.values(), reverse=True)[:DEPTH]
        return _discounted([self.grades.get(place, 0) for place in found[:DEPTH]]) / _discounted(best)


def _discounted(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 2) for rank, grade in enumerate(grades))


class SearchEngine(Protocol):
    name: str

    def search(self, text: str) -> list[int]:
        """Places of papers, best first."""
        ...


class Bm25:
    """Any word of the query in title or abstract (Robertson and Zaragoza, 2009; k1 = 1.2, b = 0.75)."""

    name = "BM25, any word"

    def __init__(self, papers: Sequence[Paper]) -> None:
        texts = [words(f"{paper.title} {paper.abstract}") for paper in papers]
        self._counts = [Counter(text) for text in texts]
        lengths = np.array([len(text) for text in texts])
        self._norm = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
        self._holding: dict[str, list[int]] = defaultdict(list)
        for place, counts in enumerate(self._counts):
            for word in counts:
                self._holding[word].append(place)

    def scores(self, text: str) -> Floats:
        found = np.zeros(len(self._counts))
        for word in dict.fromkeys(words(text)):
            places = np.array(self._holding.get(word, ()), dtype=int)
            idf = math.log1p((len(found) - len(places) + 0.5) / (len(places) + 0.5))
            counts = np.array([self._counts[place][word] for place in places])
            found[places] += idf * counts * 2.2 / (counts + self._norm[places]) if len(places) else 0
        return found

    def search(self, text: str) -> list[int]:
        return _best(self.scores(text))


class Meaning:
    """Cosine of the word table's vectors, less the papers' mean."""

    name = "word table alone"

    def __init__(self, papers: Sequence[Paper]) -> None:
        vectors = word_table().encode([f"{paper.title} {paper.abstract}" for paper in papers])
        self._mean = vectors.mean(axis=0)
        self._vectors = unit(vectors - self._mean)

    def scores(self, text: str) -> Floats:
        return np.asarray(self._vectors @ unit(word_table().encode([text]) - self._mean)[0])

    def search(self, text: str) -> list[int]:
        return _best(self.scores(text))


class Fused:
    """Reciprocal rank fusion of two."""

    def __init__(self, one: Bm25, other: Meaning) -> None:
        self.name = f"{one.name} + {other.name}"
        self._engines = one, other

    def search(self, text: str) -> list[int]:
        total = np.zeros(0)
        for engine in self._engines:
            scores = engine.scores(text)
            ranks = np.empty(len(scores))
            ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
            total = (total if len(total) else np.zeros(len(scores))) + 1 / (FUSED + ranks)
        return _best(total)


def _best(scores: Floats) -> list[int]:
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    return [int(place) for place in order if scores[place] > 0]


def read_queries(queries: Path, papers: Sequence[Paper]) -> list[Judged]:
    places = {paper.id.removeprefix("arxiv:"): place for place, paper in enumerate(papers)}
    later = Path(__file__).parent / "judged_search.json"
    more = json.loads(later.read_text("utf-8")) if later.exists() else {}
    found = []
    for one in json.loads(queries.read_text("utf-8")):
        grades = one["judgements"] | more.get(one["query"], {})
        found.append(Judged(one["query"], one["kind"], {places[paper]: grade for paper, grade in grades.items()}))
    return found


def report(engine: SearchEngine, queries: Sequence[Judged]) -> None:
    """One line an engine: all queries with 95 % of their mean, each kind, and the share of answers that was judged."""
    queries = [query for query in queries if any(query.grades.values())]
    found = [engine.search(query.text) for query in queries]
    gains = np.array([query.gain(places) for query, places in zip(queries, found, strict=True)])
    rng = np.random.default_rng(0)
    low, high = np.percentile([rng.choice(gains, len(gains)).mean() for _ in range(1000)], [2.5, 97.5])
    kinds = {
        kind: np.mean([gain for gain, query in zip(gains, queries, strict=True) if query.kind == kind])
        for kind in sorted({query.kind for query in queries})
    }
    judged = [place in query.grades for query, places in zip(queries, found, strict=True) for place in places[:DEPTH]]
    each = ", ".join(f"{kind} {value:.3f}" for kind, value in kinds.items())
    print(f"{engine.name:34} {gains.mean():.3f} ({low:.3f} to {high:.3f})  {each}  judged {np.mean(judged):.2f}")


def report_each(engine: SearchEngine, queries: Sequence[Judged], papers: Sequence[Paper], unjudged: bool) -> None:
    for query in queries:
        found = engine.search(query.text)
        gain = f"{query.gain(found):.2f}" if any(query.grades.values()) else "none"
        print(f"{gain} {query.kind} “{query.text}”")
        for place in found[:DEPTH]:
            grade = query.grades.get(place)
            if not unjudged or grade is None:
                print(f"     {'?' if grade is None else grade} {papers[place].id} {papers[place].title}")


def report_strays(paperboy: Paperboy, queries: Sequence[Judged]) -> None:
    """How often an answer says that no paper seems to be about what was searched."""
    topics = json.loads((Path(__file__).parent / "judged_topics.json").read_text("utf-8"))
    answered = [query.text for query in queries if any(query.grades.values())]
    present = [one["topic"] for one in topics["topics"] if any(one["judgements"].values())]
    asked = {
        "queries that papers answer": answered,
        "topics that papers are about": present,
        "topics that no paper is about": topics["absent"],
    }
    for what, texts in asked.items():
        pages = [page for page in map(paperboy.page, texts) if page.hits]
        said = [page for page in pages if with_strays_marked(page).stray]
        lacking = sum(bool(page.unknown) for page in pages if page not in said)
        print(f"said that nothing is about it: of {len(pages)} {what}, where words are found: {len(said)}")
        print(f"said which word no paper has: of the others {lacking}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--unjudged", action="store_true", help="print the answers that nobody judged")
    parser.add_argument("--each", action="store_true", help="print every answer")
    options = parser.parse_args()
    papers = read(options.papers).papers
    queries = read_queries(options.queries, papers)
    with asyncio.Runner() as runner, tempfile.TemporaryDirectory() as folder:
        paperboy = Paperboy(papers, Path(folder) / "paperboy.db", runner)
        bm25, meaning = Bm25(papers), Meaning(papers)
        for engine in (bm25, meaning, Fused(bm25, meaning), paperboy):
            report(engine, queries)
        report_strays(paperboy, queries)
        if options.each or options.unjudged:
            report_each(paperboy, queries, papers, options.unjudged)
        runner.run(paperboy.store.close())


if __name__ == "__main__":
    main()
