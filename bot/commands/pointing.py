"""How people point at a paper that they see, which tells nobody else which one it is. Patterns for small letters."""

_PLACE = "first|second|third|fourth|fifth|last|top|1st|2nd|3rd|4th|5th"

THAT = (
    "(?:this|that|it|these|those|them)(?: (?:one|ones|paper|papers))?"
    f"|the (?:{_PLACE})(?: (?:one|ones|two|three|paper|papers))?"
)

_NUMBER = r"(?:number |no\.? ?|#)?\d{1,2}"

PLACES = (
    rf"{_NUMBER}(?:(?:,|,? and|,? or| &) ?{_NUMBER})*|(?:all|both)(?: of)?(?: (?:them|these|those|papers))?|everything"
)
"""Numbers in a list, or all of one."""
