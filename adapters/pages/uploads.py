"""Forms with a file in them, as browsers send them (multipart/form-data, RFC 7578)."""

import re
from collections.abc import Mapping

KIND = "multipart/form-data"
_BOUNDARY = re.compile(r'boundary="?([^";\s]+)')
_NAME = re.compile(rb'(?im)^content-disposition:[^\r\n]*?;\s*name="([^"]*)"')
MOST_PARTS = 20


def parts_of(kind: str, body: bytes) -> Mapping[str, bytes]:
    """What was sent by the names of the fields, a file as its content; nothing of what is no such form.

    The parser of the standard library takes a second for a megabyte of short lines.
    """
    boundary = _BOUNDARY.search(kind)
    if boundary is None:
        return {}
    between = b"\r\n--" + boundary[1].encode("latin-1", "replace")
    sent = (b"\r\n" + body).split(between, MOST_PARTS + 1)[1:-1]
    parts = [part.removeprefix(b"\r\n").partition(b"\r\n\r\n") for part in sent]
    return {name[1].decode("utf-8", "replace"): content for head, _, content in parts if (name := _NAME.search(head))}
