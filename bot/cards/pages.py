"""What lists by date say: headings of days, weeks and months, how many papers there are, and that there are none."""

from calendar import monthrange
from datetime import date, timedelta

from bot.cards.papers import day_text
from bot.cards.wording import counted
from bot.model import DatedPapers


def day_heading(day: date) -> str:
    """``Friday, 21 August 2026``."""
    return f"{day:%A}, {day.day} {day:%B %Y}"


def week_heading(first: date, last: date) -> str:
    """``17 to 23 August 2026``, naming month and year once where they are the same."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {last:%B %Y}"
    return f"{first.day} {first:%B}{f' {first.year}' if first.year != last.year else ''} to {last.day} {last:%B %Y}"


def month_heading(first: date) -> str:
    """``August 2026``."""
    return f"{first:%B %Y}"


def how_many(found: DatedPapers, start: int) -> str:
    """How many papers a page lists, in which order; ``start`` is the place of its first one, from 0."""
    shown = len(found.papers)
    if start or found.more:
        return f"Papers {start + 1} to {start + shown}, most upvoted first"
    return f"{counted(shown, 'paper')}, most upvoted first" if shown > 1 else counted(shown, "paper")


def new_since(new: int, shown: int) -> str:
    """How many of the papers shown came since the reader's last visit; '' for none."""
    return f"{'all' if new == shown else new} new since you were here" if new else ""


def none_on(day: date, newest: date) -> str:
    """No papers of that day."""
    return f"There are no papers of {day_text(day)}. The newest day is {day_text(newest)}."


def none_in(found: DatedPapers, newest: date, start: int) -> str:
    """No papers of that day or those days, or none after the first ``start``."""
    first, last = found.first, found.last
    if start:
        return "There are no more papers in this list."
    if first == last:
        return none_on(first, newest)
    return f"There are no papers from {day_text(first)} to {day_text(last)}. The newest day is {day_text(newest)}."


def week_of(day: date) -> tuple[date, date]:
    """Monday to Sunday."""
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
