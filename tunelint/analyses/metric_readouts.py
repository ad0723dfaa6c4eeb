"""Read-outs: which logged names a program looks at after the search, in histories and scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.provenance import ancestors, comes_from
from tunelint.interpreter.trace import BindEvent, ReturnEvent
from tunelint.interpreter.values import Attribute, Const, Item, Term
from tunelint.libraries.keras.logs import evaluated_names
from tunelint.model.program import Program
from tunelint.model.search import Search


def names_read(program: Program, search: Search) -> set[str]:
    """The logged names that are read of the search's winners.

    In the history of their training (``history.history['val_auc']``), or in what ``evaluate``
    gives for them.
    """
    if not search.run_events:
        return set()
    histories = {id(fit.event.result) for fit in search.winners}
    scores = {id(event.result) for event in _evaluations(program, search)}
    if not histories and not scores:
        return set()
    found: set[str] = set()
    for event in program.trace.events_since(search.run_events[0].index):
        for value in _values(event):
            found.update(_names(value, histories, scores, search))
    return found


def _evaluations(program: Program, search: Search) -> Iterator[CallEvent]:
    """The evaluations, after the search, of a model that came out of it."""
    for evaluation in program.records.evaluations:
        event = evaluation.event
        if event.index < search.run_events[0].index or search.in_trial(event):
            continue
        if evaluation.model is not None and comes_from(evaluation.model, search.result):
            yield event


def _values(event: object) -> Iterable[Term]:
    match event:
        case CallEvent(arguments=arguments):
            return [argument.value for argument in arguments]
        case BindEvent(value=value) | ReturnEvent(value=value):
            return [value]
    return []


def _names(value: Term, histories: set[int], scores: set[int], search: Search) -> Iterator[str]:
    origins = histories | scores
    for term in ancestors(value, stop=lambda term: id(term) in origins):
        match term:
            case Item(base=Attribute(base=base, name="history"), key=Const(value=str() as name)):
                if id(base) in histories:
                    yield name
            case Item(base=base, key=Const(value=str() as name)) if id(base) in scores:
                yield name
            case Item(base=base, key=Const(value=int() as position)) if id(base) in scores:
                yield from _at(position, search)


def _at(position: int, search: Search) -> Iterator[str]:
    """The name of the number at a position of what ``evaluate`` returns."""
    logged = {evaluated_names(compilation) for compilation in search.compilations}
    names = logged.pop() if len(logged) == 1 else None
    if names is not None and -len(names) <= position < len(names):
        yield names[position]
