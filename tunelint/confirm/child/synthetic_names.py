"""Which names of a script stand for its data: those that trainings are given, and their sources."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator

_TAKING_DATA = ("fit", "search", "evaluate", "score", "predict", "fit_transform", "transform")
_TAKING_DATA_AFTER = ("cross_val_score", "cross_validate", "cross_val_predict")
_SPLITTING = ("train_test_split",)
_KEYWORDS = ("x", "y", "X", "validation_data", "sample_weight")
# Numbers and names that loading and splitting is told.
_SETTINGS = ("seed", "random_state", "test_size", "train_size", "axis", "columns", "dtype")
# What is asked one of these is a model, a tuner or a transformer, and no data.
_OF_NO_DATA = (*_TAKING_DATA, "compile", "add", "optimize")
_BINDING = (ast.Assign, ast.AnnAssign, ast.AugAssign)


def data_names(tree: ast.Module) -> frozenset[str]:
    """The names of the data, those of what it is made from among them."""
    nodes = list(ast.walk(tree))
    ruled_out = {name for node in nodes for name in _no_data(node)}
    found = {name for node in nodes for name in _argument_names(node)} - ruled_out
    statements = [node for node in nodes if isinstance(node, _BINDING) and node.value is not None]
    while True:
        sources = {
            name
            for statement in statements
            if found & set(bound_names(statement))
            for name in loaded_names(statement.value)
        }
        if sources - ruled_out <= found:
            return frozenset(found)
        found |= sources - ruled_out


def undefined_names(text: str, path: str) -> frozenset[str]:
    """The global names that a script reads and binds nowhere."""
    tables = list(_tables(symtable.symtable(text, path, "exec")))
    bound, read = set(dir(builtins)), set()
    for table in tables:
        top = table.get_type() == "module"
        for symbol in table.get_symbols():
            if (top or symbol.is_declared_global()) and (
                symbol.is_assigned() or symbol.is_imported()
            ):
                bound.add(symbol.get_name())
            if symbol.is_referenced() and (top or symbol.is_global()):
                read.add(symbol.get_name())
    return frozenset(read - bound)


def bound_names(statement: ast.AST) -> Iterator[str]:
    """The names that a statement binds, and those of objects that it puts something into."""
    targets: list[ast.expr] = []
    match statement:
        case ast.Assign():
            targets = statement.targets
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            targets = [target]
        case ast.With():
            for held in statement.body:
                yield from bound_names(held)
    for bound in targets:
        parts = bound.elts if isinstance(bound, ast.Tuple | ast.List) else [bound]
        for part in parts:
            if isinstance(part, ast.Tuple | ast.List):
                yield from (one.id for one in ast.walk(part) if isinstance(one, ast.Name))
            else:
                root = root_of(part.value if isinstance(part, ast.Starred) else part)
                if root is not None:
                    yield root


def loaded_names(node: ast.AST | None) -> Iterator[str]:
    """The names that are read in an expression, but for what is called, and for settings."""
    if node is None:
        return
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    left_out = {id(call.func) for call in calls}
    for call in calls:
        left_out |= {id(given.value) for given in call.keywords if given.arg in _SETTINGS}
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load) and id(one) not in left_out:
            yield one.id


def root_of(node: ast.expr) -> str | None:
    """``df`` of ``df["a"].values``; None where it begins with no name."""
    inner: ast.expr = node
    while isinstance(inner, ast.Attribute | ast.Subscript | ast.Call):
        inner = inner.func if isinstance(inner, ast.Call) else inner.value
    return inner.id if isinstance(inner, ast.Name) else None


def _argument_names(node: ast.AST) -> Iterator[str]:
    """The names in what a training, or what prepares one, is given."""
    if not isinstance(node, ast.Call):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else root_of(node.func)
    arguments: list[ast.expr] = []
    if name in _TAKING_DATA and isinstance(node.func, ast.Attribute):
        arguments = node.args[:2]
    elif name in _TAKING_DATA_AFTER:
        arguments = node.args[1:3]
    elif name in _SPLITTING:
        arguments = node.args
    else:
        return
    arguments += [one.value for one in node.keywords if one.arg in _KEYWORDS]
    for argument in arguments:
        yield from loaded_names(argument)


def _no_data(node: ast.AST) -> Iterator[str]:
    """The names of what is called, defined or imported."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            yield name
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=asked)):
            if asked in _OF_NO_DATA:
                yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            for alias in names:
                yield (alias.asname or alias.name).partition(".")[0]


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for inner in table.get_children():
        yield from _tables(inner)
