"""The grammar of Atom (RFC 4287, appendix B, and the rules of its text that RELAX NG can't say), as data.

Only what stands in feeds of ours is in it; an element or attribute that is not named here is an error.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_MEDIA_TYPE = re.compile(r".+/.+")
_TAG = re.compile(r"tag:[^,\s]+,\d{4}(-\d\d){0,2}:\S*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What may stand in an element: ``children`` with least and most (None: any number), attributes, its text."""

    children: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    text: str = ""
    """``text``, ``date`` or ``name for good``; '' for none."""


_ANY = (0, None)
_TYPED_TEXT = Rule(allowed=frozenset({"type"}), text="text")
_DATED = Rule(text="date")
GRAMMAR: Mapping[str, Rule] = {
    "feed": Rule(
        children={
            **dict.fromkeys(("id", "title", "updated"), (1, 1)),
            **dict.fromkeys(("generator", "icon", "logo", "rights", "subtitle"), (0, 1)),
            **dict.fromkeys(("author", "category", "contributor", "link", "entry"), _ANY),
        },
        allowed=frozenset({LANG}),
    ),
    "entry": Rule(
        children={
            **dict.fromkeys(("id", "title", "updated"), (1, 1)),
            **dict.fromkeys(("published", "content", "rights", "source", "summary"), (0, 1)),
            **dict.fromkeys(("author", "category", "contributor", "link"), _ANY),
        },
    ),
    "author": Rule(children={"name": (1, 1), "uri": (0, 1), "email": (0, 1)}),
    "name": Rule(text="text"),
    "id": Rule(text="name for good"),
    "title": _TYPED_TEXT,
    "subtitle": _TYPED_TEXT,
    "summary": _TYPED_TEXT,
    "content": _TYPED_TEXT,
    "updated": _DATED,
    "published": _DATED,
    "generator": Rule(allowed=frozenset({"uri", "version"}), text="text"),
    "category": Rule(needed=frozenset({"term"}), allowed=frozenset({"scheme", "label"})),
    "link": Rule(needed=frozenset({"href"}), allowed=frozenset({"rel", "type", "hreflang", "title", "length"})),
}


def faults(feed: Element) -> list[str]:
    """Everything about a document that Atom does not allow."""
    found = [f"the root is {feed.tag}"] if feed.tag != f"{ATOM}feed" else _of_element(feed)
    entries = feed.findall(f"{ATOM}entry")
    if feed.find(f"{ATOM}author") is None:  # 4.1.1: it must be there unless every entry has one
        found += ["an entry has no author, nor has the feed" for each in entries if each.find(f"{ATOM}author") is None]
    ids = Counter(each.findtext(f"{ATOM}id") for each in entries)
    found += [f"{name} twice" for name, count in ids.items() if count > 1]
    if not any(each.get("rel") == "self" for each in feed.findall(f"{ATOM}link")):
        found.append("the feed does not say where it is")
    for holder in (feed, *entries):  # 4.1.1, 4.1.2: at most one alternate of a type and language
        alternates = Counter((e.get("type"), e.get("hreflang")) for e in holder.findall(f"{ATOM}link") if _alternate(e))
        found += [f"{count} alternates of {kind}" for kind, count in alternates.items() if count > 1]
    return found


def _alternate(link: Element) -> bool:
    return link.get("rel", "alternate") == "alternate"


def _of_element(element: Element) -> list[str]:
    name = element.tag.removeprefix(ATOM)
    rule = GRAMMAR.get(name)
    if rule is None:
        return [f"{name} is none of Atom's"]
    counts = Counter(child.tag.removeprefix(ATOM) for child in element)
    found = [f"{name} has {child}" for child in counts if child not in rule.children]
    for child, (least, most) in rule.children.items():
        if counts[child] < least or (most is not None and counts[child] > most):
            found.append(f"{name} has {counts[child]} times {child}")
    found += [f"{name} lacks {each}" for each in rule.needed if each not in element.attrib]
    found += [f"{name} has an attribute {each}" for each in element.attrib if each not in rule.needed | rule.allowed]
    found += _of_values(name, rule, element)
    return found + [fault for child in element for fault in _of_element(child)]


def _of_values(name: str, rule: Rule, element: Element) -> list[str]:
    text, found = element.text or "", []
    if not rule.text and text.strip():
        found.append(f"{name} has text")
    if rule.text == "date" and not _DATE.fullmatch(text):
        found.append(f"{name} is no date: {text}")
    if rule.text == "name for good" and not _TAG.fullmatch(text):
        found.append(f"{name} is no tag URI: {text}")
    if name in ("title", "subtitle", "summary", "content") and element.get("type", "text") not in ("text", "html"):
        found.append(f"{name} is of type {element.get('type')}")
    if name == "link":
        parts = urlsplit(element.get("href", ""))
        if not (parts.scheme and parts.netloc) or " " in element.get("href", ""):
            found.append(f"link leads nowhere: {element.get('href')}")
        if element.get("type") is not None and not _MEDIA_TYPE.fullmatch(element.get("type", "")):
            found.append(f"link is of type {element.get('type')}")
    return found
