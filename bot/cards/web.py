"""What the web page and chat say about signing in there."""

from bot.cards.papers import day_text
from bot.cards.wording import counted
from bot.model import (
    Active,
    Answer,
    Button,
    ButtonStyle,
    Card,
    Member,
    Opinion,
    Paused,
    Stopped,
    Subscription,
    WebSession,
)
from bot.schedule import schedule_text

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


def who_text(member: Member) -> str:
    """Who is signed in, as far as a platform's ids tell it; names are never kept."""
    if member.tenant.platform == "console":
        return f"{member.id}, on this machine"
    return f"{member.tenant.platform.capitalize()} account {member.id} in {member.tenant.id}"


def opinion_text(opinion: Opinion) -> str:
    """``liked and saved on 21 Aug 2026``."""
    words = [
        word
        for word, true in (("liked", opinion.liked), ("disliked", opinion.liked is False), ("saved", opinion.saved))
        if true
    ]
    return f"{' and '.join(words)} on {day_text(opinion.at.date())}"


def subscription_text(subscription: Subscription) -> str:
    """One line about daily picks: where, when, how many, and whether they wait."""
    status = subscription.status
    waits = {Active: "", Paused: ", paused", Stopped: ", stopped"}[type(status)]
    where = "in your private conversation" if subscription.direct else f"in the channel {subscription.channel.id}"
    return f"{counted(subscription.count, 'pick')} {where}, {schedule_text(subscription.schedule)}{waits}"


def session_text(session: WebSession) -> str:
    """One line about where somebody is signed in."""
    return f"{session.browser or 'A browser'}, since {day_text(session.made.date())}"
