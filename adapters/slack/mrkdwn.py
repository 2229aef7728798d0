"""Words from outside as Slack's mrkdwn: nothing in them formats, links or pings. All pure."""

import re

from adapters.slack.emoji import bare_emoji
from bot.addresses import in_ascii

_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n[\s\n]*\n")
_LONE_UNDERSCORE = re.compile(r"(?<!\w)_|_(?!\w)")
_LIKENESS = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
"""mrkdwn has no escape for its marks (https://docs.slack.dev/messaging/formatting-message-text); look-alikes then."""
_QUOTE = re.compile(r"^&gt;", re.MULTILINE)


def visible(text: str) -> str:
    """What can be seen of a text: no control or bidi-override characters, single blanks, no runs of empty lines."""
    lines = _BLANKS.sub(" ", _HIDDEN.sub("", text.replace("\r\n", "\n"))).strip()
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in lines.split("\n")))


def one_line(text: str) -> str:
    return " ".join(visible(text).split())


def escape(text: str) -> str:
    """``visible`` text that Slack shows as it is: ``&``, ``<``, ``>`` escaped in that order, marks made harmless."""
    marked = _LONE_UNDERSCORE.sub("ˍ", text.translate(_LIKENESS)).replace("](", "] (")
    escaped = marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _QUOTE.sub("\u200b&gt;", escaped)


def fit(text: str, limit: int) -> str:
    """``text`` escaped within ``limit`` characters, shortened by … where it must be; no entity is cut."""
    escaped = escape(text)
    keep = min(len(text), limit)
    while len(escaped) > limit and keep > 0:
        keep -= max(1, (len(escaped) - limit) // 5)
        escaped = escape(text[: max(keep, 0)].rstrip()) + "…"
    return escaped if len(escaped) <= limit else ""


def link(url: str, label: str, limit: int) -> str:
    """A titled link; the label alone where the address is no web address. ``limit`` counts the label."""
    shown = fit(one_line(label).replace("|", "∣"), limit)
    target = web_address(url).replace("&", "&amp;")
    return f"<{target}|{shown}>" if target and shown and len(target) <= 800 else shown


def web_address(url: str) -> str:
    """The address with what mrkdwn would misread percent-encoded; '' when it is not http(s) or is too long."""
    encoded = in_ascii(url)
    return encoded if len(encoded) <= 500 else ""


def typed(text: str) -> str:
    """What a person meant by a command or message: mentions as names, links as addresses, plain quotes, known emoji."""
    text = _EMOJI.sub(_emoji_of, _LINK.sub(r"\1", _MENTION.sub(_name_of, text)))
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return visible(text.translate(_QUOTES))


def _name_of(mention: re.Match[str]) -> str:
    """A channel or person keeps its mark, so that #general never becomes a word or a time zone; ids are no words."""
    name, kind = mention["name"] or "", mention["id"].partition("^")[0]
    if mention["mark"] == "#":
        return f"#{name or kind}"
    if kind == "date":
        return name
    return f"@{name.lstrip('@') or ('someone' if mention['mark'] == '@' else kind)}"


def _emoji_of(name: re.Match[str]) -> str:
    return bare_emoji(name[0]) or name[0]


_EMOJI = re.compile(r"(?<![\w:]):[a-z0-9_+'-]+(?:::skin-tone-\d)?:(?![\w:])")
_MENTION = re.compile(r"<(?P<mark>[@#!])(?P<id>[^|>]*)(?:\|(?P<name>[^>]*))?>")
_LINK = re.compile(r"<((?:https?://|mailto:)[^|>]*)(?:\|[^>]*)?>")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})


def code_parts(text: str, limit: int) -> list[str]:
    """A text as fenced code in parts of about ``limit`` characters; shown as it is but for triple ticks."""
    parts = [""]
    for line in text.replace("```", "'''").splitlines(keepends=True):
        for piece in (line[at : at + limit] for at in range(0, len(line), limit)):
            if len(parts[-1]) + len(piece) > limit:
                parts.append("")
            parts[-1] += piece
    fenced = (part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").rstrip() for part in parts)
    return [f"```\n{part}\n```" for part in fenced if part.strip()]
