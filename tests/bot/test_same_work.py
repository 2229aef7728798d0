"""Two records of one work become one."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Organisation, Paper, PaperId
from bot.same_work import family_names, merge, same_preprint

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


def test_first_names_are_never_lost_to_initials() -> None:
    spelt, short = ("Anna Alpha", "Bob C. Beta"), ("A. Alpha", "B. C. Beta")
    for version in (1, 2):
        one, other = replace(A, authors=spelt), replace(A, authors=short, version=version)
        assert merge(one, other).authors == merge(other, one).authors == spelt
    corrected = ("Jo Alpha", "Bob Beta")
    assert merge(replace(A, authors=spelt), replace(A, authors=corrected)).authors == corrected


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


PREPRINT = Paper(
    id=PaperId("doi:10.64898/2024.01.02.123456"), title="A title.", authors=("B. Ada",), published=date(2024, 1, 20)
)


def test_one_work_on_two_servers_is_known_by_title_author_and_time() -> None:
    assert same_preprint(A, PREPRINT)
    assert same_preprint(PREPRINT, A)
    for other in (
        replace(PREPRINT, title="Another title"),
        replace(PREPRINT, authors=("B. Else",)),
        replace(PREPRINT, authors=()),
        replace(PREPRINT, published=date(2024, 3, 20)),
        replace(PREPRINT, published=None),
        replace(PREPRINT, id=PaperId("doi:10.1000/article")),
        replace(A, id=PaperId("arxiv:2401.99999")),
    ):
        assert not same_preprint(A, other)
    assert not same_preprint(PREPRINT, replace(PREPRINT, id=PaperId("doi:10.1101/2024.01.02.999999")))


def test_a_family_is_told_from_what_stands_behind_it() -> None:
    names = ["Ada Alpha", "Beta, Bob", "Cy Gamma Jr.", "Delta, Di, PhD", "Eve Epsilon PhD", "ZETA, ZOE", "Jr."]
    assert family_names(names) == {"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "jr."}
