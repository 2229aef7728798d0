"""Which encoding the bytes of a bibliography are in. Nothing in such a file says so."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(body: bytes) -> str:
    """The text of a file in UTF-8, UTF-16, UTF-32, GBK, or Latin-1 as Windows extends it. Never raises."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    sample = body[:4096]
    if sample.count(0) * 4 > len(sample):
        return body.decode("utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _without_utf8(body)


def _without_utf8(body: bytes) -> str:
    """Line by line, where some lines are UTF-8: files are put together from others."""
    if _is_gbk(body):
        return body.decode("gb18030", "replace")
    return "".join(_line(line) for line in body.splitlines(keepends=True))


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _is_gbk(body: bytes) -> bool:
    """Chinese comes in pairs of high bytes; the accented letters of Western languages mostly stand alone."""
    try:
        text = body.decode("gb18030")
    except UnicodeDecodeError:
        return False
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    high = sum(byte >= 0x80 for byte in body)
    paired = sum(len(run) // 2 * 2 for run in _high_runs(body))
    return chinese * 2 >= high * 0.6 and paired >= high * 0.8


def _high_runs(body: bytes) -> list[bytes]:
    return [run for run in body.translate(bytes(32 if byte < 0x80 else byte for byte in range(256))).split(b" ") if run]
