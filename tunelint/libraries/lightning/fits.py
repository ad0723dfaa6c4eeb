"""Fits: ``trainer.fit(…)``, and where a trainer scores a model."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Sequence, Term
from tunelint.libraries.lightning.callbacks import read_callbacks
from tunelint.libraries.lightning.tables import CONFIGURING, FIT_ORDER, SCORING, SCORING_ORDER
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
        model = _given(event, "model", FIT_ORDER)
        if model is not None:
            yield _fit(event, trainer, model)


def _fit(event: CallEvent, trainer: CallEvent, model: Term) -> Fit:
    callbacks = trainer.arguments.get("callbacks")
    listed, unseen = read_callbacks(callbacks.value if callbacks is not None else None)
    features = _given(event, "train_dataloaders", FIT_ORDER)
    resumed = event.arguments.may_have("ckpt_path", FIT_ORDER)
    settings = (trainer.arguments.get(name) for name in CONFIGURING)
    return Fit(
        event=event,
        framework=FRAMEWORK,
        model=same_module(model),
        features=features,
        labels=labels_of(features) if features is not None else None,
        epochs=epochs(trainer.arguments),
        initial_epoch=Unknown(None, (), "resumed") if resumed else Default(None, (), 0),
        steps_per_epoch=Default(None, (), None),
        validation=_validation(event),
        callbacks=listed,
        callbacks_open=unseen or trainer.arguments.open_keywords,
        settings=tuple(given.value for given in settings if given is not None),
    )


def _given(event: CallEvent, name: str, order: tuple[str, ...]) -> Term | None:
    argument = event.arguments.get(name, order)
    if argument is None or argument.is_none:
        return None
    return argument.value


def _validation(event: CallEvent) -> tuple[Term, ...] | None:
    if event.arguments.may_have("datamodule", FIT_ORDER):
        return None
    loaders = _given(event, "val_dataloaders", FIT_ORDER)
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
        model = _given(event, "model", SCORING_ORDER)
        loaders = _given(event, "dataloaders", SCORING_ORDER)
        if isinstance(loaders, Sequence):
            loaders = loaders.items[0] if len(loaders.items) == 1 else None
        yield Evaluation(
            event=event,
            model=same_module(model) if model is not None else None,
            data=(loaders,) if loaders is not None else (),
        )
