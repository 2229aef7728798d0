"""What is counted and timed for whoever watches the program. Nothing of it names a person, channel or tenant."""

from typing import Protocol


class Figures(Protocol):
    """Takes figures, fast enough to be called for every message and answer; never raises."""

    def delivered(self, platform: str, outcome: str) -> None:
        """One attempt to post ended: ``sent``, ``failed`` (tried again), ``unconfirmed`` (looked for), ``given_up``."""
        ...

    def posted_after(self, platform: str, seconds: float) -> None:
        """The first message of a digest was posted so long after its slot."""
        ...

    def answered(self, platform: str, command: str, seconds: float) -> None: ...

    def database_written(self, seconds: float) -> None:
        """A small write took so long, from the asking to the commit."""
        ...

    def loop_blocked(self, seconds: float) -> None:
        """The event loop ran a task so much later than it was due."""
        ...
