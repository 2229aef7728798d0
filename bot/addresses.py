"""Addresses of the web: what their host is, whether there can be one, and an address as it can be shown and sent."""

import re
from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

WEB = ("http", "https")
_AS_IT_IS = "!#$%&'()*+,/:;=?@[]-._~"
"""What addresses hold as it is (RFC 3986); feeds with a space or a bracket in one are refused by validators."""


def in_ascii(address: str | None, schemes: Collection[str] = WEB) -> str:
    """The address of the web, percent-encoded where it is not ASCII; '' where it is of none of these schemes."""
    address = (address or "").strip()
    try:
        parts = urlsplit(address)
        known = parts.scheme in schemes and bool(parts.hostname)
    except ValueError:
        return ""
    return quote(address, safe=_AS_IT_IS, errors="ignore") if known else ""


def is_loopback(host: str) -> bool:
    """Whether the host is this machine itself. Names are not looked up: any but ``localhost`` is elsewhere."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_number(host: str) -> bool:
    """Whether the host is an IP address instead of a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def can_be_host(host: str) -> bool:
    """Whether it is an IP address, or could be a name: no scheme, port or path, and no part of it empty or too long."""
    if is_number(host):
        return True
    try:
        return re.fullmatch(rb"[\w.-]+", host.encode("idna")) is not None
    except UnicodeError:
        return False


def can_be_asked(address: str) -> bool:
    """Whether an address has a host that could be one, and a port that there is, if any."""
    try:
        parts = urlsplit(address)
        return parts.port != 0 and can_be_host(parts.hostname or "")
    except ValueError:  # no number, or one above 65535; half of an IPv6 address
        return False
