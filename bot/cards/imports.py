"""What an import did, in words."""

from collections.abc import Sequence

from bot.cards.wording import counted
from bot.model import Button, Card, Doubt, Imported, Paper, Row
from bot.text import shorten

_TITLE = 70
_SHOWN = 10
"""Papers that get a row of their own."""
_NAMED = 10
"""Papers or places named in a sentence."""


def imported_card(done: Imported) -> Card:
    """What was liked, what a person must decide, and what was not found or could not be read, each named."""
    parts = [
        f"{counted(len(done.added), 'paper')} now count{'s' if len(done.added) == 1 else ''} as liked.",
        f"{counted(done.known_before, 'paper')} already did." if done.known_before else "",
        _listed("Not found", _short(done.missing)),
        _listed("Not looked up, since a source does not answer; import again later", _short(done.unanswered)),
        _unreadable(done),
        _waiting(done.waiting),
        "Not certain, so not liked: do you mean these?" if done.doubts else "",
    ]
    rows = [*map(_doubtful, done.doubts[:_SHOWN]), *map(_liked, done.added[:_SHOWN])]
    return Card(
        title="Imported",
        text="\n".join(filter(None, parts)),
        rows=tuple(rows),
        footer=f"The first {_SHOWN} of {len(done.added)}." if len(done.added) > _SHOWN else "",
        buttons=(Button(label="My picks", line="picks"), Button(label="My profile", line="profile")),
    )


def _liked(paper: Paper) -> Row:
    return Row(label=shorten(paper.title, _TITLE), buttons=(Button(label="Undo like", line=f"undo like {paper.id}"),))


def _doubtful(doubt: Doubt) -> Row:
    return Row(
        label=f"{shorten(doubt.title, _TITLE)}: is it “{shorten(doubt.paper.title, _TITLE)}”?",
        buttons=(Button(label="Yes, like it", line=f"like {doubt.paper.id}"),),
    )


def _unreadable(done: Imported) -> str:
    if not done.unreadable:
        return ""
    return _listed(f"{len(done.unreadable)} of {done.entries} could not be read", done.unreadable)


def _waiting(waiting: int) -> str:
    if not waiting:
        return ""
    return f"{counted(waiting, 'more paper')} will be looked up, slowly, as the sources ask: import again to go on."


def _short(names: Sequence[str]) -> list[str]:
    return [shorten(each, _TITLE) for each in names]


def _listed(what: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f"; and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{what}: {'; '.join(names[:_NAMED])}{more}."
