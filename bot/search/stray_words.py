"""Whether a search found nothing but stray words: hits that have some of it, and none that is about it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.english import is_everyday
from bot.meaning.about import about
from bot.meaning.content_words import content_words, stem, stems
from bot.meaning.papers import PaperMeanings, meaning_of
from bot.meaning.topic_meaning import topic_meaning
from bot.meaning.word_table import word_table
from bot.model import Paper, Query, SearchPage, Sort
from bot.search.everyday_words import is_word
from bot.search.matching import stands_in
from bot.search.organisations import is_called
from bot.text import words

LIKELY = 0.2
"""What is less likely than this to be about a topic is not. ``benchmarks/judged_search.py`` counts the errors."""
NEAR, NEAR_A_WORD = 0.5, 0.4
"""From this cosine on a paper may be about it in other words: *old manuscripts*, restoring historical documents."""
READ = 10
MAX_WORDS = 3
"""Content words of what may be told so. A description may be worded in other words."""


def with_strays_marked(page: SearchPage) -> SearchPage:
    """The first page of an answer, marked where none of its best hits is about what was searched."""
    readings = (page.query.words, *(tuple(words(name)) for name in page.query.also))
    return replace(page, stray=page.offset == 0 and all(_only_strays(page, typed) for typed in readings))


def _only_strays(page: SearchPage, typed: Sequence[str]) -> bool:
    sought = content_words(" ".join(typed))
    if not page.hits or page.suggestion or not 0 < len(sought) <= MAX_WORDS or not _is_topic(page.query):
        return False
    papers = [hit.paper for hit in page.hits[:READ]]
    if any(_holds_a_name(paper, sought) or _says(paper, typed, sought) for paper in papers):
        return False
    meanings, topic = PaperMeanings.of(list(map(meaning_of, papers))), " ".join(typed)
    likely = float(about(meanings, [topic_meaning(topic)]).max())
    near = float((meanings.vectors @ word_table().encode_query(typed)).max())
    return likely < LIKELY and near < (NEAR if len(sought) > 1 else NEAR_A_WORD)


def _is_topic(query: Query) -> bool:
    named = query.phrases or query.authors or query.organisations or query.paper
    return not named and query.sort is Sort.RELEVANCE


def _holds_a_name(paper: Paper, sought: Sequence[str]) -> bool:
    """Whether it has a word that is none of the field or of everyday English: of a model, or of a data set.

    Or somebody has one of the words as a name, or all of them; or they call the organisation.
    """
    found = words(f"{paper.title} {paper.abstract}")
    people = set(words(" ".join(paper.authors)))
    names = [word for word in sought if not is_everyday(word)]
    models = [word for word in sought if not (is_word(word) and word.isalpha())]
    return (
        any(word in found or (not word.isalpha() and word in "".join(found)) for word in models)
        or not people.isdisjoint(names)
        or people.issuperset(sought)
        or is_called(paper, sought)
    )


def _says(paper: Paper, typed: Sequence[str], sought: Sequence[str]) -> bool:
    """Whether the title has all of the words, apart or written as one, or several stand in the abstract as typed."""
    title = words(paper.title)
    if stems(sought) <= stems(title) or "".join(sought) in "".join(title):
        return True
    return stands_in(typed, paper.abstract) if len(sought) > 1 else stem(sought[0]) in "".join(title)
