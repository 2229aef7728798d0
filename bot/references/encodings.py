"""Which encoding the bytes of a bibliography are in. Few such files say so."""

import codecs
import re

from bot.cards import problems
from bot.errors import BadQuery

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_PDF = b"%PDF-"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_DECLARED = re.compile(rb"(?im)^[ \t]*%.{0,40}?coding\s*[:=]\s*([\w-]{2,20})")
"""JabRef writes it in the first lines, and people do for their editors."""
_HIGH = re.compile(rb"[\x80-\xff]+")


def decode(body: bytes) -> str:
    """The text of a file in UTF-8, UTF-16, UTF-32, GBK, or Latin-1 as Windows extends it. Never raises."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    sample = body[:4096]
    if sample.count(0) * 4 > len(sample):
        return body.decode("utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be", "replace")
    text = _decoded(body, "utf-8")
    return _without_utf8(body) if text is None else text


def text_of_file(body: bytes) -> str:
    """The text of a file that should be a bibliography. Raises ``BadQuery`` where it is empty, packed, or no text."""
    if not body.strip():
        raise BadQuery(problems.EMPTY_IMPORT)
    if body.startswith(_PACKED):
        raise BadQuery(problems.PACKED_IMPORT)
    beginning = decode(body[:4096])  # alone: bytes that are no text take long to read as one
    if body.startswith(_PDF) or len(_CONTROL.findall(beginning)) * 20 > len(beginning):
        raise BadQuery(problems.NO_TEXT_TO_IMPORT)
    return decode(body)


def _without_utf8(body: bytes) -> str:
    """As it says, or else piece by piece, where some pieces are UTF-8: files are put together from others."""
    declared = _DECLARED.search(body[:2_000])
    if declared and (text := _decoded(body, declared[1].decode("ascii", "replace"))) is not None:
        return text
    if _is_gbk(body):
        return body.decode("gb18030", "replace")
    return _HIGH.sub(lambda run: _piece(run[0]).encode(), body).decode()


def _decoded(body: bytes, encoding: str) -> str | None:
    """The text where the encoding is known and all of it is in it, else None."""
    try:
        return str(body, encoding)
    except (LookupError, ValueError):
        return None


def _piece(run: bytes) -> str:
    text = _decoded(run, "utf-8")
    return run.decode("cp1252", "replace") if text is None else text


def _is_gbk(body: bytes) -> bool:
    """Chinese comes in pairs of high bytes; the accented letters of Western languages mostly stand alone."""
    text = _decoded(body, "gb18030")
    if text is None:
        return False
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    high = sum(byte >= 0x80 for byte in body)
    paired = sum(len(run) // 2 * 2 for run in _HIGH.findall(body))
    return chinese * 2 >= high * 0.6 and paired >= high * 0.8
