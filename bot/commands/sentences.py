"""Whole sentences, as people write to somebody: the command that is meant, or what to ask back. Pure.

Only what changes nothing is done at once, and what is said of a paper that is pointed at, which can be taken back.
What would change something else is asked, with a button for it: a sentence may always be meant otherwise.
"""

import re

from bot.cards import questions
from bot.commands.conversation_rules import corrected_by_name
from bot.commands.divided_lines import begins_with_verb, divided
from bot.commands.follow_up_phrases import CORRECTED_BY_NAME
from bot.commands.guesses import guessed
from bot.commands.numbers import may_be_places
from bot.commands.phrases import PHRASES
from bot.commands.sentence_rules import Meant, asked_what_to_stop
from bot.commands.settings_rules import daily
from bot.commands.table import BY_NAME
from bot.commands.tokens import QUOTES
from bot.english import with_apostrophe
from bot.model import Choice
from bot.text import shorten

_BEFORE = re.compile(
    r"(?:(?:hi|hey|hello|yo|good (?:morning|evening|afternoon)|morning(?=[,!.]))"
    r"(?: (?:there|all|everyone|paperboy|bot|guys|team))?"
    r"|(?:thanks|thank you|thx)(?=[,.!])|okay|ok|please|pls|paperboy|bot|just|but|well"
    r"|(?:explain|tell (?:me|us))(?= why\b)"
    r"|(?:can|could|would|will) you|i(?:'d| would) like(?: you)? to|i want(?: you)? to|help me(?: to)?)[,!:.]*\s+",
    re.IGNORECASE,
)
_THOUGHT = re.compile(
    r"^(?:(?:(?:actually|wait|oops|hm+|ah|oh|so|and|then|now|also|well|yes|yeah|okay|ok)[,.:!]*"
    r"|(?:cool|great|nice|thanks)[,.!]+)\s+)+",
    re.IGNORECASE,
)
"""What people write while they think; some sentences mean another thing by it, so it is tried without only then."""
_WHO = re.compile(r"(?:hi|hey|hello)\b.{0,20}[,!.] (?:what|who)(?:'s| is| are) (?:this|that|you)\W*", re.IGNORECASE)
"""After a greeting, "what is this" asks who answers, not which paper was seen."""
_AFTER = re.compile(
    r"(?:[\s,]+(?:please|pls|thanks|thank you|thx|for me|any ?more|again|so far|right now|paperboy)"
    r"|[\s.!?…🙏👍🙂😊❤️]+)$",
    re.IGNORECASE,
)


_MORE_AND_LESS = re.compile(r"(?:,|\s+and|\s+but)\s+(?=(?:more|less|fewer)\s)", re.IGNORECASE)
"""Divides ``less theory, more applications``."""

_LONGEST = 200
"""Letters of a sentence; a longer text is something to search or to import."""


def sentence(text: str) -> Meant | None:
    """What a sentence means; None for what is none: a command, or words to search for."""
    if len(text) > _LONGEST:
        return None
    if _WHO.fullmatch(text.translate(QUOTES)):
        return Meant(line="help hello")
    bare, polite = _bare(text)
    if not bare or text.strip("/ ").casefold() in BY_NAME:
        return None
    if several := _several(bare):
        return several
    if meant := _by_rule(bare):
        return meant
    thought = _THOUGHT.sub("", bare, count=1)
    if thought != bare and (meant := _by_rule(thought) or _plain_request(thought, asked_kindly=True)):
        return meant
    if meant := _plain_request(bare, asked_kindly=polite) or guessed(bare):
        return meant
    by_name = CORRECTED_BY_NAME.fullmatch(bare)
    return corrected_by_name(by_name) if by_name else None


def _by_rule(bare: str) -> Meant | None:
    for pattern, rule in _RULES:
        if (found := pattern.fullmatch(bare)) and (meant := rule(found)):
            return meant
    return None


def _several(bare: str) -> Meant | None:
    """``I like robots but don't show me agents``: what each part means is offered; None for one, or typed commands."""
    parts = divided(bare)
    parts = _MORE_AND_LESS.split(bare) if len(parts) == 1 else parts
    if len(parts) == 1 or bare.partition(" ")[0].casefold() in BY_NAME:
        return None
    offers = tuple(map(_offer, parts))
    return Meant(says=questions.ONE_BY_ONE, offers=offers) if all(offer.value for offer in offers) else None


def _offer(part: str) -> Choice:
    """What to press for one part; without a value where nothing can be offered for it."""
    meant = sentence(part) or Meant(line=part if begins_with_verb(part) else "")
    return meant.offers[0] if meant.offers else Choice(label=shorten(meant.line, 40), value=meant.line)


def _bare(text: str) -> tuple[str, bool]:
    """The sentence without the words of courtesy around it, and whether it began with some."""
    whole = " ".join(text.translate(QUOTES).lstrip("/").split())
    bare = whole
    while (found := _AFTER.search(bare)) and bare[: found.start()]:
        bare = bare[: found.start()]
    begins = bare
    while (found := _BEFORE.match(bare)) and bare[found.end() :]:
        bare = bare[found.end() :]
    return with_apostrophe(bare), bare != begins


def _plain_request(bare: str, *, asked_kindly: bool) -> Meant | None:
    """``please pause until monday``: the command itself. ``every weekday at 8:30``: daily picks, which are asked."""
    name, _, rest = bare.partition(" ")
    if name.casefold() not in BY_NAME:
        return daily(bare)
    if bare.casefold() == "unsubscribe":
        return asked_what_to_stop(bare)
    return Meant(line=bare) if asked_kindly or not rest or may_be_places(rest) else None


_RULES = [(re.compile(phrase, re.IGNORECASE), rule) for rule, phrases in PHRASES for phrase in phrases]
