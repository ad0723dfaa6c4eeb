"""Winners: the trainings, after a search, of a model made from what the search found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.provenance import ancestors_of_all
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Term, options_of
from tunelint.model.program import Program
from tunelint.model.search import Fit

SETTING = frozenset({"add", "compile", "set_params"})


def trained_from(
    program: Program, found: Iterable[Term], after: Event, inside: Callable[[Event], bool]
) -> tuple[Fit, ...]:
    """The fits after the event `after` of a model into which a `found` value enters.

    It enters when the model is built, by the methods that go on building it (``model.add``), or
    as an argument of the training itself (``epochs=best["epochs"]``). Those `inside` of the search
    do not count.
    """
    known = program.once(_by_origin)
    fits = {id(fit): fit for term in found for fit in known.get(id(term), ())}
    return tuple(
        fit
        for fit in sorted(fits.values(), key=lambda fit: fit.event.index)
        if perhaps_before(after, fit.event) and not inside(fit.event)
    )


def _by_origin(program: Program) -> dict[int, list[Fit]]:
    """The fits by the ids of all values that enter them."""
    setting = program.trace.once(_setting)
    found: dict[int, list[Fit]] = {}
    for fit in program.records.fits:
        for term in ancestors_of_all(_made_from(fit, setting)):
            found.setdefault(id(term), []).append(fit)
    return found


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
