"""What papers mean to a language model, in SQL."""

from collections.abc import Mapping, Sequence

from bot.model import PaperId
from bot.store.columns import json_list
from bot.store.sql.database import Database, Transaction


class SqlVectors:
    """See ``bot.ports.vectors.Vectors``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, papers: Sequence[PaperId], model: str) -> Mapping[PaperId, bytes]:
        rows = await self._database.fetch(
            _OF.format(papers=self._database.dialect.texts("$1")),
            json_list(papers),
            model,
        )
        return {PaperId(row["id"]): bytes(row["content"]) for row in rows}

    async def missing(self, model: str, limit: int) -> Sequence[PaperId]:
        rows = await self._database.fetch(
            """
            select id from papers where not exists (select 1 from vectors where paper = key and model = $1)
            order by key desc limit $2
            """,
            model,
            limit,
        )
        return [PaperId(row["id"]) for row in rows]

    async def count(self, model: str) -> int:
        row = await self._database.fetch_one("select count(*) as vectors from vectors where model = $1", model)
        return row["vectors"] if row is not None else 0

    async def save(self, vectors: Mapping[PaperId, bytes], model: str) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute_many(
                """
                insert into vectors (paper, model, content) select key, $1, $2 from papers where id = $3
                on conflict (paper) do update set model = excluded.model, content = excluded.content
                """,
                [(model, content, paper) for paper, content in vectors.items()],
            )

        await self._database.write(work)


_OF = "select id, content from vectors join papers on key = paper where id in {papers} and model = $2"
