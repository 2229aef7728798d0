"""What a log of reactions says now."""

from collections.abc import Iterable, Mapping, Sequence

from bot.identity import PaperId
from bot.model.people import Feedback, Member, Opinion, Signal

_Key = tuple[PaperId, Signal]


def opinions(lines: Iterable[Feedback]) -> dict[PaperId, Opinion]:
    """Fold the lines of one person, in whatever order; papers with neither opinion nor save are left out.

    A retraction takes its own signal back as if that had never been given, or, with an emoji, what that emoji said; of
    like and dislike the last one standing counts; saving is apart. Lines of the same instant give the same answer in
    any order: a retraction comes after what it takes back, and a dislike after a like.
    A person may have several accounts: a retraction counts for the account in which it was said.
    """
    standing = _standing(lines)
    papers = dict.fromkeys(paper for paper, _ in standing)
    return {paper: _opinion(paper, standing) for paper in papers}


def is_news(found: Feedback, lines: Sequence[Feedback]) -> bool:
    """Whether an emoji that was found lying on a message says more than the person's ``lines``, in order of time.

    It does not where it was told of, or where they said something else about the paper with the same signal.
    """
    same = _same_emoji(found, lines)
    told = any((line.paper, line.signal) == (found.paper, found.signal) for line in lines)
    return same[-1].retracted if same else not told


def found_before(event: Feedback, lines: Sequence[Feedback]) -> Feedback | None:
    """Of the person's ``lines``, in order of time, the one that says of the same emoji that it was found.

    None where there is none, or where it was taken off since.
    """
    same = _same_emoji(event, lines) if event.event and event.emoji and not event.retracted else ()
    return same[-1] if same and not same[-1].event and not same[-1].retracted else None


def _same_emoji(one: Feedback, lines: Iterable[Feedback]) -> Sequence[Feedback]:
    said = (one.paper, one.signal, one.emoji, one.member)
    return [line for line in lines if (line.paper, line.signal, line.emoji, line.member) == said]


def _standing(lines: Iterable[Feedback]) -> dict[_Key, Feedback]:
    """The newest line that was not taken back, of each paper and signal that has one."""
    last: dict[tuple[_Key, Member, str], Feedback] = {}
    for line in lines:
        said = (line.paper, line.signal), line.member, line.emoji
        before = last.get(said)
        if before is None or (before.at, before.retracted) <= (line.at, line.retracted):
            last[said] = line
    standing: dict[_Key, Feedback] = {}
    for (key, member, _), line in last.items():
        whole = last.get((key, member, ""))
        undone = whole is not None and whole.retracted and whole.at >= line.at
        if not (line.retracted or undone) and (key not in standing or standing[key].at < line.at):
            standing[key] = line
    return standing


def _opinion(paper: PaperId, standing: Mapping[_Key, Feedback]) -> Opinion:
    like, dislike, save = (standing.get((paper, signal)) for signal in (Signal.LIKE, Signal.DISLIKE, Signal.SAVE))
    liked = None if like is None and dislike is None else dislike is None or (like is not None and like.at > dislike.at)
    at = max(line.at for line in (like, dislike, save) if line is not None)
    return Opinion(paper=paper, liked=liked, saved=save is not None, at=at)
