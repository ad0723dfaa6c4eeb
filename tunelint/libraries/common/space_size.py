"""Sizes of search spaces: how many distinct configurations can be drawn, where that is finite."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, isclose, prod

from tunelint.interpreter.frames import WithFrame
from tunelint.interpreter.objects import CallEvent, Event, Function, Parameter
from tunelint.interpreter.values import Const, Term, options_of
from tunelint.model.facts import Default, Fact, Known, Unknown, largest, smallest
from tunelint.model.space import Hyperparameter

_MOST_STEPS = 1e15
ENDLESS = Unknown(None, (), "endless, or not all of it can be read")


def declared_size(hyperparameters: Iterable[Hyperparameter] | None) -> Fact:
    """The most distinct configurations of a space of these hyperparameters.

    Those that only some trials declare count as if all did: there are never more.
    """
    sizes: dict[object, int] = {}
    for each in hyperparameters or ():
        number, name = number_of_values(each), each.name.value
        if number is None or name is None:
            return ENDLESS
        scopes = tuple(id(frame) for frame in each.event.path if isinstance(frame, WithFrame))
        sizes[name, scopes] = max(number, sizes.get((name, scopes), 0))
    return Known(None, (), prod(sizes.values())) if sizes else ENDLESS


def listed_size(hyperparameters: Iterable[Hyperparameter] | None) -> Fact:
    """The same for a space that lists each of them once, under whatever name."""
    numbers = [number_of_values(each) for each in hyperparameters or ()]
    known = [number for number in numbers if number is not None]
    return Known(None, (), prod(known)) if known and len(known) == len(numbers) else ENDLESS


def asked_size(hyperparameters: Iterable[Hyperparameter], trial: Iterable[Event]) -> Fact:
    """The same for a space that a trial asks for, value by value.

    `trial` are the events of the trials: where one hands what it asks to code that cannot be
    read, that code can ask for more.
    """
    declared = tuple(hyperparameters)
    asked = {id(base) for each in declared for base in _asked(each.event)}
    for event in trial:
        if isinstance(event, CallEvent) and not isinstance(event.callee, Function):
            handed = (*event.arguments, *event.arguments.spread, *event.arguments.starred)
            terms = [option for each in handed for option in options_of(each.value)]
            if any(id(term) in asked for term in terms):
                return ENDLESS
    return declared_size(declared)


def _asked(event: Event) -> Iterable[Term]:
    """What a trial is handed to ask for values."""
    base = getattr(getattr(event, "callee", None), "base", None)
    return (base,) if isinstance(base, Parameter) else ()


def number_of_values(hyperparameter: Hyperparameter) -> int | None:
    """How many distinct values can be drawn at most; None where endless or not known."""
    match hyperparameter.kind:
        case "fixed":
            return 1
        case "boolean":
            return 2
        case "choice":
            return _distinct(hyperparameter.options)
        case "int":
            return _steps(hyperparameter, 1)
        case "float" if hyperparameter.log is False:
            return _steps(hyperparameter, None)
    return None


def _distinct(options: tuple[Term, ...] | None) -> int | None:
    if not options:
        return None
    constants = [option.value for option in options if isinstance(option, Const)]
    others = len(options) - len(constants)
    return others + len({(type(value), value) for value in constants if _is_plain(value)})


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool | None)


def _steps(hyperparameter: Hyperparameter, unset: float | None) -> int | None:
    """How many steps lie between the bounds; `unset` is the step where none is given."""
    low, high = smallest(hyperparameter.low), largest(hyperparameter.high)
    step = _step(hyperparameter.step, unset)
    if low is None or high is None or not step or high < low:
        return None
    span = steps_between(low, high, 1 if hyperparameter.log else step)
    if span is None:
        return None
    count = floor(round(span) if isclose(span, round(span)) else span) + 1
    return count - 1 if hyperparameter.half_open else count


def steps_between(low: float, high: float, step: float) -> float | None:
    """How many steps lie between two bounds; None where there are more than anybody counts."""
    try:
        span = (high - low) / step
    except (OverflowError, ZeroDivisionError):
        return None
    return span if abs(span) < _MOST_STEPS else None


def _step(fact: Fact, unset: float | None) -> float | None:
    if isinstance(fact, Unknown):
        return unset if fact.why == "not read" else None
    if isinstance(fact, Default) or fact.value is None:
        return unset
    return float(fact.value) if isinstance(fact.value, int | float) else None
