"""Words written to Paperboy itself, with no slash in front: in a direct message, after its name, in the console."""

import re
from dataclasses import replace

from bot.cards import problems, questions
from bot.commands.guesses import asked_of_us
from bot.commands.kinds import LINK
from bot.commands.languages import foreign_language, words_to_search
from bot.commands.numbers import may_be_places
from bot.commands.parsing import SAID, nearest_command, parse, without_prefix
from bot.commands.table import BY_NAME
from bot.commands.typed_words import unmarked
from bot.english import is_everyday
from bot.identity import find_paper_ids, short
from bot.model import Choice, Command
from bot.text import shorten

HELLO = "hello"
"""The help topic that answers a greeting."""

_GREETINGS = frozenset(
    ("hi", "hello", "hey", "hiya", "yo", "hallo", "hola", "bonjour", "ciao", "salut", "servus", "moin", "start")
)
_GREETED = frozenset(("there", "paperboy", "all", "everyone", "you", "bot"))
_WORD_AND_PAPER = 2
"""Words of ``lik 2608.19880``; in a longer text with a link, the link is what is meant."""
_MOST_PAPERS = 10
_SHORT = 0.65
"""The same before the number of a paper, which few words but commands stand before: ``wy 1``."""
_ONE_LETTER = 0.75
"""Likeness of a command with one letter wrong; longer texts often begin with a word that is somewhat like one."""


_WORDS = re.compile(r"[^\W\d][\w\s'’-]*")
_TO_US = re.compile(
    r"(?:(?:can|could|do|does|did|are|will|would|should|may|how|what|which|where|when|who|why)\b.*"
    r"\b(?:you|your|i|my|me)\b.*|(?:my|i|i['’]m|fewer|send|remind|don['’]t|use|stop|let['’]s|please|turn|make|set)\b.*"
    r"|(?:is|are|was) (?:it|this|that|there|they)\b.*)",
    re.IGNORECASE,
)
_MOST_TALKED = 12
"""Words of what is likely said to Paperboy; longer texts are titles and abstracts."""


def is_talk(text: str) -> bool:
    """Whether words that were searched for may have been said to Paperboy itself: "how do I turn this on"."""
    return len(text.split()) <= _MOST_TALKED and _TO_US.fullmatch(text.strip(" ?!.")) is not None


def understood(text: str) -> Command:
    """What is meant by words to Paperboy: a command, a paper, a greeting; anything else is looked for."""
    command = parse(text)
    words = without_prefix(unmarked(text)).split()
    if command.name != "help" or command.arguments or not command.problem:
        return _or_searched(command, text) if len(words) > 1 and not text.lstrip().startswith("/") else command
    if _greets(words):
        return Command(name="help", arguments=(("command", HELLO),))
    papers = find_paper_ids(text)
    misspelt = _is_misspelt(words[0], words) and (not papers or len(words) == _WORD_AND_PAPER)
    if words[0].startswith("/") or misspelt:
        return command
    if len(papers) == 1:
        return Command(name="paper", arguments=(("paper", papers[0]),))
    if papers:
        offers = tuple(Choice(label=short(paper), value=f"paper {paper}") for paper in papers[:_MOST_PAPERS])
        return _said(questions.SEVERAL_PAPERS, offers)
    if elsewhere := LINK.search(text):
        return _said(problems.no_paper_at(elsewhere[0]), ())
    if asked := asked_of_us(text):
        return _said(asked.says, asked.offers)
    if language := foreign_language(text):
        return _said(questions.only_english(language), _in_english(words_to_search(text)))
    said = (("said", "yes"),) if is_talk(text) else ()
    return Command(name="search", arguments=(("query", " ".join(words)), *said))


def _in_english(subject: str) -> tuple[Choice, ...]:
    """What somebody may have asked for in another language; ``subject`` is what may be searched for, or ''."""
    offers = ((questions.TODAY, "today"), (questions.MY_PICKS, "picks"), (questions.WHAT_I_CAN, "help"))
    search = (_searching(subject),) if subject else ()
    return (*search, *(Choice(label=label, value=line) for label, line in offers))


def _said(sentence: str, offers: tuple[Choice, ...]) -> Command:
    return Command(name="help", arguments=(("command", SAID),), problem=sentence, offers=offers)


def commanded(text: str) -> Command:
    """What is meant by words after ``/papers``: as ``understood``, but one unknown word is told to be no command."""
    meant = understood(text)
    return parse(text) if meant.name == "search" and len(text.split()) == 1 else meant


def _or_searched(command: Command, text: str) -> Command:
    """A command that can't use what follows it may be the first word of a subject: *web agents*."""
    spec = BY_NAME.get(command.get("command"))
    may_be_words = (
        spec is not None and sum(not argument.named for argument in spec.arguments) <= 1 and _WORDS.fullmatch(text)
    )
    if command.name != "help" or not command.problem or not may_be_words:
        return command
    return replace(command, offers=(*command.offers, _searching(text)))


def _searching(text: str) -> Choice:
    return Choice(label=questions.search(shorten(text, 40)), value=f"search {' '.join(text.split())}")


def _is_misspelt(first: str, words: list[str]) -> bool:
    """Whether it begins with a misspelt command; *review papers about agents* begins with a word."""
    is_talk = len(words) > _WORD_AND_PAPER and is_everyday(first.casefold())
    with_place = len(words) == _WORD_AND_PAPER and len(first) > 1 and may_be_places(words[1])
    return not is_talk and bool(nearest_command(first, _SHORT if with_place else _ONE_LETTER))


def _greets(words: list[str]) -> bool:
    bare = [word.strip("!.,?👋").casefold() for word in words]
    return (bare[0] in _GREETINGS or words[0].startswith("👋")) and all(word in _GREETED for word in bare[1:] if word)
