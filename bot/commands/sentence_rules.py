"""What each sort of sentence means: one rule each, from the words found to the command or the question. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.cards import questions
from bot.commands.arguments import PICKS
from bot.commands.dates import read_date
from bot.commands.interest_words import exception_of
from bot.commands.numbers import may_be_places
from bot.commands.pointing import THAT
from bot.commands.table import BY_NAME
from bot.commands.values import read_address
from bot.errors import BadQuery
from bot.identity import parse_paper_id
from bot.model import Choice
from bot.text import shorten


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """``line`` is the command that a sentence means; without one, ``says`` is answered, with ``offers`` to press.

    ``context``: further arguments, for what only the conversation so far tells: which ``page`` of the last list is
    asked for, how it is to ``narrow``, what ``corrects`` what was said before. Without it ``line`` or ``says`` counts.
    """

    line: str = ""
    says: str = ""
    offers: tuple[Choice, ...] = ()
    context: tuple[tuple[str, str], ...] = ()


Rule = Callable[[re.Match[str]], Meant | None]
"""From a sentence that fits a phrase to what it means; None where it is none after all."""

_MOST_WORDS = 8
_SOME = re.compile(r"^(?:(?:\d+|one|two|three|some|any|all|an?|the|few|couple|of|good|other|more)\s+)+", re.IGNORECASE)
_ANY_DAY = date(2000, 1, 3)

YES, OKAY = "yes", "ok"
"""The help topics of a plain yes, and of a word that is one only after a question."""

_KINDS = {"by": "author:", "from": "org:"}

_ASKS_BESIDES = re.compile(
    r"[,.;!]\s*(?:(?:and|so)\s+)?(?:what|which|how|where|when|can|could|will|would|do|show|give|find|send|any)\b.*",
    re.IGNORECASE,
)
"""What somebody says after what they work on: "I work on robotics, what should I read"."""
_NO_SUBJECT = re.compile(
    r"(?:picks|papers|posts|messages|results|strict)$|(?:mon|tues|wednes|thurs|fri|satur|sun)days?$|weekends?$"
    r"|holidays?$|(?:is|are|was|can|does|do|to|of|than|like)\b",
    re.IGNORECASE,
)


def command(line: str) -> Rule:
    return lambda found: Meant(line=line)


def says(text: str, *offers: tuple[str, str]) -> Rule:
    return lambda found: Meant(says=text, offers=tuple(Choice(label=label, value=line) for label, line in offers))


def help_on(found: re.Match[str]) -> Meant | None:
    """``how do I follow someone``: the help of that command; None for what is no command of ours."""
    return Meant(line=f"help {found['command'].casefold()}") if found["command"].casefold() in BY_NAME else None


def at_address(found: re.Match[str]) -> Meant | None:
    try:
        address = read_address(found["address"])
    except BadQuery:
        return None
    return Meant(says=questions.MAIL, offers=(Choice(label=questions.mail_to(address), value=f"email {address}"),))


def stop(found: re.Match[str]) -> Meant:
    return asked_what_to_stop(found[0])


def asked_what_to_stop(text: str) -> Meant:
    offers = (
        (questions.END_PICKS, "unsubscribe"),
        (questions.PAUSE_A_WEEK, "pause 7 days"),
        (questions.NO_MAIL, "email off"),
        (questions.ERASE, "privacy forget"),
    )
    return Meant(says=questions.STOP, offers=(*(Choice(label=a, value=b) for a, b in offers), _search(text)))


def pause(found: re.Match[str]) -> Meant | None:
    until = found["until"]
    if not _is_day(until, ahead=True):
        return None
    pause = Choice(label=questions.pause_button(until), value=f"pause {until}")
    return Meant(says=questions.pause(until), offers=(pause,))


def exported(found: re.Match[str]) -> Meant:
    return Meant(line=f"saved export {found['format'].casefold()}")


def which(found: re.Match[str]) -> Meant:
    verb = {"love": "like", "hate": "dislike", "bookmark": "save", "keep": "save"}.get(
        found["verb"].casefold(), found["verb"].casefold()
    )
    return Meant(line=f"{'dislike' if found['not'] else verb} {found['that']}")


def about(command: str) -> Rule:
    """A command on a paper that is named by its number in a list, or by its id."""

    def rule(found: re.Match[str]) -> Meant | None:
        paper = found["paper"].removeprefix("paper ")
        return Meant(line=f"{command} {paper}") if may_be_places(paper) or parse_paper_id(paper) else None

    return rule


def reminded(found: re.Match[str]) -> Meant | None:
    """``remind me about 2 tomorrow``: there are no reminders, and the reading list is offered."""
    save = about("save")(found)
    choice = Choice(label=questions.save(found["paper"]), value=save.line) if save else None
    return Meant(says=questions.NO_REMINDER, offers=(choice,)) if choice else None


def looked_for_by_votes(found: re.Match[str]) -> Meant | None:
    return None if _is_day(found["what"]) else Meant(line=f"search most popular papers about {found['what']}")


def similar(found: re.Match[str]) -> Meant:
    return Meant(line=f"similar {found['title']}")


def looked_for(found: re.Match[str]) -> Meant | None:
    """``show me 3 robotics papers``, and ``show me some papers``, of which it is not said what they are about."""
    what = _SOME.sub("", f"{found['what']} ").strip()
    if re.fullmatch(rf"{THAT}|me|you|us", what, re.IGNORECASE):
        return None
    return Meant(line=f"search papers about {what}" if what else "picks")


def less(found: re.Match[str]) -> Meant | None:
    what = _subject(found)
    if not what:
        return None
    if paper := parse_paper_id(what):
        return Meant(line=f"dislike {paper}")
    mute = Choice(label=questions.mute(shorten(what, 40)), value=f"mute {what}")
    return Meant(says=questions.less_of(_told(found, what)), offers=(mute, _search(what.rpartition(":")[2])))


def of_whom(found: re.Match[str]) -> Meant:
    """``tell me if NVIDIA publishes anything``: whether an author or an organisation is meant, is asked."""
    return Meant(line=f"follow everything {found['who']} publishes")


def unmuted(found: re.Match[str]) -> Meant:
    """``stop muting agents``."""
    return Meant(line=f"unmute {found['what']}")


def more(found: re.Match[str]) -> Meant | None:
    what = _subject(found)
    if not what:
        return None
    if exception := exception_of(what):
        return _with_exception(what, *exception)
    follow = Choice(label=questions.follow(shorten(what, 40)), value=f"follow {what}")
    return Meant(says=questions.more_of(_told(found, what)), offers=(follow, _search(what.rpartition(":")[2])))


def _with_exception(what: str, kept: str, left_out: str) -> Meant | None:
    """More of something, but for a part of it: the two that can be had are offered."""
    if not kept:
        return None
    offers = (
        (questions.follow(kept), f"follow {kept}"),
        (questions.mute(left_out), f"mute {left_out}"),
        (questions.follow(what), f"follow topic:{what}"),
    )
    asked = tuple(Choice(label=shorten(label, 40), value=line) for label, line in offers)
    return Meant(says=questions.with_exception(left_out), offers=(*asked, _search(what)))


def _subject(found: re.Match[str]) -> str:
    """What somebody wants more or less of; '' where the words are none of a subject."""
    words = found.groupdict()
    what = (
        _ASKS_BESIDES.sub("", words["what"] or words.get("only") or "")
        .strip(" .,:;")
        .removesuffix(" papers")
        .removesuffix(" stuff")
    )
    if len(what.split()) > _MOST_WORDS or _NO_SUBJECT.match(what) or re.fullmatch(THAT, what, re.IGNORECASE):
        return ""
    return f"{_KINDS.get((found['link'] or '').casefold(), '')}{what}"


def _told(found: re.Match[str], subject: str) -> str:
    """The subject as it was said: "papers from Tencent" for ``org:Tencent``."""
    link = (found["link"] or "").casefold()
    return f"papers {link} {subject.removeprefix(_KINDS[link])}" if link in _KINDS else subject


def posted(found: re.Match[str]) -> Meant | None:
    day = found["day"] or "today"
    if not _is_day(day):
        return None
    offers = (
        (questions.ALL_PAPERS, f"today {day}"),
        (questions.PICKS_OF_DAY, f"picks {day}"),
        (questions.WHERE_POSTS_ARE, "archive"),
    )
    return Meant(says=questions.POSTED, offers=tuple(Choice(label=a, value=b) for a, b in offers))


def of_day(command: str) -> Rule:
    def rule(found: re.Match[str]) -> Meant | None:
        if found["day"].casefold() == "today":
            return Meant(line=command)  # of the newest day, where today has none
        return Meant(line=f"{command} {found['day']}") if _is_day(found["day"]) else None

    return rule


def since_day(found: re.Match[str]) -> Meant | None:
    """``what's new since monday``."""
    return Meant(line=f"search papers since {found['day']}") if _is_day(found["day"]) else None


def of_best(found: re.Match[str]) -> Meant:
    """``top 10 of the last week about agents``."""
    return Meant(line=f"search most popular papers about {found['what']} of {found['when']}")


def trending(found: re.Match[str]) -> Meant:
    words = found.groupdict()
    period = (words.get("period") or words.get("of_period") or "week").casefold()
    count = words.get("count") or ""
    few = f"count:{count}" if count and PICKS.least <= int(count) <= PICKS.most else ""
    return Meant(line=f"trending {'day' if period == 'today' else period} {few}".strip())


def _search(words: str) -> Choice:
    return Choice(label=questions.search(shorten(words, 40)), value=f"search {words}")


def _is_day(text: str, *, ahead: bool = False) -> bool:
    try:
        read_date(text, _ANY_DAY, ahead=ahead)
    except BadQuery:
        return False
    return True
