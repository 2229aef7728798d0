"""LaTeX as it stands in titles and abstracts → plain Unicode: O(n²) for ``$\\mathcal{O}(n^2)$``.

Not a TeX interpreter: what it does not know keeps its name and its content, so that no word of a text is lost. Titles
also arrive with dollar signs and backslashes stripped (``X^{2}``, ``360^circ``, ``texttt{D}ual``): those are read too.
Symbols that aren't in the tables here are looked up in pylatexenc's; its parser takes long, and stumbles on fragments.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

_GREEK = """
alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π
rho ρ sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω varepsilon ε vartheta ϑ varphi φ varrho ρ varsigma ς
Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
"""
_SIGNS = r"""
times × cdot · pm ± mp ∓ div ÷ ast * star ⋆ circ ∘ bullet • otimes ⊗ oplus ⊕ dagger † degree ° copyright © S §
leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ ll ≪ gg ≫ lesssim ≲ gtrsim ≳ approx ≈ sim ∼ simeq ≃ equiv ≡ propto ∝ cong ≅
in ∈ notin ∉ subset ⊂ subseteq ⊆ supset ⊃ cup ∪ cap ∩ setminus ∖ forall ∀ exists ∃ neg ¬ wedge ∧ vee ∨ perp ⊥ parallel ∥
to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ mapsto ↦ uparrow ↑ downarrow ↓ mid |
infty ∞ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ sqrt √ ell ℓ hbar ℏ Re ℜ Im ℑ ldots … dots … cdots …
langle ⟨ rangle ⟩ lVert ‖ rVert ‖ lvert | rvert | lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋
ss ß ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł i ı j ȷ aa å AA Å
textendash – textemdash — textasciitilde ~ textbackslash \ textbar | textquoteright ’ textless < textgreater >
dag † ddag ‡ pounds £ euro € slash /
"""
_FUNCTIONS = re.compile(r"log|ln|exp|max|min|sup|inf|sin|cos|tan|arg|det|dim|lim|gcd|deg|ker|Pr")
_SPACES = "quad qquad newline par item noindent smallskip medskip bigskip xspace"
_STYLES = (
    "left right big Big bigl bigr Bigl Bigr displaystyle textstyle limits nolimits rm bf it em sc tt sl sf cal"
    " bfseries itshape scshape ttfamily sffamily boldmath"
)


def _pairs(table: str) -> dict[str, str]:
    cells = iter(table.split())
    return dict(zip(cells, cells, strict=True))


_SYMBOLS = _pairs(_GREEK) | _pairs(_SIGNS) | dict.fromkeys(_SPACES.split(), " ") | dict.fromkeys(_STYLES.split(), "")
"""Commands that stand for themselves."""
_ACCENTS = dict(
    zip(
        "`'^\"~=.Hcvudbkr",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u030b\u0327\u030c\u0306\u0323\u0331\u0328\u030a",
        strict=True,
    )
)
_SUPER = str.maketrans("0123456789+-=()ni*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ*")
_SUB = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")

_DROPPED = re.compile(
    r"\\(?:cite[a-zA-Z]*|ref|eqref|cref|Cref|autoref|label|thanks|vspace|hspace|footnotemark)\*?(?:\[[^][]*\])*\{[^{}]*\}"
)
_FIRST_OF_TWO = re.compile(r"\\(?:(?:href|textcolor|colorbox)\{[^{}]*\}|color\{[a-z]+\})")
_SECOND_OF_TWO = re.compile(r"\\texorpdfstring\{([^{}]*)\}\{[^{}]*\}")
_FOOTNOTE = re.compile(r"\s*\\footnote\{([^{}]*)\}")
_RAISED = re.compile(r"\\textsu(per|b)script\{([0-9+-]+)\}")
_HATS = {
    **dict.fromkeys(("tilde", "widetilde"), "\u0303"),
    **dict.fromkeys(("hat", "widehat"), "\u0302"),
    **dict.fromkeys(("bar", "overline"), "\u0304"),
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
}
_HAT = re.compile(rf"\\({'|'.join(_HATS)})\s*(?:\{{\s*([A-Za-z])\s*\}}|(?<=[a-z])\s+([A-Za-z])(?![A-Za-z]))")
_CAPITALS = re.compile(r"(?:(?<![^\s(“‘\"-])|(?=\{[^{}]{1,40}\}[a-z]))\{{1,3}([A-Z][A-Za-z0-9-]{0,40})\}{1,3}")
"""How BibTeX keeps capitals; braces around other things may be of a text itself."""
_QUOTED = re.compile(r"(?<!\w)`([^`'\n]{1,100})'(?!\w)")
_FRACTION = re.compile(r"\\[dt]?frac\s*(?:\{([^{}]*)\}|(\d))\s*(?:\{([^{}]*)\}|(\d))")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_ACCENT = re.compile(
    rf"\\(?:([`'^\"~=.])\s*|([Hcvudbkr])(?:\s+|(?=[{{\\])))"
    rf"(?:\{{\s*(?:\\([ij])|({_LETTER}))\s*\}}|\\([ij])(?![A-Za-z])\s?|({_LETTER}))"
)
_STYLED = (
    r"(?:text(?:tt|bf|it|sc|rm|sf|sl|up|md|normal)?|math(?:bf|rm|cal|bb|sf|it|frak|scr|tt|ds)|emph|operatorname|boldsymbol"
    r"|underline|overline|mbox|bm)\*?\s*\{([^{}]*)\}"
)
_STYLE = re.compile(rf"\\{_STYLED}")
_BARE_STYLE = re.compile(rf"\b{_STYLED}")
_DEGREE = re.compile(r"\s*\^\s*(?:\{\s*\\?circ\s*\}|\\?circ(?![A-Za-z]))")
_BARE_SCRIPT = re.compile(
    r"([_^])\{([^{}]*)\}()|(?<=[\w)\]])(\^)()([0-9]+|\*)|(?<=\b[^\W\d_])(_)()([0-9])(?![^\W_]|\.\d)"
)
_SCRIPT = re.compile(r"([_^])\s*(?:\{([^{}]*)\}|([^\s{}_^$\\]))")
_NAMED = re.compile(r"\\([A-Za-z]+)\*?[ ]?")
_LETTER_AT_END = re.compile(r"(?<=[a-zà-ž])\\(l|o|ss|ae|oe|aa|i|j) (?=[A-ZÀ-Ž\\{])")
"""TeX takes the space behind a command away; where a name ends so, whoever wrote it meant one: Micha\\l Woźniak."""
_NO_GROUP = re.compile(r"(?<=[\w'’])\{\}(?=\w)")
_ESCAPED = re.compile(r"\\([%&$#_{}])")
_IN_TEXT = re.compile(r"\\ifmmode\b.{0,60}?\\else\s*(.{0,60}?)\\fi\b(?:\{\}| )?")
"""A letter twice, for formulas and for text: journals of physics write names so."""
_PRICE = re.compile(r"(?<!\\)\\(?=[0-9][0-9.,]*(?![0-9.,)]))")
"""A dollar whose sign was taken for that of a formula: \\22K; what is counted so, as \\3), is none."""
_HREF = re.compile(r"(https?://[^\s{}]{1,300})\{([^{}]{1,200})\}")
"""What is left of \\href where commands were stripped."""
_SPACE = re.compile(r"\\[\\,;:> !/]|~")
_EM_DASH = re.compile(r"(?<!-)---(?!-)")
_EN_DASH = re.compile(r"(?<![-!<\s])--(?![->\s])|(?<=\s)--(?=\s)")
_MATH = re.compile(
    r"\$\$([^$]+)\$\$"
    r"|(?<!\\)\$(?=[^\s$])([^$]*[^\s$\\])\$(?!\d)"
    r"|(?<!\\)\$(?=[\\^_{A-Za-z])([^$\s]*[\\^_][^$\s]*)\$(?=\d)"
    r"|\\\(((?:[^\\]|\\[^()])*)\\\)"
    r"|\\\[((?:[^\\]|\\[^][])*)\\\]"
)
_BRACED = re.compile(r"\{([^{}]*)\}")
_PASSES = 4
"""How deep scripts and fractions may nest before they are left as they stand."""
_DONE = str.maketrans("^_", "\ue000\ue001")
_OPEN, _CLOSE = "\ue002", "\ue003"
_UNDONE = str.maketrans("\ue000\ue001", "^_")
"""Scripts without a Unicode form are written ^x and _x, and marked as done until the formula is."""


def unlatex(text: str) -> str:
    """The text without TeX commands, math signs and braces. Text without ``\\`` and ``$`` is returned as it is."""
    if not ("\\" in text or "$" in text or "^" in text or "_" in text or "{" in text or "''" in text or "`" in text):
        return text
    if "{" in text and "://" in text:
        text = _HREF.sub(_link_text, text)
    if "\\{" in text or "\\}" in text:  # braces that are meant, as of a set
        text = text.replace("\\{", _OPEN).replace("\\}", _CLOSE)
        return unlatex(text).replace(_OPEN, "{").replace(_CLOSE, "}")
    if "\\" in text or "$" in text:
        text = _DROPPED.sub("", _IN_TEXT.sub(r"\1", text))
        text = _MATH.sub(lambda match: _math(next(filter(None, match.groups()), "")), text)
        text = _prose(text) if "\\" in text else text
    return _bare(text)


def with_dashes(text: str) -> str:
    """The text with TeX's ``--`` and ``---`` as dashes; options like ``--help`` stay."""
    return _EN_DASH.sub("–", _EM_DASH.sub("—", text)) if "--" in text else text


