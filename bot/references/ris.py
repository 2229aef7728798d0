"""RIS as it is found: with any spacing, any order of tags, and records that end in any way or none."""

import re
from collections.abc import Iterator

from bot.references.fields import Fields

LOOKS_SO = re.compile(r"^[ \t]*TY[ \t]{0,3}[-–]", re.MULTILINE)

_TAG = re.compile(r"[ \t]*([A-Z][A-Z0-9])[ \t]{0,3}[-–](?:[ \t]+(.*))?")
_END = re.compile(r"[ \t]*ER[ \t]*(?:[-–][ \t]*)?")


def ris_records(text: str) -> Iterator[tuple[int, Fields]]:
    """The fields of each record, by tags in small letters, and the line it begins at.

    ``ER`` ends a record, with or without its dash; so does a second ``TY``. Other lines go on with the field before.
    """
    fields: dict[str, list[str]] = {}
    begun, last = 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        tag = _TAG.fullmatch(line)
        ends = _END.fullmatch(line) is not None
        if fields and (ends or (tag and tag[1] == "TY" and "ty" in fields)):
            yield begun, fields
            fields, last = {}, ""
        if ends:
            continue
        if tag:
            begun, last = begun if fields else number, tag[1].lower()
            fields.setdefault(last, []).append((tag[2] or "").strip())
        elif last and line.strip():
            fields[last].append(line.strip())
    if fields:
        yield begun, fields
