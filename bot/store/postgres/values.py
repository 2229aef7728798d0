"""Values as PostgreSQL takes them: its texts hold no NUL, neither do the JSON lists that statements take apart."""

import json
from collections.abc import Sequence
from typing import Any

_ESCAPED_NUL = "\\u0000"


def clean(values: Sequence[Any]) -> Sequence[Any]:
    """The same values; texts without NUL."""
    return [_clean(value) if isinstance(value, str) else value for value in values]


def _clean(text: str) -> str:
    text = text.replace("\0", "") if "\0" in text else text
    return _without_nul(text) if _ESCAPED_NUL in text and text.startswith("[") else text


def _without_nul(text: str) -> str:
    """A JSON list without NUL in its texts; other text that only looks like one stays."""
    try:
        return json.dumps(_cleaned(json.loads(text)), ensure_ascii=False, separators=(",", ":"))
    except ValueError:
        return text


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    return [_cleaned(one) for one in value] if isinstance(value, list) else value
