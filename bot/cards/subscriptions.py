"""Settings, status and trouble of daily picks, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.cards.mail import mail_given_up, mail_stopped
from bot.cards.papers import day_text
from bot.cards.sources import source_name
from bot.cards.wording import counted, ended, sentence
from bot.commands.arguments import SETTINGS
from bot.model import (
    MAIL,
    Active,
    Answer,
    Button,
    ButtonStyle,
    Card,
    Channel,
    DigestKind,
    DigestReport,
    FetchOutcome,
    JobFailure,
    Paused,
    Row,
    SourceState,
    Stopped,
    Subscription,
)
from bot.schedule import days_text, local_day, moment_text, schedule_text
from bot.zones import zone_text

NO_CHANNEL = (
    "I can't post here: I was not added here, or this kind of channel takes no messages. "
    "Ask me in a channel where I was added, or in a direct message."
)
CHANGED_MEANWHILE = (
    "The channel's daily picks were changed just now, or their post was made, so nothing was posted. Try it again."
)
NO_THREADS = "Posts in this channel can't have threads. Choose the format compact, or cards for one message a paper."
TOPICS_OF_CHANNELS = (
    "topics: is for channels, where several people read. Here your picks go by what you follow: /papers follow {topic}."
)
REMOVED = "Paperboy was removed here."
"""Why daily picks stopped: they go on by themselves when it is added again."""
NOT_SUBSCRIBED = "There are no daily picks here yet. /papers subscribe sets them up."

_UNSET = {"topics": "none", "categories": "all", "bar": "the default"}
"""What holds where nothing was set; the bar is then the installation's."""

_CHANGE = Button(label="Change settings", line="subscribe", form="subscribe")
_PREVIEW = Button(label="Preview", line="preview")
_STATUS = Button(label="Status", line="status")
_RESUME = Button(label="Resume", line="resume", style=ButtonStyle.PRIMARY)


def subscribed(subscription: Subscription, before: Subscription | None, others: Mapping[str, str]) -> Answer:
    """What was set up or changed, and when the first post comes. ``before``: the settings as they were.

    ``others`` is what somebody else changed while a form was open: label -> value."""
    what = counted(subscription.count, "pick")
    lines = [f"{what}, {schedule_text(subscription.schedule)}. Next: {_next(subscription)}."]
    lines += [f"Topics: {', '.join(subscription.topics)}."] if subscription.topics else []
    if subscription.categories:
        lines.append(f"Only papers of these categories: {', '.join(subscription.categories)}.")
    if before and before.status != Active():
        lines.append("They were paused, and are on again.")
    if others:
        changed = "; ".join(f"{label} to {value}" for label, value in others.items())
        lines.append(
            f"While your form was open, somebody else changed {changed}. What you did not touch stays that way."
        )
    buttons = (_PREVIEW, _CHANGE, _STATUS)
    return _for_all(Card(title=_what_was_done(subscription, before), text="\n".join(lines), buttons=buttons))


def _what_was_done(subscription: Subscription, before: Subscription | None) -> str:
    if before is None:
        return "Daily picks are set up"
    same = replace(before, next_due=subscription.next_due, seen_to=subscription.seen_to) == subscription
    return "Daily picks stay as they were" if same else "Daily picks were changed"


UNSUBSCRIBED = "Unsubscribed."
"""Why a message that was still to come is dropped."""


def unsubscribed() -> Answer:
    text = "Daily picks here have ended. If you start them again, no paper comes a second time."
    return _for_all(Card(text=text, buttons=(Button(label="Subscribe again", line="subscribe"),)))


def paused(subscription: Subscription) -> Answer:
    status = subscription.status
    until = f" until {day_text(status.until)}" if isinstance(status, Paused) and status.until else ""
    return _for_all(Card(text=f"Daily picks are paused{until}.", buttons=(_RESUME,)))


def resumed(subscription: Subscription, before: Subscription) -> Answer:
    """``before``: as they were; nothing changes where nothing was paused."""
    done = "Daily picks were not paused." if before.status == Active() else "Daily picks are on again."
    return _for_all(Card(text=f"{done} Next: {_next(subscription)}.", buttons=(_STATUS,)))


def settings(subscription: Subscription) -> Answer:
    """Every setting, with the way to change it."""
    values = form_values(subscription)
    rows = [
        Row(label="When", text=schedule_text(subscription.schedule)),
        Row(label="Next post", text=_next(subscription)),
    ]
    rows += [
        Row(label=argument.label, text=values[argument.name] or _UNSET[argument.name]) for argument in SETTINGS[3:]
    ]
    buttons = (_CHANGE, _PREVIEW, _STATUS)
    return _for_all(Card(title="Daily picks here", rows=tuple(rows), buttons=buttons))


def form_values(subscription: Subscription) -> dict[str, str]:
    """The settings as the arguments of ``subscribe`` would set them."""
    schedule = subscription.schedule
    return {
        "time": f"{schedule.at:%H:%M}",
        "days": days_text(schedule.days),
        "zone": zone_text(schedule.zone),
        "count": str(subscription.count),
        "format": subscription.format.value,
        "topics": ", ".join(subscription.topics),
        "categories": ", ".join(subscription.categories),
        "bar": subscription.bar.value if subscription.bar else "",
        "empty": _yes(subscription.post_empty),
        "recap": _yes(subscription.recap),
        "what": "trending" if subscription.trending else "picks",
    }


