"""The phrases that are understood, each sort with its rule; the first that fits counts. Patterns of whole sentences."""

import calendar
from collections.abc import Sequence

from bot.cards import questions
from bot.commands.asking_phrases import ASKING_PHRASES, LAST
from bot.commands.conversation_phrases import ABOUT_US, COURTESY, ENDS, ON_LISTS
from bot.commands.follow_up_phrases import CORRECTIONS
from bot.commands.paper_phrases import DONT, NAMED, PAPER_PHRASES, PLACED, SHOW
from bot.commands.planning_phrases import PLANNED
from bot.commands.pointing import THAT
from bot.commands.sentence_rules import (
    OKAY,
    YES,
    Rule,
    about,
    at_address,
    command,
    exported,
    help_on,
    less,
    looked_for,
    looked_for_by_votes,
    more,
    of_day,
    pause,
    posted,
    says,
    stop,
    trending,
    unmuted,
    which,
)
from bot.commands.settings_rules import change

_SENDING = (
    "post|send|message|write|spam|bother|notify|dm|mail|posting|sending|messaging|writing|spamming|bothering"
    "|notifying|dming|mailing"
)
_OURS = (
    "me|us|here|to|in|this|that|it|the|my|our|your|any|more|all|daily|new|channel|papers?|picks|posts?|messages?"
    "|e?-?mails?|notifications?|subscriptions?|stuff|these|those|everything|dms?|digests?|already"
)
_STUFF = "(?:papers?|anything|everything|something|stuff|work|research)"
_SUBJECT = rf"(?: papers| {_STUFF}(?= (?:about|on|from|by) ))?(?: (?P<link>about|on|from|by))? (?P<what>.+)"
_BRINGING = "(?:showing|sending|posting|recommending|suggesting)"
_TIME = r"(?:until|till|for) .+"
_PERIOD = "day|week|month"
_OF_PERIOD = rf" (?:this|(?:the )?last|the) (?P<of_period>{_PERIOD})"
_VOTES = "(?:(?:up)?votes|likes|points|stars on hugging ?face)"
_THERE_ARE = "(?: (?:are|were|came|did you (?:get|read)))?(?: (?:there|out|in|published|new))?"
_TO = "(?:to|on|in|into)"
_COUNTS = tuple((questions.a_day(count), f'subscribe count:"{count}"') for count in (3, 5, 8))
_BARS = ((questions.STRICTER, "subscribe bar:strict"), (questions.BROADER, "subscribe bar:broad"))
_TRENDING = rf"(?:what(?:'s| is) |{SHOW})?(?:hugging ?face )?(?:trending|hot|popular)(?: on hugging ?face)?"
_LIST = "(?:library|reading list|list|saves|saved(?: papers)?|bookmarks)"
_WE_ARE = "(?:i'm|i am|we're|we are)"
_FIELD = "(?:field|area|topic|subject|work|research|interest|thesi)"
_BEST = rf"(?:{SHOW}|what(?:'s|s| is| are) |which (?:is|are) )?(?:the |most )?(?:best|top|popular|upvoted)"
_WHAT_WE_HAVE = "(?:some(?:one|body|thing)|people|it|this|that|here|papers?|topics?|authors?|picks?|e?-?mails?|lists?)"
_OF_OURS = rf"(?:(?:for|to|by|an?|the|my|this|these|new|daily|reading) ){{0,3}}{_WHAT_WE_HAVE}"
_WHAT_IS_SET_UP = "(?:it|this|that|the|an?|daily|picks|papers|posts?|digest|here|in|for|me|us|channel|paperboy|bot)"
_EVERY_WEEKDAY = "subscribe 09:00 weekdays"
_NUMBER = "(?:count|number(?: of (?:picks|papers))?)"
_PICKS_A_DAY = "(?:(?:papers|picks)(?: (?:a|per|every|each) day)?)"
_HAVE = r"(?:(?:is|are) there|(?:do|have) you (?:have|got)|i need) "
_READ = "(?:what (?:should|can|could) (?:i|we) read|tell me)"
_GET = r"(?:send|get|have|can i (?:get|have)|i want)"
_THEM = r"(?:it|them|this|(?:the |my )?picks|papers)(?: to (?:me|us))?"
_BY_MAIL = r"(?:by|via|as|in|per) (?:an? |my )?(?:e?-?mails?|inbox)(?: .*)?"
_WHEN = r"(?:at|on|every|daily|each) .+?"
_SETTINGS = "(?:it|this|the|my|our|channel|post|posts|picks|time|days?|(?:time ?)?zone|schedule|count|number)"

