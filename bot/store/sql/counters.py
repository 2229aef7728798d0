"""Numbers that are handed out once."""

from bot.store.sql.database import Transaction


async def reserve(transaction: Transaction, name: str, count: int = 1) -> int:
    """The first of the next ``count`` numbers of a counter; nobody else ever gets them.

    Whoever reserves waits for earlier transactions that did, so that what is read afterwards is what they left.
    """
    row = await transaction.fetch_one(_RESERVE, name, count)
    if row is None:
        raise LookupError(name)
    return int(row["value"]) - count + 1


_RESERVE = "update counters set value = value + $2 where name = $1 returning value"
