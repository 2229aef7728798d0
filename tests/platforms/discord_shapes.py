"""The JSON of Discord's objects, as far as discord.py and Paperboy read it, and how to read a message."""

from datetime import UTC, datetime
from typing import Any

APPLICATION = "900000000000000001"
GUILD = "910000000000000001"
PAPERS, GENERAL = "920000000000000001", "920000000000000002"
ALICE, BOB = "930000000000000001", "930000000000000002"
"""Alice owns the server and may do everything; Bob may write."""

EPHEMERAL, LOADING = 64, 128
EVERYTHING = (1 << 53) - 1
MEMBER = 0x400 | 0x800 | 0x10000

Json = dict[str, Any]


def now_text() -> str:
    return datetime.now(UTC).isoformat()


def a_user(user: str, *, bot: bool = False) -> Json:
    name = {"id": user, "username": f"user{user[-2:]}", "discriminator": "0", "avatar": None, "global_name": None}
    return name | {"bot": bot}


def a_member(user: str, *, bot: bool = False) -> Json:
    plain = {"roles": [], "joined_at": now_text(), "deaf": False, "mute": False, "flags": 0}
    return {"user": a_user(user, bot=bot), **plain}


def a_channel(channel_id: str, kind: int, **more: Any) -> Json:
    made = {"id": channel_id, "type": kind, "last_message_id": None, "flags": 0}
    return made | ({} if kind == 1 else {"position": 0, "permission_overwrites": [], "nsfw": False}) | more


def a_thread(channel_id: str, parent: Json, name: str) -> Json:
    meta = {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": now_text(), "locked": False}
    more = {"parent_id": parent["id"], "guild_id": parent["guild_id"], "owner_id": APPLICATION, "name": name}
    return a_channel(channel_id, 11, thread_metadata=meta, message_count=0, member_count=1, **more)


def a_role(role_id: str, name: str, permissions: int = 0) -> Json:
    made = {"id": role_id, "name": name, "permissions": str(permissions), "position": 0, "color": 0, "flags": 0}
    return made | {"hoist": False, "managed": False, "mentionable": False}


def a_guild(guild_id: str, system_channel: str | None) -> Json:
    everyone = a_role(guild_id, "@everyone", EVERYTHING)
    levels = ("verification_level", "nsfw_level", "mfa_level", "premium_tier", "afk_timeout", "system_channel_flags")
    made = {"id": guild_id, "name": "guild", "owner_id": ALICE, "roles": [everyone], "emojis": [], "features": []}
    made |= {"members": [a_member(APPLICATION, bot=True)], "member_count": 2, "preferred_locale": "en-US"}
    made |= {"system_channel_id": system_channel, **dict.fromkeys(levels, 0)}
    return made | {"default_message_notifications": 0, "explicit_content_filter": 0}


def an_application() -> Json:
    app = {"id": APPLICATION, "name": "paperboy", "icon": None, "description": "", "summary": "", "bot_public": True}
    return app | {"bot_require_code_grant": False, "verify_key": "0" * 64, "owner": a_user(ALICE), "flags": 0}


def a_message(message_id: str, channel_id: str, body: Json, flags: int) -> Json:
    """A message of Paperboy."""
    made = {"id": message_id, "channel_id": channel_id, "author": a_user(APPLICATION, bot=True), "type": 0}
    made |= {"content": body.get("content") or "", "timestamp": now_text(), "edited_timestamp": None, "tts": False}
    made |= {"mention_everyone": False, "mentions": [], "mention_roles": [], "embeds": [], "pinned": False}
    return made | {"flags": flags, "components": body.get("components", []), "attachments": attachments(body)}


def attachments(body: Json) -> list[Json]:
    place = {"id": "1", "url": "http://127.0.0.1/f", "proxy_url": ""}
    return [{**place, "filename": name, "size": size} for name, size in body.get("_files", {}).items()]


def an_interaction(
    interaction_id: str,
    kind: int,
    data: Json,
    channel: Json,
    *,
    user: str = ALICE,
    guild: bool = True,
    owners: Json | None = None,
    context: int = 0,
    permissions: int | None = None,
    roles: tuple[str, ...] = (),
    message: Json | None = None,
    app_permissions: int = EVERYTHING,
) -> Json:
    """A command (2), a press (3), a completion (4) or a filled form (5), somewhere, by somebody."""
    may = permissions if permissions is not None else EVERYTHING if user == ALICE else MEMBER
    guild_id = channel.get("guild_id")
    made = {"id": interaction_id, "application_id": APPLICATION, "type": kind, "version": 1, "locale": "en-US"}
    made |= {"token": f"token{interaction_id}", "entitlements": [], "attachment_size_limit": 10_000_000}
    made |= {"channel_id": channel["id"], "channel": {**channel, "permissions": str(may)}, "data": data}
    made |= {"context": context, "authorizing_integration_owners": owners or {"0": guild_id}}
    made |= {"app_permissions": str(app_permissions)} | ({"message": message} if message else {})
    if not guild:
        return made | {"user": a_user(user)}
    short = {"id": guild_id, "locale": "en-US", "features": []}
    return made | {
        "guild_id": guild_id,
        "guild": short,
        "member": {**a_member(user), "roles": roles, "permissions": str(may)},
    }


def typed(commands: list[Json], path: str, options: Json, focused: str = "") -> Json:
    """A command as a client sends it; fails when it was never synced, or has no such option."""
    top, *rest = path.split()
    command = next(c for c in commands if c["name"] == top)
    known, wrap = command, []
    for name in rest:
        known = next(o for o in known["options"] if o["name"] == name)
        wrap.append(known)
    kinds = {o["name"]: o["type"] for o in known.get("options", [])}
    given: list[Json] = [{"name": n, "type": kinds[n], "value": v} for n, v in options.items()]
    for option in given:
        option["focused"] = option["name"] == focused
    for outer in reversed(wrap):
        given = [{"name": outer["name"], "type": outer["type"], "options": given}]
    return {"id": command["id"], "name": top, "type": 1, "options": given}


def parts(message: Json) -> list[Json]:
    """Every component of a message, outermost first."""
    found: list[Json] = []

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            found.append(node)
            walk(node.get("components"))
            walk(node.get("accessory"))

    walk(message.get("components"))
    return found


def words(message: Json) -> str:
    """All that a message says."""
    return "\n".join(part["content"] for part in parts(message) if part["type"] == 10)


def labels(message: Json) -> list[str]:
    return [part["label"] for part in parts(message) if part["type"] == 2]
