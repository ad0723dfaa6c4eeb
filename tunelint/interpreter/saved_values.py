"""Saved values: what a program writes into a file and reads back from it under the same path.

What is read back is another object, which was made from the one that was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Argument, Attribute, Const, Term

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

_PATH = ("filepath", "path", "filename", "f")
# Functions that write their first argument into a file, whose path or handle comes second.
_WRITERS = frozenset({"save_model", "joblib.dump", "pickle.dump", "torch.save"})
_READERS = frozenset({"load_model", "joblib.load", "pickle.load", "torch.load"})


def follow(run: Interpreter, event: CallEvent) -> None:
    """Remember what the call writes, or note on it what it reads back."""
    name = _function(event.callee)
    given = [argument.value for argument in event.arguments.positional]
    if name == "save" and isinstance(event.callee, Attribute):
        _write(run, event.callee.base, given[0] if given else _path_of(event))
    elif name in _WRITERS and given:
        _write(run, given[0], given[1] if len(given) > 1 else _path_of(event))
    elif name in _READERS:
        path = _path(given[0] if given else _path_of(event))
        event.restored = run.saved.get(path) if path is not None else None


def _write(run: Interpreter, value: Term, target: Term | None) -> None:
    path = _path(target)
    if path is not None:
        run.saved[path] = value


def _function(callee: Term) -> str:
    """``save`` for a method, ``torch.save`` for a function, ``load_model`` wherever it lives."""
    for name in dotted(callee):
        module, _, last = name.rpartition(".")
        if last in _WRITERS | _READERS:
            return last
        return f"{module.partition('.')[0]}.{last}"
    return callee.name if isinstance(callee, Attribute) else ""


def _path_of(event: CallEvent) -> Term | None:
    given: list[Argument] = [
        event.arguments.keywords[name] for name in _PATH if name in event.arguments.keywords
    ]
    return given[0].value if given else None


def _path(term: Term | None) -> str | None:
    """The constant path that a value is, or under which ``open`` made it."""
    if isinstance(term, Result) and "builtins.open" in dotted(term.event.callee):
        opened = term.event.arguments.positional
        term = opened[0].value if opened else None
    if isinstance(term, Const) and isinstance(term.value, str):
        return term.value
    return None
