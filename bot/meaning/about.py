"""Is this paper about that topic? How likely a careful reader would say so, from words and meaning together.

A logistic regression on four numbers, each of them times the cosine of topic and paper in the word table: the squared
share of the topic's content words that the paper has, each weighted by how rare it is in the field (a word that no text
has keeps its full weight); the share of them in the title; the squared share of them that stand together; and how often
words that follow each other in the topic do so in the paper. A word that stands before a rarer one says which of those
is meant, and weighs nearly as much: *code editing* is not the editing of images. Words count only as far as the meaning
agrees: papers on black boxes have the word of *boxing*, and who weaves agents together has nothing of *weaving*. Common
words count for little where they stand apart: nearly every paper has *efficiency* somewhere, and *inference* somewhere
else; and *code* and *agents* make no paper one on code agents that never says so. *Text-to-image* is one word in three,
*off-policy* one in two: texts and images, or a policy, are nothing of it. What every paper does, to evaluate on
benchmarks, counts only where it is what the paper is about. None of it depends on the other papers of the store: a
threshold that looks at the best match would find one for topics that nothing is about. Fitted by
``benchmarks/meaning.py`` to judged pairs, and to topics that no paper is about.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.meaning.content_words import INTO, SIGNS_AHEAD, stem
from bot.meaning.joined_words import PREFIXES
from bot.meaning.papers import PaperMeanings, Stems, hashed
from bot.meaning.topic_meaning import TopicMeaning, TopicReading
from bot.meaning.word_table import Floats

CLAIM = 0.5
"""From here on "this paper is about that topic" is said: of judged claims more than nine in ten were true."""
SHARE, TITLE, NEAR, OFTEN, BIAS = 4.33, 3.06, 4.45, 2.1, -3.35
"""As fitted, but for the bias: -3.42 by the fit, which read harder pairs than people follow."""
UNMEASURED = 0.5
"""What is left of the likelihood where a topic asks for measuring and the paper only measures by the way."""
TITLED = 0.9
"""How likely it is at least where a topic of two words or more stands in the title as it is: a paper on scaling laws of
reward models means nearly what one on reinforcement learning does, and says in its title what it is about."""
TITLED_APART, POSSIBLE = 0.7, 0.1
"""The same where one other word stands between two of them, *robot policy learning*; not where all else speaks against
it: who is boosting complex engineering writes nothing on boosting engines."""

Places = npt.NDArray[np.int64]
"""Where in the stems of all papers a word stands."""

_BETWEEN_THEM = 1
"""Content words that may stand between those of a topic where these stand together."""
_AGAIN = 3
"""Times that a paper names measuring where it is about that, and says so not in its title."""
_MEASURING = hashed(map(stem, ("benchmark", "evaluation", "assessment")))
"""What nearly every paper does; a topic that names one of these means papers that do that alone."""
_IS_PREFIX = hashed(map(stem, (*PREFIXES, *SIGNS_AHEAD)))
"""What is no word by itself: *multi-turn* agents make no multi-agent system."""
_IS_SUFFIX = hashed(map(stem, ("aware", "based", "driven", "free", "guided")))
"""The same of what stands behind: *model-free* learning does without models."""
(_IS_INTO,) = hashed([stem(INTO)])
_HALF = 2
"""So often is half of always."""


def about(papers: PaperMeanings, topics: Sequence[TopicMeaning]) -> Floats:
    """How likely each paper is about each topic, 0 to 1: one row a paper, one column a topic."""
    found = np.zeros((len(papers), len(topics)), dtype=np.float32)
    for column, topic in enumerate(topics):
        for reading in topic.readings:
            found[:, column] = np.maximum(found[:, column], _likelihood(papers, reading))
    return found


def is_of_measuring(topic: TopicMeaning) -> bool:
    """Whether a topic is nothing but what nearly every paper does: benchmarks, evaluation."""
    return bool(topic.readings) and all(np.isin(each.stems, _MEASURING).all() for each in topic.readings)


def evidence(papers: PaperMeanings, reading: TopicReading) -> Floats:
    """What the likelihood rests on, one row a paper: the cosine times the share squared, and so on.

    Half of the words say far less than half: *law* alone is no *tax law*. Hence the squares.
    """
    places = _bound([_places(papers, one) for one in reading.stems], reading)
    share = _share([papers.owners[one] for one in places], reading, len(papers))
    places_in_title = _bound([np.flatnonzero(_is(papers.title_stems, one)) for one in reading.stems], reading)
    in_title = [papers.title_owners[one] for one in places_in_title]
    title = _share(in_title, reading, len(papers))
    near, often = _nearest(papers, places, reading), _how_often(papers, places, reading)
    cosine = np.maximum(papers.vectors @ reading.vector, 0.0)
    columns = [cosine * share**2, cosine * title, cosine * near**2, cosine * often]
    return np.stack(columns, axis=1).astype(np.float32)


def _likelihood(papers: PaperMeanings, reading: TopicReading) -> npt.NDArray[np.floating]:
    score = evidence(papers, reading) @ np.array([SHARE, TITLE, NEAR, OFTEN], dtype=np.float32) + BIAS
    likely = 1 / (1 + np.exp(-score))
    for one in np.intersect1d(reading.stems, _MEASURING):
        likely[np.setdiff1d(np.arange(len(papers)), papers.owners[_places(papers, one)])] *= UNMEASURED
    beside = _in_title(papers, reading, range(len(reading.stems)))
    if reading.in_title:
        beside = papers.title_owners[papers.title_stems == reading.stems[0]]
    apart = _nearly_in_title(papers, reading)
    apart = apart[likely[apart] >= POSSIBLE]
    likely[apart] = np.maximum(likely[apart], TITLED_APART)
    likely[beside] = np.maximum(likely[beside], TITLED)
    return np.asarray(likely)


def _nearly_in_title(papers: PaperMeanings, reading: TopicReading) -> npt.NDArray[np.int32]:
    """The papers whose title has the topic's words in their order, and one other word between two of them."""
    count = len(reading.stems)
    found = [_in_title(papers, reading, [*range(cut), *range(cut + 1, count + 1)]) for cut in range(1, count)]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int32)


