"""Phrases of the conversation itself, with their rules: courtesy, ends, and what can't be done."""

from collections.abc import Sequence

from bot.cards import questions
from bot.commands.conversation_rules import (
    cannot,
    counted_picks,
    difference,
    no_longer_liked,
    removed,
    taken_off,
    unfollowed,
)
from bot.commands.follow_up_phrases import ON_THE_LAST_LIST
from bot.commands.paper_phrases import DONT, GOOD, SHOW
from bot.commands.pointing import PLACE, THAT
from bot.commands.sentence_rules import Rule, command, says

_PLACES = rf"{PLACE}(?:(?:, | and | & |, and ){PLACE})*"
_ID = r"\d{4}\.\d{4,5}"
_ONE = rf"(?:{_PLACES}|{_ID}|{THAT})"
_FROM_INTERESTS = "from my (?:interests|topics|follows|profile|feed)"
_LIST = "(?:reading )?list|library|bookmarks|saves|saved papers"
_OURS = (
    "(?:picks?|papers?|posts?|job|work|bot|stuff|finds?|list|ones?|selection|suggestions?|recommendations?|answers?)"
)
_PRAISED = rf"(?:(?:very|really|so|such|all|what an?|these are|those are) )*{GOOD}(?: {_OURS})?(?: today)?"
_PRAISE = (
    rf"(?:{_PRAISED}|(?:that|this|it|these|those|they)(?:'s| is| are| was| were| looks?)(?: (?:really|very|so|all))?"
    rf" (?:{GOOD}|helpful|useful|all|it)|(?:(?:that|it|this) )?(?:helped|helps)(?: a lot)?)"
)
_THANKED = (
    r"for (?:(?:the|your|this|that|these|those|all|today's) )*(?:(?:great|good|nice|quick) )?"
    rf"(?:help|info|tips?|links?|everything|this|that|{_OURS})"
)
_THANKS = (
    r"(?:(?:many|muchas|vielen|tante) )?(?:thanks|thank you|thx|ty|cheers|danke?|merci|gracias|grazie|obrigad[oa])"
    r"(?: (?:beaucoup|sch[öo]n|sehr|mille|a lot|a bunch|so much|very much|all|bot|again|everyone|paperboy|bro|man|mate"
    r"|dude|guys|team|u|you))*"
)
_AND = r"[,.!:;]* (?:and )?"
_BYE = (
    r"(?:bye|good ?bye|good ?night|ciao|farewell|see (?:you|ya)(?: (?:later|soon|tomorrow|around|then))?|until tomorrow"
    r"|have an? (?:nice|good|great|lovely) (?:day|one|evening|night|weekend|time))"
)
_NUMBER = r"(?P<count>\d{1,3}|one|two|three|four|five|six|ten)"
_CAN_SEE = "(?:sees?|reads?|knows?|gets?|finds? out|has access to)"
_WHAT_IS_MINE = (
    "(?:(?:this|that|it)|what i (?:(?:like|save|follow|mute|search|read)(?:e?d)?|do)(?: here)?"
    r"|my (?:likes|saves|follows|searches|reactions|data|profile|interests|reading list|activity))"
)

_BOT = "(?:this|it|that|you|paperboy|(?:the|this) bot|using (?:this|it|you|paperboy))"
_LANGUAGE = (
    "(?:german|french|spanish|italian|portuguese|dutch|chinese|mandarin|japanese|korean|russian|arabic|hindi|polish"
    "|turkish|swedish|english|other languages?|another language|my language)"
)
_MONEY = "(?: (?:anything|something|money|tokens?|credits?|much|a lot|api keys?))"
_MADE = "(?:made|built|created|develops?|developed|maintains?|owns?|runs?|hosts?|operates?)"
_LISTENS = "(?:(?:read|see|watch|log|record|listen|monitor)(?:ing)?|stor(?:e|ing)|spy(?:ing)?)"
_WHAT_WE_SAY = (
    "(?:our|my|the|we|i|us|me|this|here|write|say|type|team|private|direct|channels?|workspace|server"
    "|messages?|chats?|conversations?|dms?)"
)
_NO_MORE = f"(?:(?:i )?(?:want to |would like to )?stop|{DONT}|i {DONT} want to|no longer|quit)"
_IS_KEPT = "(?:shared|sold|private|public|stored|kept|safe|visible|secure|used)"
_OTHERS = "(?:others|other people|any(?:one|body)|some(?:one|body)|every(?:one|body)|people|my \\w+|the \\w+)"
_CITED = "(?:bib(?:tex)?|cite|citation|ris|reference|export|download)"
_NONE = "(?:nothing|no (?:new |more )?(?:picks|papers|posts?|mails?|digest|messages?))"
_SET = "(?:change|set|choose|increase|reduce|lower|raise)"
_SIGN = r"(?:(?:little |small )?(?:triangles?|up ?arrows?)|[▲💬⭐→]\ufe0f?)(?: (?:signs?|symbols?|icons?|numbers?))?"
_MEANS = r"(?: (?:means?|for|about|stands? for|next to .+|in front of .+|under .+))*"
_A_DAY = "(?: (?:a|per|every|each) day)?"

