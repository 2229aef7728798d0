"""What people read, word for word. ``python -m tests.transcripts`` writes the files anew."""

import re
from pathlib import Path

import pytest

from bot.commands import COMMANDS, parse
from tests.transcripts.drawing import PICTURE, drawn
from tests.transcripts.replay import COMMANDS_PAGE, FOLDER, PROMPT, README, command_table, replayed

TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_a_conversation_reads_as_written(path: Path) -> None:
    written = path.read_text()
    assert await replayed(written) == written


def test_every_command_is_spoken_in_some_transcript() -> None:
    lines = [line for path in TRANSCRIPTS for line in path.read_text().splitlines() if line.startswith(PROMPT)]
    spoken = {parse(line.removeprefix(PROMPT)).name for line in lines}
    assert {spec.name for spec in COMMANDS} <= spoken


@pytest.mark.parametrize("page", [README, COMMANDS_PAGE], ids=lambda page: page.stem)
def test_the_documentation_shows_real_conversations(page: Path) -> None:
    """Each block that shows a conversation is cut from a transcript; … stands for lines left out."""
    blocks = re.findall(r"```text\n(.*?)```", page.read_text(), re.DOTALL)
    conversations = [block for block in blocks if block.startswith(PROMPT)]
    assert conversations
    transcripts = [path.read_text() for path in TRANSCRIPTS]
    for block in conversations:
        parts = [part.strip("\n") for part in re.split(r"^\s*…\n", block, flags=re.MULTILINE)]
        assert any(all(part in text for part in parts) for text in transcripts), block


def test_the_documentation_has_the_table_of_commands() -> None:
    assert command_table() in COMMANDS_PAGE.read_text(), "python -m tests.transcripts writes it"


async def test_the_picture_of_a_session_is_what_paperboy_shows_now() -> None:
    """``python -m tests.transcripts`` draws it anew."""
    assert await drawn() == PICTURE.read_text()
