"""Whole sentences, as people write to somebody: the command that is meant, or what to ask back. Pure.

Only what changes nothing is done at once. What would change something is asked, with a button for it: a sentence may
always be meant otherwise.
"""

import re
from collections.abc import Sequence

from bot.cards import questions
from bot.commands.pointing import THAT
from bot.commands.sentence_rules import (
    Meant,
    Rule,
    asked_what_to_stop,
    command,
    daily,
    less,
    more,
    of_day,
    pause,
    posted,
    says,
    similar,
    stop,
    trending,
    which,
)
from bot.commands.table import BY_NAME
from bot.commands.tokens import QUOTES

_BEFORE = re.compile(
    r"(?:hi|hey|hello|okay|ok|please|pls|paperboy|bot|just|but|well"
    r"|(?:can|could|would|will) you|i(?:'d| would) like(?: you)? to|i want(?: you)? to)[,!:]?\s+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:[\s,]+(?:please|pls|thanks|thank you|thx|for me|any ?more|again|paperboy)|[\s.!?…🙏👍🙂😊❤️]+)$",
    re.IGNORECASE,
)


_LONGEST = 200
"""Letters of a sentence; a longer text is something to search or to import."""


def sentence(text: str) -> Meant | None:
    """What a sentence means; None for what is none: a command, or words to search for."""
    if len(text) > _LONGEST:
        return None
    bare, polite = _bare(text)
    if not bare or text.strip("/ ").casefold() in BY_NAME:
        return None
    for pattern, rule in _RULES:
        if (found := pattern.fullmatch(bare)) and (meant := rule(found)):
            return meant
    return _plain_request(bare, asked_kindly=polite)


def _bare(text: str) -> tuple[str, bool]:
    """The sentence without the words of courtesy around it, and whether it began with some."""
    whole = " ".join(text.translate(QUOTES).lstrip("/").split())
    bare = whole
    while (found := _AFTER.search(bare)) and bare[: found.start()]:
        bare = bare[: found.start()]
    begins = bare
    while (found := _BEFORE.match(bare)) and bare[found.end() :]:
        bare = bare[found.end() :]
    return bare, bare != begins


def _plain_request(bare: str, *, asked_kindly: bool) -> Meant | None:
    """``please pause until monday``: the command itself. ``every weekday at 8:30``: daily picks, which are asked."""
    name, _, rest = bare.partition(" ")
    if name.casefold() not in BY_NAME:
        return daily(bare)
    if bare.casefold() == "unsubscribe":
        return asked_what_to_stop(bare)
    return Meant(line=bare) if asked_kindly or not rest else None


_DONT = r"(?:do not|don't|dont)"
_SENDING = (
    "post|send|message|write|spam|bother|notify|dm|mail|posting|sending|messaging|writing|spamming|bothering"
    "|notifying|dming|mailing"
)
_OURS = (
    "me|us|here|to|in|this|that|it|the|my|our|your|any|more|all|daily|new|channel|papers?|picks|posts?|messages?"
    "|e?-?mails?|notifications?|subscriptions?|stuff|these|those|everything|dms?|digests?|already"
)
_SHOWN = "(?:seeing|see|get|getting|got|send|sent|post|posted|pick|picked|show|shown|choose|chosen)"
_ASKING = "(?:(?:am|are|do|did|was|were|is) (?:(?:i|we|you) )?)"
_SHOW = r"(?:show|give|send|find|get) me |i want "
_SUBJECT = r"(?: papers)?(?: (?P<link>about|on|from|by))? (?P<what>.+)"
_TIME = r"(?:until|till|for) .+"
_PERIOD = "day|week|month"

