"""Imports that go on in the background: what the store does not know is asked of the sources, one by one."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.cards.imports import finished_card
from bot.errors import NobodyToAsk, SourceDown, SourceError, StoreError
from bot.model import Card, Doubtful, ImportJob, Member, Paper, Reference
from bot.model.imports import imported_like
from bot.ports.feedback import FeedbackLog
from bot.ports.imports import Imports
from bot.ports.papers import Papers
from bot.ports.time import Clock
from bot.services.reference_finder import ReferenceFinder
from bot.services.wakeup import Wakeup

SILENCE = timedelta(minutes=10)
"""How long an import waits where a source does not answer and does not say for how long."""
ENDS_AFTER = timedelta(days=2)
"""An import that is not done so long after it began tells what is left, and ends."""
SHOWN_FOR = timedelta(days=2)
"""What came of an import can be asked for so long after its end."""

Progress = Callable[[int, int], None]
"""Told after each reference: how many are done, of how many."""
Tell = Callable[[Member, Card], Awaitable[None]]

log = structlog.get_logger()


async def _like(feedback: FeedbackLog, member: Member, paper: Paper, at: datetime) -> bool:
    """Like a paper as of ``at``, unless the member likes it already; say whether that was news."""
    opinion = (await feedback.opinions(member, [paper.id])).get(paper.id)
    if opinion and opinion.liked:
        return False
    await feedback.append(imported_like(member, paper.id, at))
    return True


class ImportJobs:
    """Asks for one reference at a time, and writes down what came of it before the next: a stop loses nothing."""

    def __init__(
        self, imports: Imports, finder: ReferenceFinder, papers: Papers, feedback: FeedbackLog, tell: Tell, clock: Clock
    ) -> None:
        self._imports = imports
        self._finder = finder
        self._papers = papers
        self._feedback = feedback
        self._tell = tell
        self._clock = clock
        self._wakeup = Wakeup(clock)

    async def of(self, member: Member) -> ImportJob | None:
        """The member's import, under way or ended a short while ago, or None."""
        return await self._imports.of(member)

    async def begin(self, member: Member, references: tuple[Reference, ...], at: datetime) -> None:
        """Ask for these too, after what is left of the member's import under way; ``at`` the person asked for them."""
        now = self._clock.now()

        def with_these(standing: ImportJob | None) -> ImportJob:
            going_on = standing if standing and not standing.ended else None
            job = going_on or ImportJob(member=member, due=now, since=at, begun=at)
            known = set(job.left)
            new = tuple(replace(each, asked=at) for each in references if each not in known)
            return replace(job, left=(*job.left, *new), total=job.total + len(new), since=at)

        await self._imports.change(member, with_these)
        self._wakeup.wake()

    async def last_asked(self, member: Member) -> datetime | None:
        """When the member asked for what is looked up last of all, or None where nothing is."""
        job = await self._imports.of(member)
        return max((_asked(each, job) for each in job.left), default=None) if job else None

    async def stop(self, member: Member, at: datetime) -> int:
        """Look up nothing more of what was asked for ``at``; how many papers that concerns.

        Another import that it had joined goes on, and is told when it is done; without one, all is forgotten.
        """
        stopped = 0

        def without(standing: ImportJob | None) -> ImportJob | None:
            nonlocal stopped
            if standing is None:
                return None
            left = tuple(each for each in standing.left if _asked(each, standing) != at)
            stopped = len(standing.left) - len(left)
            alone = not left and at == (standing.begun or standing.since)
            return None if alone else replace(standing, left=left, total=standing.total - stopped)

        await self._imports.change(member, without)
        return stopped

    async def run(self) -> None:
        """Go on with every import, until cancelled."""
        while True:
            job = await self._imports.first()
            if job is None or job.due > self._clock.now():
                await self._wakeup.wait(job.due if job else None)
            elif job.ended:
                await self._imports.change(job.member, _unless_over)
            elif job.left:
                await self._step(job)
            else:
                await self._end(job)

    async def finish(self, member: Member, progress: Progress) -> Card | None:
        """Go on with the member's import to its end, or until a source does not answer: then the rest stays kept."""
        job = await self._imports.of(member)
        while job and job.left:
            progress(job.total - len(job.left), job.total)
            if job.due > self._clock.now():
                return await self.outcome(job)
            job = await self._step(job)
        if job is None or job.ended:
            return None
        progress(job.total, job.total)
        await self._imports.change(member, lambda _: None)
        return await self.outcome(job)

    async def _step(self, job: ImportJob) -> ImportJob | None:
        """Ask for the next reference; the import as it stands then, or None where it was forgotten meanwhile."""
        reference = job.left[0]
        try:
            outcome = await self._looked_up(job, reference)
        except NobodyToAsk:
            outcome = partial(_unasked, reference=reference)
        except SourceError as error:
            return await self._put_off(job, reference, error)
        except StoreError:  # nothing is wrong with the reference
            raise
        except Exception:  # the boundary of a reference: the imports of everybody wait behind it
            log.exception("import.reference_failed", tenant=str(job.member.tenant), ids=reference.ids)
            outcome = partial(_unasked, reference=reference)

        def after(standing: ImportJob | None) -> ImportJob | None:
            return outcome(standing) if standing and reference in standing.left else standing

        return await self._imports.change(job.member, after)

    async def _looked_up(self, job: ImportJob, reference: Reference) -> Callable[[ImportJob], ImportJob]:
        """Ask for a reference, and like what it means unless the import was stopped; what becomes of the import."""
        paper = await self._finder.asked(reference)
        nearly = None if paper else (await self._finder.titled(reference))[1]
        standing = await self._imports.of(job.member) if paper else None
        wanted = standing is not None and reference in standing.left
        at = _asked(reference, job)
        new = paper if paper and wanted and await _like(self._feedback, job.member, paper, at) else None
        return partial(_after, reference=reference, new=new, nearly=nearly, known=paper is not None)

    async def _put_off(self, job: ImportJob, reference: Reference, error: SourceError) -> ImportJob | None:
        """Wait as long as the source says; an import that waits for too long ends with what is left named.

        The reference comes last then: it may be the only one that its source stumbles over.
        """
        now = self._clock.now()
        over = now - job.since > ENDS_AFTER
        due = now + (error.wait if isinstance(error, SourceDown) else SILENCE)
        log.info("import.waits", tenant=str(job.member.tenant), left=len(job.left), why=str(error))

        def put_off(standing: ImportJob | None) -> ImportJob | None:
            if standing is None or not over:
                return standing and replace(standing, due=due, left=_with_last(standing.left, reference))
            return replace(standing, left=(), unanswered=tuple(each.label for each in standing.left))

        return await self._imports.change(job.member, put_off)

    async def _end(self, job: ImportJob) -> None:
        """Tell what came of it, once.

        It is marked as ended before; where a crash came between the two, ``/papers import`` shows it.
        """
        until = self._clock.now() + SHOWN_FOR

        def ended(standing: ImportJob | None) -> ImportJob | None:
            return replace(standing, ended=True, due=until) if standing and not standing.left else standing

        now_standing = await self._imports.change(job.member, ended)
        if now_standing and now_standing.ended:
            await self._tell(job.member, await self.outcome(now_standing))

    async def outcome(self, job: ImportJob) -> Card:
        """What came of an import so far; a like that was taken back since does not count."""
        opinions = await self._feedback.opinions(job.member, job.liked)
        liked = tuple(each for each in job.liked if each in opinions and opinions[each].liked)
        known = await self._papers.get([*liked, *(doubt.paper for doubt in job.doubts)])
        return finished_card(replace(job, liked=liked), known)


