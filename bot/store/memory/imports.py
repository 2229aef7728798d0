"""Imports under way, in a dictionary."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from bot.model import ImportJob, Member, Tenant
from bot.ports.imports import DecideImport


class MemoryImports:
    """See ``bot.ports.imports.Imports``."""

    title = "import under way"

    def __init__(self) -> None:
        self._jobs: dict[Member, ImportJob] = {}

    async def of(self, member: Member) -> ImportJob | None:
        return self._jobs.get(member)

    async def first(self) -> ImportJob | None:
        return min(self._jobs.values(), key=lambda job: (job.due, job.member), default=None)

    async def change(self, member: Member, decide: DecideImport) -> ImportJob | None:
        decided = decide(self._jobs.pop(member, None))
        if decided:
            self._jobs[member] = decided
        return decided

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        job = self._jobs.get(member)
        return [{"since": job.since.isoformat(), "job": asdict(job)}] if job else []

    def members(self) -> Iterable[Member]:
        return tuple(self._jobs)

    def forget_member(self, member: Member) -> int:
        return int(self._jobs.pop(member, None) is not None)

    def forget_tenant(self, tenant: Tenant) -> int:
        return sum([self.forget_member(member) for member in self.members() if member.tenant == tenant])
