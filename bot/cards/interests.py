"""What following and muting do, told at once."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.cards.hidden_papers import hidden_words, unmute_buttons
from bot.cards.organisations import paper_count
from bot.cards.papers import day_text
from bot.cards.search_advice import NO_CATEGORIES, nobody_called, nowhere_called
from bot.cards.wording import listed
from bot.english import is_everyday
from bot.model import Answer, Button, Card, Interest, InterestKind, Paper, Row
from bot.text import shorten

_UNDO = "Undo"
_TITLE = 90
_SHOWN = 5
"""People named where one name may be several."""
_CLOSE_SHOWN = 3
"""Papers named that come close to a topic."""
_PART = r"(?:Mc|Mac|Le|De|La|Di|Du|Van|Fitz|O['’])?[^\W\d_a-z][^\W\d_A-Z]+(?:[-'’][^\W\d_]+)?"
_NAME = re.compile(rf"(?:[A-Z]\.|{_PART})(?: (?:[A-Z]\.|(?:de|van|von|der|al|la)))*(?: {_PART}){{1,2}}")
_OF_A_PLACE = re.compile(r"\b(?:University|Institute|College|Academy|Labs?|Laboratory|Research|AI|Group|Team)\b")
"""Stands in the names of organisations, and of nobody."""
ANYBODY = " (any)"
"""After an author's name: anybody who is called so, and nobody need be asked which one."""
_LATE = timedelta(days=7)
"""Papers that are older than this are not of the last days any more: a source is down, or it is the bundled sample."""
_WHOLE = 0.8
"""The share of a follow's papers that a mute must hide to be said to end it."""


def month_text(newest: date | None, today: date) -> str:
    """The days on which an interest was tried: the last ones, or where the newest papers are old, those up to them."""
    if newest is None or today - newest <= _LATE:
        return "the last 30 days"
    return f"the 30 days up to {day_text(newest)}"


def unambiguous(interest: Interest) -> str:
    """An interest as it is typed where nobody can be asked which author of a name is meant: any."""
    whole = f"{interest.kind}:{interest.value}"
    return f"{whole}{ANYBODY}" if interest.kind is InterestKind.AUTHOR else whole


def followed(
    interest: Interest,
    papers: Sequence[Paper],
    month: str,
    *,
    meant: str = "",
    called: Sequence[str] = (),
    close: Sequence[Paper] = (),
    people: Sequence[tuple[Interest, Sequence[Paper]]] = (),
    instead_of: Sequence[Interest] = (),
    categories: bool = True,
    brief: bool = False,
    group_is_sure: bool = True,
    lifted: Sequence[Interest] = (),
    hidden: Sequence[tuple[Interest, int]] = (),
    picked_since: date | None = None,
    unknown: bool = False,
) -> Answer:
    """How many papers a follow finds, and unless ``brief`` the newest; or that it finds none, and what may be meant.

    Papers that come ``close`` to a topic are named where none is about it. Several ``people`` of one name, each with
    how to follow just that one, are offered to choose from. ``categories``: whether papers here have any.
    ``instead_of`` are follows that end with it, as they named nothing; ``lifted`` are mutes that do. ``hidden``: other
    mutes, and how many papers each hides. Picks are newer than ``picked_since``; of the ``unknown`` nothing is older.
    """
    text = f"Following {interest}{f' (in {interest.group})' if interest.group else ''}{_in_place_of(instead_of)}. "
    none = "" if papers else _none(interest, called, close, month, categories=categories, unknown=unknown)
    text += none or _matching(papers, month, picked_since, brief=brief)
    text += "".join(f" You no longer mute {each}." for each in lifted) + hidden_words(hidden, len(papers))
    buttons = _each_called("follow", called or _name_in(interest, papers))
    buttons += _after_follow(interest, hidden, group_is_sure=group_is_sure)
    if meant:
        text += f" Did you mean {meant}?"
        buttons.insert(0, Button(label=f"Follow {shorten(meant, 40)}", line=f"follow {interest.kind}:{meant}"))
    rows = tuple(_person(each, theirs) for each, theirs in people[:_SHOWN]) if len(people) > 1 else ()
    if rows:
        text += _which_person(interest.value, len(people))
        buttons.insert(0, Button(label="Any of them", line=f"follow {interest}{ANYBODY}"))
    yes, asks = buttons[0].line if meant and not rows else "", bool(meant or rows or called)
    return Answer(card=Card(text=text, rows=rows, buttons=tuple(buttons), asks=asks, yes=yes))


