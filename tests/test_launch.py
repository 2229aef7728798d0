"""The shell command, before anything of Paperboy's own runs."""

import sys
from types import ModuleType

import pytest

import bot
from paperboy_bot import launch


class Interrupted(ModuleType):
    """A module during whose import somebody pressed Ctrl-C."""

    def __getattr__(self, name: str) -> object:
        if name == "main":
            raise KeyboardInterrupt
        raise AttributeError(name)


def test_ctrl_c_while_it_is_loaded_ends_it_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    module = Interrupted("bot.cli")
    module.__file__ = bot.__file__
    monkeypatch.setitem(sys.modules, "bot.cli", module)
    monkeypatch.setattr(launch, "claim_names", lambda: None)
    with pytest.raises(SystemExit) as ended:
        launch.main()
    assert ended.value.code == 130