def _math(formula: str) -> str:
    """A formula on one line; dollar amounts never come here, since a closing ``$`` follows no space."""
    formula = _HAT.sub(_hat, _DEGREE.sub("°", formula))
    for _ in range(_PASSES):
        inner = _STYLE.sub(r"\1", formula)
        inner = _ROOT.sub(_root, _FRACTION.sub(_fraction, _NAMED.sub(_named_before_brace, inner)))
        inner = _SCRIPT.sub(_script, inner)
        if inner == formula:
            break
        formula = inner
    plain = _SPACE.sub(" ", _NAMED.sub(_named, formula))
    return _ESCAPED.sub(r"\1", plain).replace("{", "").replace("}", "").translate(_UNDONE)


def _prose(text: str) -> str:
    text = _FOOTNOTE.sub(r" (\1)", text.replace("\\-", ""))  # \\- says where a word may be broken
    text = _SECOND_OF_TWO.sub(r"\1", _FIRST_OF_TWO.sub("", _DEGREE.sub("°", text)))
    text = _RAISED.sub(lambda match: _scripted("^" if match[1] == "per" else "_", match[2]).translate(_UNDONE), text)
    for _ in range(_PASSES):
        accented = _STYLE.sub(r"\1", _ACCENT.sub(_accent, text))
        if accented == text:
            break
        text = accented
    text = _LETTER_AT_END.sub(lambda letter: f"{_SYMBOLS[letter[1]]} ", text)
    text = _NAMED.sub(_named, _SPACE.sub(" ", text))
    text = _BRACED.sub(r"\1", _BRACED.sub(r"\1", text))
    return _PRICE.sub("$", _ESCAPED.sub(r"\1", text))


