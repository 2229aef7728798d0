"""What people mean by a text as chats write it, with its marks for bold, code and quotations around the words. Pure."""

import re

_FENCED = re.compile(r"```(?:[\w+-]*\n)?(.*?)```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_EMPHASIS = re.compile(r"(?<![\w*~|\\])(\*{1,3}|_{1,3}|~{1,2}|\|\|)(?=[^\s*_~|])(.+?)(?<=[^\s*_~|])\1(?![\w*~|])")
_QUOTED = re.compile(r"^>{1,3}\s*(?=[^\W\d])")
_LONGEST = 1000
"""Letters of a text within which single words are marked; a longer one is something to import."""

_NOBODY = re.compile(r"(?<!\S)(?:@(?:someone|role|channel|here|everyone)|:[a-z0-9_+'-]+:)(?!\S)", re.IGNORECASE)
_NAMED = re.compile(r"(?<!\S)@(?=[^\W\d])")


def unmarked(text: str) -> str:
    """The words without the marks that chats take for bold, slanted, struck out, hidden, code or a quotation."""
    bare = _FENCED.sub(r"\1", text)
    if "\n" in bare.strip() or len(bare) > _LONGEST:
        return bare
    bare = _QUOTED.sub("", _CODE.sub(r"\1", bare).strip(), count=1)
    before = ""
    while bare != before:
        before, bare = bare, _EMPHASIS.sub(r"\2", bare)
    return bare


def without_names(text: str) -> str:
    """The words without ``@everyone``, ``:emoji:`` and the mark of names; the text itself where that leaves nothing."""
    bare = " ".join(_NAMED.sub("", _NOBODY.sub(" ", text)).split())
    return bare if any(letter.isalnum() for letter in bare) else text
