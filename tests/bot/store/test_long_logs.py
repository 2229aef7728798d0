"""Of a long log no more is read than an answer needs."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store import upgrade
from bot.store.sql.feedback import _LONGER, _MEMBER
from bot.store.sqlite.dialect import SqliteDialect
from bot.store.sqlite.writer import bound

REACTIONS = """
    with recursive numbers (number) as (select 1 union all select number + 1 from numbers where number < 20000)
    insert into feedback (platform, tenant, member, paper, signal, retracted, at, channel, event, emoji, latest)
    select 'fake', 'here', 'ada', 'arxiv:' || number, 'like', 0, number, null, '', '', 1 from numbers
"""


async def test_whether_a_log_is_long_is_known_without_counting_it(path: Path) -> None:
    await upgrade(f"sqlite:///{path}")
    steps: list[int] = []
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(REACTIONS)
        raw.set_progress_handler(lambda: steps.append(1), 1000)
        asked = json.dumps([["fake", "here", "ada"], ["fake", "here", "bo"]])
        sql = _LONGER.format(asked=SqliteDialect().rows("$1", *_MEMBER))
        long = [raw.execute(*bound(sql, (asked, than))).fetchall() for than in (50, 19_999, 20_000)]
        assert [[row[2] for row in rows] for rows in long] == [["ada"], ["ada"], []]
        steps.clear()
        raw.execute(*bound(sql, (asked, 50))).fetchall()
    assert len(steps) <= 5
