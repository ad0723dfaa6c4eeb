"""Scores computed by hand: the data whose predictions they are made from, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tunelint.files.place import Place
from tunelint.interpreter.frames import CallbackFrame, CallFrame, LoopFrame
from tunelint.interpreter.objects import CallEvent, Event, Instance, Result
from tunelint.interpreter.provenance import ancestors, comes_from
from tunelint.interpreter.values import Attribute, Const, Operation, Sequence, Term

PREDICTING = frozenset({"predict", "predict_proba", "forward", "predict_on_batch"})
COMPARING = frozenset({"==", "!="})


def measured(
    score: Term, in_trial: Callable[[Event], bool]
) -> Iterator[tuple[tuple[Term, ...], Place]]:
    """What a score's predictions are made on, or what they are compared with, with the place.

    Predictions before the trials, by which features were chosen, are not the trial's.
    The place is the call that predicts, or the call of the project's function that is handed the
    data for it.
    """
    for found in ancestors(score):
        match found:
            case Result(event=event) if _predicts(event) and in_trial(event):
                data = tuple(argument.value for argument in event.arguments)
                yield data, _handing_over(event, data)
    for found in ancestors(score):
        match found:
            case Operation(operator=operator, operands=operands, place=Place() as place):
                if operator in COMPARING:
                    yield operands, place


def _predicts(event: CallEvent) -> bool:
    match event.callee:
        case Attribute(name=name):
            return name in PREDICTING
        case Instance() | Result():
            return True
    return False


def _handing_over(event: CallEvent, data: tuple[Term, ...]) -> Place:
    """The outermost call, inside the trial, of a function that is handed the data predicted on."""
    features = next((term for term in data if not isinstance(term, Const)), None)
    place = event.anchor
    for frame in reversed(event.path):
        if isinstance(frame, CallbackFrame | LoopFrame):
            break
        if not isinstance(frame, CallFrame):
            continue
        if features is None or not _hands(frame.event, features):
            break
        place = frame.event.anchor
    return place


def _hands(event: CallEvent, features: Term) -> bool:
    return any(
        comes_from(features, given)
        for argument in event.arguments
        for given in _listed(argument.value)
        if not isinstance(given, Const)
    )


def _listed(term: Term) -> Iterator[Term]:
    yield term
    if isinstance(term, Sequence):
        for item in term.items:
            yield from _listed(item)
