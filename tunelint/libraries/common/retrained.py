"""Winners: the trainings, after a search, of a model made from what the search found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.provenance import ancestors_of_all, descendants, made_from
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Term, options_of
from tunelint.model.program import Program
from tunelint.model.training import Fit

SETTING = frozenset({"add", "compile", "set_params"})


def trained_from(
    program: Program, found: Iterable[Term], after: Event, inside: Callable[[Event], bool]
) -> tuple[Fit, ...]:
    """The fits after the event `after` of a model into which a `found` value enters.

    It enters when the model is built, by the methods that go on building it (``model.add``), or
    as an argument of the training itself (``epochs=best["epochs"]``). Those `inside` of the search
    do not count.
    """
    entering = program.once(_entering)
    values = descendants(entering.made, *found)
    numbers = {number for key in values for number in entering.fits.get(key, ())}
    fits = [program.records.fits[number] for number in sorted(numbers)]
    return tuple(
        fit
        for fit in sorted(fits, key=lambda fit: fit.event.index)
        if perhaps_before(after, fit.event) and not inside(fit.event)
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Entering:
    """Which fits a value enters as it is, by number, and what is made of it; by the value's id."""

    fits: Mapping[int, Sequence[int]]
    made: dict[int, list[Term]]


def _entering(program: Program) -> _Entering:
    setting = program.trace.once(_setting)
    fits: dict[int, list[int]] = {}
    values: dict[int, Term] = {}
    for number, fit in enumerate(program.records.fits):
        for term in _made_from(fit, setting):
            fits.setdefault(id(term), []).append(number)
            values[id(term)] = term
    return _Entering(fits, made_from(ancestors_of_all(values.values())))


def _setting(trace: Trace) -> dict[int, list[CallEvent]]:
    """The methods that go on building a model, by the model's id."""
    found: dict[int, list[CallEvent]] = {}
    for event in trace.calls():
        callee = event.callee
        if isinstance(callee, Attribute) and callee.name in SETTING:
            for key in {id(option) for option in options_of(callee.base)}:
                found.setdefault(key, []).append(event)
    return found


def _made_from(fit: Fit, setting: Mapping[int, Sequence[CallEvent]]) -> Iterator[Term]:
    yield fit.model
    yield from _handed(fit.event)
    yield from fit.settings
    for option in options_of(fit.model):
        for event in setting.get(id(option), ()):
            if event.index < fit.event.index:
                yield from _handed(event)


def _handed(event: CallEvent) -> Iterator[Term]:
    for argument in (*event.arguments, *event.arguments.spread):
        yield argument.value
