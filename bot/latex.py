"""LaTeX as it stands in titles and abstracts → plain Unicode: O(n²) for ``$\\mathcal{O}(n^2)$``.

Not a TeX interpreter: what it does not know keeps its name and its content, so that no word of a text is lost.
"""

import re
import unicodedata

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
textendash – textemdash — textasciitilde ~ textbackslash \ textbar | textquoteright ’
"""
_SPACES = "quad qquad newline par item noindent smallskip medskip bigskip xspace"
_STYLES = (
    "left right big Big bigl bigr Bigl Bigr displaystyle textstyle limits nolimits rm bf it em sc tt bfseries itshape"
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

_TEX = re.compile(r"[\\$]")
_DROPPED = re.compile(
    r"\\(?:cite[a-zA-Z]*|ref|eqref|cref|Cref|autoref|label|thanks|vspace|hspace|footnotemark)\*?(?:\[[^][]*\])*\{[^{}]*\}"
)
_HREF = re.compile(r"\\href\{[^{}]*\}")
_FRACTION = re.compile(r"\\[dt]?frac\s*(?:\{([^{}]*)\}|(\d))\s*(?:\{([^{}]*)\}|(\d))")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_ACCENT = re.compile(r"\\(?:([`'^\"~=.])\s*|([Hcvudbkr])(?:\s+|(?=\{)))(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))")
_SCRIPT = re.compile(r"([_^])\s*(?:\{([^{}]*)\}|([^\s{}_^$\\]))")
_NAMED = re.compile(r"\\([A-Za-z]+)\*?[ ]?")
_ESCAPED = re.compile(r"\\([%&$#_{}])")
_SPACE = re.compile(r"\\[\\,;:> !/]|~")
_MATH = re.compile(
    r"\$\$([^$]+)\$\$"
    r"|(?<!\\)\$(?=[^\s$])([^$]*[^\s$\\])\$(?!\d)"
    r"|\\\(((?:[^\\]|\\[^()])*)\\\)"
    r"|\\\[((?:[^\\]|\\[^][])*)\\\]"
)
_BRACED = re.compile(r"\{([^{}]*)\}")
_PASSES = 4
"""How deep scripts and fractions may nest before they are left as they stand."""
_DONE = str.maketrans("^_", "\ue000\ue001")
_UNDONE = str.maketrans("\ue000\ue001", "^_")
"""Scripts without a Unicode form are written ^x and _x, and marked as done until the formula is."""


def unlatex(text: str) -> str:
    """The text without TeX commands, math signs and braces. Text without ``\\`` and ``$`` is returned as it is."""
    if not _TEX.search(text):
        return text
    text = _DROPPED.sub("", text)
    text = _MATH.sub(lambda match: _math(next(filter(None, match.groups()), "")), text)
    return _prose(text) if "\\" in text else text


def _math(formula: str) -> str:
    """A formula on one line; dollar amounts never come here, since a closing ``$`` follows no space."""
    for _ in range(_PASSES):
        inner = _ROOT.sub(_root, _FRACTION.sub(_fraction, _NAMED.sub(_named_before_brace, formula)))
        inner = _SCRIPT.sub(_script, inner)
        if inner == formula:
            break
        formula = inner
    plain = _SPACE.sub(" ", _NAMED.sub(_named, formula))
    return _ESCAPED.sub(r"\1", plain).replace("{", "").replace("}", "").translate(_UNDONE)


def _prose(text: str) -> str:
    text = _ACCENT.sub(_accent, _HREF.sub("", text))
    text = _NAMED.sub(_named, _SPACE.sub(" ", text))
    text = _BRACED.sub(r"\1", _BRACED.sub(r"\1", text))
    return _ESCAPED.sub(r"\1", text).replace("``", "“").replace("''", "”")


def _fraction(match: re.Match[str]) -> str:
    above, below = match[1] or match[2] or "", match[3] or match[4] or ""
    return f"{_grouped(above)}/{_grouped(below)}"


def _root(match: re.Match[str]) -> str:
    return f"√{_grouped(match[1])}"


def _grouped(part: str) -> str:
    return part if len(part.strip()) < 2 or part.strip().isalnum() else f"({part})"


def _accent(match: re.Match[str]) -> str:
    mark, letter = match[1] or match[2], match[3] or match[4]
    return unicodedata.normalize("NFC", letter + _ACCENTS[mark])


def _script(match: re.Match[str]) -> str:
    sign, inner = match[1], (match[2] if match[2] is not None else match[3]).strip()
    table = _SUPER if sign == "^" else _SUB
    short = inner.replace(" ", "")
    if (len(short) == 1 or not any(map(str.isalpha, short))) and all(ord(letter) in table for letter in short):
        return short.translate(table)
    sign = sign.translate(_DONE)
    return f"{sign}{inner}" if inner.isalnum() else f"{sign}({inner})"


def _named_before_brace(match: re.Match[str]) -> str:
    """Inside a formula, only symbols are replaced first: scripts and fractions need the other commands' braces."""
    name = match[1]
    return _SYMBOLS[name] if name in _SYMBOLS and name != "sqrt" else match[0]


def _named(match: re.Match[str]) -> str:
    name = match[1]
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    has_argument = re.match(r"[{[](?!\})", match.string[match.end() : match.end() + 2])
    return "" if has_argument else f"{name} "
