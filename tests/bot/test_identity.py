"""One work has one id, whatever the spelling."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.identity import find_paper_ids, page_of, parse_paper_id, preference, scheme_of, short, version_of
from bot.model import PaperId

SPELLINGS = [
    "{}",
    " {} ",
    "{}v2",
    "arXiv:{}",
    "arxiv:{}v3",
    "ARXIV: {}",
    "arXiv:{}v1 [cs.CL]",
    "arXiv:{} [cs, stat]",
    "arXiv:abs/{}",
    "abs/{}",
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
    "https://arxiv-org.proxy.lib.uni.edu/pdf/{}.pdf",
    "http://xxx.lanl.gov/abs/{}",
    "https://www.arxiv-vanity.com/papers/{}/",
    "https://api.semanticscholar.org/arXiv:{}",
    "https://scirate.com/arxiv/{}",
    "https://arxiv.org/abs/arXiv:{}",
    "arXiv-{}",
    "arXiv.{}",
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
    ("link", "paper"),
    [
        ("http://onlinelibrary.wiley.com/doi/10.1111/nous.12244/abstract", "doi:10.1111/nous.12244"),
        ("https://iopscience.iop.org/article/10.7567/1882-0786/ab5c44/meta", "doi:10.7567/1882-0786/ab5c44"),
        ("https://www.frontiersin.org/articles/10.3389/fnins.2020.00001/full", "doi:10.3389/fnins.2020.00001"),
        ("https://link.springer.com/content/pdf/10.1007/978-3-030-58452-8_24.pdf", "doi:10.1007/978-3-030-58452-8_24"),
        ("https://dl.acm.org/doi/10.1145/3292500.3330701?cid=81100", "doi:10.1145/3292500.3330701"),
        (
            "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0123456&type=x",
            "doi:10.1371/journal.pone.0123456",
        ),
        ("https://www.scopus.com/record.uri?eid=2-s2.0-1&doi=10.1000%2fabc&partnerID=40", "doi:10.1000/abc"),
        ("https://doi.org/10.1093/analys/anw053", "doi:10.1093/analys/anw053"),
        ("10.3390%2Ff10100827", "doi:10.3390/f10100827"),
        ("10.3390/f10100827/full./meta", "doi:10.3390/f10100827"),
        (
            "10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2",
            "doi:10.1175/1520-0469(1963)020<0130:dnf>2.0.co;2",
        ),
        (
            "https://onlinelibrary.wiley.com/doi/10.1002/(SICI)1097-0258(19970515)16:9%3C981::AID-SIM510%3E3.0.CO;2-N",
            "doi:10.1002/(sici)1097-0258(19970515)16:9<981::aid-sim510>3.0.co;2-n",
        ),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Farxiv.org%2Fabs%2F2401.01234&data=05",
            "arxiv:2401.01234",
        ),
        ("https://x.org/?u=https%253A%252F%252Fdoi.org%252F10.48550%252FarXiv.2401.01234%26z=1", "arxiv:2401.01234"),
        ("https://www.google.com/url?q=https://arxiv.org/abs/2401.01234&sa=D", "arxiv:2401.01234"),
        ("https://arxiv.org/html/2401.01234v1/#S1", "arxiv:2401.01234"),
        ("https://arxiv.org/abs//2401.01234", "arxiv:2401.01234"),
        ("https://inspirehep.net/api/arxiv/2401.01234", "arxiv:2401.01234"),
        ("https://ui.adsabs.harvard.edu/abs/arXiv:2401.01234/abstract", "arxiv:2401.01234"),
        ("https://ui.adsabs.harvard.edu/abs/2024arXiv240101234A/abstract", "arxiv:2401.01234"),
        ("https://ui.adsabs.harvard.edu/abs/2008arXiv0801.1234S", "arxiv:0801.1234"),
        ("https://dblp.org/rec/journals/corr/abs-2401-01234.html", "arxiv:2401.01234"),
    ],
)
def test_links_of_publishers_catalogues_and_mail_programs_name_the_work(link: str, paper: str) -> None:
    for text in (link, f"See {link}, and more.", f"[here]({link})", f"{link}\n{link}"):
        assert find_paper_ids(text) == (paper,)


def test_dois_parted_by_commas_are_several() -> None:
    assert find_paper_ids("10.1234/a,10.1234/b;10.1234/c") == ("doi:10.1234/a", "doi:10.1234/b", "doi:10.1234/c")
    assert find_paper_ids("In TeX: 10.1234/a\\_b") == ("doi:10.1234/a_b",)
    assert find_paper_ids("% %2401.01234 10.1234/s,t") == ("arxiv:2401.01234", "doi:10.1234/s,t")


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
    assert parse_paper_id(page_of(paper)) == paper
    assert parse_paper_id(short(paper)) == paper
    assert not set(page_of(paper)) & set(" <>\"'`|")


@settings(deadline=None)
@given(st.lists(arxiv_ids(), max_size=4, unique=True), st.sampled_from([" ", ", ", "\n", "; see "]))
def test_ids_with_words_between_are_all_found(papers: list[PaperId], gap: str) -> None:
    assert find_paper_ids(gap.join(papers)) == tuple(papers)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    parse_paper_id(text)
    find_paper_ids(text)


@pytest.mark.parametrize(
    "part", ["a", "-", "a.", "10.1234/((", "2401.", "arxiv:", "https://", "http://arxiv.org/abs/", "%25", "abs-"]
)
def test_long_hostile_text_is_read_once_not_over_and_over(part: str) -> None:
    """Half a million characters: a search that backtracks would take hours."""
    assert len(find_paper_ids(part * (500_000 // len(part)))) <= 2
    assert parse_paper_id(part * 100_000) is None


def test_an_unknown_scheme_is_an_error_and_never_a_link_elsewhere() -> None:
    for use in (page_of, scheme_of, preference):
        with pytest.raises(ValueError, match="openreview:X"):
            use(PaperId("openreview:X"))


def test_arxiv_comes_before_a_preprint_s_doi_and_that_before_its_article_s() -> None:
    article, preprint, arxiv = map(PaperId, ("doi:10.1000/a", "doi:10.1101/2026.01.02.123456", "arxiv:2401.01234"))
    assert sorted([article, preprint, arxiv], key=preference) == [arxiv, preprint, article]


@pytest.mark.parametrize("server", ["biorxiv", "medrxiv"])
@pytest.mark.parametrize(
    "ending", ["", "v1", "v2.full", "v2.full.pdf", "v3.full-text", "v1?rss=1", ".full.pdf+html", "v12.abstract", "/"]
)
@pytest.mark.parametrize("name", ["10.1101/2026.01.02.123456", "10.64898/2026.01.02.26359794", "10.1101/654321"])
def test_every_link_to_a_preprint_is_its_doi(server: str, ending: str, name: str) -> None:
    for spelling in (f"https://www.{server}.org/content/{name}{ending}", f"{name}{ending}", f"https://doi.org/{name}"):
        assert parse_paper_id(spelling) == f"doi:{name}"
        assert find_paper_ids(f"See {spelling}, and more.") == (f"doi:{name}",)


def test_old_links_to_preprints_and_their_versions() -> None:
    assert parse_paper_id("https://www.biorxiv.org/content/early/2018/05/30/334888.full.pdf") == "doi:10.1101/334888"
    assert version_of("https://www.biorxiv.org/content/10.1101/2026.01.02.123456v2.full.pdf") == 2
    assert parse_paper_id("10.1101/gr.123456.116v2") == "doi:10.1101/gr.123456.116v2", "a journal of the same publisher"