_PHRASES: Sequence[tuple[Rule, tuple[str, ...]]] = (
    (pause, (
        rf"(?:stop|(?:be )?quiet|silence|hold|snooze|take a break)(?: (?:{_SENDING}|{_OURS}))*,? (?P<until>{_TIME})",
        rf"(?:i(?:'m| am) )?(?:away|off|on (?:holiday|vacation|leave)),? (?P<until>{_TIME})",
    )),
    (stop, (
        r"(?:stop|enough|(?:be )?quiet|silence|shut up|cancel|quit)(?: (?:it|this|that|all|everything|already|now))*",
        r"leave me alone|go away|opt[- ]?out|remove me|take me off.*|sign me off|unregister(?: me)?",
        rf"(?:stop|quit|{_DONT}|no more|end|cancel|turn off|switch off)(?: (?:{_SENDING}))?(?: (?:{_OURS}))+",
        rf"(?:stop|{_DONT}) (?:{_SENDING})",
        rf"i {_DONT} want (?:{THAT})",
        r"unsubscribe (?:me|us|all|everything|(?:me )?from .+)",
        rf"how (?:do|can) (?:i|we) (?:unsubscribe|opt out|(?:stop|end|cancel|turn off)(?: (?:{_OURS}))*)",
    )),
    (says(questions.WHICH_WHY, (questions.KNOWN_OF_ME, "profile"), (questions.MY_PICKS, "picks")), (
        rf"why {_ASKING}?(?:{_SHOWN} )?(?:(?:me|us) )?(?:{THAT})(?: (?:to|for|me|us|here|{_SHOWN}))*",
    )),
    (says(questions.WHICH_SIMILAR, (questions.MY_PICKS, "picks"), (questions.READING_LIST, "saved")), (
        rf"(?:{_SHOW})?(?:some )?(?:more|others?|similar)(?: (?:papers|ones))?(?: (?:like|as|to|of))? (?:{THAT})",
    )),
    (similar, (rf"(?:{_SHOW})?more like (?P<paper>\S+)",)),
    (command("undo"), (rf"undo (?:{THAT}|everything|my last)|(?:take|put) (?:{THAT}) back",)),
    (says(questions.TAKE_BACK, (questions.UNDO, "undo")), (r"oops|that was (?:a mistake|wrong)|wrong button",)),
    (which, (
        rf"(?:i )?(?P<not>{_DONT} )?(?:really )?(?P<verb>like|love|dislike|hate|save|bookmark|keep) (?:{THAT})",
    )),
    (less, (
        rf"i(?: really)? {_DONT}(?: really)? (?:like|want|need|care (?:about|for))(?: any| more)*{_SUBJECT}",
        rf"i(?:'m| am) (?:not interested in|tired of|sick of|bored (?:of|with|by)){_SUBJECT}",
        rf"(?:i hate|no more|not interested in|never show(?: me)?){_SUBJECT}",
        rf"stop (?:showing|sending|posting)(?: me| us)?{_SUBJECT}",
        r"(?:less|fewer)(?: papers)?(?: (?P<link>about|on|from|by))? (?P<what>\S+(?: \S+){0,2})",
    )),
    (more, (
        rf"i(?: really| also)? (?:like|love|enjoy|care about|work (?:on|in|with)|study|research|follow){_SUBJECT}",
        rf"(?:i'm|i am|we're|we are)(?: also| very| really)? (?:interested in|working on|into|studying){_SUBJECT}",
        rf"(?:{_SHOW})?more(?: papers)? (?P<link>about|on|from|by) (?P<what>.+)",
        rf"subscribe(?: me)? to{_SUBJECT}",
    )),
    (command("help hello"), (
        r"(?:who|what) (?:are|r) (?:you|u)|what(?:'s| is) (?:this|paperboy)|are you (?:there|a bot|human|real)",
    )),
    (command("help"), (
        r"what (?:can|do) (?:you|i|we) do(?: here)?|how (?:does|do) (?:this|it|you|i|we)(?: use)? (?:work|this|you|it)",
        r"help (?:me|us)|what now|menu|commands|what (?:else )?is there|\?+",
    )),
    (says(questions.WELCOME), (
        r"(?:many )?(?:thanks|thank you|thx|ty|cheers|danke|merci|gracias)(?: (?:a lot|so much|very much|all|bot))?",
        r"(?:that's |very |looks )?(?:great|cool|nice|perfect|awesome|good|excellent|lovely)(?: (?:bot|job|one|work))?",
        r"ok(?:ay)?|got it|well done|bye|good ?bye|good ?night|see you|👍|❤️",
    )),
    (says(questions.ALL_RIGHT), (r"no|nope|never ?mind|nothing|forget it|not now",)),
    (says(questions.YES_TO_WHAT), (r"yes|yep|yeah|sure|do it|go ahead",)),
    (posted, (
        r"what did (?:you|paperboy) (?:post|send|pick|find|recommend|share|show)(?: (?:me|us|here))?(?: (?P<day>.+))?",
        r"what (?:was (?:posted|sent|picked)(?: here)?|were (?:the|my|our) (?:posts|picks))(?: (?P<day>.+))?",
    )),
    (of_day("today"), (
        r"(?:what(?: was|'s| is|s)? (?:there|new|came out)|what came (?:out|in)|anything new) (?P<day>.+)",
        rf"(?:{_SHOW})?(?:all )?(?:the )?papers (?:of|from|for|on) (?P<day>.+)",
        r"(?P<day>yesterday|last \w+|\w+day|\d+ days ago|a week ago|the day before yesterday)",
    )),
    (of_day("picks"), (rf"(?:{_SHOW})?(?:my |the )?picks (?:of|from|for|on) (?P<day>.+)",)),
    (command("today"), (
        r"what(?:'s|s| is) new|anything new|news",
        rf"(?:{_SHOW})?(?:the )?(?:newest|latest|new|recent|today's)(?: papers| ones)?",
    )),
    (command("picks"), (
        rf"(?:{_SHOW})?(?:my|today's) picks|pick (?:something|some)(?: papers)?|what should i read(?: today)?",
        r"recommend (?:me )?(?:something|some papers|a paper)",
    )),
    (trending, (
        rf"(?:what(?:'s| is) |{_SHOW})?(?:trending|hot|popular)(?:(?: this| the last)? (?P<period>{_PERIOD}|today))?",
        rf"(?:this|last|the last) (?P<period>{_PERIOD})",
    )),
    (command("saved"), (
        rf"(?:{_SHOW})?(?:my )?(?:saved papers|reading list|bookmarks|saves|list)|what (?:have i|did i|i) saved?",
    )),
    (command("profile"), (
        rf"(?:{_SHOW})?my (?:profile|interests|topics|follows|mutes|likes)|(?:what|who) do i (?:follow|mute|like)",
        r"what am i following|what do you know (?:about|of) me",
    )),
    (command("privacy"), (r"what do you (?:keep|store|save|remember)(?: (?:about|of) me)?|my data|gdpr",)),
    (command("privacy export"), (r"export (?:my data|everything)|(?:give|send) me my data",)),
    (command("privacy forget"), (
        r"(?:delete|erase|remove|forget)(?: (?:me|my data|all my data|everything|all|my account|about))*",
    )),
    (command("settings"), (
        r"(?:how (?:do|can) (?:i|we) )?(?:change|edit)(?: the| my| our)? (?:settings|time|schedule|zone|topics|days)",
    )),
)  # fmt: skip

_RULES = [(re.compile(phrase, re.IGNORECASE), rule) for rule, phrases in _PHRASES for phrase in phrases]
