"""Stopping on test data: trainings of a search that end early by their score on the test part."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import called_name
from tunelint.interpreter.objects import Arguments, CallEvent, Result
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Const, Sequence, Term, options_of
from tunelint.libraries.boosting.fits import last_rows, validation
from tunelint.libraries.scikit_learn.names import BOOSTERS, same_object
from tunelint.model.search import Search

_ROUNDS = ("early_stopping_rounds", "early_stopping_round", "od_wait")
_CALLBACKS = frozenset({"EarlyStopping", "early_stopping"})


def stopping_rows(trace: Trace, search: Search) -> Iterator[tuple[CallEvent, tuple[Term, ...]]]:
    """The trainings of a search that may stop early, each with the rows that stop it."""
    for event in search.run_events:
        if any(_has_rounds(one.event.arguments) for one in _boosters(search)):
            yield from _with_rows(event)
    for event in search.calls(trace):
        if _stops(event):
            yield from _with_rows(event)
    for fit in search.fits:
        if fit.validation and any(one.kind == "EarlyStopping" for one in fit.callbacks or ()):
            yield fit.event, fit.validation


def _with_rows(event: CallEvent) -> Iterator[tuple[CallEvent, tuple[Term, ...]]]:
    """The call with the rows that it scores each round on, behind a step's name too."""
    rows = validation(event) or ()
    if not rows:
        prefixed = {key.rpartition("__")[2]: one for key, one in event.arguments.keywords.items()}
        if "eval_set" in prefixed:
            rows = last_rows(prefixed["eval_set"].value) or ()
    if rows:
        yield event, rows


def _boosters(search: Search) -> Iterator[Result]:
    for estimator in search.estimators:
        if estimator.library in BOOSTERS and isinstance(estimator.event.result, Result):
            yield estimator.event.result


def _stops(event: CallEvent) -> bool:
    """Whether a training is told, or its model was, to stop when the score gets no better."""
    if called_name(event) not in ("fit", "train"):
        return False
    if _has_rounds(event.arguments) or _has_callback(event.arguments):
        return True
    if not isinstance(event.callee, Attribute):
        return False
    models = [same_object(option) for option in options_of(event.callee.base)]
    return bool(models) and all(
        isinstance(model, Result) and _has_rounds(model.event.arguments) for model in models
    )


def _has_rounds(arguments: Arguments) -> bool:
    given = [arguments.keywords[name].value for name in _ROUNDS if name in arguments.keywords]
    return any(not (isinstance(one, Const) and not one.value) for one in given)


def _has_callback(arguments: Arguments) -> bool:
    given = arguments.keywords.get("callbacks")
    items = given.value.items if given and isinstance(given.value, Sequence) else ()
    return any(isinstance(one, Result) and called_name(one.event) in _CALLBACKS for one in items)
