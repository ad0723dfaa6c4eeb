"""Held-out evaluations: whether anything is scored or predicted after a search has ended."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.analyses.rows.reaching import trains
from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Parameter
from tunelint.interpreter.values import Attribute, Const, Item, Sequence, Term, Unbound
from tunelint.libraries.arrays.roles import TEST, named_role
from tunelint.libraries.common.folds import deals_out_folds
from tunelint.libraries.scikit_learn.evaluations import CROSS_VALIDATIONS
from tunelint.model.program import Program
from tunelint.model.search import Search

SCORING = frozenset(
    {
        "decision_function",
        "evaluate",
        "forward",
        "predict",
        "predict_generator",
        "predict_proba",
        "score",
        "test",
        "transform",
    }
)


def trains_models(program: Program, search: Search) -> bool:
    """Whether the trials of a search surely train models: a formula holds no rows out."""
    if search.runs or search.fits or search.evaluations or search.estimators:
        return True
    return any(map(trains, search.calls(program.trace)))


def is_evaluated_afterwards(program: Program, search: Search) -> bool:
    """Whether anything after the search can be an evaluation on held-out rows.

    The outer folds of a nested cross-validation are held out.
    """
    for run in search.run_events:
        if named(run.callee, "sklearn", CROSS_VALIDATIONS) or _in_folds(run):
            return True
    return any(True for _ in scored_afterwards(program, search))


def scored_afterwards(program: Program, search: Search) -> Iterator[CallEvent]:
    """The calls after the search that can be an evaluation on held-out rows, in order."""
    return (event for event in _afterwards(program, search) if _may_score(program, event))


def _in_folds(event: CallEvent) -> bool:
    return any(
        isinstance(frame, LoopFrame) and deals_out_folds(frame.iterable) for frame in event.path
    )


def _afterwards(program: Program, search: Search) -> Iterator[CallEvent]:
    last = search.run_events[-1].index
    for event in program.trace.events_since(last):
        in_a_trial = program.in_trial(event)
        if isinstance(event, CallEvent) and not in_a_trial:
            yield event


def _may_score(program: Program, event: CallEvent) -> bool:
    if isinstance(event.callee, Attribute) and event.callee.name in SCORING:
        return True
    if any(evaluation.event is event for evaluation in program.records.evaluations):
        return True
    if "split" in getattr(event.callee, "name", ""):
        return False
    return any(_is_called_test(program, argument.value) for argument in event.arguments)


def _is_called_test(program: Program, term: Term) -> bool:
    own: tuple[str, ...] = program.trace.names_of(term)
    match term:
        case Unbound(name=name) | Parameter(name=name) | Attribute(name=name):
            own = (*own, name)
        case Item(key=Const(value=str() as name)):
            own = (*own, name)
        case Sequence(items=items):
            return any(_is_called_test(program, item) for item in items)
    return any(named_role(name) == TEST for name in own)
