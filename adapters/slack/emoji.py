"""Slack's names of emoji as the bare Unicode emoji that settings speak of."""

import unicodedata

_NAMES = {
    "+1": "👍",
    "thumbsup": "👍",
    "-1": "👎",
    "thumbsdown": "👎",
    "heart": "❤",
    "hearts": "♥",
    "blue_heart": "💙",
    "green_heart": "💚",
    "yellow_heart": "💛",
    "purple_heart": "💜",
    "orange_heart": "🧡",
    "black_heart": "🖤",
    "fire": "🔥",
    "tada": "🎉",
    "star": "⭐",
    "star2": "🌟",
    "100": "💯",
    "clap": "👏",
    "raised_hands": "🙌",
    "pray": "🙏",
    "muscle": "💪",
    "ok_hand": "👌",
    "wave": "👋",
    "heart_eyes": "😍",
    "star-struck": "🤩",
    "exploding_head": "🤯",
    "thinking_face": "🤔",
    "sleeping": "😴",
    "boom": "💥",
    "bulb": "💡",
    "brain": "🧠",
    "dart": "🎯",
    "gem": "💎",
    "x": "❌",
    "heavy_check_mark": "✔",
    "white_check_mark": "✅",
    "heavy_plus_sign": "➕",
    "heavy_minus_sign": "➖",
    "no_entry_sign": "🚫",
    "label": "🏷",
    "inbox_tray": "📥",
    "file_folder": "📁",
    "books": "📚",
    "book": "📖",
    "memo": "📝",
}


def bare_emoji(name: str) -> str:
    """``+1::skin-tone-3`` as 👍; '' for an emoji of the workspace's own, which means nothing here."""
    plain = name.partition("::")[0].strip(":")
    if plain in _NAMES:
        return _NAMES[plain]
    try:
        return unicodedata.lookup(plain.replace("_", " ").replace("-", " "))
    except KeyError:
        return ""
