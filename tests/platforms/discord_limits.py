"""Discord's published limits, as checks over payloads; each returns what is wrong, in words."""

from collections import Counter
from typing import Any

Json = dict[str, Any]

V2 = 1 << 15
_IN_ROW = {2, 3, 5, 6, 7, 8}
_TOP = {1, 9, 10, 12, 13, 14, 17}


def problems_of_message(body: Json) -> list[str]:
    """A message to be sent, or an answer to an interaction."""
    found = [] if len(str(body.get("nonce") or "")) <= 25 else ["nonce over 25"]
    mentions = body.get("allowed_mentions")
    if mentions is None or mentions.get("parse"):
        found.append("somebody could be pinged")
    if not body.get("flags", 0) & V2:
        return [*found, *([] if body.get("content") else ["empty message"])]
    if body.get("content") or body.get("embeds"):
        found.append("content or embeds beside Components V2")
    parts = list(_walk(body.get("components", []), _TOP, found))
    return found + _sums(parts) + _ids(parts) + _files(parts, body.get("_files", {}))


def _walk(components: list[Json], allowed: set[int], found: list[str]) -> list[Json]:
    if not components:
        found.append("no components")
    parts = []
    for part in components:
        if part["type"] not in allowed:
            found.append(f"component {part['type']} in the wrong place")
        parts.append(part)
        found += _one(part)
        if part["type"] == 17:
            parts += _walk(part["components"], _TOP - {17}, found)
        elif part["type"] == 1:
            parts += _walk(part["components"], _IN_ROW, found)
        elif part["type"] == 9:
            parts += _walk(part["components"], {10}, found) + _walk([part["accessory"]], {2, 11}, found)
    return parts


def _one(part: Json) -> list[str]:
    match part["type"]:
        case 1:
            kinds = [child["type"] for child in part["components"]]
            return [] if len(kinds) <= 5 and (set(kinds) == {2} or len(kinds) == 1) else ["a row is too wide"]
        case 2:
            return _button(part)
        case 3:
            return _select(part)
        case 10:
            return [] if 1 <= len(part["content"]) <= 4000 else ["a text is empty or over 4000"]
        case 11 | 13:
            return [] if len((part.get("media") or part["file"])["url"]) <= 2048 else ["address over 2048"]
        case 17:
            return [] if 0 <= part.get("accent_color", 0) <= 0xFFFFFF else ["accent colour"]
    return []


def _button(part: Json) -> list[str]:
    found = [] if 1 <= len(part.get("label") or "") <= 80 else [f"label of {len(part.get('label') or '')}"]
    if part["style"] == 5:
        good = part["url"].startswith(("http://", "https://")) and len(part["url"]) <= 512 and "custom_id" not in part
        return found if good else [*found, "link button"]
    return found if 1 <= len(part["custom_id"]) <= 100 else [*found, f"custom_id of {len(part['custom_id'])}"]


def _select(part: Json) -> list[str]:
    options = part["options"]
    found = [] if 1 <= len(options) <= 25 and len(part["custom_id"]) <= 100 else [f"{len(options)} options"]
    if len(part.get("placeholder") or "") > 150:
        found.append("placeholder over 150")
    sizes = [len(option[what]) for option in options for what in ("label", "value")]
    found += ["option over 100"] * any(not 1 <= size <= 100 for size in sizes)
    return found if len({option["value"] for option in options}) == len(options) else [*found, "an option twice"]


def _sums(parts: list[Json]) -> list[str]:
    texts = [part["content"] for part in parts if part["type"] == 10]
    characters = sum(len(text) for text in texts)
    size = sum(len(text.encode()) + 12 for text in texts)
    sums = ((len(parts), 40, "components"), (characters, 4000, "characters"), (size, 10_170, "bytes"))
    return [f"{number} {what}" for number, most, what in sums if number > most]


def _ids(parts: list[Json]) -> list[str]:
    custom = Counter(part["custom_id"] for part in parts if "custom_id" in part)
    numbered = Counter(part["id"] for part in parts if part.get("id"))
    twice = [key for key, count in (*custom.items(), *numbered.items()) if count > 1]
    return [f"id twice: {key}" for key in twice]


def _files(parts: list[Json], files: dict[str, int]) -> list[str]:
    shown = {part["file"]["url"].removeprefix("attachment://") for part in parts if part["type"] == 13}
    return [] if shown == set(files) else [f"files {sorted(files)} but shown {sorted(shown)}"]


def problems_of_modal(data: Json) -> list[str]:
    found = [] if 1 <= len(data["title"]) <= 45 and 1 <= len(data["custom_id"]) <= 100 else ["title or custom_id"]
    if not 1 <= len(data["components"]) <= 5:
        found.append("1 to 5 fields")
    for label in data["components"]:
        part = label["component"]
        if label["type"] != 18 or not 1 <= len(label["label"]) <= 45 or len(label.get("description") or "") > 100:
            found.append("label of a field")
        if part["type"] == 3:
            found += _select(part)
        elif len(part.get("value") or "") > part.get("max_length", 4000):
            found.append("value longer than allowed")
    return found


def problems_of_commands(commands: list[Json]) -> list[str]:
    found = []
    for command in commands:
        if _length(command) > 8000:
            found.append(f"{command['name']} has {_length(command)} characters")
        found += _options(command.get("options") or [])
    return found


def _options(options: list[Json]) -> list[str]:
    found = [] if len(options) <= 25 else [f"{len(options)} options"]
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        found.append("required options come first")
    for option in options:
        if not 1 <= len(option["name"]) <= 32 or not 1 <= len(option["description"]) <= 100:
            found.append(f"name or description of {option['name']}")
        found += _options(option.get("options") or [])
    return found


def _length(option: Json) -> int:
    choices = sum(len(c["name"]) + len(str(c["value"])) for c in option.get("choices") or [])
    own = len(option.get("name") or "") + len(option.get("description") or "")
    return own + choices + sum(_length(inner) for inner in option.get("options") or [])
