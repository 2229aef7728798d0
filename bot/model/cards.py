"""What a person is told, platform-neutral.

Every string is plain text and may hold hostile words from outside: an adapter escapes all of it for its platform and
cuts it to the platform's limits. Links exist only as ``url`` fields. Wording lives in ``bot.cards``, never in adapters.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.identity import PaperId
from bot.model.people import Channel, Member
from bot.model.picks import Reason


class ButtonStyle(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Pressing it is the same as typing ``line`` after /papers (``like arxiv:2401.01234``).

    ``public`` asks the adapter to show the answer to the whole channel; ``form`` opens the form of the named command
    instead, filled with the values in ``line``; ``url`` makes it a plain link and ``line`` is empty.
    """

    label: str
    line: str = ""
    style: ButtonStyle = ButtonStyle.PLAIN
    public: bool = False
    form: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One suggestion: ``label`` is shown, ``value`` is sent."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCard:
    """One paper as people see it. ``facts`` is one line (organisation, authors, date, upvotes, comments);
    ``reason`` one sentence or ''; ``badge`` a word such as "followed author" or "something different".
    ``summary`` is '' in compact lists. ``liked``/``saved`` are the asker's own marks, for private answers only.
    ``heading``: from this paper on they stand under it. Of a pick: how likely it is wanted, whether that is above the
    bar, and the parts of its score; None and none otherwise."""

    paper: PaperId
    title: str
    url: str
    facts: str = ""
    summary: str = ""
    reason: str = ""
    badge: str = ""
    thumbnail: str = ""
    heading: str = ""
    relevance: float | None = None
    matched: bool | None = None
    reasons: tuple[Reason, ...] = ()
    liked: bool | None = None
    saved: bool = False
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A labelled line of a card. With ``share`` (0 to 1) it is also drawn as a bar, where the platform can."""

    label: str
    text: str = ""
    share: float | None = None
    url: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Something to hand over: an export. Text, UTF-8."""

    name: str
    content: str
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """Several lines to choose one from, where a row of buttons would be too much. Each value is as a button's line."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One message or answer, top to bottom: title, text, papers, rows, footer, menu, buttons, file.

    ``text`` may hold several paragraphs separated by newlines. ``numbered`` asks for 1., 2. … before the papers;
    ``first`` is the number of the first, so that numbers go on over pages.
    ``thread`` is the name of the thread that the message goes to, should one have to be made.
    ``problem`` marks an error told kindly, so an adapter may colour it. ``asks``: it is a question, which its buttons,
    menu or rows answer, so an adapter that has none of them must say what to type. ``yes`` is the line that a plain
    yes to it means; '' where it means none.
    """

    title: str = ""
    text: str = ""
    papers: tuple[PaperCard, ...] = ()
    rows: tuple[Row, ...] = ()
    footer: str = ""
    menu: Menu | None = None
    buttons: tuple[Button, ...] = ()
    file: File | None = None
    thread: str = ""
    first: int = 1
    numbered: bool = False
    problem: bool = False
    asks: bool = False
    yes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A parsed command. ``arguments`` maps argument names of ``bot.commands`` to what was typed; ``page`` is 1, 2, ….

    ``left`` is what stood in a form and was left as it was: it counts only where nothing is set up any more.
    ``problem`` says what was not understood; the command is then ``help``, and ``offers`` are the lines that may have
    been meant."""

    name: str
    arguments: tuple[tuple[str, str], ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    page: int = 1
    problem: str = ""
    offers: tuple[Choice, ...] = ()

    def get(self, name: str, default: str = "") -> str:
        return next((value for key, value in self.arguments if key == name), default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command that somebody gave, and what is known of who and where.

    ``channel`` is where (None where nothing can be posted: a user-installed app in a foreign server).
    ``direct`` says the channel is a private conversation with the bot, ``threads`` that posts there can have threads.
    ``is_admin`` says whether this person manages the channel, by the platform's own rules; None where the platform did
    not say. ``zone`` is the person's IANA zone where the platform tells it. ``place_known`` is False while the platform
    does not tell what ``channel`` is. ``name`` is what the platform calls the person, ``channel_name`` what it calls
    the channel; '' where it does not say. ``event`` is the platform's id of the click or command, for de-duplication.
    """

    member: Member
    command: Command
    at: datetime
    channel: Channel | None = None
    place_known: bool = True
    direct: bool = False
    threads: bool = True
    is_admin: bool | None = False
    zone: str = ""
    name: str = ""
    channel_name: str = ""
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to tell the asker. ``private``: only the asker sees it. ``shareable``: offer "share in channel",
    which is the same command answered for everybody."""

    card: Card
    private: bool = True
    shareable: bool = False


@dataclass(frozen=True, slots=True, order=True)
class MessageRef:
    """A posted message. ``channel`` is where it really lies (a thread may be a channel of its own)."""

    channel: Channel
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """An emoji put on, or taken off, a message. ``emoji`` is bare: no skin tone, no variation selector.

    ``late``: it was found lying there, and may have been told before.
    """

    member: Member
    message: MessageRef
    emoji: str
    added: bool
    at: datetime
    event: str | None = None
    late: bool = False
