"""Picks, their reasons in plain words, the parts of a score, and what is known of a person."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.cards.papers import day_text, opinion_text, paper_card
from bot.cards.reasons import channel_reason_words, reason_words
from bot.cards.wording import counted
from bot.model import (
    Button,
    Card,
    Interest,
    InterestKind,
    Interests,
    Opinion,
    Paper,
    PaperCard,
    PaperId,
    Pick,
    Reason,
    ReasonKind,
    Row,
    Selection,
)
from bot.text import shorten

STARTS = "Follow a topic, like a paper, or import what you have read, and the picks become yours."
_TITLE = 70
_WORTH_SAYING = 0.05
"""A part of a score smaller than this is not given as a reason."""
_SHOWS = 0.005
"""A smaller part would be told as 0.00."""
_BADGES = {ReasonKind.AUTHOR: "followed author", ReasonKind.ORGANISATION: "followed organisation"}
_MUTABLE = {
    ReasonKind.TOPIC: InterestKind.TOPIC,
    ReasonKind.NEAR_TOPIC: InterestKind.TOPIC,
    ReasonKind.KEYWORD: InterestKind.KEYWORD,
    ReasonKind.AUTHOR: InterestKind.AUTHOR,
    ReasonKind.LIKED_AUTHOR: InterestKind.AUTHOR,
    ReasonKind.ORGANISATION: InterestKind.ORGANISATION,
    ReasonKind.CATEGORY: InterestKind.CATEGORY,
}


_NO_REASON = frozenset({ReasonKind.RECENCY, ReasonKind.POPULARITY, ReasonKind.OFF_TOPIC})
"""Parts of a score that are no reason to give: the line of facts shows them already, or they are chance."""


def reason_of(pick: Pick) -> str:
    """The one reason to give for a pick, as a sentence without a stop; '' where there is none."""
    if pick.explored:
        return "Something different: outside of what you usually like"
    return next((_capitalized(words) for _, words in _telling(pick)), "")


def _telling(pick: Pick) -> Iterator[tuple[Reason, str]]:
    """The reasons worth giving, in words: why it is there at all, then what counts most."""
    say = channel_reason_words if _is_for_channel(pick) else reason_words
    followed = [reason for reason in pick.reasons if pick.followed and reason.kind in _BADGES]
    others = sorted((reason for reason in pick.reasons if reason.kind not in _NO_REASON), key=_is_vague)
    for reason in (*followed, *others):
        if reason.contribution > _WORTH_SAYING and (words := say(reason)):
            yield reason, words


def _is_for_channel(pick: Pick) -> bool:
    return any(reason.kind is ReasonKind.CHANNEL for reason in pick.reasons)


def _is_vague(reason: Reason) -> bool:
    """Whether it names nothing where others do: "somewhat like what you liked"."""
    return reason.kind is ReasonKind.NEAREST_LIKE and not reason.subject


def badge_of(pick: Pick) -> str:
    """A word or two that mark a pick: followed, or something different, or the interest it was picked for."""
    followed = next((_BADGES[reason.kind] for reason in pick.reasons if reason.kind in _BADGES), "")
    return "something different" if pick.explored else followed if pick.followed else pick.group or ""


def pick_card(pick: Pick, *, brief: bool = False, buttons: tuple[Button, ...] | None = None) -> PaperCard:
    """One pick with its reason."""
    card = paper_card(pick.paper, reason=reason_of(pick), badge=badge_of(pick), brief=brief, buttons=buttons)
    return replace(card, relevance=pick.relevance, matched=pick.matched, reasons=pick.reasons)


def picks_card(
    selection: Selection,
    *,
    vague: Sequence[str] = (),
    day: date | None = None,
    days: tuple[date, date] | None = None,
) -> Card:
    """Picks for one person, and what stands below them. ``vague`` are topics that say little.

    They are of one ``day``, or of the ``days`` from the first to the last of these.
    """
    title = f"Your picks of {day_text(day)}" if day else "Your picks"
    if not selection.known:
        return _day_s_best(title, selection)
    footer = "".join(f"“{topic}” is broad; a narrower topic gives better picks. " for topic in vague).strip()
    return Card(
        title=title,
        text="" if selection.picks else nothing_matches(selection.nearly, days),
        papers=(
            *(pick_card(pick, buttons=_pick_buttons(pick)) for pick in selection.picks),
            *below(selection),
        ),
        footer=footer,
        buttons=(Button(label="What you know of me", line="profile"),),
        numbered=True,
    )


def nothing_matches(nearly: Sequence[Pick], days: tuple[date, date] | None = None) -> str:
    """An empty list says that it is empty, of which days, and what came nearest."""
    of_days = f" from {' to '.join(dict.fromkeys(map(day_text, days)))}" if days else ""
    nearest = "; ".join(f"“{shorten(pick.paper.title, _TITLE)}”" for pick in nearly)
    return f"Nothing new{of_days} matches what you follow and like." + (f" Nearest: {nearest}." if nearest else "")


def _day_s_best(title: str, selection: Selection) -> Card:
    if not selection.popular:
        return Card(title=title, text="There is nothing new for you right now. /papers today shows the day's papers.")
    return Card(
        title=title,
        text=f"I know nothing about you yet, so these are the day's most popular papers. {STARTS}",
        papers=tuple(pick_card(pick, buttons=_pick_buttons(pick)) for pick in selection.popular),
        buttons=(Button(label="What you know of me", line="profile"),),
        numbered=True,
    )


def below(selection: Selection) -> list[PaperCard]:
    """The papers below the picks, which are none themselves; the first with the heading over all of them."""
    if not selection.known:
        return []
    cards = [replace(pick_card(pick, brief=True), reason="", badge="") for pick in selection.popular]
    heading = _heading(selection.popular)
    return [replace(card, heading=heading if place == 0 else "") for place, card in enumerate(cards)]


def _heading(picks: Sequence[Pick]) -> str:
    """The day is named, since the newest day known may be long past."""
    if any(pick.explored for pick in picks):
        return "Something different"
    days = {pick.paper.day for pick in picks}
    day = next(iter(days)) if len(days) == 1 else None
    when = f"Popular on {day_text(day)}" if day else "Popular lately"
    return f"{when}, outside what {'is followed here' if any(map(_is_for_channel, picks)) else 'you follow'}"


def similar_to(paper: Paper) -> str:
    return f"Papers like “{paper.title}”"


def why_card(pick: Pick, opinion: Opinion | None = None, mutes: Sequence[Interest] = ()) -> Card:
    """The parts of a score, the strongest first; each with a button that mutes it, where there is something to mute."""
    most = max((abs(reason.contribution) for reason in pick.reasons), default=0.0) or 1.0
    rows = [_part_row(reason, most) for reason in pick.reasons if abs(reason.contribution) >= _SHOWS]
    muted = "".join(f"You muted {mute}, so it never appears in your picks. " for mute in mutes)
    nothing = "" if rows else "Nothing speaks for or against it yet. "
    return Card(
        title="Why this paper",
        text=f"{muted}{nothing}Score {pick.score:+.1f}; 0 is a paper like any other, and the parts add up to it.",
        papers=(paper_card(pick.paper, badge=badge_of(pick), opinion=opinion, brief=True),),
        rows=tuple(rows),
        buttons=(Button(label="My profile", line="profile"), Button(label="My picks", line="picks")),
    )


def profile_card(
    interests: Interests,
    words: Sequence[tuple[str, float]],
    opinions: Sequence[Opinion],
    newest: Sequence[tuple[Opinion, Paper]],
    vague: Sequence[str] = (),
    most: int | None = None,
) -> Card:
    """What is known of a person: what they stated, what was learned, and what it was learned from; each can be removed.

    ``words`` are the strongest, with weights; ``newest`` are those of all ``opinions`` that are shown; ``most`` is how
    many of the newest count where there are more.
    """
    if not interests.all and not opinions:
        return Card(title="Your profile", text=f"I know nothing about you yet. {STARTS}")
    strongest = max((weight for _, weight in words), default=1.0) or 1.0
    disliked = sum(opinion.liked is False for opinion in opinions)
    rows = [
        *(_interest_row(interest, vague) for interest in sorted(interests.follows, key=lambda each: each.group or "")),
        *(_interest_row(interest, ()) for interest in interests.mutes),
        *(Row(label=word, text="learned word", share=weight / strongest) for word, weight in words),
        *(_reaction_row(opinion, paper) for opinion, paper in newest),
    ]
    counts = (
        (len(opinions) - disliked, "liked or saved paper"),
        (disliked, "disliked paper"),
        (len(interests.follows), "interest"),
        (len(interests.mutes), "mute"),
    )
    bars = " The bars show the words that weigh most in your picks." if words else ""
    return Card(
        title="Your profile",
        text=f"{', '.join(counted(number, what) for number, what in counts if number)}.{bars}",
        rows=tuple(rows),
        footer=_newest_reactions(len(opinions), most),
        buttons=(Button(label="My picks", line="picks"), Button(label="What is kept about me", line="privacy")),
    )


def _newest_reactions(number: int, most: int | None) -> str:
    counting = f" Only your newest {most} reactions count; older ones stay in your export." if most else ""
    return f"The newest {SHOWN} of {number} reactions.{counting}" if number > SHOWN else ""


SHOWN = 10
"""Reactions listed in a profile."""


def _part_row(reason: Reason, most: float) -> Row:
    words = reason_words(reason) or "words of what you liked"
    if reason.kind is ReasonKind.RECENCY and reason.subject:
        words = "newness"
    return Row(
        label=_capitalized(words),
        text=f"{reason.contribution:+.2f}",
        share=min(1.0, abs(reason.contribution) / most),
        buttons=_mute_buttons(reason),
    )


def _pick_buttons(pick: Pick) -> tuple[Button, ...]:
    """The usual ones, and muting the reason given."""
    usual = paper_card(pick.paper).buttons
    return (*usual, Button(label="Why?", line=f"why {pick.paper.id}"), *mute_given(pick))


def mute_given(pick: Pick) -> tuple[Button, ...]:
    """The button that mutes the reason given for a pick; none where there is nothing to mute."""
    given = None if pick.explored else next(_telling(pick), None)
    return _mute_buttons(given[0]) if given else ()


def _mute_buttons(reason: Reason) -> tuple[Button, ...]:
    kind = _MUTABLE.get(reason.kind)
    if kind is None or not reason.subject:
        return ()
    return (Button(label=f"Mute {shorten(reason.subject, 30)}", line=f"mute {kind}:{reason.subject}"),)


def _interest_row(interest: Interest, vague: Sequence[str]) -> Row:
    verb = "unmute" if interest.muted else "unfollow"
    text = "muted" if interest.muted else f"followed{f', in {interest.group}' if interest.group else ''}"
    text += ", broad" if interest.value in vague else ""
    line = f"{verb} {interest.kind}:{interest.value}"
    return Row(label=str(interest), text=text, buttons=(Button(label=verb.capitalize(), line=line),))


def _reaction_row(opinion: Opinion, paper: Paper) -> Row:
    signals = ["like" if opinion.liked else "dislike"] * (opinion.liked is not None) + ["save"] * opinion.saved
    return Row(
        label=shorten(paper.title, _TITLE),
        text=opinion_text(opinion),
        buttons=tuple(_undo(paper.id, signal) for signal in signals),
    )


def _undo(paper: PaperId, signal: str) -> Button:
    return Button(label=f"Undo {signal}", line=f"undo {signal} {paper}")


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]
