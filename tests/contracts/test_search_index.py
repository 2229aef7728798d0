"""Every search index finds the same, mends the same, and never fails."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from bot.model import Organisation, Paper, PaperId, Query, SearchPage
from bot.model.searching import FILTERS
from bot.ports.store import Store
from bot.search.language import parse_query
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 8, 20, 9, tzinfo=UTC)
TODAY = NOW.date()
DEEPMIND = Organisation(slug="google-deepmind", name="Google DeepMind")
OPENAI = Organisation(slug="openai", name="OpenAI")


def paper(number: int, title: str, **more: object) -> Paper:
    day = date(2026, 8, number)
    return replace(Paper(id=PaperId(f"arxiv:2608.{number:05}"), title=title, published=day), **more)  # type: ignore[arg-type]


PAPERS = (
    paper(
        1, "Attention Is All You Need", authors=("Ashish Vaswani", "Noam Shazeer"), upvotes=900, categories=("cs.CL",)
    ),
    paper(
        2,
        "Mamba: Linear-Time Sequence Modeling with Selective State Spaces",
        authors=("Albert Gu", "Tri Dao"),
        upvotes=90,
    ),
    paper(
        3, "A World Model for Self-Driving", abstract="We learn a latent world model of traffic.", organisation=DEEPMIND
    ),
    paper(4, "The Model of the World", abstract="On atlases.", categories=("physics.hist-ph",), organisation=OPENAI),
    paper(
        5,
        "Schrödinger Bridges for Łódź Traffic",
        authors=("Zoë Müller",),
        upvotes=7,
        repository="https://github.com/z/b",
    ),
    paper(6, "语言模型综述", authors=("王 伟",), categories=("cs.AI",)),
    paper(7, "β-VAE and GPT-4: multi-agent C++ at O(n²)", abstract="Disentanglement is measured.", upvotes=21),
    paper(8, "Retrieval for Long Documents", authors=("Yann LeCun", "Albert Gu"), categories=("cs.IR", "cs.CL")),
    paper(9, "Retrieval without Documents", authors=("Yann Dubois", "Marie LeCun"), withdrawn=False, upvotes=3),
    paper(10, "A Retracted Retrieval", withdrawn=True),
)


@pytest.fixture
async def filled(store: Store, reopen: Reopen) -> Store:
    await store.papers.add(PAPERS, NOW)
    return await reopen()


async def page(store: Store, text: str, limit: int = 10, offset: int = 0) -> SearchPage:
    return await store.search.search(parse_query(text, TODAY), limit=limit, offset=offset)


def numbers(found: SearchPage) -> list[int]:
    return [int(hit.paper.id[-2:]) for hit in found.hits]


async def found(store: Store, text: str) -> Sequence[int]:
    return numbers(await page(store, text))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("attention is all you need", 1),
        ("you need attention", 1),
        ("atention all need", 1),
        ("vaswani attention", 1),
        ("mamba", 2),
        ("mabma", 2),
        ("mamba selective statespaces", 2),
        ("sequence model state space", 2),
        ("schrodinger bridge", 5),
        ("Schrödinger lodz", 5),
        ("zoe muller", 5),
        ("模型", 6),
        ("语言模型", 6),
        ("gpt4", 7),
        ("gpt-4", 7),
        ("beta vae", 7),
        (r"$\beta$-VAE", 7),
        ("c++", 7),
        ("O(n^2) multiagent", 7),
        ("disentanglement", 7),
        ("retreival documnets long", 8),
        ("deepmind world", 3),
        ("selfdriving world", 3),
        ("arxiv:2608.00005", 5),
        ("https://arxiv.org/abs/2608.00005v2", 5),
    ],
)
async def test_finds_first(filled: Store, text: str, first: int) -> None:
    assert (await found(filled, text))[:1] == [first]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("how do autonomous cars predict what happens", 3),
        ("sequence models with hidden states", 2),
        ("document search engines", 8),
        ("autonomous vehicles since:2026-08-02", 3),
    ],
)
async def test_finds_by_meaning_what_words_alone_do_not(filled: Store, text: str, first: int) -> None:
    assert first in (await found(filled, text))[:3]


async def test_everyday_words_for_a_thing_of_the_field_find_it(store: Store) -> None:
    titles = ("Folding Paper Boats", "Robots for Deformable Object Manipulation", "Clothes and Fashion")
    await store.papers.add([paper(number, title) for number, title in enumerate(titles, 1)], NOW)
    answer = await page(store, "robots that fold clothes")
    assert numbers(answer)[:1] == [2]
    assert answer.query.also == ("deformable object manipulation",)
    assert numbers(await page(store, "newest papers on robots that fold clothes")) == [2]
    literally = await page(store, answer.query.literal or "")
    assert numbers(literally)[:1] != [2]
    assert literally.query.also == ()


@pytest.mark.parametrize("text", ["Albert Tri", "Tri Albert", 'author:"Tri Albert"'])
async def test_a_name_in_the_order_typed_comes_first(store: Store, text: str) -> None:
    papers = [paper(1, "Older", authors=("Tri Albert",)), paper(2, "Newer", authors=("Albert Tri",))]
    await store.papers.add(papers, NOW)
    assert await found(store, text) == ([2, 1] if text == "Albert Tri" else [1, 2])


@pytest.mark.parametrize(
    ("text", "expected", "said"),
    [
        ("org:GoogleDeepMind", [3], 'org:"google deepmind"'),
        ("org:GDM", [3], 'org:"google deepmind"'),
        ("org:DeepMimd", [3], "org:deepmind"),
        ("author:vaswanni", [1], "author:vaswani"),
        ("category:cs.CI", [1, 8], "category:cs.CL"),
        ("author:VASWANI", [1], None),
    ],
)
async def test_filters_forgive_and_say_what_was_meant(
    filled: Store, text: str, expected: list[int], said: str | None
) -> None:
    one = await page(filled, text)
    assert sorted(int(hit.paper.id[-5:]) for hit in one.hits) == expected
    assert one.suggestion == said


@pytest.mark.parametrize("text", ["paper", "paper retrieval", "sort:new paper", "how are papers retrieved"])
async def test_the_total_is_the_same_on_every_page(store: Store, text: str) -> None:
    await store.papers.add([paper(n, f"Paper {n} on Retrieval") for n in range(1, 29)], NOW)
    pages = [await page(store, text, limit=5, offset=offset) for offset in (0, 5, 15, 25)]
    assert len({(one.total, one.more_than) for one in pages}) == 1
    assert all(bool(one.hits) is (one.offset < one.total) for one in pages)


async def test_a_changed_paper_is_found_by_its_new_meaning(filled: Store) -> None:
    await filled.papers.add([replace(PAPERS[3], title="Folding Proteins", abstract="Structures of molecules.")], NOW)
    assert 4 in (await found(filled, "biology of amino acids"))[:3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"world model"', [3]),
        ('"model of the world"', [4]),
        ("author:lecun", [8, 9]),
        ('author:"yann lecun"', [8]),
        ('author:"y lecun"', [8]),
        ('author:"Albert Gu" retrieval', [8]),
        ("org:deepmind", [3]),
        ('org:"Google DeepMind"', [3]),
        ("category:cs.CL", [1, 8]),
        ("category:cs", [1, 6, 8]),
        ("category:physics", [4]),
        ("upvotes:>=90", [1, 2]),
        ("upvotes:>21 upvotes:<900", [2]),
        ("has:code", [5]),
        ("-has:code upvotes:>5 since:2026-08-05", [7]),
        ("since:2026-08-07 until:2026-08-08", [7, 8]),
        ("since:12d until:2026-08-08", [8]),
        ("retrieval -long", [9]),
        ("retrieval -author:lecun", []),
        ("retrieval -long -vaswani -latent", [9]),
        ("-retrieval category:cs.CL", [1]),
        ("author:nobody", []),
        ("zzzzqqq", []),
    ],
)
async def test_finds_exactly(filled: Store, text: str, expected: list[int]) -> None:
    assert sorted(await found(filled, text)) == expected


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("retrieval -document", []),
        ("retrieval -long", [9]),
        ("world -modeling", []),
        ("retrieval -documnets", []),
        ("world -selfdriving", [4]),
        ('world -"latent traffics"', [4]),
        ('retrieval -author:"Albert Gu"', [9]),
        ("retrieval -author:dubios", [8]),
        ("models -org:deepmnd", [4, 2]),
        ("retrieval -category:cs.IR", [9]),
    ],
)
async def test_leaves_out_what_a_search_for_the_words_would_find(filled: Store, text: str, left: list[int]) -> None:
    found = await page(filled, text)
    assert sorted(numbers(found)) == sorted(left)
    assert found.without_effect == ()


async def test_two_words_are_left_out_where_a_paper_writes_them_as_one_too(store: Store) -> None:
    await store.papers.add([paper(1, "Cars"), paper(2, "Selfdriving Cars"), paper(3, "Self Driving Cars")], NOW)
    assert await found(store, 'cars -"self driving"') == [1]


@pytest.mark.parametrize(("text", "idle"), [("retrieval -flurbs", "flurbs"), ("retrieval -author:Zyxwv", "zyxwv")])
async def test_says_what_nothing_had_to_be_left_out_for(filled: Store, text: str, idle: str) -> None:
    found = await page(filled, text)
    assert (sorted(numbers(found)), found.without_effect) == ([8, 9], (idle,))


async def test_sorts(filled: Store) -> None:
    assert await found(filled, "sort:top upvotes:>20") == [1, 2, 7]
    assert await found(filled, "sort:new since:2026-08-07") == [9, 8, 7]
    assert await found(filled, "retrieval documents sort:new") == [9, 8]
    assert await found(filled, "retrieval documents sort:top") == [9, 8]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "retrieval sort:top",
            "retrieval -documents sort:new",
            "retrieval since:2026-08-01 sort:top",
            "-mamba sort:top",
        ),
        *(
            "retrieval until:2026-08-09",
            "retrieval upvotes:>1",
            "the model of retrieval has:code",
            "author:chen sort:new",
        ),
    ],
)
async def test_words_that_many_papers_hold_hide_none(filled: Store, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    few = await found(filled, text)
    monkeypatch.setattr("bot.store.sqlite.search_index.SCANNED", 1)
    assert sorted(await found(filled, text)) == sorted(few)


async def test_an_id_has_one_page(filled: Store) -> None:
    first, second = [await page(filled, "2608.00005", limit=5, offset=offset) for offset in (0, 5)]
    assert (len(first.hits), len(second.hits)) == (1, 0)
    assert first.total == second.total == 1


async def test_pages_never_overlap(filled: Store) -> None:
    whole = await page(filled, "retrieval")
    parts = [await page(filled, "retrieval", limit=1, offset=n) for n in range(3)]
    assert [hit.paper.id for part in parts for hit in part.hits] == [hit.paper.id for hit in whole.hits]
    assert whole.total == 2
    assert not whole.more_than


async def test_says_what_was_meant(filled: Store) -> None:
    assert (await page(filled, "retreival upvotes:>1")).suggestion == "retrieval upvotes:>=2"
    assert (await page(filled, '"retreival without" documents')).suggestion == 'documents "retrieval without"'
    assert (await page(filled, "retrieval")).suggestion is None


@pytest.mark.parametrize("text", ["sinca joom", "qwerty uiop", "mabma qqzzx", "hjkl hjkl", "xyzzy plugh"])
async def test_says_that_there_is_nothing_and_suggests_nothing_where_no_word_means_anything(
    filled: Store, text: str
) -> None:
    nothing = await page(filled, text)
    assert (nothing.hits, nothing.suggestion) == ((), None)


async def test_a_plain_typo_is_mended_beside_a_word_that_means_nothing(filled: Store) -> None:
    assert await found(filled, "atention qqzzx") == [1]


async def test_a_changed_title_is_found_by_its_new_words_only(filled: Store) -> None:
    await filled.papers.add([replace(PAPERS[1], title="Cobra: Venomous Sequences", version=2)], NOW)
    assert (await found(filled, "cobra venomous"))[:1] == [2]
    assert 2 not in await found(filled, '"selective state spaces"')


async def test_counts_change_without_indexing(filled: Store) -> None:
    await filled.papers.add([replace(PAPERS[8], upvotes=1000)], NOW)
    assert (await found(filled, "sort:top"))[0] == 9


async def test_an_answer_asked_for_again_is_that_of_now(filled: Store) -> None:
    assert (await found(filled, "retrieval"))[:2] == [9, 8]
    await filled.papers.add([replace(PAPERS[7], upvotes=100_000)], NOW)
    assert (await found(filled, "retrieval"))[:2] == [8, 9]
    await filled.papers.add([paper(12, "Retrieval", upvotes=1000)], NOW)
    assert (await found(filled, "retrieval"))[0] == 12
    await filled.papers.add([paper(12, "Retrieval", withdrawn=True)], NOW)
    assert (await found(filled, "retrieval"))[:2] == [8, 9]
    hits = (await page(filled, "retrieval")).hits
    assert [hit.paper.upvotes for hit in hits[:2]] == [100_000, 3]


async def test_an_answer_is_of_the_page_and_the_words_that_were_asked_for(filled: Store) -> None:
    whole = numbers(await page(filled, "retrieval", limit=2))
    for _ in range(2):
        assert numbers(await page(filled, "retrieval", limit=2)) == whole
        assert numbers(await page(filled, "retrieval", limit=1)) == whole[:1]
        assert numbers(await page(filled, "retrieval", limit=1, offset=1)) == whole[1:]
        assert await found(filled, "retrieval c++") != whole


async def test_papers_added_later_are_known_to_spelling(filled: Store) -> None:
    await found(filled, "mamba")
    await filled.papers.add([paper(11, "Xylophonic Grokking")], NOW)
    assert await found(filled, "xylofonic") == [11]
    assert [hit.paper.title for hit in await filled.search.complete("xylo")] == ["Xylophonic Grokking"]


FILTERED = {
    "since": (date(2026, 8, 9), 9),
    "until": (date(2026, 8, 8), 8),
    "min_upvotes": (3, 9),
    "max_upvotes": (0, 8),
    "has_code": (False, 8),
}
"""For each filter a value, and which of two papers on retrieval passes it."""
NO_FILTERS = {
    *("text", "words", "phrases", "excluded", "authors", "organisations", "categories", "sort", "paper"),
    *("unfinished", "notes", "read_as", "literal", "literally", "also"),
}


def test_every_part_of_a_query_is_a_filter_of_indexes_or_known_to_be_none() -> None:
    assert {part.name for part in fields(Query)} == {*FILTERS, *NO_FILTERS}


@pytest.mark.parametrize("sought", ["retrieval documents", "retrieval", ""])
@pytest.mark.parametrize("name", FILTERS)
async def test_a_filter_leaves_out_what_does_not_pass_it_whatever_is_looked_for(
    store: Store, name: str, sought: str
) -> None:
    await store.papers.add([PAPERS[7], replace(PAPERS[8], repository="https://github.com/z/b")], NOW)
    value, passes = FILTERED[name]
    query = replace(parse_query(sought, TODAY), **{name: value})
    assert numbers(await store.search.search(query)) == [passes]


MANY_NEW = 120
"""More papers than one search takes in on its way."""


def many_new(last: Paper) -> list[Paper]:
    others = [
        Paper(id=PaperId(f"arxiv:2609.{n:05}"), title=f"Paper {n}", categories=("cs.CV",)) for n in range(1, MANY_NEW)
    ]
    return [*others, last]


@pytest.mark.parametrize(
    ("text", "found_by_it"),
    [
        ("category:cs.CR", [11]),
        ("author:Vaswany", [11]),
        ("org:opnai", [11]),
        ("retrieval -category:cs.CR", [9, 8]),
        ("retrieval -docuemnts", [9, 8]),
    ],
)
async def test_a_filter_is_taken_as_typed_where_a_paper_that_came_just_now_has_it(
    filled: Store, text: str, found_by_it: list[int]
) -> None:
    await found(filled, "mamba")
    new = paper(
        11,
        "Secure Retrieval",
        abstract="Our own word is docuemnts.",
        authors=("Ira Vaswany",),
        organisation=Organisation(slug="opnai", name="Opnai"),
        categories=("cs.CR",),
    )
    await filled.papers.add(many_new(new), NOW)
    assert sorted(await found(filled, text)) == sorted(found_by_it)


async def test_all_papers_that_came_since_are_known_to_spelling_after_reading_on(filled: Store) -> None:
    await found(filled, "mamba")
    await filled.papers.add(many_new(paper(11, "Xylophonic Grokking")), NOW)
    await filled.search.warm()
    assert await found(filled, "xylofonic") == [11]


async def test_the_newest_are_about_what_was_asked_not_merely_many_that_hold_the_words(store: Store) -> None:
    said = "Speech recognisers are compared in a world of noise, with small models for phones."
    noise = [
        replace(
            paper(1, f"Speech recogniser {n}", abstract=said, published=date(2026, 8, 20)), id=PaperId(f"noise:{n}")
        )
        for n in range(120)
    ]
    meant = "A learned world model predicts how the world changes: such world models let agents plan."
    await store.papers.add([*noise, PAPERS[2], paper(4, "Planning in Dreams", abstract=meant)], NOW)
    newest = await page(store, "newest papers on world model")
    assert numbers(newest) == [4, 3]
    assert newest.total == 2


async def test_a_quotation_that_nobody_wrote_is_offered_as_words(filled: Store) -> None:
    one = await page(filled, '"attention is all we need"')
    assert (one.hits, one.suggestion) == ((), "attention is all we need")
    assert (await found(filled, str(one.suggestion)))[:1] == [1]
    assert (await page(filled, '"zzqx flurb"')).suggestion is None


async def test_an_organisation_asked_for_as_an_author_is_one(filled: Store) -> None:
    one = await page(filled, "author:OpenAI")
    assert (numbers(one), one.suggestion) == ([4], "org:OpenAI")
    assert await found(filled, "papers by OpenAI") == [4]
    assert await found(filled, "papers by Google DeepMind") == [3]
    assert await found(filled, "papers by Albert Gu on mamba") == [2]


async def test_of_one_word_all_papers_are_told_however_many_have_it_in_the_title(store: Store) -> None:
    titled = [replace(paper(1, f"Mamba number {n}"), id=PaperId(f"titled:{n}")) for n in range(12)]
    told = [replace(paper(1, f"Sequences {n}", abstract="As mamba does."), id=PaperId(f"told:{n}")) for n in range(15)]
    await store.papers.add([*titled, *told], NOW)
    pages = [await page(store, "mamba ", offset=offset) for offset in (0, 10, 20)]
    assert [one.total for one in pages] == [27, 27, 27]
    assert all("titled" in hit.paper.id for hit in pages[0].hits)
    assert len({hit.paper.id for one in pages for hit in one.hits}) == 27


async def test_british_and_american_spelling_find_each_other(store: Store) -> None:
    titles = ("Colour Behaviour of Neighbours", "Color Behavior of Neighbors", "Tokenisation", "Tokenization")
    await store.papers.add([paper(number, title) for number, title in enumerate(titles, 1)], NOW)
    for typed in ("colour behaviour", "color behavior", "neighbours ", "neighbor "):
        assert sorted(await found(store, typed)) == [1, 2]
    for typed in ("tokenisation", "tokenization"):
        assert sorted(await found(store, typed)) == [3, 4]
    assert await found(store, "tokenization -tokenisation") == []
    assert await found(store, "behavior -colour") == []


async def test_a_short_name_comes_before_longer_words_that_begin_so(store: Store) -> None:
    await store.papers.add([paper(1, "Hand Tracking"), paper(2, "Pruned Networks", authors=("Song Han",))], NOW)
    assert await found(store, "han") == [2, 1]


async def test_completes_titles(filled: Store) -> None:
    async def titles(prefix: str) -> list[str]:
        return [hit.paper.title for hit in await filled.search.complete(prefix, 3)]

    assert (await titles("atten"))[:1] == ["Attention Is All You Need"]
    assert (await titles("Mamba: lin"))[:1] == [PAPERS[1].title]
    assert (await titles("is all you ne"))[:1] == ["Attention Is All You Need"]
    assert (await titles("schrodin"))[:1] == [PAPERS[4].title]
    assert (await titles("retr"))[:2] == ["Retrieval without Documents", "Retrieval for Long Documents"]
    assert len(await titles("")) == 3


async def test_completes_names_of_authors(filled: Store) -> None:
    assert list(await filled.search.authors("lec")) == ["Marie LeCun", "Yann LeCun"]
    assert list(await filled.search.authors("yann l")) == ["Yann LeCun"]
    assert list(await filled.search.authors("gu")) == ["Albert Gu"]
    assert list(await filled.search.authors("mul")) == ["Zoë Müller"]
    assert list(await filled.search.authors("")) == []


HOSTILE = (
    *(
        "multi-agent",
        "gpt-4",
        "c++",
        "3.1",
        "don't",
        "title:x",
        "AND",
        "OR",
        "NOT",
        "NEAR(a b)",
        "*",
        "a*",
        "^a",
        "-",
        "--",
    ),
    *(
        '"',
        '""',
        '"a',
        "a OR b",
        "a AND",
        "(",
        ")",
        "{a b}",
        "a:b:c",
        "author:",
        'author:"',
        "sort:",
        "since:",
        "since:99999d",
    ),
    *(
        "until:0000-00-00",
        "upvotes:>",
        "upvotes:>99999999999999999999",
        "-author:",
        "has:",
        "category:.",
        "org:*",
        "=cscl",
        "@a",
    ),
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "\ud800",
        "a\udfff",
        "\u202eabc",
        "👩‍👩‍👧",
        "م ر ح ب ا",
        "ﬁ",
        "%",
        "_",
        "\\",
        "';drop table papers;--",
    ),
    *(
        "a " * 3000,
        "model " * 500,
        "x" * 5000,
        "word" * 2000 + " b",
        " ".join(f"w{n}" for n in range(2000)),
        '"' * 999,
        "-a " * 500,
    ),
    *("author:a " * 400, "a" + "\u0301" * 2000, "语" * 900, "é", "\n\t", "$" * 800, "\\frac{" * 300, "{" * 900),
)


async def test_never_fails(filled: Store) -> None:
    for text in HOSTILE:
        await page(filled, text)
        await filled.search.complete(text)
        await filled.search.authors(text)


async def test_what_nearly_all_papers_say_can_be_left_out(store: Store) -> None:
    said = [
        paper(number, f"Theory of number {number}", abstract="By proof.", upvotes=number) for number in range(1, 28)
    ]
    await store.papers.add([*said, paper(28, "Practice", upvotes=1), paper(29, "Exercise", upvotes=9)], NOW)
    assert await found(store, "-theory") == [29, 28]
    assert await found(store, "-theory upvotes:>5") == [29]
    assert await found(store, "-proof -practice") == [29]
