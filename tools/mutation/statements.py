"""Which statement a line belongs to, and what that gives a name."""

import ast
from functools import cache
from pathlib import Path


def statement_at(path: Path, line: int) -> ast.stmt | None:
    """The innermost statement that the line is part of; decorators are part of what they decorate."""
    around = [node for node in _statements(path) if _first(node) <= line <= (node.end_lineno or 0)]
    return max(around, key=lambda node: (_first(node), -(node.end_lineno or 0)), default=None)


def names_made_by(statement: ast.stmt | None) -> list[str]:
    """The names that a definition or an assignment gives."""
    match statement:
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
            return [name]
        case ast.Assign(targets):
            return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
        case ast.AnnAssign(ast.Name(name)):
            return [name]
        case _:
            return []


@cache
def _statements(path: Path) -> list[ast.stmt]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.stmt)]


def _first(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])
