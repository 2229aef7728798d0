"""Phrases of people who ask for things in words of their own: several days, what to be told of, what is done with."""

from collections.abc import Sequence

from bot.cards import questions
from bot.commands.conversation_rules import done_with, reacted
from bot.commands.paper_phrases import DONT, GOOD, ONE, SHOW
from bot.commands.pointing import PLACE
from bot.commands.sentence_rules import Rule, about, command, looked_for, more, of_best, of_day, says, since_day

_ONE_DAY = "(?:today|yesterday)"
_DAYS = r"(?:the )?(?:last|past|this|these)(?: \d{1,2}| two| three| few| couple of)? (?:days?|week)"
_SEVERAL_DAYS = rf"(?:(?:of|from|for|over|in) )?(?:{_DAYS}|{_ONE_DAY} and {_ONE_DAY})"
_WE_ARE = r"(?:i'm|i am|we're|we are) (?:an? )?[^,.;]{2,40}[,.;]"
_BEST = r"(?:the )?(?:most )?(?:popular|hot|trending|best|top)(?: papers?| ones?)?"
_PERIOD = r"(?:the |this )?(?:last |past )?(?:day|week|month)"
_WHY_SO = r"(?:because|'?cause|bc|cuz|since|it'?s|it is|was|is|too|not|so|very|really|looks|already|boring|irrelevant)"
_TOLD_OF = (
    r"(?:about|of|on|when (?:there(?:'s| is| are)|you (?:find|see|get|have)))(?: (?:an?|any|some|new|the|more))*"
    r"(?: (?:papers?|work|something|anything|stuff|research)(?: (?:about|on|regarding))?)?"
)
_BAD_PICKS = r"(?:(?:so|such|all|really|very) )*(?:bad|wrong|odd|strange|weird|off|irrelevant|boring|random|old)"

ASKING_PHRASES: Sequence[tuple[Rule, tuple[str, ...]]] = (
    (reacted, (
        rf"(?P<verb>like|dislike|save) (?P<paper>{PLACE})(?:,| -| –|:)? {_WHY_SO}\b.*",
        rf"(?P<verb>like|dislike|save) (?P<paper>{PLACE})[,:]? (?:interesting|useful|relevant|bad|{GOOD})",
    )),
    (about("save"), (rf"(?:(?:read|save|keep|bookmark) )?(?:for )?later:? {ONE}",)),
    (done_with, (
        rf"(?:(?:i'm |i am )?(?:done|finished)(?: with| reading)?|forget(?: about)?) {ONE}",
        rf"already (?:read|seen|know) {ONE}",
        rf"mark {ONE} (?:as )?(?:read|done|seen|finished)",
    )),
    (about("paper"), (rf"i {DONT} (?:understand|get) {ONE}",)),
    (command("picks"), (
        rf"(?:{SHOW})?(?:my |the |your )?picks {_SEVERAL_DAYS}",
        rf"{_WE_ARE} what (?:should|can|could) (?:i|we) read(?: today| first| now)?",
        rf"(?:{SHOW})?(?:an? )?random (?:paper|pick)",
    )),
    (since_day, (
        r"(?:what(?:'s|s| is| was)?|anything|any|show me what's) new(?: papers?)? since (?P<day>.+)",
        r"what (?:came out|came in|did i miss) since (?P<day>.+)",
    )),
    (of_day("today"), (
        rf"(?:what(?:'s| is| was| were)?|which (?:is|was|were)) {_BEST} (?:on|of|from) (?P<day>.+)",
        rf"(?:{SHOW})?(?:the )?(?:most popular|best|top)(?: papers| ones)? (?:on|of|from) (?P<day>\D.*|\d+\D.*)",
    )),
    (of_best, (
        rf"(?:the )?(?:top|best)(?: \d{{1,2}})?(?: papers)? of (?P<when>{_PERIOD}) (?:about|on|in) (?P<what>.+)",
    )),
    (more, (
        rf"(?:(?:please )?notify|tell|inform|alert|ping) (?:me|us) {_TOLD_OF} (?P<link>)(?P<what>.+)",
        rf"(?:let (?:me|us) know|keep (?:me|us) (?:posted|informed|updated)) {_TOLD_OF} (?P<link>)(?P<what>.+)",
        r"(?:watch(?: out)?(?: for)?|keep an eye on|look out for) (?P<link>)(?P<what>[^\W\d]\S+(?: \S+){0,3})",
        rf"(?:{SHOW})?more (?P<link>)(?P<what>(?!like\b)[^\W\d]\S+(?: \S+){{0,2}}) papers",
    )),
    (looked_for, (
        r"how many papers (?:about|on|regarding) (?P<what>.+?) (?:are there|do you have|have you got|exist)(?: here)?",
        r"(?:explain|describe) (?P<what>.+) (?:to|for) (?:me|us|beginners|a beginner)",
    )),
    (says(questions.which("like")), (r"\+1",)),
    (says(questions.which("dislike")), (r"-1|not interested|(?:i'm|i am) not interested",)),
    (says(questions.HOW_PICKED, (questions.KNOWN_OF_ME, "profile"), (questions.MY_PICKS, "picks")), (
        rf"why (?:are|is|were) (?:my|the|your|these|those|all)(?: \w+)? (?:picks?|papers|recommendations) {_BAD_PICKS}",
    )),
    (command("privacy forget"), (r"(?:reset|clear|wipe) (?:my|our)(?: whole)? (?:profile|interests|data|history)",)),
)  # fmt: skip
