"""Phrases of people who ask for things in words of their own: several days, what to be told of, what is done with."""

from collections.abc import Sequence

from bot.cards import questions
from bot.commands.conversation_rules import (
    asked_of_number,
    done_to_number,
    done_with,
    looked_up,
    partly_similar,
    reacted,
)
from bot.commands.paper_phrases import ASKING, BAD, DONT, GOOD, ONE, PLACED, SHOW, SHOWN
from bot.commands.pointing import PLACE, THAT
from bot.commands.sentence_rules import (
    Rule,
    about,
    command,
    looked_for,
    more,
    of_best,
    of_day,
    of_whom,
    says,
    since_day,
    trending,
)

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
_WATCH = "(?:watch(?: out)?(?: for)?|keep an eye on|look out for)"
_TELL = "(?:notify|tell|inform|alert|ping|message|dm|warn|e?-?mail)"
_WHEN_THERE = (
    r"(?:when(?:ever)?|if|once|as soon as|about|of|on|for)(?: (?:there(?:'s| is| are)|you (?:find|see|get|have)))?"
    r"(?: (?:an?|any|some|new|the|more|another|every|all))*"
    r"(?: (?:papers?|work|something|anything|stuff|research|articles?|publications?|preprints?))?"
    r"(?: (?:any|some)?(?:one|body|people) (?:publish(?:es)?|writes?|posts?|works?|releases?)(?: (?:some|any)thing)?)?"
)
_OF_WHAT = "(?P<link>about|on|regarding|by|from)"
_COMES = (
    "(?:appears?|comes? (?:out|in|up)|(?:is|are|gets?) (?:published|posted|out|released|available)|drops?|lands?"
    "|shows? up|arrives?)"
)
_EXPORTED = "(?:likes|liked(?: papers)?|reactions|follows|interests|mutes)"
_BAD_PICKS = r"(?:(?:so|such|all|really|very) )*(?:bad|wrong|odd|strange|weird|off|irrelevant|boring|random|old)"

_POST = "(?:posts?|picks|digest|papers)"
_MODEL = r"(?:chat ?gpt|gpt(?:-?\d\w*)?|claude|gemini|openai|(?:an? )?(?:llms?|ai|language models?|chat ?bot))"
_LIKED = "(?:follows?|followed|likes?|liked|mutes?|muted|saves?|saved)"
_NUMBER = r"(?P<paper>#?\d{1,2}|the (?:first|second|third|fourth|fifth|last)(?: one| paper)?)"
_ASKS = "(?:when|where|who|whose|what|which|how|is|are|was|were|does|do|did|has|have|can|could|should|would)"
_POINTS = "(?:is|are|was|were|do|does|did|has|have|of|for|about|with|on|in|by|from|behind|if|that|like)"
_HANDS = "(?:share|forward|tell|post|print|download|rate|discuss|send|remind|add|put|give|move|copy|push|e?-?mail|text)"
_NO_TIME = r"(?<! at)(?<! to)(?<! by)(?<! until)(?<! every)"
_PART = "(?:newer|older|more|less|recent|shorter|simpler|with|without|from|by|not)"
_WORTH = "(?:good|interesting|cool|hot|big|important|worth reading)"
_MANAGER = "(?:admins?|moderators?|managers?|owners?|in charge)"
_KNOWN = "(?: (?:that )?you (?:know|have|keep|stored)(?: (?:about|on|of) me)?)?"
_NOT_LIKED = rf"(?:not (?:my thing|for me)|nah|meh|{BAD})"

