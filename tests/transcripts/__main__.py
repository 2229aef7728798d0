"""``python -m tests.transcripts`` writes every transcript and README's table of commands anew; read the diff then."""

import asyncio

from bot.logs import set_up_logs
from bot.settings import Settings
from tests.transcripts.replay import FOLDER, README, readme_table, replayed, table_in

set_up_logs(Settings(_env_file=None), quiet=True)
for path in sorted(FOLDER.glob("*.txt")):
    path.write_text(asyncio.run(replayed(path.read_text())))
readme = README.read_text()
README.write_text(readme.replace(table_in(readme), readme_table()))
