"""Ranked answers: what the words find and what is near in meaning, scored together, the likeliest read closely."""

from collections.abc import Mapping, Sequence
from operator import attrgetter

from bot.search.by_meaning import CLOSE, QueryMeaning, similar_words
from bot.search.everyday_expressions import meant_in
from bot.search.gathering import Gathered, gather
from bot.search.lookups import Lookups
from bot.search.query_expansion import mended
from bot.search.rank import Relevance, Scored
from bot.text import words

TITLES_READ = 30
"""Titles compared in meaning, those of the likeliest papers."""
READ = 30
"""Abstracts read at most, where titles and names don't answer the query."""
LEAST_SHARE = 0.35
"""Of what could be scored; below it a relaxed match is noise."""


def ranked(lookups: Lookups, typed: Sequence[str], *, typing: bool) -> tuple[list[Scored], tuple[str, ...]]:
    """Best first, and what the field calls the things that were named in everyday words, where that was searched too.

    While somebody is ``typing`` the words count alone.
    """
    gathered = gather(lookups, typing=typing)
    scored = _ranked(lookups, typed, gathered, typing=typing)
    spelled = mended(typed, lookups.terms)
    reading = None if typing else meant_in(lookups.query, spelled)
    if not reading or (gathered.answered and not reading.said.isdisjoint(lookups.needed_words)):
        return scored, ()
    in_field = lookups.of_other_words(reading.words)
    others = _ranked(in_field, reading.words, gather(in_field, typing=False), typing=False)
    lookups.capped |= in_field.capped
    return _merged(scored, others, " ".join(spelled)), reading.named


def _merged(scored: Sequence[Scored], others: Sequence[Scored], text: str) -> list[Scored]:
    """Each paper once, by the better of its scores; those whose title begins with what was typed before all others."""
    best: dict[int, Scored] = {}
    for one in sorted([*scored, *others], key=attrgetter("score"), reverse=True):
        best.setdefault(one.candidate.doc, one)
    return sorted(best.values(), key=lambda one: not f"{one.candidate.title} ".startswith(f"{text} "))


def _ranked(lookups: Lookups, typed: Sequence[str], gathered: Gathered, *, typing: bool) -> list[Scored]:
    index, terms = lookups.index, lookups.terms
    answered = gathered.answered or typing or all(term.unmeant for term in terms)
    meaning = None if answered else QueryMeaning(index.meanings, mended(typed, terms))
    near = _near(lookups, meaning) if meaning else {}
    candidates = index.candidates(lookups.checked(list(dict.fromkeys([*gathered.found, *near]))))
    close = meaning.closeness([one.doc for one in candidates]) if meaning else {}
    relevance = Relevance(typed, terms, close)
    scored = relevance.rank((one, gathered.found.get(one.doc, frozenset())) for one in candidates)
    if meaning:
        close = close | meaning.closeness_read([one.candidate for one in scored[:TITLES_READ]])
        scored = relevance.rank_closer(scored, close)
    abstracts = _abstracts(lookups, scored)
    if meaning and not gathered.held:
        relevance.add_hits(similar_words(terms, set().union(*abstracts.values())))
    scored = relevance.rank_again(scored, abstracts)
    return [one for one in scored if _worth_showing(one, close) or len(scored) == 1]


def _near(lookups: Lookups, meaning: QueryMeaning) -> Mapping[int, float]:
    """Documents near in meaning; those that pass the filters, where there are any."""
    return meaning.nearest(lookups.all_holding((), whole=False) if lookups.narrowed else None)


def _abstracts(lookups: Lookups, scored: Sequence[Scored]) -> dict[int, list[str]]:
    """The words of those abstracts that may decide: none where titles and names fill the page."""
    if len(scored) < 2 or sum(one.whole for one in scored) >= lookups.wanted:
        return {}
    unsure = [one.candidate.doc for one in scored[:READ] if not one.whole]
    return {doc: words(text) for doc, text in lookups.index.abstracts(unsure).items()}


def _worth_showing(one: Scored, close: Mapping[int, float]) -> bool:
    near = close.get(one.candidate.doc, 0.0)
    return one.score - near >= LEAST_SHARE or near >= CLOSE
