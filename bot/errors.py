"""Every error Paperboy raises, and what the caller should do about it.

::

    PaperboyError
    ├── UserError               tell the person this text; nothing was changed
    │   ├── BadQuery            the words can't be used as they are; the text says what to type instead
    │   │   └── Unclear         they can mean several things; offer its ``choices`` as buttons
    │   ├── NotFound            no such paper, interest, subscription …
    │   ├── NotAllowed          the person may not do this; the text says who may
    │   ├── NotKnown            what decides it can't be found out now; never a no
    │   └── TooMuch             the person asks faster than is fair to others; wait a little
    ├── DeliveryError           what came of one attempt to post
    │   ├── TryLater            not posted; ask again after ``wait``
    │   ├── ChannelGone         not posted and never will be there; pause the subscription, keep it
    │   ├── Refused             not posted: the platform rejects this payload; never send the same again
    │   ├── Unknown             the answer was lost: it may have been posted; look before sending again
    │   └── Lost                it may have been posted, and no look can tell; never send it again, say so
    ├── SourceError             nothing was read; what was read before stays
    │   ├── SourceDown          try again after ``wait``
    │   ├── NobodyToAsk         say that it could not be looked up; nothing is known of it
    │   └── SourceBroken        the answer made no sense; report it, retry at the next due time
    ├── StoreError              nothing was changed
    │   ├── StoreBusy           another process holds the database; try again
    │   ├── StoreFull           the disk is full
    │   ├── StoreUnreachable    its server or file is away; only whether a change was kept may be unknown
    │   └── StoreTooNew         the database was written by a newer Paperboy; upgrade
    ├── ConfigurationError      a setting is wrong; the text names it (exit code 78)
    └── Unavailable             something needed is not there now (exit code 69)

Only the texts of ``UserError`` reach people in chat. ``ConfigurationError`` and ``Unavailable`` are for the operator.
"""

from datetime import timedelta


class PaperboyError(Exception):
    """The root of the tree above."""


class UserError(PaperboyError):
    """Its text is shown to the person who asked, as it is."""


class BadQuery(UserError):
    """What was typed can't be used."""


class Unclear(BadQuery):
    """What was typed can mean several things: ``choices`` are pairs of (what to show, what to type instead)."""

    def __init__(self, text: str, choices: tuple[tuple[str, str], ...], argument: str = "paper") -> None:
        """``argument`` names the one that is unclear."""
        super().__init__(text)
        self.choices = choices
        self.argument = argument


class NotFound(UserError):
    """What was named does not exist, or not for this person."""


class NotAllowed(UserError):
    """This person may not do that here."""


class NotKnown(UserError):
    """Whether it can be done can't be found out now; nothing was changed."""


class TooMuch(UserError):
    """This person asked for more than is fair to others; nothing was done."""


class DeliveryError(PaperboyError):
    """One attempt to post did not end in a message reference."""


class TryLater(DeliveryError):
    """Certainly not posted; may succeed after ``wait``."""

    def __init__(self, why: str, wait: timedelta) -> None:
        super().__init__(why)
        self.wait = wait


class ChannelGone(DeliveryError):
    """Certainly not posted: the channel is deleted, archived, or closed to us."""


class Refused(DeliveryError):
    """Certainly not posted: this payload will never be accepted."""


class Unknown(DeliveryError):
    """The answer was lost. Reconcile through ``ChatAdapter.find`` before sending again."""


class Lost(DeliveryError):
    """Whether it was posted can't be found out any more."""


class SourceError(PaperboyError):
    """A source could not be read."""


class SourceDown(SourceError):
    """The source did not answer, or asked us to wait."""

    def __init__(self, why: str, wait: timedelta) -> None:
        super().__init__(why)
        self.wait = wait


class NobodyToAsk(SourceError):
    """No source is read that answers for single papers: whether one exists can't be known here."""


class SourceBroken(SourceError):
    """The source answered with something that is not what it documents."""


class StoreError(PaperboyError):
    """The database refused; nothing was changed."""


class StoreBusy(StoreError):
    """Another process holds the database."""


class StoreFull(StoreError):
    """No space is left for the database."""


class StoreUnreachable(StoreError):
    """The database's server, or its file, can't be used now. A change being committed may or may not be kept."""


class StoreTooNew(StoreError):
    """The database was written by a newer version of Paperboy."""


class ConfigurationError(PaperboyError):
    """A setting is missing or wrong; the text names the setting and what to do."""


class Unavailable(PaperboyError):
    """Something Paperboy needs right now can't be reached. ``wait`` is what the other side asked for before a try."""

    def __init__(self, text: str, wait: timedelta = timedelta(0)) -> None:
        super().__init__(text)
        self.wait = wait
