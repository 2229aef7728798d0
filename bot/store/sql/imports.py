"""Imports under way, in SQL: one document a member."""

import json
from datetime import datetime
from typing import Any

from bot.model import Doubtful, ImportJob, Member, PaperId, Reference
from bot.ports.imports import DecideImport
from bot.store.columns import member_columns, member_of, micros, moment
from bot.store.sql.database import Database, Record, Transaction

_Row = tuple[str, str, str, int, int, str]
"""What is kept of an import, in the order of its columns."""


class SqlImports:
    """See ``bot.ports.imports.Imports``.

    The import that was read or kept last is not read again while its row is the same: each step of one needs it, and
    one of 20,000 papers takes half a second to read.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last: tuple[_Row, ImportJob] | None = None

    async def of(self, member: Member) -> ImportJob | None:
        row = await self._database.fetch_one(_OF, *member_columns(member))
        return self._read(row) if row else None

    async def first(self) -> ImportJob | None:
        row = await self._database.fetch_one(_FIRST)
        return self._read(row) if row else None

    async def change(self, member: Member, decide: DecideImport) -> ImportJob | None:
        async def work(transaction: Transaction) -> ImportJob | None:
            await transaction.lock(f"import:{member.tenant}:{member.id}")
            row = await transaction.fetch_one(_OF, *member_columns(member))
            decided = decide(self._read(row) if row else None)
            if decided:
                kept = (*member_columns(member), micros(decided.due), micros(decided.since), _text(decided))
                await transaction.execute(_PUT, *kept)
                self._last = kept, decided
            elif row:
                self._last = None
                await transaction.execute(_DELETE, *member_columns(member))
            return decided

        return await self._database.write(work)

    def _read(self, row: Record) -> ImportJob:
        kept = (row["platform"], row["tenant"], row["member"], row["due"], row["since"], row["job"])
        if self._last is None or self._last[0] != kept:
            self._last = kept, _job(row)
        return self._last[1]


_OF_MEMBER = "platform = $1 and tenant = $2 and member = $3"
_OF = f"select * from imports where {_OF_MEMBER}"  # noqa: S608
_FIRST = "select * from imports order by due, platform, tenant, member limit 1"
_DELETE = f"delete from imports where {_OF_MEMBER}"  # noqa: S608
_PUT = """
    insert into imports (platform, tenant, member, due, since, job) values ($1, $2, $3, $4, $5, $6)
    on conflict (platform, tenant, member) do update
    set due = excluded.due, since = excluded.since, job = excluded.job
"""


def _text(job: ImportJob) -> str:
    """Written out by hand: what copies each value first takes ten times as long, and long lists are kept often."""
    document = {
        "left": [_fields(each) for each in job.left],
        "total": job.total,
        "liked": job.liked,
        "missing": job.missing,
        "unanswered": job.unanswered,
        "doubts": [{"title": each.title, "paper": each.paper} for each in job.doubts],
        "ended": job.ended,
        "begun": job.begun and job.begun.isoformat(),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _fields(reference: Reference) -> dict[str, Any]:
    return {
        "ids": reference.ids,
        "title": reference.title,
        "families": sorted(reference.families),
        "line": reference.line,
        "asked": reference.asked and reference.asked.isoformat(),
    }


def _job(row: Record) -> ImportJob:
    kept: dict[str, Any] = json.loads(row["job"])
    return ImportJob(
        member=member_of(row),
        due=moment(row["due"]),
        since=moment(row["since"]),
        left=tuple(map(_reference, kept["left"])),
        total=kept["total"],
        liked=tuple(map(PaperId, kept["liked"])),
        missing=tuple(kept["missing"]),
        unanswered=tuple(kept["unanswered"]),
        doubts=tuple(Doubtful(title=each["title"], paper=PaperId(each["paper"])) for each in kept["doubts"]),
        ended=kept.get("ended", False),
        begun=_time(kept.get("begun")),
    )


def _reference(kept: dict[str, Any]) -> Reference:
    ids = tuple(map(PaperId, kept["ids"]))
    return Reference(ids, kept["title"], frozenset(kept["families"]), kept["line"], _time(kept.get("asked")))


def _time(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None
