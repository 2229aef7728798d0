"""Whether a form was sent from our own page: the wall against forged requests, without hidden tokens."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.addresses import is_loopback


def from_this_site(headers: Mapping[str, str], public_url: str) -> bool:
    """By what browsers say and no page can change: ``Sec-Fetch-Site``, else ``Origin``; without both, no."""
    site = headers.get("Sec-Fetch-Site", "")
    if site:
        return site in ("same-origin", "none")
    origin = headers.get("Origin", "")
    return bool(origin) and origin == (_origin(public_url) or f"http://{headers.get('Host', '')}")


def asked_by_loopback_name(headers: Mapping[str, str]) -> bool:
    """Whether the browser was given an address of this machine, and no name that somebody made point here."""
    return is_loopback(urlsplit(f"//{headers.get('Host', '')}").hostname or "")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
