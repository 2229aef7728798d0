"""What chat platforms said of people, in a dictionary."""

from collections.abc import Iterable, Mapping, Sequence

from bot.model import KnownPerson, Member, Tenant


class MemoryKnownPeople:
    """See ``bot.ports.known_people.KnownPeople``."""

    title = "what the platform said of you"

    def __init__(self) -> None:
        self._people: dict[Member, KnownPerson] = {}

    async def of(self, member: Member) -> KnownPerson | None:
        return self._people.get(member)

    async def keep(self, member: Member, person: KnownPerson) -> None:
        self._people[member] = person

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        person = self._people.get(member)
        if person is None:
            return []
        admin = None if person.is_admin is None else int(person.is_admin)
        row = {"admin": admin, "zone": person.zone, "conversation": person.conversation, "at": person.at.isoformat()}
        return [row]

    def members(self) -> Iterable[Member]:
        return self._people

    def forget_member(self, member: Member) -> int:
        return int(self._people.pop(member, None) is not None)

    def forget_tenant(self, tenant: Tenant) -> int:
        return sum([self.forget_member(member) for member in list(self._people) if member.tenant == tenant])