ENDS: Sequence[tuple[Rule, tuple[str, ...]]] = (
    (taken_off, (rf"(?:remove|take|delete|drop) (?P<title>.+) (?:from|off)(?: of)? (?:my|the) (?:{_LIST})",)),
    (no_longer_liked, (r"un-?like (?P<title>\S+(?: \S+){0,5})",)),
    (unfollowed, (
        rf"{_NO_MORE} follow(?:ing)?(?: (?:any|papers (?:about|on|from|by)))? (?P<what>.+)",
        rf"(?:remove|take|delete|drop) (?P<what>.+) {_FROM_INTERESTS}",
    )),
    (removed, (r"remove (?P<what>.+)",)),
)  # fmt: skip

COURTESY: Sequence[tuple[Rule, tuple[str, ...]]] = (
    (says(questions.GOODBYE), (rf"(?:(?:ok(?:ay)?|well|{_THANKS}|{_PRAISE}){_AND})*{_BYE}(?:{_AND}{_THANKS})?",)),
    (says(questions.WELCOME), (
        rf"(?:(?:ok(?:ay)?|{_PRAISE}){_AND})*{_THANKS}(?: {_THANKED})?(?:{_AND}{_PRAISE})*",
        rf"(?:ok(?:ay)?{_AND})?{_PRAISE}|got it|well done|[❤🔥💯👏🎉😍🙏]\ufe0f?",
    )),
)  # fmt: skip

