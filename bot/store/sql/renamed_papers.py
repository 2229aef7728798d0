"""Reactions follow a paper whose main id changes: nothing is liked or saved twice, once under each name."""

from collections.abc import Mapping

from bot.model import PaperId
from bot.store.columns import json_list
from bot.store.sql.database import Transaction

_MAIN_ID = """
    select coalesce(
        (select id from papers where id = $1),
        (select id from papers where key = (select paper from paper_aliases where alias = $1)), $1) as id
"""
_RENAME = "update feedback set paper = renamed.main from {renamed} as renamed where feedback.paper = renamed.old"
_ONE_LATEST = """
    update feedback set latest = 0 where paper in {papers} and latest = 1 and exists (
        select 1 from feedback later
        where later.platform = feedback.platform and later.tenant = feedback.tenant and later.member = feedback.member
            and later.paper = feedback.paper and later.signal = feedback.signal and later.emoji = feedback.emoji
            and later.latest = 1
            and (later.at, later.retracted, later.seq) > (feedback.at, feedback.retracted, feedback.seq))
"""


async def main_id(transaction: Transaction, paper: PaperId) -> PaperId:
    """The id under which a paper is stored, until the end of this transaction; as given where it is not stored.

    Who renames it waits for its main id alone: of an alias that id is found first, and asked for again once it is held.
    """
    held = None
    main = paper
    while main != held:
        await transaction.lock(_lock_of(main))
        held = main
        row = await transaction.fetch_one(_MAIN_ID, paper)
        main = PaperId(row["id"]) if row else paper
    return main


async def rename(transaction: Transaction, renamed: Mapping[PaperId, PaperId]) -> None:
    """Write reactions about the old ids under the new ones; those being written meanwhile are waited for."""
    if not renamed:
        return
    dialect = transaction.dialect
    await transaction.lock(*map(_lock_of, sorted(renamed)))
    await transaction.execute(_RENAME.format(renamed=dialect.rows("$1", "old", "main")), json_list(renamed.items()))
    await transaction.execute(_ONE_LATEST.format(papers=dialect.texts("$1")), json_list(sorted(set(renamed.values()))))


def _lock_of(paper: PaperId) -> str:
    return f"paper {paper}"
