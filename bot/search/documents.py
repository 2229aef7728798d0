"""A paper as the words under which it is found. The index and every query must agree on these."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.meaning.papers import abstract_words
from bot.meaning.sign_codes import codes_of
from bot.meaning.word_table import word_table
from bot.model import Paper
from bot.text import words

AUTHOR, ORGANISATION, CATEGORY = "@", "#", "="
_MARKS = frozenset((AUTHOR, ORGANISATION, CATEGORY))
"""Marks of words that only filters look for; no word of a text begins with one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The words of a paper as the index holds them.

    ``title`` is the folded title on one line; ``head`` the words of title, authors and organisation with the marked
    words; ``text`` all of that and the abstract's words. Both are joined by spaces."""

    title: str
    head: str
    text: str


class IndexEntry(NamedTuple):
    """What an index keeps of a paper: its words, and the code of its meaning (``bot.meaning.sign_codes``)."""

    document: Document
    meaning: bytes


class _Split(NamedTuple):
    """A paper whose texts are split into words, once for all; ``subject`` is the abstract without where code is."""

    paper: Paper
    title: list[str]
    abstract: list[str]
    subject: list[str]


def entries_of(papers: Sequence[Paper]) -> list[IndexEntry]:
    """In the order given: some thousands a second."""
    split = list(map(_split, papers))
    return list(map(IndexEntry, map(_document_of, split), _codes_of(split)))


def document_of(paper: Paper) -> Document:
    return _document_of(_split(paper))


def meaning_codes(papers: Sequence[Paper]) -> list[bytes]:
    """What each paper means, as signs; see ``bot.meaning.sign_codes``."""
    return _codes_of(list(map(_split, papers)))


def _split(paper: Paper) -> _Split:
    return _Split(paper, words(paper.title), *abstract_words(paper.abstract))


def _document_of(split: _Split) -> Document:
    paper, title, abstract, _ = split
    authors = words(" ".join(paper.authors))
    organisation = organisation_words(paper)
    marked = [AUTHOR + word for word in authors]
    marked += [ORGANISATION + word for word in organisation]
    marked += [CATEGORY + word for category in paper.categories for word in category_words(category)]
    head = " ".join([*title, *authors, *organisation, *dict.fromkeys(marked)])
    return Document(title=" ".join(title), head=head, text=" ".join([head, *abstract]))


def _codes_of(split: Sequence[_Split]) -> list[bytes]:
    vectors = word_table().encode_words([one.title + one.subject for one in split])
    return [code.tobytes() for code in codes_of(vectors)]


def plain_words(joined: str) -> set[str]:
    """The words of a document's ``head`` or ``text`` without the marked ones."""
    return set(filter(is_plain, joined.split()))


def marked_words(joined: str) -> set[str]:
    """The words of a document's ``head`` that only filters look for."""
    return {word for word in joined.split() if not is_plain(word)}


def is_plain(word: str) -> bool:
    return word[0] not in _MARKS


def organisation_words(paper: Paper) -> list[str]:
    if paper.organisation is None:
        return []
    return list(dict.fromkeys(words(f"{paper.organisation.slug} {paper.organisation.name}")))


def category_words(category: str) -> list[str]:
    """``cs.CL`` is found as ``cscl`` and, with its whole archive, as ``cs``."""
    parts = words(category)
    archive = words(category.partition(".")[0])
    return list(dict.fromkeys(["".join(archive), "".join(parts)])) if parts else []
