"""The kinds of arguments. Each says once what it takes: how it is recognised, read, offered and told."""

import re
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from bot.cards import problems, questions
from bot.commands import values
from bot.commands.interest_words import read_interests, read_topic
from bot.commands.numbers import may_be_places
from bot.commands.typed_words import without_names
from bot.errors import BadQuery, Unclear
from bot.identity import find_paper_ids, parse_paper_id, short
from bot.model import Interest, InterestKind

LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
"""A web address within words."""
_BETWEEN = frozenset(("", "and", "or", "&", "+", "vs", "vs.", "versus"))
_AS = re.compile(r"^(?:as|to|in|by|per)\s+(?:an?\s+)?")
_TELLING = 3
"""Letters from which on the beginning of a choice tells which one is meant."""


OFF = "off"
"""What people type to get no more mail."""

_MOST_OFFERED = 10
"""Papers to choose from, where several were named."""

NONE = ("none", "-", "–", "all", "any")
"""What people type to have no restriction again; the first is what forms say for a field that was emptied."""


T_co = TypeVar("T_co", covariant=True)


class Kind(Generic[T_co]):
    """What one sort of argument takes.

    ``suggested``: values can be completed while typing. ``clearable``: "none" takes the value away.
    ``reads_quotes``: quotation marks around the whole value say something, and are left to it.
    """

    __slots__ = ()
    suggested: ClassVar[bool] = False
    clearable: ClassVar[bool] = False
    reads_quotes: ClassVar[bool] = False

    @property
    def choices(self) -> tuple[str, ...]:
        """All values that there are, where they are few; else none."""
        return ()

    @property
    def hint(self) -> str:
        """What may be typed, as the end of a help text."""
        return ""

    def looks_like(self, text: str) -> bool:
        """Whether words without a name in front of them are likely meant for such an argument."""
        return False

    def goes_on(self, text: str, word: str) -> bool:
        """Whether a named value ``text`` may go on with one more word, without quotes."""
        return self.looks_like(f"{text} {word}")

    def read(self, text: str) -> T_co:
        """The value. Raises ``BadQuery`` with what to type instead, ``Unclear`` with what it may mean."""
        raise NotImplementedError


class Words(Kind[str]):
    """Free text."""

    def read(self, text: str) -> str:
        return text.strip()


class SearchWords(Words):
    """What to search for: words, or one paper's id or link."""

    suggested = True

    def read(self, text: str) -> str:
        bare = without_names(text.strip())
        if not any(letter.isalnum() for letter in bare):
            raise BadQuery(problems.NO_WORDS)
        papers = find_paper_ids(bare)
        if len(papers) > 1 and _nothing_but_papers(bare):
            names = [short(paper) for paper in papers[:_MOST_OFFERED]]
            raise Unclear(questions.SEVERAL_PAPERS, tuple(zip(names, names, strict=True)))
        if not papers and (elsewhere := LINK.search(bare)):
            raise BadQuery(problems.no_paper_at(elsewhere[0]))
        return bare


def _nothing_but_papers(text: str) -> bool:
    return all(parse_paper_id(bare_paper(word)) for word in re.split(r"[\s,;]+", text) if word not in _BETWEEN)


class CommandName(Words):
    """The name of a command."""

    suggested = True


class LinkCode(Words):
    """A code that joins two accounts."""

    def looks_like(self, text: str) -> bool:
        return re.fullmatch(r"\w{4}[\s-]*\w{4}", text.strip()) is not None


class GroupName(Words):
    """What an interest is filed under."""

    suggested = True

    def read(self, text: str) -> str:
        return " ".join(text.split())[: values.LONGEST_GROUP]


class PaperName(Words):
    """A paper, by id, link or words of its title. Where an id stands, nothing around it is part of it."""

    suggested = True

    def read(self, text: str) -> str:
        if may_be_places(text):
            raise BadQuery(problems.WHICH_PAPER)
        bare = bare_paper(text)
        named = () if parse_paper_id(bare) else find_paper_ids(text)
        if len(named) > 1:
            raise Unclear(problems.SEVERAL_PAPERS, tuple((short(paper), paper) for paper in named[:_MOST_OFFERED]))
        return named[0] if named else bare


