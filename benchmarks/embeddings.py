"""Sentence embeddings of a data set, kept in a folder, since making them takes minutes for each thousand papers."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.likes import Likes
from bot.meaning.sentence_model import encode
from bot.ports.vectors import Embeddings
from bot.services.encoding import text_of

AT_ONCE = 256


def embeddings_of(likes: Likes, folder: Path) -> Embeddings:
    """The embeddings of all papers, made where the folder lacks them: ``NAME.npy``, a row a paper."""
    file = folder / f"{likes.name}.npy"
    if not file.exists():
        texts = [text_of(paper) for paper in likes.papers]
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            made = [vector for batch in pool.map(encode, _parts(texts)) for vector in batch]
        folder.mkdir(parents=True, exist_ok=True)
        np.save(file, np.array([np.frombuffer(vector, dtype="<f2") for vector in made]))
    rows = np.load(file)
    return {paper.id: row for paper, row in zip(likes.papers, rows, strict=True) if np.isfinite(row).all()}


def _parts(texts: Sequence[str]) -> list[Sequence[str]]:
    return [texts[first : first + AT_ONCE] for first in range(0, len(texts), AT_ONCE)]
