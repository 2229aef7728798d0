"""What a host in a web address is: this machine itself, a bare number, a name."""

from ipaddress import ip_address


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
