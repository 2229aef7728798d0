"""What an import did, in words."""

from collections.abc import Mapping, Sequence

from bot.cards import problems
from bot.cards.wording import counted
from bot.model import Button, Card, Doubt, Imported, ImportJob, Paper, PaperId, Row
from bot.text import shorten

_TITLE = 70
_SHOWN = 10
"""Papers that get a row of their own."""
_NAMED = 10
"""Papers or places named in a sentence."""
_TAKEN_BACK = "/papers undo import takes all of this import back."


def imported_card(done: Imported) -> Card:
    """What was liked, what a person must decide, and what was not found or could not be read, each named."""
    parts = [
        f"{counted(len(done.added), 'paper')} now count{'s' if len(done.added) == 1 else ''} as liked.",
        f"{counted(done.known_before, 'paper')} already did." if done.known_before else "",
        _listed("Not found", _short(done.missing)),
        "A title alone finds only what is stored here; with an arXiv id, a link or a DOI I ask further."
        if done.without_id
        else "",
        _listed("Not looked up, since only the bundled sample is read here", _short(done.unasked)),
        _unreadable(done),
        _repeated(done),
        _waiting(done.waiting),
        _TAKEN_BACK if done.added else "",
        _uncertain(len(done.doubts)),
    ]
    rows = [*map(_doubtful, done.doubts[:_SHOWN]), *map(_liked, done.added[:_SHOWN])]
    return Card(
        title="Imported",
        text="\n".join(filter(None, parts)),
        rows=tuple(rows),
        footer=f"The first {_SHOWN} of {len(done.added)}." if len(done.added) > _SHOWN else "",
        asks=bool(done.doubts),
        buttons=(Button(label="My picks", line="picks"), Button(label="My profile", line="profile")),
    )


def progress_card(job: ImportJob | None) -> Card:
    """How far an import is, or what an import needs."""
    if job is None:
        how = f"{problems.NO_REFERENCES_GIVEN} {problems.NO_ATTACHMENTS}"
        return Card(text=f"You have no import under way. {how}")
    done = job.total - len(job.left)
    return Card(
        title="Your import is under way",
        text=f"{done} of {counted(job.total, 'paper')} looked up, {len(job.liked)} of them newly liked. "
        "I'll write to you when it is done.",
    )


def finished_card(job: ImportJob, known: Mapping[PaperId, Paper]) -> Card:
    """What came of an import in the background. ``known`` has its papers; one erased since is left out."""
    liked = [known[each] for each in job.liked if each in known]
    doubts = [Doubt(title=each.title, paper=known[each.paper]) for each in job.doubts if each.paper in known]
    count = job.total - len(job.left) - len(job.unanswered)
    parts = [
        f"{counted(count, 'paper')} looked up, {len(liked)} of them newly liked.",
        f"{counted(len(job.left), 'paper')} left, since a source does not answer just now." if job.left else "",
        _listed("Not found", _short(job.missing)),
        _listed("Could not be looked up", _short(job.unanswered)),
        _TAKEN_BACK if liked else "",
        _uncertain(len(doubts)),
    ]
    return Card(
        title="Your import is not done yet" if job.left else "Your import is done",
        text="\n".join(filter(None, parts)),
        rows=(*map(_doubtful, doubts[:_SHOWN]), *map(_liked, liked[:_SHOWN])),
        footer=f"The first {_SHOWN} of {len(liked)}." if len(liked) > _SHOWN else "",
        asks=bool(doubts),
        buttons=(Button(label="My picks", line="picks"), Button(label="My profile", line="profile")),
    )


def _liked(paper: Paper) -> Row:
    return Row(label=shorten(paper.title, _TITLE), buttons=(Button(label="Undo like", line=f"undo like {paper.id}"),))


def _uncertain(doubts: int) -> str:
    """How many rows ask; those of papers that are liked stand below them."""
    if not doubts:
        return ""
    them, ask = ("it", "the line that asks") if doubts == 1 else ("them", "the lines that ask")
    return f"{counted(doubts, 'paper')} not liked, since I am not certain of {them}: see {ask} below."


def _doubtful(doubt: Doubt) -> Row:
    return Row(
        label=f"Not certain: {shorten(doubt.title, _TITLE)}: is it “{shorten(doubt.paper.title, _TITLE)}”?",
        buttons=(Button(label="Yes, like it", line=f"like {doubt.paper.id}"),),
    )


def _unreadable(done: Imported) -> str:
    if not done.unreadable:
        return ""
    return _listed(f"{len(done.unreadable)} of {done.entries} could not be read", done.unreadable)


def _repeated(done: Imported) -> str:
    names = "names" if done.repeated == 1 else "name"
    return f"{done.repeated} of {done.entries} entries {names} what another one names." if done.repeated else ""


def _waiting(waiting: int) -> str:
    """The rest goes on by itself."""
    if not waiting:
        return ""
    them, is_not = ("it", "it is") if waiting == 1 else ("them", "they are")
    return (
        f"{counted(waiting, 'more paper')} can't be found here, so I ask the sources for {them}, slowly. "
        f"I'll write to you when {is_not} done; /papers import shows how far I am."
    )


def _short(names: Sequence[str]) -> list[str]:
    return [shorten(each, _TITLE) for each in names]


def _listed(what: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f"; and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{what}: {'; '.join(names[:_NAMED])}{more}."
