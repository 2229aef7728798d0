"""Brings the pages that lie at the top of the repository into the site (a hook of mkdocs)."""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
FROM_ABOVE = {"CONTRIBUTING.md": "contributing.md", "SECURITY.md": "security.md", "CHANGELOG.md": "changelog.md"}
SHOWN = {".env.example": "env-example.txt"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add them under the names that the navigation uses."""
    for source, target in {**FROM_ABOVE, **SHOWN}.items():
        files.append(File.generated(config, target, content=(ROOT / source).read_text()))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let links lead where those pages are now: ``../X`` from ``docs/``, ``docs/x`` from the top."""
    for source, target in {**FROM_ABOVE, **SHOWN}.items():
        markdown = markdown.replace(f"](../{source}", f"]({target}")
    if page.file.src_uri in FROM_ABOVE.values():
        markdown = re.sub(r"\]\(docs/", "](", markdown)
    return markdown
