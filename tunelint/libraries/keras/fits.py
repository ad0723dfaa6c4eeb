"""Fits: the trainings of Keras models, and how their arguments are read."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Const, Sequence, Term
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.keras.callbacks import CallbackList, list_callbacks
from tunelint.libraries.keras.epoch_steps import is_one_pass
from tunelint.libraries.keras.feeds import feed_of
from tunelint.libraries.keras.models import method_of, trains, used_as_models
from tunelint.libraries.keras.tables import MODEL_METHODS
from tunelint.model.fact_of import argument_worth
from tunelint.model.facts import Fact, Known
from tunelint.model.program import Program
from tunelint.model.training import Fit

# What `epochs=` was called before Keras 2: rejected today, and what the author means all the same.
OLD_EPOCHS = "nb_epoch"


def read_fits(program: Program) -> Iterator[Fit]:
    """Every training of a Keras model, in order."""
    used = used_as_models(program.trace)
    for event in program.trace.calls():
        model = method_of(event, "fit")
        if model is not None and trains(event, model, used):
            yield read_fit(event, model)


def read_fit(event: CallEvent, model: Term) -> Fit:
    """What the arguments of ``model.fit(…)``, or of a tuner's ``search(…)``, say."""
    call = LibraryCall(event, MODEL_METHODS["fit"])
    callbacks = _callbacks(call)
    features = call.value("x")
    return Fit(
        event=event,
        framework="keras",
        model=model,
        features=features,
        labels=call.value("y"),
        epochs=_epochs(call),
        initial_epoch=call.fact("initial_epoch"),
        steps_per_epoch=_steps_per_epoch(call),
        validation=_validation(call),
        validation_argument=call.given("validation_data"),
        validation_split=call.fact("validation_split"),
        callbacks=callbacks.callbacks if callbacks is not None else None,
        callbacks_open=callbacks is None or callbacks.open,
        feed=feed_of(features),
    )


def _epochs(call: LibraryCall) -> Fact:
    """The epochs, under the name of today or of Keras 1."""
    old = call.given(OLD_EPOCHS)
    if old is not None and call.given("epochs") is None:
        return argument_worth(old)
    return call.fact("epochs")


def _steps_per_epoch(call: LibraryCall) -> Fact:
    """The steps of an epoch; None where they are one pass over the rows, written out."""
    steps = call.value("steps_per_epoch")
    if steps is not None and is_one_pass(steps, call.value("x"), call.value("y")):
        return Known(steps.place, (), None)
    return call.fact("steps_per_epoch")


def _validation(call: LibraryCall) -> tuple[Term, ...] | None:
    given = call.value("validation_data")
    match given:
        case None:
            return None if call.may_have("validation_data") else ()
        case Const(value=None):
            return ()
        case Sequence(kind="tuple" | "list", items=items, open=False):
            return tuple(items)
    return (given,)


def _callbacks(call: LibraryCall) -> CallbackList | None:
    given = call.value("callbacks")
    if given is None:
        return None if call.may_have("callbacks") else CallbackList((), False)
    return list_callbacks(given)
