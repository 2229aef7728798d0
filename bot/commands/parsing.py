"""From a typed line to a command, and back."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.cards import problems as wording
from bot.cards import questions
from bot.commands.divided_lines import OF_INTERESTS, OF_PAPERS, divided
from bot.commands.kinds import LinkCode, OneOf, bare_paper
from bot.commands.sentences import sentence
from bot.commands.settings_line import read_settings
from bot.commands.spec import Argument, CommandSpec
from bot.commands.table import BY_NAME
from bot.commands.tokens import QUOTES
from bot.commands.typed_words import unmarked
from bot.errors import BadQuery, Unclear
from bot.identity import parse_paper_id
from bot.model import Choice, Command
from bot.text import shorten

SAID = "said"
"""The help topic of what is said back to a sentence: the command's ``problem``, with its ``offers``."""

MOST_AT_ONCE = 10
"""Commands of one line."""

_BLANKS = re.compile(r"[^\S\n]+")
"""Tabs, no-break spaces and their kin; lines stay apart, for BibTeX that was pasted."""
_SAID_TO = re.compile(r"^(?:@\S+[:,]?\s+)+")
_ASKED = "by|from|about|on|with|without|in|at|of|that|which|published|accepted|like"
_COMMAND = "|".join(name for name in BY_NAME if name != "why")
_PREFIX = re.compile(
    rf"^(?:/papers|papers(?!\s+(?:{_ASKED})\s)|/(?:paper|paperboy)(?=\s+(?:{_COMMAND})(?:\s|$)))(?:\s+|$)"
)
"""``/papers``; without the stroke, "papers by …" is a request, and all of it is looked for."""
_HEAD = re.compile(r"/?(?P<name>[\w-]+)(?:/(?P<page>\d{1,4}))?(?::?\s+(?P<rest>.*))?$", re.DOTALL)
_TWICE = re.compile(r"^/?(follow|mute|unfollow|unmute)\s+\1\s+(?=\S)", re.IGNORECASE)
"""A command written twice, as from a copied example: ``follow follow agents``."""
_NEAR = 0.6
_LEADS = re.compile(rf"\s(?:{'|'.join({a.lead for spec in BY_NAME.values() for a in spec.arguments if a.lead})})\s")
"""What would divide a line where it stands outside quotes."""
_SAYS_NO_MORE = re.compile(
    r"(?:\s*\b(?:here|now|again|please|in|for|of|this|the|my|our|me|channel|conversation|daily|next|picks|posts?|posting"
    r"|tomorrow|papers)\b)+[\s.!?]*$|^[\s.!?]+$",
    re.IGNORECASE,
)
"""What people write after a command that takes nothing, and that asks for nothing else: ``preview tomorrow``."""
_AFTER_PREFIX = re.compile(r"^(\w+:)?(.*)$", re.DOTALL)


def parse(line: str) -> Command:
    """Read what was typed after ``/papers``. Never raises: what can't be read becomes ``help`` with a ``problem``."""
    whole = unmarked(line)
    line = _TWICE.sub(r"\1 ", without_prefix(whole))
    if not line.strip("/ "):
        return Command(name="help")
    meant = sentence(line) or (None if _is_typed_out(whole, line) else sentence(whole))
    if meant and not meant.line:
        said = (("command", SAID), *meant.context)
        return Command(name="help", arguments=said, problem=meant.says, offers=meant.offers)
    command = parse_line(meant.line if meant else line)
    return replace(command, arguments=(*command.arguments, *meant.context)) if meant and meant.context else command


def each_of(command: Command) -> Sequence[Command]:
    """The commands that one line gave, each as if it had been written alone; most often the one itself."""
    if command.name not in (*OF_INTERESTS, *OF_PAPERS):
        return (command,)
    group = command.get("group")
    line = f"{command.name} {command.get('interest') or command.get('paper')}{f' as {group}' if group else ''}"
    parts = divided(line)
    if len(parts) > MOST_AT_ONCE:
        return (replace(parse_line("help"), problem=wording.too_many(len(parts), "commands", MOST_AT_ONCE)),)
    return (parse_line(parts[0]), *map(parse, parts[1:])) if len(parts) > 1 else (command,)


def _is_typed_out(whole: str, line: str) -> bool:
    """Whether it is ``/papers`` and a command, and no sentence that begins with the word, such as "papers like …"."""
    return whole.lstrip().startswith("/") and line.split()[0].casefold() in BY_NAME


def parse_line(line: str) -> Command:
    """Read a line of the program's own, such as a button's: ``parse``, but no sentence is looked for in it."""
    head = _HEAD.match(line)
    spec = BY_NAME.get(head["name"].casefold()) if head else None
    if head is None or spec is None:
        return paper_alone(line) or _unknown(line)
    read = _read(spec, (head["rest"] or "").strip(), max(1, int(head["page"] or 1)))
    return read if read.problem else checked(read)


def without_prefix(line: str) -> str:
    """The line without ``/papers`` or the name of whom it is said to in front, and with plain spaces."""
    return _PREFIX.sub("", _SAID_TO.sub("", _BLANKS.sub(" ", line).strip(), count=1), count=1)


def paper_alone(line: str) -> Command | None:
    """An id or a link and nothing else means that paper."""
    paper = parse_paper_id(bare_paper(line))
    return Command(name="paper", arguments=(("paper", paper),)) if paper else None


