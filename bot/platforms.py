"""Finds the adapter packages by name, so that ``bot`` never imports one."""

import importlib
from collections.abc import Callable
from typing import Any, cast

from bot.model import Card
from bot.ports.chat import AdapterPackage


def adapter_package(platform: str) -> AdapterPackage:
    """``adapters.<platform>``."""
    return cast(AdapterPackage, platform_module(platform))


def card_printer() -> Callable[[Card], None]:
    """How the console shows a card; one-shot commands answer with it."""
    return cast(Callable[[Card], None], platform_module("console").print_card)


def platform_module(platform: str) -> Any:
    """The package with whatever else it offers its own shell commands (``paperboy discord invite``)."""
    return importlib.import_module(f"adapters.{platform}")
