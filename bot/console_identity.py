"""The person at this machine: the one conversation of the console and of one-shot commands."""

import getpass

from bot.model import CONSOLE, Channel, Command, Member, Request, Tenant
from bot.ports.time import Clock

LOCAL = Tenant(CONSOLE, "local")
TERMINAL = Channel(LOCAL, "terminal")


def local_member(name: str = "") -> Member:
    """Who goes by ``name`` here; whoever is logged in when it is empty."""
    return Member(LOCAL, name or _login())


def local_request(member: Member, command: Command, clock: Clock) -> Request:
    """A request from this machine. Its person may change everything: it is theirs."""
    return Request(member=member, command=command, at=clock.now(), channel=TERMINAL, direct=True, is_admin=True)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return "me"