def checked(command: Command) -> Command:
    """The command itself, or ``help`` with the problem when a required argument is missing or a choice is unknown."""
    spec = BY_NAME[command.name]
    for argument in spec.arguments:
        value = command.get(argument.name).strip()
        if argument.required and not value:
            return with_problem(spec, wording.command_needs(spec.name, argument.help))
        if value and isinstance(argument.kind, OneOf) and not argument.kind.nearest(value):
            return with_problem(spec, wording.no_choice_of(spec.name, value, argument.kind.hint))
        if value and isinstance(argument.kind, LinkCode) and not argument.kind.looks_like(value):
            return with_problem(spec, wording.no_code(value))
    return command


def problems(command: Command) -> dict[str, str]:
    """What is wrong with the arguments of a command: argument name -> what to type instead."""
    wrong = {}
    for argument in BY_NAME[command.name].arguments:
        try:
            argument.of(command, None)
        except Unclear as error:
            wrong[argument.name] = f"{error} {', '.join(label for label, _ in error.choices)}"
        except BadQuery as error:
            wrong[argument.name] = str(error)
    return wrong


def line_of(command: Command) -> str:
    """The line that ``parse`` reads as this command; what buttons carry."""
    spec = BY_NAME[command.name]
    words = [command.name if command.page == 1 else f"{command.name}/{command.page}"]
    words += [_word(argument, value) for argument in spec.arguments if (value := command.get(argument.name))]
    return " ".join(words)


def with_problem(spec: CommandSpec, problem: str) -> Command:
    """Help on a command that could not be read."""
    return Command(name="help", arguments=(("command", spec.name),), problem=problem)


def _word(argument: Argument[Any], value: str) -> str:
    if argument.lead:
        return f"{argument.lead} {value}"
    if argument.kind.reads_quotes and _LEADS.search(value) and '"' not in value:
        return _AFTER_PREFIX.sub(r'\1"\2"', value)
    if argument.rest or (isinstance(argument.kind, OneOf) and not argument.named):
        return value
    value = value.replace('"', "'")
    return f'{argument.name}:"{value}"' if re.search(r"\s", value) else f"{argument.name}:{value}"


def _unknown(line: str) -> Command:
    """There is no such command: what it may have been, with all that followed it, or words to look for."""
    word, _, rest = line.lstrip("/").partition(" ")
    near = nearest_command(word)
    meant = f"{near} {rest}".strip()
    looked_for = Choice(label=questions.search(shorten(line, 40)), value=f"search {' '.join(line.split())}")
    offers = (Choice(label=shorten(meant, 60), value=meant), looked_for) if near else (looked_for,)
    return Command(name="help", problem=wording.no_command(word, near), offers=offers)


def nearest_command(word: str, cutoff: float = _NEAR) -> str:
    """The command most like a misspelt word, or ''. ``cutoff`` is a likeness from 0 to 1."""
    near = process.extractOne(word.casefold(), list(BY_NAME), scorer=OSA.normalized_similarity, score_cutoff=cutoff)
    return near[0] if near else ""


def _read(spec: CommandSpec, rest: str, page: int) -> Command:
    arguments = spec.arguments
    if not arguments:
        unused = _SAYS_NO_MORE.sub("", rest)
        return with_problem(spec, wording.unused(spec.name, rest)) if unused else Command(name=spec.name, page=page)
    if any(a.lead for a in arguments):
        found = _led(spec, rest)
    elif arguments[-1].rest:
        found = _then_rest(spec, rest)
    elif len(arguments) == 1 or (":" not in rest and all(argument.named for argument in arguments[1:])):
        found = _only(arguments[0], rest)
    else:
        found_settings = read_settings(spec, rest)
        return found_settings if found_settings.problem else replace(found_settings, page=page)
    return Command(name=spec.name, arguments=tuple(found.items()), page=page)


def _led(spec: CommandSpec, rest: str) -> dict[str, str]:
    """``<first> as <second>``: the last lead word divides them that stands outside quotes and before no article."""
    first, second = spec.arguments
    rest = re.sub(rf"(?<=\S)\s+{second.lead}$", "", rest)
    divided = re.fullmatch(rf"(.+) {second.lead} (?!(?:an?|the)\s)(.*\S)", rest, re.DOTALL)
    quotes = divided[1].translate(QUOTES).count('"') if divided else 0
    found = {first.name: divided[1], second.name: divided[2]} if divided and quotes % 2 == 0 else {first.name: rest}
    quoted = {argument.name for argument in spec.arguments if argument.kind.reads_quotes}
    return {key: value.strip() if key in quoted else _unquoted(value) for key, value in found.items() if value.strip()}


def _then_rest(spec: CommandSpec, rest: str) -> dict[str, str]:
    """Choices first, when the first words are some; then all that is left as it is."""
    found = {}
    for argument in spec.arguments[:-1]:
        word, _, after = rest.partition(" ")
        if word.casefold() in argument.choices:
            found[argument.name], rest = word.casefold(), after.strip()
    return {**found, spec.arguments[-1].name: rest} if rest else found


def _only(argument: Argument[Any], rest: str) -> dict[str, str]:
    """All of the line is the one argument; its name may stand in front: ``until 2026-09-01``, ``count:3``."""
    value = _unquoted(re.sub(rf"{argument.name}(?:\s*:\s*|\s+|$)", "", rest, count=1, flags=re.IGNORECASE)
                      if rest.casefold().startswith(argument.name) else rest)  # fmt: skip
    value = value.casefold() if isinstance(argument.kind, OneOf) else value
    return {argument.name: value} if value else {}


def _unquoted(text: str) -> str:
    text = text.strip().translate(QUOTES)
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text
