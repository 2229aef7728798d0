"""Receipts, help, privacy, and problems told kindly."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.commands import BY_NAME, COMMANDS, Audience, CommandSpec, line_of
from bot.commands.arguments import COMMAND
from bot.errors import Unclear
from bot.model import Answer, Button, ButtonStyle, Card, Choice, Command, File, Interest, Paper, Row, Signal

_DONE = {
    Signal.LIKE: "More like this",
    Signal.DISLIKE: "Less like this",
    Signal.SAVE: "Saved",
}


def problem(text: str) -> Answer:
    """What went wrong, in words for the person who asked."""
    return Answer(card=Card(text=text, problem=True))


def receipt(
    signal: Signal, paper: Paper, about: str, *, already: bool = False, mutes: tuple[Button, ...] = ()
) -> Answer:
    """What a reaction changed. ``about`` names what there will be more or less of, or ''; ``mutes`` offer to mute the
    reason for which the paper was picked."""
    word = _DONE[signal] + (f": {about}" if about and signal is not Signal.SAVE else "")
    text = f"{word}.\n“{paper.title}”" if not already else f"You had said so already.\n“{paper.title}”"
    reading_list = (Button(label="Reading list", line="saved"),) if signal is Signal.SAVE else ()
    buttons = (
        Button(label="Undo", line=f"undo {signal.value} {paper.id}"),
        *reading_list,
        Button(label="Why this paper", line=f"why {paper.id}"),
        *mutes,
    )
    return Answer(card=Card(text=text, buttons=buttons))


def taken_back(signal: Signal, paper: Paper) -> Answer:
    """What an undo took back."""
    text = f"Taken back: {signal.value}. It is as if you had never said so.\n“{paper.title}”"
    return Answer(
        card=Card(text=text, buttons=(Button(label=f"{signal.value} again", line=f"{signal.value} {paper.id}"),))
    )


def nothing_to_undo(paper: Paper | None) -> str:
    return f"There is nothing to take back about “{paper.title}”." if paper else "There is nothing to take back."


def interest_stored(interest: Interest) -> Answer:
    """What following or muting will do, with its undo."""
    group = f" (in {interest.group})" if interest.group else ""
    verb, effect, undo = (
        ("Muted", "It never appears in your picks again.", "unmute")
        if interest.muted
        else ("Following", "Your next picks know it.", "unfollow")
    )
    buttons = (Button(label="Undo", line=f"{undo} {interest}"), Button(label="My picks", line="picks"))
    return Answer(card=Card(text=f"{verb} {interest}{group}. {effect}", buttons=buttons))


def withdrawn(interest: Interest) -> Answer:
    """What unfollowing or unmuting did."""
    verb, redo = ("No longer muted", "mute") if interest.muted else ("No longer followed", "follow")
    return Answer(card=Card(text=f"{verb}: {interest}.", buttons=(Button(label="Undo", line=f"{redo} {interest}"),)))


def welcome() -> Card:
    """Three steps for the first minute, for a server or workspace that has just added Paperboy."""
    steps = (
        Row(label="1. Daily picks", text="/papers subscribe in the channel that should get them"),
        Row(label="2. Tell it what you like", text="/papers follow retrieval, or 👍 a paper you know"),
        Row(label="3. Ask", text="/papers search test time scaling"),
    )
    text = "I bring this team its daily research papers and learn from your reactions. I read no messages."
    return Card(title="Paperboy is here", text=text, rows=steps, footer="/papers help · /papers privacy")


def help_all() -> Answer:
    """Every command in one line."""
    rows = tuple(Row(label=f"/papers {spec.usage}", text=_help(spec)) for spec in COMMANDS)
    footer = "/papers help <command> shows examples. 👍 👎 🔖 on a paper tune what comes next."
    return Answer(card=Card(title="What Paperboy can do", rows=rows, footer=footer))


def unknown_command(text: str, offers: Sequence[Choice] = ()) -> Answer:
    """There is no such command; the whole list would bury what was meant instead."""
    buttons = (*_offered(offers), Button(label="All commands", line="help"))
    return Answer(card=Card(text=text, footer="/papers help lists all commands.", buttons=buttons, problem=True))


def unclear(command: Command, what: Unclear) -> Answer:
    """Something typed can mean several things: one button for each."""
    asked = dict(command.arguments)
    meant = (
        Choice(label=label, value=line_of(replace(command, arguments=tuple((asked | {what.argument: value}).items()))))
        for label, value in what.choices
    )
    return Answer(card=Card(text=str(what), buttons=_offered(meant), problem=True))


def _offered(offers: Iterable[Choice]) -> tuple[Button, ...]:
    return tuple(Button(label=offer.label, line=offer.value) for offer in offers)


def help_one(spec: CommandSpec, problem_text: str = "") -> Answer:
    """One command: its arguments and examples."""
    rows = [Row(label=a.name, text=f"{a.help}{'' if a.required else ' (optional)'}") for a in spec.arguments]
    rows += [Row(label="Example", text=f"/papers {example}") for example in spec.examples]
    card = Card(
        title=f"/papers {spec.usage}",
        text=f"{problem_text}\n{_help(spec)}.".strip(),
        rows=tuple(rows),
        problem=bool(problem_text),
    )
    return Answer(card=card)


def help_for(command: Command) -> Answer:
    """Help on the command that is named, or on all when there is none of that name; what may have been meant first."""
    name, problem_text = COMMAND.of(command, ""), command.problem
    if problem_text and command.offers:
        return _which(problem_text, command.offers) if name else unknown_command(problem_text, command.offers)
    spec = BY_NAME.get(name.removeprefix("/papers").strip().casefold())
    if spec:
        return help_one(spec, problem_text)
    problem_text = problem_text or (f"There is no command “{name[:40]}”." if name else "")
    return unknown_command(problem_text) if problem_text else help_all()


def _which(text: str, offers: Sequence[Choice]) -> Answer:
    return Answer(card=Card(text=text, buttons=_offered(offers), problem=True))


def privacy(keep_days: int) -> Answer:
    """What is kept about a person, and the ways out."""
    rows = (
        Row(
            label="Kept",
            text="your platform id, what you follow and mute, your reactions, your reading list, your subscription",
        ),
        Row(label="Derived", text="a profile of words and topics, made from those alone; /papers profile shows it"),
        Row(
            label="Never kept",
            text="your name, your messages, your searches (but for the page buttons of very long ones)",
        ),
        Row(label="Who sees it", text="you; channels only see picks, never whose reaction they come from"),
        Row(label="How long", text=f"until you erase it, or {keep_days} days after Paperboy is removed from here"),
    )
    buttons = (
        Button(label="Export", line="privacy export"),
        Button(label="Erase everything…", line="privacy forget", style=ButtonStyle.DANGER),
    )
    return Answer(card=Card(title="Your data", rows=rows, buttons=buttons))


def exported(file: File) -> Answer:
    """The file somebody asked for."""
    return Answer(card=Card(text=f"Here is {file.name}.", file=file))


def forget_warning() -> Answer:
    """Erasing has no undo, so it is asked twice."""
    buttons = (
        Button(label="Erase everything about me", line="privacy confirm-forget", style=ButtonStyle.DANGER),
        Button(label="Export first", line="privacy export"),
    )
    text = "This erases your interests, reactions, reading list and profile at once. There is no undo."
    return Answer(card=Card(title="Erase everything?", text=text, buttons=buttons))


def forgotten(rows: int) -> Answer:
    return Answer(card=Card(text=f"Everything kept about you is erased ({rows} rows)."))


def _help(spec: CommandSpec) -> str:
    return spec.help + (" (for those who manage the channel)" if spec.audience is Audience.MANAGER else "")
