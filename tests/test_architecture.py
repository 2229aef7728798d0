"""The rules of the house that a program can check. Each failure names the place; the rule is in CONTRIBUTING.md."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "adapters", "paperboy_bot")
MODULES = {str(p.relative_to(ROOT)): p.read_text() for top in PACKAGES for p in sorted((ROOT / top).rglob("*.py"))}
TREES = {name: ast.parse(source) for name, source in MODULES.items()}

MOST_LINES, MOST_FUNCTION_LINES, MOST_ARGUMENTS = 300, 40, 7

SETTINGS = re.compile(r"bot/settings(_files)?\.py|adapters/\w+/settings\.py")
READS_ENVIRONMENT = {"adapters/slack/app.py": "hides SLACK_… from Bolt while its app is made"}

PLATFORM_WORD = re.compile(r"discord|slack|guild|mrkdwn|\bnonce|embed field|block kit", re.IGNORECASE)
NAMES_PLATFORMS = {
    "bot/logs.py": "knows what tokens look like, so that none is logged",
    "bot/cli/program.py": "says in its help what can be started",
    "bot/cli/operating.py": "shows what a channel's name looks like",
    "bot/cli/systemd_unit.py": "shows how a token is handed over",
    "bot/ports/platform_sign_in.py": "has a nonce, which is OpenID's word too",
    "bot/cli/posting.py": "shows what a channel's name looks like",
}

WORDS_OF_THEIR_OWN = re.compile(
    r"adapters/\w+/(wording|settings|shell|manifest|failures|admin|doctor|connecting|permissions|set_up)\.py"
    r"|adapters/console/(welcome|shorthand|terminal)\.py"
)
"""What an operator reads, why a platform refuses a post, and what is true of one platform alone."""
OPERATORS_READ = re.compile(
    r"bot/(cli/\w+|doctor|settings|source_check|logs|app|runner|platforms|console_identity|supervision|metrics|settings_files|serving)\.py"
    r"|bot/(sources|store|meaning|ports|model)/.*|bot/services/(heartbeat|readiness|ingest|backups)\.py"
)
"""Of the core: what is told in a shell, and what was wrong with a source, a file or the database."""
FOR_OPERATORS = {"ConfigurationError", "TryLater", "TurnedAway", "Unavailable", "Unknown"}
LOGGED = {"info", "warning", "error", "RuntimeError"}
SENTENCE = re.compile(r"[A-Z“][^\n]*?[a-z’']+ [a-z]+ [^\n]*[.!?…]")

SENTENCE_END = re.compile(r"[.!?][\"”’)`]*(\s|$)")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, Function]]:
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield name, node


def test_imports_keep_to_the_architecture(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """``pyproject.toml`` has the contracts; the layers name every module."""
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_a_class_name_means_one_thing() -> None:
    places = defaultdict(list)
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(name)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_files_are_about_one_thing() -> None:
    lines = {name: source.count("\n") for name, source in MODULES.items()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_functions_are_short() -> None:
    lines = {f"{name}:{node.name}": (node.end_lineno or 0) - node.lineno + 1 for name, node in functions()}
    assert {name: count for name, count in lines.items() if count > MOST_FUNCTION_LINES} == {}


def test_constructors_take_few_collaborators() -> None:
    counts = {
        f"{name}:{node.lineno}": len(node.args.args) + len(node.args.kwonlyargs) - 1
        for name, node in functions()
        if node.name == "__init__"
    }
    assert {name: count for name, count in counts.items() if count > MOST_ARGUMENTS} == {}


def test_the_environment_is_read_in_settings_alone() -> None:
    reading = [
        name
        for name, source in MODULES.items()
        if re.search(r"\bos\.(environ|getenv)\b|import environ\b", source) and not SETTINGS.fullmatch(name)
    ]
    assert [name for name in reading if name not in READS_ENVIRONMENT] == []


def test_the_core_speaks_of_no_platform() -> None:
    core = {name: source for name, source in MODULES.items() if name.startswith("bot/")}
    found = {name: PLATFORM_WORD.findall(source) for name, source in core.items() if name not in NAMES_PLATFORMS}
    assert {name: words for name, words in found.items() if words} == {}


def test_adapters_have_no_words_for_people_but_in_their_wording() -> None:
    """All else comes from ``bot.cards``. Errors and log lines are for operators."""
    found = {name: list(sentences(tree)) for name, tree in TREES.items() if name.startswith("adapters/")}
    spoken = {name: said for name, said in found.items() if said and not WORDS_OF_THEIR_OWN.fullmatch(name)}
    assert spoken == {}


def test_the_core_has_no_words_for_people_but_in_its_cards() -> None:
    """Whoever answers decides what is told; how it is said stands in ``bot.cards`` alone."""
    core = {
        name: tree for name, tree in TREES.items() if name.startswith("bot/") and not OPERATORS_READ.fullmatch(name)
    }
    found = {name: list(sentences(tree)) for name, tree in core.items() if not name.startswith("bot/cards/")}
    assert {name: said for name, said in found.items() if said} == {}


def test_titles_of_cards_stand_in_the_wording_too() -> None:
    allowed = re.compile(r"bot/cards/.*|adapters/\w+/wording\.py")
    found = {name: list(titles(tree)) for name, tree in TREES.items() if not allowed.fullmatch(name)}
    assert {name: said for name, said in found.items() if said} == {}
    assert list(titles(ast.parse("list_answer(papers, title=f'Like “{title}”')"))) == ["Like “…”"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('raise BadQuery("You can\'t do that here.")', ["You can't do that here."]),
        ('raise BadQuery(f"“{text}” is no day of the week.{hint}")', ["“…” is no day of the week.…"]),
        ('log.warning("Something that went wrong.")', []),
        ('raise ConfigurationError("Set the token before you start.")', []),
        ('"""A docstring is no sentence for people."""', []),
        ('name = "subscription.changed"', []),
    ],
)
def test_a_sentence_is_noticed_wherever_it_hides(source: str, said: list[str]) -> None:
    assert list(sentences(ast.parse(source))) == said


def test_a_docstring_s_first_sentence_fits_its_first_line() -> None:
    """It is what editors and indexes show."""
    described = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    first_lines = {
        f"{name}:{getattr(node, 'lineno', 1)}": (ast.get_docstring(node) or ".").partition("\n")[0]
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, described)
    }
    assert {place: line for place, line in first_lines.items() if not SENTENCE_END.search(line)} == {}


def sentences(tree: ast.AST) -> Iterator[str]:
    """Texts that read like a sentence, outside of docstrings and of what is told to operators."""
    if isinstance(tree, ast.Call):
        called = tree.func
        name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
        if name in FOR_OPERATORS | LOGGED:
            return
    text = _text(tree)
    if SENTENCE.fullmatch(text):
        yield from [text] if "PAPERBOY_" not in text else []  # what names a setting is for operators
    for child in ast.iter_child_nodes(tree):
        if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            yield from sentences(child)


def titles(tree: ast.AST) -> Iterator[str]:
    """Texts given as a ``title`` or ``heading``, which need be no sentences."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.keyword)
            and node.arg in ("title", "heading")
            and re.match("[A-Z“].*[a-z]", _text(node.value))
        ):
            yield _text(node.value)


def _text(tree: ast.AST) -> str:
    """A text as it is written; "…" stands for what is put into it. '' for what is no text."""
    if isinstance(tree, ast.JoinedStr):
        return "".join(_text(part) or "…" for part in tree.values)
    return tree.value if isinstance(tree, ast.Constant) and isinstance(tree.value, str) else ""
