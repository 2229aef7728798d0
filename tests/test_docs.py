"""What the documentation points at is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LEVELS = {"debug", "info", "warning", "error", "exception"}
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_has_its_place_in_the_site() -> None:
    placed = set(re.findall(r": ([\w-]+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE))
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - placed == set()


def test_modules_named_in_the_architecture_exist() -> None:
    named = re.findall(
        r"`((?:bot|adapters|tests|docs|benchmarks)/[\w/.]*)`", (ROOT / "docs/architecture.md").read_text()
    )
    assert [path for path in named if "NNNN" not in path and not (ROOT / path).exists()] == []


def test_every_log_event_is_explained() -> None:
    """``docs/events.md`` tells operators what happened and what to do."""
    page = (ROOT / "docs/events.md").read_text()
    assert sorted(name for name in logged() if f"`{name}`" not in page) == []
    explained = set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)?)`", "\n".join(re.findall(r"(?m)^\| (`.*?) \|", page))))
    assert sorted(explained - logged()) == []


def logged() -> set[str]:
    """The names of all events in the code."""
    files = [file for package in ("bot", "adapters") for file in (ROOT / package).rglob("*.py")]
    calls = [node for file in files for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in LEVELS and call.args
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }
