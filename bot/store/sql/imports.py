"""Imports under way, in SQL: one document a member."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.model import Doubtful, ImportJob, Member, PaperId, Reference
from bot.ports.imports import DecideImport
from bot.store.columns import member_columns, member_of, micros, moment
from bot.store.sql.database import Database, Record, Transaction


class SqlImports:
    """See ``bot.ports.imports.Imports``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, member: Member) -> ImportJob | None:
        row = await self._database.fetch_one(_OF, *member_columns(member))
        return _job(row) if row else None

    async def first(self) -> ImportJob | None:
        row = await self._database.fetch_one(_FIRST)
        return _job(row) if row else None

    async def change(self, member: Member, decide: DecideImport) -> ImportJob | None:
        async def work(transaction: Transaction) -> ImportJob | None:
            await transaction.lock(f"import:{member.tenant}:{member.id}")
            row = await transaction.fetch_one(_OF, *member_columns(member))
            decided = decide(_job(row) if row else None)
            if decided:
                await transaction.execute(
                    _PUT, *member_columns(member), micros(decided.due), micros(decided.since), _text(decided)
                )
            elif row:
                await transaction.execute(_DELETE, *member_columns(member))
            return decided

        return await self._database.write(work)


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
    document = {name: value for name, value in asdict(job).items() if name not in ("member", "due", "since")}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: datetime | frozenset[str]) -> str | list[str]:
    return value.isoformat() if isinstance(value, datetime) else sorted(value)


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
