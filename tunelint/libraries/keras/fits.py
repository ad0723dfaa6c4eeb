"""Fits: the trainings of Keras models, and how their arguments are read."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.objects import Arguments, CallEvent
from tunelint.interpreter.values import Const, Sequence, Term
from tunelint.libraries.keras.callbacks import CallbackList, list_callbacks
from tunelint.libraries.keras.feeds import feed_of
from tunelint.libraries.keras.models import compiled_models, method_of, trains
from tunelint.libraries.keras.tables import FIT_DEFAULTS, FIT_POSITIONAL
from tunelint.model.fact_of import argument_worth, parameter_worth
from tunelint.model.facts import Fact
from tunelint.model.program import Program
from tunelint.model.training import Fit

# What `epochs=` was called before Keras 2: rejected today, and what the author means all the same.
OLD_EPOCHS = "nb_epoch"


def read_fits(program: Program) -> Iterator[Fit]:
    """Every training of a Keras model, in order."""
    compiled = compiled_models(program.trace)
    for event in program.trace.calls():
        model = method_of(event, "fit")
        if model is not None and trains(event, model, compiled):
            yield read_fit(event, model)


def read_fit(event: CallEvent, model: Term) -> Fit:
    """What the arguments of ``model.fit(…)``, or of a tuner's ``search(…)``, say."""
    arguments = event.arguments
    callbacks = _callbacks(event)
    features = _value(event, "x")
    return Fit(
        event=event,
        framework="keras",
        model=model,
        features=features,
        labels=_value(event, "y"),
        epochs=_epochs(arguments),
        initial_epoch=_fact(arguments, "initial_epoch"),
        steps_per_epoch=_fact(arguments, "steps_per_epoch"),
        validation=_validation(event),
        validation_argument=arguments.get("validation_data", FIT_POSITIONAL),
        validation_split=_fact(arguments, "validation_split"),
        callbacks=callbacks.callbacks if callbacks is not None else None,
        callbacks_open=callbacks is None or callbacks.open,
        feed=feed_of(features),
    )


def _fact(arguments: Arguments, name: str) -> Fact:
    return parameter_worth(arguments, name, FIT_POSITIONAL, FIT_DEFAULTS[name])


def _epochs(arguments: Arguments) -> Fact:
    """The epochs, under the name of today or of Keras 1."""
    old = arguments.get(OLD_EPOCHS)
    if old is not None and arguments.get("epochs", FIT_POSITIONAL) is None:
        return argument_worth(old)
    return _fact(arguments, "epochs")


def _value(event: CallEvent, name: str) -> Term | None:
    argument = event.arguments.get(name, FIT_POSITIONAL)
    return argument.value if argument is not None else None


def _validation(event: CallEvent) -> tuple[Term, ...] | None:
    argument = event.arguments.get("validation_data", FIT_POSITIONAL)
    if argument is None:
        return None if event.arguments.may_have("validation_data", FIT_POSITIONAL) else ()
    match argument.value:
        case Const(value=None):
            return ()
        case Sequence(kind="tuple" | "list", items=items, open=False):
            return tuple(items)
    return (argument.value,)


def _callbacks(event: CallEvent) -> CallbackList | None:
    argument = event.arguments.get("callbacks", FIT_POSITIONAL)
    if argument is None:
        unseen = event.arguments.may_have("callbacks", FIT_POSITIONAL)
        return None if unseen else CallbackList((), False)
    return list_callbacks(argument.value)
