"""``python -m tests.transcripts`` writes transcripts, table and picture anew; read the diff then."""

import asyncio

from bot.logs import set_up_logs
from bot.settings import Settings
from tests.transcripts.drawing import PICTURE, drawn
from tests.transcripts.replay import COMMANDS_PAGE, FOLDER, command_table, replayed, table_in

set_up_logs(Settings(_env_file=None), quiet=True)
for path in sorted(FOLDER.glob("*.txt")):
    path.write_text(asyncio.run(replayed(path.read_text())))
page = COMMANDS_PAGE.read_text()
COMMANDS_PAGE.write_text(page.replace(table_in(page), command_table()))
PICTURE.write_text(asyncio.run(drawn()))
