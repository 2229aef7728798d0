"""What ``-word`` leaves out: every form in which a search for the word would find it, and what has no effect at all."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice, product

from bot.model import Query
from bot.search.documents import is_plain
from bot.search.index import Index, is_held
from bot.search.query_expansion import same_words
from bot.search.vocabulary import Vocabulary

MOST_WAYS = 32
"""Of one entry: three words with three forms each, and what is written as one."""


def excluding(query: Query, vocabulary: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """Lists of words that only together exclude a document: ``-llms`` leaves out what says *LLM* as well."""
    return tuple(dict.fromkeys(chain.from_iterable(_ways(entry.split(), vocabulary) for entry in query.excluded)))


def without_effect(query: Query, index: Index) -> tuple[str, ...]:
    """What is excluded and stands in no paper, whatever else is asked for: words, or a name in a filter."""
    ways = {entry: list(_ways(entry.split(), index.vocabulary)) for entry in query.excluded}
    idle = [entry for entry, each in ways.items() if not any(is_held(way, index) for way in each)]
    return tuple(entry if is_plain(entry) else entry.replace(entry[0], "") for entry in idle)


def _ways(entry: Sequence[str], vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    forms = [same_words(word, vocabulary) if is_plain(word) else [(word,)] for word in entry]
    yield from (tuple(chain.from_iterable(way)) for way in islice(product(*forms), MOST_WAYS))
    if len(entry) > 1 and "".join(entry) in vocabulary:
        yield ("".join(entry),)
