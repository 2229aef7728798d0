"""Whether a paper says that it was withdrawn: in its comment, its abstract or its title. Pure."""

import re

BEGINNING = 300
"""Of an abstract: what comes later speaks of other things that were withdrawn."""

_WORK = (
    r"(?:(?:paper|article|manuscript|submission|preprint|e-?print|work|note|letter|draft|report|version)s?"
    r"|entry|thesis)"
)
_WITHDRAWN = r"(?:withdrawn|retracted)"
_FROM_ELSEWHERE = (
    r"(?!\s+from\s+(?!(?:the\s+)?arxiv|publication|consideration|public)|\s+(?:by\s+(?:mistake|accident)|in\s+error)\b)"
)
_EARLIER = r"(?<!earlier )(?<!previous )(?<!first )(?<!old )(?<!older )(?<!original )(?<!initial )"
_BEFORE = r"(?:accidental|erroneous|former|initial|mistaken|original|previous)ly"
_SINCE = (
    r"(?:is|was|has|have|had|been|being|(?:to|will|must|should)\s+be|now|since|hence|thus|therefore|hereby"
    rf"|(?!{_BEFORE})\w{{2,20}}ly)"
)
_SERVERS = r"(?:the\s+)?(?:arxiv|biorxiv|medrxiv)"
_WHO = rf"(?:authors?|we|i|submitters?|administrators?|{_SERVERS})"
_THIS = rf"(?:this|the|our|my|their)\s+(?:\w+\s+)?{_EARLIER}{_WORK}\b(?!\s+of\b)"
_OF_ITSELF = re.compile(
    rf"(?<!version of )\b(?:this|the|our|my)\s+(?:\w+\s+)?{_EARLIER}{_WORK}"
    rf"\s+(?:{_SINCE}\s+)+{_WITHDRAWN}\b{_FROM_ELSEWHERE}"
    rf"|\b{_WHO}\b(?:,?\s+\w+){{0,3}}?\s+(?:withdr[ae]w(?:n|s|ing)?|retract(?:ed|s|ing)?)\s+{_THIS}"
    rf"|\b{_WHO}\b(?:,?\s+\w+){{0,3}}?\s+(?:the\s+)?withdrawal\s+of\s+{_THIS}"
    rf"|\b{_SERVERS}\s+has\s+removed\s+{_THIS}"
    rf"|\b{_WORK}\s+(?:{_SINCE}\s+)*removed\s+by\s+{_SERVERS}\b"
    rf"|\bthis\s+is\s+a\s+{_WITHDRAWN}\s+{_WORK}\b",
    re.IGNORECASE,
)
_AT_ONCE = (
    rf"(?:(?:this|the)\s+)?(?:{_WORK}\s+)?(?:{_SINCE}\s+)*{_WITHDRAWN}\b"
    r"(?=\s*(?:$|[.,;:!*()\]–—-]|due|because|as\b|for\b|since|pending|by\b(?!\s+(?:mistake|accident))|owing|until|temporarily|on\b|after\b|following\b|upon\b|in\s+(?:favou?r|order)"
    r"|at\s+(?:the\s+|our\s+|my\s+)?(?:authors?\W*s?\s+)?request|and\b|from\s+(?:the\s+)?arxiv|to\s+(?:add|address|allow|avoid|be|correct|fix|improve|include|make|resolve|revise)\b))"
)
_BEGINNING = re.compile(rf"^\W*{_AT_ONCE}", re.IGNORECASE)
_CLAUSE = re.compile(
    rf"(?:^\W*|[.;:]\s*|(?<![0-9]{{4}}),\s*|(?<![0-9])(?<![0-9]\s)\(\s*|\band\s+){_AT_ONCE}", re.IGNORECASE
)
_WISH = re.compile(
    r"^\W*(?:please\s+withdraw\b|(?:the\s+)?authors?\s+withdrew\W*$|(?:request\w*\s+(?:for\s+)?)withdrawal\b|withdrawal\s+(?:is\s+)?request)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    rf"^\W*{_WITHDRAWN}\b\s*(?:article|paper|chapter)?\s*[\]):.–—-]|^\W*(?:removed|(?:temporary\s+)?removal):|[\[(]{_WITHDRAWN}(?:\s+(?:article|paper))?[\])]\W*$"
    rf"|^\W*(?:(?:this|the)\s+)?(?:{_WORK}\s+)?(?:{_SINCE}\s+)*{_WITHDRAWN}\W*$",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^\W*(?:retraction|withdrawal)\s*(?:notice|note|statement)\s*(?:(?:to|of|for|on)\b|[:“\"‘'«–—-])"
    r"|^\W*(?:notice|statement|note)\s+of\s+(?:retraction|withdrawal|removal)\s*(?:of\s*)?[:“\"‘'«–—-]"
    r"|^\W*retraction\s*(?:(?:of|to|for)\s*)?[:“\"‘«]"
    r"|\((?:retraction|withdrawal)\s+(?:of|notice)\b[^()]{0,100}\)\W*$",
    re.IGNORECASE,
)
"""Journals publish that of an article as one of its own: nothing to be read, whichever of the two it is."""
_IN_THE_PAST = re.compile(rf"(?:this|the)\b.{{1,40}}?\bwas\b.{{0,60}}\b{_WITHDRAWN}$", re.IGNORECASE | re.DOTALL)
_STATEMENT = re.compile(r"^\W*(?:withdrawal|retraction)\s+(?:statement|notice|note)\b", re.IGNORECASE)


def says_withdrawn(*, title: str = "", abstract: str = "", comment: str = "") -> bool:
    """Whether a paper's own texts say so in one of the usual wordings, and of the paper itself."""
    beginning = abstract[:BEGINNING]
    text = f"{title} {beginning} {comment}".lower()
    if not any(word in text for word in ("withdr", "retract", "remov")):
        return False
    return bool(
        _TITLE.search(title)
        or _NOTICE.search(title)
        or _STATEMENT.search(beginning)
        or _CLAUSE.search(comment)
        or _WISH.search(comment)
        or _BEGINNING.search(beginning)
        or _OF_ITSELF.search(comment)
        or any(not _of_another(match) for match in _OF_ITSELF.finditer(beginning))
    )


def _of_another(match: re.Match[str]) -> bool:
    """Whether an abstract tells it of a work that it spoke of before: one's own *has been* withdrawn, or begins so."""
    return _IN_THE_PAST.match(match[0]) is not None and bool(re.search(r"\w", match.string[: match.start()]))
