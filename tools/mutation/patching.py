"""Puts a mutated source into a process: into functions that are imported already, or before the first import."""

import gc
import importlib.machinery
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import CO_OPTIMIZED
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

Key = tuple[str, str, int]
"""Where a function was written: its file, its qualified name, its line."""
ON_IMPORT = ("co_code", "co_names", "co_exceptiontable", "co_flags")


class Functions:
    """The functions that have been imported, so that each can be given other code."""

    def __init__(self, root: Path) -> None:
        self._by_key: dict[Key, list[FunctionType]] = {}
        for thing in gc.get_objects():
            if isinstance(thing, FunctionType) and thing.__code__.co_filename.startswith(str(root)):
                self._by_key.setdefault(_key(thing.__code__), []).append(thing)

    def patch(self, changed: list[CodeType]) -> None:
        """Give them the code. Raises ``LookupError`` where one is not known, ``ValueError`` where it doesn't fit."""
        for code in changed:
            for function in self._by_key[_key(code)]:
                function.__code__ = code


def _key(code: CodeType) -> Key:
    return (code.co_filename, code.co_qualname, code.co_firstlineno)


def changed_functions(path: Path, before: str, after: str) -> list[CodeType]:
    """The functions of a module that a mutation changed, in their new form.

    Raises ``LookupError`` where what runs on import changed as well.
    """
    old, new = (compile(text, str(path), "exec", dont_inherit=True) for text in (before, after))
    return list(_changes(old, new))


def _changes(old: CodeType, new: CodeType) -> Iterator[CodeType]:
    if any(getattr(old, name) != getattr(new, name) for name in ON_IMPORT):
        raise LookupError(old.co_name)
    for one, other in zip_longest(old.co_consts, new.co_consts):
        if not (isinstance(one, CodeType) and isinstance(other, CodeType)):
            if (type(one), repr(one)) != (type(other), repr(other)):
                raise LookupError(old.co_name)
        elif not other.co_flags & CO_OPTIMIZED:
            yield from _changes(one, other)
        elif one != other:
            yield other


@dataclass(frozen=True)
class Instead:
    """Source to import in place of a file's."""

    path: Path
    source: str

    def install(self) -> None:
        """For this process, before the first import of the file. Raises ``SyntaxError`` where it is no Python."""
        code = compile(self.source, str(self.path), "exec", dont_inherit=True)
        original = importlib.machinery.SourceFileLoader.get_code

        def get_code(loader: Any, name: str) -> Any:
            if loader.path == str(self.path):
                return code
            return original(loader, name)

        importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[assignment]
