"""Addresses, sealed: nobody who reads the database alone learns where somebody gets mail."""

from bot.encryption import Cipher
from bot.model import Mailbox

PURPOSE = "mail addresses"


class Addresses:
    """Seals addresses for keeping, and opens them. ``secret`` is the installation's."""

    def __init__(self, secret: str) -> None:
        self._cipher = Cipher(secret, PURPOSE)

    def seal(self, address: str) -> str:
        return self._cipher.encrypt({"address": address})

    def open(self, sealed: str) -> str:
        """The address; '' where there is none, or the secret was changed since."""
        opened = self._cipher.decrypt(sealed) if sealed else None
        return str(opened["address"]) if opened else ""

    def of(self, mailbox: Mailbox | None) -> str:
        """The confirmed address of a mailbox that mail is sent to; '' where nothing is."""
        return self.open(mailbox.address) if mailbox and not mailbox.why else ""


def masked(address: str) -> str:
    """``a…@example.org``: enough to know one's own address by."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