def _matching(papers: Sequence[Paper], month: str, picked_since: date | None, *, brief: bool) -> str:
    matches = f"{paper_count(len(papers))} of {month} {'matches' if len(papers) == 1 else 'match'}"
    return f"{matches}." if brief else f"{matches}{_and_newest(papers)}.{_picked_from(papers, picked_since)}"


def _picked_from(papers: Sequence[Paper], since: date | None) -> str:
    """How many of them picks come from, where those are fewer."""
    new = sum(since is None or paper.day is None or paper.day >= since for paper in papers)
    if since is None or new == len(papers):
        return ""
    count = "; it is older" if len(papers) == 1 else f": {new or 'none'} of these {len(papers)}"
    return f" Picks are chosen from papers since {day_text(since)}{count}."


def _may_be_a_name(interest: Interest) -> bool:
    """Whether a topic is written like a person's name: ``Sergey Levine``, ``J. Schmidhuber``; not ``Tax Law``."""
    names = interest.kind is InterestKind.TOPIC and _NAME.fullmatch(interest.value)
    if not names or _OF_A_PLACE.search(interest.value):
        return False
    return not all(is_everyday(word.casefold()) for word in interest.value.split())


def _none(
    interest: Interest, called: Sequence[str], close: Sequence[Paper], month: str, *, categories: bool, unknown: bool
) -> str:
    """That nothing is found, why, and who may be meant."""
    if called:
        return _may_be(interest, called)
    return f"{_unknown(interest)} I'll keep looking." if unknown else _nothing_yet(interest, close, month, categories)


def _name_in(interest: Interest, papers: Sequence[Paper]) -> Sequence[str]:
    """The name that a topic may be, where no paper is about it."""
    return [interest.value] if not papers and _may_be_a_name(interest) else ()


def _unknown(interest: Interest) -> str:
    says = nobody_called if interest.kind is InterestKind.AUTHOR else nowhere_called
    return says(interest.value)


def _nothing_yet(interest: Interest, close: Sequence[Paper], month: str, categories: bool) -> str:
    nothing = _close_by(close, month) if close else f"No paper of {month} matches; I'll keep looking."
    if _may_be_a_name(interest):
        return f'{nothing} If that is a person, “follow author:"{interest.value}"” is for their papers.'
    return f"{nothing} {NO_CATEGORIES}" if interest.kind is InterestKind.CATEGORY and not categories else nothing


def whom(interest: Interest, called: Sequence[str]) -> Answer:
    """One word of a name names nobody yet: who may be meant, to choose from. Nothing is followed or muted so far."""
    verb = "mute" if interest.muted else "follow"
    whole = Button(label=shorten(f"“{interest.value}” is the whole name", 40), line=f"{verb} {interest}{ANYBODY}")
    text = f"{_may_be(interest, called)} Nothing was changed yet."
    return Answer(card=Card(text=text, buttons=(*_each_called(verb, called), whole), asks=True))


def _which_person(name: str, people: int) -> str:
    return (
        f"\nWhich {name}? These papers share no other author and no organisation, so they may be by "
        f"{people} people or more. Choose one to follow only what is likely theirs:"
    )


def _in_place_of(ended: Sequence[Interest]) -> str:
    return f", in place of {listed([str(each) for each in ended])}" if ended else ""


def _close_by(close: Sequence[Paper], month: str) -> str:
    titles = listed([f"“{shorten(paper.title, _TITLE)}”" for paper in close[:_CLOSE_SHOWN]])
    comes = "comes" if len(close) == 1 else "come"
    return f"No paper of {month} is about it, but {titles} {comes} close. I'll keep looking."


def _may_be(interest: Interest, called: Sequence[str]) -> str:
    """Why nothing matches, and which authors may be meant."""
    if interest.kind is InterestKind.TOPIC:
        return f"No paper is about it, but {called[0]} is an author here."
    more = len(called) - _SHOWN
    who = listed([*called[:_SHOWN], *([f"{more} more"] if more > 0 else [])])
    nobody = f"Authors are matched by whole names, and “{interest.value}” alone is nobody's."
    return f"{nobody} Whom do you mean? Here are papers by {who}."


