"""What chat platforms said of people, in a dictionary."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.model import KnownPerson, Member, Tenant


class MemoryKnownPeople:
    """See ``bot.ports.known_people.KnownPeople``."""

    title = "what the platform said of you"

    def __init__(self) -> None:
        self._people: dict[Member, KnownPerson] = {}

    async def of(self, member: Member) -> KnownPerson | None:
        return self._people.get(member)

    async def keep(self, member: Member, person: KnownPerson) -> None:
        known = self._people.get(member)
        self._people[member] = replace(person, name=known.name if known else "")

    async def keep_name(self, member: Member, name: str, at: datetime) -> None:
        self._people[member] = replace(self._people.get(member) or KnownPerson(at=at), name=name)

    async def names(self, members: Sequence[Member]) -> Mapping[Member, str]:
        known = {member: self._people[member].name for member in members if member in self._people}
        return {member: name for member, name in known.items() if name}

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        person = self._people.get(member)
        if person is None:
            return []
        admin = None if person.is_admin is None else int(person.is_admin)
        said = {"name": person.name, "admin": admin, "zone": person.zone, "conversation": person.conversation}
        return [{**said, "at": person.at.isoformat()}]

    def members(self) -> Iterable[Member]:
        return self._people

    def forget_member(self, member: Member) -> int:
        return int(self._people.pop(member, None) is not None)

    def forget_tenant(self, tenant: Tenant) -> int:
        return sum([self.forget_member(member) for member in list(self._people) if member.tenant == tenant])
