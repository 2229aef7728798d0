"""Writes anew what `tests/golden/test_lists.py` compares with."""

import asyncio

from tests.golden import lists

lists.PICKED.write_text(asyncio.run(lists.picked()))
lists.FOUND.write_text(lists.found())