def preview(subscription: Subscription, cards: Sequence[Card], note: str | None, *, standing: bool) -> Answer:
    """The first message as it would be; of a thread, how many messages more. ``standing``: it is set up."""
    if not cards:
        return Answer(
            card=Card(title="Preview", text="\n".join(filter(None, (note, "" if standing else NOT_SUBSCRIBED))))
        )
    more = f" {counted(len(cards) - 1, 'more message')} would follow, one a paper." if len(cards) > 1 else ""
    first = cards[0]
    of_what = (
        f"A preview of the post of {_next(subscription)}"
        if standing
        else f"{NOT_SUBSCRIBED} This is what they would be"
    )
    footer = f"{of_what}; only you see it.{more}"
    return Answer(
        card=Card(
            title=first.title,
            text=first.text,
            papers=first.papers,
            footer=footer,
            numbered=first.numbered,
            buttons=(_CHANGE,),
        )
    )


def status(
    subscription: Subscription | None,
    reports: Sequence[DigestReport],
    sources: Sequence[SourceState],
    jobs: Sequence[JobFailure],
    zone: str,
    now: datetime,
) -> Answer:
    """Last and next post, what went wrong and what to do, and how the sources are."""
    rows = [Row(label="Next post", text=_status_next(subscription, now) if subscription else NOT_SUBSCRIBED)]
    rows += [Row(label=_when(report, zone), text=_fared(report)) for report in reports]
    rows += [Row(label=source_name(state.name), text=_health(state, zone)) for state in sources]
    rows += [Row(label=f"Background: {one.job}", text=_failing(one, zone)) for one in jobs]
    status = subscription.status if subscription else Active()
    stopped = isinstance(status, Stopped)
    buttons = (_RESUME,) if stopped or status == Paused(None) else (_CHANGE, _PREVIEW) if subscription else ()
    return _for_all(Card(title="Daily picks: status", rows=tuple(rows), buttons=buttons, problem=stopped))


def with_papers(status: Answer, papers: int, newest: date | None) -> Answer:
    """The status with how many papers are known here, and how new they are."""
    text = f"{counted(papers, 'paper')} here; the newest of {day_text(newest)}." if newest else "No papers here yet."
    return replace(status, card=replace(status.card, footer=text))


def with_troubles(status: Answer, troubles: Mapping[str, str]) -> Answer:
    """The status with the chat platforms that can't be used just now, each with its trouble in a sentence."""
    rows = tuple(Row(label=name.capitalize(), text=trouble) for name, trouble in troubles.items())
    return replace(status, card=replace(status.card, rows=status.card.rows + rows))


def channel_gone(channel: Channel, why: str) -> Card:
    """For whoever set it up: posting stopped."""
    if channel.tenant.platform == MAIL:
        return mail_stopped(why)
    text = (
        f"I can't post to {_mention(channel)} any more: {sentence(why)}\n"
        "Daily picks there are paused; all settings are kept. Give me access again, then type /papers resume there."
    )
    return Card(title="Daily picks are paused", text=text, problem=True)


def gave_up(channel: Channel, why: str) -> Card:
    """For whoever set it up: a message was lost, and the next one comes as usual."""
    if channel.tenant.platform == MAIL:
        return mail_given_up(why)
    text = f"A post to {_mention(channel)} did not get through. {sentence(why)}\nThe next one comes as usual."
    return Card(title="A post was given up", text=f"{text} /papers status shows more.", problem=True)


def _for_all(card: Card) -> Answer:
    """What is about the channel is nobody's secret, and told where nobody can be answered alone."""
    return Answer(card=card, private=False)


def _mention(channel: Channel) -> str:
    return f"the channel {channel.id}"


def _next(subscription: Subscription) -> str:
    due = subscription.next_due
    return f"{moment_text(due, subscription.schedule.zone)} {zone_text(subscription.schedule.zone)}" if due else "none"


def _status_next(subscription: Subscription, now: datetime) -> str:
    match subscription.status:
        case Stopped(why):
            return f"none: {ended(why)} Give me access again, then type /papers resume."
        case Paused(None):
            return "none: paused. /papers resume starts it again."
        case Paused(date() as until) if until > local_day(subscription.schedule, now):
            return f"{_next(subscription)} (paused until {day_text(until)})"
        case _:
            due = subscription.next_due
            return "due now" if due and due <= now else _next(subscription)


def _when(report: DigestReport, zone: str) -> str:
    return moment_text(report.digest.slot, zone)


def _fared(report: DigestReport) -> str:
    """One line: what it was, what became of its messages, and why."""
    digest, number = report.digest, len(report.digest.papers)
    what = {DigestKind.EMPTY: "no picks", DigestKind.MISSED: "missed"}.get(digest.kind, counted(number, "paper"))
    messages = report.sent + report.waiting + report.dead
    posted = f"{report.sent} of {messages} messages posted" if report.waiting or report.dead else ""
    waiting = f"{report.waiting} on their way, and tried again" if report.waiting else ""
    dead = f"{report.dead} given up" if report.dead else ""
    return ". ".join(part.rstrip(".") for part in (what, posted, waiting, dead, report.why, digest.note) if part)


def _health(state: SourceState, zone: str) -> str:
    if state.failing_since:
        again = f"; next try {moment_text(state.retry_at, zone)}" if state.retry_at else ""
        return f"down since {moment_text(state.failing_since, zone)}{again}. {sentence(state.note or '')}".strip()
    if state.outcome is FetchOutcome.SUSPICIOUS:
        return f"looks wrong, will be read again: {state.note}"
    if state.read_at is None:
        return "not read yet"
    return f"fine, read {moment_text(state.read_at, zone)}{', ' if state.skipped else ''}{skipped_text(state.skipped)}"


def skipped_text(skipped: int) -> str:
    """That records of a source could not be read; '' where all could."""
    return f"{counted(skipped, 'record')} could not be read" if skipped else ""


def _failing(failure: JobFailure, zone: str) -> str:
    return f"failing since {moment_text(failure.since, zone)} ({failure.why}); it is tried again"


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"
