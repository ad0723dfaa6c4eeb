"""Winner names: which hyperparameters the code reads from what a tuner found best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.frames import CallFrame, LoopFrame
from tunelint.interpreter.library_names import called_name
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import BindEvent, LoadEvent, ReturnEvent, Trace
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Const,
    Element,
    Item,
    Sequence,
    Term,
    options_of,
)

WINNERS = frozenset({"get_best_hyperparameters"})
TRIALS = "get_best_trials"


def winner_names(trace: Trace, tuner: Term, found: Iterable[CallEvent]) -> frozenset[str]:
    """The names that are surely read from a tuner's winners, which the calls `found` give back.

    A name that the winner lacks is a KeyError: every one of them is a hyperparameter.
    """
    names = trace.once(_names_read)
    calls = (*found, *trace.once(_asked_of_oracles).get(id(tuner), ()))
    return frozenset(name for call in calls for name in names.get(id(call), ()))


def _names_read(trace: Trace) -> dict[int, set[str]]:
    """The names that are read from what each call for winners gives back, by the call's id."""
    wanted = WINNERS | {TRIALS}
    calls = [event for event in trace.calls() if called_name(event) in wanted]
    results = {id(event.result): event for event in calls}
    if not results:
        return {}
    seen: set[int] = set()
    names: dict[int, set[str]] = {}
    for event in trace.events_since(calls[0].index):
        for value in _values(event):
            for term in ancestors(value, lambda term: id(term) in seen or isinstance(term, Choice)):
                if id(term) not in seen:
                    seen.add(id(term))
                    for call, name in _read_at(event, term, results):
                        names.setdefault(id(call), set()).add(name)
    return names


def _asked_of_oracles(trace: Trace) -> dict[int, list[CallEvent]]:
    """``tuner.oracle.get_best_trials()``, by the ids of the tuners."""
    found: dict[int, list[CallEvent]] = {}
    for event in trace.calls():
        match event.callee:
            case Attribute(base=Attribute(base=base, name="oracle"), name=name) if name == TRIALS:
                for option in options_of(base):
                    found.setdefault(id(option), []).append(event)
    return found


def _values(event: Event) -> Iterator[Term]:
    match event:
        case CallEvent(arguments=arguments, result=result):
            yield result
            for argument in arguments:
                yield argument.value
        case BindEvent(value=value) | LoadEvent(value=value) | ReturnEvent(value=value):
            yield value


def _read_at(
    event: Event, term: Term, results: dict[int, CallEvent]
) -> Iterator[tuple[CallEvent, str]]:
    """``best.get("units")``, ``best["units"]`` or ``best.values["units"]``.

    The calls for a winner, each with a name that is read from it.
    """
    match term:
        case Result(event=CallEvent(callee=Attribute(base=base, name="get")) as asked):
            given = [*asked.arguments]
            key = given[0].value if len(given) == 1 else None
        case Item(base=Attribute(base=base, name="values"), key=key) | Item(base=base, key=key):
            pass
        case _:
            return
    call = _winner_of(base, results)
    if call is None:
        return
    names: list[Term | None] = [key]
    for frame in event.path:
        if frame not in call.path and not isinstance(frame, CallFrame):
            if not isinstance(frame, LoopFrame) or frame.element is not key or frame.left:
                return
            names = [*frame.iterable.items] if isinstance(frame.iterable, Sequence) else []
    for name in names:
        if isinstance(name, Const) and isinstance(name.value, str):
            yield call, name.value


def _winner_of(term: Term, results: dict[int, CallEvent]) -> CallEvent | None:
    """The call that gave back the winner that a value is."""
    match term:
        case Attribute(base=trial, name="hyperparameters"):
            return _winner_of(trial, results)
        case Item(base=listed) | Element(iterable=listed):
            return results.get(id(listed))
    return None
