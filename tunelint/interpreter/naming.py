"""Naming: what classes and functions are called, where a program asks for it.

``transformer.__name__``, ``type(model).__name__`` and ``model.__class__.__name__`` are constants
where it is known which class or function that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tunelint.interpreter.objects import Class, Function, Instance, Result
from tunelint.interpreter.values import Const, External, Term

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

# Their classes are called what they are imported as.
PLAIN = frozenset({"imblearn", "lightgbm", "sklearn", "xgboost"})


def name_of(run: Interpreter, term: Term, node: cst.CSTNode) -> Const | None:
    """The ``__name__`` of a class or function."""
    name: str | None = None
    match term:
        case External() if _is_class(term):
            name = term.name.rpartition(".")[2]
        case Class(name=own, decorators=()):
            name = own
        case Function(node=cst.FunctionDef(), name=own, decorators=()):
            name = own
    return None if name is None else Const(run.place(node), name, (term,))


def class_of(term: Term) -> Term | None:
    """The class of an object."""
    match term:
        case Instance(cls=cls):
            return cls
        case Result(event=event) if isinstance(event.callee, External) and _is_class(event.callee):
            return event.callee
    return None


def _is_class(term: External) -> bool:
    own = term.name.rpartition(".")[2]
    return term.name.partition(".")[0] in PLAIN and own[:1].isupper()
