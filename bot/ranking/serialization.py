"""Feature spaces and profiles as bytes, for the store. No pickle: what is read runs nothing."""

import json
from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.model import PaperId
from bot.ranking.embedded import Frame
from bot.ranking.features import FeatureSpace
from bot.ranking.profile import Counted, Profile, Tally
from bot.ranking.rows import Rows
from bot.ranking.term_index import TermIndex
from bot.ranking.terms import Terms


def space_bytes(space: FeatureSpace) -> bytes:
    described = {
        "version": space.version,
        "papers": space.papers,
        "terms": space.term_index.terms,
        "sample_ids": space.sample_ids,
        "names": space.names,
    }
    terms = space.sample.terms
    return _packed(
        described,
        idf=space.term_index.idf,
        projection=space.projection,
        mean=space.mean,
        table_centre=space.table_centre,
        centre=space.frame.centre,
        usual=space.frame.usual,
        dense=space.sample.dense,
        values=terms.data,
        places=terms.indices.astype(np.int32),
        starts=terms.indptr.astype(np.int64),
    )


def space_from(content: bytes) -> FeatureSpace:
    """Raises ``ValueError`` or ``KeyError`` for anything that ``space_bytes`` did not write."""
    described, arrays = _unpacked(content)
    term_index = TermIndex.of(described["terms"], arrays["idf"])
    shape = (len(described["sample_ids"]), len(term_index.terms))
    terms = sparse.csr_matrix((arrays["values"], arrays["places"], arrays["starts"]), shape=shape)
    return FeatureSpace(
        version=described["version"],
        papers=described["papers"],
        term_index=term_index,
        projection=arrays["projection"],
        mean=arrays["mean"],
        table_centre=arrays["table_centre"],
        frame=Frame(arrays["centre"], arrays["usual"]),
        sample_ids=tuple(PaperId(each) for each in described["sample_ids"]),
        sample=Rows(terms, arrays["dense"]),
        names=described["names"],
    )


def profile_bytes(profile: Profile) -> bytes:
    """The same for the same profile, however it came about; nothing for an empty one."""
    if not profile.marks:
        return b""
    tallies = sorted(profile.tallies.items(), key=lambda each: each[0])
    described = {
        "space": profile.space,
        "basis": profile.basis,
        "width": profile.width,
        "kept": sorted(profile.meanings),
        "marks": [[paper, mark.group, mark.liked, mark.stamp] for paper, mark in sorted(profile.marks.items())],
        "tallies": [
            [group, liked, tally.count, dict(sorted(tally.names.items()))] for (group, liked), tally in tallies
        ],
    }
    sizes = np.array([len(tally.terms) for _, tally in tallies], dtype=np.int64)
    return _packed(
        described,
        sizes=sizes,
        places=np.concatenate([tally.terms.places for _, tally in tallies]),
        values=np.concatenate([tally.terms.values for _, tally in tallies]),
        dense=np.array([tally.dense for _, tally in tallies], dtype=np.float64),
        meanings=np.array([profile.meanings[paper] for paper in sorted(profile.meanings)], dtype=np.float16),
    )


def profile_from(content: bytes) -> Profile:
    """Raises ``ValueError`` or ``KeyError`` for anything that ``profile_bytes`` did not write."""
    described, arrays = _unpacked(content)
    ends = np.cumsum([0, *arrays["sizes"]]).tolist()
    tallies = {
        (group, liked): Tally(
            dense=arrays["dense"].reshape(-1, described["width"])[i].copy(),
            count=count,
            terms=Terms(arrays["places"][ends[i] : ends[i + 1]], arrays["values"][ends[i] : ends[i + 1]]),
            names=Counter(names),
        )
        for i, (group, liked, count, names) in enumerate(described["tallies"])
    }
    marks = {PaperId(paper): Counted(group, liked, stamp) for paper, group, liked, stamp in described["marks"]}
    meanings = dict(zip(map(PaperId, described["kept"]), arrays["meanings"], strict=True))
    return Profile(described["space"], described["basis"], described["width"], tallies, marks, meanings)


def _packed(described: object, **arrays: npt.NDArray[np.generic]) -> bytes:
    """A line of JSON that says what follows, then the arrays as they lie in memory."""
    layout = [[name, str(array.dtype), list(array.shape)] for name, array in arrays.items()]
    head = json.dumps([described, layout], ensure_ascii=True).encode()
    return b"\n".join([head, b"".join(np.ascontiguousarray(array).tobytes() for array in arrays.values())])


def _unpacked(content: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    body = content.index(b"\n") + 1
    described, layout = json.loads(content[: body - 1])
    arrays = {}
    for name, kind, shape in layout:
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(content, dtype=kind, count=count, offset=body).reshape(shape)
        body += count * np.dtype(kind).itemsize
    return described, arrays
