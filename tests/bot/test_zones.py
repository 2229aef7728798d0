"""Zones as people name them: what is clear is taken, what is unclear is asked, and nothing else becomes a zone."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadQuery, Unclear
from bot.zones import parse_zone, zone_of, zone_text, zones_named


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("berlin", "Europe/Berlin"), ("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"),
        ("new york", "America/New_York"), ("New_York", "America/New_York"), ("CET", "CET"), ("utc", "UTC"),
        ("PST", "America/Los_Angeles"), ("est", "America/New_York"), ("tokyo", "Asia/Tokyo"),
        ("louisville", "America/Louisville"), ("san francisco", "America/Los_Angeles"),
        ("Zürich", "Europe/Zurich"), ("São Paulo", "America/Sao_Paulo"), ("München", "Europe/Berlin"),
        ("NYC", "America/New_York"), ("Berlin, Germany", "Europe/Berlin"), ("London, UK", "Europe/London"),
        ("Pacific time", "America/Los_Angeles"), ("Asia/Calcutta", "Asia/Calcutta"),
    ],
)  # fmt: skip
def test_zones_are_read_as_people_write_them(typed: str, meant: str) -> None:
    assert parse_zone(typed) == meant


@pytest.mark.parametrize(
    ("typed", "hours", "told"),
    [
        ("UTC+2", 2, "UTC+2"), ("GMT+2", 2, "UTC+2"), ("gmt-05:00", -5, "UTC-5"), ("+2", 2, "UTC+2"),
        ("-3", -3, "UTC-3"),
        ("UTC+5:30", 5.5, "UTC+5:30"), ("GMT+0530", 5.5, "UTC+5:30"), ("utc +05:45", 5.75, "UTC+5:45"),
        ("−9:30", -9.5, "UTC-9:30"), ("+14", 14, "UTC+14"), ("UTC+0", 0, "UTC"), ("GMT0", 0, "UTC"), ("Z", 0, "UTC"),
    ],
)  # fmt: skip
def test_an_offset_is_that_far_from_utc(typed: str, hours: float, told: str) -> None:
    zone = parse_zone(typed)
    assert datetime(2026, 7, 1, tzinfo=UTC).astimezone(zone_of(zone)).utcoffset() == timedelta(hours=hours)
    assert zone_text(zone) == told
    assert parse_zone(told) == zone


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("India", "Asia/Kolkata"), ("japan", "Asia/Tokyo"), ("Germany", "Europe/Berlin"), ("UK", "Europe/London"),
        ("the Netherlands", "Europe/Amsterdam"), ("South Korea", "Asia/Seoul"), ("Singapore", "Asia/Singapore"),
    ],
)  # fmt: skip
def test_a_country_whose_clocks_agree_is_a_zone(typed: str, meant: str) -> None:
    now = datetime(2026, 7, 1, tzinfo=UTC)
    assert now.astimezone(zone_of(parse_zone(typed))).utcoffset() == now.astimezone(zone_of(meant)).utcoffset()


@pytest.mark.parametrize(
    ("typed", "among"),
    [
        ("USA", {"America/New_York", "America/Chicago", "America/Los_Angeles"}),
        ("Australia", {"Australia/Sydney", "Australia/Perth"}),
        ("Canada", {"America/Toronto", "America/Vancouver"}),
        ("Brazil", {"America/Sao_Paulo"}),
        ("IST", {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"}),
        ("CST", {"America/Chicago", "Asia/Shanghai"}),
    ],
)
def test_what_may_be_several_zones_is_asked(typed: str, among: set[str]) -> None:
    with pytest.raises(Unclear) as raised:
        parse_zone(typed)
    offered = [value for _, value in raised.value.choices]
    assert len(offered) <= 12
    assert among & set(offered)
    assert all(parse_zone(zone) == zone for zone in offered)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Australia", "Australia/Sydney"), ("USA", "America/New_York"), ("Canada", "America/Toronto"),
        ("Brazil", "America/Sao_Paulo"), ("Russia", "Europe/Moscow"), ("Mexico", "America/Mexico_City"),
        ("Indonesia", "Asia/Jakarta"), ("China", "Asia/Shanghai"), ("Ukraine", "Europe/Kyiv"),
        ("Chile", "America/Santiago"), ("Ecuador", "America/Guayaquil"), ("New Zealand", "Pacific/Auckland"),
        ("Papua New Guinea", "Pacific/Port_Moresby"), ("Spain", "Europe/Madrid"), ("Portugal", "Europe/Lisbon"),
    ],
)  # fmt: skip
def test_where_most_people_live_is_offered_first(typed: str, first: str) -> None:
    """And a country with several clocks is always asked about, however few live by the others."""
    with pytest.raises(Unclear) as raised:
        parse_zone(typed)
    assert raised.value.choices[0][1] == first


def test_a_text_of_a_thousand_commas_names_no_zone() -> None:
    assert zones_named("berlin," * 1_000) == zones_named(", " * 1_000 + "germany") == ()


@pytest.mark.parametrize(
    "typed",
    ["general", "#general", "random", "center", "pacific", "christmas", "troll", "world", "papers", "everyone", "3"],
)
def test_nothing_that_is_not_clearly_a_zone_becomes_one(typed: str) -> None:
    assert zones_named(typed) == ()
    with pytest.raises(BadQuery):
        parse_zone(typed)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("Europe/Berln", "Europe/Berlin"), ("amsterdm", "Europe/Amsterdam"), ("", "such as"), ("UTC+99", "city")],
)
def test_an_unknown_zone_is_answered_with_the_nearest(typed: str, hint: str) -> None:
    with pytest.raises(BadQuery, match=hint):
        parse_zone(typed)


@given(st.text(max_size=60))
def test_any_text_is_read_or_answered_kindly(text: str) -> None:
    with suppress(BadQuery):
        assert zone_of(parse_zone(text))


@pytest.mark.parametrize(("typed", "hint"), [("UTC5:30", "UTC+5:30"), ("gmt 2", "GMT+2"), ("berln", "Europe/Berlin")])
def test_a_near_miss_is_not_taken_but_said(typed: str, hint: str) -> None:
    with pytest.raises(BadQuery, match=f"Did you mean {hint}".replace("+", r"\+")):
        parse_zone(typed)


@pytest.mark.parametrize("typed", ["Mars", "local", "my time", "Paris, Texas", "Springfield, USA", ", Germany", "me"])
def test_what_is_no_zone_gets_no_silly_suggestion(typed: str) -> None:
    with pytest.raises(BadQuery) as told:
        parse_zone(typed)
    assert "Did you mean" not in str(told.value)
