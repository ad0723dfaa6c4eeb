"""Read-outs: which logged names a program looks at in the history of a training."""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.search import Fit
from tunelint.syntax.provenance import ancestors
from tunelint.syntax.terms import Attribute, Const, Item, Term
from tunelint.syntax.trace import BindEvent, CallEvent, ReturnEvent, Trace


def names_read(trace: Trace, fits: Iterable[Fit]) -> set[str]:
    """The names under which ``history.history[…]`` of these trainings is read."""
    histories = {id(fit.event.result) for fit in fits}
    if not histories:
        return set()
    first = min(fit.event.index for fit in fits)
    found: set[str] = set()
    for event in trace.events_since(first):
        for value in _values(event):
            found.update(_names(value, histories))
    return found


def _values(event: object) -> Iterable[Term]:
    match event:
        case CallEvent(arguments=arguments):
            return [argument.value for argument in arguments]
        case BindEvent(value=value) | ReturnEvent(value=value):
            return [value]
    return []


def _names(value: Term, histories: set[int]) -> set[str]:
    found = set()
    for term in ancestors(value, stop=lambda term: id(term) in histories):
        match term:
            case Item(base=Attribute(base=base, name="history"), key=Const(value=str() as name)):
                if id(base) in histories:
                    found.add(name)
    return found
