"""Plain words into Discord's markdown, without letting them become markdown."""

import re

from adapters.discord.command_names import as_here
from bot.text import shorten

_HIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINE_ENDS = re.compile(r"\r\n|[\r\u0085\u2028\u2029]")
_MARKUP = re.compile(r"[\\*_~`|<\[\]]")
_LINE_START = re.compile(r"^(\s*)(?:([#>+-])|(\d+)([.)]))", re.MULTILINE)
_PING = re.compile(r"@(?=everyone|here|[!&]?\d{15,20})")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CHANNEL_ID = re.compile(r"(?<=\bchannel )\d{17,20}\b")
_UNSAFE = re.compile(r"[\s<>\"'`\\|^{}\x00-\x1f\x7f-\x9f\u200b-\u206f\ufeff]")
_WEB = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)

LONGEST_ADDRESS = 512
"""Of a link button."""

_ISOLATE = "\u2068{}\u2069"
_ZERO_WIDTH_SPACE = "\u200b"


def plain(text: str, limit: int) -> str:
    """One line without hidden or direction-changing characters, at most ``limit`` long: for labels and names."""
    return shorten(" ".join(_seen(text).split()), limit)


def line(text: str, limit: int) -> str:
    """One line that shows as it is, whatever markdown or mentions it holds. ``limit`` is before escaping."""
    return _isolated(_escaped(plain(text, limit)))


def paragraphs(text: str, limit: int) -> str:
    """The same, keeping line ends; at most one empty line between paragraphs."""
    lines = [" ".join(part.split()) for part in _seen(text).split("\n")]
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return "\n".join(_isolated(part) for part in _escaped(shorten(joined, limit)).split("\n"))


def link(text: str, url: str, limit: int) -> str:
    """A masked link; only the words when the address is no plain web address."""
    shown, address = line(text, limit), web_address(url)
    if not address or not shown:
        return shown
    label = shown.replace("(", r"\(").replace(")", r"\)")
    return f"[{label}](<{address}>)"


def web_address(url: str) -> str:
    """The address made safe to stand inside ``<…>``, or '' when it isn't http(s)."""
    url = url.strip()
    if not _WEB.match(url) or len(url) > LONGEST_ADDRESS:
        return ""
    safe = _UNSAFE.sub(_percent, url)
    return safe if len(safe) <= LONGEST_ADDRESS else ""


def channels_named(escaped: str) -> str:
    """Channel ids as Discord's own links to them, which show the name to those who may see it."""
    return _CHANNEL_ID.sub(r"<#\g<0>>", escaped)


def subtext(escaped: str) -> str:
    """Small grey lines; ``escaped`` has been through ``line`` or ``paragraphs``."""
    return "\n".join(f"-# {part}" for part in escaped.split("\n") if part)


def quote(escaped: str) -> str:
    return "\n".join(f"> {part}" for part in escaped.split("\n"))


def _seen(text: str) -> str:
    """Without what can't be encoded or isn't seen; all line ends as ``\\n``, tabs as spaces; commands as typed here."""
    text = text.encode("utf-8", "ignore").decode().replace("\t", " ")
    return as_here(_HIDDEN.sub("", _LINE_ENDS.sub("\n", text)))


def _escaped(text: str) -> str:
    text = _MARKUP.sub(r"\\\g<0>", text)
    text = _LINE_START.sub(_escape_start, text)
    return _PING.sub("@" + _ZERO_WIDTH_SPACE, text).replace("://", r"\://")


def _escape_start(match: re.Match[str]) -> str:
    space, mark, number, stop = match.groups()
    return f"{space}\\{mark}" if mark else f"{space}{number}\\{stop}"


def _isolated(text: str) -> str:
    """Right-to-left words kept from reordering what stands around them."""
    return _ISOLATE.format(text) if _RIGHT_TO_LEFT.search(text) else text


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))
