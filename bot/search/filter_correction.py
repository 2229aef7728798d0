"""Names in filters as people type them → names that papers carry: ``org:CMU``, ``org:GoogleDeepMind``."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from bot.categories import written_out
from bot.model import Query
from bot.search.documents import AUTHOR, CATEGORY, ORGANISATION, category_words, is_plain
from bot.search.index import Index, Lookup, is_held
from bot.search.matching import is_called
from bot.search.query_expansion import likely_word
from bot.text import fold, words
from bot.well_known import SHORT_NAMES, WELL_KNOWN

SHORTEST_MENDED = 5
"""Letters of a name in which a typo can be told from another name."""
NAMESAKES = 500
"""Papers, the newest, whose authors are compared with a name that nobody has."""
NEAR = 80
"""From this likeness (0 to 100) on, a whole name may be what was meant."""


def with_corrected_filters(query: Query, index: Index) -> Query:
    """The query with each filter that no paper answers replaced by the nearest that one does, where there is one.

    An author who is nobody's name but an organisation's is one: papers by Google.
    """
    organised = [name for name in query.authors if _is_organisation(name, index)]
    authors = [name for name in query.authors if name not in organised]
    return replace(
        query,
        authors=tuple(_nearest(name, AUTHOR, index) for name in authors),
        organisations=tuple(_nearest(name, ORGANISATION, index) for name in (*query.organisations, *organised)),
        categories=tuple(_category(name, index) for name in query.categories),
        excluded=tuple(_excluded(entry, index) for entry in query.excluded),
    )


def with_whole_names(query: Query, index: Index) -> Query:
    """The query with a name in its filter that goes on in its words: ``author:Song Han`` without quotation marks."""
    if len(query.authors) != 1 or len(words(query.authors[0])) != 1:
        return query
    for word in filter(index.vocabulary.is_name, query.words):
        name = words(f"{query.authors[0]} {word}")
        docs = index.lookup(
            Lookup(marked=tuple(AUTHOR + part for part in name), whole=False), Query(text=""), NAMESAKES
        )
        if found := next((one for authors in index.authors(docs) for one in authors if words(one) == name), None):
            others = tuple(one for one in query.words if one != word)
            return replace(query, authors=(found,), words=others, unfinished=False)
    return query


def nearest_authors(query: Query, index: Index) -> Query | None:
    """The query with each author whom nobody is called after replaced by the likeliest name; None without any.

    Names that share a word with what was typed are compared whole: *Sng* may be anybody, *Sng Han* is Song Han.
    """
    authors = tuple(nearest_author(name, index) or name for name in query.authors)
    return None if authors == query.authors else replace(query, authors=authors)


def nearest_author(name: str, index: Index) -> str | None:
    """The likeliest whole name that shares a word with this one; None where somebody is called so, or nearly nobody."""
    known = [AUTHOR + word for word in words(name) if len(word) > 1 and index.vocabulary.marked(AUTHOR + word)]
    counted: Counter[str] = Counter()
    for word in known:
        docs = index.lookup(Lookup(marked=(word,), whole=False), Query(text=name), NAMESAKES)
        counted.update(other for authors in index.authors(docs) for other in authors if word[1:] in words(other))
    if any(is_called(other, name) for other in counted):
        return None
    near = process.extract(name, list(counted), scorer=fuzz.ratio, processor=fold, score_cutoff=NEAR, limit=None)
    return max(near, key=lambda one: (one[1], counted[one[0]]))[0] if near else None


def _nearest(name: str, mark: str, index: Index) -> str:
    typed = words(name)
    if not typed or all(_known(word, mark, index) for word in typed):
        return name
    if mark == ORGANISATION:
        long = SHORT_NAMES.get("".join(typed))
        if long and _is_somebody(words(long), mark, index):
            return long
        if _stands(mark + "".join(typed), index) or WELL_KNOWN.issuperset(typed):
            return name
    found = [part for word in typed for part in _mended(word, mark, index)]
    return " ".join(found) if all(_known(part, mark, index) for part in found) else name


def _excluded(entry: str, index: Index) -> str:
    mark = entry[0]
    if is_plain(entry):
        return " ".join(_spelled(word, index) for word in entry.split())
    name = entry.replace(mark, "")
    if mark == CATEGORY:
        return mark + category_words(_category(name, index))[-1]
    return " ".join(mark + word for word in words(_nearest(name, mark, index)))


def _is_organisation(name: str, index: Index) -> bool:
    typed = words(name)
    if all(_known(word, AUTHOR, index) for word in typed):
        return False
    long = SHORT_NAMES.get("".join(typed))
    return _is_somebody(words(long) if long else typed, ORGANISATION, index)


def _is_somebody(name: Sequence[str], mark: str, index: Index) -> bool:
    """Whether the words are known, apart or written as one."""
    return _stands(mark + "".join(name), index) or all(_stands(mark + word, index) for word in name)


def _known(word: str, mark: str, index: Index) -> bool:
    """A single letter is somebody's initial, which only reading the names can tell."""
    return len(word) == 1 or _stands(mark + word, index)


def _stands(marked: str, index: Index) -> bool:
    """Whether papers have the marked word; those that came just now too, of which the vocabulary may not know yet."""
    return bool(index.vocabulary.marked(marked)) or is_held((marked,), index)


def _spelled(word: str, index: Index) -> str:
    likely = likely_word(word, index.vocabulary)
    return word if likely == word or is_held((word,), index) else likely


def _mended(word: str, mark: str, index: Index) -> Sequence[str]:
    if _known(word, mark, index):
        return (word,)
    marked = index.vocabulary.marked  # not asked of the index itself: there are many ways to split
    splits = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
    split = next((pair for pair in splits if all(marked(mark + half) for half in pair)), None)
    near = index.vocabulary.nearest_marked(mark + word) if len(word) >= SHORTEST_MENDED else None
    return split or ((near[1:],) if near else (word,))


def _category(name: str, index: Index) -> str:
    typed = category_words(name)[-1:]
    if not typed or _stands(CATEGORY + typed[0], index):
        return name
    near = index.vocabulary.nearest_marked(CATEGORY + typed[0])
    return written_out(near[1:]) if near else name
