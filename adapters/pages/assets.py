"""The few files that every page needs, kept in memory under names that change with their content."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).with_name("static")
FOREVER = "public, max-age=31536000, immutable"

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file, and the address it is served under."""

    path: str
    content: str
    content_type: str


def load_assets() -> Mapping[str, Asset]:
    """All files, by name."""
    return {file.name: _asset(file) for file in sorted(FOLDER.iterdir()) if file.suffix in _TYPES}


def _asset(file: Path) -> Asset:
    content = file.read_text(encoding="utf-8")
    mark = sha256(content.encode()).hexdigest()[:12]
    return Asset(path=f"/static/{file.stem}.{mark}{file.suffix}", content=content, content_type=_TYPES[file.suffix])
