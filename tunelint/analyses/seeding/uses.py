"""Uses: how often an object with a seed is put to use, which starts from its seed each time."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint import registry
from tunelint.analyses.seeding.repetition import all_once, runs_once
from tunelint.interpreter.frames import LoopFrame
from tunelint.interpreter.library_names import called_name
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.provenance import holds
from tunelint.interpreter.values import Argument, Attribute, Term
from tunelint.model.program import Program

# Methods that only read what an object has found out, or how it is set.
READING = frozenset(
    {
        "decision_function",
        "get_n_splits",
        "get_params",
        "predict",
        "predict_log_proba",
        "predict_proba",
        "score",
        "score_samples",
        "transform",
    }
)
# Functions that put what they are given into an object of theirs.
MAKING = ("make_", "clone", "deepcopy")
FITTED_LABEL = "BayesSearchCV"


def stands_once(program: Program, event: Event) -> bool:
    """Whether nothing repeats what happens at an event, nor what is done with what it makes.

    The latter counts where that starts from its seed again at each use: an estimator, what splits
    rows, a search of estimators.
    """
    if not runs_once(program, event):
        return False
    return id(event) not in program.once(_starting_again) or used_once(program, event)


def _starting_again(program: Program) -> set[int]:
    """The ids of the calls that make such objects."""
    draws = (draw.event for draw in program.records.draws if draw.kind == "splitter")
    estimators = (each.event for search in program.searches for each in search.estimators)
    searches = (
        search.randomness.holder or search.built
        for search in program.searches
        if registry.tuner_named(search.tuner)[1].restarts or search.label == FITTED_LABEL
    )
    return {id(event) for event in (*draws, *estimators, *searches)}


def used_once(program: Program, made: Event) -> bool:
    """Whether nothing repeats what is done with the object that a call makes, but for the trials.

    A loop that goes over several objects uses each of them once.
    """
    if not isinstance(made, CallEvent):
        return True
    groups: dict[object, list[CallEvent]] = {}
    for use in _uses(program, made):
        groups.setdefault(use.place.key, []).append(use)
    return all(
        all_once(program, group, lambda frame: _goes_over(frame, made.result))
        for group in groups.values()
    )


def _goes_over(frame: Frame, made: Term) -> bool:
    return isinstance(frame, LoopFrame) and holds(frame.iterable, made)


def _uses(program: Program, made: CallEvent) -> Iterator[CallEvent]:
    """The calls of its methods and those that are given it, or an object that holds it."""
    objects = [made.result]
    for call in program.trace.calls():
        if call is made or call.index < made.index:
            continue
        if any(_is_given(call, each) for each in objects):
            yield call
            if isinstance(call.result, Result) and _makes(call):
                objects.append(call.result)
        elif any(_is_told(call, each) for each in objects):
            yield call


def _is_given(call: CallEvent, made: Term) -> bool:
    given: list[Argument] = [*call.arguments, *call.arguments.spread, *call.arguments.starred]
    return any(holds(argument.value, made) for argument in given)


def _is_told(call: CallEvent, made: Term) -> bool:
    """Whether a method of the object is called that does more than read."""
    callee = call.callee
    return isinstance(callee, Attribute) and callee.name not in READING and holds(callee.base, made)


def _makes(call: CallEvent) -> bool:
    """Whether a library's call makes an object that keeps what it is given."""
    name = called_name(call)
    return name[:1].isupper() or name.startswith(MAKING)
