"""Suggestions under the line being typed."""

import re
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from typing import Any

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from adapters.console.conversation import Conversation
from adapters.console.render import harmless
from bot.commands import BY_NAME, COMMANDS, Argument, CommandSpec
from bot.commands.kinds import SearchWords
from bot.commands.time_kinds import Zone

MAX_CHOICES = 8
"""Suggestions that fit under the line without moving the screen."""

_PREFIX = re.compile(r"\s*(?:/?papers\s+)?/?")
_NAMED = re.compile(r'(?P<name>[a-z]+):(?P<typed>"[^"]*|\S*)$')


class LineCompleter(Completer):
    """Commands first, then what the command's argument could be."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Only the awaited way below is used."""
        return ()

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        line = _PREFIX.sub("", document.text_before_cursor, count=1)
        name, space, rest = line.partition(" ")
        spec = BY_NAME.get(name)
        if not space:
            for completion in _commands(name):
                yield completion
        elif spec and (found := _argument(spec, rest.lstrip())):
            argument, typed = found
            for choice in (await self._conversation.complete(spec.name, argument.name, typed))[:MAX_CHOICES]:
                yield Completion(choice.value, -len(typed), display=harmless(choice.label))


def _commands(typed: str) -> Iterator[Completion]:
    for spec in COMMANDS:
        if spec.name.startswith(typed.casefold()):
            yield Completion(spec.name, -len(typed), display=spec.name, display_meta=spec.help)


def _argument(spec: CommandSpec, rest: str) -> tuple[Argument[Any], str] | None:
    """The argument being typed, and what stands of it: the one named last (``zone:Eu``), else where the line is."""
    named = _NAMED.search(rest)
    if named and (argument := spec.argument(named["name"])):
        return argument, named["typed"]
    if not spec.arguments:
        return None
    argument, typed = _position(spec.arguments, rest)
    if isinstance(argument.kind, SearchWords) and "author:" not in typed:
        return None  # a title is not what somebody searches who is about to type other words
    return argument, typed


def _position(arguments: Sequence[Argument[Any]], rest: str) -> tuple[Argument[Any], str]:
    """Where the line is: after a choice, after a lead word, at the last of many, or at the only argument."""
    first, last = arguments[0], arguments[-1]
    word, space, after = rest.partition(" ")
    if last.rest and len(arguments) > 1:
        undecided = not space and any(choice.startswith(word) for choice in first.choices)
        return (first, rest) if undecided else (last, after if word in first.choices else rest)
    _, led, name = rest.rpartition(f" {last.lead} ")
    if last.lead and led:
        return last, name
    if len(arguments) > 2:
        typed = rest.rpartition(" ")[2]
        return next((a for a in arguments if typed and isinstance(a.kind, Zone)), first), typed
    return first, rest
