"""Phrases that mean something only after what was shown or said before, with their rules."""

import re
from collections.abc import Sequence

from bot.cards import questions
from bot.commands.conversation_rules import (
    corrected,
    instead_of_others,
    narrowed,
    refused,
    turned,
    turned_to,
)
from bot.commands.paper_phrases import SHOW
from bot.commands.pointing import PLACE, THAT
from bot.commands.sentence_rules import Rule, says

_OH = r"(?:(?:sorry|no|nope|oops|wait|actually|hm+|ah|oh)[,.:!]?\s+)"
_MEANT = r"(?P<meant>i (?:mean|meant|said|wanted)(?: to(?: say)?)?[,:]? )"
_IS_NOT = "(?:that's|that is|this is|that was|it's|this isn't|that isn't)"
_PLACES = rf"{PLACE}(?:(?:, | and | & |, and ){PLACE})*"
_ID = r"\d{4}\.\d{4,5}"
_SHOWN = "(?:ones|those|these|them|papers|results)"
_HAVE = r"(?:(?:that )?(?:have|has|come with|got)|with|has)"
_CODE = (
    r"(?:any |some |the |open |public )*(?:source )?(?:code|github|repo(?:sitory|s)?|implementations?)(?: available)?"
)
_LIST = "(?:lists?|results?|search(?: results)?|papers|picks|overview)"

CORRECTIONS: Sequence[tuple[Rule, tuple[str, ...]]] = (
    (says(questions.NOT_MEANT, (questions.UNDO, "undo")), (
        rf"{_OH}*(?:{_IS_NOT} )?(?:not )?what i (?:meant|wanted|said|asked(?: for)?)|{_OH}*not (?:{THAT})",
        rf"{_OH}*(?:the )?(?:wrong|other|different) (?:one|paper)",
        rf"{_OH}*(?:that's|that is|it's) (?:not (?:it|right|{THAT})|the wrong (?:one|paper))",
    )),
    (says(questions.TAKE_BACK, (questions.UNDO, "undo")), (
        r"(?:actually|wait|oh|oops|sorry)[,.]? no|no[,.]? wait",
        rf"{_OH}*(?:please )?(?:don't|do not|better not|rather not)(?: (?:do|save|like|follow|mute) (?:{THAT}))?",
        rf"{_OH}*(?:cancel|scratch|revert|reverse) (?:{THAT})",
    )),
    (refused, (rf"{_OH}*not (?P<paper>{_PLACES}|{_ID})",)),
    (instead_of_others, (
        rf"{_OH}*(?:i (?:mean|meant) )?not (?P<other>[^,]{{2,60}}?)(?:[,;.]+ (?:but )?| but )(?P<what>[^,]+)",
        rf"{_OH}*(?:i (?:mean|meant|said) )(?P<what>[^,]+?),? (?:and )?not (?P<other>[^,]+)",
    )),
    (corrected, (rf"{_OH}*{_MEANT}(?P<what>.+)", rf"{_OH}+(?P<meant>(?!))?(?P<what>.+)")),
)  # fmt: skip
"""Of what was said just before."""

_PEOPLE = "(?:authors?|people|person|group|lab|team|company|university|institute|organi[sz]ation)"

