"""Who answers each command."""

from bot.parts import Parts
from bot.services.archive_commands import ArchiveCommands
from bot.services.email_commands import EmailCommands
from bot.services.feed_commands import FeedCommands
from bot.services.feedback_commands import EmojiSets, FeedbackCommands
from bot.services.handling import Handler
from bot.services.help_commands import HelpCommands
from bot.services.import_commands import ImportCommands
from bot.services.interest_commands import InterestCommands
from bot.services.link_commands import LinkCommands
from bot.services.pick_commands import PickCommands
from bot.services.privacy_commands import PrivacyCommands
from bot.services.profile_commands import ProfileCommands
from bot.services.reading_list_commands import ReadingListCommands
from bot.services.sign_in import WebCommands
from bot.services.status_commands import StatusCommands
from bot.services.undo_command import UndoCommand


def handlers_of(parts: Parts, feedback: FeedbackCommands) -> dict[str, Handler]:
    """The handler of each command, by the command's name."""
    return {
        **parts.setting_up.handlers,
        **parts.searching.handlers,
        **feedback.handlers,
        **UndoCommand(feedback, parts.store.interests, parts.store.ended_interests, parts.import_jobs).handlers,
        **_personal(parts),
        **_beyond_chat(parts),
        **_about_itself(parts),
    }


def feedback_commands(parts: Parts) -> FeedbackCommands:
    """What turns buttons, emoji and commands about a paper into feedback."""
    settings, store = parts.settings, parts.store
    emoji = EmojiSets(like=settings.like_emoji, dislike=settings.dislike_emoji, save=settings.save_emoji)
    return FeedbackCommands(
        store.feedback, store.memberships, parts.resolver, store.papers, store.posts, emoji, parts.ranker.explain
    )


def import_commands(parts: Parts) -> ImportCommands:
    """What reads references and finds their papers."""
    return ImportCommands(parts.finder, parts.store.feedback, parts.import_jobs)


def _personal(parts: Parts) -> dict[str, Handler]:
    """What people do for themselves: tune, keep, look."""
    store = parts.store
    return {
        **PickCommands(
            parts.ranker,
            store.papers,
            store.interests,
            store.feedback,
            parts.resolver,
            parts.reach,
            parts.settings.zone,
        ).handlers,
        **InterestCommands(store.interests, store.ended_interests, parts.reach, parts.ranker.close_to).handlers,
        **ProfileCommands(store.papers, store.interests, parts.ranker).handlers,
        **ReadingListCommands(store.feedback, store.papers).handlers,
        **import_commands(parts).handlers,
        **LinkCommands(store.links, parts.notices.tell).handlers,
    }


def _beyond_chat(parts: Parts) -> dict[str, Handler]:
    """What leads to the web page, where there is one, and to mail."""
    store, address = parts.store, parts.settings.public_url if parts.page else ""
    shared = address if parts.page and parts.page.shares_channels else ""
    return {
        **WebCommands(parts.sign_in, address, store.known_people, store.shown_saves).handlers,
        **FeedCommands(store.feed_addresses, parts.clock, address).handlers,
        **ArchiveCommands(store.channel_addresses, store.digests, parts.managers, parts.clock, shared).handlers,
        **EmailCommands(parts.mail, store.subscriptions, parts.setting_up.handlers).handlers,
    }


def _about_itself(parts: Parts) -> dict[str, Handler]:
    """How to use it, how it does, and what it keeps of people."""
    store, settings = parts.store, parts.settings
    status = StatusCommands(store, parts.writer, parts.managers, parts.records, parts.chats, settings.zone, parts.clock)
    return {
        **status.handlers,
        **HelpCommands(store.papers, parts.ingest.names).handlers,
        **PrivacyCommands(store.privacy, store.links, settings.keep_days, parts.capabilities, parts.mail).handlers,
    }
