"""Words of one family whose stems differ: who follows *finance* wants what papers call financial."""

from collections.abc import Iterator
from functools import lru_cache

from bot.meaning.content_words import FUNCTION_WORDS, stem, stems
from bot.meaning.word_table import word_table
from bot.spelling import american

ALIKE = 0.7
"""How near the vectors of two words are that begin alike and mean the same: *memorization* is no part of *memory*."""
_SHORTEST, _SHARED, _ENDING = 4, 5, 2
"""Letters of the shorter; those that both begin with: all but the ending, as long as that says enough."""
_OF_DOING = ("ed", "ely", "er", "ers", "ing", "ion", "ions", "tly")
"""How the forms of a verb end: whoever recognizes something writes nothing on recognition."""
_ENDS_ALIKE = 4
"""Letters at the end of two things of the same kind: *quantization* is no *quantification*."""
_ENDINGS = frozenset(("al", "ary", "ematical", "ematics", "ial", "ic", "ical", "ous", "y"))
"""What one word may have behind the whole of the other: *graphite* is no graph, and *realtime* nothing real."""
_RELATED = {"law": "legal", "surgery": "surgical", "therapy": "therapeutic", "proof": "proving", "proofs": "proving"}
"""Where the table or the letters say too little."""


def in_other_forms(text: str) -> Iterator[str]:
    """A text with one of its words as its nearest relative, once for each word that has one."""
    tokens = text.split()
    for place, word in enumerate(tokens):
        other = other_form(american(word.casefold()))
        if other and stem(other) not in stems(tokens):
            yield " ".join((*tokens[:place], other, *tokens[place + 1 :]))


@lru_cache(maxsize=4096)
def other_form(word: str) -> str | None:
    """The noun of an adjective or the adjective of a noun, in lower case: *financial* of *finance*.

    Of the words of another stem that begin alike, the nearest in meaning, if any is near.
    """
    if word in _RELATED:
        return _RELATED[word]
    table = word_table()
    if not table.knows(word) or word in FUNCTION_WORDS or len(word) < _SHORTEST:
        return None
    shared = word[: max(_SHORTEST - 1, min(_SHARED, len(word) - _ENDING))]
    others = [other for other in table.beginning(shared) if american(other) == other and _are_of_one(word, other)]
    near = table.likeness([word], others)[0]
    best = max(range(len(others)), key=near.__getitem__, default=None)
    return others[best] if best is not None and near[best] >= ALIKE else None


def _are_of_one(word: str, other: str) -> bool:
    """Whether two words differ in their endings alone, as far as letters tell."""
    short, long = sorted((word, other), key=len)
    whole = short.removesuffix("s")
    return (
        len(short) >= _SHORTEST
        and stem(word) != stem(other)
        and not word.endswith(_OF_DOING)
        and not other.endswith(_OF_DOING)
        and word[-_ENDS_ALIKE:] != other[-_ENDS_ALIKE:]
        and (not long.startswith(whole) or long.removeprefix(whole) in _ENDINGS)
    )
