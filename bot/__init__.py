"""Paperboy brings a team its daily research papers, in the chat it already uses."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("paperboy-bot")
except PackageNotFoundError:  # a bare checkout, never installed
    __version__ = "0.0.0"
