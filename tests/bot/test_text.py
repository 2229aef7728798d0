"""Text from outside becomes one plain line; search words, cuts and summaries keep their promises on any text."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.latex import with_dashes
from bot.markup import without_markdown
from bot.text import clean, fold, inflected, one_sentence, sentences, shorten, stem, words

anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
texish = st.text(alphabet="\\${}^_[]()~`'\"abcfrqtHv 12\n", max_size=200)


@given(anything | texish)
def test_clean_gives_one_visible_line(text: str) -> None:
    line = clean(text)
    assert line == " ".join(line.split())
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(line) & set("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\\$"), max_size=200))
def test_cleaning_plain_text_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(anything)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_words_do_not_depend_on_what_else_is_in_the_text(text: str) -> None:
    """Plain English takes a short way: with a character beyond it, or one to be dropped, the long one is taken."""
    assert words(f"{text} 語") == [*words(text), "語"]
    assert words(f"{text} \n") == words(text)


@given(anything, anything)
def test_words_of_two_lines_are_those_of_each(text: str, other: str) -> None:
    line, next_line = clean(text), clean(other)
    assert words(f"{line} {next_line}") == words(line) + words(next_line)


@given(st.text("abeginrsty", min_size=1, max_size=12))
def test_every_word_is_among_the_inflected_of_its_stem(word: str) -> None:
    assert word in inflected(stem(word))


@given(anything)
def test_words_are_their_own_words(text: str) -> None:
    """Otherwise the index and the query would disagree."""
    assert words(" ".join(words(text))) == words(text)
    assert all(word and not word.isspace() and not set(word) & set(" \"'*-+:()^") for word in words(text))


@given(anything | texish, st.integers(0, 60))
def test_shortened_text_fits_and_begins_the_text(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit or short == text
    assert short == text or text.startswith(short.removesuffix("…"))


@given(anything)
def test_one_sentence_is_a_sentence_of_the_text(text: str) -> None:
    assert one_sentence(text) in clean(text)


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        (r"{\cal N}=4 gardens, hyphen\-ated and a\slash b", "N=4 gardens, hyphenated and a/b"),
        (r"Attention in $\mathcal{O}(n^2)$ time", "Attention in O(n²) time"),
        (
            r"Valued at \1.5 million and \22K. Code: https://a.org/b{GitHub}, https://c.org/{this https URL}; \3) ends",
            r"Valued at $1.5 million and $22K. Code: GitHub, https://c.org/; \3) ends",
        ),
        (r"An \textbf{Open} $\alpha$-divergence, $\pi_0$", "An Open α-divergence, π₀"),
        (
            r"H\"older, Erd\H{o}s, \v{C}ech, na{\"\i}ve, Poincar\'e, \L ukasz",
            "Hölder, Erdős, Čech, naïve, Poincaré, Łukasz",
        ),
        (r"up to 4$\times$ faster at 10\% \& $10^{-3}$ loss~\cite{foo,bar}", "up to 4× faster at 10% & 10⁻³ loss"),
        (r"Bits in $\{0,1\}^n$ and $\left\{x_i\right\}_i$", "Bits in {0,1}ⁿ and {xᵢ}ᵢ"),
        (r"Bits in \{0, 1\} and {\O}rsted", "Bits in {0, 1} and Ørsted"),
        (r"$\frac{1}{2}$ of $\sqrt{n+1}$ in $\mathbb{R}^{d}$, $x_{train}$", "1/2 of √(n+1) in R^d, x_train"),
        (r"\method{} and \textsc{AIEV-Instruct}", "method and AIEV-Instruct"),
        (r"see \href{https://example.org/a_b}{our page}", "see our page"),
        ("costs $5 per hour, then $10", "costs $5 per hour, then $10"),
        ("snake_case stays, layer_1 too, and a{b}c", "snake_case stays, layer_1 too, and a{b}c"),
        (r"L$^\infty$ bounds and W$^{\pm}$", "L^∞ bounds and W^±"),
        (r"360$^\circ$ Ponds, $90^{\circ}$, 45^circ and S$^{\text{2}}$-Hens", "360° Ponds, 90°, 45° and S²-Hens"),
        (r"$\sim$100 for \$5, or $5 to $10", "∼100 for $5, or $5 to $10"),
        ("X^{2}, 2^10, N_0-TWAM, V_{0.5}, FaSTA^*, UI2Code^N", "X², 2¹⁰, N₀-TWAM, V_0.5, FaSTA*, UI2Code^N"),
        ("texttt{D}ual-texttt{H}ead, R^textbf{2AI}", "Dual-Head, R²AI"),
        (
            r"Nguy\~{\^e}n, Nguy{\~\^e}n, Nguy{\~{\^e}}n, Th{\'\u a}ng, Erd\H os, \'{\i}, \c{S}, M{\"{u}}ller",
            "Nguyễn, Nguyễn, Nguyễn, Thắng, Erdős, í, Ş, Müller",
        ),
        (r"\O{}, {\o}, \ss{}, {\aa}, \DJ{}, $\varnothing$, $\aleph_0$", "Ø, ø, ß, å, Đ, ∅, ℵ₀"),
        ("``Quoted'' and \"half'', don't", "“Quoted” and \"half”, don't"),
        (
            "`Single' ones, a `code` span, {T}itle {{Case}} Le{C}un",
            "‘Single’ ones, a `code` span, Title Case LeCun",
        ),
        (r"$O(n\log n)$, $\tilde{O}(\log(n))$, $\pi_{0.5}$, x \textgreater{} 3", "O(n log n), Õ(log(n)), π_0.5, x > 3"),
        (
            r"H\textsubscript{2}O, \textcolor{red}{Hens}\footnote{all} \texorpdfstring{$\beta$}{b}",
            "H₂O, Hens (all) β",
        ),
        (
            "  one\n line\twith\u00a0spaces \u200b\u202eand\u202c no\x00tricks\ud800 ",
            "one line with spaces and notricks",
        ),
        ("👩‍👩‍👧 می\u200cخواهم a\u200db", "👩‍👩‍👧 می\u200cخواهم ab"),
    ],
)
def test_clean(source: str, plain: str) -> None:
    assert clean(source) == plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Schrödinger Łukasz ØRE straße ﬁne", "schrodinger lukasz ore strasse fine"),
        ("H₂O ℓ₁ O(n²)", "h2o l1 o n2"),
        ("β-VAE, λ; Ελλάδα", "beta vae lambda ελλαδα"),
        ("语言模型 と LLaMA3.1", "语 言 模 型 と llama3 1"),
        ("don't multi-agent C++ C# GPT-4", "dont multi agent cpp csharp gpt 4"),
        ("한국어 हिन्दी", "한국어 हिन्दी"),
        ('a* "b" AND title:x', "a b and title x"),
        ("", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words(text) == expected.split()


def test_shorten_cuts_at_a_word() -> None:
    assert shorten("Scaling laws, for neural language models", 14) == "Scaling laws…"
    assert shorten("Donaudampfschifffahrtsgesellschaft", 10) == "Donaudamp…"
    assert shorten("fits", 4) == "fits"


@pytest.mark.parametrize("whole", ["👩‍👩‍👧‍👦", "👍🏽", "🇩🇪", "e\u0301", "❤️", "1️⃣", "कि"])
def test_shorten_splits_nothing_that_is_seen_as_one(whole: str) -> None:
    text = "ab" + whole * 3
    for limit in range(1, len(text)):
        assert shorten(text, limit).removesuffix("…") in {"", "a", "ab", *("ab" + whole * n for n in (1, 2))}


def test_sentences_end_where_sentences_end() -> None:
    text = "We follow Lee et al. (2020), e.g. Fig. 3. It gains 3.5 points, i.e. Most. J. Smith agrees! “Why?” Done"
    assert sentences(text) == [
        "We follow Lee et al. (2020), e.g. Fig. 3.",
        "It gains 3.5 points, i.e. Most.",
        "J. Smith agrees!",
        "“Why?”",
        "Done",
    ]


def test_one_sentence_says_what_was_done() -> None:
    told = "To this end, we propose Foo, a method that reads tables row by row with a small encoder."
    abstract = (
        f"Recent work often struggles with tables. {told} Foo gains 3.2 points. Code is available at https://x.org."
    )
    assert one_sentence(abstract) == told
    assert one_sentence("") == ""
    assert one_sentence("Only this") == "Only this"
    assert one_sentence("我们研究语言模型。本文提出一种新方法。") == "本文提出一种新方法。"


@pytest.mark.parametrize(
    "piece", ["\\(", "\\[", "$", "{", "\\frac{", "\\cite[", "^{", "a ", "\\", "$$ ", "\u0301", ".", ") "]
)
def test_hostile_repetition_is_cheap(piece: str) -> None:
    started = time.perf_counter()
    text = piece * 20_000
    clean(text), words(text), one_sentence(text), shorten(text, 300)
    assert time.perf_counter() - started < 5


def test_dashes_are_dashes_and_options_stay() -> None:
    assert with_dashes("A -- B, pages 1--2, c---d, with --flag") == "A – B, pages 1–2, c—d, with --flag"


@pytest.mark.parametrize(
    "part", ["$", "\\", "{", "^{", '\\"', "\\~{", "--", "a_1", "\\text{", "$a^", "\\u ", "$\\frac{", "\\(", "textbf{"]
)
def test_hostile_tex_takes_linear_time(part: str) -> None:
    before = time.process_time()
    clean(part * (200_000 // len(part)))
    assert time.process_time() - before < 3


def test_piled_up_accents_are_cut_to_what_languages_use() -> None:
    zalgo = "Z" + "\u0300\u0301\u0302\u0303\u0304" * 8 + "algo"
    assert len(clean(zalgo)) <= len("Zalgo") + 2
    for word in ("Nguyễn", "שָׁלוֹם", "हिन्दी", "ประเทศ", "اَلْعَرَبِيَّة"):
        assert clean(word) == unicodedata.normalize("NFC", word)


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**Abstract** We show *that* `x` wins.", "Abstract We show that x wins."),
        ("See [the page](https://a.org/b) for __more__.", "See the page for more."),
        ("# Title We do.", "Title We do."),
        ("a * b * c and x**2 + y**2, p_i and q_i", "a * b * c and x**2 + y**2, p_i and q_i"),
    ],
)
def test_markdown_of_an_abstract_is_not_shown(marked: str, plain: str) -> None:
    assert without_markdown(marked) == plain
