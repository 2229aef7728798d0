"""Finds the adapter packages by name, so that ``bot`` never imports one."""

import importlib
from typing import cast

from bot.errors import ConfigurationError
from bot.ports.chat import AdapterPackage

EXTRAS = ("discord", "slack")


def adapter_package(platform: str) -> AdapterPackage:
    """``adapters.<platform>``; raises ``ConfigurationError`` when it isn't installed."""
    try:
        return cast(AdapterPackage, importlib.import_module(f"adapters.{platform}"))
    except ModuleNotFoundError as error:
        raise ConfigurationError(missing_extra(platform)) from error


def missing_extra(platform: str) -> str:
    """What to say when a platform's libraries aren't installed."""
    return f"{platform.capitalize()} needs its extra: pip install 'paperboy-bot[{platform}]'."
