"""Suggestions while somebody types."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from zoneinfo import available_timezones

from rapidfuzz import process

from bot.commands import BY_NAME
from bot.commands.kinds import CommandName, GroupName, InterestName, Kind, PaperName, SearchWords, Zone
from bot.identity import short
from bot.model import Choice, Interest, Member
from bot.ports.interests import InterestBook
from bot.ports.search_index import SearchIndex

MOST = 25
Suggester = Callable[[Member, str], Awaitable[Sequence[Choice]]]


class Completion:
    """At most 25 choices for an argument, from memory or index."""

    def __init__(self, index: SearchIndex, book: InterestBook) -> None:
        self._index = index
        self._book = book
        self._zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))

    async def complete(self, member: Member, command: str, argument: str, typed: str) -> Sequence[Choice]:
        """Nothing for a command or argument that doesn't exist."""
        spec = BY_NAME.get(command)
        wanted = spec.argument(argument) if spec else None
        if wanted is None:
            return ()
        if wanted.choices:
            return [_same(choice) for choice in wanted.choices if choice.startswith(typed.casefold())]
        return (await self._suggester(wanted.kind, command)(member, typed.strip()))[:MOST]

    def _suggester(self, kind: Kind[Any], command: str) -> Suggester:
        match kind:
            case InterestName():
                return self._stated if command in ("unfollow", "unmute") else self._interests
            case GroupName():
                return self._groups
            case PaperName():
                return self._papers
            case Zone():
                return self._zone
            case SearchWords():
                return self._queries
            case CommandName():
                return self._commands
            case _:
                return self._nothing

    async def _papers(self, _: Member, typed: str) -> Sequence[Choice]:
        hits = await self._index.complete(typed, MOST)
        return [Choice(label=hit.paper.title, value=short(hit.paper.id)) for hit in hits]

    async def _queries(self, _: Member, typed: str) -> Sequence[Choice]:
        """Titles, and after ``author:`` names."""
        before, author, name = typed.rpartition("author:")
        if author:
            names = await self._index.authors(name.strip('"'), MOST)
            return [_same(f'{before}author:"{name}"') for name in names]
        return [_same(hit.paper.title) for hit in await self._index.complete(typed, MOST)]

    async def _interests(self, member: Member, typed: str) -> Sequence[Choice]:
        if typed.casefold().startswith("author:"):
            return [_same(f"author:{name}") for name in await self._index.authors(typed[7:].strip(), MOST)]
        return await self._stated(member, typed)

    async def _stated(self, member: Member, typed: str) -> Sequence[Choice]:
        stated: Sequence[Interest] = (await self._book.of(member)).all
        return [_same(str(i)) for i in stated if typed.casefold() in str(i).casefold()]

    async def _groups(self, member: Member, typed: str) -> Sequence[Choice]:
        groups = {i.group for i in (await self._book.of(member)).all if i.group}
        return [_same(group) for group in sorted(groups) if typed.casefold() in group.casefold()]

    async def _commands(self, _: Member, typed: str) -> Sequence[Choice]:
        return [
            Choice(label=f"{s.name} – {s.help}", value=s.name) for s in BY_NAME.values() if s.name.startswith(typed)
        ]

    async def _zone(self, _: Member, typed: str) -> Sequence[Choice]:
        if not typed:
            return [_same("UTC"), *map(_same, self._zones[: MOST - 1])]
        word = typed.casefold().replace(" ", "_")
        inside = [zone for zone in self._zones if word in zone.casefold()]
        near = process.extract(word, self._zones, limit=5, score_cutoff=60) if not inside else []
        return [*map(_same, inside), *(_same(zone) for zone, _, _ in near)]

    async def _nothing(self, _: Member, __: str) -> Sequence[Choice]:
        return ()


def _same(text: str) -> Choice:
    return Choice(label=text, value=text)
