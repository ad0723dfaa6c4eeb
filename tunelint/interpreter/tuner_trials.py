"""Trials of Keras Tuner: ``search`` hands its arguments on to the project's own methods.

``tuner.search(*args, **kwargs)`` calls ``run_trial(trial, *args, **kwargs)``; the library's own
``run_trial`` calls ``HyperModel.fit(hp, model, *args, **kwargs)`` with its callbacks added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tunelint.interpreter.frames import CallbackFrame
from tunelint.interpreter.handovers import positional
from tunelint.interpreter.library_names import descends_from, named
from tunelint.interpreter.objects import Arguments, CallEvent, Function, Instance, Result, Super
from tunelint.interpreter.pending import Handed
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    External,
    Opaque,
    Sequence,
    Term,
    options_of,
)

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

PACKAGE = "keras_tuner"
HYPERMODELS = frozenset({"HyperModel"})
TUNERS = frozenset(
    {
        "BaseTuner",
        "BayesianOptimization",
        "GridSearch",
        "Hyperband",
        "MultiExecutionTuner",
        "RandomSearch",
        "Tuner",
    }
)
RUN_TRIAL = "run_trial"
# The methods of a library's tuner that call methods of the project's.
STARTING = frozenset({"search", RUN_TRIAL})
# What the library gives every training beside the callbacks of ``search``.
OWN_CALLBACKS = ("TunerCallback", "SaveBestEpoch")


def is_run_trial(instance: Instance, name: str) -> bool:
    """Whether a method of a tuner is the one that ``search`` alone calls."""
    return name == RUN_TRIAL and descends_from(instance, PACKAGE, TUNERS) is not None


def remember(
    run: Interpreter, event: CallEvent, option: Instance, frames: tuple[CallbackFrame, ...]
) -> None:
    """Remember which tuner a hypermodel is handed to: its ``search`` calls the model's ``fit``."""
    if descends_from(option, PACKAGE, HYPERMODELS) is not None:
        handed = run.hypermodels.setdefault(id(_built(event)), [])
        handed.append(Handed(option, frames))


def _built(event: CallEvent) -> Term:
    """The object that a call makes, or that ``super().__init__(…)`` goes on making."""
    match event.callee:
        case Attribute(base=Super(instance=instance), name="__init__"):
            return instance
    return event.result


def started(run: Interpreter, event: CallEvent) -> Iterator[tuple[Function, Arguments]]:
    """The methods that a library's ``search`` or ``run_trial`` calls, with their arguments."""
    match event.callee:
        case Attribute(base=base, name="search"):
            for tuner in options_of(base.instance if isinstance(base, Super) else base):
                yield from _searched(run, event, tuner)
        case Attribute(base=Super(instance=tuner) | (Instance() as tuner), name="run_trial"):
            given = event.arguments
            handed_on = replace(given, positional=given.positional[1:])
            yield from _fitted(run, event, tuner, handed_on)


def _searched(
    run: Interpreter, event: CallEvent, tuner: Term
) -> Iterator[tuple[Function, Arguments]]:
    member = tuner.cls.member(RUN_TRIAL) if isinstance(tuner, Instance) else None
    if not isinstance(member, Function) or not isinstance(tuner, Instance):
        yield from _fitted(run, event, tuner, event.arguments)
    elif is_run_trial(tuner, RUN_TRIAL):
        bound = replace(member, receiver=tuner)
        yield bound, positional(bound, event, 1, event.arguments)


def _fitted(
    run: Interpreter, event: CallEvent, tuner: Term, handed_on: Arguments
) -> Iterator[tuple[Function, Arguments]]:
    """``HyperModel.fit``, which replaces what was read of it when the tuner was built."""
    for handed in run.hypermodels.get(id(tuner), ()):
        member = handed.hypermodel.cls.member("fit")
        if isinstance(member, Function):
            run.superseded.update(
                id(frame) for frame in handed.frames if frame.function.node is member.node
            )
            bound = replace(member, receiver=handed.hypermodel)
            yield bound, positional(bound, event, 2, _completed(event, tuner, handed_on))


def _completed(event: CallEvent, tuner: Term, handed_on: Arguments) -> Arguments:
    """The arguments of ``search`` with what the library's own ``run_trial`` adds to them."""
    keywords = dict(handed_on.keywords)
    keywords["callbacks"] = _with_own_callbacks(event, handed_on)
    if _is_hyperband(tuner):
        for name in ("epochs", "initial_epoch"):
            value = Opaque(event.place, "set by Hyperband's brackets")
            keywords[name] = Argument(value, event.place, name)
    return replace(handed_on, keywords=keywords)


def _with_own_callbacks(event: CallEvent, handed_on: Arguments) -> Argument:
    given = handed_on.keywords.get("callbacks")
    own: list[Term] = [_own_callback(event, name) for name in OWN_CALLBACKS]
    match given.value if given is not None else None:
        case Sequence(items=items, open=unseen):
            value = Sequence(event.place, "list", [*items, *own], unseen, event.path)
        case None:
            value = Sequence(event.place, "list", own, handed_on.open_keywords, event.path)
        case _:
            value = Sequence(event.place, "list", own, True, event.path)
    return Argument(value, given.place if given is not None else event.place, "callbacks")


def _own_callback(event: CallEvent, name: str) -> Term:
    """A callback that the library makes, by a call that no source shows."""
    callee = External(event.place, f"{PACKAGE}.engine.tuner_utils.{name}")
    made = CallEvent(event.index, event.place, event.path, callee, Arguments())
    made.result = Result(event.place, made)
    return made.result


def _is_hyperband(tuner: Term) -> bool:
    if isinstance(tuner, Result):
        return named(tuner.event.callee, PACKAGE, {"Hyperband"}) is not None
    return descends_from(tuner, PACKAGE, {"Hyperband"}) is not None
