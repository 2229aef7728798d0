"""How daily picks are told: the messages of a digest, empty days, the weekly recap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.cards.papers import day_text, paper_card, vote_buttons
from bot.cards.picks import STARTS, below, mute_given, pick_card
from bot.cards.sources import source_name
from bot.cards.wording import counted
from bot.model import (
    Card,
    Choice,
    Digest,
    DigestFormat,
    DigestKind,
    Menu,
    Paper,
    PaperId,
    Pick,
    Selection,
    SourceState,
    Subscription,
)
from bot.schedule import DAY_NAMES, local_day, moment_text
from bot.text import shorten

TOO_LATE = "Paperboy was not running then, or had no database. The next post makes up for it."
NO_ANNOUNCEMENTS = "Nothing was announced: a weekend or holiday in the calendar of the sources."
_POPULAR = (
    "I don't know yet what people here like, so these are the most popular new papers. "
    "Follow topics, press 👍 and 👎, and the picks become yours."
)
_POPULAR_FOR_ONE = f"I know nothing about you yet, so these are the most popular new papers. {STARTS}"
_MOST_UPVOTED = "The most upvoted of what came in since the last time."
NOTHING_NEW = "No new papers have come in since the last post."


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPart:
    """One message to be posted. ``papers`` are those it shows; ``in_thread``: it goes to the thread of the first."""

    card: Card
    papers: tuple[PaperId, ...] = ()
    in_thread: bool = False


def digest_parts(subscription: Subscription, digest: Digest, selection: Selection) -> list[DigestPart]:
    """The picks as the subscription wants them; in an overview with what stands below them, which is never picked."""
    picks = selection.posted
    title, text = _title(subscription, digest), _text(subscription, digest, selection)
    if subscription.format is DigestFormat.CARDS:
        return [_card_message(pick, *(("", "") if place else (title, text))) for place, pick in enumerate(picks)]
    threaded = subscription.format is DigestFormat.THREADED
    overview = Card(
        title=title,
        text=text,
        papers=(
            *(pick_card(pick, brief=True, buttons=vote_buttons(pick.paper.id)) for pick in picks),
            *(replace(card, buttons=vote_buttons(card.paper)) for card in below(selection)),
        ),
        menu=mute_menu(picks),
        numbered=True,
    )
    first = DigestPart(card=overview, papers=tuple(paper.paper for paper in overview.papers))
    return [first, *(_thread_message(pick, _thread_name(picks)) for pick in picks)] if threaded else [first]


def empty_part(subscription: Subscription, digest: Digest) -> DigestPart:
    """An honest line for a day without picks."""
    day = _day(local_day(subscription.schedule, digest.slot))
    what = "trending papers" if subscription.trending else "picks"
    return DigestPart(card=Card(title=f"No {what} for {day}", text=digest.note or ""))


def recap_part(liked: Sequence[tuple[Paper, int, int]]) -> DigestPart:
    """The papers that the team liked and saved most this week, with how many did; numbers mean those of the day."""
    papers = tuple(
        paper_card(paper, reason=_reactions(likes, saves), brief=True, buttons=vote_buttons(paper.id))
        for paper, likes, saves in liked
    )
    card = Card(title="This week's favourites here", papers=papers)
    return DigestPart(card=card, papers=tuple(paper.id for paper, _, _ in liked))


def sources_down(states: Sequence[SourceState], zone: str) -> str:
    """``arXiv has been down since Mon 23 Nov, 04:10.``"""
    return " ".join(
        f"{source_name(state.name)} has been down since {moment_text(state.failing_since, zone)}."
        for state in states
        if state.failing_since
    )


def nothing_fits(count: int, nearly: Sequence[Pick]) -> str:
    """Papers came, but none was likely enough wanted; the nearest are named."""
    came = "One new paper came in, but it does not fit" if count == 1 else f"{count} new papers came in, but none fits"
    nearest = "; ".join(f"“{shorten(pick.paper.title, 100)}”" for pick in nearly)
    return f"{came} what is followed and liked here." + (f" Nearest: {nearest}." if nearest else "")


def no_votes(count: int) -> str:
    """Papers came, but none is trending: some sources carry no votes at all."""
    came = "One new paper came in, but nobody has" if count == 1 else f"{count} new papers came in, but nobody has"
    return f"{came} voted for {'it' if count == 1 else 'one of them'} yet, so nothing is trending."


def mute_menu(picks: Sequence[Pick]) -> Menu | None:
    """One click that mutes the reason of a pick, for whoever presses it; None where no reason can be muted."""
    offered = {button.line: button.label for pick in picks for button in mute_given(pick)}
    choices = tuple(Choice(label=label, value=line) for line, label in offered.items())
    return Menu(label="Not for you? Mute…", choices=choices) if choices else None


def _title(subscription: Subscription, digest: Digest) -> str:
    what = counted(len(digest.papers), "trending paper" if subscription.trending else "paper")
    day = _day(local_day(subscription.schedule, digest.slot))
    if digest.kind is DigestKind.CATCH_UP:
        return f"Catching up: the best {what} of the days missed, up to {day}"
    if subscription.trending and subscription.weekly:
        return f"{what} of the week to {day}"
    return f"{what} for {day}"


def _text(subscription: Subscription, digest: Digest, selection: Selection) -> str:
    """What stands above the papers: why these, where no reason stands beside each, and what went wrong."""
    unknown = _POPULAR_FOR_ONE if subscription.direct else _POPULAR
    said = _MOST_UPVOTED if subscription.trending else "" if selection.known else unknown
    return "\n".join(filter(None, (said, digest.note)))


def _day(day: date) -> str:
    return f"{DAY_NAMES[day.isoweekday() - 1]} {day_text(day)}"


def _card_message(pick: Pick, title: str, text: str) -> DigestPart:
    card = Card(title=title, text=text, papers=(pick_card(pick),), menu=mute_menu([pick]))
    return DigestPart(card=card, papers=(pick.paper.id,))


def _thread_message(pick: Pick, thread: str) -> DigestPart:
    return DigestPart(card=Card(papers=(pick_card(pick),), thread=thread), papers=(pick.paper.id,), in_thread=True)


def _thread_name(picks: Sequence[Pick]) -> str:
    """The first title, and how many more there are; short enough for any platform."""
    more = f" and {len(picks) - 1} more" if len(picks) > 1 else ""
    return f"{shorten(picks[0].paper.title, 80)}{more}" if picks else ""


def _reactions(likes: int, saves: int) -> str:
    liked = f"liked by {likes}" if likes else ""
    saved = f"saved by {saves}" if saves else ""
    return " · ".join(words for words in (liked, saved) if words)


UNSURE = "Whether it was posted is unknown and can't be looked up here."


def refused(why: str) -> str:
    """Why a message was given up: the platform won't have it."""
    return f"The platform refused the message: {why}"


def given_up(attempts: int, why: str) -> str:
    """Why a message was given up: it was tried often enough."""
    return f"Given up after {attempts} attempts: {why}"