def _each_called(verb: str, called: Sequence[str]) -> list[Button]:
    return [
        Button(label=shorten(f"{verb.capitalize()} {name}", 40), line=f"{verb} author:{name}")
        for name in called[:_SHOWN]
    ]


def _after_follow(interest: Interest, hidden: Sequence[tuple[Interest, int]], *, group_is_sure: bool) -> list[Button]:
    buttons = [*unmute_buttons(hidden), Button(label=_UNDO, line=f"undo follow {interest}")]
    if interest.group and not group_is_sure and interest.kind is InterestKind.TOPIC:
        whole = f"{interest} as {interest.group}"
        buttons.append(Button(label=shorten(f"I meant “{whole}”", 40), line=f'follow "{whole}"'))
    return [*buttons, Button(label="My picks", line="picks")]


def muted(
    interest: Interest,
    papers: Sequence[Paper],
    month: str,
    *,
    ended: Sequence[Interest] = (),
    hidden: Sequence[tuple[Interest, int, int]] = (),
    meant: str = "",
    called: Sequence[str] = (),
    instead_of: Sequence[Interest] = (),
    brief: bool = False,
    unknown: bool = False,
) -> Answer:
    """How many papers a mute hides, and which follows it ends. ``hidden``: follows, their papers, those hidden.

    ``instead_of`` are mutes that end with it, since they named nothing; ``unknown`` is as of ``followed``.
    """
    lines = [f"Muted {interest}{_in_place_of(instead_of)}. It won't appear in your picks any more."]
    if papers:
        lines.append(f"It hides {paper_count(len(papers)).lower()} of {month}{'' if brief else _and_newest(papers)}.")
    else:
        lines.append(_unknown(interest) if unknown and not called else f"It hides no paper of {month}.")
        lines += [_may_be(interest, called)] if called else []
    lines += [f"You no longer follow {each.value}." for each in ended]
    lines += [
        f"You still follow {each.value}, but this hides {gone} of its {every} papers."
        for each, every, gone in hidden
        if every and gone >= _WHOLE * every
    ]
    buttons = [Button(label=_UNDO, line=f"undo mute {interest}"), Button(label="My picks", line="picks")]
    buttons[:0] = _each_called("mute", called)
    if meant:
        lines.append(f"Did you mean {meant}?")
        buttons.insert(0, Button(label=f"Mute {shorten(meant, 40)}", line=f"mute {interest.kind}:{meant}"))
    yes = buttons[0].line if meant else ""
    return Answer(card=Card(text=" ".join(lines), buttons=tuple(buttons), asks=bool(meant or called), yes=yes))


def together(answers: Sequence[Answer]) -> Answer:
    """The answers to several interests of one command as one; its undo takes all of them back."""
    if len(answers) == 1:
        return answers[0]
    cards = [answer.card for answer in answers]
    buttons: dict[str, Button] = {}
    for button in (button for card in cards for button in card.buttons):
        buttons.setdefault(_UNDO if button.label == _UNDO else button.line, button)
    return Answer(
        card=Card(
            text="\n".join(card.text for card in cards),
            rows=tuple(row for card in cards for row in card.rows),
            buttons=tuple(buttons.values()),
            asks=any(card.asks for card in cards),
        )
    )


def _and_newest(papers: Sequence[Paper]) -> str:
    first = papers[0]
    day = f" ({day_text(first.day)})" if first.day else ""
    return f"{': ' if len(papers) == 1 else '; the newest is '}“{shorten(first.title, _TITLE)}”{day}"


def _person(interest: Interest, papers: Sequence[Paper]) -> Row:
    """Somebody of a name that several have, by whom they write with, and their newest paper."""
    described = interest.value.partition("(")[2].removesuffix(")")
    more = f" and {paper_count(len(papers) - 1).lower()} more" if len(papers) > 1 else ""
    return Row(
        label=described[:1].upper() + described[1:],
        text=f"“{shorten(papers[0].title, _TITLE)}”{more}",
        url=papers[0].page,
        buttons=(Button(label=f"Only {shorten(described.partition(',')[0], 40)}", line=f"follow {interest}"),),
    )
