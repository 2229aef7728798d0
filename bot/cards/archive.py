"""What pages, feeds and chat say about a channel's digests of the days before."""

from bot.cards.papers import day_text
from bot.cards.wording import counted
from bot.model import Answer, Button, ButtonStyle, Card, Digest, DigestDay, DigestKind

NO_ARCHIVE = (
    "Picks can't be read again here: whoever runs Paperboy has not opened the web page to teams "
    "(PAPERBOY_WEB=team, PAPERBOY_PUBLIC_URL)."
)
FOR_CHANNELS = (
    "The archive is for channels: type /papers archive in one. Your own picks have private feeds, /papers feed."
)
ENDED = "The private address of this channel's picks works no more. /papers archive gives a new one."
NONE_TO_END = "This channel's picks have no private address, so there was nothing to end. /papers archive gives one."
GONE = "This address has ended. /papers archive, typed in the channel, gives a new one."
NO_SUCH_DAY = "Nothing was posted on this day."
NOTHING_YET = "Nothing has been posted yet. The first picks will stand here."
DIGESTS = "Picks of a channel"


def archive_answer(page: str, feed: str) -> Answer:
    """A channel's private address, shown once."""
    text = (
        "Here this channel's picks can be read again, day by day. Whoever has the address can read them without "
        "signing in, and nothing else; /papers archive off ends it.\n"
        f"I show it only this once; /papers archive new gives another in its place.\nPage: {page}\nFeed: {feed}"
    )
    return Answer(card=Card(text=text, buttons=(Button(label="Open the page", url=page, style=ButtonStyle.PRIMARY),)))


def archive_kept(made_on: str) -> Answer:
    """The address is not known here any more: only its digest is kept."""
    text = (
        f"This channel's picks have had a private address since {made_on}. I can't show it again: I keep only a "
        "digest. A new one ends the old."
    )
    buttons = (Button(label="New address", line="archive new"), Button(label="End it", line="archive off"))
    return Answer(card=Card(text=text, buttons=buttons))


def day_line(day: DigestDay) -> str:
    """How many papers were picked on a day, in words."""
    picked = sum(len(digest.papers) for digest in day.digests)
    return f"{counted(picked, 'paper')} picked for the channel" if picked else "No picks"


def day_notes(day: DigestDay) -> tuple[str, ...]:
    """What should be known about the picks of a day, or why there were none."""
    said = [note for digest in day.digests for note in (_catching_up(digest), digest.note or "")]
    return tuple(dict.fromkeys(filter(None, said)))


def short_day(day: DigestDay) -> str:
    """``Fri 21 Aug 2026``."""
    return f"{day.day:%a} {day_text(day.day)}"


def _catching_up(digest: Digest) -> str:
    return "Catching up on the days missed before." if digest.kind is DigestKind.CATCH_UP else ""
