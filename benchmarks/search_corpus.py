"""Papers to search, and queries that people would type for known ones of them."""

import gzip
import json
import random
import string
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path

from pydantic import TypeAdapter

from bot.model import Paper, PaperId
from bot.text import clean, sentences, words

SEED = 7
SETS_WITH_TEXT = ("hf-submitters", "sysrev")
"""Of the sets of likes, those that hold whole titles and abstracts rather than bags of words."""
SYLLABLES = [
    "ba",
    "co",
    "di",
    "fu",
    "ga",
    "hy",
    "ke",
    "lo",
    "ma",
    "ne",
    "or",
    "pi",
    "qua",
    "re",
    "si",
    "tu",
    "va",
    "xe",
]
EXTRA = (
    "benchmark",
    "novel",
    "improved",
    "analysis",
    "efficient",
    "framework",
    "study",
    "neural",
    "clinical",
    "learning",
)
FIRST_DAY = date(2010, 1, 1)
MOST_KNOWN = 3000
SHARED_BY = 3
"""Only words of so many titles go into made ones: the rest are names and typos of one paper."""


def real_papers(folder: Path) -> tuple[list[Paper], str]:
    """Real papers, and where they are from: the sets in ``folder`` where present, else the bundled sample."""
    found = [folder / f"{name}.json.gz" for name in SETS_WITH_TEXT if (folder / f"{name}.json.gz").exists()]
    if not found:
        text = (files("bot.sources") / "sample.json").read_text("utf-8")
        return TypeAdapter(list[Paper]).validate_json(text), "the bundled sample"
    papers = [_paper(one) for path in found for one in json.loads(gzip.decompress(path.read_bytes()))["papers"]]
    unique = {paper.title.lower(): paper for paper in papers if paper.title}
    return list(unique.values()), ", ".join(path.name for path in found)


def _paper(one: dict[str, object]) -> Paper:
    authors = one["authors"] if isinstance(one["authors"], list) else []
    return Paper(
        id=PaperId(f"arxiv:{one['id']}"),
        title=clean(str(one["title"])),
        abstract=clean(str(one["abstract"])),
        authors=tuple(clean(str(name)) for name in authors),
        upvotes=int(str(one["upvotes"] or 0)),
        published=date.fromisoformat(str(one["date"])) if one["date"] else None,
    )


