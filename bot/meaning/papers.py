"""What comparing needs of papers: a vector each, and the stems of their words; about a kilobyte a paper."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.meaning.content_words import FUNCTION_WORDS, kept_together, stem
from bot.meaning.word_table import Floats, word_table
from bot.model import Paper
from bot.text import sentences, words

Halves = npt.NDArray[np.float16]
Stems = npt.NDArray[np.uint32]
"""Stems as 32-bit hashes: two of the words of one field share one in a million papers, if ever."""


_RELEASE = re.compile(
    r"https?://"
    r"|\b(?:codes?|data|datasets?|models?|weights|checkpoints|project page|implementation|demos?)\b[^.]{0,80}"
    r"\b(?:available|released?|found at|open[- ]?sourced?|accessible)\b"
    r"|\b(?:open-?source|release|make)\b[^.]{0,60}\b(?:code|models|data|weights|checkpoints)\b"
)
"""In lower case: a sentence that says where code and data are."""
_CLAUSE = re.compile(r"[.,;:!?](?=\s|$)|\s[–—-]+\s")
_VERSION = re.compile(r"([a-z]{3,}?)v?\d{1,2}[a-z]?")
_APART = ("",) * 3
"""Between the stems of two clauses: "unlike language models, diffusion models" is not on diffusion language models."""
_RELEASING = ("http", "availab", "releas", "found at", "open-sourc", "open sourc", "opensourc", "accessib", "make ")
"""One of these is in each such sentence; looking for them first spares most of the time."""


@dataclass(frozen=True, slots=True)
class PaperMeaning:
    """One paper. ``vector`` has unit length; ``stems`` are of the content words of title and abstract, in order.

    Between clauses stand a few of no word, so that words of two clauses are not near each other.
    """

    vector: Halves
    stems: Stems
    title_stems: Stems


@dataclass(frozen=True, slots=True)
class PaperMeanings:
    """Many papers laid out for comparing them all at once: ``stems[k]`` is one of paper number ``owners[k]``."""

    vectors: Floats
    stems: Stems
    owners: npt.NDArray[np.int32]
    title_stems: Stems
    title_owners: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.vectors)

    @classmethod
    def of(cls, papers: Sequence[PaperMeaning]) -> "PaperMeanings":
        width = word_table().width
        vectors = np.array([paper.vector for paper in papers], dtype=np.float32).reshape(-1, width)
        stems, owners = _joined([paper.stems for paper in papers])
        title_stems, title_owners = _joined([paper.title_stems for paper in papers])
        return cls(vectors, stems, owners, title_stems, title_owners)


def _joined(parts: Sequence[Stems]) -> tuple[Stems, npt.NDArray[np.int32]]:
    lengths = [len(part) for part in parts]
    joined = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint32)
    return joined, np.repeat(np.arange(len(parts), dtype=np.int32), lengths)


def meaning_of(paper: Paper, vector: Halves | None = None) -> PaperMeaning:
    """The meaning of one paper, by its title and abstract: a third of a millisecond, less where its vector is known."""
    content = hashed(_content(paper))
    return PaperMeaning(
        vector_of(paper) if vector is None else vector, content, hashed_stems(words(kept_together(paper.title)))
    )


def _content(paper: Paper) -> Iterator[str]:
    """The stems of the content words, with empty ones where a clause ends: words on either side stand not together."""
    for clause in _CLAUSE.split(kept_together(f"{paper.title}. {subject_matter(paper.abstract)}")):
        for word in words(clause):
            if word not in FUNCTION_WORDS:
                yield from roots(word)
        yield from _APART


def vector_of(paper: Paper) -> Halves:
    """One paper in the word table, in as many digits as are kept of it."""
    (vector,) = word_table().encode_words([words_of(paper)])
    return np.asarray(vector, dtype=np.float16)


def words_of(paper: Paper) -> list[str]:
    """The words that a paper's vector is made of."""
    return words(paper.title) + abstract_words(paper.abstract)[1]


def abstract_words(abstract: str) -> tuple[list[str], list[str]]:
    """All words of an abstract in order, and those of its subject matter: each is split from it only once."""
    parts = [(apart, words(text)) for apart, text in _parts(abstract)]
    if len(parts) == 1 and not parts[0][0]:
        return parts[0][1], parts[0][1]
    return [word for _, some in parts for word in some], [word for apart, some in parts if not apart for word in some]


def subject_matter(abstract: str) -> str:
    """An abstract without the sentences that say where code and data are: nearly every paper has "code" in those."""
    return " ".join(text for apart, text in _parts(abstract) if not apart)


def _parts(abstract: str) -> Sequence[tuple[bool, str]]:
    """An abstract's sentences, those side by side together that say where code and data are, or that don't."""
    if not _may_tell_where(abstract.lower()):
        return [(False, abstract)]
    runs = groupby(sentences(abstract), lambda sentence: _tells_where(sentence.lower()))
    return [(apart, " ".join(run)) for apart, run in runs]


def _tells_where(lowered: str) -> bool:
    return _may_tell_where(lowered) and _RELEASE.search(lowered) is not None


def _may_tell_where(lowered: str) -> bool:
    return any(sign in lowered for sign in _RELEASING)


def roots(word: str) -> tuple[str, ...]:
    """The stem of a word in a paper, for *Qwen3* that of *Qwen* before it.

    *StartupBench* and *ASI-Bench* are benchmarks by their names.
    """
    if word.endswith("bench") and word != "workbench":
        return ("benchmark",)
    version = _VERSION.fullmatch(word)
    return (stem(version[1]), word) if version else (stem(word),)


def hashed_stems(tokens: Iterable[str]) -> Stems:
    """The stems of some words, in the order of the words."""
    return hashed(chain.from_iterable(map(roots, tokens)))


def hashed(stems: Iterable[str]) -> Stems:
    return np.fromiter((crc32(one.encode()) for one in stems), dtype=np.uint32)
