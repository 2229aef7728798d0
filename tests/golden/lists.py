"""What is picked and found in the bundled sample, with each score and its parts, as text."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.model import Bar, Channel, Interest, InterestKind, Member, Paper, Pick, Selection, Signal
from bot.ports.ranking import StoredSpace
from bot.ranking.learning import learn
from bot.ranking.serialization import space_bytes
from bot.search.engine import find
from bot.search.language import parse_query, render_query
from bot.sources.sample import SampleSource
from bot.store import open_store
from bot.store.memory.search import MemoryIndex
from tests.bot.ranking.conftest import HERE, NOW, Team, topic

PICKED, FOUND = (Path(__file__).parent / name for name in ("picked.txt", "found.txt"))
ROOM, EMPTY = Channel(HERE, "room"), Channel(HERE, "empty")

LIKES = {
    "one": ([3], [], []),
    "few": ([5, 17, 29], [8], [41]),
    "contrary": ([12, 60], [10, 11, 13, 14, 61], [62]),
    "many": (list(range(0, 90, 3)), list(range(1, 90, 11)), list(range(2, 90, 15))),
    "topics": ([], [], []),
    "grouped": ([20, 21], [], []),
    "names": ([70], [], []),
    "alike": ([3, 5, 17], [], []),
    "stated": ([], [], []),
}
"""Of which papers of the sample, by their place, each likes, dislikes and saves."""
STATED = {
    "few": [topic("video generation")],
    "many": [topic("reinforcement learning"), Interest(kind=InterestKind.KEYWORD, value="benchmark", muted=True)],
    "topics": [topic("coding agents"), topic("diffusion"), topic("robots")],
    "grouped": [topic("agents", "work"), topic("image editing", "home")],
    "stated": [
        Interest(kind=InterestKind.CATEGORY, value="cs.CL"),
        Interest(kind=InterestKind.AUTHOR, value="Kang Liu"),
    ],
    "names": [
        Interest(kind=InterestKind.AUTHOR, value="Ryan A. Rossi"),
        Interest(kind=InterestKind.ORGANISATION, value="Google"),
        Interest(kind=InterestKind.CATEGORY, value="cs.CV"),
        Interest(kind=InterestKind.KEYWORD, value="video"),
    ],
}
QUERIES = (
    *("agents", "video generation", "generation video", "vidoe genration", "llm", "large language models", "rl"),
    *("reinforcement learning for reasoning", "test time", "test-time scaling", "texttoimage", "3d gaussian splatting"),
    *("robots that learn from people", "coding agents on real repositories", "images", "speech recogn", "benchmark"),
    *('"language models"', "diffusion -video", "agents since:week", "sort:top models", "upvotes:>50 agents", "safety"),
    *(
        "why do transformers forget",
        "multimodal reasoning benchmark",
        "zzzqqq agents",
        "zzzqqq",
        "memory",
        "world models",
    ),
)
LONG = (
    *("how can a small language model learn to reason from few examples", "video diffusion with camera control"),
    *("agents that write and repair code in large repositories", "benchmark for long context memory of agents"),
    *("reward models for reinforcement learning of language models", "text to image generation with better prompts"),
    *("mesh generation from a single picture", "speech and language in one model", "robot hands that grasp things"),
    *("sparse attention for long videos", "distillation of large models into small ones", "safety of skills of agents"),
    *('"language models" reasoning', '"world model" -robot', "evaluating judges that are language models themselves"),
)
NAMES = (
    *(
        "author:li",
        'author:"Ryan Rossi"',
        "author:rosi",
        "Chunchao Guo",
        "papers by Kang Liu about agents",
        "org:google",
    ),
    *(
        "org:gogle video",
        "tsinghua university",
        "papers from deepmind",
        "category:cs.CV video",
        "org:bytedance sort:new",
    ),
    *("has:code agents", "upvotes:<5 since:2026-08-10", 'author:"Kang Liu" agents', "dernoncourt", "hunyuan 3d"),
)
TYPED = ("vid", "video gen", "languag", "agents for co", "reinforcement le")


async def picked() -> str:
    """Lists for people and channels whose tastes differ, at each bar."""
    sample = papers()
    store = await open_store("memory:")
    team = Team(store)
    await team.add(*sample)
    space = learn(sample)
    content = space_bytes(space)
    await store.spaces.save(StoredSpace(fit=space.fit, papers=space.papers, fitted=NOW, content=content))
    for name in LIKES:
        await _furnish(team, sample, name)
    lines = [line for name in [*LIKES, "nobody"] for line in await _of_member(team, sample, Member(HERE, name))]
    lines += [line for place in (0, 40, 80) for line in await _similar(team, sample[place])]
    lines += [line for channel in (ROOM, EMPTY) for line in await _of_channel(team, sample, channel)]
    await store.close()
    return "\n".join(lines) + "\n"


def papers() -> list[Paper]:
    """The sample, with categories, which its source doesn't tell."""
    every = [paper for of_day in SampleSource()._days.values() for paper in of_day]
    return [
        replace(paper, categories=(("cs.CL", "cs.CV", "cs.LG")[place % 3],)) if place % 4 else paper
        for place, paper in enumerate(every)
    ]


