"""People are people, institutes are not, whatever a list of authors holds beside them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.authors import family_first, names_in, names_of

ADA, BOB, CY = "Ada Alpha", "Bob Beta", "Cy Gamma"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Alpha, Bob Beta", (ADA, BOB)),
        ("Ada Alpha (1), Bob Beta (2) ((1) Institute (IoG), Springfield, (2) River Lab, Shelbyville)", (ADA, BOB)),
        ("Ada Alpha (School of Computing (SoC), University of X), Bob Beta", (ADA, BOB)),
        ("Ada Alpha (1 and 2), Bob Beta (2) ((1) River Lab, (2) Hill Lab", (ADA, BOB)),
        ("Ada Alpha [1], Bob Beta [1,2]", (ADA, BOB)),
        ("Ada Alpha^1, Bob Beta$^{2,*}$", (ADA, BOB)),
        ("Ada Alpha and Bob Beta", (ADA, BOB)),
        ("Ada Alpha, Bob Beta, and Cy Gamma", (ADA, BOB, CY)),
        ("Ada Alpha & Bob Beta; Cy Gamma", (ADA, BOB, CY)),
        ("Garden Team, :, Ada Alpha, Bob Beta", ("Garden Team", ADA, BOB)),
        ("Garden Team: Ada Alpha, Bob Beta", ("Garden Team", ADA, BOB)),
        ("The Garden and River Collaborations: Ada Alpha", ("The Garden and River Collaborations", ADA)),
        ("Ada Alpha, with an appendix by Bob Beta", (ADA, BOB)),
        ("Ada Alpha, for the Garden Collaboration", (ADA, "Garden Collaboration")),
        ("Ada Alpha, on behalf of the Garden Collaboration", (ADA, "Garden Collaboration")),
        ("Ada Alpha (for the Garden Collaboration), Bob Beta", (ADA, "Garden Collaboration", BOB)),
        ("Ada Alpha (Garden Collaboration)", (ADA, "Garden Collaboration")),
        ("Ada Alpha, University of X, Bob Beta, Department of Y", (ADA, BOB)),
        ("Ada Alpha, Jr., Bob Beta III, et al.", ("Ada Alpha Jr.", "Bob Beta III")),
        ("Ada Alpha, Ada Alpha,, ,Bob Beta,", (ADA, BOB)),
        ("A.~Alpha, B.~B\\'eta", ("A. Alpha", "B. Béta")),
        ("Anderson Sand, Amanda Brand", ("Anderson Sand", "Amanda Brand")),
        ("Ada Alpha et al.", (ADA,)),
        ("Ada Alpha, Bob Beta.", (ADA, BOB)),
        ("Ada Alpha and the Garden Team", (ADA, "Garden Team")),
        ("The Garden and the River Teams: Ada Alpha", ("The Garden and the River Teams", ADA)),
        ("University of X Consortium", ("University of X Consortium",)),
        ("Institute of Gardens", ("Institute of Gardens",)),
        ("Ada Alpha, the Garden Collaboration", (ADA, "Garden Collaboration")),
        ("Ada Alpha and Bob Beta on behalf of the Garden Team", (ADA, BOB, "Garden Team")),
        ("Ada Alpha (1), Bob Beta (2), (1) Hill Lab, (2) River Lab", (ADA, BOB)),
        ("Ada Alpha <ada@x.org>, bob@x.org, Bob Beta, Ph.D.", (ADA, BOB)),
        ("Ada Alpha\\footnote{equal}, Bob Beta\\thanks{x}", (ADA, BOB)),
        ("王小明、李四，Yann Le{C}un", ("王小明", "李四", "Yann LeCun")),
        ("", ()),
        (":, 1, (2), *", ()),
        ("Ada Alpha | Bob Beta · Cy Gamma", (ADA, BOB, CY)),
        ("Ada Alpha / Bob Beta", (ADA, BOB)),
        ("Ada Alpha, with contributions from Bob Beta", (ADA, BOB)),
        ("Wo\\'zniak, Micha\\l", ("Woźniak", "Michał")),
        ("Micha\\l Wo\\'zniak, Stra\\ss er, \\O ystein O'{}Neill", ("Michał Woźniak", "Straßer", "Øystein O'Neill")),
    ],
)
def test_the_names_in_one_text(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


def test_the_names_of_a_list() -> None:
    assert names_of(["Garden Team", ":", ADA, "Bob Beta (University of X)", "(1)", "Cy Gamma 2"]) == (
        "Garden Team",
        ADA,
        BOB,
        CY,
    )
    assert names_of(["Ada Alpha and Bob Beta", "Cy Gamma", "Jr.", "(1) Hill Lab"]) == (ADA, BOB, "Cy Gamma Jr.")
    assert names_of(["Ada Alpha, Bob Beta, Cy Gamma"]) == (ADA, BOB, CY)
    assert names_of(["Ada Alpha (on behalf of the Garden Collaboration)"]) == (ADA, "Garden Collaboration")
    assert names_of(["van der Berg, Jan Willem"]) == ("Jan Willem van der Berg",)
    assert names_of(["Garden Team: Ada Alpha", "Beta, Bob"]) == ("Garden Team", ADA, BOB)


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("Ada Alpha, PhD", ADA),
        ("Ada Alpha, M.D., Ph.D.", ADA),
        ("Ada Alpha, MS, RN", ADA),
        ("Ada Alpha MSc", ADA),
        ("Ada Alpha PhD", ADA),
        ("Prof. Dr. Ada Alpha", ADA),
        ("Dr Ada Alpha", ADA),
        ("Dr.-Ing. Ada Alpha", ADA),
        ("Ada Alpha, University of X", ADA),
        ("Hens, Inc.", "Hens, Inc."),
        ("Institute of Hens, University of X", "Institute of Hens, University of X"),
        ("Ada Alpha https://orcid.org/0000-0001-2345-6789", ADA),
        ("Sammy Alpha, Jr.", "Sammy Alpha Jr."),
        ("Sammy Alpha, Jr., PhD", "Sammy Alpha Jr."),
        ("Alpha, Ada, PhD", ADA),
        ("ALPHA, ADA", ADA),
        ("ADA B. ALPHA", "Ada B. Alpha"),
        ("MCALPHA-O'NEILL, ADA", "Ada McAlpha-O'Neill"),
        ("DE LA CRUZ, ADA", "Ada de la Cruz"),
        ("Md Rezwan Alpha", "Md Rezwan Alpha"),
        ("Jia Ma", "Jia Ma"),
        ("Alpha MD", "Alpha MD"),
        ("Garden Team, Springfield", "Garden Team, Springfield"),
        ("GARDEN GSFC", "GARDEN GSFC"),
        ("MIT CSAIL", "MIT CSAIL"),
        ("IBM RESEARCH", "IBM RESEARCH"),
        ("NASA AMES", "NASA AMES"),
        ("GARDEN", "GARDEN"),
        ("Alpha Group PhD Network", "Alpha Group PhD Network"),
    ],
)
def test_a_name_stands_without_titles_degrees_and_shouting(entry: str, name: str) -> None:
    assert names_of([entry]) == (name,)


def test_degrees_within_a_list_are_nobody() -> None:
    assert names_in("Ada Alpha, PhD, Bob Beta, M.D., MPH, Jia Ma, CYRIL GAMMA") == (ADA, BOB, "Jia Ma", "Cyril Gamma")
    assert family_first("Alpha, A., PhD; BETA, B.; MD Team") == ("A. Alpha", "B. Beta", "MD Team")


def test_names_with_the_family_first() -> None:
    assert family_first("Alpha, A. B.; Beta, C.; Garden Team") == ("A. B. Alpha", "C. Beta", "Garden Team")
    assert family_first("van der Berg, A.; Alpha, A., Jr.") == ("A. van der Berg", "A. Alpha Jr.")
    assert family_first("") == family_first("NA") == ()
    assert family_first("Alpha, A.; ; NA; Beta, B.,") == ("A. Alpha", "B. Beta")


@given(st.text(alphabet="AaBb ,;:()[]&1.*and", max_size=80))
def test_any_list_is_read(text: str) -> None:
    for read in (names_in(text), names_of([text]), family_first(text)):
        assert all(name.strip() == name and any(map(str.isalpha, name)) for name in read)


@pytest.mark.parametrize("part", ["(", "((1)", "a, ", " and ", "1", ": ", "a;", "a and ", "]", " for the "])
def test_long_lists_take_linear_time(part: str) -> None:
    before = time.process_time()
    names_in(part * (200_000 // len(part)))
    names_of([part * (200_000 // len(part))])
    assert time.process_time() - before < 3
