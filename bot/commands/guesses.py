"""Lines of nothing but words that people say to a bot about its work: what these may mean is offered. Pure.

No list of phrases ends; of such a line a search finds only stray words.
"""

import re

from bot.cards import questions
from bot.commands.sentence_rules import Meant
from bot.commands.table import BY_NAME
from bot.model import Choice
from bot.text import shorten

_MOST_WORDS = 12
_MOST_OFFERED = 4

_SMALL_TEXT = """
a about actually add after all already also always am an and another any anymore anything are as at be been before
being bit both but by can could did do does doing done else ever every everything few for from get getting give go
going got had has have hello here hey hi hiya how i i'd i'll i'm i've if in instead into is it it's its just kind let
let's like little look lot lots made make many maybe me might mine more most much must my need never new next no nope
not nothing now of ok okay on once one ones only or other others our out over own past please really right said same
say says see seeing set should show since so some someone something sort still stuff such tell than thank thanks that
that's the them then there these they thing things this those though through til till to together too try u until up
us use used very want wanted was way we we're were what what's when where whether which while who whole why will with
without would yeah yes yet you your yours
"""
_SMALL = frozenset(_SMALL_TEXT.split())
"""Words that hold a sentence together, or say nothing of a subject."""
_TALKS_TEXT = """
am are can could did do does i i'd i'll i'm i've it it's let make me my no not only our please should that that's
these this those too u us was we we're were what what's when where who why will would you your add give set show turn
stop everything
"""
_TALKS = frozenset(_TALKS_TEXT.split())
"""One of these stands in what is said to somebody; mere keywords have none."""
_CUES = (
    ((questions.WHEN_POSTED, "settings"), """
        afternoon clock daily day days digest earlier early evening evenings frequency friday hour hours late later
        midnight monday month monthly morning mornings night noon often saturday schedule sunday thursday time times
        timezone tomorrow tonight tuesday wednesday week weekday weekdays weekend weekends weekly weeks yesterday zone
    """),
    ((questions.POSTS, "status"), """
        alive arrive arrived broken channel come comes coming digest down happened last message messages notification
        notifications offline online post posted posting posts sources send sending sends sent source today work
        working works yesterday
    """),
    ((questions.PAUSE_A_WEEK, "pause 7 days"), "break disable end holiday off quiet spam stop turn vacation wait"),
    ((questions.END_PICKS, "unsubscribe"), "cancel disable end leave off quit remove spam stop turn unsubscribe"),
    ((questions.BY_MAIL, "help email"), "address e-mail email emails inbox mail mailing mails newsletter"),
    ((questions.WEB_PAGE, "web"), "browser feed feeds link log login online page rss sign site web website"),
    ((questions.ALL_KEPT, "privacy"), """
        account anybody anyone collect colleagues data delete everybody everyone export free keep kept know logged pays
        people personal privacy private privately public remember secret store stored team track tracked
    """),
    ((questions.KNOWN_OF_ME, "profile"), """
        disliked follow followed following follows hidden interest interested interests liked likes muted mute mutes
        preferences profile recommend recommended recommending suggestions taste topic topics unfollow
    """),
    ((questions.READING_LIST, "saved"), "bookmark bookmarks favorites favourites library list read save saved"),
    ((questions.UNDO, "undo"), "accident again back changed default mind mistake oops revert sorry undo wrong"),
    ((questions.MY_PICKS, "picks"), """
        bad best better boring different field good great important interesting irrelevant light lighter minutes old
        outside paper papers pick picks random relevant repeat repeating results selection short showed shown surprise
        weird worse
    """),
    ((questions.HOW_MANY_BUTTON, "help subscribe"), "amount count fewer less many number"),
    ((questions.WHAT_I_CAN, "help"), """
        author bot bug command commands explain find help how paperboy report search start test work wrong
    """),
)  # fmt: skip
"""What may be meant, and the words that speak for it."""
_BY_CUE = [(Choice(label=label, value=line), frozenset(cues.split())) for (label, line), cues in _CUES]
_ANYTHING = tuple(choice for choice, _ in _BY_CUE if choice.value in ("picks", "help"))
_WHAT_I_CAN = _ANYTHING[-1]
_ASKS_US = re.compile(
    r"(?:can|could|do|did|are|will|would|have) you "
    r"(?!(?:please )?(?:know|have|find|show|search|look|think|explain|tell|give|recommend"
    r"|suggest|list|get|define|describe|read about|want|need)\b)",
    re.IGNORECASE,
)
_MOST_WORDS_ASKED = 8
_TIME_OR_COUNT = re.compile(r"(?<!\S)\d{1,2}(?::\d\d)?(?:am|pm)?(?![\w.])", re.IGNORECASE)
_KNOWN = _SMALL.union(*(cues for _, cues in _BY_CUE))


def guessed(text: str) -> Meant | None:
    """What may be meant, to choose from; None for what has a word of some subject, or begins with a command."""
    said = [word for one in _TIME_OR_COUNT.sub("", text).split() if (word := one.strip(",.!?:;\"'()").casefold())]
    if (
        _is_title(text)
        or not 1 < len(said) <= _MOST_WORDS
        or said[0] in BY_NAME
        or _TALKS.isdisjoint(said)
        or not _KNOWN.issuperset(said)
    ):
        return None
    return may_mean(text)


def may_mean(text: str) -> Meant:
    """What may be meant by words to Paperboy, the likeliest first, to choose from."""
    said = {word.strip(",.!?:;\"'()").casefold() for word in text.split()}
    spoken_for = sorted(_BY_CUE, key=lambda choice: -len(choice[1].intersection(said)))
    offers = tuple(choice for choice, cues in spoken_for if not cues.isdisjoint(said))[:_MOST_OFFERED]
    return unsure(" ".join(text.strip(" ?!.").split()), *(offers or _ANYTHING))


def unsure(text: str, *offers: Choice) -> Meant:
    """That it is not clear what is wanted, with what it may be; the last offer is to search for the words."""
    search = Choice(label=questions.search(shorten(text, 40)), value=f"search {text}")
    return Meant(says=questions.UNSURE, offers=(*offers, search))


def asked_of_us(text: str) -> Meant | None:
    """A short question that begins with whom it is put to: ``can you tag people``; None for a request of papers."""
    short = _ASKS_US.match(text.strip()) and len(text.split()) <= _MOST_WORDS_ASKED
    return unsure(" ".join(text.strip(" ?!.").split()), _WHAT_I_CAN) if short else None


def _is_title(text: str) -> bool:
    """Whether it is written as titles are: ``Too Good to be Bad``."""
    after_first = [word for word in text.split()[1:] if word.partition("'")[0] != "I"]
    return 2 * sum(word[0].isupper() for word in after_first) >= len(after_first) > 0
