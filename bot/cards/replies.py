"""Receipts of what people said and took back, the welcome of a server or workspace, and what is kept of a person."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards.wording import counted
from bot.commands.parsing import line_of
from bot.model import (
    Active,
    Answer,
    Button,
    ButtonStyle,
    Card,
    Command,
    File,
    Interest,
    Member,
    Paper,
    Paused,
    Row,
    Signal,
    Subscription,
)
from bot.text import shorten

_DONE = {
    Signal.LIKE: "More like this",
    Signal.DISLIKE: "Less like this",
    Signal.SAVE: "Saved",
}

NOTHING_SAVED = "Your reading list is empty. Press 🔖 on a paper, or type /papers save, to put one there."

READING_LIST = "Your reading list"

FORMATS = {"bibtex": "BibTeX", "ris": "RIS", "csv": "CSV", "json": "JSON"}
"""Exports of a reading list, as people name them."""

_SIGNS = {Signal.LIKE: "👍", Signal.DISLIKE: "👎", Signal.SAVE: "🔖"}


def problem(text: str) -> Answer:
    """What went wrong, in words for the person who asked."""
    return Answer(card=Card(text=text, problem=True))


def receipt(
    signal: Signal, paper: Paper, about: str, *, already: bool = False, mutes: tuple[Button, ...] = ()
) -> Answer:
    """What a reaction changed. ``about`` names what there will be more or less of, or ''; ``mutes`` offer to mute the
    reason for which the paper was picked."""
    word = _DONE[signal] + (f": {about}" if about and signal is not Signal.SAVE else "")
    text = f"You had said so already.\n“{paper.title}”" if already else f"{word}.\n“{paper.title}”"
    reading_list = (Button(label="Reading list", line="saved"),) if signal is Signal.SAVE else ()
    buttons = (
        Button(label="Undo", line=f"undo {signal.value} {paper.id}"),
        *reading_list,
        Button(label="Why this paper", line=f"why {paper.id}"),
        *mutes,
    )
    return Answer(card=Card(text=text, buttons=buttons))


def receipts(signal: Signal, papers: Sequence[Paper], *, already: int = 0) -> Answer:
    """What one command said of several papers, with an undo for each; of how many it had been said ``already``."""
    rows = tuple(
        Row(label=paper.title, buttons=(Button(label="Undo", line=f"undo {signal.value} {paper.id}"),))
        for paper in papers
    )
    reading_list = (Button(label="Reading list", line="saved"),) if signal is Signal.SAVE else ()
    some = "all" if already == len(papers) else already
    before = f" You had said so of {some} of them already." if already else ""
    return Answer(card=Card(text=f"{_DONE[signal]}: {len(papers)} papers.{before}", rows=rows, buttons=reading_list))


def which_paper(signal: Signal, papers: Sequence[Paper]) -> Answer:
    """An emoji was put on a message with several papers: one button for each."""
    sign = _SIGNS[signal]
    rows = tuple(
        Row(label=paper.title, url=paper.page, buttons=(Button(label=sign, line=f"{signal.value} {paper.id}"),))
        for paper in papers
    )
    text = f"Your emoji is on a message with {len(papers)} papers, so I can't tell which one you mean. Press it below."
    return Answer(card=Card(title="Which paper do you mean?", text=text, rows=rows, asks=True))


_MOST_TITLES = 20
"""Papers named whose reactions were taken back at once."""


def taken_back(signal: Signal, *papers: Paper) -> Answer:
    """What an undo took back: all that one command had said."""
    what = f"Your {signal.value} is" if len(papers) == 1 else f"Your {signal.value}s of {len(papers)} papers are"
    count = "no longer counts" if len(papers) == 1 else "no longer count"
    titles = "\n".join(f"“{paper.title}”" for paper in papers[:_MOST_TITLES])
    if len(papers) > _MOST_TITLES:
        return Answer(
            card=Card(text=f"{what} taken back and {count}.\n{titles}\nand {len(papers) - _MOST_TITLES} more.")
        )
    again = Button(
        label=f"{signal.value.capitalize()} again", line=" ".join((signal.value, *(str(paper.id) for paper in papers)))
    )
    return Answer(card=Card(text=f"{what} taken back and {count}.\n{titles}", buttons=(again,)))


def import_taken_back(likes: Answer | None, left: int) -> Answer:
    """What an undo took back of an import, if anything, and how many papers are not looked up any more."""
    stopped = f"{counted(left, 'paper')} of the import {'is' if left == 1 else 'are'} not looked up any more."
    if likes is None:
        return Answer(card=Card(text=f"Your import is stopped: {stopped}"))
    text = f"{likes.card.text}\n{stopped}" if left else likes.card.text
    return replace(likes, card=replace(likes.card, text=text))


def step_by_step(undone: Answer) -> Answer:
    """What an undo did that was asked to take back everything: only the last step."""
    text = (
        f"{undone.card.text}\nI take back one step at a time, and this was the last. “undo” takes back the one before."
    )
    one_more = Button(label="Undo the one before", line="undo")
    return replace(undone, card=replace(undone.card, text=text, buttons=(one_more, *undone.card.buttons)))


def nothing_to_undo(paper: Paper | None) -> str:
    if paper:
        return f"There is nothing to take back about “{paper.title}”."
    return "There is nothing of yours to take back: no reaction, no follow, no mute."


def which_interest(stated: Sequence[Interest], *, muted: bool) -> Answer:
    """What could be unmuted or unfollowed: one button for each."""
    if not stated:
        return Answer(card=Card(text="You have muted nothing." if muted else "You follow nothing yet."))
    verb = "unmute" if muted else "unfollow"
    buttons = tuple(Button(label=shorten(str(each), 60), line=f"{verb} {each}") for each in stated[-_OFFERED:])
    left_out = f" The newest {_OFFERED} of {len(stated)}; /papers profile lists all." if len(stated) > _OFFERED else ""
    return Answer(card=Card(text=f"Which one?{left_out}", buttons=buttons, asks=True))


_OFFERED = 20
"""Buttons of one question."""


def withdrawn(interests: Sequence[Interest]) -> Answer:
    """What unfollowing or unmuting did; at least one."""
    muted = interests[0].muted
    text = f"No longer {'muted' if muted else 'followed'}: {', '.join(map(str, interests))}."
    undo = Button(label="Undo", line=f"undo un{_verb(interests[0])} {interests[0]}")
    return Answer(card=Card(text=text, buttons=(undo,)))


def change_undone(stated: Sequence[Interest], ended: Sequence[Interest]) -> Answer:
    """What an undo did: ``stated`` does not hold any more, ``ended`` holds again as it did before."""
    replaced = {(one.key, one.muted) for one in ended}
    gone = [one for one in stated if (one.key, one.muted) not in replaced]
    lines = [_no_longer(one) for one in gone]
    lines += [f"{'Muted' if one.muted else 'Followed'} again: {one}{_filed(one)}." for one in ended]
    buttons = [_stated_again(one) for one in gone]
    buttons += [Button(label=f"Un{_verb(one)}", line=f"un{_verb(one)} {one}") for one in ended]
    return Answer(card=Card(text="\n".join(lines), buttons=tuple(buttons[:_OFFERED])))


def _no_longer(interest: Interest) -> str:
    return f"No longer {'muted' if interest.muted else 'followed'}: {interest}."


def _verb(interest: Interest) -> str:
    return "mute" if interest.muted else "follow"


def _filed(interest: Interest) -> str:
    return f" (in {interest.group})" if interest.group else ""


def _stated_again(interest: Interest) -> Button:
    arguments = (("interest", str(interest)), ("group", interest.group or ""))
    line = line_of(Command(name=_verb(interest), arguments=arguments))
    return Button(label=f"{_verb(interest).capitalize()} again", line=line)


def welcome(kept: Sequence[Subscription] = ()) -> Card:
    """Three steps for the first minute, for a server or workspace that has just added Paperboy.

    Where it was before, ``kept`` is what is still set up there: what goes on, and what waits to be resumed.
    """
    if kept:
        return _welcome_back(kept)
    steps = (
        Row(label="1. Daily picks", text="/papers subscribe in the channel that should get them"),
        Row(label="2. Tell it what you like", text="/papers follow retrieval, or 👍 a paper you know"),
        Row(label="3. Ask", text="/papers search test time scaling"),
    )
    text = "I bring this team its daily research papers and learn from your reactions. I do not read your messages."
    return Card(title="Paperboy is here", text=text, rows=steps, footer="/papers help · /papers privacy")


def _welcome_back(kept: Sequence[Subscription]) -> Card:
    rows = tuple(
        Row(label=f"{one.schedule.at:%H:%M}, {one.count} a day", text=f"in the channel {one.channel.id}{_waits(one)}")
        for one in kept
        if not one.direct
    )
    footer = "/papers help · /papers privacy"
    return Card(title="Paperboy is back", text="Everything is as it was.", rows=rows, footer=footer)


def _waits(subscription: Subscription) -> str:
    if subscription.status == Active():
        return ""
    why = "paused" if isinstance(subscription.status, Paused) else "stopped"
    return f" ({why}; /papers resume there starts it again)"


def privacy(keep_days: int, member: Member) -> Answer:
    """What is kept about a person, and the ways out."""
    rows = _at_one_machine() if member.tenant.on_this_machine else _in_a_team(keep_days)
    buttons = (
        Button(label="Export", line="privacy export"),
        Button(label="Erase everything…", line="privacy forget", style=ButtonStyle.DANGER),
    )
    return Answer(card=Card(title="Your data", rows=rows, buttons=buttons))


_OWN = (
    "what you follow and mute (and what you no longer do, for 30 days), your reactions, your reading list, "
    "your daily picks, the papers you were shown last (for 30 days, so that “like 2” means one) and what a “yes” "
    "would mean; "
)
_IF_USED = (
    "joined accounts, where you are signed in (web page), your mail address (encrypted), your private feed, "
    "an import under way"
)
_NEVER = Row(label="Never kept", text="your messages, your searches (but for the page buttons of very long ones)")


def _in_a_team(keep_days: int) -> tuple[Row, ...]:
    return (
        Row(
            label="Kept",
            text=f"your platform id, {_OWN}"
            "when you last used me in which channel, which channels you set up, "
            "what the platform says of you (time zone, whether you manage it, our direct conversation); "
            f"and if you use them: your name (web page), that your team sees what you save, {_IF_USED}",
        ),
        Row(label="Derived", text="a profile of words and topics, made from those alone; /papers profile shows it"),
        _NEVER,
        Row(
            label="Who sees it",
            text="you; channels only see picks, never whose reaction they come from. "
            "Your team sees what you save if you choose so with /papers web show-saves",
        ),
        Row(label="How long", text=f"until you erase it, or {keep_days} days after Paperboy is removed from here"),
    )


def _at_one_machine() -> tuple[Row, ...]:
    """The person at this machine: no team could see anything, and there is nothing to be removed from."""
    return (
        Row(
            label="Kept",
            text=f"your user name, {_OWN}and if you use them: {_IF_USED}",
        ),
        Row(label="Derived", text="your profile: words and topics, made from those alone"),
        _NEVER,
        Row(
            label="Who sees it",
            text="you, and while a web page for this machine runs, whoever can open it: it asks for no password",
        ),
        Row(label="How long", text="until you erase it"),
    )


def exported(file: File) -> Answer:
    """The file somebody asked for."""
    return Answer(card=Card(text=f"Here is {file.name}.", file=file))


def forget_warning(elsewhere: int) -> Answer:
    """Erasing has no undo, so it is asked twice. ``elsewhere``: in how many other places something is kept."""
    here = Button(label="Erase everything about me", line="privacy confirm-forget", style=ButtonStyle.DANGER)
    everywhere = Button(label="Erase everywhere", line="privacy confirm-forget-everywhere", style=ButtonStyle.DANGER)
    export = Button(label="Export first", line="privacy export")
    text = "This erases your interests, reactions, reading list and profile at once. There is no undo."
    if elsewhere:
        places = "one other place" if elsewhere == 1 else f"{elsewhere} other places"
        text += f" I also keep something about you in {places} (servers, workspaces or direct messages)."
    buttons = (here, everywhere, export) if elsewhere else (here, export)
    return Answer(card=Card(title="Erase everything?", text=text, buttons=buttons, asks=True))


def forgotten(rows: int) -> Answer:
    entries = "1 entry" if rows == 1 else f"{rows} entries"
    copies = "Backups keep what they hold; copies made before an upgrade are removed after 30 days."
    return Answer(card=Card(text=f"Everything kept about you is erased: {entries}. {copies}"))
