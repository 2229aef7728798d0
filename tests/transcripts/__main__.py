"""``python -m tests.transcripts`` writes every transcript anew; read the diff before you commit it."""

import asyncio

from bot.logs import set_up_logs
from bot.settings import Settings
from tests.transcripts.replay import FOLDER, replayed

set_up_logs(Settings(_env_file=None), quiet=True)
for path in sorted(FOLDER.glob("*.txt")):
    path.write_text(asyncio.run(replayed(path.read_text())))
