"""What people read of Discord alone; all other words come from ``bot.cards``."""

from collections.abc import Sequence

EVERYTHING = "Daily research papers: search, picks, your reading list"
MANAGEMENT = "Daily picks in this channel, for those who manage the server"
MENTIONED = "Papers mentioned here"
MORE_SETTINGS = "More settings"
DAYS_HINT = "the days of the post"
ALSO = "Also"
ALSO_HINT = "what else is posted; choose none, one or both"

NO_THREADS_HERE = "Posts in this kind of channel can't have threads, so the summaries come in the channel."
TOO_MANY_THREADS = "This server has too many open threads, so the summaries come in the channel this time."
MAY_NOT_THREAD = (
    "I may not write in threads here, so the summaries come in the channel. "
    "The permissions for it: Create Public Threads, Send Messages in Threads."
)
UNSEEN = "Whether it was posted can't be seen: Paperboy lacks the permission Read Message History."
CHANNEL_DELETED = "The channel was deleted."
ANSWERED_ELSEWHERE = (
    "another program answers people in Discord with the same PAPERBOY_DISCORD_TOKEN, and whichever is quicker answers: "
    "stop one of them, or give it a bot of its own."
)
"""For the operator."""
SIGN_IN_UNENCRYPTED = (
    "PAPERBOY_DISCORD_CLIENT_ID: people who sign in to the web page with Discord come back over plain http://, and "
    "whoever is on the way can sign in as them. Give PAPERBOY_PUBLIC_URL an address with https:// "
    "(docs/web.md, Behind a proxy)."
)
"""For the operator."""
CONNECTING = "Connecting to Discord."
STANDING_BY = "Another process holds the connection to Discord. This one posts too, and takes over when that one ends."
TAKEN_OVER = "Another process took over the connection to Discord."


def other_shards(theirs: int, ours: int) -> str:
    """Why a process that would deal out servers otherwise than those that are connected only posts."""
    return (
        f"Other processes are connected with {theirs} shard{'s' * (theirs > 1)}, this one would be with {ours}. "
        "It posts too, and connects when they have ended; PAPERBOY_DISCORD_SHARDS has to be the same for all."
    )


def shards_here(numbers: Sequence[int], count: int) -> str:
    """Which of the shards are connected in this process."""
    if len(numbers) == count:
        return f"All {count} shards are here."
    if not numbers:
        return f"None of the {count} shards is here. This process posts too, and takes over shards of one that ends."
    plural = len(numbers) > 1
    named = ", ".join(map(str, numbers))
    return f"Of {count} shards, number{'s' * plural} {named} {'are' if plural else 'is'} here, counted from 0."


def group_description(group: str, names: tuple[str, ...]) -> str:
    """What Discord's menu says of a group of commands."""
    return {
        "feedback": f"{', '.join(names)}: the same as the buttons",
        "account": "Your accounts in several chats, your mail, and your way to the web page",
        "more": "What is needed rarely",
    }[group]
