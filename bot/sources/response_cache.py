"""Answers that a source need not send again while they are the same."""

from collections import OrderedDict

CACHED_BYTES = 8 * 2**20


class ResponseCache:
    """Bodies by address with their ETags, the least used forgotten first."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    def get(self, address: str) -> tuple[str, bytes] | None:
        """The ETag and body that are kept, or None."""
        if address in self._answers:
            self._answers.move_to_end(address)
        return self._answers.get(address)

    def put(self, address: str, etag: str, body: bytes) -> None:
        """Keep a body in place of what was kept for the address."""
        self._answers[address] = (etag, body)
        while sum(len(kept) for _, kept in self._answers.values()) > CACHED_BYTES:
            self._answers.popitem(last=False)