def _unless_over(job: ImportJob | None) -> ImportJob | None:
    """The import, if it goes on: another may have begun since the one that ended."""
    return None if job is None or job.ended else job


def _asked(reference: Reference, job: ImportJob) -> datetime:
    """When somebody asked for it. Imports of earlier versions kept one moment for all."""
    return reference.asked or job.since


def _with_last(left: tuple[Reference, ...], reference: Reference) -> tuple[Reference, ...]:
    return (*(each for each in left if each != reference), reference) if reference in left else left


def _unasked(job: ImportJob, reference: Reference) -> ImportJob:
    left = tuple(each for each in job.left if each != reference)
    return replace(job, left=left, unanswered=(*job.unanswered, reference.label))


def _after(job: ImportJob, reference: Reference, new: Paper | None, nearly: Paper | None, *, known: bool) -> ImportJob:
    """The import without this reference, and with what came of it."""
    doubts, missing = job.doubts, job.missing
    if nearly is not None:
        doubts = (*doubts, Doubtful(title=reference.title, paper=nearly.id))
    elif not known:
        missing = (*missing, reference.label)
    return replace(
        job,
        left=tuple(each for each in job.left if each != reference),
        liked=(*job.liked, new.id) if new else job.liked,
        doubts=doubts,
        missing=missing,
    )
