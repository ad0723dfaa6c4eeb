"""Imports: which names they bind, to the project's own modules or to a library's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter.frames import BranchFrame
from tunelint.interpreter.objects import Bindings, ProjectModule, Scope
from tunelint.interpreter.trace import ImportEvent
from tunelint.interpreter.values import External, Opaque, Term

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter


def dotted(node: cst.BaseExpression | None) -> str:
    """The dotted name that an attribute chain of plain names spells."""
    match node:
        case cst.Name(value=name):
            return name
        case cst.Attribute(value=base, attr=cst.Name(value=name)):
            return f"{dotted(base)}.{name}"
    return ""


def import_names(run: Interpreter, node: cst.Import) -> None:
    for alias in node.names:
        name = dotted(alias.name)
        bound = dotted(alias.asname.name) if alias.asname is not None else ""
        _import_name(run, node, name, bound)


def _import_name(run: Interpreter, node: cst.Import, name: str, bound: str) -> None:
    module = run.import_module(name)
    if module is None:
        _emit_import(run, node, name, bound or name)
        head = name.partition(".")[0]
        target = External(run.place(node), name if bound else head)
        run.bind(bound or head, target)
        return
    if bound:
        run.bind(bound, module)
        return
    head, _, rest = name.partition(".")
    package = run.import_module(head) if rest else module
    run.bind(head, package or _namespace(run.scope.names.get(head), head, rest, module))


def _namespace(known: Term | None, name: str, rest: str, module: ProjectModule) -> ProjectModule:
    """A folder without ``__init__.py`` as a package that holds `module` under `rest`."""
    names = Bindings()
    if isinstance(known, ProjectModule):
        names.update(known.scope.names)
    head, _, further = rest.partition(".")
    inner = names.get(head)
    names[head] = _namespace(inner, f"{name}.{head}", further, module) if further else module
    return ProjectModule(None, name, Scope(module.scope.source, "module", None, name, names))


def import_from(run: Interpreter, node: cst.ImportFrom) -> None:
    level = len(node.relative)
    name = dotted(node.module)
    module = run.import_module(name, level)
    if isinstance(node.names, cst.ImportStar):
        _import_all(run, node, module, name)
        return
    for alias in node.names:
        original = dotted(alias.name)
        bound = dotted(alias.asname.name) if alias.asname is not None else original
        run.bind(bound, _imported(run, node, module, name, level, original, bound))


def _imported(
    run: Interpreter,
    node: cst.ImportFrom,
    module: ProjectModule | None,
    name: str,
    level: int,
    original: str,
    bound: str,
) -> Term:
    if module is not None:
        found = module.scope.names.get(original) or run.submodule(module, original)
        return found or Opaque(run.place(node), f"{original} is not found in {name}")
    if level:
        inner = run.import_module(f"{name}.{original}".lstrip("."), level)
        return inner or Opaque(run.place(node), f"{original} is not found in the project")
    inner = run.import_module(f"{name}.{original}")
    if inner is not None:
        return inner
    _emit_import(run, node, f"{name}.{original}", bound)
    return External(run.place(node), f"{name}.{original}")


def _import_all(
    run: Interpreter, node: cst.ImportFrom, module: ProjectModule | None, name: str
) -> None:
    if module is None:
        run.scope.module.stars.append(name)
        _emit_import(run, node, f"{name}.*", "*")
        return
    for key, value in module.scope.names.items():
        if not key.startswith("_"):
            run.bind(key, value)
    run.scope.module.stars.extend(module.scope.stars)


def _emit_import(run: Interpreter, node: cst.CSTNode, name: str, bound: str) -> None:
    guarded = any(
        isinstance(frame, BranchFrame) and isinstance(frame.fork.condition, Opaque)
        for frame in run.path
    )
    run.emit(ImportEvent(*run.stamp(node), name, bound, guarded or run.in_try))
