"""One work has one id, whatever the spelling; two records of it become one."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.identity import find_paper_ids, link, merge, parse_paper_id, short, version_of
from bot.model import Organisation, Paper, PaperId

SPELLINGS = [
    "{}",
    " {} ",
    "{}v2",
    "arXiv:{}",
    "arxiv:{}v3",
    "ARXIV: {}",
    "arXiv:{}v1 [cs.CL]",
    "oai:arXiv.org:{}v1",
    "https://arxiv.org/abs/{}",
    "http://arxiv.org/abs/{}v1",
    "https://www.arxiv.org/abs/{}/",
    "arxiv.org/abs/{}",
    "https://export.arxiv.org/abs/{}?context=cs",
    "https://arxiv.org/pdf/{}",
    "https://arxiv.org/pdf/{}.pdf",
    "https://arxiv.org/pdf/{}v2.pdf#page=3",
    "https://arxiv.org/html/{}v1#S2.SS1",
    "https://huggingface.co/papers/{}",
    "https://huggingface.co/papers/{}#community",
    "https://huggingface.co/papers/{}.md",
    "https://hf.co/papers/{}",
    "https://www.alphaxiv.org/abs/{}v1",
    "https://alphaxiv.org/overview/{}",
    "https://ar5iv.org/abs/{}",
    "https://ar5iv.labs.arxiv.org/html/{}",
    "<https://arxiv.org/abs/{}>",
    "10.48550/arXiv.{}",
    "doi:10.48550/ARXIV.{}",
    "https://doi.org/10.48550/arXiv.{}v2",
]
IDS = ["2401.01234", "0704.0001", "1412.9999", "1501.00001", "hep-th/9901001", "math/0309136", "cs/0703001"]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("name", IDS)
def test_every_spelling_means_the_same(spelling: str, name: str) -> None:
    assert parse_paper_id(spelling.format(name)) == f"arxiv:{name}"


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("math.GT/0309136", "arxiv:math/0309136"),
        ("cond-mat.mes-hall/0101001v2", "arxiv:cond-mat/0101001"),
        ("https://arxiv.org/abs/hep-th%2F9901001", "arxiv:hep-th/9901001"),
        ("doi:10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("https://dx.doi.org/10.1016/S0021-9258(19)52451-6", "doi:10.1016/s0021-9258(19)52451-6"),
        ("10.1234/ABC.", "doi:10.1234/abc"),
        ("(10.1234/abc)", None),
        ("https://doi.org/10.1002/x%3Cy%3E?download=true", "doi:10.1002/x<y"),
    ],
)
def test_old_ids_and_dois(text: str, paper: str | None) -> None:
    assert parse_paper_id(text) == paper


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2401",
        "2413.01234",
        "2400.01234",
        "2401.0123",
        "1412.00001",
        "0703.0001",
        "9912.00001",
        "2401.00000",
        "2401.012345",
        "2401.01234v0",
        "2401.01234 and more",
        "hep-th/9913001",
        "hep-th/0801001",
        "hep-th/9901000",
        "no-such/9901001",
        "10.1234/",
        "10.12/abc",
        "10.48550/arXiv.2413.99999",
        "https://example.org/abs/2401.01234",
        "https://arxiv.org.evil.org/abs/2401.01234",
        "https://notarxiv.org/abs/2401.01234",
        "https://arxiv.org/list/cs.CL/new",
        "２４０１.０１２３４",
        "2401.01234" * 100,
    ],
)
def test_what_is_no_id_is_none(text: str) -> None:
    assert parse_paper_id(text) is None
    assert version_of(text) is None


def test_versions_are_read_but_are_no_part_of_the_id() -> None:
    assert version_of("2401.01234v12") == 12
    assert version_of("https://doi.org/10.48550/arXiv.2401.01234v2") == 2
    assert version_of("2401.01234") is None
    assert version_of("doi:10.1234/abcv2") is None


def test_ids_are_found_in_running_text() -> None:
    text = """As in (arXiv:2401.01234v2), https://arxiv.org/pdf/2402.00001.pdf, and doi:10.1145/3292500.3330701.
    See 10.48550/arXiv.2403.00002! [Here](https://huggingface.co/papers/2405.00001), hep-th/9901001;
    <https://doi.org/10.1234/abc(1)|there>, eprint={2406.00001}, again 2401.01234, and-not/9901001.
    Not 12345.12345, nor 2401.01234567, nor https://github.com/someone/2407.00001, nor notarxiv.org/abs/2407.00001."""
    assert find_paper_ids(text) == (
        "arxiv:2401.01234",
        "arxiv:2402.00001",
        "doi:10.1145/3292500.3330701",
        "arxiv:2403.00002",
        "arxiv:2405.00001",
        "arxiv:hep-th/9901001",
        "doi:10.1234/abc(1)",
        "arxiv:2406.00001",
    )


def arxiv_ids() -> st.SearchStrategy[PaperId]:
    month = st.integers(1, 12)
    later = st.builds("arxiv:{:02}{:02}.{:05}".format, st.integers(15, 90), month, st.integers(1, 99999))
    earlier = st.builds("arxiv:{:02}{:02}.{:04}".format, st.integers(8, 14), month, st.integers(1, 9999))
    oldest = st.builds(
        "arxiv:{}/{:02}{:02}{:03}".format,
        st.sampled_from(["hep-th", "math", "q-bio"]),
        st.integers(92, 99),
        month,
        st.integers(1, 999),
    )
    return st.one_of(later, earlier, oldest).map(PaperId)


def dois() -> st.SearchStrategy[PaperId]:
    name = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40)
    parsed = st.builds("10.{}/{}".format, st.integers(1000, 999999), name).map(parse_paper_id)
    return parsed.filter(lambda paper: paper is not None).map(lambda paper: PaperId(str(paper)))


