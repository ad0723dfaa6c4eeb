"""Handing on: trials that code which cannot be read is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tunelint.interpreter.objects import CallEvent, Function, Instance, Super
from tunelint.interpreter.values import Argument, Attribute, Mapping, Term, options_of
from tunelint.interpreter.values import Sequence as Listed
from tunelint.libraries.optuna.trials import Run, is_trial


def is_handed_on(event: CallEvent, runs: Sequence[Run]) -> bool:
    """Whether code that cannot be read is given the trial, alone or inside of something."""
    callee = event.callee
    if isinstance(callee, Function) or (
        isinstance(callee, Attribute) and any(is_trial(callee.base, run) for run in runs)
    ):
        return False
    given: list[Argument] = [*event.arguments, *event.arguments.spread]
    return any(_holds(argument.value, runs) for argument in given)


def _holds(term: Term, runs: Sequence[Run], depth: int = 4) -> bool:
    """Whether the value is the trial, or carries it."""
    if any(is_trial(term, run) for run in runs):
        return True
    inner: Iterable[Term] = ()
    match term:
        case Listed(items=items):
            inner = items
        case Mapping(entries=entries):
            inner = [entry.value for entry in entries]
        case Instance(attributes=attributes):
            inner = list(attributes.values())
        case Super(instance=instance):
            inner = [instance]
        case Function(receiver=Term() as receiver):
            inner = [receiver]
    if len(options_of(term)) > 1:
        inner = options_of(term)
    return depth > 0 and any(_holds(each, runs, depth - 1) for each in inner)
