"""Whether a search found nothing but stray words: hits that have some of it, and none that is about it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.meaning.about import about, topic_meaning
from bot.meaning.content_words import content_words, stems
from bot.meaning.papers import PaperMeanings, meaning_of
from bot.meaning.word_table import word_table
from bot.model import Paper, Query, SearchPage, Sort
from bot.search.organisations import is_called
from bot.text import words

LIKELY = 0.2
"""What is less likely than this to be about a topic is not. ``benchmarks/judged_search.py`` counts the errors."""
READ = 10
FEWEST, MOST = 2, 3
"""Content words of what may be told so. A single word is found or not; a description may be worded in other words."""


def with_strays_marked(page: SearchPage) -> SearchPage:
    """The first page of an answer, marked where none of its best hits is about what was searched."""
    return replace(page, stray=page.offset == 0 and _only_strays(page))


def _only_strays(page: SearchPage) -> bool:
    sought = content_words(" ".join(page.query.words))
    if not page.hits or page.suggestion or not FEWEST <= len(sought) <= MOST or not _is_topic(page.query):
        return False
    if not all(word_table().knows(word) for word in sought):
        return False
    topic = topic_meaning(" ".join(page.query.words))
    papers = [hit.paper for hit in page.hits[:READ]]
    return not any(
        _names(paper, sought) or about(PaperMeanings.of([meaning_of(paper)]), [topic])[0, 0] >= LIKELY
        for paper in papers
    )


def _is_topic(query: Query) -> bool:
    named = query.phrases or query.authors or query.organisations or query.paper
    return not named and query.sort is Sort.RELEVANCE


def _names(paper: Paper, sought: Sequence[str]) -> bool:
    """Whether the title has all of the words, somebody has one of them as a name, or they call the organisation."""
    people = set(words(" ".join(paper.authors)))
    in_title = stems(sought) <= stems(words(paper.title))
    return in_title or not people.isdisjoint(sought) or is_called(paper, sought)
