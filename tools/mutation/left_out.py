"""Which faults are not made, since no test could or should notice them; docs/testing.md says why, one by one."""

import ast
from collections.abc import Iterator
from pathlib import Path

Place = tuple[int, int]
"""Line and column."""
Span = tuple[Place, Place]

FLAGS = {"slots", "frozen", "kw_only"}
"""Of dataclasses: what they forbid, types forbid as well."""
LEVELS = {"debug", "info", "warning", "error", "exception"}
SAME = {"core/ReplaceComparisonOperator_Is_Eq", "core/ReplaceComparisonOperator_IsNot_NotEq"}
"""``==`` for ``is``: what is compared so here (None, members of an enum, sentinels) is equal only to itself."""


def spans(path: Path) -> list[Span]:
    """The parts of a module where no faults are made."""
    return [_span(node) for node in _left_out(ast.parse(path.read_text()))]


def _left_out(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        yield from _types(node)
        if isinstance(node, ast.ClassDef):
            yield from (word for call in node.decorator_list for word in _keywords(call, FLAGS))
        if isinstance(node, ast.Call):
            yield from _of_call(node)


def _types(node: ast.AST) -> Iterator[ast.expr]:
    """To mutate ``str | None`` is an error on import, which says nothing about tests."""
    for name in ("annotation", "returns"):
        if isinstance(found := getattr(node, name, None), ast.expr):
            yield found


def _of_call(call: ast.Call) -> Iterator[ast.AST]:
    match call.func:
        case ast.Name("zip"):
            yield from _keywords(call, {"strict"})
        case ast.Attribute(ast.Name("log"), level) if level in LEVELS:
            yield from (*call.args, *call.keywords)


def _keywords(call: ast.expr, names: set[str]) -> Iterator[ast.keyword]:
    if isinstance(call, ast.Call):
        yield from (word for word in call.keywords if word.arg in names)


def _span(node: ast.AST) -> Span:
    at = {name: getattr(node, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
    return (at["lineno"], at["col_offset"]), (at["end_lineno"], at["end_col_offset"])
