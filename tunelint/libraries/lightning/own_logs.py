"""Logs of a project's own: what the steps of a Lightning module log, for callbacks to see.

Observed with Lightning 2.6.6.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tunelint.files.tree import children
from tunelint.interpreter.library_names import is_function, named
from tunelint.interpreter.objects import Class, Instance, Result
from tunelint.interpreter.values import options_of
from tunelint.libraries.arrays.tables import DATA_LOADERS
from tunelint.libraries.lightning.tables import PACKAGES
from tunelint.libraries.torch.tables import LIGHTNING_MODULES
from tunelint.model.training import Fit

# Callbacks that log nothing.
SILENT = frozenset({"EarlyStopping", "ModelCheckpoint", "RichProgressBar", "TQDMProgressBar"})
# What stands behind a name that is logged per step and per epoch, or for one of several loaders.
SUFFIXES = ("_epoch", "_step")
LOADER = "/dataloader_idx_"


def is_logged(name: str, logged: frozenset[str]) -> bool:
    """Whether a trainer that steps log these names to keeps a score under the name."""
    plain = name.partition(LOADER)[0]
    return bool(logged & {plain, *(plain.removesuffix(one) for one in SUFFIXES)})


def is_never_validated(fit: Fit) -> bool:
    """Whether the training surely gets no validation loader, from the module itself either."""
    model, rows = fit.model, fit.features
    loads = isinstance(rows, Result) and is_function(rows.event.callee, *DATA_LOADERS) is not None
    if fit.validation != () or not loads or not isinstance(model, Instance):
        return False
    return _is_readable(model.cls) and model.cls.member("val_dataloader") is None


def logged_by(fit: Fit) -> frozenset[str] | None:
    """The names that the steps of the module log; None where more may be logged."""
    if not isinstance(fit.model, Instance) or not _is_readable(fit.model.cls):
        return None
    found: set[str] = set()
    for ancestor in fit.model.cls.lineage():
        for node in _nodes(ancestor.node):
            names = _logged_at(node)
            if names is None:
                return None
            found |= names
    return frozenset(found) or None


def _is_readable(cls: Class) -> bool:
    """Whether all its ancestors are written in the project, but Lightning's own module."""
    bases = [option for base in cls.library_bases() for option in options_of(base)]
    return bool(bases) and all(
        any(named(base, package, LIGHTNING_MODULES) for package in PACKAGES) for base in bases
    )


def _nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(children(one))


def _logged_at(node: cst.CSTNode) -> set[str] | None:
    """The names that a call logs; None where it may log names that cannot be read."""
    match node:
        case cst.Call(func=cst.Attribute(attr=cst.Name(value="log")), args=[first, *_]):
            name = _text(first.value)
            return {name} if name is not None else None
        case cst.Call(func=cst.Attribute(attr=cst.Name(value="log_dict"))):
            return _keys(node)
        case cst.Call(args=arguments) if any(_is_module(each.value) for each in arguments):
            return None
        case cst.Assign(value=cst.Attribute(attr=cst.Name(value="log" | "log_dict"))):
            return None
    return set()


def _keys(call: cst.Call) -> set[str] | None:
    match call.args:
        case [cst.Arg(value=cst.Dict(elements=elements)), *_]:
            names = [
                _text(one.key) if isinstance(one, cst.DictElement) else None for one in elements
            ]
            return None if None in names else {name for name in names if name is not None}
    return None


def _text(node: cst.BaseExpression) -> str | None:
    text = node.evaluated_value if isinstance(node, cst.SimpleString) else None
    return text if isinstance(text, str) else None


def _is_module(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value == "self"
