"""Why a paper was picked: the true addends of its score, so that they sum to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from math import exp, log1p

import numpy as np

from bot.meaning.content_words import FUNCTION_WORDS, stem
from bot.meaning.word_table import Floats, word_table
from bot.model import Bar, Interest, InterestKind, Paper, Reason, ReasonKind
from bot.ranking.features import FeatureSpace
from bot.ranking.names import folded_name
from bot.ranking.profile import Profile
from bot.ranking.rows import Rows, table_rows
from bot.ranking.rules import Readable, matching
from bot.ranking.score import Part, Preference, author_score, liked_authors
from bot.ranking.terms import Terms, Vector, weighted_sum
from bot.text import words

TELLING = 3
"""Words named in a reason."""
SAYS_NOTHING = FUNCTION_WORDS | frozenset(
    words(
        "i they them she he we you one two three four five six seven eight nine ten first second third since ago later"
        " new novel paper papers work works study method methods approach approaches results result show shows shown"
        " propose proposed present introduce introduced achieve achieves across existing including however moreover"
        " significantly substantially respectively recent recently based high low higher lower large small better best"
        " good many several various different only even further thus hence therefore et al etc e g ie www http https"
        " com github available code released demonstrate demonstrates experiments extensive state art yet still often"
        " comprehensive holistic fewer less live hand hands general generally user users"
        " another self bench argue early held real lite term ones induced technical report reports"
        " make makes made given without within among along toward towards need needs well key common single set sets"
    )
)
"""Words that tell nothing of what a paper is about."""
SAYS_NOTHING_ALONE = frozenset(
    words(
        "data domain model models training learning language long short llm llms ai scale scaling level time multi text"
        " generated generation task tasks engineering value values token tokens layer layers network networks agentic"
    )
)
"""Words that tell something within a phrase only: nobody likes a paper for being about "llm, data"."""
LOOKED_AT, TERM_NEAR, WORD_NEAR = 8, 0.3, 0.2
"""Of the heaviest terms so many times as many as are shown are looked at; shown are those whose meaning is as near to
that of a like, and in a reason to that of the paper. Read on six readers' likes and on picks of three days from five
people's: below it stand words of no subject."""
FOLLOWED = {
    InterestKind.AUTHOR: (ReasonKind.AUTHOR, 3.0),
    InterestKind.ORGANISATION: (ReasonKind.ORGANISATION, 3.0),
    InterestKind.KEYWORD: (ReasonKind.KEYWORD, 1.5),
    InterestKind.CATEGORY: (ReasonKind.CATEGORY, 0.5),
}
"""What a literal match of something followed adds to a score, in standard deviations."""
FOLLOWED_TOPIC = 0.5
"""What being about a followed topic adds."""
SAME_SUBJECT, NAME_ALONE = 0.2, 0.25
"""From which relevance on one name in common counts in full, and what it counts otherwise."""
POPULARITY = 0.2
"""For each e-fold of upvotes: 100 upvotes add nearly one standard deviation."""
RECENCY, FRESH_DAYS = 0.3, 3.0
"""What the newest papers get, and in how many days it fades to a third."""
NAMED_FROM = 0.45
"""From which likeness in meaning on a liked paper is named as what a pick is like. Read on 308 picks of twenty readers:
below it most are like it in a manner of speaking at best."""
TEAMMATES, ALIKE = 4.0, 0.2
"""What teammates add, and from which likeness on somebody has a taste like another's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """What an operator sets of ranking: the small terms that can be switched off, and the usual bar."""

    popularity: bool = True
    recency: bool = True
    bar: Bar = Bar.USUAL


def learned(space: FeatureSpace, preference: Preference, rows: Rows, place: int, title: str) -> list[Reason]:
    """What the preference's parts add to the score of the paper in this row, which has this title."""
    terms = _of_preference(preference, rows, place)
    dense = rows.dense[place].astype(np.float64)

    def telling(part: Part) -> str:
        values = terms * part.terms
        heaviest = [term for term in np.argsort(-values, kind="stable")[: LOOKED_AT * TELLING] if values[term] > 0]
        named = [space.term_index.terms[preference.places[term]] for term in heaviest]
        return ", ".join(of_subject(space, named, title, space.meanings(rows.take([place]))))

    return [
        Reason(
            kind=part.kind,
            subject=telling(part) if part.kind is ReasonKind.WORDS else part.subject,
            contribution=float(terms @ part.terms + dense @ part.dense - part.level),
        )
        for part in preference.parts
    ]


