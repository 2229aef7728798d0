"""Fit the static word table that ships in ``bot/meaning`` to a teacher's sentence vectors.

    python tools/fit_word_table.py TEACHER OUT

TEACHER holds ``texts.jsonl.xz`` (one object a line: ``title`` and perhaps ``abstract``) and ``vectors.npz`` (``int8``,
one row a text, and ``scale``, which times its row is the teacher's vector). The table is the ridge regression from a
text's weighted words to its vector: minimise ``|X W - Y|² + ridge |W|²``. Nothing is downloaded, and the same texts,
numbers and versions of numpy and scipy give the same file. The printed cosine is of texts that the fit did not read.
"""

import argparse
import hashlib
import json
import lzma
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.meaning.table_rows import TableRows, pieces_of, weights_of
from bot.meaning.word_table import write_table
from bot.text import words

Floats = npt.NDArray[np.float32]

SEED = 0
DROPPED = 0.03
"""Of the known words of a text, read as their pieces while fitting: so the pieces of unknown words are learned too."""
APART = 20
"""One text in so many is kept apart to measure with."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teacher", type=Path, help="folder with texts.jsonl.xz and vectors.npz")
    parser.add_argument("out", type=Path, help="the file to write")
    parser.add_argument("--words", type=int, default=35_000, help="most words of the table (%(default)s)")
    parser.add_argument("--seen", type=int, default=3, help="texts that must hold a word (%(default)s)")
    parser.add_argument("--pieces", type=int, default=12_000, help="pieces of letters for other words (%(default)s)")
    parser.add_argument("--ridge", type=float, default=1.0, help="weight of the penalty on large vectors (%(default)s)")
    parser.add_argument("--rounds", type=int, default=40, help="of conjugate gradients (%(default)s)")
    parser.add_argument("--texts", type=int, help="read only so many of the texts, chosen evenly")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    texts, target = read_teacher(options.teacher, options.texts)
    order = np.random.default_rng(SEED).permutation(len(texts))
    apart, used = np.sort(order[: len(order) // APART]), np.sort(order[len(order) // APART :])
    report(f"{len(texts)} texts read, {len(apart)} of them kept apart")
    vocabulary, parts, counts = choose_rows([texts[i] for i in used], options)
    idf = np.array([np.log(len(used) / counts[w]) for w in vocabulary] + [1.0] * len(parts), dtype=np.float32)
    rows = TableRows(vocabulary, parts)
    report(f"{len(vocabulary)} words and {len(parts)} pieces")
    held = matrix([texts[i] for i in apart], rows, idf, 0.0)
    fitted = matrix([texts[i] for i in used], rows, idf, DROPPED)
    report(f"{fitted.nnz} numbers; fitting")
    table = ridge(fitted, target[used], options.ridge, options.rounds)
    report(f"cosine to the teacher on texts kept apart: {cosine(held @ table, target[apart]):.4f}")
    write_table(options.out, vocabulary, parts, idf, table)
    content = options.out.read_bytes()
    report(f"{options.out}: {len(content):,} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


def read_teacher(folder: Path, most: int | None) -> tuple[list[list[str]], Floats]:
    """The words of each text, and its teacher's vector at unit length."""
    packed = np.load(folder / "vectors.npz")
    step = max(1, len(packed["int8"]) // most) if most else 1
    with lzma.open(folder / "texts.jsonl.xz", "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for number, line in enumerate(lines) if number % step == 0]
    texts = [words(f"{one['title']}. {one.get('abstract', '')}") for one in found]
    target = packed["int8"][::step].astype(np.float32) * packed["scale"][::step, None].astype(np.float32)
    return texts, unit(target)


def choose_rows(
    texts: Sequence[Sequence[str]], options: argparse.Namespace
) -> tuple[list[str], list[str], Counter[str]]:
    """The commonest words and pieces (of equals the first in the alphabet), and how many texts hold each word."""
    counts = Counter(word for text in texts for word in set(text))
    known = [word for word, count in counts.items() if count >= options.seen]
    vocabulary = sorted(known, key=lambda word: (-counts[word], word))[: options.words]
    parts = Counter(piece for word in counts for piece in set(pieces_of(word)))
    return vocabulary, sorted(parts, key=lambda piece: (-parts[piece], piece))[: options.pieces], counts


def matrix(texts: Sequence[Sequence[str]], rows: TableRows, idf: Floats, dropped: float) -> sparse.csr_array:
    """Texts by rows of the table, each text at unit length."""
    generator = np.random.default_rng(SEED)
    starts, columns, values = [0], [], []
    for text in texts:
        distinct = list(dict.fromkeys(text))
        chosen = generator.random(len(distinct)) < dropped
        counts = rows.of_text(text, {word for word, drop in zip(distinct, chosen, strict=True) if drop})
        places = np.fromiter(counts, dtype=np.int32, count=len(counts))
        value = weights_of(np.fromiter(counts.values(), dtype=np.float32, count=len(counts))) * idf[places]
        columns.append(places)
        values.append(value / max(np.linalg.norm(value), 1e-9))
        starts.append(starts[-1] + len(places))
    shape = (len(texts), len(idf))
    return sparse.csr_array((np.concatenate(values), np.concatenate(columns), starts), shape=shape, dtype=np.float32)


def ridge(x: sparse.csr_array, y: Floats, weight: float, rounds: int) -> Floats:
    """Solve ``(XᵀX + weight) W = XᵀY`` by conjugate gradients, all columns at once."""
    transposed = x.T.tocsr()
    residual = np.asarray(transposed @ y, dtype=np.float32)
    found, step = np.zeros_like(residual), residual.copy()
    size = np.einsum("ij,ij->j", residual, residual)
    for number in range(rounds):
        image = transposed @ (x @ step)
        image += np.float32(weight) * step
        rate = size / (np.einsum("ij,ij->j", step, image) + 1e-12)
        found += rate * step
        residual -= rate * image
        before, size = size, np.einsum("ij,ij->j", residual, residual)
        step *= size / (before + 1e-12)
        step += residual
        report(f"round {number + 1} of {rounds}: what is left {float(size.sum()):.3g}")
    return found


def cosine(found: Floats, target: Floats) -> float:
    return float(np.einsum("ij,ij->i", unit(found), target).mean())


def unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)


STARTED = time.monotonic()


def report(text: str) -> None:
    print(f"{time.monotonic() - STARTED:6.0f} s  {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
