"""Trials of Keras Tuner: what the project's own ``run_trial`` or ``HyperModel.fit`` makes of them.

A ``run_trial`` that gives back what ``super().run_trial(…)`` does, and a ``HyperModel.fit`` that
gives back what ``model.fit(…)`` does, leave the trial to the library: they change arguments only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tunelint.interpreter.frames import CallbackFrame
from tunelint.interpreter.objects import CallEvent, Function, Instance, Parameter, Result, Super
from tunelint.interpreter.trace import callbacks
from tunelint.interpreter.values import Attribute, Term, options_of
from tunelint.libraries.keras.fits import read_fit
from tunelint.libraries.keras_tuner.building import Built
from tunelint.model.facts import UNKNOWN, Fact, Unknown
from tunelint.model.program import Program
from tunelint.model.training import Fit

RUN_TRIAL, FIT = "run_trial", "fit"
# Methods that say otherwise how a trial runs or what it reports.
REPLACING = ("on_trial_end", "_build_and_fit_model")
# How many arguments of their own stand before those of ``search``.
OWN_ARGUMENTS = {RUN_TRIAL: 1, FIT: 2}


@dataclass(frozen=True, eq=False)
class Trials:
    """How the trials of a tuner run: `runs` are its searches, with what the training is given.

    `custom` says that the project's own code replaces how the library runs a trial; `repeats` that
    the library still makes a trial's executions, whatever each of them does.
    """

    runs: tuple[Fit, ...]
    custom: bool = False
    repeats: bool = True


def trials(program: Program, built: Built, runs: Iterable[Fit]) -> Trials:
    """The trials of a tuner's searches."""
    read = [(run, _trainings(program, built, run)) for run in runs]
    custom = _replaces(built) or any(trainings is None for _, trainings in read)
    custom = custom or (not read and _may_replace(built))
    if custom:
        repeats = not (_replaces(built) or _is_own(built, RUN_TRIAL))
        return Trials(tuple(unread(run) for run, _ in read), custom, repeats)
    return Trials(tuple(_agreed(run, trainings or ()) for run, trainings in read))


def _replaces(built: Built) -> bool:
    cls = built.project_class
    return cls is not None and any(isinstance(cls.member(name), Function) for name in REPLACING)


def _may_replace(built: Built) -> bool:
    """Whether the project has methods for the trials, of which no search tells what they do."""
    given = built.given("hypermodel")
    models = options_of(given.value) if given is not None else ()
    own = (one for one in models if isinstance(one, Instance) and one.method(FIT) is not None)
    return _is_own(built, RUN_TRIAL) or any(own)


def _trainings(program: Program, built: Built, run: Fit) -> tuple[Fit, ...] | None:
    """The trainings that the project's methods hand a search on to.

    There are none where no method comes between, and None where one does something else.
    """
    frames = list(methods_run(program, run.event))
    called = {frame.function.name for frame in frames}
    if _is_own(built, RUN_TRIAL) and RUN_TRIAL not in called:
        return None
    found: list[Fit] = []
    for frame in frames:
        for option in options_of(frame.result) if frame.result is not None else ():
            training = _handed_on(program, frame, option)
            if training is None:
                return None
            if frame.function.name == FIT or FIT not in called:
                found.append(training)
    return tuple(found)


def _is_own(built: Built, name: str) -> bool:
    cls = built.project_class
    return cls is not None and isinstance(cls.member(name), Function)


def methods_run(program: Program, event: CallEvent) -> Iterator[CallbackFrame]:
    """The project's ``run_trial`` and ``HyperModel.fit`` that one search calls."""
    known = program.trace.once(callbacks)
    for frame in known.get(id(event), ()):
        if frame.function.name in OWN_ARGUMENTS and isinstance(frame.function.receiver, Instance):
            yield frame
        if frame.function.name == RUN_TRIAL:
            for inner in program.trace.within([frame]):
                if isinstance(inner, CallEvent) and forwards(inner.callee, RUN_TRIAL):
                    yield from methods_run(program, inner)


def _handed_on(program: Program, frame: CallbackFrame, value: Term) -> Fit | None:
    """The training whose result a method gives back; None where it is something else."""
    if not isinstance(value, Result):
        return None
    name = frame.function.name
    if forwards(value.event.callee, name):
        return read_after(value.event, OWN_ARGUMENTS[name])
    for fit in program.records.fits if name == FIT else ():
        if fit.event is value.event and _is_handed(fit.model, frame):
            return fit
    return None


def forwards(callee: Term, name: str) -> bool:
    """Whether what is called is the library's own method of a name."""
    return isinstance(callee, Attribute) and callee.name == name and isinstance(callee.base, Super)


def _is_handed(model: Term, frame: CallbackFrame) -> bool:
    """Whether the model is the one that the library hands to ``fit(hp, model, …)``."""
    return isinstance(model, Parameter) and model.index == 1 and model.event is frame.event


def read_after(event: CallEvent, own: int) -> Fit:
    """What a call says of the training, behind so many arguments of its own."""
    arguments = replace(event.arguments, positional=event.arguments.positional[own:])
    return replace(read_fit(replace(event, arguments=arguments), event.result), event=event)


def unread(run: Fit) -> Fit:
    """A search whose arguments the project's own code may use as it likes."""
    unknown = Unknown(None, (), "the project runs its trials itself")
    return replace(run, epochs=unknown, callbacks=None, callbacks_open=True)


def _agreed(run: Fit, trainings: Iterable[Fit]) -> Fit:
    """A search with what its trainings are given: nothing is known where they differ."""
    merged: Fit | None = None
    for training in trainings:
        merged = training if merged is None else _either(merged, training)
    if merged is None:
        return run
    return replace(merged, event=run.event, model=run.model)


def _either(one: Fit, other: Fit) -> Fit:
    same = one.features is other.features and one.labels is other.labels
    return replace(
        one,
        features=one.features if same else None,
        labels=one.labels if same else None,
        epochs=_same(one.epochs, other.epochs),
        initial_epoch=_same(one.initial_epoch, other.initial_epoch),
        steps_per_epoch=_same(one.steps_per_epoch, other.steps_per_epoch),
        validation=one.validation if one.validation == other.validation else None,
        validation_split=_same(one.validation_split, other.validation_split),
        callbacks=one.callbacks if one.callbacks == other.callbacks else None,
        callbacks_open=True,
        feed=one.feed if one.feed == other.feed else "",
    )


def _same(one: Fact, other: Fact) -> Fact:
    return one if one.values is not None and one.values == other.values else UNKNOWN
