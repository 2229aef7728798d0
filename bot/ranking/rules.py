"""What people stated, as rules: mutes always win, followed authors and organisations always surface."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from bot.meaning.about import CLAIM, about, is_of_measuring
from bot.meaning.papers import Halves, PaperMeaning, PaperMeanings, meaning_of, vector_of
from bot.meaning.synonyms import in_other_terms
from bot.meaning.topic_meaning import topic_meaning
from bot.model import Interest, InterestKind, Paper
from bot.ranking.names import names_of
from bot.ranking.namesakes import NamedAuthor
from bot.text import fold, words
from bot.well_known import SHORT_NAMES

ALWAYS = frozenset({InterestKind.AUTHOR, InterestKind.ORGANISATION})
"""The kinds whose follow surfaces a paper whatever its score."""

HIDDEN = 0.33
"""From which likelihood on a paper is hidden by a muted topic: who mutes robot learning wants no manipulation policies
either. Lower than where "because you follow" is said; ``benchmarks/meaning.py`` counts what is hidden rightly."""


_SAY_LITTLE = frozenset(words("ai and at corporation group inc lab labs research team technologies technology the"))
"""What stands in names of organisations and tells none from another; *university* and *of* do."""


class Readable:
    """One paper's text, prepared once for many rules."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper

    @cached_property
    def names(self) -> frozenset[str]:
        return names_of(self.paper)

    @cached_property
    def vector(self) -> Halves:
        """It in the word table."""
        return vector_of(self.paper)

    @cached_property
    def meaning(self) -> PaperMeaning:
        return meaning_of(self.paper, self.vector)

    @cached_property
    def text(self) -> str:
        paper = self.paper
        return " ".join(map(_spaced, (paper.title, paper.abstract, paper.summary or "", *paper.keywords)))

    def matches(self, interest: Interest) -> bool:
        """Whether the interest names this paper: a topic that it is about, else to the letter, plurals aside."""
        match interest.kind:
            case InterestKind.AUTHOR:
                return NamedAuthor.read(interest.value).wrote(self.paper, self.names)
            case InterestKind.ORGANISATION:
                return _is_from(interest.value, self.paper)
            case InterestKind.CATEGORY:
                return any(_within(fold(interest.value), fold(category)) for category in self.paper.categories)
            case InterestKind.TOPIC:
                return named([self], interest)[0]
            case InterestKind.KEYWORD:
                return self.mentions(interest.value)

    def mentions(self, phrase: str, *, in_title: bool = False) -> bool:
        wanted = _spaced(phrase)
        return bool(wanted.strip()) and wanted in (_spaced(self.paper.title) if in_title else self.text)


def named(papers: Sequence[Readable], interest: Interest, meanings: PaperMeanings | None = None) -> list[bool]:
    """Which papers an interest names; for topics by one look at all of them, the same for each in whatever company.

    A follow names what is about the topic, as picks and their reasons do; a mute hides what merely mentions it, too,
    but for what nearly every paper does, unless its title does: who mutes benchmarks would be left with half of them.
    ``meanings`` are the papers', where they are laid out already.
    """
    if interest.kind is not InterestKind.TOPIC:
        return [paper.matches(interest) for paper in papers]
    if meanings is None:
        meanings = PaperMeanings.of([paper.meaning for paper in papers])
    topic = topic_meaning(interest.value)
    likely = about(meanings, [topic])[:, 0]
    if not interest.muted:
        return [bool(yes) for yes in likely >= CLAIM]
    by_the_way = is_of_measuring(topic)
    phrases = (interest.value, *in_other_terms(interest.value))
    return [
        bool(yes) or any(paper.mentions(phrase, in_title=by_the_way) for phrase in phrases)
        for paper, yes in zip(papers, likely >= (CLAIM if by_the_way else HIDDEN), strict=True)
    ]


def matching(paper: Readable, interests: Iterable[Interest]) -> tuple[Interest, ...]:
    """The follows that name this paper."""
    return tuple(interest for interest in interests if not interest.muted and paper.matches(interest))


def _spaced(text: str) -> str:
    """Words with a space before and after each, plural endings off, so that phrases are found at word borders only."""
    return f" {' '.join(map(_singular, words(text)))} "


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _is_from(value: str, paper: Paper) -> bool:
    """Whether the paper's organisation is called so, as a search with ``org:`` reads it: by all the words given.

    Stanford is Stanford University, Meta is AI at Meta, and MSR is Microsoft Research. A name of two words may be
    written as one: Google DeepMind is GoogleDeepMind.
    """
    known = paper.organisation
    if known is None or not words(value):
        return False
    called = frozenset(words(f"{known.slug} {known.name}"))
    names = (words(name) for name in (value, SHORT_NAMES.get(_joined(value), value)))
    if any(called.issuperset(name) and not _SAY_LITTLE.issuperset(name) for name in names):
        return True
    ways = (_telling, _joined)
    return any(way(value) == way(name) for way in ways for name in (known.slug, known.name))


def _joined(name: str) -> str:
    return "".join(words(name))


def _telling(name: str) -> frozenset[str]:
    """The words of an organisation's name but for those that say only what it is; all where there are no others."""
    every = frozenset(words(name))
    return every - _SAY_LITTLE or every


def _within(wanted: str, category: str) -> bool:
    """``cs`` means every ``cs.…``; ``cs.cl`` itself alone."""
    return category == wanted or category.startswith(f"{wanted}.")
