"""The app's manifest, made from the command table: what is pasted into Slack to create the app."""

import json
from collections.abc import Sequence
from typing import Any

from adapters.slack.settings import SlackSettings
from bot.commands import COMMANDS

COMMAND = "/papers"
SIMILAR_SHORTCUT = "similar_papers"

SCOPES: dict[str, str] = {
    "app_mentions:read": "to answer when somebody writes @Paperboy",
    "channels:history": (
        "to see whether a post whose answer was lost did arrive, so that none comes twice; after a start and when a "
        "process ended, which emoji lie on its posts of the last three days"
    ),
    "channels:read": "to know when a public channel is archived or deleted",
    "chat:write": "to post",
    "commands": "for /papers and the shortcut",
    "files:write": "to hand over an export as a file",
    "groups:history": "the same as channels:history, in private channels it was invited to",
    "groups:read": "the same as channels:read, in private channels it was invited to",
    "im:history": "to read what is written to Paperboy itself in a direct message",
    "im:write": "to send personal picks to those who asked for them",
    "reactions:read": "to learn from emoji on its posts",
    "users:read": "to know who is an admin, and a person's time zone",
}
"""Every bot scope, and why."""

EVENTS: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_id_changed": ("channels:read", "groups:read"),
    "channel_unarchive": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "channel_left": ("channels:read",),
    "group_left": ("groups:read",),
    "message.im": ("im:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "tokens_revoked": (),
}
"""Every event, and the scopes it takes."""


def manifest(*, socket_mode: bool = True, public_url: str = "", redirects: Sequence[str] = ()) -> dict[str, Any]:
    """The manifest; in http mode and for OAuth it names ``public_url``, where Slack reaches this program."""
    base = (public_url or "https://paperboy.example.org").rstrip("/")
    events_url = {} if socket_mode else {"request_url": f"{base}/slack/events"}
    redirect_urls = {"redirect_urls": [f"{base}{path}" for path in redirects]} if redirects else {}
    return {
        "display_information": {
            "name": "Paperboy",
            "description": "Daily research papers, picked for your team",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Paperboy", "always_online": True},
            "slash_commands": [_slash_command(events_url.get("request_url"))],
            "shortcuts": [
                {
                    "name": "Similar papers",
                    "type": "message",
                    "callback_id": SIMILAR_SHORTCUT,
                    "description": "Find papers like the ones in this message",
                }
            ],
        },
        "oauth_config": {**redirect_urls, "scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**events_url, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **events_url, **_options_url(events_url)},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


def manifest_text(*, socket_mode: bool = True, public_url: str = "", redirects: Sequence[str] = ()) -> str:
    """The manifest as JSON, which Slack takes beside YAML."""
    shown = manifest(socket_mode=socket_mode, public_url=public_url, redirects=redirects)
    return json.dumps(shown, indent=2, ensure_ascii=False)


def manifest_for(settings: SlackSettings, public_url: str = "") -> str:
    """The manifest as these settings need it."""
    return manifest_text(
        socket_mode=settings.slack_mode == "socket",
        public_url=public_url,
        redirects=[
            *(["/slack/oauth_redirect"] if settings.slack_client_id else []),
            *(["/in/from/slack"] if settings.slack_sign_in else []),
        ],
    )


def _options_url(events_url: dict[str, str]) -> dict[str, str]:
    """Where Slack asks what a list to choose from offers; in socket mode it asks over the socket."""
    return {"message_menu_options_url": events_url["request_url"]} if events_url else {}


def _slash_command(url: str | None) -> dict[str, Any]:
    names = "|".join(spec.name for spec in COMMANDS[:6])
    command = {
        "command": COMMAND,
        "description": "Search papers, get picks, set daily posts up",
        "usage_hint": f"{names}|… or help",
        "should_escape": True,
    }
    return {**command, "url": url} if url else command
