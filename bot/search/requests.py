"""Requests as people say them → the query language: "papers by Song Han since June" is ``author:"Song Han" since:…``.

Only whole ways of asking are understood, and what was made of them is said back; everything else stays words.
"""

import re
from datetime import date

from bot.categories import known_category
from bot.english import with_apostrophe
from bot.identity import parse_paper_id
from bot.search.request_times import time_alone, without_time
from bot.well_known import WELL_KNOWN

_THINGS = r"(?:papers?|articles?|preprints?|publications?|research|work)"
_WISH = (
    r"(?:please |only )*"
    r"(?:(?:(?:can|could) you )?(?:find|show|give|get|search|list|recommend|suggest)(?: me| us)?(?: for)?"
    r"|(?:(?:i(?:['’]m| am)|we(?:['’]re| are)) )?(?:looking|searching) for|(?:i|we) (?:want|need)"
    r"|(?:do you )?(?:have|know(?: of)?)|(?:have )?(?:you )?got|are there|is there"
    r"|what(?:['’]s| is| are| was| were)|which (?:is|are|was|were))"
)
_NEWER = r"(?P<new>newest|latest|most recent|recent|new)"
_TOP = r"(?P<top>most (?:popular|upvoted|liked|voted)|(?:highest|top)[- ](?:up)?(?:voted|rated|ranked)|best|top)"
_COUNTED = re.compile(
    rf"^((?:{_WISH} )?(?:the )?(?:{_NEWER}|{_TOP})?\s*)\b(?:\d{{1,2}}|one|two|three|four|five|six|ten)\s+"
    rf"(?=(?:[\w-]+ ){{0,2}}{_THINGS}\b)",
    re.IGNORECASE,
)
"""How many are asked for: as many are shown as a list has."""
_LEAD = re.compile(
    rf"(?:{_WISH} )?(?:(?:some|all|any|the|a|good) )*"
    rf"(?:{_NEWER}|{_TOP})?\s*"
    rf"(?:{_THINGS}|(?:some|any)thing(?: (?:good|new|nice|cool|interesting|recent|worth reading))?|literature)\s+"
    rf"(?P<about>about|on|regarding|related to|dealing with)\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_SORTED = re.compile(
    rf"(?:{_WISH} )?(?:the )?(?:(?P<new>newest|latest|most recent)|(?P<top>most popular|most upvoted))\s+"
    rf"(?:{_THINGS}|(?:on|about))(?:\s+(?P<rest>.+))?",
    re.IGNORECASE,
)
_KIND = re.compile(
    rf"(?:{_WISH} )?(?:the )?(?:{_NEWER}|{_TOP})(?:\s+(?P<rest>[^:]+))?\s+(?:paper|article|preprint|publication)s?",
    re.IGNORECASE,
)
_MOST_VOTED = re.compile(
    rf"(?P<new>)(?:{_WISH} )?(?:(?:the|which|what) )*{_THINGS}(?:\s+(?:about|on)\s+(?P<rest>.+?))?"
    r"\s+(?:(?:that )?(?:have|has|had|got|get)|with) the (?P<top>most|highest number of) (?:upvotes|votes|likes)",
    re.IGNORECASE,
)
_NEWEST = re.compile(r"(?:the )?(?P<new>newest|latest|most recent)(?P<top>)\s+(?P<rest>.+)", re.IGNORECASE)
_NEWS = re.compile(
    r"(?:what(?:['’]s| is)|anything) (?P<new>new)(?P<top>)\s+(?:on|in|about|for|with)\s+(?P<rest>.+)", re.IGNORECASE
)
_WHOSE = re.compile(
    rf"(?P<new>)(?P<top>)(?:who (?:wrote|published)|(?:who (?:is|are) )?(?:the )?authors? of)(?: the {_THINGS})?\s+"
    rf"(?P<rest>.+)",
    re.IGNORECASE,
)
_LIKE = re.compile(
    rf"(?P<new>)(?P<top>)(?:{_WISH} )?(?:(?:{_THINGS}|(?:some|any)thing|more) (?:like|similar to)|similar to)"
    r"\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(rf"^{_WISH} ", re.IGNORECASE)
_PAPERS_LAST = re.compile(r"(?<=\S)\s+(?:papers?|articles?|preprints?|publications?)$", re.IGNORECASE)
_ALL = re.compile(
    rf"(?:{_WISH} )?(?:(?:all|the|some|any|new|good) )*(?:{_THINGS}|anything|something|everything)"
    r"|what(?:['’]s| is| was| has)? (?:new|c[ao]me (?:out|in)|appeared|(?:was |were )?(?:published|posted|released))",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"(?:{_WISH} )?(?:(?:the |other |more |all |some |any )*(?P<new>newest|latest|recent)?\s*)?"
    rf"(?:{_THINGS}|(?:some|any)thing)\s+"
    rf"(?P<how>by|from)\s+(?P<name>[^,:]+?)"
    rf"(?:\s+(?:about|on)\s+(?P<rest>.+))?",
    re.IGNORECASE,
)
_OF_KNOWN = re.compile(
    rf"(?P<rest>.+?)\s+{_THINGS}\s+(?:by|from|at)\s+(?:the\s+)?(?P<name>[^\s,:]+(?:\s[^\s,:]+)?)"
    rf"|(?P<whose>\S+(?:\s\S+)?)(?<!['’]s)(?:['’]s)?\s+{_THINGS}\s+(?:about|on)\s+(?P<about>.+)",
    re.IGNORECASE,
)
"""Of an organisation that everybody knows; anything may be *by* something else."""
_OF_KNOWN_ALONE = re.compile(
    rf"(?:{_WISH} )?(?:(?:some|all|any|the) )*(?P<name>[^\s,:]+(?:\s[^\s,:]+)?)(?<!['’]s)(?:['’]s)?"
    r"\s+(?:papers|publications)",
    re.IGNORECASE,
)
"""``google papers``."""
_FROM = re.compile(r"(?:(?P<rest>.+?)\s+)?(?:by|from|at)\s+(?:the\s+)?(?P<name>[^\s,:]+(?:\s[^\s,:]+)?)", re.IGNORECASE)
_AT = re.compile(r"\sat\s", re.IGNORECASE)
"""Stands in names: AI at Meta."""
_AND = r"(?:,? (?:or|and|nor)|,)(?: (?:not|no))? (?:(?:about|on|the|any|by|from) )?"
_UNWANTED = r"(?!(?:that|when|where|if|in|for|only)\b)[\w-]+(?: (?!(?:or|and|nor)\b)[\w-]+){0,2}"
_NOT = (
    r",? (?:(?:but|and) (?:not|nothing)|but no|excluding|except(?: for)?|other than)|, (?:not|no|nothing)"
    r"|(?:(?: that| which)? are| that is)? not(?= (?:about|by) )|(?: that)? aren['’]t(?= (?:about|on|by|from) )"
    r"|(?:(?<=papers)|(?: that| which) are) not(?= (?:on|from) )"
)
_BUT_NOT = re.compile(
    rf"(?P<rest>.+?)(?:{_NOT}) (?:(?:about|on|for|the|any|papers|ones|those|to do with) )*"
    rf"(?:(?P<how>by|from) (?:the )?)?(?P<without>{_UNWANTED}(?:{_AND}{_UNWANTED}){{0,5}})",
    re.IGNORECASE,
)
_NOTHING_ABOUT = re.compile(r"^(?:not|nothing) about ", re.IGNORECASE)
"""Begins a request that says only what it does not want."""
_HOW_MANY = "more than|over|above|at least|less than|fewer than|under|below|at most|up to"
_UPVOTED = re.compile(
    rf"\s*(?:\b(?:and|with|having|(?:that|which) have|of)\s+)*"
    rf"\b(?P<how>{_HOW_MANY})\s+(?P<count>\d{{1,6}})\s+(?:up)?votes"
    r"|\s*\b(?:with|having)\s+(?P<least>\d{1,6})\+?\s+(?:up)?votes",
    re.IGNORECASE,
)
_VOTES = {
    **dict.fromkeys(("more than", "over", "above"), ">"),
    **dict.fromkeys(("less than", "fewer than", "under", "below"), "<"),
    **dict.fromkeys(("at most", "up to"), "<="),
}
_WITH_CODE = re.compile(
    r"(?P<rest>.+?),?(?<!ing)(?<!ed)\s+(?:with|having|(?:that|which) ha(?:ve|s))\s+"
    r"(?:(?:source|open[- ]source|public|available|github|a|the|its|their)\s+)*"
    r"(?:code|github|repo(?:sitory|sitories|s)?|implementations?)(?:\s+(?:available|released|on github))?",
    re.IGNORECASE,
)
"""At the end of a request; *reasoning with code* is a subject."""
_CODE = re.compile(rf"(?:{_THINGS}\s+with\s+code|(?:source )?code)\s+(?:for|on|about)\s+(?P<rest>.+)", re.IGNORECASE)
_CATEGORY = re.compile(
    r"(?:(?<!\S)(?:arxiv|in|from|on|category)\s+)?(?<!\S)([a-z]{2,8}(?:-[a-z]{2,4})?\.[a-z]{2}(?:-[a-z]+)?)(?!\S)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[A-Z]\.\s?){1,3}[A-Z][\w'’-]+")
_TURNED = re.compile(r"([A-Z][\w'’-]+),\s+([A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*)?)")


_EXPLAIN = re.compile(
    r"(?:please )?(?:explain|define|describe|compare|tell me about|teach me(?: about)?|(?:an? )?intro(?:duction)? to"
    r"|who(?:['’]s| is| are)? work(?:s|ing)? on"
    r"|(?:the )?(?:state[- ]of[- ]the[- ]art|sota) (?:in|on|for|of))\s+(?:the\s+|to me\s+)?(?P<rest>.+)",
    re.IGNORECASE,
)
_CAME_OUT = re.compile(
    rf"(?:what|(?:what|which|any|are there) (?:new )?{_THINGS})"
    r" (?:c[ao]me out|appeared|were (?:published|posted|released))"
    r"(?P<when> .+?)? (?:about|on|regarding) (?P<rest>.+)",
    re.IGNORECASE,
)
_BEFORE_SUBJECT = re.compile(r" (?:about|on|in|for|with|regarding) ", re.IGNORECASE)
_ITS_PAPERS = re.compile(
    r"(?P<lead>.*?)\b(?P<when>today|yesterday|(?:this|last) (?:week|month|year))['’]s "
    rf"(?P<rest>(?:\w+ ){{0,2}}{_THINGS}\b.*)",
    re.IGNORECASE,
)
"""*Today's papers about robots*."""
_WORKS_ON = re.compile(
    r"what (?:does|do|is|are|has|have|did) (?P<name>[^\s,:]+(?: [^\s,:]+)?)"
    r" (?:work on|working on|do|doing|publish(?:ed)?)(?: (?:lately|now|these days|recently))?",
    re.IGNORECASE,
)


def as_query(text: str, today: date) -> str | None:
    """The request in the query language; None where it is none, or uses that language already."""
    line = with_apostrophe(text.strip().rstrip("?.!"))
    if (like := _LIKE.fullmatch(line)) and parse_paper_id(like["rest"]):
        return like["rest"]
    if re.search(r'[\w"]:|"', line):
        return None
    if _INITIALS.fullmatch(line):
        return f'author:"{line}"'
    if turned := _TURNED.fullmatch(line):
        return f'author:"{turned[2]} {turned[1]}"'
    if came := _CAME_OUT.fullmatch(line):
        line = f"papers about {came['rest']}{came['when'] or ''}"
    if its := _ITS_PAPERS.fullmatch(line):
        line = f"{its['lead']}{its['rest']} {its['when']}"
    line, categories = _without_categories(_COUNTED.sub(r"\1", line))
    line, when = without_time(line, today)
    if not when:
        line, when = _without_time_within(line, today)
    line, unwanted = _without_unwanted(line)
    line, votes = _without_votes(line)
    line, code = _without_code(line)
    if not when:
        line, when = without_time(line, today)
    filters = " ".join(filter(None, (unwanted, votes, code, categories, when)))
    asked = "" if filters and (not line or _ALL.fullmatch(line)) else _asked(line, today)
    if asked is None and not filters:
        return None
    return " ".join(filter(None, (_subject_of(line) if asked is None else asked, filters)))


def _subject_of(line: str) -> str:
    """``robotics`` of ``show me robotics papers``, where a filter stood beside it."""
    return _PAPERS_LAST.sub("", _ASKED_FOR.sub("", line))


def _without_time_within(line: str, today: date) -> tuple[str, str]:
    """The line without the time that stands before its subject, and that as filters: "what's new today in robotics"."""
    for link in _BEFORE_SUBJECT.finditer(line):
        asked, when = without_time(line[: link.start()], today)
        if when and asked and _asked(asked + line[link.start() :], today) is not None:
            return asked + line[link.start() :], when
    return line, ""


def _asked(line: str, today: date) -> str | None:
    if by := _BY.fullmatch(line):
        return " ".join(filter(None, (by["rest"], _whose(by, today), "sort:new" if by["new"] else "")))
    if (of := _OF_KNOWN.fullmatch(line)) and _is_known(of["name"] or of["whose"]):
        return f'{of["rest"] or of["about"]} org:"{of["name"] or of["whose"]}"'
    if (alone := _OF_KNOWN_ALONE.fullmatch(line)) and _is_known(alone["name"]):
        return f'org:"{alone["name"]}"'
    if (works := _WORKS_ON.fullmatch(line)) and _is_known(works["name"]):
        return f'org:"{works["name"]}" sort:new'
    if explained := _EXPLAIN.fullmatch(line):
        return explained["rest"]
    if code := _CODE.fullmatch(line):
        return f"{code['rest']} has:code"
    ways = (_MOST_VOTED, _LEAD, _SORTED, _KIND, _NEWS, _NEWEST, _WHOSE, _LIKE)
    found = next(filter(None, (way.fullmatch(line) for way in ways)), None)
    if not found:
        return None if _AT.search(line) else _from_known(line)
    order = "sort:new" if found["new"] else "sort:top" if found["top"] else ""
    rest = re.sub(r"^(?:on|about|in|for)\s+", "", found["rest"] or "", flags=re.IGNORECASE)
    return " ".join(filter(None, (_from_known(rest) or rest, order)))


def _from_known(line: str) -> str | None:
    """Words and the filter of an organisation that everybody knows; None where none stands at the end."""
    by = _FROM.fullmatch(line)
    return " ".join(filter(None, (by["rest"], f'org:"{by["name"]}"'))) if by and _is_known(by["name"]) else None


def _whose(by: re.Match[str], today: date) -> str:
    """The filter of "papers by …" or "papers from …": an author, an organisation, or a time."""
    how, name = by["how"].lower(), by["name"].strip()
    if how == "from" and (when := time_alone(f"from {name}", today) or time_alone(name, today)):
        return when
    return f'{"author" if how == "by" and not _is_known(name) else "org"}:"{name}"'


def _is_known(name: str) -> bool:
    return not WELL_KNOWN.isdisjoint(name.lower().split())


def _without_unwanted(line: str) -> tuple[str, str]:
    """The line without what it says at its end not to want, and that as a filter."""
    found = _BUT_NOT.fullmatch(_NOTHING_ABOUT.sub("papers not about ", line))
    if not found:
        return line, ""
    names = re.split(_AND, found["without"], flags=re.IGNORECASE)
    return found["rest"], " ".join(f'-{_kind(found["how"], one)}"{one}"' for one in names)


def _kind(how: str | None, name: str) -> str:
    """The field of what stands after "by" or "from"; '' for words."""
    return "" if not how else "author:" if how.lower() == "by" and not _is_known(name) else "org:"


def _without_categories(line: str) -> tuple[str, str]:
    """The line without the categories that it names as their servers write them, cs.CL, and those as filters."""
    named = [found[0] for found in _CATEGORY.finditer(line) if known_category(found[1])]
    for one in named:
        line = line.replace(one, " ")
    return " ".join(line.split()), " ".join(f"category:{one.split()[-1]}" for one in named)


def _without_votes(line: str) -> tuple[str, str]:
    """The line without how many upvotes it asks for, and that as a filter."""
    found = _UPVOTED.search(line)
    if not found:
        return line, ""
    sign = _VOTES.get((found["how"] or "").lower(), "")
    return _UPVOTED.sub("", line, count=1).strip(), f"upvotes:{sign}{found['count'] or found['least']}"


def _without_code(line: str) -> tuple[str, str]:
    """The line without its wish for code, and that as a filter."""
    found = _WITH_CODE.fullmatch(line)
    return (found["rest"], "has:code") if found else (line, "")
