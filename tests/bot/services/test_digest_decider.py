"""What becomes of a slot is decided from values alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import (
    Active,
    Channel,
    DigestFormat,
    DigestKind,
    FetchOutcome,
    Member,
    PaperId,
    Paused,
    Pick,
    Schedule,
    Selection,
    SourceState,
    Subscription,
    Tenant,
)
from bot.schedule import next_due
from bot.services.digest_decider import (
    Inputs,
    Slot,
    decide,
    deliveries_of,
    most_upvoted,
    reads_from,
    slot_of,
    subscription_id,
)
from tests.scenarios.fakes import paper

HERE = Tenant("fake", "here")
SLOT = datetime(2026, 11, 23, 9, tzinfo=UTC)
GRACE, DAY, HOUR = timedelta(hours=6), timedelta(days=1), timedelta(hours=1)
SUBSCRIPTION = Subscription(
    id="s",
    channel=Channel(HERE, "room"),
    owner=Member(HERE, "ada"),
    schedule=Schedule(days=frozenset(range(1, 8))),
    next_due=SLOT,
)
DAILY = Slot(at=SLOT, kind=DigestKind.DAILY, next_due=SLOT + DAY)
PICKS = [Pick(paper=paper(n), score=1.0) for n in range(3)]
WITH_PICKS = Selection(picks=tuple(PICKS))


@pytest.mark.parametrize(
    ("late", "after_missed", "slot", "kind"),
    [
        (timedelta(0), False, SLOT, DigestKind.DAILY),
        (GRACE, False, SLOT, DigestKind.DAILY),
        (timedelta(0), True, SLOT, DigestKind.CATCH_UP),
        (GRACE + timedelta(seconds=1), False, SLOT, DigestKind.MISSED),
        (2 * DAY + HOUR, False, SLOT + 2 * DAY, DigestKind.CATCH_UP),
        (2 * DAY + 7 * HOUR, False, SLOT + 2 * DAY, DigestKind.MISSED),
    ],
)
def test_old_slots_are_condensed_into_the_newest_and_too_old_ones_are_missed(
    late: timedelta, after_missed: bool, slot: datetime, kind: DigestKind
) -> None:
    decided = slot_of(SUBSCRIPTION, SLOT + late, GRACE, after_missed=after_missed)
    assert (decided.at, decided.kind) == (slot, kind)
    assert decided.next_due == next_due(SUBSCRIPTION.schedule, SLOT + late)


@given(
    days=st.frozensets(st.integers(1, 7), min_size=1),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"]),
    late=st.timedeltas(timedelta(0), timedelta(days=40)),
    grace=st.timedeltas(HOUR, timedelta(days=3)),
)
def test_whenever_it_runs_time_moves_on(days: frozenset[int], zone: str, late: timedelta, grace: timedelta) -> None:
    schedule = Schedule(days=days, zone=zone)
    first = next_due(schedule, SLOT)
    due = replace(SUBSCRIPTION, schedule=schedule, next_due=first)
    slot = slot_of(due, first + late, grace, after_missed=False)
    assert first <= slot.at <= first + late < slot.next_due
    assert (slot.kind is DigestKind.MISSED) == (first + late - slot.at > grace)


def test_a_recap_comes_with_the_last_slot_of_a_week() -> None:
    sunday = replace(SUBSCRIPTION, next_due=SLOT + 6 * DAY)
    assert not slot_of(SUBSCRIPTION, SLOT, GRACE, after_missed=False).ends_week
    assert slot_of(sunday, SLOT + 6 * DAY, GRACE, after_missed=False).ends_week
    assert slot_of(SUBSCRIPTION, SLOT + 9 * DAY, GRACE, after_missed=False).ends_week


def note_of(**found: object) -> tuple[DigestKind, str]:
    inputs = Inputs(**found)  # type: ignore[arg-type]
    digest = decide(SUBSCRIPTION, DAILY, inputs, SLOT)
    return digest.kind, digest.note


DOWN = SourceState(name="arxiv", failing_since=SLOT - 5 * HOUR, outcome=FetchOutcome.FAILED)
ODD = SourceState(name="huggingface", outcome=FetchOutcome.SUSPICIOUS, note="yesterday's list again")


def test_empty_days_read_differently() -> None:
    three = [paper(n) for n in range(3)]
    assert note_of(selection=WITH_PICKS, candidates=three) == (DigestKind.DAILY, None)
    notes = [
        note_of(announced=False),
        note_of(),
        note_of(candidates=three),
        note_of(candidates=three[:1]),
        note_of(sources=[DOWN]),
        note_of(sources=[ODD]),
    ]
    assert {kind for kind, _ in notes} == {DigestKind.EMPTY}
    assert [note for _, note in notes] == [
        "Nothing was announced: a weekend or holiday in the calendar of the sources.",
        "No new papers have come in since the last post.",
        "3 new papers came in, but none fits what is followed and liked here.",
        "One new paper came in, but it does not fit what is followed and liked here.",
        "arXiv has been down since Mon 23 Nov, 04:00.",
        "Hugging Face answered with a list that looks wrong; it will be read again.",
    ]


def test_a_source_that_is_down_is_told_beside_the_picks_of_the_others() -> None:
    assert note_of(selection=WITH_PICKS, sources=[DOWN]) == (
        DigestKind.DAILY,
        "arXiv has been down since Mon 23 Nov, 04:00.",
    )


@pytest.mark.parametrize(
    ("form", "papers", "threads"),
    [
        (DigestFormat.THREADED, [3, 1, 1, 1], [False, True, True, True]),
        (DigestFormat.COMPACT, [3], [False]),
        (DigestFormat.CARDS, [1, 1, 1], [False] * 3),
    ],
)
def test_each_format_has_its_messages(form: DigestFormat, papers: list[int], threads: list[bool]) -> None:
    subscription, inputs = (
        replace(SUBSCRIPTION, format=form),
        Inputs(candidates=(), selection=WITH_PICKS),
    )
    deliveries = deliveries_of(subscription, decide(subscription, DAILY, inputs, SLOT), inputs)
    assert [len(one.papers) for one in deliveries] == papers
    assert [one.in_thread for one in deliveries] == threads
    assert [one.part for one in deliveries] == list(range(len(papers)))


@pytest.mark.parametrize("form", [DigestFormat.COMPACT, DigestFormat.THREADED])
def test_what_is_popular_stands_below_the_picks_and_is_never_counted_as_one(form: DigestFormat) -> None:
    popular = tuple(Pick(paper=replace(paper(n), featured=date(2026, 11, 20)), score=1.0) for n in (7, 8))
    inputs = Inputs(selection=replace(WITH_PICKS, popular=popular))
    subscription = replace(SUBSCRIPTION, format=form)
    digest = decide(subscription, DAILY, inputs, SLOT)
    overview = deliveries_of(subscription, digest, inputs)[0]
    assert list(digest.papers) == [pick.paper.id for pick in PICKS]
    shown = overview.card.papers
    assert list(overview.papers) == [one.paper for one in shown], "numbers and emoji mean what is shown"
    assert [one.paper for one in shown] == [*digest.papers, *(pick.paper.id for pick in popular)]
    assert [one.heading for one in shown] == ["", "", "", "Popular on 20 Nov 2026, outside what you follow", ""]
    assert not any(one.reason or one.matched for one in shown[3:])


def test_an_empty_day_names_what_came_nearest() -> None:
    nearly = tuple(Pick(paper=paper(n), score=0.0, relevance=0.3) for n in (1, 2))
    inputs = Inputs(candidates=[paper(n) for n in range(4)], selection=Selection(nearly=nearly))
    note = decide(SUBSCRIPTION, DAILY, inputs, SLOT).note or ""
    assert note.endswith("Nearest: “Paper number 1”; “Paper number 2”.")


def test_keys_are_short_plain_stable_and_different() -> None:
    inputs = Inputs(candidates=(), selection=WITH_PICKS)
    deliveries = [
        one
        for slot in (DAILY, replace(DAILY, at=SLOT + DAY))
        for one in deliveries_of(SUBSCRIPTION, decide(SUBSCRIPTION, slot, inputs, SLOT), inputs)
    ]
    keys = [one.key for one in deliveries]
    assert len(set(keys)) == len(keys) == 8
    assert all(len(key) <= 25 and key.isalnum() and key.isascii() and key == key.lower() for key in keys)
    assert keys[0] == deliveries_of(SUBSCRIPTION, decide(SUBSCRIPTION, DAILY, inputs, SLOT + HOUR), inputs)[0].key
    assert subscription_id(Channel(HERE, "a")) != subscription_id(Channel(HERE, "b"))


def test_silence_on_empty_days_is_the_default() -> None:
    nothing = Inputs()
    empty = decide(SUBSCRIPTION, DAILY, nothing, SLOT)
    assert deliveries_of(SUBSCRIPTION, empty, nothing) == []
    (told,) = deliveries_of(replace(SUBSCRIPTION, post_empty=True), empty, nothing)
    assert told.card.title == "No picks for Mon 23 Nov 2026"


def test_many_picks_keep_all_three_votes() -> None:
    picks = [Pick(paper=paper(n), score=1.0) for n in range(10)]
    for count in (1, 5, 7, 8, 10):
        inputs = Inputs(candidates=(), selection=Selection(picks=tuple(picks[:count])))
        overview = deliveries_of(SUBSCRIPTION, decide(SUBSCRIPTION, DAILY, inputs, SLOT), inputs)[0].card
        assert [len(shown.buttons) for shown in overview.papers] == [3] * count


@pytest.mark.parametrize(("count", "name"), [(1, "Paper number 0"), (3, "Paper number 0 and 2 more")])
def test_a_thread_is_named_after_what_is_in_it(count: int, name: str) -> None:
    picks = [Pick(paper=paper(n), score=1.0) for n in range(count)]
    inputs = Inputs(selection=Selection(picks=tuple(picks)))
    details = deliveries_of(SUBSCRIPTION, decide(SUBSCRIPTION, DAILY, inputs, SLOT), inputs)[1:]
    assert {detail.card.thread for detail in details} == {name}


def test_what_came_in_during_a_pause_is_past_but_for_its_last_day() -> None:
    paused = replace(SUBSCRIPTION, seen_to=SLOT - 20 * DAY, status=Paused(date(2026, 11, 23)))
    assert reads_from(paused, SLOT) == datetime(2026, 11, 22, tzinfo=UTC)
    assert reads_from(replace(paused, seen_to=SLOT), SLOT + DAY) == SLOT
    assert reads_from(replace(paused, status=Active()), SLOT) == SLOT - 20 * DAY
    assert reads_from(replace(paused, seen_to=None), SLOT) is None


def test_papers_are_named_by_their_canonical_ids() -> None:
    inputs = Inputs(candidates=(), selection=WITH_PICKS)
    assert decide(SUBSCRIPTION, DAILY, inputs, SLOT).papers == tuple(PaperId(f"arxiv:2611.{n:05d}") for n in range(3))


def test_trending_is_what_most_people_voted_for_and_nothing_that_nobody_did() -> None:
    papers = [paper(3), paper(100), paper(30), paper(103)]
    found = most_upvoted(papers, 5).posted
    assert [pick.paper.upvotes for pick in found] == [30, 3, 3]
    assert len(most_upvoted(papers, 1).posted) == 1


@pytest.mark.parametrize(
    ("days", "title"),
    [
        ({1, 2, 3, 4, 5}, "1 trending paper for Mon 23 Nov 2026"),
        ({1}, "1 trending paper of the week to Mon 23 Nov 2026"),
    ],
)
def test_trending_papers_are_told_as_such(days: set[int], title: str) -> None:
    wanted = replace(SUBSCRIPTION, trending=True, schedule=Schedule(days=frozenset(days)), format=DigestFormat.COMPACT)
    voted = most_upvoted([paper(1)], 3)
    inputs = Inputs(candidates=[paper(1)], selection=voted)
    digest = decide(wanted, DAILY, inputs, SLOT)
    (message,) = deliveries_of(wanted, digest, inputs)
    assert message.card.title == title
    assert "most upvoted" in message.card.text
    assert message.card.papers[0].reason == ""


def test_a_day_on_which_nobody_voted_says_so() -> None:
    wanted = replace(SUBSCRIPTION, trending=True, post_empty=True)
    inputs = Inputs(candidates=[paper(100), paper(200)], selection=most_upvoted([paper(100), paper(200)], 3))
    digest = decide(wanted, DAILY, inputs, SLOT)
    (message,) = deliveries_of(wanted, digest, inputs)
    assert message.card.title == "No trending papers for Mon 23 Nov 2026"
    assert "2 new papers came in, but nobody has voted" in message.card.text
