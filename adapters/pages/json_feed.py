"""A feed as JSON Feed 1.1."""

import json

from adapters.pages.atom import stamp
from adapters.pages.feed_forms import WrittenEntry, WrittenFeed


def json_feed(feed: WrittenFeed) -> str:
    """The whole document."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": "en",
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(document | ({"description": feed.note} if feed.note else {}), ensure_ascii=False)


def _item(entry: WrittenEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.page,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": stamp(entry.published),
        "date_modified": stamp(entry.updated),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.terms),
    }
