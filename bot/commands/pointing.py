"""How people point at a paper that they see. Patterns, for small letters or large."""

THAT = r"(?:this|that|it|these|those|them)(?: (?:one|ones|paper|papers))?"
"""Tells which one it is only where one paper was shown last."""

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
PLACE = (
    r"(?:the |papers? |numbers? |no\.? ?|nr\.? ?)*"
    rf"(?:#?\d{{1,3}}(?:st|nd|rd|th)?|\b(?:{'|'.join((*ORDINALS, *CARDINALS))}|last)\b)(?: (?:one|ones|paper)\b)?"
)
"""Where a paper stands in a list."""
