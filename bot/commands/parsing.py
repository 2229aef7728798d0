"""From a typed line to a command, and back."""

import re
from collections.abc import Collection

from rapidfuzz import process

from bot.commands.table import BY_NAME, Argument, ArgumentKind, CommandSpec
from bot.model import Command

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
_HEAD = re.compile(
    r"/?(?:papers(?:-admin)?\s+/?)?(?P<name>[\w-]+)(?:/(?P<page>\d{1,4}))?(?:\s+(?P<rest>.*))?$", re.DOTALL
)
_TOKEN = re.compile(r'(?P<name>[a-z]+):(?:"(?P<quoted_value>[^"]*)"?|(?P<value>\S*))|"(?P<quoted>[^"]*)"?|\S+')
_WEEKDAY = r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_LOOKS = {
    ArgumentKind.TIME: re.compile(r"\d{1,2}[:.h]\d{2}$|\d{1,2}\s*[ap]m$|noon$|midnight$", re.IGNORECASE),
    ArgumentKind.DAYS: re.compile(
        rf"(weekdays?|weekends?|daily|everyday)$|{_WEEKDAY}([,+-]{_WEEKDAY})*$", re.IGNORECASE
    ),
    ArgumentKind.ZONE: re.compile(r"[a-z]+(/[\w/+-]+)?$", re.IGNORECASE),
    ArgumentKind.NUMBER: re.compile(r"\d{1,3}$"),
    ArgumentKind.DECIMAL: re.compile(r"-?\d+(\.\d+)?$"),
}


def parse(line: str) -> Command:
    """Read what was typed after ``/papers``. Never raises: what can't be read becomes ``help`` with a ``problem``."""
    line = line.strip()
    if line.casefold().strip("/") in ("", "papers"):
        return Command(name="help")
    head = _HEAD.match(line)
    spec = BY_NAME.get(head["name"].casefold()) if head else None
    if head is None or spec is None:
        return _unknown(line)
    found, problem = _arguments(spec, (head["rest"] or "").strip())
    if problem:
        return _help(spec, problem)
    return checked(Command(name=spec.name, arguments=tuple(found.items()), page=max(1, int(head["page"] or 1))))


def checked(command: Command) -> Command:
    """The command itself, or ``help`` with the problem when a required argument is missing or a choice is unknown."""
    spec = BY_NAME[command.name]
    for argument in spec.arguments:
        value = command.get(argument.name)
        if argument.required and not value.strip():
            return _help(spec, f"{spec.name} needs {argument.help}.")
        if value and argument.kind is ArgumentKind.CHOICE and value not in argument.choices:
            return _help(spec, f"{argument.name} can be {' or '.join(argument.choices)}, not “{value[:40]}”.")
    return command


def line_of(command: Command) -> str:
    """The line that ``parse`` reads as this command; what buttons carry."""
    spec = BY_NAME[command.name]
    words = [command.name if command.page == 1 else f"{command.name}/{command.page}"]
    words += [_word(argument, value) for argument in spec.arguments if (value := command.get(argument.name))]
    return " ".join(words)


def _word(argument: Argument, value: str) -> str:
    if argument.lead:
        return f"{argument.lead} {value}"
    if argument.rest or (argument.kind is ArgumentKind.CHOICE and not argument.named):
        return value
    return f'{argument.name}:"{value}"' if re.search(r"\s", value) else f"{argument.name}:{value}"


def _help(spec: CommandSpec, problem: str) -> Command:
    return Command(name="help", arguments=(("command", spec.name),), problem=problem)


def _unknown(line: str) -> Command:
    word = re.sub(r"^/?papers(-admin)?\s+", "", line).split()[0][:40]
    near = process.extractOne(word.casefold(), list(BY_NAME), score_cutoff=60)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    return Command(name="help", problem=f"There is no command “{word}”.{hint}")


def _arguments(spec: CommandSpec, rest: str) -> tuple[dict[str, str], str]:
    """The arguments found, by name, and what was wrong."""
    if any(a.lead for a in spec.arguments):
        return _led(spec, rest), ""
    if spec.arguments and spec.arguments[-1].rest:
        return _then_rest(spec, rest), ""
    return _in_any_order(spec, rest.translate(_QUOTES))


def _led(spec: CommandSpec, rest: str) -> dict[str, str]:
    """``<first> as <second>``: the last occurrence of the lead word divides them."""
    first, second = spec.arguments
    body, divider, name = rest.rpartition(f" {second.lead} ")
    found = {first.name: body, second.name: name} if divider and name.strip() else {first.name: rest}
    return {key: _unquoted(value) for key, value in found.items() if value.strip()}


def _unquoted(text: str) -> str:
    text = text.strip().translate(_QUOTES)
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


def _then_rest(spec: CommandSpec, rest: str) -> dict[str, str]:
    """Choices first, when the first words are some; then all that is left as it is."""
    found = {}
    for argument in spec.arguments[:-1]:
        word, _, after = rest.partition(" ")
        if word.casefold() in argument.choices:
            found[argument.name], rest = word.casefold(), after.strip()
    return {**found, spec.arguments[-1].name: rest} if rest else found


def _in_any_order(spec: CommandSpec, rest: str) -> tuple[dict[str, str], str]:
    """Arguments as ``name:value``, ``name value`` or bare values, which are told apart by their looks."""
    found: dict[str, str] = {}
    waiting = ""
    for token in _TOKEN.finditer(rest):
        word = token["quoted"] if token["quoted"] is not None else token[0]
        if token["name"] and spec.argument(token["name"]):
            waiting, word = token["name"], token["quoted_value"] or token["value"] or ""
        name = waiting or _place(spec, word, found)
        if not name and (argument := spec.argument(word.casefold())):
            waiting = argument.name
        elif not name:
            return {}, f"{spec.name} can't use “{word[:40]}”."
        elif word:
            found[name], waiting = _tidied(spec, name, word), ""
    return found, f"{waiting} needs a value." if waiting else ""


def _tidied(spec: CommandSpec, name: str, word: str) -> str:
    argument = spec.argument(name)
    return word.casefold() if argument and argument.kind is ArgumentKind.CHOICE else word


def _place(spec: CommandSpec, word: str, found: Collection[str]) -> str:
    """Which argument a bare word is: the first free one it looks like; a choice before all, since it is exact."""
    if spec.argument(word.casefold()):
        return ""
    free = [a for a in spec.arguments if a.name not in found and not a.named]
    fitting = [a for a in free if len(spec.arguments) == 1 or _looks_like(a, word)]
    return min(fitting, key=lambda a: a.kind is not ArgumentKind.CHOICE).name if fitting else ""


def _looks_like(argument: Argument, word: str) -> bool:
    if argument.kind is ArgumentKind.CHOICE:
        return word.casefold() in argument.choices
    looks = _LOOKS.get(argument.kind)
    return looks is None or looks.match(word) is not None
