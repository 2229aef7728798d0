"""Everything kept about people, in one list, so that it can be shown and erased whole.

Every table with a ``tenant`` column must be in ``PERSONAL`` (a test walks the schema and fails otherwise).
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.model import Member, Tenant, mail_tenant, with_mail_account
from bot.store.columns import member_columns, moment
from bot.store.sql.database import Database, Record, Transaction
from bot.store.sql.ranking import profiles_lock


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalTable:
    """One table about people. It has columns ``platform`` and ``tenant``; all its rows go when the tenant goes.

    ``about`` is the SQL condition for the rows about one member, whose id is ``$3`` ('' when none is about a member);
    ``shown`` names the columns of the export, ``times`` those that hold microseconds, ``documents`` those with JSON.
    ``forget`` is what becomes of a member's rows: deleted, or, where a channel still needs the row, this SET clause.
    ``derived`` rows are erased but not exported: they say nothing that the others don't. ``beside`` names a table that
    tells of everybody of whom this one does, so that nobody is looked for here.
    """

    name: str
    title: str
    about: str = "member = $3"
    shown: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    forget: str = ""
    derived: bool = False
    beside: str = ""


_OF_SOMEBODY = "member = $3 and member <> ''"
"""For tables most of whose rows are nobody's: their index by member holds the others."""

PERSONAL: tuple[PersonalTable, ...] = (
    PersonalTable(
        name="interests",
        title="interests",
        about="owner_kind = 'member' and owner = $3",
        shown=("kind", "value", "muted", "filed_under", "since"),
        times=("since",),
    ),
    PersonalTable(
        name="ended_interests",
        title="followed or muted before",
        shown=("kind", "value", "muted", "filed_under", "since", "at"),
        times=("since", "at"),
    ),
    PersonalTable(
        name="feedback",
        title="reactions",
        shown=("paper", "signal", "retracted", "at", "channel", "emoji"),
        times=("at",),
    ),
    PersonalTable(name="memberships", title="active in", shown=("channel", "seen"), times=("seen",)),
    PersonalTable(
        name="known_people",
        title="what the platform said of you",
        shown=("name", "admin", "zone", "conversation", "at"),
        times=("at",),
    ),
    PersonalTable(name="shown_saves", title="what you save is shown to your team", shown=("since",), times=("since",)),
    PersonalTable(
        name="last_lists",
        title="what you were shown last",
        shown=("channel", "papers", "listed", "paper", "yes", "yes_at", "at"),
        times=("listed", "yes_at", "at"),
        documents=("papers",),
    ),
    PersonalTable(
        name="deliveries",
        title="daily picks",
        about="digest in (select id from digests where platform = $1 and tenant = $2 and member = $3)",
        derived=True,
        beside="digests",
    ),
    PersonalTable(name="digests", title="daily picks", shown=("slot", "picks"), times=("slot",), documents=("picks",)),
    PersonalTable(name="picked", title="daily picks", about=_OF_SOMEBODY, derived=True),
    PersonalTable(name="subscriptions", title="daily picks", about="owner = $3 and direct = 1", derived=True),
    PersonalTable(
        name="subscriptions",
        title="channels set up",
        about="owner = $3 and direct = 0",
        shown=("channel",),
        forget="owner = null",
    ),
    PersonalTable(
        name="short_lines",
        title="behind your buttons",
        about=_OF_SOMEBODY,
        shown=("line", "used"),
        times=("used",),
    ),
    PersonalTable(name="linked_accounts", title="", derived=True),
    PersonalTable(name="link_codes", title="", derived=True),
    PersonalTable(
        name="web_sessions",
        title="signed in to the web page",
        shown=("made", "used", "expires", "browser"),
        times=("made", "used", "expires"),
    ),
    PersonalTable(name="sign_in_links", title="", derived=True),
    PersonalTable(
        name="mailboxes",
        title="mail",
        shown=("asked", "confirmed", "consent", "why"),
        times=("asked", "confirmed"),
    ),
    PersonalTable(name="suppressed_addresses", title="", about="", derived=True),
    PersonalTable(
        name="imports", title="import under way", shown=("since", "job"), times=("since",), documents=("job",)
    ),
    PersonalTable(name="feed_addresses", title="private feed", shown=("made",), times=("made",)),
    PersonalTable(name="channel_addresses", title="", about="", derived=True),
    PersonalTable(name="installations", title="", about=""),
    PersonalTable(name="profiles", title="", derived=True),
)


class SqlPrivacy:
    """See ``bot.ports.privacy.Privacy``. ``scrub`` is called after erasing: the file must not keep old rows."""

    def __init__(self, database: Database, scrub: Callable[[], Awaitable[None]]) -> None:
        self._database = database
        self._scrub = scrub

    async def export(self, member: Member) -> Mapping[str, object]:
        kept: dict[str, object] = {}
        for table in PERSONAL:
            if table.about and not table.derived:
                kept[table.title] = [row for one in with_mail_account(member) for row in await self._rows(table, one)]
        return kept

    async def accounts(self, member: Member) -> Sequence[Member]:
        rows = await self._database.fetch(f"{ACCOUNTS} order by tenant", member.tenant.platform, member.id)
        return [Member(Tenant(member.tenant.platform, row["tenant"]), member.id) for row in rows]

    async def forget(self, member: Member) -> int:
        statements = [erasing(table) for table in PERSONAL if table.about]
        return sum([await self._erase(statements, *member_columns(one)) for one in with_mail_account(member)])

    async def forget_tenant(self, tenant: Tenant) -> int:
        whole = "delete from {} where platform = $1 and tenant = $2"
        statements = [whole.format(table.name) for table in PERSONAL]
        both = (tenant, mail_tenant(tenant))
        return sum([await self._erase(statements, one.platform, one.id) for one in both])

    async def _erase(self, statements: Sequence[str], *values: str) -> int:
        async def work(transaction: Transaction) -> int:
            await transaction.lock(profiles_lock(*values[:2]))
            return sum([await transaction.execute(statement, *values) for statement in statements])

        gone = await self._database.write(work)
        await self._scrub()
        return gone

    async def _rows(self, table: PersonalTable, member: Member) -> list[dict[str, Any]]:
        """Made away from the event loop: one person may have 100,000 reactions."""
        sql = f"select {', '.join(table.shown)} from {table.name} where {_of_member(table)}"  # noqa: S608
        return await self._database.fetch_as(partial(_shown, table), sql, *member_columns(member))


def _of_member(table: PersonalTable) -> str:
    return f"platform = $1 and tenant = $2 and ({table.about})"


def erasing(table: PersonalTable) -> str:
    """What takes a member's rows away."""
    if table.forget:
        return f"update {table.name} set {table.forget} where {_of_member(table)}"  # noqa: S608
    return f"delete from {table.name} where {_of_member(table)}"  # noqa: S608


_TENANTS_OF = "select tenant from {table} where platform = $1 and ({about})"
ACCOUNTS = " union ".join(
    _TENANTS_OF.format(table=table.name, about=table.about.replace("$3", "$2"))
    for table in PERSONAL
    if table.about and not table.beside
)


def _shown(table: PersonalTable, row: Record) -> dict[str, Any]:
    shown: dict[str, Any] = {name: row[name] for name in table.shown}
    for name in table.times:
        shown[name] = None if shown[name] is None else moment(shown[name]).isoformat()
    for name in table.documents:
        shown[name] = None if shown[name] is None else json.loads(shown[name])
    return shown
