"""What the web page and chat say about signing in there."""

from collections.abc import Sequence

from bot.cards.papers import day_text
from bot.cards.wording import counted, listed
from bot.model import (
    Active,
    Answer,
    Button,
    ButtonStyle,
    Card,
    Member,
    PaperInTeam,
    Paused,
    Stopped,
    Subscription,
    WebSession,
)
from bot.schedule import schedule_text

MOST_NAMES, MOST_POSTS = 20, 10
"""What is listed of a paper in a team."""

PAGE_IS_OFF = (
    "There is no web page here: whoever runs Paperboy has not switched it on (PAPERBOY_WEB). "
    "On your own machine, paperboy run --web does."
)
NOT_CHANGED = "Nothing was changed."
NO_PICKS_THERE = "There are no daily picks that you may change under this address."
LINK_IS_OLD = "This link has been used, or is older than ten minutes. /papers web in chat gives a new one."


def link_answer(url: str) -> Answer:
    """The private link, for its asker alone."""
    text = "Your own link to the web page: it works once, within ten minutes, and only for you. Don't pass it on."
    return Answer(card=Card(text=text, buttons=(Button(label="Open the page", url=url, style=ButtonStyle.PRIMARY),)))


def too_many_links(most: int) -> str:
    """What whoever asks for one link after another is told."""
    return (
        f"That were more than {most} links within an hour. The last one still works for ten minutes after you got it."
    )


def saves_shown(name: str) -> Answer:
    """What becomes visible, to whom, and the way back."""
    called = f"“{name}”" if name else "the id that this platform gave you"
    text = (
        f"On the web page, people who sign in from here now find {called} beside every paper that you save or saved "
        "here. Likes, dislikes and what you do elsewhere stay with you."
    )
    return Answer(card=Card(text=text, buttons=(Button(label="Hide it again", line="web hide-saves"),)))


def saves_hidden(*, was_shown: bool) -> Answer:
    """That only the member sees it."""
    return Answer(card=Card(text=f"Only you see what you save{'' if was_shown else '; it was so before'}."))


def who_text(member: Member, name: str = "") -> str:
    """Who is signed in: the platform's id of the account, and its name where one is kept."""
    if member.tenant.on_this_machine:
        return f"{member.id}, on this machine"
    account = f"{member.tenant.platform.capitalize()} account {member.id} in {member.tenant.id}"
    return f"{name} ({account})" if name else account


def in_team_lines(found: PaperInTeam) -> list[str]:
    """Who of one's team saved a paper, and where it was posted, a sentence each."""
    posts = listed([f"{channel_text(there)} on {day_text(day)}" for there, day in found.posts[:MOST_POSTS]])
    saved = f"Saved by {listed(_some(found.savers))}." if found.savers else ""
    return [each for each in (saved, f"Posted in {posts}." if posts else "") if each]


def _some(names: Sequence[str]) -> Sequence[str]:
    more = len(names) - MOST_NAMES
    return names if more <= 0 else [*names[:MOST_NAMES], f"{more} more"]


def subscription_text(subscription: Subscription) -> str:
    """One line about daily picks: where, when, how many, and whether they wait."""
    status = subscription.status
    waits = {Active: "", Paused: ", paused", Stopped: ", stopped"}[type(status)]
    where = "in your private conversation" if subscription.direct else f"in {channel_text(subscription)}"
    return f"{counted(subscription.count, 'pick')} {where}, {schedule_text(subscription.schedule)}{waits}"


def channel_text(subscription: Subscription) -> str:
    """The channel by its name, else by the platform's id, which chat shows as a link and a page can't."""
    name = subscription.channel_name
    return f"the channel #{name}" if name else f"the channel {subscription.channel.id}"


def session_text(session: WebSession) -> str:
    """One line about where somebody is signed in."""
    return f"{session.browser or 'A browser'}, since {day_text(session.made.date())}"
