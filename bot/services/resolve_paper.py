"""From what a person typed to the one paper meant."""

from collections.abc import Awaitable, Callable, Iterable

from rapidfuzz import fuzz

from bot.cards import refusals
from bot.errors import NobodyToAsk, NotFound, SourceError, Unclear
from bot.identity import parse_paper_id, short
from bot.meaning.content_words import content_words, stem
from bot.model import Hit, Paper, PaperId
from bot.ports.papers import Papers
from bot.ports.search_index import SearchIndex
from bot.ports.time import Clock
from bot.search.language import parse_query
from bot.text import words
from bot.titles import Likeness, likeness

AskSources = Callable[[PaperId], Awaitable[Paper | None]]
"""Asks the sources for one paper that is not stored; None when they don't know it. Raises ``SourceError`` when one that
may know it does not answer, ``NobodyToAsk`` where there is none."""

SAME_TITLE_FROM = 88
"""From this likeness (0 to 100) on, a title typed is the title meant."""
NEARLY = 80
"""From this likeness on, a word of the title is meant by one with a typo."""


class PaperResolver:
    """Finds the paper meant by an id, a link, or words of its title."""

    def __init__(self, papers: Papers, index: SearchIndex, lookup: AskSources, clock: Clock) -> None:
        self._papers = papers
        self._index = index
        self._lookup = lookup
        self._clock = clock

    async def resolve(self, text: str) -> Paper:
        """Return the one paper that is meant.

        Raises ``NotFound`` for an unknown paper, ``Unclear`` when several could be meant.
        """
        paper_id = parse_paper_id(text)
        if paper_id is None:
            return await self._by_title(text)
        found = (await self._papers.get([paper_id])).get(paper_id) or await self._asked(paper_id)
        if found is None:
            raise NotFound(refusals.unknown_id(short(paper_id)))
        return found

    async def _asked(self, paper: PaperId) -> Paper | None:
        try:
            return await self._lookup(paper)
        except NobodyToAsk:
            raise NotFound(refusals.nobody_to_ask(short(paper))) from None
        except SourceError:
            raise NotFound(refusals.unasked_id(short(paper))) from None

    async def _by_title(self, text: str) -> Paper:
        page = await self._index.search(parse_query(text, self._clock.now().date()), limit=4)
        if not page.hits:
            raise NotFound(refusals.no_paper_matches(text))
        named = [hit for hit in page.hits if _has_the_words(hit.paper, text)]
        if len(named) == 1 or _sure(text, page.hits[0]):
            return (named if len(named) == 1 else page.hits)[0].paper
        raise Unclear(refusals.WHICH_PAPER, tuple((hit.paper.title, short(hit.paper.id)) for hit in page.hits), "paper")


def _has_the_words(paper: Paper, text: str) -> bool:
    """Whether all that was typed stands in the title or among the authors, typos aside. A search finds papers for
    "u show me" as well, and who wrote that named none."""
    known = frozenset(words(" ".join((paper.title, *paper.authors))))
    typed = content_words(text)
    return bool(typed) and all(word in known or _is_nearly_one_of(word, known) for word in typed)


def _is_nearly_one_of(word: str, known: Iterable[str]) -> bool:
    return any(stem(word) == stem(one) or fuzz.ratio(word, one) >= NEARLY for one in known)


def _sure(text: str, hit: Hit) -> bool:
    return likeness(text, hit.paper.title, shared_author=True, near=SAME_TITLE_FROM) is Likeness.SAME