def paper_ids() -> st.SearchStrategy[PaperId]:
    return st.one_of(arxiv_ids(), dois())


@settings(deadline=None)
@given(paper_ids())
def test_an_id_its_link_and_its_short_form_mean_the_same(paper: PaperId) -> None:
    assert parse_paper_id(paper) == paper
    assert parse_paper_id(link(paper)) == paper
    assert parse_paper_id(short(paper)) == paper
    assert not set(link(paper)) & set(" <>\"'`|")


@settings(deadline=None)
@given(st.lists(arxiv_ids(), max_size=4, unique=True), st.sampled_from([" ", ", ", "\n", "; see "]))
def test_ids_with_words_between_are_all_found(papers: list[PaperId], gap: str) -> None:
    assert find_paper_ids(gap.join(papers)) == tuple(papers)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    parse_paper_id(text)
    find_paper_ids(text)


@pytest.mark.parametrize("part", ["a", "-", "a.", "10.1234/((", "2401.", "arxiv:", "https://", "http://arxiv.org/abs/"])
def test_long_hostile_text_is_read_once_not_over_and_over(part: str) -> None:
    """Half a million characters: a search that backtracks would take hours."""
    assert len(find_paper_ids(part * (500_000 // len(part)))) <= 2
    assert parse_paper_id(part * 100_000) is None


A = Paper(
    id=PaperId("arxiv:2401.01234"),
    title="A Title",
    abstract="What it says, at length.",
    authors=("Ada", "Bob"),
    organisation=Organisation(slug="lab", name="The Lab"),
    published=date(2024, 1, 2),
    featured=date(2024, 1, 5),
    first_seen=datetime(2024, 1, 5, 8, tzinfo=UTC),
    upvotes=7,
    comments=2,
    repository="https://github.com/a/b",
    stars=3,
    summary="In short.",
    sources=("huggingface",),
)


def test_a_record_that_lacks_a_fact_erases_none() -> None:
    bare = Paper(
        id=A.id,
        title="A Title",
        authors=("Ada",),
        published=date(2024, 1, 3),
        categories=("cs.CL",),
        sources=("arxiv",),
    )
    merged = merge(A, bare)
    assert merged == replace(A, categories=("cs.CL",), sources=("huggingface", "arxiv"))
    assert replace(merge(bare, A), sources=()) == replace(merged, sources=())


def test_counts_refresh_in_both_directions() -> None:
    merged = merge(A, replace(A, upvotes=5, comments=9, stars=0))
    assert (merged.upvotes, merged.comments, merged.stars) == (5, 9, 0)


def test_a_newer_version_gives_the_text_and_never_makes_it_new() -> None:
    newer = Paper(id=A.id, title="A Better Title", abstract="Less.", authors=("Ada",), version=2)
    later = replace(newer, published=date(2024, 6, 1), first_seen=datetime(2024, 6, 1, tzinfo=UTC))
    merged = merge(A, later)
    assert (merged.title, merged.abstract, merged.authors, merged.version) == ("A Better Title", "Less.", ("Ada",), 2)
    assert (merged.published, merged.featured, merged.first_seen) == (A.published, A.featured, A.first_seen)
    assert merge(merged, A).title == "A Better Title"


def test_a_withdrawn_work_stays_withdrawn() -> None:
    assert merge(A, replace(A, withdrawn=True)).withdrawn
    assert merge(replace(A, withdrawn=True), A).withdrawn


def test_a_work_known_by_its_doi_moves_to_its_arxiv_id() -> None:
    published = Paper(id=PaperId("doi:10.1234/abc"), title="A Title")
    preprint = replace(A, aliases=(PaperId("doi:10.1234/abc"),))
    for merged in (merge(published, preprint), merge(preprint, published)):
        assert merged.id == A.id
        assert merged.aliases == ("doi:10.1234/abc",)


def papers() -> st.SearchStrategy[Paper]:
    few = st.sampled_from
    return st.builds(
        Paper,
        id=few([A.id, PaperId("doi:10.1234/abc")]),
        title=few(["One", "Two"]),
        abstract=few(["", "x", "xyz"]),
        authors=few([(), ("Ada",), ("Ada", "Bob")]),
        organisation=few([None, A.organisation]),
        published=few([None, date(2024, 1, 1), date(2024, 2, 1)]),
        featured=few([None, date(2024, 1, 1), date(2024, 2, 1)]),
        first_seen=few([None, datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)]),
        version=few([1, 2, 3]),
        aliases=few([(), (PaperId("doi:10.1234/abc"),), (PaperId("doi:10.9999/z"),)]),
        categories=few([(), ("cs.CL",), ("cs.LG", "cs.CL")]),
        upvotes=few([0, 3, 9]),
        stars=few([None, 0, 4]),
        summary=few([None, "In short."]),
        withdrawn=st.booleans(),
        sources=few([(), ("arxiv",), ("huggingface",)]),
    )


@settings(deadline=None)
@given(papers(), papers())
def test_merging_again_changes_nothing(old: Paper, new: Paper) -> None:
    merged = merge(old, new)
    assert merge(merged, new) == merged
    assert merge(merged, merged) == merged
    assert merge(new, new) == replace(new, id=merge(new, new).id, aliases=merge(new, new).aliases)


@settings(deadline=None)
@given(papers(), papers(), papers())
def test_identity_does_not_depend_on_the_order(one: Paper, two: Paper, three: Paper) -> None:
    def identity(paper: Paper) -> tuple[object, ...]:
        dates = paper.published, paper.featured, paper.first_seen
        sets = frozenset(paper.categories), frozenset(paper.sources)
        return (paper.id, paper.aliases, paper.version, paper.withdrawn, *dates, *sets)

    forward = merge(merge(one, two), three)
    backward = merge(three, merge(two, one))
    assert identity(forward) == identity(backward)
