"""Tells systemd how the program is, by the protocol of sd_notify(3); says nothing where no such manager listens."""

import contextlib
import socket


class ServiceManager:
    """``address`` is the datagram socket of ``NOTIFY_SOCKET``, '' where there is none; ``@`` begins an abstract one."""

    def __init__(self, address: str) -> None:
        self._address = f"\0{address[1:]}" if address.startswith("@") else address

    def tell(self, state: str) -> None:
        """Send lines such as ``READY=1``. What can't be sent is lost: the manager then acts as if we were silent."""
        if not self._address:
            return
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as out,
        ):
            out.sendto(state.encode(), self._address)
