"""What a chat platform offers the core, and what the core offers a chat platform."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar, runtime_checkable

from bot.model import (
    Answer,
    Capabilities,
    Card,
    Channel,
    Choice,
    Delivery,
    Member,
    MessageRef,
    PaperId,
    Reaction,
    Request,
    Tenant,
)
from bot.ports.installations import Installations
from bot.ports.key_value import KeyValue
from bot.ports.known_people import KnownPeople
from bot.ports.mailboxes import Mailboxes
from bot.ports.replicas import Replicas
from bot.ports.time import Clock

S = TypeVar("S")

Shown = Callable[[], Awaitable[Sequence[PaperId]]]
"""Tells which papers a message shows, in order; none when that is not known."""

Spelling = Callable[[str], str]
"""Makes of commands that a text names as the table does those of a chat's own menu."""


@runtime_checkable
class SpellsCommands(Protocol):
    """A chat in whose menu some commands stand elsewhere than in the table."""

    def spelled(self, text: str) -> str:
        """The text with commands named as they are typed there."""
        ...


class ChatAdapter(Protocol):
    """One chat platform. ``platform`` is the word used in ``Tenant.platform``.

    ``post``, ``find`` and ``tell`` raise only ``TryLater``, ``ChannelGone``, ``Refused``, ``Unknown`` or ``Lost``, and
    end within ``capabilities.post_seconds``. They may be called as soon as ``run`` has called ``ready``.
    """

    platform: str
    trouble: str
    """Why it can't be used just now, in one sentence for the operator; '' while it is connected."""

    capabilities: Capabilities
    """What the platform can do, the same for as long as it runs."""

    async def run(self, core: "Core") -> None:
        """Connect and serve until cancelled.

        What fails is tried again. Raises ``ConfigurationError`` for a setting that only the operator can mend; after
        any other error, ``Unavailable`` among them, the program calls it anew.
        """
        ...

    async def ready(self) -> None:
        """Return once posts can be made."""
        ...

    async def post(self, delivery: Delivery) -> MessageRef:
        """Post one message with the delivery's stable key; return where it lies.

        ``in_thread`` parts go to the thread of ``delivery.thread``, which is made if need be; where threads are not
        possible they go to the channel. Posting the same key twice within minutes should give one message where the
        platform can promise it.
        """
        ...

    async def find(self, delivery: Delivery) -> MessageRef | None:
        """Look for an earlier attempt in the channel's or thread's latest posts: by key, since ``attempt.started``."""
        ...

    async def tell(self, member: Member, card: Card) -> None:
        """Tell one person something in private, outside any answer."""
        ...


@runtime_checkable
class StandsBy(Protocol):
    """A chat platform whose connections are shared out among processes, so that some stand by."""

    standing_by: str
    """Which of them are here, in one sentence for the operator; '' where the only one is, or nobody has it yet."""


@runtime_checkable
class WaitsForRepair(Protocol):
    """A chat platform that may be connected, and yet be of no use where somebody has to mend something first."""

    to_mend: str
    """What has to be mended, in one sentence for the operator; no new start mends it. '' where nothing has."""


def complaint_of(chat: ChatAdapter) -> str:
    """Why the platform can't be used, or what has to be mended there; '' where all is well."""
    return chat.trouble or (chat.to_mend if isinstance(chat, WaitsForRepair) else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdapterContext(Generic[S]):
    """What an adapter is given when it is made: its own settings, and the parts of the store that are its.

    Names in ``state`` begin with the platform's. ``local_member`` is the person at this machine. ``public_url``
    is where others reach the HTTP door, ``secret_key`` what to encrypt and sign with; '' where they are not
    known. The core comes with ``ChatAdapter.run``.
    """

    settings: S
    state: KeyValue
    installations: Installations
    known_people: KnownPeople
    mailboxes: Mailboxes
    replicas: Replicas
    clock: Clock
    public_url: str
    secret_key: str
    local_member: Member


class Core(Protocol):
    """What an adapter asks of the core. Never raises ``UserError``: it becomes a problem card."""

    async def answer(self, request: Request) -> Answer: ...

    async def can_manage(self, request: Request) -> bool:
        """Whether this person may change the settings of this channel; False too while that is not known."""
        ...

    async def react(self, reaction: Reaction, shown: Shown | None = None) -> Answer | None:
        """Take an emoji as feedback; None when it means nothing here (unknown message or emoji).

        On a message with several papers it is answered by asking which one is meant (``Card.asks``). ``shown`` tells
        the papers of a message that is no digest's, where the platform knows them; it is called only when needed.
        """
        ...

    async def posted(self, platform: str, since: datetime) -> Sequence[MessageRef]:
        """Return where the messages of the digests made since then lie, oldest first."""
        ...

    async def thread_of(self, message: MessageRef) -> MessageRef | None:
        """The message in whose thread a digest's message lies; None for one in no thread, or that is no digest's."""
        ...

    async def complete(self, member: Member, command: str, argument: str, typed: str) -> Sequence[Choice]:
        """At most 25 suggestions for an argument, within 100 ms, from memory or index."""
        ...

    async def button_token(self, line: str, owner: Member | None) -> str:
        """A short stand-in (``~`` + 8 characters) for a button line too long for the platform; kept over restarts.

        ``owner`` is the person who asked for the answer with the button; None for what is posted.
        """
        ...

    async def button_line(self, token: str) -> str | None: ...

    async def form_values(self, request: Request, command: str) -> dict[str, str]:
        """Return what to fill the form of ``command`` with: the settings as they are, else the defaults."""
        ...

    async def seen_before(self, event: str) -> bool:
        """True when this event id was handed in already (the answer to re-delivered events)."""
        ...

    async def tenant_joined(self, tenant: Tenant, channel: Channel | None = None) -> Card:
        """Take note that Paperboy was added somewhere, cancel a planned erasure, and return the welcome.

        Where it was added to one ``channel``, the welcome is read there, and tells of no other: some may be private.
        """
        ...

    async def tenant_left(self, tenant: Tenant, at: datetime) -> None:
        """Stop posting to a tenant that removed Paperboy, and erase its data after the grace that settings give."""
        ...

    async def channel_gone(self, channel: Channel, why: str) -> None:
        """Stop the subscription of a channel that was deleted, archived or closed to us, and tell its owner."""
        ...

    async def channel_back(self, channel: Channel) -> None:
        """Let a stopped subscription go on: its channel can be posted to again. What somebody paused stays paused."""
        ...

    async def channel_moved(self, old: Channel, new: Channel) -> None:
        """Let all that is kept of a channel go on under the new id that the platform gave it."""
        ...
