"""When the sources announce."""

from datetime import UTC, date, datetime

from bot.sources.calendars import announcements, feed_rebuilt, weekdays


def test_daily_papers_come_on_weekdays() -> None:
    days = weekdays(date(2026, 8, 20), date(2026, 8, 25))
    assert days == [date(2026, 8, 20), date(2026, 8, 21), date(2026, 8, 24), date(2026, 8, 25)]
    assert weekdays(date(2026, 8, 25), date(2026, 8, 20)) == []


def test_arxiv_has_a_feed_after_each_announcement_of_the_evening_before() -> None:
    """Announced on Sunday to Thursday evenings, so the feeds are those of Monday to Friday."""
    week = announcements(date(2026, 8, 17), date(2026, 8, 23))
    assert week == weekdays(date(2026, 8, 17), date(2026, 8, 23))


def test_arxiv_keeps_holidays() -> None:
    """The deferred announcements that arXiv lists for 2026, each missing from the feed of the day after."""
    missing = set(weekdays(date(2026, 1, 1), date(2027, 1, 1))) - set(announcements(date(2026, 1, 1), date(2027, 1, 1)))
    assert sorted(missing) == [
        date(2026, 1, 2),
        date(2026, 1, 20),
        date(2026, 9, 8),
        date(2026, 11, 27),
        date(2026, 12, 30),
        date(2027, 1, 1),
    ], "June 19, July 3 and December 25 fall on Fridays, when nothing is announced anyway"
    assert date(2027, 9, 7) not in announcements(date(2027, 9, 1), date(2027, 9, 30)), "Labor Day moves"
    assert date(2027, 7, 6) not in announcements(date(2027, 7, 1), date(2027, 7, 9)), "July 4, kept on Monday"


def test_the_feed_is_rebuilt_at_midnight_eastern_summer_and_winter() -> None:
    assert feed_rebuilt(date(2026, 8, 21)) == datetime(2026, 8, 21, 4, tzinfo=UTC)
    assert feed_rebuilt(date(2026, 12, 1)) == datetime(2026, 12, 1, 5, tzinfo=UTC)
