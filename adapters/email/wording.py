"""What is true of mail alone: links under papers, the foot of a letter, the pages that links lead to."""

from bot.cards.interests import ANYBODY
from bot.cards.papers import day_text
from bot.cards.wording import sentence
from bot.commands import parse
from bot.model import Mailbox, Member, Signal, is_visitor

UNTITLED = "From Paperboy"
LIST_NAME = "Papers from Paperboy"

ACTIONS: dict[Signal | None, str] = {
    Signal.LIKE: "👍 More like this",
    Signal.DISLIKE: "👎 Less like this",
    Signal.SAVE: "🔖 Save",
    None: "Why this paper?",
}
"""The last leads to the page without a button that comes first."""
REACT = "More like this, less, save, or why:"


def no_room_for(papers: int) -> str:
    """Of papers at the end of a mail that would be too long for inboxes."""
    return f"… and {papers} more, for which a mail has no room."


LEAVE = "Stop these mails"
SETTINGS = "Pause or change these mails"
NO_TRACKING = "No images, no trackers: nobody is told whether you read this mail or follow a link to a paper."

CONSENT = 1
"""The version of the words under which people agree; count on when they change in meaning."""
QUESTION = "Do you want research papers by mail?"
ABOUT_PAPERBOY = (
    "Paperboy picks new research papers by what somebody follows and likes, and says why. Nothing is sent to this "
    "address before you confirm, and each mail has a link that ends it at once."
)
TO_CONFIRM = "Read on and confirm, within two days"
NOT_ASKED = "If that was not you, do nothing, or say so on that page: then nobody can ask for this address again."

TRIAL = "A test from Paperboy"
TRIAL_TEXT = "Mail arrives. Look at its headers: SPF, DKIM and DMARC should say pass."

CONNECTING = "Not connected to the mail server yet."
NO_ADDRESS = "Nobody has confirmed an address to send to."
UNKNOWN = "The mail server's answer was lost, so the mail may have arrived. It is sent once more after a pause."
SERVER_LEFT_ALONE = "The mail server can't be used just now."


def lost(times: int) -> str:
    """Why a message is given up of which nobody knows whether it arrived."""
    how_often = "twice, with the same Message-ID," if times > 1 else "once"
    return f"It was handed to the mail server {how_often} and no answer came, so whether it arrived is not known."


def refused(reply: str, *, no_such_address: bool) -> str:
    """Why nothing more is sent to an address."""
    what = "says that there is no such address" if no_such_address else "refused the address on three days"
    return f"The mail server {what} ({reply})."


def came_back(status: str) -> str:
    """Why nothing more is sent to an address from which a mail came back."""
    return f"A mail to the address came back as undeliverable ({status})."


def because(mailbox: Mailbox) -> str:
    """Why somebody gets a mail."""
    where, on = mailbox.member.tenant.platform.capitalize(), mailbox.confirmed
    day = f" and confirmed it on {day_text(on.date())}" if on else ""
    if is_visitor(mailbox.member):
        return f"You get this because you asked for it on the web page of Paperboy{day}."
    return f"You get this because you asked Paperboy for it in {where}{day}."


def asked_by(member: Member) -> str:
    """Who asked for mail to an address."""
    if is_visitor(member):
        return "Somebody asked on the web page of Paperboy to get research papers at this address."
    where = member.tenant.platform.capitalize()
    return (
        f"Somebody asked Paperboy in {where} to send research papers to this address: the account {member.id} "
        f"of {member.tenant.id}."
    )


TOO_MANY_ASK = "Too many people ask for mail just now. Try again in a few minutes."
ENOUGH_TODAY = "Enough addresses were given from your network today. Try again tomorrow."
TOO_SOON = "One address a minute, please. Try again in a moment."
NOT_YET = "Paperboy is just starting. Try again in a minute."
YES, NOT_ME = "Yes, send them", "This wasn't me"
CONFIRMED = "Papers will come by mail"
EVERY_MAIL_LEAVES = "Each mail has a link that ends it at once, and one to pause it or change when it comes."
NEVER_AGAIN = "Nobody can ask for this address again. Nothing was sent, and nothing will be."
NOT_FROM_HERE = "That was not pressed on this page"
PRESS_THERE = "Nothing was changed. Open the link in the mail, and press the button there."
LINK_OVER = "This link does not work any more"
IN_PLACE = "This takes the place of what comes to this address now."
ASK_AGAIN = (
    "If you confirmed with it, all is well: papers will come. Otherwise it was replaced by a newer one, or is older "
    "than two days: then ask for the mail again where you did."
)
OVER = "Links under papers work for 60 days, and as long as the mail goes on."
LINK_BROKEN = "This link is not whole. Copy all of it from the mail."
ENDED = "These mails have been stopped, and nothing is left to change."
LEAVE_ASKED = "Stop these mails?"
LEFT = "No more mails will come, and your address is erased here."
SETTINGS_TITLE = "When papers come by mail"
FIELDS = {
    "what": "Picks, or what is trending",
    "time": "Time",
    "days": "Days, such as weekdays, weekly, or mon,thu",
    "zone": "Time zone",
    "count": "How many papers, 1 to 10",
    "empty": "A mail on days without papers too",
}
PRESSES = {"save": "Save", "pause": "Pause", "resume": "Go on"}
CHOICES = {"what": ("picks", "trending"), "empty": ("yes", "no")}
EVERYTHING = "Everything that is kept about you, as a file"
UNDO = "Take it back"
ONE_MORE = "One more topic to follow, for picks"
NO_MORE = "No more about "
"""Stands before a topic on the button that ends it."""


def wished(wanted: str) -> str:
    """What somebody asked for on the web page, to be read before it is confirmed.

    Only for the page behind the link: words of who asked must not be mailed to whoever reads an address.
    """
    *follows, mail = map(parse, wanted.splitlines() or [""])
    topics = [f"“{command.get('interest').removeprefix('topic:').removesuffix(ANYBODY)}”" for command in follows]
    about = f"papers about {' and '.join(topics)}" if topics else "the most upvoted papers"
    return sentence(f"{about}, {'once a week' if mail.get('days') == 'weekly' else 'on weekdays'}")


def send_to(address: str) -> str:
    return f"Send research papers to {address}?"


def come_back(member: Member) -> str:
    """How to get mail again."""
    if is_visitor(member):
        return "If you want them again, give your address on the web page of Paperboy."
    return "If you want them again, ask Paperboy for them in chat again, with your address."


def for_whom(member: Member) -> str:
    """Whose mail the link was in: it may have been forwarded."""
    if is_visitor(member):
        return "This is about the mail to the address that the link was sent to."
    return f"This is about what {member.id} ({member.tenant.platform.capitalize()}) gets by mail."


NOT_TOLD = "People are told in chat, not by mail."
NO_MAIL_NOW = "Mail can't be sent just now. Try again later."
CANT_SEND = "Mail can't be sent just now. Try again later; /papers status tells when it works."
