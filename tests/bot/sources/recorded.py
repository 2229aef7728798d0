"""Answers as the real sources give them, kept small; texts are this project's own."""

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "recorded"


def recorded(name: str) -> bytes:
    return (FOLDER / name).read_bytes()
