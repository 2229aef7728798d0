"""Words that are written as one or as two: who follows *timeseries* wants what papers say of time series."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.meaning.content_words import FUNCTION_WORDS
from bot.meaning.word_table import word_table

PREFIXES = frozenset(("multi", "self", "cross", "non", "pre", "post", "semi", "co", "inter", "intra", "anti"))
"""What is often written as one with the word behind it."""
ALIKE_JOINED, ALIKE_PARTED = 0.4, 0.5
"""How near two words are to the one they make, to mean it: *blockchain* is no chain of blocks, *feedback* feeds none.
Parts are common words, so that more is asked of them."""
RARE = 5.0
"""The idf from which a word is parted: *dataset* and *network* are how everybody writes them."""
COMMON = 7.0
"""The idf up to which a word is a part of another."""
_BETWEEN = re.compile(r"[\s‐‑-]+")
_SHORTEST, _SHORTEST_END = 3, 4
"""Letters of the parts; fewer at the end are an ending, *-ing*."""
_PARTED = {"finetuning": "fine-tuning", "ecommerce": "e-commerce", "opensource": "open-source", "lipsync": "lip sync"}
"""Where the words that something is made of say too little of it."""


def respelled(text: str) -> Iterator[str]:
    """A text with two of its words written as one, or one as two; each way that means the same."""
    tokens = _BETWEEN.split(text)
    for place, word in enumerate(tokens):
        for parts in _parted(word.casefold()):
            yield " ".join((*tokens[:place], parts, *tokens[place + 1 :]))
    for place, (one, other) in enumerate(pairwise(tokens)):
        if _are_one(one.casefold(), other.casefold()):
            yield " ".join((*tokens[:place], one + other, *tokens[place + 2 :]))


def _parted(word: str) -> Iterator[str]:
    if word in _PARTED:
        yield _PARTED[word]
    table = word_table()
    if table.idf(word) < RARE:
        return
    for cut in range(_SHORTEST, len(word) - _SHORTEST_END + 1):
        parts = (word[:cut], word[cut:])
        common = all(table.idf(part) <= COMMON and part not in FUNCTION_WORDS for part in parts)
        if common and _likeness(word, *parts) >= ALIKE_PARTED:
            yield " ".join(parts)


def _are_one(one: str, other: str) -> bool:
    if one in PREFIXES:
        return bool(other)
    joined = one + other
    return word_table().knows(joined) and _likeness(joined, one, other) >= ALIKE_JOINED


def _likeness(word: str, *parts: str) -> float:
    as_one, as_two = word_table().encode_words([[word], parts])
    return float(as_one @ as_two)
