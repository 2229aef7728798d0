"""A feed as Atom 1.0 (RFC 4287)."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

from adapters.pages.feed_forms import WrittenEntry, WrittenFeed
from bot.cards.feeds import NO_AUTHORS

ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(feed: WrittenFeed) -> str:
    """The whole document. What XML can't hold is left out: control characters occur in abstracts."""
    root = ElementTree.Element("feed", {"xmlns": ATOM, XML_LANG: "en"})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    if feed.note:
        _text(root, "subtitle", feed.note)
    _text(root, "updated", stamp(feed.updated))
    _link(root, "self", feed.address, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    _text(root, "generator", "Paperboy")
    for entry in feed.entries:
        _entry(root, entry)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def stamp(moment: datetime) -> str:
    """A time as RFC 3339 writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _entry(root: ElementTree.Element, entry: WrittenEntry) -> None:
    element = ElementTree.SubElement(root, "entry")
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _text(element, "published", stamp(entry.published))
    _text(element, "updated", stamp(entry.updated))
    for name in entry.authors or (NO_AUTHORS,):  # Atom asks for one of every entry (4.1.2)
        _text(ElementTree.SubElement(element, "author"), "name", name)
    _link(element, "alternate", entry.page, "text/html")
    for address in entry.related:
        _link(element, "related", address)
    for term in entry.terms:
        ElementTree.SubElement(element, "category", {"term": _clean(term)})
    _text(element, "summary", entry.summary)
    _text(element, "content", entry.html).set("type", "html")


def _text(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name)
    element.text = _clean(text)
    return element


def _link(parent: ElementTree.Element, rel: str, address: str, kind: str = "") -> None:
    attributes = {"rel": rel, "href": _clean(address)} | ({"type": kind} if kind else {})
    ElementTree.SubElement(parent, "link", attributes)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
