"""What people say who are not of the field, in the field's words: *making things up* is hallucination.

The table is ``everyday-expressions.txt``. A word table knows words; what several mean together it does not.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.meaning.content_words import FUNCTION_WORDS, stem
from bot.meaning.synonyms import usual_terms
from bot.meaning.word_table import word_table
from bot.model import Query
from bot.search.query_expansion import OF_ASKING
from bot.text import words

_FILE = Path(__file__).parent / "everyday-expressions.txt"
_BETWEEN = 1
"""Other words that may stand between two of an expression; words that only hold a sentence together always may."""
_COMMON = 5.0
"""The idf below which everybody uses an abbreviation, such as LLM: it finds what there is."""
_BESIDE = 1
"""Words beside a term that has another name; where there are more, they find what is meant."""
_OF_WISHING_TEXT = """
automatically avoid bad best better big easily find give good help keep look my nice old prevent quickly see show
someone somebody stop tell well
"""
_OF_WISHING = FUNCTION_WORDS | OF_ASKING | frozenset(_OF_WISHING_TEXT.split())
"""Words around an expression that name no subject."""


@dataclass(frozen=True, slots=True)
class Expression:
    """One way to say ``meaning``: the stems that may stand in each of its places, in order."""

    slots: tuple[frozenset[str], ...]
    meaning: str


@dataclass(frozen=True, slots=True)
class FieldReading:
    """What was typed, with its everyday expressions in the field's words.

    ``named`` are these alone, and ``said`` the words typed for them.
    """

    words: tuple[str, ...]
    named: tuple[str, ...]
    said: frozenset[str]


def in_field_words(typed: Sequence[str]) -> FieldReading | None:
    """None where there is no such expression, or the field's words stand there already."""
    found = _not_overlapping(typed)
    taken = {place for places in found for place in places}
    meant = {places[0]: meaning for places, meaning in found.items()}
    field_words = [
        one
        for place, word in enumerate(typed)
        for one in (words(meant[place]) if place in meant else () if place in taken or word in _OF_WISHING else (word,))
    ]
    if {stem(word) for word in field_words} <= set(map(stem, typed)):
        return None
    named = dict.fromkeys(meant[place] for place in sorted(meant))
    return FieldReading(tuple(dict.fromkeys(field_words)), tuple(named), frozenset(typed[place] for place in taken))


def meant_in(query: Query, typed: Sequence[str]) -> FieldReading | None:
    """The same for the words of a query, and its terms in others that mean the same; None where wanted as they are."""
    return None if query.literally or query.phrases else in_field_words(typed) or _in_usual_terms(typed)


def _in_usual_terms(typed: Sequence[str]) -> FieldReading | None:
    """*Self-driving cars* is autonomous driving; who asks for more than that has words enough."""
    text = " ".join(typed)
    terms = {term: usual for term, usual in usual_terms(text).items() if word_table().idf(term) >= _COMMON}
    said = frozenset(word for term in terms for word in words(term))
    if not terms or len({*typed} - said - _OF_WISHING) > _BESIDE:
        return None
    for term, usual in terms.items():
        text = text.replace(term, usual)
    field_words = tuple(dict.fromkeys(word for word in words(text) if word not in _OF_WISHING))
    return FieldReading(field_words, tuple(terms.values()), said.difference(field_words))


def _not_overlapping(typed: Sequence[str]) -> Mapping[tuple[int, ...], str]:
    """Where each expression stands, and what it means; of two that share a word the longer, or the tighter."""
    roots = list(map(stem, typed))
    matches = [
        (places, expression.meaning)
        for start, root in enumerate(roots)
        for expression in _beginning_with().get(root, ())
        if (places := _places(expression, typed, roots, start))
    ]
    found: dict[tuple[int, ...], str] = {}
    taken: set[int] = set()
    for places, meaning in sorted(matches, key=lambda match: (-len(match[0]), match[0][-1] - match[0][0])):
        if taken.isdisjoint(places):
            found[places] = meaning
            taken.update(places)
    return found


def _places(expression: Expression, typed: Sequence[str], roots: Sequence[str], start: int) -> tuple[int, ...]:
    """Where the words of the expression stand that begins there; none where it does not go on."""
    places, others = [start], 0
    for place in range(start + 1, len(roots)):
        if len(places) == len(expression.slots):
            break
        if roots[place] in expression.slots[len(places)]:
            places.append(place)
            others = 0
        elif typed[place] not in FUNCTION_WORDS:
            others += 1
        if others > _BETWEEN:
            break
    return tuple(places) if len(places) == len(expression.slots) else ()


@cache
def _beginning_with() -> Mapping[str, Sequence[Expression]]:
    found = defaultdict(list)
    for expression in expressions():
        for root in expression.slots[0]:
            found[root].append(expression)
    return found


def expressions() -> Iterator[Expression]:
    """All of the table."""
    for line in _FILE.read_text("utf-8").splitlines():
        meaning, colon, ways = line.partition(": ")
        if colon and not line.startswith("#"):
            for way in ways.split("; "):
                yield Expression(tuple(frozenset(map(stem, words(slot))) for slot in way.split()), meaning)
