"""Puts a guard around the statements that load a script's data, and around what follows from them.

Only statements that run once at most, at the script's top, are guarded: what a trial makes of the
data, and what a loop goes over, runs as it is written.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tunelint.confirm.child.synthetic_names import bound_names, loaded_names, root_of

GUARD = "__tunelint_rows__"

_ERROR = "__tunelint_error__"
_BINDING = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_PACKAGES = (
    *("google.colab", "kaggle", "kagglehub", "opendatasets", "tensorflow_datasets", "datasets"),
    *("gdown", "wget", "ucimlrepo", "kaggle_datasets"),
)


def guarded(tree: ast.Module, data: frozenset[str], hooks: str) -> ast.Module:
    """The program with a guard around the statements that bind or show data.

    A statement with a hook in it runs as it stands: what happens there is what is asked for.
    """
    tree.body = _guarded(tree.body, data, hooks)
    return ast.fix_missing_locations(tree)


def _guarded(body: list[ast.stmt], data: frozenset[str], hooks: str) -> list[ast.stmt]:
    return [_statement(one, data, hooks) for one in body]


def _statement(statement: ast.stmt, data: frozenset[str], hooks: str) -> ast.stmt:
    match statement:
        case ast.If() | ast.Try():
            for name in ("body", "orelse", "finalbody"):
                if hasattr(statement, name):
                    setattr(statement, name, _guarded(getattr(statement, name), data, hooks))
            return statement
        case ast.Import() | ast.ImportFrom() if _is_of_data(statement):
            names = [one.asname or one.name.partition(".")[0] for one in statement.names]
            return _with_fallback(statement, [], names)
    if _has(statement, hooks):
        return statement
    match statement:
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.With():
            names = list(dict.fromkeys(bound_names(statement)))
            if not data.intersection(names):
                return statement
            value = statement.value if isinstance(statement, _BINDING) else None
            if isinstance(value, ast.Name):
                return statement
            return _with_fallback(statement, [*loaded_names(value), *_changed(statement)], names)
        case ast.Expr(value=value):
            return _unless_made_up(statement, value)
    return statement


def _changed(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement changes the object of: ``df`` of ``df["a"] = …``."""
    if isinstance(statement, ast.AugAssign):
        yield from bound_names(statement)
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            root = root_of(target)
            if root is not None and not isinstance(target, ast.Name):
                yield root


def _with_fallback(statement: ast.stmt, sources: Iterable[str], names: Iterable[str]) -> ast.stmt:
    """The statement; where its data is not there, made-up rows for its names."""
    follows = ast.Expr(_call("follow", *map(_reading, dict.fromkeys(sources))))
    forgive = ast.Expr(_call("forgive", ast.Name(_ERROR, ast.Load())))
    bindings = [
        ast.Assign([ast.Name(name, ast.Store())], _call("rows", ast.Constant(name)))
        for name in names
    ]
    handler = ast.ExceptHandler(ast.Name("Exception", ast.Load()), _ERROR, [forgive, *bindings])
    return _at_position(ast.Try([follows, statement], [handler], [], []), statement)


def _unless_made_up(statement: ast.Expr, value: ast.expr) -> ast.stmt:
    """A statement that only shows something is left out where that is made-up."""
    root = root_of(value.func) if isinstance(value, ast.Call) else None
    shown = [_reading(name) for name in dict.fromkeys(loaded_names(value))]
    if not shown or (isinstance(value, ast.Call) and root is None):
        return statement
    asked = _call("shows", ast.Constant(None) if root is None else _reading(root), *shown)
    return _at_position(ast.If(ast.UnaryOp(ast.Not(), asked), [statement], []), statement)


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Attribute(ast.Name(GUARD, ast.Load()), name, ast.Load()), [*arguments], [])


def _reading(name: str) -> ast.expr:
    nothing = ast.arguments([], [], None, [], [], None, [])
    return ast.Lambda(nothing, ast.Name(name, ast.Load()))


def _at_position(made: ast.stmt, statement: ast.stmt) -> ast.stmt:
    return ast.fix_missing_locations(ast.copy_location(made, statement))


def _has(statement: ast.stmt, hooks: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == hooks for node in ast.walk(statement))


def _is_of_data(statement: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(statement, ast.ImportFrom):
        modules = [f"{statement.module}.{one.name}" for one in statement.names]
    else:
        modules = [one.name for one in statement.names]
    return all(f"{module}.".startswith(tuple(f"{one}." for one in _PACKAGES)) for module in modules)
