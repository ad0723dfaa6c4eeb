"""Winners: the trainings, after a search, of a model made from what the search found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tunelint.search import Fit
from tunelint.syntax.provenance import ancestors
from tunelint.syntax.terms import Attribute, Term, options_of
from tunelint.syntax.trace import CallEvent, Event, Trace, perhaps_before

SETTING = frozenset({"add", "compile", "set_params"})


def trained_from(
    fits: Iterable[Fit], trace: Trace, found: Callable[[Term], bool], after: Event
) -> tuple[Fit, ...]:
    """The fits after the event `after` of a model into which a value enters that is `found`.

    It enters when the model is built, by the methods that go on building it (``model.add``), or
    as an argument of the training itself (``epochs=best["epochs"]``).
    """
    setting = [event for event in trace.calls() if _sets(event)]
    return tuple(
        fit
        for fit in fits
        if perhaps_before(after, fit.event)
        and any(found(term) for value in _made_from(fit, setting) for term in ancestors(value))
    )


def _sets(event: CallEvent) -> bool:
    return isinstance(event.callee, Attribute) and event.callee.name in SETTING


def _made_from(fit: Fit, setting: list[CallEvent]) -> Iterator[Term]:
    yield fit.model
    models = {id(option) for option in options_of(fit.model)}
    yield from _handed(fit.event)
    yield from fit.settings
    for event in setting:
        callee = event.callee
        assert isinstance(callee, Attribute)
        same = models & {id(option) for option in options_of(callee.base)}
        if same and event.index < fit.event.index:
            yield from _handed(event)


def _handed(event: CallEvent) -> Iterator[Term]:
    for argument in (*event.arguments, *event.arguments.spread):
        yield argument.value
