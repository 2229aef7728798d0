"""Words that are the name of an organisation are told from words of titles."""

from datetime import date

import pytest

from bot.model import Organisation, Paper, PaperId
from bot.search.language import parse_query
from bot.search.organisations import organisation_named

PAPERS = [
    Paper(id=PaperId(f"arxiv:2608.0000{number}"), title="Scale", organisation=Organisation(slug=slug, name=name))
    for number, (slug, name) in enumerate([("facebook", "AI at Meta"), ("galaxea", "Galaxea Robotics"), ("google", "")])
]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Meta", "meta"),
        ("AI at Meta", "ai at meta"),
        ("Facebook", "facebook"),
        ("Google", "google"),
        ("robotics", None),
        ("AI", None),
        ("meta learning", None),
        ("Meta since:week", None),
        ("org:meta", None),
    ],
)
def test_a_search_that_is_an_organisations_name(typed: str, named: str | None) -> None:
    assert organisation_named(parse_query(typed, date(2026, 8, 20)), PAPERS) == named
