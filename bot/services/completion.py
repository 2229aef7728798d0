"""Suggestions while somebody types."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any
from zoneinfo import available_timezones

from rapidfuzz import process

from bot.commands import BY_NAME
from bot.commands.kinds import (
    CommandName,
    GroupName,
    InterestName,
    Kind,
    NamedPapers,
    NewInterests,
    PaperName,
    SearchWords,
    Several,
)
from bot.commands.time_kinds import Zone
from bot.commands.values import split_interest
from bot.identity import short
from bot.model import Choice, Interest, InterestKind, Member
from bot.ports.interests import InterestBook
from bot.ports.papers import Papers
from bot.ports.search_index import SearchIndex
from bot.services.popular_terms import PopularTerms
from bot.zones import zone_text, zones_named

MAX_SUGGESTIONS = 25
SHORTEST_NAME = 3
"""Letters from which on authors are offered beside topics."""

USUAL_ZONES = (
    *("UTC", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York", "America/Sao_Paulo"),
    *("Europe/London", "Europe/Berlin", "Europe/Athens", "Africa/Johannesburg", "Asia/Dubai", "Asia/Kolkata"),
    *("Asia/Singapore", "Asia/Shanghai", "Asia/Tokyo", "Asia/Seoul", "Australia/Sydney", "Pacific/Auckland"),
)
Suggester = Callable[[Member, str], Awaitable[Sequence[Choice]]]


_WITH_COMMAS = (InterestKind.AUTHOR, InterestKind.ORGANISATION)
"""Interests whose names may have a comma in them."""


class Completion:
    """At most 25 choices for an argument, from memory or index."""

    def __init__(self, index: SearchIndex, book: InterestBook, papers: Papers, popular: PopularTerms) -> None:
        self._index = index
        self._book = book
        self._known = papers
        self._popular = popular
        self._zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))

    async def complete(self, member: Member, command: str, argument: str, typed: str) -> Sequence[Choice]:
        """See ``Core.complete``; empty for a command or argument that doesn't exist."""
        spec = BY_NAME.get(command)
        wanted = spec.argument(argument) if spec else None
        if wanted is None:
            return ()
        if wanted.choices:
            return [_same(choice) for choice in wanted.choices if choice.startswith(typed.casefold())]
        return (await self._suggester(wanted.kind, command)(member, typed.strip()))[:MAX_SUGGESTIONS]

    def _suggester(self, kind: Kind[Any], command: str) -> Suggester:
        match kind:
            case InterestName():
                return self._muted if command == "unmute" else self._followed
            case NewInterests():
                return self._interests
            case Several():
                return partial(self._several, kind.kind)
            case GroupName():
                return self._groups
            case PaperName() | NamedPapers():
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
        """Titles that go on like this; the newest day's best when nothing is typed."""
        if typed:
            papers = [hit.paper for hit in await self._index.complete(typed, MAX_SUGGESTIONS)]
        else:
            newest = await self._known.latest_day()
            papers = list(await self._known.on_day(newest))[:MAX_SUGGESTIONS] if newest else []
        return [Choice(label=paper.title, value=short(paper.id)) for paper in papers]

    async def _queries(self, _: Member, typed: str) -> Sequence[Choice]:
        """Suggest titles, or names after ``author:``."""
        before, author, name = typed.rpartition("author:")
        if author:
            names = await self._index.authors(name.strip('"'), MAX_SUGGESTIONS)
            return [_same(f'{before}author:"{name}"') for name in names]
        if not typed:
            return [_same(topic) for topic in await self._popular.like(InterestKind.TOPIC, "", MAX_SUGGESTIONS)]
        hits = await self._index.complete(typed, MAX_SUGGESTIONS)
        return [_same(title) for title in dict.fromkeys(hit.paper.title for hit in hits)]  # a work may have two ids

    async def _interests(self, _: Member, typed: str) -> Sequence[Choice]:
        """Suggest for the last of several interests, which have commas between them."""
        before, comma, last = typed.rpartition(",")
        if not comma or split_interest(before.rpartition(",")[2])[0] in _WITH_COMMAS:
            return await self._of_every_kind(typed)
        return [_same(f"{before}, {choice.value}") for choice in await self._of_every_kind(last.strip())]

    async def _of_every_kind(self, typed: str) -> Sequence[Choice]:
        """Topics first, then organisations, categories and authors; of one kind where that is named."""
        kind, name = split_interest(typed)
        if kind is InterestKind.AUTHOR:
            return [_same(f"author:{each}") for each in await self._index.authors(name, MAX_SUGGESTIONS)]
        if kind:
            return await self._terms(kind, name, MAX_SUGGESTIONS)
        found = list(await self._terms(InterestKind.TOPIC, name, 12))
        found += await self._terms(InterestKind.ORGANISATION, name, 5)
        found += await self._terms(InterestKind.CATEGORY, name, 4)
        if len(name) >= SHORTEST_NAME:
            found += [_same(f"author:{each}") for each in await self._index.authors(name, 4)]
        return found

    async def _terms(self, kind: InterestKind, typed: str, most: int) -> Sequence[Choice]:
        kind = InterestKind.TOPIC if kind is InterestKind.KEYWORD else kind
        return [_same(str(Interest(kind=kind, value=term))) for term in await self._popular.like(kind, typed, most)]

    async def _several(self, kind: InterestKind, _: Member, typed: str) -> Sequence[Choice]:
        """Suggest for the last item of a list that is being typed."""
        before, comma, last = typed.rpartition(",")
        listed = f"{before}, " if comma else ""
        chosen = {word.strip().casefold() for word in before.split(",")}
        terms = await self._popular.like(kind, last.strip(), MAX_SUGGESTIONS)
        return [_same(f"{listed}{term}") for term in terms if term.casefold() not in chosen]

    async def _followed(self, member: Member, typed: str) -> Sequence[Choice]:
        return _matching((await self._book.of(member)).follows, typed)

    async def _muted(self, member: Member, typed: str) -> Sequence[Choice]:
        return _matching((await self._book.of(member)).mutes, typed)

    async def _groups(self, member: Member, typed: str) -> Sequence[Choice]:
        groups = {i.group for i in (await self._book.of(member)).all if i.group}
        return [_same(group) for group in sorted(groups) if typed.casefold() in group.casefold()]

    async def _commands(self, _: Member, typed: str) -> Sequence[Choice]:
        return [
            Choice(label=f"{s.name} – {s.help}", value=s.name) for s in BY_NAME.values() if s.name.startswith(typed)
        ]

    async def _zone(self, _: Member, typed: str) -> Sequence[Choice]:
        if not typed:
            return [_same(zone) for zone in USUAL_ZONES]
        word = typed.casefold().replace(" ", "_")
        named = zones_named(typed)
        inside = [zone for zone in self._zones if word in zone.casefold() and zone not in named]
        near = process.extract(word, self._zones, limit=5, score_cutoff=60) if not (inside or named) else []
        found = (*named, *inside, *(zone for zone, _, _ in near))
        return [Choice(label=zone_text(zone), value=zone_text(zone)) for zone in found]

    async def _nothing(self, _: Member, __: str) -> Sequence[Choice]:
        return ()


def _matching(stated: Sequence[Interest], typed: str) -> Sequence[Choice]:
    return [_same(str(interest)) for interest in stated if typed.casefold() in str(interest).casefold()]


def _same(text: str) -> Choice:
    return Choice(label=text, value=text)
