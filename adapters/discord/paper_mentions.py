"""The papers that a message shows, whoever wrote it. The message is read when somebody points at it, and not kept."""

from collections.abc import Iterator
from typing import Any

import discord

from bot.identity import PaperId, find_paper_ids


def papers_in(message: discord.Message) -> list[PaperId]:
    """Ids in the order in which they appear, each once."""
    return list(dict.fromkeys(paper for words in _words_of(message) for paper in find_paper_ids(words)))


def _words_of(message: discord.Message) -> Iterator[str]:
    yield message.content
    for embed in message.embeds:
        yield from filter(None, (embed.url, embed.title, embed.description))
    yield from _shown(message.components)


def _shown(components: Any) -> Iterator[str]:
    """The words of components, however they are nested: Paperboy's own messages have no other words."""
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _shown(getattr(component, "children", ()))