async def _similar(team: Team, paper: Paper) -> list[str]:
    hits = await team.ranker.similar(paper.id, 5)
    return [f"# like {paper.id}", *(f"{hit.paper.id} {hit.score:.3f}" for hit in hits)]


async def _furnish(team: Team, sample: Sequence[Paper], name: str) -> None:
    member = Member(HERE, name)
    for signal, places in zip((Signal.LIKE, Signal.DISLIKE, Signal.SAVE), LIKES[name], strict=True):
        for place in places:
            await team.react(member, sample[place], signal=signal)
            team.clock.time += timedelta(hours=5)
    for interest in STATED.get(name, ()):
        await team.store.interests.state(member, interest)


async def _of_member(team: Team, sample: Sequence[Paper], member: Member) -> list[str]:
    lines = []
    for bar in Bar:
        lines += [f"# {member.id}, {bar}", *_selection(await team.ranker.for_member(member, 8, sample, bar))]
    lines += [f"# {member.id}, of the newest", *_selection(await team.ranker.for_member(member, 4))]
    lines += [f"# {member.id}, explained", *[_pick(await team.ranker.explain(member, sample[at].id)) for at in (3, 41)]]
    learned = await team.ranker.profile(member)
    words = ", ".join(f"{word} {weight:.3f}" for word, weight in learned.words)
    return [*lines, f"# {member.id}, learned: {words}; vague: {', '.join(learned.vague)}"]


async def _of_channel(team: Team, sample: Sequence[Paper], channel: Channel) -> list[str]:
    lines = []
    for bar in Bar:
        found = await team.ranker.for_channel(channel, count=7, bar=bar, candidates=sample[::2])
        lines += [f"# {channel.id}, {bar}", *_selection(found)]
    found = await team.ranker.for_channel(channel, count=5, bar=Bar.BROAD, candidates=sample)
    lines += [f"# {channel.id}, of all", *_selection(found)]
    for topics, categories in ((["video"], ["cs.CV"]), (["law"], ["cs"])):
        found = await team.ranker.for_channel(
            channel, count=4, topics=topics, categories=categories, bar=Bar.USUAL, candidates=sample
        )
        lines += [f"# {channel.id} on {topics[0]}", *_selection(found)]
    return lines


def _selection(found: Selection) -> Iterator[str]:
    for name, picks in (("pick", found.picks), ("popular", found.popular), ("nearly", found.nearly)):
        yield from (f"{name} {_pick(one)}" for one in picks)


def _pick(one: Pick) -> str:
    marks = [name for name in ("matched", "explored", "followed") if getattr(one, name)]
    parts = [f"{part.kind} {part.subject} {part.count} {part.contribution:.3f}" for part in one.reasons]
    head = f"{one.paper.id} {one.score:.3f} {one.relevance:.3f} {one.members} {one.group} {' '.join(marks)}"
    return " | ".join([head.strip(), *parts])


def found() -> str:
    """Answers to queries of many kinds."""
    index = MemoryIndex()
    sample = papers()
    index.follow(dict(enumerate(sample)))
    every = (*QUERIES, *LONG, *NAMES, *TYPED)
    return "".join(_answer(index, sample, text, typing=text in TYPED) for text in every)


def _answer(index: MemoryIndex, papers: Sequence[Paper], text: str, *, typing: bool) -> str:
    found = find(index, parse_query(text, NOW.date()), 8, 0, typing=typing)
    said = render_query(found.mended) if found.mended else "-"
    hits = [f"{papers[one.candidate.doc].id} {one.score:.3f} {one.whole}" for one in found.page]
    head = f"# {text}: {found.total} {'or more' if found.more else 'in all'}, {said}, {', '.join(found.unknown) or '-'}"
    return "\n".join([head, *hits]) + "\n"
