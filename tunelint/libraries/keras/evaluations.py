"""Evaluations: ``model.evaluate(…)`` of Keras models, and what its parts are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.order import perhaps_before, surely_before
from tunelint.interpreter.values import Term, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.keras.models import (
    ROWS,
    evaluates_rows,
    is_foreign,
    is_model,
    method_of,
    used_as_models,
)
from tunelint.libraries.keras.tables import MODEL_METHODS
from tunelint.model.facts import Fact
from tunelint.model.program import Program
from tunelint.model.training import Compilation, Evaluation


def read_evaluations(program: Program) -> Iterator[Evaluation]:
    """Every ``evaluate`` of a Keras model, in order."""
    used = used_as_models(program.trace)
    for event in program.trace.calls():
        model = method_of(event, "evaluate")
        if model is None or not _evaluates(event, model, used):
            continue
        call = LibraryCall(event, MODEL_METHODS["evaluate"])
        data = tuple(term for name in ROWS if (term := call.value(name)) is not None)
        yield Evaluation(event=event, model=model, data=data)


def _evaluates(event: CallEvent, model: Term, used: frozenset[int]) -> bool:
    if is_model(model) or any(id(option) in used for option in options_of(model)):
        return True
    return evaluates_rows(event) and not is_foreign(model)


def returns_dictionary(event: CallEvent) -> Fact:
    """Whether ``evaluate`` gives back a dictionary instead of a list."""
    return LibraryCall(event, MODEL_METHODS["evaluate"]).fact("return_dict")


def compilation_of(
    model: Term, before: CallEvent, compilations: Iterable[Compilation]
) -> Compilation | None:
    """The compile call that holds for a model when `before` happens; None where not one does."""
    holding = compilations_of(model, before, compilations)
    return holding[0] if len(holding) == 1 else None


def compilations_of(
    model: Term, before: CallEvent, compilations: Iterable[Compilation]
) -> tuple[Compilation, ...]:
    """The compile calls of which one holds for a model when `before` happens.

    There are none where the value can also be a model that is compiled out of sight.
    """
    ids = {id(option) for option in options_of(model)}
    found: dict[int, list[Compilation]] = {}
    for compilation in compilations:
        if not perhaps_before(compilation.event, before):
            continue
        for option in options_of(compilation.model):
            if id(option) in ids:
                found.setdefault(id(option), []).append(compilation)
    holding = {id(one): one for every in found.values() for one in _last(every, before)}
    return tuple(holding.values()) if len(found) == len(ids) else ()


def _last(compilations: list[Compilation], before: CallEvent) -> Iterator[Compilation]:
    """Those of the compile calls of one model that can be the last one."""
    for compilation in reversed(compilations):
        yield compilation
        if surely_before(compilation.event, before):
            return
