"""What the console reads of its surroundings: whether a terminal shows links, and whether there is a desktop."""

import os
import sys

_SHOWS_LINKS = ("KITTY_WINDOW_ID", "WT_SESSION", "WEZTERM_PANE", "KONSOLE_VERSION", "GHOSTTY_RESOURCES_DIR")
_PROGRAMS = frozenset({"iTerm.app", "vscode", "WezTerm", "ghostty", "Hyper", "rio"})
_OLDEST_VTE = 5000
"""GNOME Terminal and its kin show links since VTE 0.50 (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda)."""


def shows_links() -> bool:
    """Whether this terminal is known to make titles clickable; elsewhere addresses are written out."""
    named = os.environ.get("TERM_PROGRAM", "") in _PROGRAMS or any(name in os.environ for name in _SHOWS_LINKS)
    vte = os.environ.get("VTE_VERSION", "")
    return named or (vte.isdecimal() and int(vte) >= _OLDEST_VTE)


def has_desktop() -> bool:
    """Whether a web page can be opened in a window, rather than in the terminal itself."""
    return sys.platform in ("darwin", "win32") or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