def authors(space: FeatureSpace, preference: Preference, paper: Readable, relevance: float) -> list[Reason]:
    """What authors in common with liked papers add; the most telling name, as written, stands for them.

    A name alone is weak evidence of a person. Two names in common are said to be the same people; one is somebody of
    that name (``SAME_NAME``), who adds little unless the subject is near as well.
    """
    common = liked_authors(space, preference, paper.names)
    if not common:
        return []
    telling = max(common, key=lambda each: (common[each], each))
    written = next(name for name in paper.paper.authors if folded_name(name) == telling)
    kind = ReasonKind.LIKED_AUTHOR if len(common) > 1 else ReasonKind.SAME_NAME
    value = authors_add(common, relevance)
    return [Reason(kind=kind, subject=written, contribution=value, count=preference.names[telling])]


def authors_add(common: Mapping[str, float], relevance: float) -> float:
    """What ``authors`` come to."""
    return author_score(common) * (1.0 if _counts_in_full(common, relevance) else NAME_ALONE)


def _counts_in_full(common: Mapping[str, float], relevance: float) -> bool:
    return len(common) > 1 or relevance >= SAME_SUBJECT


def topic(text: str) -> Reason:
    """What a paper gains by being about a followed topic."""
    return Reason(kind=ReasonKind.TOPIC, subject=text, contribution=FOLLOWED_TOPIC)


def stated_reasons(paper: Readable, follows: Sequence[Interest]) -> list[Reason]:
    """What literal matches of stated interests add, topics aside."""
    literal = [each for each in follows if each.kind in FOLLOWED]
    return [
        Reason(kind=FOLLOWED[found.kind][0], subject=found.value, contribution=FOLLOWED[found.kind][1])
        for found in matching(paper, literal)
    ]


def popularity(paper: Paper, switches: Switches) -> float:
    """What upvotes add."""
    return POPULARITY * log1p(paper.upvotes) if switches.popularity and paper.upvotes > 0 else 0.0


def recency(paper: Paper, newest: date | None, switches: Switches) -> float:
    """What newness adds."""
    if not switches.recency or newest is None or paper.day is None:
        return 0.0
    return RECENCY * exp(-max(0, (newest - paper.day).days) / FRESH_DAYS)


def circumstances(paper: Paper, newest: date | None, switches: Switches) -> list[Reason]:
    """What upvotes and newness add, as reasons."""
    reasons = []
    if value := popularity(paper, switches):
        reasons.append(Reason(kind=ReasonKind.POPULARITY, contribution=value, count=paper.upvotes))
    if (value := recency(paper, newest, switches)) and paper.day:
        reasons.append(Reason(kind=ReasonKind.RECENCY, subject=paper.day.isoformat(), contribution=value))
    return reasons


def teammates(likeness: Sequence[float]) -> list[Reason]:
    """What people who liked or saved the paper add, by their likeness to the user: ``4 ln(1 + 2 Σ max(0, cos))``."""
    alike = [each for each in likeness if each >= ALIKE]
    if not alike:
        return []
    value = TEAMMATES * float(np.log1p(2 * sum(alike)))
    return [Reason(kind=ReasonKind.TEAMMATES, contribution=value, count=len(alike))]


def added_up(reasons: Sequence[Reason]) -> float:
    return sum(reason.contribution for reason in reasons)


