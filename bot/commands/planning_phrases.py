"""Phrases of what shall be posted, when, where and how, with their rules."""

from collections.abc import Sequence

from bot.cards import questions
from bot.commands.conversation_rules import elsewhere
from bot.commands.paper_phrases import SHOW
from bot.commands.sentence_rules import Rule, command, says, stop
from bot.commands.settings_rules import change, to_set, topics_here

_LEAVE_OUT = (
    r"(?:(?:turn|switch) off|skip|no|not|nothing|leave out|without|stop|pause|don't)"
    r"(?: (?:post|posts|posting|send|picks|papers|it|them|me|anything))*(?: (?:on|at|over|during|for))?"
)
_FORM = (
    "(?:(?:use|post|put|send|make|i want|(?:i |we )?prefer|give (?:me|us))(?: (?:it|them|picks|papers|in|as|into))*"
    "|in|as)"
)
_ONE_MESSAGE = "(?:an? |the |just |only )?(?:one|single|compact|short) (?:message|post)(?: only)?"
_IN_TWO_DAYS = "until the day after tomorrow"
_RATHER_THAN = "(?:not|instead of|rather than|and not)"
_A_DAY = "(?:a|per|every|each) day"
_POSTING = "(?:post|send|give|bring|show)(?: (?:me|us|it|them|here|papers|picks))*"
_SEND = "(?:post|send|set ?up|start|subscribe|add|put|move|bring)"
_SOURCES = "(?:arxiv|hugging ?face|biorxiv|medrxiv|the sources?|your sources?)"
_POST = "(?:posts?|picks|digest|papers)"
_NEXT = r"(?:tomorrow|next|later|today|next time|next week|on \w+day)"
_RARELY = "(?:fortnightly|bi-?weekly|monthly|every other week|once a month)"

