"""Help by task, help on one command, and questions about what was meant."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from bot.cards import questions
from bot.cards.problems import no_command
from bot.commands import BY_NAME, COMMANDS, Audience, CommandSpec, line_of
from bot.commands.arguments import COMMAND
from bot.commands.parsing import SAID, nearest_command
from bot.commands.sentence_rules import OKAY, YES
from bot.commands.spec import Task
from bot.commands.talking import HELLO
from bot.errors import Unclear
from bot.model import Answer, Button, Card, Choice, Command, Row

ALL = "all"
"""The help topic that lists every command."""

START = "start"
"""The help topic that says only what the first screen of a console must."""

_TASKS = {
    Task.FIND: ("Find papers", "search, read, and keep papers for later"),
    Task.TUNE: ("Tune my picks", "say what you want more or less of, and see why a paper was picked"),
    Task.DAILY: ("Daily picks", "set up what is posted here each day, and when"),
    Task.DATA: ("My data", "see, take along or erase what is kept about you"),
}
_ALL_COMMANDS = Button(label="All commands", line=f"help {ALL}")


def help_for(command: Command, note: str = "") -> Answer:
    """Help on what is named: a task, a command, all of them; what may have been meant by something else comes first.

    ``note`` is what a greeting says of the sources.
    """
    name, problem = COMMAND.of(command, "").removeprefix("/papers").strip().casefold(), command.problem
    if problem and name == SAID:
        buttons = _offered(command.offers)
        return Answer(card=Card(text=problem, buttons=buttons, asks=bool(buttons), yes=_yes_to(problem, buttons)))
    if problem and command.offers and name:
        return Answer(card=Card(text=problem, buttons=_offered(command.offers), problem=True, asks=True))
    if spec := BY_NAME.get(name):
        return _misread(spec, problem) if problem else _one(spec)
    if problem:
        return _unknown(problem, command.offers)
    if name in (YES, OKAY):
        return Answer(card=Card(text=questions.YES_TO_WHAT if name == YES else questions.WELCOME), private=False)
    name = next((task.value for task, (label, _) in _TASKS.items() if label.casefold() == name), name)
    if name not in ("", ALL, HELLO, START, *Task):
        near = nearest_command(name)
        offers = (Choice(label=f"How {near} works", value=f"help {near}"),) if near else ()
        return _unknown(no_command(name, near), offers)
    cards: dict[str, Callable[[], Card]]
    cards = {"": _tasks, ALL: _all, HELLO: partial(_hello, note), START: partial(Card, text=note)}
    return Answer(card=cards[name]() if name in cards else _task(Task(name)), private=False)


def unclear(command: Command, what: Unclear) -> Answer:
    """Something typed can mean several things: one button for each."""
    asked = dict(command.arguments)
    meant = (
        Choice(label=label, value=line_of(replace(command, arguments=tuple((asked | {what.argument: value}).items()))))
        for label, value in what.choices
    )
    return Answer(card=Card(text=str(what), buttons=_offered(meant), problem=True, asks=True))


def _hello(note: str) -> Card:
    buttons = (
        Button(label="Today's papers", line="today"),
        Button(label="My picks", line="picks"),
        Button(label="What else?", line="help"),
    )
    parts = (
        "Hello! I find research papers and learn from your 👍 and 👎.",
        "Write what you look for, such as “test time scaling”, or paste an arXiv link.",
        note,
    )
    return Card(text="\n".join(filter(None, parts)), buttons=buttons)


def _tasks() -> Card:
    rows = tuple(Row(label=label, text=text) for label, text in _TASKS.values())
    buttons = tuple(Button(label=label, line=f"help {task.value}") for task, (label, _) in _TASKS.items())
    text = "Try /papers search test time scaling. 👍 👎 🔖 on a paper tune what comes next."
    footer = f"/papers help {_TASKS[Task.FIND][0].lower()} shows its commands, /papers help {ALL} every one."
    return Card(title="What Paperboy can do", text=text, rows=rows, footer=footer, buttons=(*buttons, _ALL_COMMANDS))


def _task(task: Task) -> Card:
    rows = tuple(_line(spec) for spec in COMMANDS if spec.task is task)
    others = (other for other in Task if other is not task)
    buttons = tuple(Button(label=_TASKS[other][0], line=f"help {other.value}") for other in others)
    footer = f"/papers help {next(spec.name for spec in COMMANDS if spec.task is task)} shows examples."
    return Card(title=_TASKS[task][0], rows=rows, footer=footer, buttons=(*buttons, _ALL_COMMANDS))


def _all() -> Card:
    return Card(title="All commands", rows=tuple(map(_line, COMMANDS)), footer="/papers help search shows examples.")


def _line(spec: CommandSpec) -> Row:
    return Row(label=f"/papers {spec.usage}", text=_summary(spec))


def _one(spec: CommandSpec) -> Answer:
    """One command: its arguments and examples."""
    rows = [Row(label=a.name, text=f"{a.help}{'' if a.required else ' (optional)'}") for a in spec.arguments]
    rows += _examples(spec)
    card = Card(title=f"/papers {spec.usage}", text=f"{_summary(spec)}.", rows=tuple(rows))
    return Answer(card=card, private=False)


def _misread(spec: CommandSpec, problem: str) -> Answer:
    """What was wrong, how it is written right, and the way to all the rest, which would bury it."""
    form = (Button(label="Open the form", line=spec.name, form=spec.name),) if spec.form_first else ()
    help_button = Button(label=f"How {spec.name} works", line=f"help {spec.name}")
    rows = tuple(_examples(spec))
    return Answer(card=Card(text=problem, rows=rows, buttons=(*form, help_button), problem=True))


def _examples(spec: CommandSpec) -> list[Row]:
    return [Row(label="Example", text=f"/papers {example}") for example in spec.examples]


def _unknown(text: str, offers: Sequence[Choice]) -> Answer:
    """There is no such command; the whole list would bury what was meant instead."""
    offered = [offer for offer in offers if offer.value != "help"]
    buttons = (*_offered(offered), Button(label="Help", line="help"))
    footer = "/papers help says what there is."
    yes = _yes_to(text, buttons)
    return Answer(card=Card(text=text, footer=footer, buttons=buttons, problem=True, asks=bool(offered), yes=yes))


def _yes_to(question: str, buttons: Sequence[Button]) -> str:
    return buttons[0].line if buttons and questions.takes_a_yes(question) else ""


def _offered(offers: Iterable[Choice]) -> tuple[Button, ...]:
    return tuple(Button(label=offer.label, line=offer.value) for offer in offers)


def _summary(spec: CommandSpec) -> str:
    return spec.help + (" (for those who manage the channel)" if spec.audience is Audience.MANAGER else "")
