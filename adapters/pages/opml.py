"""A member's feeds as OPML 2.0, which feed readers import in one go."""

from collections.abc import Sequence
from xml.etree import ElementTree

from bot.cards.feeds import ALL_OF_MINE


def opml(feeds: Sequence[tuple[str, str]]) -> str:
    """The document; ``feeds`` are pairs of title and address."""
    root = ElementTree.Element("opml", {"version": "2.0"})
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = f"{ALL_OF_MINE} – Paperboy"
    body = ElementTree.SubElement(root, "body")
    for title, address in feeds:
        ElementTree.SubElement(body, "outline", {"type": "rss", "text": title, "title": title, "xmlUrl": address})
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode")