def corpus(size: int, real: Sequence[Paper]) -> tuple[list[Paper], list[int]]:
    """``size`` papers in random order, and the places of those to ask for. Same size, same papers.

    Beyond the real ones, papers are recombined of all real ones but those asked for; else every sentence and name that
    a query remembers would stand in a dozen papers, as it never does in life.
    """
    chance = random.Random(SEED)
    kept = chance.sample(real, min(size, len(real)))
    known, material = kept[: min(MOST_KNOWN, len(kept) // 2)], kept[min(MOST_KNOWN, len(kept) // 2) :]
    papers = [*kept, *_recombined(material, max(0, size - len(kept)), chance)]
    chance.shuffle(papers)
    asked_for = {paper.id for paper in known}
    return papers, [place for place, paper in enumerate(papers) if paper.id in asked_for]


def _recombined(real: Sequence[Paper], count: int, chance: random.Random) -> Iterator[Paper]:
    """Titles by chains of words that several papers share, abstracts of two papers' sentences, names of two people."""
    titles = _Titles([paper.title for paper in real], chance)
    names = [name.split() for paper in real for name in paper.authors if " " in name]
    told = [sentences(paper.abstract) for paper in real if paper.abstract]
    for number in range(count):
        yield Paper(
            id=PaperId(f"arxiv:made-{number}"),
            title=titles.make(),
            abstract=" ".join(sentence for source in chance.sample(told, 2) for sentence in source[:4]),
            authors=tuple(f"{chance.choice(names)[0]} {chance.choice(names)[-1]}" for _ in range(chance.randint(1, 7))),
            upvotes=int(chance.paretovariate(1)) - 1,
            published=FIRST_DAY + timedelta(days=chance.randrange(6000)),
        )


class _Titles:
    """Makes titles: each word follows the last two, or the last, as in a real title; some begin with a coined name."""

    def __init__(self, real: Sequence[str], chance: random.Random) -> None:
        self._chance = chance
        counts = Counter(word.lower() for title in real for word in set(title.split()))
        self._titles = [[w for w in title.split() if counts[w.lower()] >= SHARED_BY] for title in real]
        self._titles = [title for title in self._titles if len(title) > 3]
        self._after: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for title in self._titles:
            for first, second, third in zip(["", *title], title, title[1:], strict=False):
                self._after[second,].append(third)
                self._after[first, second].append(third)

    def make(self) -> str:
        chance = self._chance
        title = [chance.choice(chance.choice(self._titles))]
        length = len(chance.choice(self._titles))
        while len(title) < length:
            title.append(self._next(title))
        coined = "".join(chance.sample(SYLLABLES, chance.randint(2, 4))).title() + ": "
        return (coined if chance.random() < 0.3 else "") + " ".join(title)

    def _next(self, title: Sequence[str]) -> str:
        pair = self._after.get(tuple(title[-2:]), [])
        if len(pair) > 1 and self._chance.random() < 0.7:
            return self._chance.choice(pair)
        return self._chance.choice(self._after.get((title[-1],)) or self._chance.choice(self._titles))


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a kind for the paper at this place of the corpus."""

    kind: str
    text: str
    wanted: int


_SMALL = """a about after all also although an and are as at be been being between both but by can could did do does
during each for from further had has have how however if in into is it its may more most no not of on only or other
our over such than that the their them then there these they this those through to towards under up used using
via was we well were what when where which while who why will with within without would https com github"""
SMALL = frozenset(_SMALL.split())


def _telling(text: str) -> list[str]:
    return [word for word in words(text) if word not in SMALL and len(word) > 2]


def _some(items: Sequence[str], count: int, chance: random.Random) -> list[str]:
    """So many of them in their order."""
    return [items[at] for at in sorted(chance.sample(range(len(items)), min(count, len(items))))]


def misspelt(word: str, chance: random.Random) -> str:
    """One slip of the fingers after the first letter: left out, doubled, swapped, or another letter."""
    at = chance.randrange(1, len(word))
    letter = chance.choice(string.ascii_lowercase)
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at > 1 else word[:at] + word[at + 1 :],
        ]
    )


def _with_typos(text: str, count: int, chance: random.Random) -> str | None:
    parts = text.split()
    long = [at for at, word in enumerate(parts) if len(word) >= 4 and word.isalpha()]
    if len(long) < count:
        return None
    for at in chance.sample(long, count):
        parts[at] = misspelt(parts[at], chance)
    return " ".join(parts)


def _part(paper: Paper, chance: random.Random) -> str:
    return " ".join(_some(_telling(paper.title), chance.choice((3, 4)), chance))


def _name(paper: Paper) -> str | None:
    head, colon, _ = paper.title.partition(":")
    coined = colon and " " not in head and len(head) >= 4 and head.isascii()
    return head if coined else None


def _swapped(paper: Paper, chance: random.Random) -> str:
    parts = _part(paper, chance).split()
    chance.shuffle(parts)
    return " ".join(parts)


def _form(word: str) -> str:
    if word.endswith("ing") and len(word) > 6:
        return word[:-3]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word + "s"


def _forms(paper: Paper, chance: random.Random) -> str:
    return " ".join(_form(word) for word in _part(paper, chance).split())


def _glued(paper: Paper, chance: random.Random) -> str | None:
    parts = words(paper.title)
    pairs = [at for at in range(len(parts) - 1) if min(len(parts[at]), len(parts[at + 1])) > 2]
    if not pairs:
        return None
    at = chance.choice(pairs)
    others = [word for word in _telling(paper.title) if word not in parts[at : at + 2]]
    return " ".join([parts[at] + parts[at + 1], *_some(others, 2, chance)])


def _missing(paper: Paper, chance: random.Random) -> str | None:
    parts = paper.title.split()
    return " ".join(_some(parts, len(parts) - 2, chance)) if len(parts) > 4 else None


def _plus_one(paper: Paper, chance: random.Random) -> str:
    return f"{_part(paper, chance)} {chance.choice(EXTRA)}"


def _author_word(paper: Paper, chance: random.Random) -> str | None:
    if not paper.authors:
        return None
    return f"{chance.choice(paper.authors).split()[-1]} {' '.join(_some(_telling(paper.title), 2, chance))}"


def _remembered(paper: Paper, chance: random.Random) -> str | None:
    """Four telling words of one sentence of the abstract that the title doesn't have."""
    title = set(words(paper.title))
    told = [[word for word in _telling(sentence) if word not in title] for sentence in sentences(paper.abstract)]
    long = [sentence for sentence in told if len(set(sentence)) >= 6]
    return " ".join(_some(list(dict.fromkeys(chance.choice(long))), 4, chance)) if long else None


def _beginning(paper: Paper, chance: random.Random) -> str:
    return paper.title[: chance.randint(min(10, len(paper.title)), max(10, len(paper.title) * 2 // 3))]


def _typed(text: str | None, typos: int, chance: random.Random) -> str | None:
    return None if text is None else _with_typos(text, typos, chance)


KINDS: dict[str, Callable[[Paper, random.Random], str | None]] = {
    "full": lambda paper, _: paper.title,
    "part": _part,
    "part_typo1": lambda paper, chance: _typed(_part(paper, chance), 1, chance),
    "part_typo2": lambda paper, chance: _typed(_part(paper, chance), 2, chance),
    "full_typo2": lambda paper, chance: _typed(paper.title, 2, chance),
    "swap": _swapped,
    "miss": _missing,
    "forms": _forms,
    "glue": _glued,
    "plusone": _plus_one,
    "name": lambda paper, _: _name(paper),
    "name_typo": lambda paper, chance: _typed(_name(paper), 1, chance),
    "author_word": _author_word,
    "abs": _remembered,
    "abs_typo1": lambda paper, chance: _typed(_remembered(paper, chance), 1, chance),
    "prefix": _beginning,
    "prefix_typo": lambda paper, chance: _typed(_beginning(paper, chance), 1, chance),
}


def questions(papers: Sequence[Paper], known: Sequence[int], each: int, seed: int) -> list[Asked]:
    """``each`` queries of every kind for known papers with titles of four telling words or more, the kinds in turn."""
    chance = random.Random(seed)
    known = [place for place in known if len(_telling(papers[place].title)) >= 4]
    asked = [_questions(kind, papers, known, each, chance) for kind in KINDS]
    return [one for turn in zip_longest(*asked) for one in turn if one]


def _questions(
    kind: str, papers: Sequence[Paper], known: Sequence[int], each: int, chance: random.Random
) -> list[Asked]:
    asked: list[Asked] = []
    for wanted in chance.choices(known, k=100 * each):
        text = KINDS[kind](papers[wanted], chance)
        if text:
            asked.append(Asked(kind, text, wanted))
        if len(asked) == each:
            break
    return asked