class NamedPapers(Kind[tuple[str, ...]]):
    """Papers: several by their ids, or one as ``PaperName`` reads it."""

    suggested = True

    def read(self, text: str) -> tuple[str, ...]:
        named = () if parse_paper_id(bare_paper(text)) else find_paper_ids(text)
        return tuple(dict.fromkeys(named)) if len(named) > 1 else (PaperName().read(text),)


def bare_paper(text: str) -> str:
    """What was typed of a paper, without the brackets and stops around an id."""
    bare = text.strip().strip("<>()[]{}\"'“”.,;:!? ")
    return bare if parse_paper_id(text) is None and parse_paper_id(bare) else text.strip()


class InterestName(Kind[Interest]):
    """Something to follow or mute."""

    suggested = True

    def read(self, text: str) -> Interest:
        return values.read_interest(text)


class NewInterests(Kind[tuple[Interest, ...]]):
    """What to follow or mute from now on, one or several; where it may be meant in two ways, it is asked."""

    suggested = True
    reads_quotes = True

    def read(self, text: str) -> tuple[Interest, ...]:
        return read_interests(text)


class MailAddress(Kind[str]):
    """An address for mail, or ``off``."""

    @property
    def hint(self) -> str:
        return "or off"

    def looks_like(self, text: str) -> bool:
        return ("@" in text and " " not in text) or text.casefold() == OFF

    def read(self, text: str) -> str:
        return OFF if text.strip().casefold() == OFF else values.read_address(text)


@dataclass(frozen=True, slots=True)
class OneOf(Kind[str]):
    """One of a few words."""

    values: tuple[str, ...]

    @property
    def choices(self) -> tuple[str, ...]:
        return self.values

    @property
    def hint(self) -> str:
        return " or ".join(filter(None, (", ".join(self.values[:-1]), self.values[-1])))

    def looks_like(self, text: str) -> bool:
        return text.casefold() in self.values

    def nearest(self, text: str) -> str:
        """The one that is meant, also where an ending is off: ``thread``, ``weekly``, ``as bib``; '' for none."""
        word = _AS.sub("", text.strip().casefold()).strip(".!? ")
        like = [value for value in self.values if _begins(word, value) or _begins(value, word)]
        return word if word in self.values else like[0] if len(like) == 1 else ""

    def read(self, text: str) -> str:
        if not (word := self.nearest(text)):
            raise BadQuery(problems.no_choice(text, self.hint))
        return word


def _begins(word: str, other: str) -> bool:
    return len(word) >= _TELLING and other.startswith(word)


@dataclass(frozen=True, slots=True)
class Whole(Kind[int]):
    """A whole number within limits."""

    least: int
    most: int

    @property
    def hint(self) -> str:
        return f"{self.least} to {self.most}"

    def looks_like(self, text: str) -> bool:
        return re.fullmatch(r"[0-9]{1,3}", text) is not None

    def read(self, text: str) -> int:
        word = text.strip()
        if not (word.isascii() and word.isdecimal() and self.least <= int(word[:9]) <= self.most):
            raise BadQuery(problems.no_count(word, self.hint))
        return int(word)


class YesNo(Kind[bool]):
    """Yes or no, in the ways that people say it."""

    @property
    def choices(self) -> tuple[str, ...]:
        return ("yes", "no")

    @property
    def hint(self) -> str:
        return "yes or no"

    def read(self, text: str) -> bool:
        return values.read_flag(text)


_PLURALS = {InterestKind.TOPIC: "topics", InterestKind.CATEGORY: "categories"}


@dataclass(frozen=True, slots=True)
class Several(Kind[tuple[str, ...]]):
    """Interests of one kind, separated by commas; "none" lifts the restriction."""

    kind: InterestKind
    most: int
    clearable = True
    suggested = True

    @property
    def hint(self) -> str:
        return "separated by commas"

    def goes_on(self, text: str, word: str) -> bool:
        return True

    def read(self, text: str) -> tuple[str, ...]:
        words = [word.strip() for word in text.split(",") if word.strip()]
        if len(words) == 1 and words[0].casefold() in NONE:
            return ()
        if len(words) > self.most:
            raise BadQuery(problems.too_many(len(words), _PLURALS[self.kind], self.most))
        return tuple(dict.fromkeys(map(self._one, words)))

    def _one(self, word: str) -> str:
        if self.kind is InterestKind.TOPIC:
            return read_topic(word)
        return values.read_interest(f"{self.kind}:{word}").value
