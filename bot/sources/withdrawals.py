"""Whether a paper says that it was withdrawn: in its comment, its abstract or its title. Pure."""

import re

BEGINNING = 300
"""Of an abstract: what comes later speaks of other things that were withdrawn."""

_WORK = r"(?:papers?|articles?|manuscripts?|submissions?|preprints?|e-?prints?|works?|notes?|letters?|versions?)"
_WITHDRAWN = r"(?:withdrawn|retracted)"
_FROM_ELSEWHERE = r"(?!\s+from\s+(?!(?:the\s+)?arxiv|publication|consideration|public))"
_EARLIER = r"(?<!earlier )(?<!previous )(?<!first )(?<!old )(?<!older )(?<!original )(?<!initial )"
_OF_ITSELF = re.compile(
    rf"(?<!version of )\b(?:this|the|our|my)\s+(?:\w+\s+)?{_EARLIER}{_WORK}"
    r"\s+(?:(?:is|was|has|have|had|been|being|now|temporarily)\s+)+"
    rf"{_WITHDRAWN}\b{_FROM_ELSEWHERE}"
    rf"|\b(?:authors?|we|i|submitters?|administrators?|arxiv)\b(?:\s+\w+){{0,3}}?"
    r"\s+(?:withdrawn?|withdrew|withdraw|retract(?:ed)?)"
    rf"\s+(?:this|the|our|my|their)\s+(?:\w+\s+)?{_EARLIER}{_WORK}\b(?!\s+of\b)"
    rf"|\b{_WITHDRAWN}\s+by\s+(?:the\s+|an?\s+|its\s+|all\s+)?(?:\w+\s+)?(?:authors?|arxiv|submitters?|administrators?)\b",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    rf"^\W*(?:(?:this|the)\s+)?(?:{_WORK}\s+)?(?:(?:is|was|has been)\s+)?{_WITHDRAWN}\b"
    r"(?=\s*(?:$|[.,;:!()\]–—-]|due|because|as\b|for\b|since|pending|by|owing|until|temporarily|on\b|in favou?r|and\b"
    r"|from\s+(?:the\s+)?arxiv))",
    re.IGNORECASE,
)
_TITLE = re.compile(rf"^\W*{_WITHDRAWN}\b\s*(?:article|paper)?\s*[\]:.–—-]", re.IGNORECASE)
_STATEMENT = re.compile(r"^\W*(?:withdrawal|retraction)\s+(?:statement|notice|note)\b", re.IGNORECASE)


def says_withdrawn(*, title: str = "", abstract: str = "", comment: str = "") -> bool:
    """Whether a paper's own texts say so in one of the usual wordings, and of the paper itself."""
    beginning = abstract[:BEGINNING]
    told = f"{title} {beginning} {comment}".lower()
    if "withdr" not in told and "retract" not in told:
        return False
    return bool(
        _TITLE.search(title)
        or _STATEMENT.search(beginning)
        or any(pattern.search(text) for text in (comment, beginning) for pattern in (_AT_ONCE, _OF_ITSELF))
    )
