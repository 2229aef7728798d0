"""Where the commands of the table are in Discord's own menu."""

import re
from collections.abc import Mapping

GROUPED: Mapping[str, tuple[str, ...]] = {
    "feedback": ("like", "dislike", "save", "undo"),
    "account": ("link", "unlink", "web", "feed", "archive", "email"),
}
"""Discord allows 25 sub-commands. These, which people do by button or once, make room in groups of their own."""

_GROUP_OF = {name: group for group, names in GROUPED.items() for name in names}
_SPOKEN = re.compile(rf"/papers (?=({'|'.join(_GROUP_OF)})\b)")


def as_here(text: str) -> str:
    """Commands named in a text as they are typed in Discord: ``/papers feedback like``."""
    return _SPOKEN.sub(lambda found: f"/papers {_GROUP_OF[found[1]]} ", text)
