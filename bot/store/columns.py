"""How values of the model are written in columns: times as UTC microseconds, days as ISO text, lists as JSON text.

A member or channel is three columns: platform, tenant and its own id.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from bot.model import Channel, Member, Tenant
from bot.store.sql.database import Record

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_in_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def micros(at: datetime) -> int:
    """An aware time as whole microseconds since 1970 (exact, unlike a float timestamp)."""
    return (at - EPOCH) // MICROSECOND


def micros_or_none(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def moment(value: int) -> datetime:
    """The aware UTC time that ``micros`` wrote."""
    return EPOCH + timedelta(microseconds=value)


def moment_or_none(value: int | None) -> datetime | None:
    return None if value is None else moment(value)


def day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def day_or_none(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def range_of(prefix: str) -> tuple[str, str]:
    """Texts that begin so are those from the first of these on that come before the second."""
    return prefix, f"{prefix}\U0010ffff"


def json_list(values: Iterable[object]) -> str:
    """JSON text of a list; also how ids are handed to a statement (``in (select value from json_each($1))``)."""
    listed = list(values)
    return _in_json(listed) if listed else "[]"


def text_tuple(value: str) -> tuple[str, ...]:
    """The texts that ``json_list`` wrote."""
    texts: Sequence[str] = json.loads(value) if value != "[]" else ()
    return tuple(texts)


def member_columns(member: Member) -> tuple[str, str, str]:
    return member.tenant.platform, member.tenant.id, member.id


def member_of(row: Record) -> Member:
    """The member whose columns a row has."""
    return Member(Tenant(row["platform"], row["tenant"]), row["member"])


def channel_columns(channel: Channel) -> tuple[str, str, str]:
    return channel.tenant.platform, channel.tenant.id, channel.id
