"""British and American spelling of English words: *optimisation* and *optimization* are one word."""

import re
from functools import lru_cache

_ALWAYS_S = (
    r"(?:.*(?:[aouvwh]|pr|(?<!i)c)|.{1,2}|(?:(?:(?:un)?com)?pro|unpro|pre|de|sur)m|desp"
    r"|(?:adver|exper|trea|chas|prac|mor)t|(?:para|merchan)d|(?:sun|moon)r)is"
)
"""How words begin that have an s in American too: *exercise*, *noise*, *likewise*, *supervise*."""
_ENDED = "able|ation|ational|ationally|ations|e|ed|er|ers|es|ing|ings"
_OR = (
    "(?:be|bi|dis|mis|multi|technic|tri|un|water)?"
    "(?:arm|behavi|clam|col|demean|endeav|fav|flav|harb|hon|hum|lab|neighb|od|rig|rum|sav|savi|splend|tum|val|vap|vig)"
)
_ER = "(?:amphi|centi|epi|kilo|micro|milli|multi|nano)?(?:calib|cent|fib|lit|lust|met|sab|spect|theat)"
_PAIRS = (
    (rf"(?!(?:{_ALWAYS_S})(?:{_ENDED})$)([a-z]{{2,}}i)", "s", "z", f"({_ENDED})"),
    ("((?:re)?analy|paraly|cataly|dialy|(?:hydro|electro)ly)", "s", "z", "(e|ed|er|ers|ing)"),
    (f"({_OR})", "our", "or", "(.*)"),
    (f"({_ER})", "re", "er", "(s?)"),
    (f"({_ER})", "r", "er", "(ed)"),
    ("((?:ana|cata|dia|homo|mono)log)", "ue", "", "(s?)"),
    ("((?:de|of)fen|licen|preten)", "c", "s", "(es?)"),
    ("((?:|hypo|neuro)an|arch|encyclop|gyn|h|leuk|isch|orthop|p|pal)", "ae", "e", "((?:c|d|m|o|sth).*)"),
    ("()", "oe", "e", "((?:dem|soph|str).*)"),
    ("(f)", "oe", "e", "(t(?:al|us|uses))"),
    ("((?:re)?program)", "me", "", "(s?)"),
    ("()", "grey", "gray", "(.*)"),
    ("(alumin)", "i", "", "(um)"),
    ("(sul)", "ph", "f", "(ur.*|ate|ates|ide|ides)"),
    ("(art)", "e", "i", "(facts?)"),
    ("(judg|acknowledg)", "e", "", "(ments?)"),
    ("(ag)", "e", "", "(ing)"),
    ("(m)", "ou", "o", "(ld.*)"),
)
"""What stands before, in British, in American, and after."""
_MAY_BE_BRITISH = re.compile("is[aei]|lys[ei]|our|re[ds]?$|logue|nce|ae|oe|mme|grey|inium|lph|tefac|gemen|agei|mou")
_MAY_BE_AMERICAN = re.compile(
    "iz[aei]|lyz[ei]|(?:[bdglmnpruv]|vi)or|(?:[abcis]t|nt|et|ib|ab)er|log|ense|[ch]e[mo]|[nlp]e[cdos]|[knp]em|op?ed|^ede|est?r"
    "|esop|feta|fetu|gram|gray|inum|lf|tifac|gmen|agin|mol"
)
"""Spares nearly every word the look at each rule."""
_BRITISH = [(re.compile(head + british + tail), rf"\1{american}\2") for head, british, american, tail in _PAIRS]
_AMERICAN = [(re.compile(head + american + tail), rf"\1{british}\2") for head, british, american, tail in _PAIRS]


@lru_cache(maxsize=100_000)
def american(word: str) -> str:
    """The word, in lower case, as Americans spell it; itself where both spell it so."""
    if not _MAY_BE_BRITISH.search(word):
        return word
    for pattern, spelled in _BRITISH:
        if found := pattern.fullmatch(word):
            word = found.expand(spelled)
    return word


@lru_cache(maxsize=100_000)
def british(word: str) -> tuple[str, ...]:
    """As what British words it may be spelled, none where both spell it so; not each is a word."""
    found = [word]
    for pattern, spelled in _AMERICAN if _MAY_BE_AMERICAN.search(word) else ():
        found += [match.expand(spelled) for one in found if (match := pattern.fullmatch(one))]
    return tuple(other for other in found[1:] if american(other) == word)
