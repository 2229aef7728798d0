"""Reasons in plain words, as said to one reader or to a whole channel."""

from bot.model import Reason, ReasonKind
from bot.text import shorten

_TITLE = 70


def reason_words(reason: Reason) -> str:
    """One reason as a person would say it to its reader; '' when there is nothing to say."""
    subject, count = shorten(reason.subject, _TITLE), reason.count
    match reason.kind:
        case ReasonKind.AUTHOR:
            return f"by {subject}, whom you follow"
        case ReasonKind.TOPIC | ReasonKind.KEYWORD | ReasonKind.ORGANISATION | ReasonKind.CATEGORY:
            return f"because you follow {subject}"
        case ReasonKind.NEAR_TOPIC:
            return f"close to {subject}, which you follow" if reason.contribution > 0 else f"far from {subject}"
        case ReasonKind.OFF_TOPIC:
            return (
                f"shares words with {subject}, but is not about it"
                if reason.contribution > 0
                else f"far from {subject}"
            )
        case ReasonKind.DISLIKES:
            return "unlike what you disliked" if reason.contribution > 0 else "like what you disliked"
        case ReasonKind.NEAREST_LIKE | ReasonKind.WORDS if reason.contribution < 0:
            return _AGAINST[reason.kind]
        case ReasonKind.TEAMMATES if count < 2:
            return "one person here liked or saved it"
        case ReasonKind.NEAREST_LIKE | ReasonKind.WORDS | ReasonKind.LIKED_AUTHOR | ReasonKind.SAME_NAME if subject:
            return _LEARNED[reason.kind].format(subject=subject, papers="a paper" if count == 1 else f"{count} papers")
        case _:
            return _CIRCUMSTANCES.get(reason.kind, "").format(people=_people(count), count=count)


_LEARNED = {
    ReasonKind.NEAREST_LIKE: "like “{subject}”, which you liked or saved",
    ReasonKind.WORDS: "about {subject}, as in what you liked",
    ReasonKind.LIKED_AUTHOR: "by {subject}, who wrote {papers} that you liked or saved",
    ReasonKind.SAME_NAME: "by an author of the name {subject}, as in what you liked",
}
_AGAINST = {
    ReasonKind.NEAREST_LIKE: "about something else than what you liked",
    ReasonKind.WORDS: "in other words than what you liked",
}
_CIRCUMSTANCES = {
    ReasonKind.NEAREST_LIKE: "somewhat like what you liked",
    ReasonKind.TEAMMATES: "{people} with a taste like yours liked or saved it",
    ReasonKind.POPULARITY: "popular: ▲ {count}",
    ReasonKind.RECENCY: "new",
    ReasonKind.EXPLORATION: "something different",
    ReasonKind.CHANNEL: "for {people} here",
}


def channel_reason_words(reason: Reason) -> str:
    """The same, as said to a whole channel: nobody is named, and "you" is the channel."""
    match reason.kind:
        case ReasonKind.TOPIC | ReasonKind.KEYWORD | ReasonKind.ORGANISATION | ReasonKind.CATEGORY:
            return f"because this channel follows {shorten(reason.subject, _TITLE)}"
        case ReasonKind.AUTHOR:
            return f"by {shorten(reason.subject, _TITLE)}, whom this channel follows"
        case ReasonKind.NEAR_TOPIC if reason.contribution > 0:
            return f"close to {shorten(reason.subject, _TITLE)}, which this channel follows"
        case ReasonKind.TEAMMATES:
            return f"{_people(reason.count)} here liked or saved it"
        case ReasonKind.CHANNEL if not reason.count:
            return ""
        case _:
            return reason_words(reason)


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"
