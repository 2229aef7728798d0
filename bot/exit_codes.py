"""What the shell is told when a command ends: the shell's own code for wrong usage, the others as in sysexits.h."""

from bot.errors import ConfigurationError, PaperboyError, StoreTooNew, UserError

USAGE, UNAVAILABLE, BUG, CONFIGURATION = 2, 69, 70, 78
INTERRUPTED = 130
"""As a shell gives for Ctrl-C."""


def exit_code(error: PaperboyError) -> int:
    """Mend what you typed (2), mend the configuration (78), or try again later (69)."""
    if isinstance(error, UserError):
        return USAGE
    return CONFIGURATION if isinstance(error, (ConfigurationError, StoreTooNew)) else UNAVAILABLE
