"""Which documents are near a query in meaning: their sign codes in memory, 32 bytes each, looked through in one go."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.meaning.sign_codes import BYTES, codes_of, cosines
from bot.meaning.word_table import Floats

ROUGH, NEAR = 160, 16
"""So many times the wanted documents are kept by half of their signs, of these so many times by all: how many signs
differ is a rough measure. So 87 in 100 of the fifty that are nearest of a million are found, in two thirds of the time
of comparing all signs and keeping 4 times the wanted, which found 75."""
SAMPLE = 16
"""So many documents that are near enough are to stand in the sample that tells how near is near enough."""
_WORDS = BYTES // 8
_HALF = _WORDS // 2
_BLOCK = 1 << 16
_FIRST_ROOM = 1024


class _Kept(NamedTuple):
    """``docs`` ascend; a document's code is the column of ``codes`` at its place. Only the first ``used`` count."""

    docs: npt.NDArray[np.int64]
    codes: npt.NDArray[np.uint64]
    used: int


class MeaningIndex:
    """Learns; never forgets: documents that stand no more are left out by who asks. One thread may add while others
    look."""

    def __init__(self) -> None:
        self._kept = _Kept(np.zeros(0, dtype=np.int64), np.zeros((_WORDS, 0), dtype=np.uint64), 0)

    def __len__(self) -> int:
        return self._kept.used

    @property
    def newest(self) -> int:
        """The last document taken in; 0 when there is none."""
        return int(self._kept.docs[self._kept.used - 1]) if self._kept.used else 0

    def add(self, docs: Sequence[int], codes: Sequence[bytes]) -> None:
        """Take in documents newer than all others, in order."""
        if not docs:
            return
        kept = self._with_room(len(docs))
        count = kept.used + len(docs)
        kept.docs[kept.used : count] = docs
        packed = np.frombuffer(b"".join(codes), dtype=np.uint64).reshape(len(docs), _WORDS)
        kept.codes[:, kept.used : count] = packed.T
        self._kept = kept._replace(used=count)

    def _with_room(self, more: int) -> _Kept:
        kept = self._kept
        room = len(kept.docs)
        if kept.used + more <= room:
            return kept
        room = max(_FIRST_ROOM, 2 * room, kept.used + more)
        docs, codes = np.zeros(room, dtype=np.int64), np.zeros((_WORDS, room), dtype=np.uint64)
        docs[: kept.used], codes[:, : kept.used] = kept.docs[: kept.used], kept.codes[:, : kept.used]
        return _Kept(docs, codes, kept.used)

    def nearest(self, vector: Floats, limit: int) -> dict[int, float]:
        """Documents nearest to a vector, and about the cosine of each; none for the zero vector."""
        kept = self._kept
        if not kept.used or not vector.any():
            return {}
        places = _likely(kept, codes_of(vector[None]).view(np.uint64)[0], limit)
        near = cosines(_rows(kept, places), vector)
        best = np.argsort(-near, kind="stable")[:limit]
        return {int(kept.docs[places[one]]): float(near[one]) for one in best}

    def cosines(self, vector: Floats, docs: Sequence[int]) -> dict[int, float]:
        """About the cosine of each of these documents with a vector; those not taken in yet are left out."""
        kept = self._kept
        wanted = np.asarray(docs, dtype=np.int64)
        places = np.searchsorted(kept.docs[: kept.used], wanted)
        found = places < kept.used
        found[found] = kept.docs[places[found]] == wanted[found]
        if not found.any() or not vector.any():
            return {}
        near = cosines(_rows(kept, places[found]), vector)
        return dict(zip(wanted[found].tolist(), near.tolist(), strict=True))


def _rows(kept: _Kept, places: npt.NDArray[np.integer]) -> npt.NDArray[np.uint8]:
    return np.ascontiguousarray(kept.codes[:, places].T).view(np.uint8)


def _likely(kept: _Kept, code: npt.NDArray[np.uint64], limit: int) -> npt.NDArray[np.intp]:
    """Places among which the nearest documents most likely are."""
    rough = _differing(kept, code[:_HALF])
    places = _least(rough, min(ROUGH * limit, kept.used))
    rest = np.bitwise_count(kept.codes[_HALF:, places] ^ code[_HALF:, None]).sum(axis=0, dtype=np.uint8)
    return places[_least(rough[places] + rest, min(NEAR * limit, len(places)))]


def _differing(kept: _Kept, code: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
    """How many signs of each document differ from the first ones of a code, in blocks that stay in the cache."""
    found = np.zeros(kept.used, dtype=np.uint8)
    signs, count = np.empty(_BLOCK, dtype=np.uint64), np.empty(_BLOCK, dtype=np.uint8)
    for start in range(0, kept.used, _BLOCK):
        some = found[start : start + _BLOCK]
        for codes, word in zip(kept.codes, code, strict=False):
            one = np.bitwise_xor(codes[start : start + len(some)], word, out=signs[: len(some)])
            some += np.bitwise_count(one, out=count[: len(some)])
    return found


def _least(differing: npt.NDArray[np.uint8], count: int) -> npt.NDArray[np.intp]:
    """About so many places of the least values, at least that many."""
    sample = differing[:: max(1, count // SAMPLE)]
    share = min(len(sample) - 1, -(-count * len(sample) // len(differing)))
    return np.flatnonzero(differing <= np.partition(sample, share)[share])