def gathered(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Parts about the same thing as one (a topic's meaning and its literal mention), strongest first."""
    found: dict[tuple[ReasonKind, str], Reason] = {}
    for reason in reasons:
        key = (reason.kind, reason.subject.casefold())
        known = found.get(key)
        found[key] = replace(known, contribution=reason.contribution + known.contribution) if known else reason
    return tuple(sorted(found.values(), key=lambda each: (-each.contribution, each.kind, each.subject)))


def nearest_titles(reasons: Sequence[Reason], title: str) -> list[Reason]:
    """Likeness to liked papers, told by the title of the nearest; '' where none is near enough to be named."""
    return [replace(r, subject=title) if r.kind is ReasonKind.NEAREST_LIKE else r for r in reasons]


def _of_preference(preference: Preference, rows: Rows, place: int) -> Vector:
    """A row's values at the terms that the preference weighs."""
    span = slice(rows.terms.indptr[place], rows.terms.indptr[place + 1])
    return Terms.of(rows.terms.indices[span], rows.terms.data[span]).at(preference.places)


def of_subject(space: FeatureSpace, terms: Sequence[str], title: str, meaning: Floats) -> list[str]:
    """The first terms that say what a paper is about; none where none does.

    They stand in its title or, phrases alone, mean something near to what it does: "confidence" and "adversarial" are
    somewhere in papers on whatever it may be. What stands together in the title is told together.
    """
    known = [term for term in terms if tells(term)]
    near = _are_near(space, meaning, known, WORD_NEAR)
    titled = words(title)
    chosen = [
        term
        for term, is_near in zip(known, near, strict=True)
        if set(term.split()) <= set(titled) or (is_near and " " in term)
    ]
    told = _joined_as_in(titled, _without_repeats(chosen, TELLING))
    return [term for term in told if term not in SAYS_NOTHING_ALONE]


def _joined_as_in(title: Sequence[str], terms: Sequence[str]) -> list[str]:
    """The terms, where some stand beside each other in the title as one: *horizon llm*, *long* and *agents*."""
    named = {word for term in terms for word in term.split()}
    runs = (" ".join(run) for is_named, run in groupby(title, named.__contains__) if is_named)
    joined = [run for run in runs if " " in run]
    held = [next((run for run in joined if set(term.split()) <= set(run.split())), term) for term in terms]
    return list(dict.fromkeys(held))


def _without_repeats(terms: Sequence[str], count: int) -> list[str]:
    """The first terms; one that repeats a word, in whatever form, is left out."""
    said: list[str] = []
    used: set[str] = set()
    for term in terms:
        roots = set(map(stem, term.split()))
        if len(said) < count and used.isdisjoint(roots):
            said.append(term)
            used |= roots
    return said


def tells(term: str) -> bool:
    """Whether a term says what a paper is about: all its words are content, and no numbers."""
    return all(word not in SAYS_NOTHING and not word.isdigit() and len(word) > 1 for word in term.split())


def strongest_words(space: FeatureSpace, profile: Profile, count: int) -> list[tuple[str, float]]:
    """The terms that weigh most in what was liked and mean something near to it, with their mean weight.

    All terms do where none does: the word table does not know each language.
    """
    liked = [tally for (_, for_it), tally in profile.tallies.items() if for_it]
    likes = sum(tally.count for tally in liked)
    mean = weighted_sum((1 / likes, tally.terms) for tally in liked)
    heaviest = np.lexsort((mean.places, -mean.values))[: LOOKED_AT * count]
    terms = [space.term_index.terms[place] for place in mean.places[heaviest]]
    weights = {term: float(value) for term, value in zip(terms, mean.values[heaviest], strict=True) if tells(term)}
    meanings = np.array(list(profile.meanings.values()), dtype=np.float32).reshape(-1, len(space.table_centre))
    near = _are_near(space, meanings, list(weights), TERM_NEAR)
    chosen = [term for term, is_near in zip(weights, near, strict=True) if is_near]
    return [(term, weights[term]) for term in _without_repeats(chosen or list(weights), count)]


def _are_near(space: FeatureSpace, meanings: Floats, terms: Sequence[str], how_near: float) -> list[bool]:
    """Which terms mean something like one of these: "gated" and "static" stand in papers on whatever it may be."""
    if not terms:
        return []
    likeness = table_rows(np.array([_vector(term) for term in terms]), space.table_centre) @ meanings.T
    return [bool(each) for each in likeness.max(axis=1, initial=-1.0) >= how_near]


@lru_cache(maxsize=4096)
def _vector(term: str) -> Floats:
    """A term in the word table; the papers of one day share most of theirs."""
    (vector,) = word_table().encode([term])
    return np.asarray(vector, dtype=np.float32)