PLANNED: Sequence[tuple[Rule, tuple[str, ...]]] = (
    (elsewhere, (rf"{_SEND}\b.*?(?P<channel>#[\w-]*[^\W\d][\w-]*|<#[^>\s]+>).*",)),
    (says(questions.HOW_MANY, *((questions.a_day(n), f'subscribe count:"{n}"') for n in (3, 5, 8))), (
        r"(?:(?:that's|that is|it's|this is|these are) )?(?:fewer|less|(?:way )?too (?:many|few|much)|not so many)",
    )),
    (says(questions.ONCE_A_DAY), (
        (rf"(?:{_POSTING} )?(?:twice|two times|2x|three times|several times|more than once|\d times|more often)"
        rf"(?: {_A_DAY}| daily)"),
        rf"(?:{_POSTING} )?(?:hourly|every (?:\w+ )?hours?|(?:in the )?mornings? and (?:in the )?evenings?)",
    )),
    (says(questions.NO_HOLIDAYS), (
        rf"(?:{_LEAVE_OUT} )?(?:(?:public|bank|national|my|our) )?holidays",
        r"(?:do|can) you (?:know|respect|skip|observe) (?:(?:public|bank|our) )?holidays",
    )),
    (says(questions.pause(_IN_TWO_DAYS), (questions.pause_button(_IN_TWO_DAYS), f"pause {_IN_TWO_DAYS}")), (
        rf"{_LEAVE_OUT} tomorrow",
    )),
    (topics_here, (
        (r"(?:post |send |show |put )?(?:only|just) (?:papers (?:about|on) )?(?P<what>.+?)(?: papers)?"
        r" (?:(?:in|for|to|into) (?:this|the|our) channel|here)"),
    )),
    (to_set("days", "weekdays"), (
        rf"(?:{_LEAVE_OUT} )(?:the )?weekends?|(?:(?:only|just) )?(?:on )?(?:weekdays|work(?:ing)? ?days)(?: only)?",
    )),
    (to_set("format", "threaded"), (
        rf"(?:{_FORM} )?(?:an? |the )?threads?(?:,? (?:please|pls))?(?:,? {_RATHER_THAN} .+)?",
    )),
    (to_set("format", "compact"), (
        rf"(?:{_FORM} )?{_ONE_MESSAGE}(?:,? {_RATHER_THAN} .+)?",
    )),
    (to_set("format", "cards"), (
        rf"(?:{_FORM} )?(?:one|an?) (?:message|post|card) (?:per|for each|a|for every) paper(?:,? {_RATHER_THAN} .+)?",
    )),
    (says(questions.TIME_ZONE, (questions.WHEN_POSTED, "settings")), (
        r"what(?:'s| is) (?:your|the|my|our) time ?zone",
        r"(?:which|what) time ?zone (?:do you use|are you in|is (?:it|this))",
        r"what(?:'s| is)? (?:the )?time(?: is it)?(?: (?:for you|there|here|now|where you are))*",
    )),
    (change, (
        r"(?:use|switch to|take) (?P<zone>[A-Za-z]+(?:[ /_][A-Za-z]+)?)(?: time(?: ?zone)?)?",
        r"(?:remind|ping|notify) (?:me|us) (?P<rest>(?:at|every|daily|each) .+)",
        rf"(?:{_POSTING} )?(?P<count>\d+)(?: {_POST})? (?:instead of|rather than|not) \d+(?: {_POST})?(?: {_A_DAY})?",
        rf"(?:.{{1,40}}[,;.:] )?(?:{_POSTING} )?(?P<count>\d+)(?: (?:papers|picks))? {_A_DAY}(?: (?:is|are) .+)?",
    )),
    (says(questions.ON_DAYS, (questions.THREE_DAYS, 'subscribe days:"mon,wed,fri"'),
          (questions.ONCE_A_WEEK, 'subscribe days:"monday"')), (
        rf"(?:{_POSTING} )?(?:every (?:other|second|third|few) days?|(?:twice|three times) (?:a|per) week)",
        rf"(?:{_POSTING} )?{_RARELY}(?: (?:digest|summary|picks|papers|posts?))?",
    )),
    (says(questions.WEEKLY, (questions.ONCE_A_WEEK, 'subscribe days:"monday"')), (
        r"(?:an? )?weekly(?: (?:digest|summary|picks|papers|posts?))? (?:instead|please|only|not daily)(?: .+)?",
        rf"(?:{_POSTING} )?(?:only )?once (?:a|per) week",
    )),
    (stop, (r"snooze|take a break|too much noise",)),
    (says(questions.GO_ON, (questions.RESUME, "resume")), (r"(?:i'm|i am|we're|we are) back",)),
    (says(questions.NOT_NOW, (questions.NEXT_POST, "preview"), (questions.MY_PICKS, "picks")), (
        rf"(?:post|send)(?: (?:it|them|us|something|the|my|our|{_POST}))* (?:right )?(?:now|immediately|already)",
    )),
    (command("preview"), (
        rf"what (?:will|would|do|are) you (?:going to )?(?:post|send|pick)(?: (?:here|us|me))?(?: {_NEXT})*",
        rf"(?:{SHOW})?(?:the )?(?:tomorrow's|next) {_POST}|what(?:'s| is) (?:coming|planned)(?: {_NEXT})?",
    )),
    (command("status"), (
        r"why (?:(?:did|have|do|does)(?:n't| not)) (?:you|paperboy|it) (?:post|send|pick)\b.*",
        r"(?:is|are) (?:it|this|they|(?:the )?(?:daily )?picks|you) (?:still )?(?:paused|stopped|off|set up|running)",
        (r"why (?:didn't|don't|did|do|have|haven't) (?:i|we) (?:not )?(?:get|got|gotten|receive|received|see|seen|have)"
        r" (?:any|anything|something|papers|picks|(?:a|the|my|our|today's) (?:post|digest|mail|picks|papers))\b.*"),
        r"why (?:did|have|do|does) (?:you|paperboy|it) not (?:post|send|pick)\b.*",
        rf"(?:is|are) {_SOURCES} (?:\w+ )?(?:down|up|broken|working|offline|online|read|ok|there|reachable)",
        rf"(?:what happened to|where(?:'s| is| are)) (?:(?:yesterday's|today's|the|my|our|last) )+{_POST}",
    )),
)  # fmt: skip
"""What shall be posted, when and where."""
