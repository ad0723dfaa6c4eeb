"""Outcomes: what an objective gives back that is no result for ``fmin``."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.frames import CallbackFrame
from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Function
from tunelint.interpreter.values import Const, Mapping, Sequence, Term, options_of
from tunelint.libraries.common.endings import open_end
from tunelint.libraries.common.returned import returned
from tunelint.libraries.hyperopt.fmin_call import PACKAGE, Fmin
from tunelint.libraries.hyperopt.scores import LOSS
from tunelint.model.objective import Scoreless
from tunelint.model.program import Program

STATUS = "status"
# What ``fmin`` raises, by what it is given back (observed with Hyperopt 0.3.0).
RAISED = {
    "none": "TypeError",
    "nothing": "TypeError",
    "several": "TypeError",
    "without status": "KeyError",
    "without loss": "InvalidLoss",
}


def scoreless(program: Program, fmin: Fmin, functions: tuple[Function, ...]) -> Iterator[Scoreless]:
    """The paths of the objective that end the search by an exception."""
    if fmin.may_have("catch_eval_exceptions"):
        return
    for event in returned(program.trace, (fmin.event,), functions):
        if any(_is_handed_on(program, fmin, option) for option in options_of(event.value)):
            continue
        kinds = {_kind(option) for option in options_of(event.value)}
        kind = kinds.pop() if len(kinds) == 1 else None
        if kind is not None:
            count = len(event.value.items) if isinstance(event.value, Sequence) else 0
            yield Scoreless(
                event=event,
                place=event.place,
                kind=kind,
                wanted=1,
                count=count,
                raises=RAISED[kind],
            )
    for frame in _frames(program, fmin, functions):
        place = open_end(frame, program.trace)
        if place is not None:
            yield Scoreless(
                event=fmin.event,
                place=place,
                kind="nothing",
                wanted=1,
                raises=RAISED["nothing"],
            )


def _frames(
    program: Program, fmin: Fmin, functions: tuple[Function, ...]
) -> Iterator[CallbackFrame]:
    """The calls of the objective itself, each once."""
    nodes = {id(function.node) for function in functions}
    seen: set[int] = set()
    for event in program.trace.caused_by(fmin.event):
        frame = event.path[len(fmin.event.path)]
        assert isinstance(frame, CallbackFrame)
        if id(frame.function.node) in nodes and id(frame) not in seen:
            seen.add(id(frame))
            yield frame


def _kind(value: Term) -> str | None:
    """Why a returned value is no result; None where it may be one."""
    match value:
        case Const(value=None):
            return "none"
        case Sequence(kind="tuple" | "list", items=items, open=False) if items:
            return None if any(map(_may_be_pair, items)) else "several"
        case Mapping(open=False, spread=(), hidden=()):
            return _lacking(value)
    return None


def _is_handed_on(program: Program, fmin: Fmin, value: Term) -> bool:
    """Whether code that cannot be read is given the dictionary, and may fill it."""
    if not isinstance(value, Mapping):
        return False
    return any(
        isinstance(event, CallEvent)
        and not isinstance(event.callee, Function)
        and any(argument.value is value for argument in event.arguments)
        for event in program.trace.caused_by(fmin.event)
    )


def _may_be_pair(item: Term) -> bool:
    """Whether it may be a name and its value, of which a list makes a dictionary."""
    return any(
        isinstance(option, Sequence)
        or (isinstance(option, Const) and isinstance(option.value, str))
        for option in options_of(item)
    )


def _lacking(result: Mapping) -> str | None:
    if not all(isinstance(entry.key, Const) for entry in result.entries):
        return None
    status = result.get(STATUS)
    if status is None:
        return "without status"
    went_well = all(map(_is_ok, options_of(status.value)))
    return "without loss" if went_well and result.get(LOSS) is None else None


def _is_ok(status: Term) -> bool:
    if isinstance(status, Const):
        return bool(status.value == "ok")
    return named(status, PACKAGE, {"STATUS_OK"}) is not None
