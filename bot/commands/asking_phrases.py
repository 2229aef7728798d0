"""Phrases of people who ask for things in words of their own: several days, what to be told of, what is done with."""

from collections.abc import Sequence

from bot.cards import questions
from bot.commands.conversation_rules import (
    asked_of_number,
    done_to_number,
    done_with,
    elsewhere,
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
    says,
    since_day,
    stop,
    trending,
)
from bot.commands.settings_rules import change, to_set, topics_here

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
_EXPORTED = "(?:likes|liked(?: papers)?|reactions|follows|interests|mutes)"
_RATHER_THAN = "(?:not|instead of|rather than|and not)"
_BAD_PICKS = r"(?:(?:so|such|all|really|very) )*(?:bad|wrong|odd|strange|weird|off|irrelevant|boring|random|old)"

_A_DAY = "(?:a|per|every|each) day"
_POSTING = "(?:post|send|give|bring|show)(?: (?:me|us|it|them|here|papers|picks))*"
_SEND = "(?:post|send|set ?up|start|subscribe|add|put|move|bring)"
_SOURCES = "(?:arxiv|hugging ?face|biorxiv|medrxiv|the sources?|your sources?)"
_POST = "(?:posts?|picks|digest|papers)"
_NEXT = r"(?:tomorrow|next|later|today|next time|next week|on \w+day)"
_MODEL = r"(?:chat ?gpt|gpt(?:-?\d\w*)?|claude|gemini|openai|(?:an? )?(?:llms?|ai|language models?|chat ?bot))"
_LIKED = "(?:follows?|followed|likes?|liked|mutes?|muted|saves?|saved)"
_NUMBER = r"(?P<paper>#?\d{1,2}|the (?:first|second|third|fourth|fifth|last)(?: one| paper)?)"
_ASKS = "(?:when|where|who|whose|what|which|how|is|are|was|were|does|do|did|has|have|can|could|should|would)"
_POINTS = "(?:is|are|was|were|do|does|did|has|have|of|for|about|with|on|in|by|from|behind|if|that|like)"
_HANDS = "(?:share|forward|tell|post|print|download|rate|discuss|send|remind|add|put|give|move|copy|push|e?-?mail|text)"
_NO_TIME = r"(?<! at)(?<! to)(?<! by)(?<! until)(?<! every)"
_RARELY = "(?:fortnightly|bi-?weekly|monthly|every other week|once a month)"
_PART = "(?:newer|older|more|less|recent|shorter|simpler|with|without|from|by|not)"
_WORTH = "(?:good|interesting|cool|hot|big|important|worth reading)"
_MANAGER = "(?:admins?|moderators?|managers?|owners?|in charge)"
_KNOWN = "(?: (?:that )?you (?:know|have|keep|stored)(?: (?:about|on|of) me)?)?"
_NOT_LIKED = rf"(?:not (?:my thing|for me)|nah|meh|{BAD})"

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
        r"(?:do|can) you (?:know|respect|skip|observe|respect) (?:(?:public|bank|our) )?holidays",
    )),
    (says(questions.pause(_IN_TWO_DAYS), (questions.pause_button(_IN_TWO_DAYS), f"pause {_IN_TWO_DAYS}")), (
        rf"{_LEAVE_OUT} tomorrow",
    )),
    (topics_here, (
        (r"(?:post |send |show |put )?(?:only|just) (?:papers (?:about|on) )?(?P<what>.+?)(?: papers)?"
        r" (?:in|for|to|into) (?:this|the|our) channel"),
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
        r"why (?:did|have|do|does) (?:you|paperboy|it) not (?:post|send|pick)\b.*",
        rf"(?:is|are) {_SOURCES} (?:\w+ )?(?:down|up|broken|working|offline|online|read|ok|there|reachable)",
        rf"(?:what happened to|where(?:'s| is| are)) (?:(?:yesterday's|today's|the|my|our|last) )+{_POST}",
    )),
)  # fmt: skip
"""What shall be posted, when and where."""

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
