"""Whatever Hugging Face answers, what can be used is, and nothing else gets in."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SourceBroken
from bot.model import Organisation
from bot.sources.huggingface_parser import parse_listing, parse_paper
from tests.bot.sources.recorded import recorded


def test_a_recorded_page() -> None:
    listing = parse_listing(recorded("huggingface_daily.json"))
    assert (len(listing.papers), listing.skipped, listing.listed) == (3, 2, 5)
    full, bare, flat = listing.papers

    assert full.id == "arxiv:2608.19880"
    assert full.title == "EnvHarness: Awakening Static Worlds for Agent Learning"
    assert full.abstract.endswith("with gains of up to 9.0 points.")
    assert full.authors == ("Chengsong Huang", "Zifeng Wang"), "hidden authors stay hidden"
    assert full.organisation == Organisation(slug="google", name="Google")
    assert (full.published, full.featured) == (date(2026, 8, 20), date(2026, 8, 21))
    assert (full.upvotes, full.comments, full.stars) == (163, 1, 8)
    assert full.repository == "https://github.com/google-research/envharness"
    assert full.project_page == "https://envharness.com/"
    assert full.summary == "Fixed worlds are reshaped around an agent's weak spots."
    assert full.keywords == ("LLM agents", "black-box policy")
    assert full.thumbnail == "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2608.19880.png"
    assert (full.submitter, full.withdrawn, full.sources) == ("taesiri", False, ("huggingface",))

    assert bare.withdrawn
    assert bare.abstract == "Long prompts are read faster by skipping blocks."
    assert bare.organisation == Organisation(slug="tencent", name="tencent")
    assert (bare.upvotes, bare.stars, bare.summary, bare.submitter) == (0, None, None, "somebody")

    assert (flat.id, flat.upvotes, flat.comments, flat.featured) == ("arxiv:2608.18027", 2, 1, None)


def test_a_recorded_paper() -> None:
    paper = parse_paper(recorded("huggingface_paper.json"))
    assert (paper.id, paper.upvotes, paper.comments) == ("arxiv:2608.19880", 170, 0)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[",
        b"null",
        b'{"error": "Invalid query"}',
        b'"text"',
        b"<html></html>",
        b"\xff\xfe[]",
        b"[1, 2]",
        b'[{"paper": {}}]',
        b"[" * 200_000,
        b"[" + b"9" * 10_000 + b"]",
    ],
)
def test_what_is_no_list_of_papers_is_broken(body: bytes) -> None:
    with pytest.raises(SourceBroken):
        parse_listing(body)
    with pytest.raises(SourceBroken):
        parse_paper(body)


def test_an_empty_list_is_an_empty_page() -> None:
    assert parse_listing(b"[]").listed == 0


HOSTILE = {
    "id": "2608.00001",
    "title": "<!channel> @everyone \u202eevil\u0000 [x](javascript:alert(1))\nsecond line",
    "authors": [{"name": "\ud800 lone"}, {"name": ""}, {"name": 7}, "text", None, {"name": "A" * 100_000}],
    "summary": {"not": "text"},
    "upvotes": float("inf"),
    "githubStars": -5,
    "githubRepo": "javascript:alert(1)",
    "projectPage": "https://exa mple.org",
    "thumbnail": "/relative.png",
    "ai_keywords": {"not": "a list"},
    "publishedAt": "0000-99-99",
    "submittedOnDailyAt": 12,
    "organization": ["x"],
    "submittedOnDailyBy": "x",
}


def test_hostile_values_are_left_out_and_the_rest_is_kept() -> None:
    (paper,) = parse_listing(json.dumps([HOSTILE]).encode()).papers
    assert "\n" not in paper.title
    assert "\u202e" not in paper.title
    assert "\x00" not in paper.title
    assert max(map(len, paper.authors)) <= 1000
    assert (paper.upvotes, paper.stars, paper.abstract, paper.keywords) == (0, 0, "", ())
    assert paper.repository is paper.project_page is paper.thumbnail is paper.published is paper.featured is None
    assert paper.organisation is paper.submitter is None


def test_odd_shapes_are_read_for_what_they_say() -> None:
    odd = {
        "id": "2608.00001v2",
        "title": "Hens &amp; Rivers",
        "authors": ["Ada Alpha", {"user": {"fullname": "Bob Beta"}}, {"name": "No One", "hidden": True}],
        "projectPage": " https://example.org/a ",
    }
    (paper,) = parse_listing(json.dumps([odd]).encode()).papers
    assert (paper.id, paper.version, paper.title) == ("arxiv:2608.00001", 2, "Hens & Rivers")
    assert (paper.authors, paper.project_page) == (("Ada Alpha", "Bob Beta"), "https://example.org/a")


@pytest.mark.parametrize(
    ("field", "value", "name", "read"),
    [
        ("title", "A <i>Study</i> of CO<sub>2</sub> &amp; <math><mi>x</mi></math>", "title", "A Study of CO₂ & x"),
        ("title", "When p < q > r: <think> and <p> tags", "title", "When p < q > r: <think> and <p> tags"),
        ("title", "🌱 Notes on 👩\u200d🔬 \u202bحدائق\u202c", "title", "🌱 Notes on 👩\u200d🔬 حدائق"),
        ("summary", "<p>We see.</p><p>More &lt;b&gt;x&lt;/b&gt;.</p>", "abstract", "We see. More x."),
        ("authors", "Ada Alpha, Bob Beta and Cy Gamma", "authors", ("Ada Alpha", "Bob Beta", "Cy Gamma")),
        (
            "authors",
            [{"fullname": "Ada Alpha"}, {"name": "<b>Bob</b> Beta<sup>1</sup>"}, {"name": "B&eacute;ta, Bo"}],
            "authors",
            ("Ada Alpha", "Bob Beta", "Bo Béta"),
        ),
        ("upvotes", " 1,234 ", "upvotes", 1234),
        ("upvotes", "12.0", "upvotes", 12),
        ("upvotes", "1,2", "upvotes", 0),
        ("publishedAt", 1787187723000, "published", date(2026, 8, 20)),
        ("publishedAt", 1787187723, "published", date(2026, 8, 20)),
        ("publishedAt", "Thu, 20 Aug 2026 01:02:03 GMT", "published", date(2026, 8, 20)),
        ("publishedAt", "20 Aug 2026 01:02:03", "published", date(2026, 8, 20)),
        ("publishedAt", "2026/08/20", "published", date(2026, 8, 20)),
        ("publishedAt", 10**400, "published", None),
        ("publishedAt", "yesterday", "published", None),
        ("ai_keywords", "agents, planning", "keywords", ("agents", "planning")),
        ("organization", "google", "organisation", Organisation(slug="google", name="google")),
    ],
)
def test_a_field_in_another_form_is_read(field: str, value: object, name: str, read: object) -> None:
    item = {"id": "2608.00001", "title": "Notes", field: value}
    (paper,) = parse_listing(json.dumps([item]).encode()).papers
    assert getattr(paper, name) == read


def anything() -> st.SearchStrategy[object]:
    plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30))
    return st.recursive(
        plain,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    )


@settings(deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {}, optional={key: anything() for key in (*HOSTILE, "paper", "numComments", "withdrawnAt")}
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_one_bad_item_never_spoils_the_page(items: list[dict[str, object]], nested: bool) -> None:
    good = {"id": "2608.00002", "title": "Good"}
    page = [{"paper": item} if nested else item for item in [*items, good]]
    listing = parse_listing(json.dumps(page).encode())
    assert listing.papers[-1].id == "arxiv:2608.00002"
    assert listing.listed == len(page)
    for paper in listing.papers:
        assert paper.title
        assert paper.upvotes >= 0
        assert paper.comments >= 0


@pytest.mark.parametrize("upvotes", ["1" + "0" * 400, "1e400", "1" + "0" * 5000, "-" + "9" * 400])
@pytest.mark.parametrize("day", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "9999-12-31"])
def test_a_number_or_a_year_that_nobody_can_mean_is_left_out(upvotes: str, day: str) -> None:
    body = f'[{{"id": "2608.00001", "title": "Odd", "upvotes": {upvotes}, "submittedOnDailyAt": "{day}"}}]'
    (paper,) = parse_listing(body.encode()).papers
    assert (paper.upvotes, paper.featured) == (0, None)
