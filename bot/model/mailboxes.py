"""Mail: where somebody gets it, and the account in which what is mailed to them is kept."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.model.people import Channel, Member, Tenant

MAIL = "email"
"""The platform of mail, in ``Tenant.platform``. Its tenants are named after the tenants whose people get it."""

_PAGE = "page:"
"""Begins the tenant of somebody who asked for mail on the web page. No chat platform is named so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """The last message that was handed to the mail server: written down before, so that a crash leaves a trace.

    ``first`` and ``last`` are when that began for the first and the last time, ``times`` how often; ``taken``: the
    server said that it has it.
    """

    key: str
    times: int
    first: datetime
    last: datetime
    taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Where one member gets mail. ``handle`` stands for the member in links, and tells nothing about them.

    ``address`` is the one that was confirmed, ``pending`` one that waits for that until ``expires``: both encrypted, ''
    where there is none. ``token`` is the hash of what the link to confirm holds; ``wanted`` the lines to carry out
    then. ``question`` is what it holds, encrypted, until the question is handed to the mail server.
    ``consent`` is the version of the words that were agreed to. ``why`` says why nothing is sent ('' while it is);
    ``refusals`` counts the days on which the address was refused, ``refused_on`` is the last of them.
    """

    member: Member
    handle: str
    asked: datetime
    address: str = ""
    pending: str = ""
    token: str = ""
    question: str = ""
    wanted: str = ""
    expires: datetime | None = None
    confirmed: datetime | None = None
    consent: int = 0
    why: str = ""
    refusals: int = 0
    refused_on: date | None = None
    handover: Handover | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxView:
    """What a person is told of their mailbox, their own addresses readable."""

    address: str = ""
    pending: str = ""
    why: str = ""
    confirmed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWish:
    """What a visitor of the web page typed and chose: where to, about what, how often; and from where they ask.

    ``topics`` are separated by commas; '' stands for what is trending. ``zone`` is '' where the browser told none.
    """

    address: str
    topics: str = ""
    weekly: bool = False
    zone: str = ""
    visitor: str = ""


def visitor_account(mark: str) -> Member:
    """The account of somebody who asked on the web page, in a tenant of their own: strangers share nothing."""
    return Member(Tenant(MAIL, f"{_PAGE}{mark}"), mark)


def is_visitor(member: Member) -> bool:
    """Whether somebody asked on the web page, and is in no team."""
    return member.tenant.platform == MAIL and member.tenant.id.startswith(_PAGE)


def mail_account(member: Member) -> Member:
    """The account in which a member's mail is kept: what was picked, when it comes, what became of it."""
    return member if member.tenant.platform == MAIL else Member(mail_tenant(member.tenant), member.id)


def with_mail_account(member: Member) -> tuple[Member, ...]:
    """The member, and the account of what is mailed to them."""
    return tuple(dict.fromkeys((member, mail_account(member))))


def mail_tenant(tenant: Tenant) -> Tenant:
    """The tenant of the mail to the people of ``tenant``."""
    return Tenant(MAIL, str(tenant))


def mail_channel(member: Member) -> Channel:
    """Where a member's mail is posted to."""
    account = mail_account(member)
    return Channel(account.tenant, account.id)


def home_of(member: Member) -> Member:
    """Whose mail account it is; any other member is at home already, and visitors have no other home."""
    if member.tenant.platform != MAIL or is_visitor(member):
        return member
    platform, _, tenant = member.tenant.id.partition(":")
    return Member(Tenant(platform, tenant), member.id)
