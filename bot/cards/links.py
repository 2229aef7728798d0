"""Joining accounts of several chats to one profile, in words.

What is to be done in the other chat is named without its menu's words: an adapter spells commands as in its own.
"""

from collections.abc import Sequence

from bot.model import Answer, Button, Card, Member, Row

UNKNOWN_CODE = (
    "I don't know that code: it may be mistyped, older than ten minutes, used already, or replaced by a newer one. "
    "My command “link” in your other chat gives a new one."
)
OWN_CODE = "That code is from this very account. Give it to my command “link” in your other chat."
TWICE_HERE = (
    "These can't be joined: you would have two accounts in one server or workspace, and count there as two people. "
    "/papers unlink separates accounts."
)
_PART = Button(label="Separate them", line="unlink")


def code_given(code: str, joined: Sequence[Member]) -> Answer:
    """The code, what it does, and what this account is joined with already."""
    text = (
        f"Your code: {code}\nIn your other chat, give it to my command “link” within ten minutes: /papers lists it "
        "there, in some chats under “account”. The code works once. "
        "What you like, save, follow and mute counts in both then, and nothing is sent to you twice. "
        "Show it to nobody: whoever uses it reads your reading list and profile."
    )
    buttons = (_PART,) if joined else ()
    return Answer(card=Card(title="Join your accounts", text=text, rows=_rows(joined), buttons=buttons))


def joined_now(others: Sequence[Member]) -> Answer:
    """For who typed the code: whose accounts are one now."""
    return Answer(card=Card(title="Your accounts are joined", text=_ONE_MEMORY, rows=_rows(others), buttons=(_PART,)))


def joined_from(other: Member, *, by_your_code: bool) -> Card:
    """For an account that did not type the code, told in private: it gave it, or was joined with one that did."""
    how = "used your code" if by_your_code else "was joined with your accounts"
    text = f"{_named(other)} {how}. {_ONE_MEMORY} If that was not you, separate them at once."
    return Card(title="Your accounts are joined", text=text, buttons=(_PART,))


def parted(others: Sequence[Member]) -> Answer:
    """This account stands alone again."""
    text = "Your account here stands alone again. What you said here stays here; what you said elsewhere stays there."
    return Answer(card=Card(title="Your accounts are separate again", text=text, rows=_rows(others, "Was joined with")))


def parted_from(other: Member) -> Card:
    """For an account that another one was parted from, told in private."""
    return Card(text=f"{_named(other)} is no longer joined with this account. What each of them said stays with it.")


def not_joined() -> Answer:
    text = "Your account here is joined with no other. /papers link joins it with your account in another chat."
    return Answer(card=Card(text=text, buttons=(Button(label="Join another", line="link"),)))


_ONE_MEMORY = "They share one profile now: what you like, save, follow and mute in one counts in all."


def _rows(accounts: Sequence[Member], label: str = "Joined with") -> tuple[Row, ...]:
    return tuple(Row(label=label, text=_named(account)) for account in accounts)


def _named(account: Member) -> str:
    """By the platform's ids: no names are kept."""
    return f"{account.tenant.platform.capitalize()} account {account.id} (in {account.tenant.id})"
