"""What a mail server's refusals mean, and what the core is told of them."""

import re
from datetime import timedelta

from bot.errors import ConfigurationError, DeliveryError, Refused, TryLater, Unknown
from bot.text import shorten, visible_line

WAITS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
"""Before a message that the server put off is tried again: greylisting wants some minutes."""

_ADDRESS = re.compile(r"\S+@\S+")
_NO_SUCH_ADDRESS = re.compile(r"5\.1\.(1|2|3|6|10)\b|5\.4\.1\b|user unknown|no such user", re.IGNORECASE)


class MailError(Exception):
    """What came of speaking to the mail server. Texts hold no address: they are logged."""


class ServerDown(MailError):
    """It can't be reached, or closes the connection; surely nothing was sent."""


class LoginRefused(MailError):
    """It does not take user and password."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code} {reply_text(text)}")
        self.permanent = code >= 500


class NoEncryption(MailError):
    """It offers no STARTTLS; nothing is said to it in the clear."""


class Unanswered(MailError):
    """The answer to the message was lost: it may have been taken."""


class AskedMeanwhile(MailError):
    """Another process sends the question, or there is a newer one; surely nothing was sent."""


class Rejected(MailError):
    """The server said no. ``of_recipient``: to the recipient, not to the message."""

    def __init__(self, code: int, text: str, *, of_recipient: bool = False) -> None:
        super().__init__(f"{code} {reply_text(text)}")
        self.code = code
        self.of_recipient = of_recipient

    @property
    def permanent(self) -> bool:
        return self.code >= 500

    @property
    def no_such_address(self) -> bool:
        """Whether nobody reads mail at this address, by the enhanced code (RFC 3463) or by what servers say."""
        return self.of_recipient and self.permanent and bool(_NO_SUCH_ADDRESS.search(str(self)))


def delivery_error(failure: MailError, attempts: int) -> DeliveryError:
    """What the core is told of a failed attempt, the ``attempts``-th of the message."""
    match failure:
        case Unanswered():
            return Unknown(f"The mail server's answer was lost ({failure}).")
        case Rejected() if failure.permanent and not failure.of_recipient:
            return Refused(str(failure))
        case Rejected():
            return TryLater(f"The mail server put it off: {failure}", WAITS[min(attempts, len(WAITS)) - 1])
        case _:
            return TryLater(trouble_of(failure), WAITS[0])


def trouble_of(failure: MailError) -> str:
    """What the operator reads while no mail leaves."""
    match failure:
        case LoginRefused():
            return f"The mail server refuses PAPERBOY_EMAIL_USER and PAPERBOY_EMAIL_PASSWORD: {failure}"
        case NoEncryption():
            return (
                "The mail server offers no STARTTLS. Set PAPERBOY_EMAIL_SECURITY to tls if it encrypts from the start, "
                "as on port 465, or to none if it is on this machine."
            )
        case Rejected():
            return f"The mail server did not take it: {failure}"
        case _:
            return f"The mail server can't be reached: {failure}"


def wrong_setting(failure: MailError) -> ConfigurationError | None:
    """The failure as something that only the operator can mend; None for what may pass by itself."""
    mendable = isinstance(failure, NoEncryption) or (isinstance(failure, LoginRefused) and failure.permanent)
    return ConfigurationError(trouble_of(failure)) if mendable else None


def reply_text(text: str) -> str:
    """What a server replied, in one short line without addresses."""
    return shorten(_ADDRESS.sub("…", visible_line(text)), 200)