_MONTH_NAME = rf"(?:{'|'.join(calendar.month_name[1:])}|{'|'.join(calendar.month_abbr[1:])}|sept)"
_YEAR = r"(?:,? 20\d\d)?"
_A_DATE = (
    r"(?:20\d\d-\d\d?-\d\d?|\d{1,2}\.\s?\d{1,2}\.\s?20\d\d|\d{1,2}/\d{1,2}/20\d\d"
    rf"|{_MONTH_NAME}\.? \d{{1,2}}(?:st|nd|rd|th)?{_YEAR}|\d{{1,2}}(?:st|nd|rd|th|\.)? (?:of )?{_MONTH_NAME}{_YEAR})"
)

PHRASES: Sequence[tuple[Rule, tuple[str, ...]]] = (
    *CORRECTIONS,
    (pause, (
        rf"(?:stop|(?:be )?quiet|silence|hold|snooze|take a break)(?: (?:{_SENDING}|{_OURS}))*,? (?P<until>{_TIME})",
        rf"(?:i(?:'m| am|'ll be| will be) )?(?:away|off|on (?:holiday|vacation|leave)),? (?P<until>{_TIME})",
        rf"mute(?: (?:it|this|everything|here))? (?P<until>{_TIME})",
        rf"pause(?: (?:{_OURS}))+ (?P<until>{_TIME})",
    )),
    (says(questions.GO_ON, (questions.RESUME, "resume")), (
        r"unpause|(?:resume|start|go on|continue)(?: (?:posting|sending|again|it|them|the|daily|picks|posts|here))+",
        r"turn (?:it|them) (?:back )?on|start again",
    )),
    *PLANNED,
    (says(questions.HOW_MANY, *_COUNTS, (questions.TEN_NOW, "picks 10")), (
        r"(?:more|fewer|less|too (?:many|few)|not enough) (?:picks|papers|posts)(?: (?:a|per|every|each) day)?",
    )),
    (says(questions.HOW_SURE, *_BARS), (
        r"(?:be )?(?:less|more|not so|too) (?:strict|picky|broad|loose)|(?:be )?(?:stricter|pickier|broader|looser)",
    )),
    (says(questions.INVITE), (
        r"invite(?: (?:you|link|me))?",
        rf"(?:how (?:do|can) (?:i|we) )?(?:add|install|invite|get) (?:this|it|you|paperboy|the bot) {_TO} .+",
    )),
    (command("settings"), (r"(?:add|remove|change|set) (?:the |a )?(?:topics?|categor(?:y|ies)) .*(?:channel|here)",)),
    (change, (
        rf"(?:change|set|move|switch|put)(?: {_SETTINGS})+ to (?P<rest>.+)",
        rf"(?:no more than|at most|only|max|(?:set|change) (?:the )?{_NUMBER} to) (?P<count>\d+)(?: {_PICKS_A_DAY})?",
        rf"(?:post|send)(?: (?:{_OURS}))*(?: only)? (?P<rest>{_WHEN})(?: instead)?",
        rf"(?:i|we) (?:want|need)(?: (?:the|my|our|\d+|some))? (?:papers|picks|them|it) (?P<rest>{_WHEN})",
        rf"(?:make it|only) (?P<rest>.+)|(?P<when>{_WHEN})(?: instead)?",
        rf"(?:set ?up|start)(?: {_WHAT_IS_SET_UP})*,? (?P<rest>(?:at |on |every |daily )?\S*\d.*|(?:every|on) .+)",
    )),
    (says(questions.SET_UP_HOW, (questions.EVERY_WEEKDAY, _EVERY_WEEKDAY), (questions.HOW, "help subscribe")), (
        rf"(?:how (?:do|can|would) (?:i|we) )?(?:set ?up|configure|enable|turn on)(?: {_WHAT_IS_SET_UP})*",
    )),
    (stop, (
        r"(?:stop|enough|(?:be )?quiet|silence|shut up|cancel|quit)(?: (?:it|this|that|all|everything|already|now))*",
        r"mute(?: (?:it|this|all|everything|here|you|me|us|notifications|posts|the channel))*",
        r"leave me alone|go away|opt[- ]?out|remove me|take me off.*|sign me off|unregister(?: me)?",
        rf"(?:stop|quit|{DONT}|no more|end|cancel|turn off|switch off)(?: (?:{_SENDING}))?(?: (?:{_OURS}))+",
        rf"(?:stop|{DONT}) (?:{_SENDING})",
        rf"i {DONT} want (?:{THAT})",
        r"unsubscribe (?:me|us|all|everything|(?:me )?from .+)",
        rf"how (?:do|can) (?:i|we) (?:unsubscribe|opt out|(?:stop|end|cancel|turn off)(?: (?:{_OURS}))*)",
    )),
    *ON_LISTS,
    *ABOUT_US,
    *ASKING_PHRASES,
    *PAPER_PHRASES,
    *ENDS,
    (about("undo save"), (
        rf"(?:unsave|un-?bookmark) {NAMED}",
    )),
    (command("undo everything"), (
        r"undo (?:everything|all|both)(?: (?:of (?:it|them|that)|(?:that )?i (?:did|said)|i've done|again))*",
        r"(?:take|put) (?:everything|it all|all(?: of (?:it|that))?) back",
        r"take back (?:everything|all(?: of (?:it|that))?)",
    )),
    (command("undo"), (rf"undo (?:{THAT})|(?:take|put) (?:{THAT}) back",)),
    (says(questions.TAKE_BACK, (questions.UNDO, "undo")), (r"oops|that was (?:a mistake|wrong)|wrong button",)),
    (which, (
        rf"(?:i )?(?P<not>{DONT} )?(?:really )?(?P<verb>like|love|dislike|hate|save|bookmark|keep) (?P<that>{THAT})",
    )),
    (says(questions.which("dislike")), (
        r"(?:this is |(?:it|that)(?:'s| is| was) )?(?:an? )?(?:bad(?: picks?)?|wrong|boring|not relevant|irrelevant)",
    )),
    (command("unfollow"), (rf"(?:i|{_WE_ARE}) follow(?:ing)? too (?:many|much)\b.*",)),
    (unmuted, (rf"(?:stop|quit|{DONT}|no longer) mut(?:e|ing) (?P<what>.+)",)),
    (less, (
        rf"i(?: really)? {DONT}(?: really)? (?:like|want|need|care (?:about|for))(?: any| more)*{_SUBJECT}",
        rf"i (?:{DONT}|never) (?:want|need|like|wish) to (?:see|read|get|hear (?:of|about))(?: any| more)*{_SUBJECT}",
        rf"i(?:'m| am) (?:not interested in|tired of|sick of|bored (?:of|with|by)){_SUBJECT}",
        rf"(?:i hate|no more|not interested in|never show(?: me)?){_SUBJECT}",
        rf"(?:stop {_BRINGING}|{DONT} (?:show|send|post))(?: (?:me|us|any|more|any more))*{_SUBJECT}",
        rf"(?:hide|exclude|filter out|block|ban)(?: all| any)? {_STUFF} (?P<link>about|on|from|by) (?P<what>.+)",
        r"(?:less|fewer)(?: papers)?(?: (?P<link>about|on|from|by))? (?P<what>\S+(?: \S+){0,3})",
    )),
    (more, (
        rf"i(?: really| also)? (?:like|love|enjoy|follow){_SUBJECT}",
        rf"(?:i|we)(?: \w+ly| also)? (?:care about|work (?:on|in|with)|study|research|build|develop){_SUBJECT}",
        rf"{_WE_ARE}(?: .{{2,40}})? (?:interested in|working (?:on|in|with)|into|studying|researching){_SUBJECT}",
        rf"(?:i|we) do (?:research|work) (?:on|in){_SUBJECT}",
        rf"(?:my|our) (?:\w+ )?{_FIELD}s? (?:is|are)(?P<link>)(?: (?:on|in|about))? (?P<what>.+)",
        rf"i only (?:care about|want|like|read){_SUBJECT}",
        rf"(?:{SHOW})?more(?: papers)? (?P<link>about|on|from|by) (?P<what>.+)",
        rf"(?:{SHOW})more (?P<link>)(?P<what>[^\W\d]\S+(?: \S+)?)|more (?P<only>[^\W\d]\S+)",
        rf"subscribe(?: me)? to{_SUBJECT}",
    )),
    (command("help hello"), (
        r"(?:who|what) (?:are|r) (?:you|u)|what(?:'s| is) (?:this|paperboy)|are you (?:there|a bot|human|real)",
        r"what does (?:this bot|this|paperboy) do|good (?:morning|afternoon|evening)|how are you",
    )),
    (command("help"), (
        r"what (?:can|do) (?:you|i|we) do(?: here)?",
        r"how (?:does|do) (?:this|it|you|i|we)(?: bot)?(?: use)? (?:work|this|you|it)",
        r"help (?:me|us)|what now|menu|(?:what )?commands(?: are there| do you know)?|what (?:else )?is there|\?+",
    )),
    *COURTESY,
    (says(questions.SORRY), (r"(?:bad|stupid|useless|annoying) bot|you suck|(?:these|they) are (?:bad|wrong)",)),
    (says(questions.ALL_RIGHT), (
        r"no?|nope|never ?mind|nothing|(?:forget|drop|skip) it|not (?:now|today)|sorry|lol|haha+|wow|hm+",
    )),
    (command(f"help {YES}"), (
        r"(?:(?:yes|yep|yeah|yup|sure|of course|exactly|ja|y),? ?)+(?:(?:do|follow|mute) (?:it|that|so)|do|go ahead)?",
        r"(?:do (?:it|that|so)|do|go ahead)",
    )),
    (command(f"help {OKAY}"), (r"o?kk?(?:ay)?|👍|all right|alright|fine",)),
    (help_on, (rf"how (?:do|can|could|should|would) i (?P<command>[\w-]+)(?: {_OF_OURS}\b.*)?",)),
    (says(questions.HOW_PICKED, (questions.KNOWN_OF_ME, "profile"), (questions.MY_PICKS, "picks")), (
        r"how (?:do|does) (?:you|paperboy|it|the bot) (?:choose|pick|rank|select|decide|know)(?: .*)?",
        r"how (?:are|is) (?:the |my )?(?:papers|picks|posts) (?:chosen|picked|ranked|selected|made)",
    )),
    (says(questions.WEEKLY, (questions.ONCE_A_WEEK, 'subscribe days:"monday"')), (
        r"(?:(?:send|post|give) (?:me|us) )?(?:an? )?weekly(?: (?:digest|summary|picks|papers|posts?))?",
    )),
    (at_address, (r"my (?:e-?mail(?: address)?|address) is (?P<address>\S+)",)),
    (change, (r"(?:(?:i|we) live in|i'm in|i am in|we're in|we are in|my time ?zone is) (?P<zone>.+)",)),
    (command("settings"), (r"(?:set|change) (?:my|the|our) time ?zone",)),
    (command("status"), (
        r"(?:what|which)(?: \w+ of)? (?:sources|papers|sites) do you (?:use|read|have|know)|how often do you post",
        r"where do (?:the|your|these) papers come from|do you (?:read|use) (?:arxiv|hugging ?face|biorxiv|medrxiv)",
        r"when (?:do|will|can) (?:i|we) get (?:the|my|our|some|new)? ?(?:next )?(?:papers|picks|posts?)",
        r"when (?:is|are) (?:the )?next (?:posts?|picks)|when (?:do|does|will) (?:you|it|they|the picks) (?:post|come)",
        r"how many papers(?: (?:do|have) you (?:have|know|got|read)| are there(?: here)?)?(?: in total| overall)?",
        r"how (?:old|fresh|new|up[- ]to[- ]date) (?:is|are) (?:this|it|(?:your|the|these) (?:data|papers|sample))",
        r"why (?:did|was|is|has|were|are) (?:nothing|there no|no).*|nothing (?:was posted|came|arrived).*",
        r"where (?:are|is) (?:the|my|our|today's) (?:papers|picks|posts?)",
        r"(?:is (?:it|this)|are you) (?:broken|down|dead|working|alive|ok)|did you (?:crash|die|break|stop)",
    )),
    (posted, (
        r"what did (?:you|paperboy) (?:post|send|pick|find|recommend|share|show)(?: (?:me|us|here))?(?: (?P<day>.+))?",
        r"what (?:was (?:posted|sent|picked)(?: here)?|were (?:the|my|our) (?:posts|picks))(?: (?P<day>.+))?",
    )),
    (of_day("today"), (
        r"(?:what(?: was|'s| is|s)? (?:there|new|came out)|what came (?:out|in)|anything new) (?P<day>.+)",
        rf"(?:{SHOW})?(?:all )?(?:the )?papers (?:of|from|for|on) (?P<day>.+)",
        rf"how many (?:new )?papers{_THERE_ARE}(?: (?:on|from|of))? (?P<day>(?:today|yesterday|\w+day|\d).*)",
        rf"(?:{SHOW}|summari[sz]e )?(?:the )?(?P<day>today|yesterday)(?:'s|s) papers",
        r"(?P<day>yesterday|last \w+|\w+day|\d+ days ago|a week ago|(?:the )?day before yesterday)",
        rf"(?:{SHOW})?(?:the )?(?P<day>{_A_DATE})(?:'s)?(?: papers)?",
    )),
    (of_day("picks"), (rf"(?:{SHOW})?(?:my |the )?picks (?:of|from|for|on) (?P<day>.+)",)),
    (command("today"), (
        r"what(?:'s|s| is) new|anything new|news",
        rf"(?:{SHOW})?(?:the )?(?:newest|latest|new|recent|today's)(?: papers| ones)?",
    )),
    (command("picks"), (
        rf"(?:{SHOW})?(?:my|today's) picks|pick (?:something|some)(?: papers)?|what should i read(?: today)?",
        r"recommend (?:me )?(?:something|some papers|a paper)|surprise me|(?:give me )?something to read",
        r"anything interesting(?: today)?|(?:any|some) (?:good|interesting) (?:papers?|ones?)(?: today| for me)?",
        rf"(?:{SHOW})?(?:something|anything) (?:surprising|else|different|interesting|good|cool|fun|nice)",
    )),
    (trending, (
        rf"{_TRENDING}(?:(?: this| the last)? (?P<period>{_PERIOD}|today))?",
        rf"(?:this|last|the last) (?P<period>{_PERIOD})",
        rf"{_BEST}(?: (?P<count>\d+))?(?: papers?| ones?)?(?: (?P<period>today)|(?: of| from)?{_OF_PERIOD})?",
        rf"(?:which|what) papers? (?:has|have|had|got|gets) (?:the )?most {_VOTES}(?: (?P<period>today)|{_OF_PERIOD})?",
        rf"(?:{SHOW})?(?:the )?papers? with (?:the )?most {_VOTES}(?: (?P<period>today)|{_OF_PERIOD})?",
        rf"(?:what(?: have| did|'ve)? (?:i|we) miss(?:ed)?|catch me up|did i miss anything)(?:{_OF_PERIOD})?",
    )),
    (command("saved"), (
        rf"(?:{SHOW})?(?:my )?(?:saved papers|reading list|bookmarks|saves|list)|what (?:have|did) i saved?(?: .+)?",
    )),
    (command("saved export bibtex"), (
        rf"(?:export|download) (?:my |the )?{_LIST}(?: (?:as|to|in) (?:bib(?:tex)?|a file|latex))?",
        rf"(?:get |give me |my )?{_LIST} (?:as|to|in) bib(?:tex)?",
    )),
    (exported, (rf"(?:export |download )?(?:my |the )?{_LIST} (?:as|to|in) (?P<format>ris|csv|json)",)),
    (says(questions.TAKE_OFF_LIST, (questions.READING_LIST, "saved")), (
        rf"(?:clear|empty|delete) my (?:reading )?list|(?:remove|take) (?:{THAT}) (?:from|off) my (?:reading )?list",
    )),
    (says(questions.MAIL), (
        r"e?-?mail (?:(?:it|them|this|that|the picks|my picks|picks) )?(?:to )?(?:me|us)(?: .*)?",
        rf"(?:{_GET} )?(?:{_THEM} )?{_BY_MAIL}",
        r"send (?:me|us)(?: an?| the picks by)? e?-?mails?(?: .*)?",
    )),
    (command("profile"), (
        rf"(?:{SHOW})?(?:my )?(?:profile|interests|follows|mutes|muted|followed|following)(?: list)?",
        r"(?:what|who|which)(?: ones| papers| topics)? (?:do|did) i (?:follow|mute|like|dislike)",
        rf"(?:{SHOW})?(?:my (?:topics|likes)|list (?:of )?(?:my )?(?:topics|follows|mutes|interests))",
        r"what am i (?:following|muting)|what (?:have|did) i (?:liked?|muted?|followed|follow)",
        r"what do you know (?:about|of) me",
    )),
    (command("privacy"), (
        r"what (?:data )?do you (?:keep|store|save|remember|have)(?: (?:about|of|on) (?:me|us))?|my data|gdpr",
        r"(?:do|are|can) you (?:read|reading|see|seeing|watch|watching|store|storing) (?:my|our) messages",
    )),
    (says(questions.EXPORT, (questions.READING_LIST, "saved export bibtex"), (questions.ALL_OF_ME, "privacy export")), (
        r"export(?: it| to (?:bibtex|a file))?|download",
    )),
    (command("privacy export"), (r"export (?:my data|everything)|(?:give|send) me my data",)),
    (command("privacy forget"), (
        r"(?:delete|erase|remove|forget)(?: (?:me|my data|all my data|everything|all|my account|about))*",
    )),
    (command("web"), (r"(?:how do i )?(?:log ?in|sign in)",)),
    (command("settings"), (
        r"(?:how (?:do|can) (?:i|we) )?(?:change|edit)(?: the| my| our)? (?:settings|time|schedule|zone|topics|days)",
        rf"(?:what(?:'s| is| are) |{SHOW})(?:(?:the|my|our|your|current) ){{0,2}}settings",
    )),
    (says(questions.SORTED_BY, (questions.MOST_UPVOTED, "trending"), (questions.NEWEST, "today")), (
        r"(?:which|what) papers? (?:has|have|had|got|gets) (?:the )?most .+",
        rf"(?:{SHOW})?(?:the )?papers? with (?:the )?most .+",
        rf"(?:{SHOW})?(?:the )?most (?:cited|discussed|commented|starred|read) papers?.*",
        r"sort (?:it |them )?by (?!date|new|upvotes|relevance).+",
    )),
    (looked_for_by_votes, (r"(?:what(?:'s| is) )?(?:trending|hot|popular) (?:in|on|about|for) (?P<what>.+)",)),
    (looked_for, (
        rf"(?:{SHOW})(?P<what>.+) papers?",
        rf"(?:(?:{_HAVE}|{SHOW})?(?:anything|something|(?:any )?papers)|{_READ}) (?:about|on|regarding) (?P<what>.+)",
        rf"(?:{SHOW})?(?:my )?picks (?:about|on|for|in) (?P<what>.+)",
        r"how many papers (?:are there )?(?:about|on|regarding) (?P<what>.+)",
        r"(?:i(?:'m| am) )?looking for (?:papers?|something|anything) (?:about|on|regarding) (?P<what>.+)",
    )),
    (about("paper"), (rf"(?:{SHOW})?{PLACED}",)),
    (command("paper this"), (
        rf"(?:{SHOW})?(?:{THAT})|what(?:'s| is| are) (?:{THAT}) (?:all )?about|(?:is|are) (?:{THAT}) (?:any )?good",
    )),
    *LAST,
)  # fmt: skip
