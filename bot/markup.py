"""Texts without the marks of HTML, JATS, MathML and Markdown. All pure."""

import re
from functools import lru_cache
from html import unescape

_MARKUP = re.compile(
    r"</?((?:jats|mml|m):[a-z-]+|a|i|b|u|em|strong|su[bp]|scp?|span|tt|code|p|br|div|font|italic|bold|title|sec|section"
    r"|h[1-6]|xref|list|list-item|[ou]l|li|label|abstract|(?:inline|disp)-formula|tex-math|(?:named|styled)-content"
    r"|math|m[inosu]|ms(?:up|ub|ubsup|qrt|tyle)|mrow|mtext|mfrac)\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_RAISED = re.compile(r"<((?:jats:)?su[bp])>\s{0,9}([0-9+−-]{1,9}|n)\s{0,9}</\1>", re.IGNORECASE)
_SCRIPTS = {
    "p": str.maketrans("0123456789+−-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ"),
    "b": str.maketrans("0123456789+−-n", "₀₁₂₃₄₅₆₇₈₉₊₋₋ₙ"),
}
"""By the last letter of sup and sub. Without them, 10⁻³ would be 10-3."""
_BLOCKS = frozenset(("p", "br", "div", "sec", "section", "title", "li", "list-item", "abstract", "disp-formula"))
_MARKDOWN = (
    ("](http", re.compile(r"\[([^\[\]]{1,200})\]\(https?://[^()\s]+\)"), r"\1"),
    ("**", re.compile(r"(?<!\w)\*\*(?=\S)(.{1,400}?)(?<=\S)\*\*(?!\w)"), r"\1"),
    ("__", re.compile(r"(?<!\w)__(?=\S)(.{1,400}?)(?<=\S)__(?!\w)"), r"\1"),
    ("`", re.compile(r"`([^`]{1,200})`"), r"\1"),
    ("*", re.compile(r"(?<!\S)\*(?=[^\W\d])([^*]{1,200}?)(?<=\w)\*(?=[\s.,;:!?)]|$)"), r"\1"),
    ("#", re.compile(r"(?:^|(?<=[.!?:]\s))#{1,6}\s+"), ""),
)
"""What must stand in a text for the mark to be there (looked for first: that is quick), the mark, what stays."""


def without_markup(text: str) -> str:
    """A text without the tags of HTML, JATS and MathML, and with entities, escaped twice too, as what they stand for.

    Where a paragraph or the like begins or ends, or a formula next to a word, a space is put.
    """
    text = _without_tags(text)
    return _without_tags(unescape(unescape(text))) if "&" in text else text


def _without_tags(text: str) -> str:
    """A tag that nothing closes is what the text speaks of."""
    if "</su" in text:
        text = _RAISED.sub(lambda match: match[2].translate(_SCRIPTS[match[1][-1].lower()]), text)
    return _MARKUP.sub(_gap, text) if "</" in text or "/>" in text else text


def _gap(tag: re.Match[str]) -> str:
    name = tag[1].lower().rpartition(":")[2]
    if name != "math":
        return " " if name in _BLOCKS else ""
    outside = (
        tag.string[tag.end() : tag.end() + 2] if tag[0][1] == "/" else tag.string[max(0, tag.start() - 2) : tag.start()]
    )
    return " " if len(outside) == 2 and outside.isalpha() else ""


@lru_cache(maxsize=1024)
def without_markdown(text: str) -> str:
    """A text without the marks of Markdown that some abstracts carry: bold, code, links, headings. Formulas stay."""
    for sign, pattern, plain in _MARKDOWN:
        if sign in text:
            text = pattern.sub(plain, text)
    return text
