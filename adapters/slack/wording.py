"""What people read of Slack alone; all other words come from ``bot.cards``."""

from bot.model import Button, Card

MANAGERS = "admins and owners of this workspace, the creator of this channel"

FORGOTTEN = Card(text="That button is too old for me to know what it meant.", problem=True)
NO_PAPERS = Card(text="I see no papers in this message: no arXiv ids or links, and none of my own.", problem=True)
WHICH = "This message shows several papers. Which one do you mean?"

HANDED_OVER = "It is in our direct conversation."
CUT = f"{HANDED_OVER} It is too long to be shown whole; with the scope files:write I could send the file."
NOT_HANDED_OVER = "I could not send it to you. Try again in a minute."

NOT_IN_CHANNEL = "I am not in this channel yet, so I can't post here. Type /invite @Paperboy, and all is well."
NOT_INSTALLED = "Paperboy is no longer installed here. Ask whoever looks after it to install it again."
NO_CONVERSATION = "This person can't be written to."
CONVERSATION_UNKNOWN = "Slack does not tell where this person can be written to."
UNSEEN = "Whether it was posted can't be seen: the scope channels:history is missing."
WORKSPACES_ONLY = "Paperboy is installed into workspaces, not into a whole organisation."

SIGN_IN_NEEDS_HTTPS = (
    "PAPERBOY_SLACK_SIGN_IN: Slack leads people back to https:// alone, on this machine too, so nobody can sign in to "
    "the web page with Slack. Give PAPERBOY_PUBLIC_URL an address with https:// (docs/web.md, Behind a proxy)."
)
"""For the operator."""

CHANNEL_ENDED = {
    "channel_archive": "The channel was archived.",
    "group_archive": "The channel was archived.",
    "channel_deleted": "The channel was deleted.",
    "group_deleted": "The channel was deleted.",
    "channel_left": "I was removed from the channel.",
    "group_left": "I was removed from the channel.",
}
"""Why posting to a channel ends, by the event that says so."""

HOME_TITLES = {
    "picks": "Your picks",
    "profile": "Your profile",
    "saved": "Your reading list",
    "settings": "Picks by direct message",
}
"""Titles of the parts of the App Home whose answers have none."""

DAYS = {
    "weekdays": "Weekdays",
    "weekends": "Weekends",
    "daily": "Every day",
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
"""The days that can be chosen in a form, as the command takes them, and as people read them."""
ZONE_SEARCH = "Type a city or a country"

SET_UP = Button(label="Send me daily picks", line="subscribe", form="subscribe")

CONNECTING = "Connecting to Slack."
CONNECTED_ELSEWHERE = (
    "Slack has another connection of this app open, or one was killed a moment ago. It hands what people do to one of "
    "the two: have all Paperboys with this app share one database."
)
"""For the operator."""
NOT_YET = "Not connected to Slack yet."
NOT_SIGNED = "This is not from Slack."
MALFORMED = "This is not what Slack sends."
INSTALL_AGAIN = "Slack did not answer. Please begin the installation again."
