"""What people read, word for word. ``python -m tests.transcripts`` writes the files anew."""

import re
from pathlib import Path

import pytest

from bot.commands import COMMANDS, parse
from tests.transcripts.replay import FOLDER, PROMPT, README, readme_table, replayed

TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_a_conversation_reads_as_written(path: Path) -> None:
    written = path.read_text()
    assert await replayed(written) == written


def test_every_command_is_spoken_in_some_transcript() -> None:
    lines = [line for path in TRANSCRIPTS for line in path.read_text().splitlines() if line.startswith(PROMPT)]
    spoken = {parse(line.removeprefix(PROMPT)).name for line in lines}
    assert {spec.name for spec in COMMANDS} <= spoken


def test_readme_shows_real_conversations() -> None:
    """Each block of README that shows a conversation is cut from a transcript; … stands for lines left out."""
    blocks = re.findall(r"```text\n(.*?)```", README.read_text(), re.DOTALL)
    conversations = [block for block in blocks if block.startswith(PROMPT)]
    assert conversations
    transcripts = [path.read_text() for path in TRANSCRIPTS]
    for block in conversations:
        parts = [part.strip("\n") for part in re.split(r"^\s*…\n", block, flags=re.MULTILINE)]
        assert any(all(part in text for part in parts) for text in transcripts), block


def test_readme_has_the_table_of_commands() -> None:
    assert readme_table() in README.read_text(), "python -m tests.transcripts writes it"
