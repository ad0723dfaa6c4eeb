"""Handing on: trials that code which cannot be read is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tunelint.interpreter.objects import CallEvent, Function, Instance, Super
from tunelint.interpreter.values import Argument, Attribute, Mapping, Term, options_of
from tunelint.interpreter.values import Sequence as Listed

IsTrial = Callable[[Term], bool]


def is_handed_on(event: CallEvent, is_trial: IsTrial) -> bool:
    """Whether code that cannot be read is given a trial, alone or inside of something."""
    callee = event.callee
    own = isinstance(callee, Attribute) and is_trial(callee.base)
    if own or isinstance(callee, Function):
        return False
    given: list[Argument] = [*event.arguments, *event.arguments.spread]
    return any(_holds(argument.value, is_trial) for argument in given)


def _holds(term: Term, is_trial: IsTrial, depth: int = 4) -> bool:
    """Whether the value is a trial, or carries one."""
    if is_trial(term):
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
    return depth > 0 and any(_holds(each, is_trial, depth - 1) for each in inner)
