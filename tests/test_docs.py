"""What the documentation points at is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_modules_named_in_the_architecture_exist() -> None:
    named = re.findall(
        r"`((?:bot|adapters|tests|docs|benchmarks)/[\w/.]*)`", (ROOT / "docs/architecture.md").read_text()
    )
    assert [path for path in named if "NNNN" not in path and not (ROOT / path).exists()] == []