def _bare(text: str) -> str:
    """What is left of TeX where its signs were stripped, and its quotes, which no command marks."""
    if "^" in text or "_" in text or "{" in text:
        text = _BARE_SCRIPT.sub(_bare_script, _BARE_STYLE.sub(r"\1", _DEGREE.sub("°", text))).translate(_UNDONE)
    if "{" in text:
        text = _CAPITALS.sub(r"\1", _NO_GROUP.sub("", text))
    if "``" in text or "''" in text:
        text = text.replace("``", "“").replace("''", "”")
    return _QUOTED.sub("‘\\1’", text) if "`" in text else text


def _link_text(match: re.Match[str]) -> str:
    """The words that a link had; its address where they are one, or arXiv's "this https URL"."""
    return match[1] if "://" in match[2] or match[2].endswith("URL") else match[2]


def _fraction(match: re.Match[str]) -> str:
    above, below = match[1] or match[2] or "", match[3] or match[4] or ""
    return f"{_grouped(above)}/{_grouped(below)}"


def _root(match: re.Match[str]) -> str:
    return f"√{_grouped(match[1])}"


def _grouped(part: str) -> str:
    return part if len(part.strip()) < 2 or part.strip().isalnum() else f"({part})"


def _accent(match: re.Match[str]) -> str:
    mark = match[1] or match[2]
    letter = next(filter(None, match.groups()[2:]))
    return unicodedata.normalize("NFC", letter + _ACCENTS[mark])


def _hat(match: re.Match[str]) -> str:
    """The letter with its sign above, where Unicode has both in one."""
    letter = match[2] or match[3]
    both = unicodedata.normalize("NFC", letter + _HATS[match[1]])
    return both if len(both) == 1 else letter


def _bare_script(match: re.Match[str]) -> str:
    sign, inner = next((match[n], match[n + 1] or match[n + 2]) for n in (1, 4, 7) if match[n])
    return _scripted(sign, inner)


def _script(match: re.Match[str]) -> str:
    return _scripted(match[1], match[2] if match[2] is not None else match[3])


def _scripted(sign: str, inner: str) -> str:
    inner = inner.strip()
    table = _SUPER if sign == "^" else _SUB
    short = inner.replace(" ", "")
    if (len(short) == 1 or not any(map(str.isalpha, short))) and all(ord(letter) in table for letter in short):
        return short.translate(table)
    sign = sign.translate(_DONE)
    return f"{sign}{inner}" if len(inner) == 1 or inner.replace(".", "").isalnum() else f"{sign}({inner})"


def _named_before_brace(match: re.Match[str]) -> str:
    """Inside a formula, only symbols are replaced first: scripts and fractions need the other commands' braces."""
    name = match[1]
    return _SYMBOLS[name] if name in _SYMBOLS and name != "sqrt" else match[0]


def _named(match: re.Match[str]) -> str:
    name = match[1]
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    if _FUNCTIONS.fullmatch(name):
        before = match.string[match.start() - 1 : match.start()]
        return f" {match[0][1:]}" if before.isalnum() else match[0][1:]
    has_argument = re.match(r"[{[](?!\})", match.string[match.end() : match.end() + 2])
    return "" if has_argument else _looked_up(name) or f"{name} "


@lru_cache(maxsize=1024)
def _looked_up(name: str) -> str:
    """The sign that a command without arguments stands for; '' where pylatexenc knows none."""
    spec = _table().get_macro_spec(name)
    sign = getattr(spec, "simplify_repl", None)
    return sign if isinstance(sign, str) and not set(sign) & set("%<[") else ""


@cache
def _table() -> Any:
    """The table of signs, loaded when first needed: it takes a fifth of a second."""
    from pylatexenc.latex2text import get_default_latex_context_db  # type: ignore[import-untyped]

    return get_default_latex_context_db()
