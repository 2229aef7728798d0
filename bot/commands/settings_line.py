"""Reading many arguments from one line: named, or told apart by their looks, in any order."""

import re
from typing import Any

from bot.cards import problems
from bot.commands.spec import Argument, CommandSpec
from bot.commands.tokens import Token, tokens
from bot.errors import BadQuery
from bot.model import Choice, Command

_LONGEST = 5
"""Words of one value without quotes: ``mon, wed and fri``."""

_FILLERS = frozenset(
    (
        *("every", "each", "time", "please", "post", "send", "me", "us", "papers", "picks", "the", "a", "new", "to"),
        *("and", "for", "here", "this", "channel", "day", "with", "per", "daily", "instead", "from", "now"),
        *("digest", "posts", "them", "it", "my", "our"),
    )
)
"""Words that people write around the values, and that mean none."""

_BEFORE = {"at": "time", "on": "days", "in": "zone", "about": "topics", "topic": "topics", "timezone": "zone"}
_AFTER = {"pick": "count", "picks": "count", "papers": "count", "o'clock": "time", "oclock": "time"}


_OF_THE_DAY = re.compile(
    r"\b(?P<time>\d{1,2}(?:[:.]\d\d)?)(?: ?o'?clock)? (?:in the (?P<part>morning|afternoon|evening)|at night)\b"
    r"|\bhalf past (?P<half>\d{1,2})\b",
    re.IGNORECASE,
)


def _as_clock(found: re.Match[str]) -> str:
    """``8 in the morning`` as ``8am``, ``half past 8`` as ``8:30``."""
    if found["half"]:
        return f"{found['half']}:30"
    return f"{found['time']}{'am' if (found['part'] or '').casefold() == 'morning' else 'pm'}"


def read_settings(spec: CommandSpec, rest: str) -> Command:
    """The command, or ``help`` with what could not be read, and with lines that may have been meant."""
    reader = _Reader(spec, list(tokens(_OF_THE_DAY.sub(_as_clock, rest))))
    reader.run()
    if not reader.problem:
        return Command(name=spec.name, arguments=tuple(reader.found.items()))
    return Command(
        name="help", arguments=(("command", spec.name),), problem=reader.problem, offers=tuple(reader.offers)
    )


class _Reader:
    """Goes through the words once, from left to right."""

    def __init__(self, spec: CommandSpec, words: list[Token]) -> None:
        self._spec = spec
        self._words = words
        self.found: dict[str, str] = {}
        self.problem = ""
        self.offers: list[Choice] = []

    def run(self) -> None:
        at = 0
        while at < len(self._words) and not self.problem:
            word = self._words[at]
            if argument := self._spec.argument(word.name):
                at = self._named(argument, word, at + 1)
            elif not word.quoted and (argument := self._introduced(word.text.casefold())):
                at = self._announced(argument, at + 1)
            elif _AFTER.get(word.text.casefold()) in self.found:
                at += 1  # the value stands already: ``at 9 o'clock``
            elif argument := self._measured(word, self._words[at + 1 : at + 2]):
                at = self._named(argument, word, at + 1) + 1
            else:
                at = self._bare(at)

    def _introduced(self, word: str) -> Argument[Any] | None:
        """What comes after ``count``, or after ``at`` and ``in``, as people write."""
        return self._spec.argument(_BEFORE.get(word, word))

    def _measured(self, word: Token, after: list[Token]) -> Argument[Any] | None:
        """What a number is for by the word after it: ``5 picks``, ``9 o'clock``; other words there are no values."""
        argument = self._spec.argument(_AFTER.get(after[0].text.casefold(), "")) if after else None
        return argument if argument and argument.kind.looks_like(word.text) else None

    def _announced(self, argument: Argument[Any], at: int) -> int:
        """``count 3``: the name, then the value."""
        if at < len(self._words) and _is_channel(self._words[at]):
            self._refuse(self._words[at])
        elif at < len(self._words) and not self._words[at].name:
            return self._named(argument, self._words[at], at + 1)
        else:
            self.problem = problems.command_needs(argument.name, "a value")
        return at

    def _named(self, argument: Argument[Any], word: Token, at: int) -> int:
        """A value after its name, and the words that belong to it: ``topics:world models, agents``."""
        value = word.text
        if not value and not word.quoted:
            return self._announced(argument, at)
        while not word.quoted and at < len(self._words) and self._belongs(argument, value, self._words[at]):
            value, at = f"{value} {self._words[at].text}", at + 1
        self.found[argument.name] = value.casefold() if argument.choices else value
        return at

    def _belongs(self, argument: Argument[Any], value: str, word: Token) -> bool:
        if word.name or word.quoted or not argument.kind.goes_on(value, word.text):
            return False
        other = (a for a in self._free() if a is not argument and not word.text.isdigit())
        return value.endswith(",") or not any(a.kind.looks_like(word.text) for a in other)

    def _bare(self, at: int) -> int:
        """A value without a name: the longest run of words that looks like a free argument."""
        for end in range(min(len(self._words), at + _LONGEST), at, -1):
            run = self._words[at:end]
            if len(run) > 1 and any(word.name or word.quoted for word in run):
                continue
            text = " ".join(word.text if word.quoted else word.whole for word in run)
            if fitting := [a for a in self._free() if a.kind.looks_like(text)]:
                self._take(fitting, text)
                return end
        if _is_filler(self._words[at]):
            return at + 1
        self._refuse(self._words[at])
        return at

    def _free(self) -> list[Argument[Any]]:
        return [a for a in self._spec.arguments if a.name not in self.found and not a.named]

    def _take(self, fitting: list[Argument[Any]], text: str) -> None:
        """A choice before all, since it is exact. What can be several things is asked: ``9`` is a time or a number."""
        possible = [a for a in fitting if _readable(a, text)]
        if len(fitting) > 1 and not possible:
            self.problem = problems.neither(text, [a.label for a in fitting])
            return
        possible = possible or fitting
        exact = next((a for a in possible if a.choices), None)
        if exact is None and len(possible) > 1:
            self.problem = problems.meant_as(text, [a.label for a in possible])
            self.offers = [Choice(label=f"{a.label}: {text}", value=self._line(a, text)) for a in possible]
            return
        taken = exact or possible[0]
        self.found[taken.name] = text.casefold() if taken.choices else text

    def _line(self, argument: Argument[Any], text: str) -> str:
        """The whole line again, with the unclear word named."""
        words = [word.text if word.quoted and word.text == text else word.whole for word in self._words]
        named = f"{argument.name}:{text}"
        if text in words:
            words[words.index(text)] = named
            return f"{self._spec.name} {' '.join(words)}"
        return f"{self._spec.name} {' '.join(words).replace(text, named, 1)}"

    def _refuse(self, word: Token) -> None:
        if _is_channel(word):
            self.problem = problems.set_up_there(self._spec.name, word.text)
        else:
            self.problem = problems.unused(self._spec.name, word.whole)


def _is_channel(word: Token) -> bool:
    return word.text.startswith(("#", "<#"))


def _is_filler(word: Token) -> bool:
    return word.whole.casefold().strip(",.!") in _FILLERS


def _readable(argument: Argument[Any], text: str) -> bool:
    try:
        argument.read(text)
    except BadQuery:
        return False
    return True
