"""What feeds and chat say about feeds."""

from collections.abc import Sequence

from bot.cards.papers import day_text
from bot.model import Answer, Button, ButtonStyle, Card, FeedEntry

NO_FEEDS = (
    "Feeds need the web page with an address that feed readers can reach, and none is set here "
    "(PAPERBOY_WEB, PAPERBOY_PUBLIC_URL)."
)
NO_TOPIC = "No paper is about that. Name a topic: /feed/topic/state-space-models.atom."
NO_SEARCH = "Say what to search for: /feed/search.atom?q=world+models."
TODAY = "Papers of the day"
TRENDING = {"day": "Trending today", "week": "Trending this week", "month": "Trending this month"}
PICKS = "My daily picks"
SAVED = "My reading list"
ALL_OF_MINE = "My papers"
NOTHING_PICKED = (
    "The picks of your own daily picks appear here, and none have been made yet. "
    "/papers subscribe in a private conversation with Paperboy sets them up."
)
NOTHING_SAVED = "What you save appears here."
NO_AUTHORS = "Authors not known"
REVOKED = "This feed has ended. /papers feed in chat gives a new address."
ENDED = "Your private feed addresses work no more. /papers feed gives new ones."
NONE_TO_END = "You have no private feed addresses, so there was nothing to end. /papers feed gives them."


def search_title(text: str) -> str:
    """A feed of what a search finds."""
    return f"Search: {text}"


def search_note(notes: Sequence[str], *, found: bool) -> str:
    """How the search was understood, as its page says too, and that a feed is empty."""
    return " ".join(
        [*notes, *([] if found else ["Nothing is found yet. The next paper that matches will appear here."])]
    )


def topic_title(topic: str) -> str:
    """A feed of the papers about a topic."""
    return f"Papers about {topic}"


def nothing_about(topic: str) -> str:
    """An honest empty feed."""
    return f"No paper of the last month is about {topic}. The next one will appear here."


def feed_answer(picks: str, saved: str, opml: str) -> Answer:
    """A member's private addresses, shown once."""
    text = (
        "Your private feeds, for any feed reader. Whoever has an address can read them, so don't pass it on. "
        "I show them only this once; /papers feed new gives others in their place.\n"
        f"Daily picks: {picks}\nReading list: {saved}\nAll of yours in one file (OPML): {opml}"
    )
    return Answer(card=Card(text=text, buttons=(Button(label="Open the picks", url=picks, style=ButtonStyle.PRIMARY),)))


def feed_kept(made_on: str) -> Answer:
    """The addresses are not known here any more: only their digest is kept."""
    text = (
        f"You have had private feeds since {made_on}. I can't show their addresses again: I keep only a digest. "
        "New ones end the old."
    )
    buttons = (Button(label="New addresses", line="feed new"), Button(label="End my feeds", line="feed off"))
    return Answer(card=Card(text=text, buttons=buttons))


def entry_facts(entry: FeedEntry) -> str:
    """The line of facts of an entry: organisation and date. Counts are left out, since they change all day."""
    paper = entry.paper
    parts = [
        paper.organisation.name if paper.organisation else "",
        day_text(paper.day) if paper.day else "",
        f"version {paper.version}" if paper.version > 1 else "",
        "withdrawn" if paper.withdrawn else "",
    ]
    return " · ".join(filter(None, parts))