ABOUT_US: Sequence[tuple[Rule, tuple[str, ...]]] = (
    (says(questions.COSTS_NOTHING), (
        rf"(?:is|are) {_BOT} (?:really |completely |totally )?(?:for )?free(?: to use| of charge| forever)?",
        rf"(?:does|do|will|would) {_BOT} (?:cost|use|need|spend|burn)(?: (?:me|us|any|some|my|our|a lot of))*{_MONEY}",
        rf"(?:does|do|will|would) {_BOT} cost(?: (?:me|us))?",
        rf"(?:how much|what) (?:does|do|will|is|are) {_BOT} (?:going to )?(?:cost|charge)(?: (?:me|us))?",
        rf"how much (?:is|are) {_BOT}",
        r"who pays(?: for (?:this|it|you|that))?|(?:what(?:'s| is| are) )?(?:the|your) (?:price|pricing|costs?|fees?)",
        r"do (?:i|we) (?:have|need) to pay(?: .+)?",
    )),
    (says(questions.WHO_MADE_ME, (questions.ALL_KEPT, "privacy")), (
        rf"who(?:'s| is| are)? {_MADE} (?:you|paperboy|this|(?:the|this) (?:bot|thing|tool|app))",
        rf"(?:is|are) {_BOT} open[- ]source",
    )),
    (says(questions.HOW_PICKED, (questions.KNOWN_OF_ME, "profile"), (questions.MY_PICKS, "picks")), (
        rf"(?:do|does|will|can) {_BOT} learn(?: (?:from|about|what) .+)?",
    )),
    (says(questions.NO_PINGS), (
        (r"(?:(?:please |can you |do you |will you |don't |never |stop )*)(?:@ ?|(?:ping|tag|mention|at)(?:ing)? )"
        r"(?:people|every(?:one|body)|any(?:one|body)|here|(?:the )?(?:whole )?(?:channel|team|users|members))"),
    )),
    (says(questions.ASK_WHO_RUNS_ME), (
        (r"(?:where|how) (?:can|do|should) (?:i|we) (?:report|file|submit|send)(?: (?:an?|the|some))* "
        r"(?:bugs?|issues?|problems?|feedback|feature requests?|complaints?)(?: .+)?"),
    )),
    (says(questions.NO_ACCOUNT), (
        (r"(?:do|would|will) (?:i|we) (?:need|have)(?: to)? (?:an? |the |my |make an? |create an? )?"
        r"(?:accounts?|log ?in|sign ?(?:up|in)|register|registration|password|(?:api )?keys?)(?: .+)?"),
    )),
    (says(questions.only_english("")), (
        (r"(?:(?:can|do|will) you |can (?:i|we) )(?:speak|understand|know|talk|write|use|answer|reply)(?: .{0,20}?)?"
        rf" ?(?:in )?{_LANGUAGE}(?: (?:too|as well|to you))?"),
        r"(?:which|what) languages? (?:do|can) (?:you|i|we) (?:speak|understand|know|use|write)(?: .+)?",
    )),
    (command("help hello"), (
        r"how (?:are|is) (?:you|this|paperboy|it) (?:different|better|other) (?:from|than) .+",
        r"why (?:should|would) (?:i|we) use (?:you|this|paperboy|it)(?: .+)?",
    )),
    (command("privacy"), (
        r"(?:what(?:'s| is| are) )?(?:(?:your|the|about) )?(?:privacy|data protection)(?: (?:policy|terms|rules?))?",
        rf"(?:do|does|can|are|is|will) {_BOT} {_LISTENS}(?: (?:to|on|all|of|in|everything|what))*(?: {_WHAT_WE_SAY})*",
    )),
    (command("privacy"), (
        rf"(?:is|are) (?:my|our) (?:data|likes|saves|searches|reactions|messages) {_IS_KEPT}(?: .+)?",
        r"how long (?:do|are|is|will) (?:you|paperboy|my|our)(?: \w+)? (?:keep|store|save|kept|stored|remember).*",
        r"where (?:is|are) (?:my|our) (?:data|likes|searches)(?: (?:stored|kept|saved))?",
        rf"(?:who|(?:can|do|does|will) {_OTHERS})(?: (?:can|else))* {_CAN_SEE} {_WHAT_IS_MINE}",
        r"(?:do|will|can) (?:you|paperboy) (?:share|sell|give away|leak|track|use) (?:my|our|me|us)(?: .+)?",
    )),
    (says(questions.HOW_MANY, *((questions.a_day(n), f'subscribe count:"{n}"') for n in (3, 5, 8))), (
        rf"how (?:do|can) (?:i|we) {_SET} (?:the |my |our )?(?:number|count) of (?:picks|papers|posts){_A_DAY}",
        rf"how (?:do|can) (?:i|we) (?:get|have|see) (?:more|fewer|less) (?:picks|papers){_A_DAY}",
    )),
    (difference, (
        r"(?:(?:what(?:'s| is)|explain) )?(?:the )?difference between (?P<one>\w+) and (?P<other>\w+)",
        r"how (?:does|is) (?P<one>\w+) (?:differ|different) from (?P<other>\w+)",
    )),
    (command("status"), (
        rf"why(?: (?:did|is|are|was|were|have|has))?(?: (?:i|we|there))?(?: (?:get|got|see|had))? {_NONE}(?: .+)?",
    )),
    (says(questions.SIGNS), (
        rf"(?:what(?:'s| is| are| do(?:es)?) |explain |meaning of )(?:(?:the|this|that|these) )*{_SIGN}{_MEANS}",
    )),
    (says(questions.A_PICK, (questions.MY_PICKS, "picks")), (
        r"(?:what(?:'s| is| are) |explain )(?:an? |the |your )?(?:daily )?picks?",
        r"what do(?:es)? (?:an? |the |your )?(?:daily )?picks? mean",
    )),
    (says(questions.WHY_NOT), (r"why not",)),
)  # fmt: skip

ON_LISTS: Sequence[tuple[Rule, tuple[str, ...]]] = (
    (counted_picks, (
        rf"(?:{SHOW})?(?:(?:my|the|some|only|just) )?(?:top |best |first )?{_NUMBER} picks?(?: (?:for me|now|today))?",
        rf"(?:{SHOW})?{_NUMBER} papers(?: (?:for me|now))?",
    )),
    (command("picks"), (rf"(?:{SHOW})(?:some |the )?picks",)),
    *ON_THE_LAST_LIST,
    (cannot(questions.CANT_COMPARE), (
        rf"(?:compare|contrast|(?:what(?:'s| is) )?(?:the )?difference between) ({_ONE})(?: (?:and|with|to) ({_ONE}))?",
        rf"({_PLACES}|{_ID}) (?:vs\.?|versus|or) ({_PLACES}|{_ID})|which(?: one)? is better,? ({_ONE}) or ({_ONE})",
    )),
    (cannot(questions.CANT_CITE), (
        rf"(?:{SHOW})?(?:the |a )?{_CITED}(?: (?:entry|file))?(?: (?:of|for|to))? ({_ONE})(?: (?:as|to|in) .+)?",
    )),
    (cannot(questions.CANT_TRANSLATE), (rf"translate ({_ONE})(?: (?:in)?to .+)?",)),
)  # fmt: skip