ON_THE_LAST_LIST: Sequence[tuple[Rule, tuple[str, ...]]] = (
    (says(questions.SAME_PEOPLE), (
        (rf"(?:{SHOW}|find |follow )?(?:(?:more|other|all|some|any|what else is there) )*(?:papers? |work )?"
        rf"(?:by|from|of|for) (?:the same|this|that|these|those|their|its) {_PEOPLE}"),
        rf"(?:{SHOW}|find )?(?:(?:more|other|all|some|any) )*(?:papers? |work )?(?:by|from) (?:him|her|them)",
    )),
    (turned_to("all"), (
        rf"(?:{SHOW}|see )?(?:(?:them|it) )?(?:all|everything)(?: (?:of (?:them|it|those|these)|results|{_LIST}))?",
        rf"(?:{SHOW}|see )?the (?:rest|whole list|full list|complete list)(?: of (?:them|it|the list))?",
    )),
    (turned_to("same"), (
        r"(?:(?:show|say|repeat) )?(?:that|it) again|repeat(?: (?:that|it|the list))?",
        rf"(?:go |take me )?back to (?:the |my |that )?(?:(?:last|previous) )?{_LIST}",
        rf"(?:{SHOW})?(?:the|that) (?:(?:last|previous|same) )?(?:list|(?:search )?results)",
    )),
    (turned, (
        rf"(?:{SHOW})?(?:(?:the )?next(?: (?:page|ones?|papers))?|another(?: (?:one|page))?|(?:the )?other(?:s| ones))",
        rf"(?:{SHOW}|see |and )?(?:some |any )?(?:more|others)(?: (?:results|of them))?",
        r"(?P<back>(?:the )?(?:previous|prev)(?: page| one)|previous|prev|(?:go )?back)",
        r"(?:(?:show|go to) )?(?:page (?P<page>\d{1,3}|one|two|three|four|five))",
    )),
    (narrowed("has:code"), (
        rf"(?:and )?(?:which|what|do any|any)(?: (?:ones?|of (?:the )?{_SHOWN}))? {_HAVE} {_CODE}",
        rf"(?:and )?(?:which|any) (?:of (?:the )?{_SHOWN} )?(?:is|are) open[- ]source",
        rf"(?:{SHOW})?(?:and |now )*(?:only|just) (?:the |those |papers )?(?:ones )?{_HAVE} {_CODE}",
        rf"(?:{SHOW})?(?:and |now )?(?:the |those )?(?:ones|those) {_HAVE} {_CODE}",
    )),
    (narrowed("sort:new"), (
        r"(?:(?:show |put )?(?:the )?)?(?:newest|latest|most recent|newer)(?: ones| papers)? first",
        r"(?:only |just )?(?:the )?most recent(?: ones)?|(?:only|just) (?:the )?(?:newest|latest)(?: ones)?",
        r"(?:any |is there |are there )*(?:anything |something )?(?:the )?(?:newer|more recent)(?: ones?| papers?)?",
        r"(?:sort|order)(?: (?:it|them|these|this|that|by))* (?:date|day|newest|time|new(?:est)? first)",
    )),
    (narrowed("sort:top"), (
        r"(?:(?:show |put )?(?:the )?)?(?:most (?:upvoted|popular|liked)|best|top)(?: ones| papers)? first",
        r"(?:sort|order)(?: (?:it|them|these|this|that|by))* (?:(?:up)?votes|popularity|likes|most upvoted)",
    )),
    (narrowed("sort:relevance"), (
        r"(?:most relevant|best match(?:es|ing)?)(?: ones)? first|sort(?: (?:it|them|these|this|by))* relevance",
    )),
    (narrowed(""), (
        (r"(?:and |now )*(?:only|just) (?:(?:the )?(?:ones|those|papers) )?"
        r"(?P<what>(?:from|by|since|after|before|until) .+)"),
        r"(?:which|any) of (?:these|those|them)(?: (?:are|is|were|was|came))* (?P<what>(?:from|by|since|after) .+)",
    )),
    (says(questions.NARROWED), (
        r"(?:any |only |just )*(?:the )?(?:older|recent) ones?|oldest first|only the (?:newer|more recent) ones",
        r"(?:only|just) (?:the )?ones (?:with|about|that) .+",
        r"(?:which|any) of (?:these|those|them) (?:are|is|have|has|were|do|does) .+",
    )),
)  # fmt: skip

CORRECTED_BY_NAME = re.compile(
    r"(?:no|nope|nah|sorry|oops|wait)[,.:!]+ (?:(?:make (?:it|that)|rather|i want(?:ed)?) )?(?P<what>.+)"
    r"|(?:make (?:it|that)|rather) (?P<rather>.+)|(?P<instead>.+?),? (?:instead|rather)",
    re.IGNORECASE,
)
"""What nothing else is, and may correct what was said before."""
