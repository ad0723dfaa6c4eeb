"""Fits: ``trainer.fit(…)``, and where a trainer scores a model."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import called_name
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Const, Sequence, Term
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.lightning.callbacks import read_callbacks
from tunelint.libraries.lightning.tables import CONFIGURING, METHODS, SCORING
from tunelint.libraries.lightning.trainers import called, epochs
from tunelint.libraries.torch.batches import labels_of
from tunelint.libraries.torch.modules import same_module
from tunelint.model.facts import Default, Unknown
from tunelint.model.program import Program
from tunelint.model.training import Evaluation, Fit

FRAMEWORK = "lightning"


def read_fits(program: Program) -> Iterator[Fit]:
    """Every training by a trainer, in order."""
    for event in program.trace.calls():
        trainer = called(event, "fit")
        if trainer is None:
            continue
        call = LibraryCall(event, METHODS["fit"])
        model = _given(call, "model")
        if model is not None:
            yield _fit(call, trainer, model)


def _fit(call: LibraryCall, trainer: CallEvent, model: Term) -> Fit:
    callbacks = trainer.arguments.get("callbacks")
    listed, unseen = read_callbacks(callbacks.value if callbacks is not None else None)
    features = _given(call, "train_dataloaders")
    resumed = call.may_have("ckpt_path")
    settings = (trainer.arguments.get(name) for name in CONFIGURING)
    return Fit(
        event=call.event,
        framework=FRAMEWORK,
        model=same_module(model),
        features=features,
        labels=labels_of(features) if features is not None else None,
        epochs=epochs(trainer.arguments),
        initial_epoch=Unknown(None, (), "resumed") if resumed else Default(None, (), 0),
        steps_per_epoch=Default(None, (), None),
        validation=_validation(call),
        callbacks=listed,
        callbacks_open=unseen or trainer.arguments.open_keywords,
        settings=tuple(given.value for given in settings if given is not None),
    )


def _given(call: LibraryCall, name: str) -> Term | None:
    value = call.value(name)
    return None if isinstance(value, Const) and value.value is None else value


def _validation(call: LibraryCall) -> tuple[Term, ...] | None:
    if call.may_have("datamodule"):
        return None
    loaders = _given(call, "val_dataloaders")
    match loaders:
        case None:
            return ()
        case Sequence(items=[only], open=False):
            return (only,)
        case Sequence():
            return None
    return (loaders,)


def read_evaluations(program: Program) -> Iterator[Evaluation]:
    """Every ``trainer.validate(…)`` and ``trainer.test(…)``, in order."""
    for event in program.trace.calls():
        if called(event, *SCORING) is None:
            continue
        call = LibraryCall(event, METHODS[called_name(event)])
        model = _given(call, "model")
        loaders = _given(call, "dataloaders")
        if isinstance(loaders, Sequence):
            loaders = loaders.items[0] if len(loaders.items) == 1 else None
        yield Evaluation(
            event=event,
            model=same_module(model) if model is not None else None,
            data=(loaders,) if loaders is not None else (),
        )
