"""What a chat platform can do, so that the core asks nothing of it that it can't."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a platform can do. Beside each field stands what the core does where it is False."""

    private_answers: bool = True
    """An answer that only its asker sees. Else what is personal is told in private conversations alone."""

    threads: bool = True
    """A thread under a message. Else a threaded digest is made compact."""

    buttons: bool = True
    """Buttons and menus. Else the lines that they stand for are written under the card, to be typed."""

    forms: bool = True
    """Forms to fill in. Else a button that would open one does what its line does."""

    readable_history: bool = True
    """Reading back one's own posts. Else a message whose fate is unknown is given up, never sent a second time."""

    shared: bool = True
    """Several people share it, so that one may not ask for too much. Else nobody is limited."""

    punctual: bool = True
    """Daily picks are looked for at their time. Else those of other platforms come first, and chat has its turns."""

    global_ids: bool = False
    """A person has the same id in every tenant. Else the same id elsewhere is taken for somebody else."""

    post_seconds: float = 30.0
    """Within how many seconds a post, or the look for one, has ended. The core waits little longer."""

    at_once: int = 10
    """How many channels may be posted to at the same time."""

    managers: str = "people who manage this channel"
    """Who is ``Request.is_admin`` there, in words that follow "Only"."""