def _in_title(papers: PaperMeanings, reading: TopicReading, steps: Sequence[int]) -> npt.NDArray[np.int32]:
    """The papers whose title has each of the topic's words so many steps after the first; none for a single word."""
    last = steps[-1] if steps else 0
    begins = len(papers.title_stems) - last
    if last < 1 or begins < 1:
        return np.zeros(0, dtype=np.int32)
    owners = papers.title_owners
    there = owners[:begins] == owners[last:]
    for one, step in zip(reading.stems, steps, strict=True):
        there &= papers.title_stems[step : step + begins] == one
    return np.unique(owners[:begins][there])


def _is(stems: Stems, one: np.uint32) -> npt.NDArray[np.bool_]:
    """Which are this stem; a benchmark is an evaluation."""
    return np.isin(stems, _MEASURING) if one in _MEASURING else stems == one


def _places(papers: PaperMeanings, one: np.uint32) -> Places:
    """Where a stem stands. Nearly every paper evaluates something on benchmarks; one about that says so in its title,
    or again and again."""
    places = np.flatnonzero(_is(papers.stems, one))
    if one not in _MEASURING:
        return places
    owners = papers.owners[places]
    meant = np.bincount(owners, minlength=len(papers)) >= _AGAIN
    meant[papers.title_owners[_is(papers.title_stems, one)]] = True
    return places[meant[owners]]


def _bound(places: Sequence[Places], reading: TopicReading) -> list[Places]:
    """The places of each word of a topic; of those that hold together only where they do.

    These are a prefix or a suffix and its word, *multi-agent*, *model-free*, and all three of *text-to-image*.
    """
    bound = list(places)
    ahead = np.flatnonzero(np.isin(reading.stems[:-1], _IS_PREFIX) | np.isin(reading.stems[1:], _IS_SUFFIX))
    for number in ahead.tolist():
        _hold_together(bound, number, number + 1)
    for number in np.flatnonzero(reading.stems[1:-1] == _IS_INTO).tolist():
        _hold_together(bound, number + 1, number + 2)
        _hold_together(bound, number, number + 1)
        bound[number + 2] = bound[number + 1] + 1
    return bound


def _hold_together(places: list[Places], one: int, other: int) -> None:
    """Keep the places of two words where the one is followed by the other."""
    places[one] = places[one][np.isin(places[one] + 1, places[other])]
    places[other] = places[one] + 1


def _share(owners: Sequence[npt.NDArray[np.int32]], reading: TopicReading, papers: int) -> Floats:
    """How much of the topic each paper has, where ``owners`` are the papers that have each of its words."""
    share = np.zeros(papers, dtype=np.float32)
    for having, weight in zip(owners, reading.weights, strict=True):
        share[having] += weight
    return share


def _nearest(papers: PaperMeanings, places: Sequence[Places], reading: TopicReading) -> Floats:
    """The most of the topic that stands together, of each paper."""
    starts = np.concatenate(places)
    within = len(places) + _BETWEEN_THEM
    found = np.zeros(len(starts), dtype=np.float32)
    for its, weight in zip(places, reading.weights, strict=True):
        following = np.append(its, len(papers.stems) + within)[np.searchsorted(its, starts)]
        there = following - starts < within
        there[there] = papers.owners[following[there]] == papers.owners[starts[there]]
        found[there] += weight
    nearest = np.zeros(len(papers), dtype=np.float32)
    np.maximum.at(nearest, papers.owners[starts], found)
    return nearest


def _how_often(papers: PaperMeanings, places: Sequence[Places], reading: TopicReading) -> Floats:
    """How often words that follow each other in the topic do so in each paper, as a share of always.

    Also the other way round: an agent's memory is a memory for agents. A single word is to stand there often itself.
    """
    if len(places) == 1:
        return _saturating(papers.owners[places[0]], len(papers))
    found = np.zeros(len(papers), dtype=np.float32)
    links = reading.weights[:-1] + reading.weights[1:]
    for (one, other), weight in zip(pairwise(places), links / links.sum(), strict=True):
        found += weight * _saturating(papers.owners[_linked(papers, one, other)], len(papers))
    return found


def _linked(papers: PaperMeanings, places: Places, others: Places) -> Places:
    """Those of the places beside which, or beyond one word, one of the others stands in the same paper."""
    is_other = np.zeros(len(papers.stems), dtype=bool)
    is_other[others] = True
    linked = np.zeros(len(places), dtype=bool)
    for step in (1, 2, -1):
        beside = np.clip(places + step, 0, len(papers.stems) - 1)
        linked |= is_other[beside] & (papers.owners[beside] == papers.owners[places])
    return places[linked]


def _saturating(owners: npt.NDArray[np.int32], papers: int) -> Floats:
    """How often each paper is among the owners, from 0 for never towards 1."""
    times = np.bincount(owners, minlength=papers)
    return np.asarray(times / (times + _HALF), dtype=np.float32)