ASKING_PHRASES: Sequence[tuple[Rule, tuple[str, ...]]] = (
    (reacted, (
        rf"(?P<verb>like|dislike|save) (?P<paper>{PLACE})(?:,| -| –|:)? {_WHY_SO}\b.*",
        rf"(?P<verb>like|dislike|save) (?P<paper>{PLACE})[,:]? (?:interesting|useful|relevant|bad|{GOOD})",
    )),
    (partly_similar, (
        rf"(?:{SHOW})?(?:more|papers|something) (?:like|similar to) (?P<paper>{PLACE}),? (?:but|and|only)+ {_PART}\b.*",
    )),
    (about("dislike"), (rf"{_NOT_LIKED}[,:]? {PLACED}",)),
    (says(questions.HOW_PICKED, (questions.KNOWN_OF_ME, "profile"), (questions.MY_PICKS, "picks")), (
        rf"why {ASKING}{SHOWN}(?: (?:me|us|so many|all|always|only|these))* (?:papers|picks) (?:about|on|from|by) .+",
    )),
    (about("similar"), (
        rf"(?:are there |any |show me )*(?:follow-?ups?|related (?:work|papers)|others?) (?:to|for|like) {PLACED}",
    )),
    (about("paper"), (rf"(?:summari[sz]e|explain|describe|translate) {PLACED} .+",)),
    (says(questions.SORRY), (r"you(?:'re| are) wrong",)),
    (command("undo"), (
        r"(?:drop|remove|delete|take back|cancel) (?:the|my) last (?:like|dislike|save|follow|mute|one|reaction)",
        r"undo (?:the |my )?(?:very )?last(?: (?:one|thing|action|step|change|command))?(?: i (?:did|said|made))?",
    )),
    (says(questions.TAKE_BACK, (questions.UNDO, "undo")), (
        rf"un-?(?:like|save|dislike) {THAT}|i take (?:that|it|this) back",
    )),
    (about("why"), (
        rf"why not {PLACED}",
        rf"why {ASKING}(?:not )?{PLACED} (?:not )?(?:{SHOWN}|there|in|on)(?: .+)?",
    )),
    (about("paper"), (rf"(?P<paper>{PLACE}(?:[\s,&]+{PLACE})+)",)),
    (command("saved"), (
        rf"(?:{SHOW})?what (?:i(?:'ve| have)? saved|(?:have|did) i saved?)",
        r"what(?:'s| is) (?:in|on) my (?:reading )?(?:list|library)|what(?:'s| is) saved",
    )),
    (trending, (
        rf"(?:anything|something|what(?:'s| is)) (?:new and )?{_WORTH} (?:this|the last) (?P<period>week|month)",
        r"what (?:have|did) (?:i|we) miss(?:ed)? (?:while|when|during|lately|recently|over)\b.*",
    )),
    (command("feed"), (
        rf"(?:{SHOW}|is there |can i have |do you have )?(?:an? |the |my )?rss(?: (?:feed|link|url))?",
    )),
    (command("web"), (
        r"(?:(?:is there|do you have|where is) )?(?:an? |the )?web ?(?:site|page|version|app)|log me in",
    )),
    (command("link"), (
        r"(?:link|connect|join) my (?:\w+ )?(?:accounts?|chats?)",
        r"(?:link|connect|join) (?:this|me|it) (?:to|with) my (?:other )?\w+(?: account| chat)?",
    )),
    (says(questions.EXPORT, (questions.READING_LIST, "saved export bibtex"), (questions.ALL_OF_ME, "privacy export")), (
        rf"(?:export|download|save)(?: (?:my|all|the))* {_EXPORTED}(?: (?:as|to|in) .+)?",
    )),
    (command("privacy export"), (r"how (?:do|can) i export (?:my data|everything)",)),
    (command("help hello"), (
        r"what(?:'s| is) this|(?:find|get|look for|read)(?: (?:me|some|new|good|the|my|for))* papers",
    )),
    (says(questions.NO_CHAT_MODEL), (
        rf"(?:do|does|are|is) (?:you|this|it|paperboy)(?: (?:use|using|run on|based on|powered by|built on))* {_MODEL}",
    )),
    (says(questions.WHO_MANAGES), (
        rf"(?:who(?:'s| is| are)|make me|am i|can i be)(?: (?:an?|the|channel|your))* {_MANAGER}(?: here| of this .+)?",
        rf"how (?:do|can) i become (?:an? |the )?(?:channel )?{_MANAGER}(?: .+)?",
        r"who (?:can|may) (?:change|set|pause|stop|manage) .+",
    )),
    (says(questions.NOT_TOLD), (
        rf"who else {_LIKED} .+|who {_LIKED} (?:it|this|that|{PLACE})(?: one| paper)?",
        rf"what (?:do|did) (?:others|the others|other people|my \w+|people|the team)(?: \w+)? {_LIKED}",
    )),
    (says(questions.WHY_EMPTY, (questions.KNOWN_OF_ME, "profile"), (questions.MY_PICKS, "picks")), (
        rf"why (?:is|are) (?:this|the|my|that)(?: \w+)? (?:lists?|feed|results?|{_POST}) (?:so )?(?:empty|short|small)",
        r"why (?:so few|(?:are there )?(?:only|just) (?:\d+|one|two|three|a few)) ?(?:picks|papers)?",
    )),
    (about("save"), (rf"(?:(?:read|save|keep|bookmark) )?(?:for )?later:? {ONE}",)),
    (done_with, (
        rf"(?:(?:i'm |i am )?(?:done|finished)(?: with| reading)?|forget(?: about)?) {ONE}",
        rf"already (?:read|seen|know) {ONE}",
        rf"mark {ONE} (?:as )?(?:read|done|seen|finished)",
    )),
    (about("paper"), (rf"i {DONT} (?:understand|get) {ONE}",)),
    (command("today"), (r"what(?: have| do|'ve)? (?:you|u) (?:got|have)(?: (?:today|new))*",)),
    (command("picks"), (
        r"anything|(?:is there )?anything for (?:me|us)",
        rf"(?:{SHOW})?(?:my |the |your )?picks {_SEVERAL_DAYS}",
        rf"{_WE_ARE} what (?:should|can|could) (?:i|we) read(?: today| first| now)?",
        rf"(?:{SHOW})?(?:an? )?random (?:paper|pick)",
    )),
    (since_day, (
        r"(?:what(?:'s|s| is| was)?|anything|any|show me what's) new(?: papers?)? since (?P<day>.+)",
        r"what (?:came out|came in|did i miss) since (?P<day>.+)",
    )),
    (of_day("picks"), (r"(?:show me )?(?P<day>today|yesterday|\w+day)'?s picks",)),
    (of_day("today"), (
        rf"(?:what(?:'s| is| was| were)?|which (?:is|was|were)) {_BEST} (?:on|of|from) (?P<day>.+)",
        rf"(?:{SHOW})?(?:the )?(?:most popular|best|top)(?: papers| ones)? (?:on|of|from) (?P<day>\D.*|\d+\D.*)",
    )),
    (command("today today"), (
        rf"(?:{SHOW})?(?:this|the) (?:morning|afternoon|evening)(?:'?s)?(?: papers)?|tonight(?:'?s)?(?: papers)?",
    )),
    (of_day("today"), (
        rf"(?:{SHOW})?(?:the )?(?P<day>today|yesterday)'?s (?:top|best|most popular)(?: \d{{1,2}})?(?: papers?)?",
    )),
    (of_best, (
        rf"(?:the )?(?:top|best)(?: \d{{1,2}})?(?: papers)? of (?P<when>{_PERIOD}) (?:about|on|in) (?P<what>.+)",
    )),
    (of_whom, (
        (rf"(?:please )?{_TELL} (?:me|us) (?:if|when(?:ever)?|once) (?P<who>\S+(?: \S+){{0,2}}?)"
        r" (?:publishes|releases|posts|writes|puts out)(?: (?:something|anything|an?|any|new|papers?))*"),
    )),
    (says(questions.SET_UP_HOW, (questions.EVERY_WEEKDAY, "subscribe 09:00 weekdays"),
          (questions.BY_MAIL, "help email")), (
        r"(?:notify|inform|remind|ping|message|dm|tell) (?:me|us)(?: (?:here|too|(?:on|in|by|via) (?:\S+ ?){1,3}))?",
    )),
    (more, (
        rf"(?:please )?{_TELL} (?:me|us) {_WHEN_THERE}(?: {_OF_WHAT})? (?P<what>.+?) {_COMES}",
        rf"(?:please )?(?:notify|inform|alert|ping) (?:me|us) {_WHEN_THERE} {_OF_WHAT} (?P<what>.+)",
        rf"(?:(?:please )?notify|tell|inform|alert|ping) (?:me|us) {_TOLD_OF} (?P<link>)(?P<what>.+)",
        rf"(?:let (?:me|us) know|keep (?:me|us) (?:posted|informed|updated)) {_TOLD_OF} (?P<link>)(?P<what>.+)",
        rf"{_WATCH} (?P<link>)(?P<what>\"[^\"]+\"|[^\W\d]\S+(?: \S+){{0,3}})",
        rf"(?:{SHOW})?more (?P<link>)(?P<what>(?!like\b)[^\W\d]\S+(?: \S+){{0,2}}) papers",
    )),
    (looked_for, (
        r"how many papers (?:about|on|regarding) (?P<what>.+?) (?:are there|do you have|have you got|exist)(?: here)?",
        r"(?:explain|describe) (?P<what>.+) (?:to|for) (?:me|us|beginners|a beginner)",
    )),
    (says(questions.which("like")), (r"\+1",)),
    (says(questions.which("dislike")), (r"-1|👎|not interested|(?:i'm|i am) not interested",)),
    (says(questions.HOW_PICKED, (questions.KNOWN_OF_ME, "profile"), (questions.MY_PICKS, "picks")), (
        rf"why (?:are|is|were) (?:my|the|your|these|those|all)(?: \w+)? (?:picks?|papers|recommendations) {_BAD_PICKS}",
    )),
    (command("privacy forget"), (
        rf"(?:forget|delete|erase) (?:everything|all){_KNOWN}",
        r"reset|start (?:over|from scratch|anew|afresh)",
        r"(?:reset|clear|wipe) (?:my|our)(?: whole)? (?:profile|interests|data|history)",
    )),
)  # fmt: skip

LAST: Sequence[tuple[Rule, tuple[str, ...]]] = (
    (asked_of_number, (rf"(?={_ASKS}(?:'s)?\b)(?!how to\b)(?:.+ )?{_POINTS} {_NUMBER}(?: .+)?",)),
    (done_to_number, (
        rf"{_HANDS}(?: \S+){{0,4}}?{_NO_TIME} {_NUMBER}(?: (?:to|with|in|on|at|by|via|for|as|from|an?) .+)?",
    )),
    (looked_up, (
        r"(?:look up|search for|google|find(?: me)?|look for) (?P<what>\".+)",
        r"(?:look up|search for|google|find me) (?P<what>(?!tables?\b|research\b|scholar\b).+)",
    )),
)  # fmt: skip
"""What no other phrase is; a number in it is a paper's."""
