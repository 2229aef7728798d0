"""Phrases about papers that somebody sees, with their rules, and the patterns that other phrases share with them."""

from collections.abc import Sequence

from bot.commands.pointing import PLACE, THAT
from bot.commands.sentence_rules import Rule, about, command, reminded, similar

DONT = r"(?:do not|don't|dont)"
SHOWN = "(?:seeing|see|get|getting|got|send|sent|post|posted|pick|picked|show|shown|choose|chosen)"
ASKING = "(?:(?:(?:am|are|do|did|was|were|is) )?(?:(?:i|we|you|u) )?)"
SHOW = r"(?:show|give|send|find|get|list)(?: me)? |i want |can i (?:see|get|have) "
NAMED = rf"(?P<paper>{PLACE}(?:(?:, | and | & |, and ){PLACE})*|(?:paper )?\S+)"
PLACED = rf"(?P<paper>{PLACE}(?:(?:, | and | & |, and ){PLACE})*|(?:this|that) (?:one|paper))"
ONE = rf"(?P<paper>{PLACE}(?:(?:, | and | & |, and ){PLACE})*|{THAT}|(?:paper )?\S+)"
GOOD = "(?:great|cool|nice|perfect|awesome|good|excellent|lovely)"
BAD = "bad|boring|wrong|irrelevant|useless|old|not (?:for me|relevant|interesting|good|new|useful)"

PAPER_PHRASES: Sequence[tuple[Rule, tuple[str, ...]]] = (
    (command("why this"), (
        rf"why {ASKING}(?:{SHOWN} )?(?:(?:me|us) )?(?:{THAT})(?: (?:to|for|me|us|here|{SHOWN}))*",
    )),
    (command("similar this"), (
        rf"(?:{SHOW})?(?:some )?(?:more|others?|similar)(?: (?:papers|ones))?(?: (?:like|as|to|of))? (?:{THAT})",
    )),
    (about("similar"), (rf"(?:{SHOW})?(?:more|papers|something|others) (?:like|similar to) {ONE}",)),
    (similar, (
        rf"(?:{SHOW})?(?:more )?papers (?:like|similar to) (?P<title>.+)",
        rf"(?:{SHOW})?similar (?:papers )?to (?P<title>.+)",
    )),
    (about("why"), (
        rf"why {ASKING}(?:{SHOWN} )?(?:(?:me|us) )?{ONE}(?: (?:to|for|me|us|here|on|my|the|list|{SHOWN}))*",
    )),
    (about("dislike"), (
        rf"(?:i )?(?:really )?(?:(?:{DONT}|did not|didn't)(?: really)? (?:like|want|care about)|hate|dislike) {ONE}",
        rf"(?:(?:i'm |i am )?not interested in|hide|skip) {ONE}",
        rf"(?:less|fewer|no more|not more|nothing)(?: papers)? like {ONE}",
        rf"(?:never show|{DONT} show)(?: me)? {ONE}",
        rf"{PLACED} (?:is|was|looks|sounds)(?: too| really| very| just)? (?:{BAD})",
    )),
    (about("like"), (
        rf"i(?: really| also)? (?:liked?|loved?|enjoyed) {ONE}",
        rf"(?:{GOOD}|\+1)(?: for)?:? {PLACED}",
        rf"{PLACED} (?:is|was|looks|sounds)(?: really| very| quite| so)? (?:{GOOD}|interesting|relevant|useful|fun)",
    )),
    (about("save"), (
        rf"(?:(?:read|keep|save|bookmark) )?{ONE} (?:for )?later",
        rf"(?:add|put|save) {ONE} (?:to|on|in|onto) (?:my|the) (?:reading )?(?:list|library)",
    )),
    (reminded, (rf"remind me (?:to read|of|about) {ONE}(?: .+)?",)),
    (about("paper"), (
        rf"who (?:wrote|made|are the authors of|is behind) {ONE}",
        rf"(?:{SHOW})?(?:the )?(?:abstract|summary|tl;?dr|authors?|details?|pdf|link|title)(?: of| for| to)? {ONE}",
        rf"(?:summari[sz]e|explain|describe|read|open|show(?: me)?|tell me (?:more )?about|more (?:about|on)) {ONE}",
        rf"(?:what(?:'s| is| does)|what about) {NAMED}(?: (?:about|say|do))?",
        rf"(?:where|how) (?:can|do) i (?:read|find|get|see|open) {ONE}",
        rf"how many \w+ (?:does|has|did) {ONE}(?: (?:have|got|get))?",
        rf"(?:is there|do you have|have you got)(?: any| a| the)? \w+ (?:for|of|to) {ONE}",
        rf"(?:does|has) {ONE} (?:have|got) (?:any |some |a )?\w+",
        rf"i(?:'ve| have)?(?: already)? (?:read|know|seen) {ONE}(?: already| before)?",
    )),
)  # fmt: skip
