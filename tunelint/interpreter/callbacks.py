"""Callbacks: the project's functions and methods that a library calls, read as it calls them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tunelint.interpreter import attributes, handovers, loops, tuner_trials
from tunelint.interpreter.frames import CallbackFrame, CallFrame
from tunelint.interpreter.library_names import descends_from
from tunelint.interpreter.objects import (
    Arguments,
    CallEvent,
    Class,
    Function,
    Instance,
    Parameter,
    Result,
    Super,
)
from tunelint.interpreter.trace import functions_in
from tunelint.interpreter.values import Argument, Attribute, options_of

if TYPE_CHECKING:
    from tunelint.interpreter.interpreter import Interpreter

# Classes that a library builds itself where it is handed a class derived from them.
BUILT_BY_LIBRARY = frozenset({"Trainable"})
# What a library calls first: later methods read the attributes that it sets.
FIRST = "setup"


def run_callbacks(run: Interpreter, event: CallEvent) -> None:
    """Call the project's functions that a library was given, as often as the library will."""
    if not _may_call(event):
        return
    loops.read_any_number(
        run,
        event.place,
        lambda path: any(isinstance(f, CallbackFrame) and f.event is event for f in path),
        lambda: _run_callbacks(run, event),
    )


def run_again(run: Interpreter, event: CallEvent) -> None:
    """What a thread or process was given to run may happen now: it was read where it was made."""
    match event.callee:
        case Attribute(base=Result(event=made), name="start" | "run" | "join"):
            if not handovers.starts_later(made):
                return
            with run.only_trying():
                level = run.state.begin()
                run_callbacks(run, made)
                changes = run.state.undo(level)
            run.meet(event.place, [{}, changes])


def _may_call(event: CallEvent) -> bool:
    """Whether a library's call may call anything of the project's."""
    name = event.callee.name if isinstance(event.callee, Attribute) else ""
    return (
        _receiver(event.callee) is not None
        or name in tuner_trials.STARTING
        or any(
            isinstance(option, Instance | Class)
            for argument in event.arguments
            for option in options_of(argument.value)
        )
        or any(True for argument in event.arguments for _ in functions_in(argument.value))
    )


def _run_callbacks(run: Interpreter, event: CallEvent) -> None:
    for argument in event.arguments:
        for function in functions_in(argument.value):
            arguments = handovers.to_function(event, argument, function)
            run_callback(run, event, function, arguments)
        for option in options_of(argument.value):
            if isinstance(option, Instance):
                frames = run_methods(run, event, option, argument)
                _run_itself(run, event, option, argument)
                tuner_trials.remember(run, event, option, frames)
            elif isinstance(option, Class) and _is_built_by_library(option):
                run_methods(run, event, _built_by_library(run, event, option), argument)
    receiver = _receiver(event.callee)
    if receiver is not None:
        run_methods(run, event, receiver)
    for function, arguments in tuner_trials.started(run, event):
        run_callback(run, event, function, arguments)


def _is_built_by_library(cls: Class) -> bool:
    return descends_from(cls, "ray", BUILT_BY_LIBRARY) is not None


def _built_by_library(run: Interpreter, event: CallEvent, cls: Class) -> Instance:
    """The object that a library makes of a class: it keeps its configuration."""
    instance = Instance(event.place, cls, event)
    run.instances.append(instance)
    setup = cls.member("setup")
    if isinstance(setup, Function):
        bound = replace(setup, receiver=instance)
        instance.attributes["config"] = Parameter(event.place, "config", bound, event, 0)
    return instance


def _run_itself(run: Interpreter, event: CallEvent, instance: Instance, given: Argument) -> None:
    """Call an object that one of its own methods hands to a library: ``optimize(self)``."""
    bound = instance.method("__call__")
    if bound is not None and run.inside_method_of(instance):
        run_callback(run, event, bound, handovers.to_function(event, given, bound))


def _receiver(callee: object) -> Instance | None:
    if isinstance(callee, Attribute):
        base = callee.base
        if isinstance(base, Super):
            base = base.instance
        if isinstance(base, Instance):
            return base
    return None


def run_methods(
    run: Interpreter, event: CallEvent, instance: Instance, given: Argument | None = None
) -> tuple[CallbackFrame, ...]:
    """Call the methods of an object whose class a library knows or calls.

    A method that another one calls is judged there, with its arguments.
    """
    if isinstance(event.callee, Attribute) and event.callee.name == "__init__":
        return ()
    if run.inside_method_of(instance):
        return ()
    methods = [replace(member, receiver=instance) for member in _methods_for_a_library(instance)]
    methods.sort(key=lambda method: method.name != FIRST)
    frames = tuple(
        run_callback(run, event, method, handovers.to_method(event, instance, method, given))
        for method in methods
    )
    _drop_repeated(run, event, frames)
    return frames


def _drop_repeated(run: Interpreter, event: CallEvent, frames: Iterable[CallbackFrame]) -> None:
    start = event.index
    inner = {
        id(frame.function.node)
        for later in run.trace.events_since(start)
        for frame in later.path
        if isinstance(frame, CallFrame)
    }
    repeated = {id(frame) for frame in frames if id(frame.function.node) in inner}
    run.trace.drop_inside(repeated, start)


def _methods_for_a_library(instance: Instance) -> Iterator[Function]:
    known = bool(instance.cls.library_bases())
    seen: set[str] = set()
    for ancestor in instance.cls.lineage():
        for name, member in list(ancestor.scope.names.items()):
            called = name == "__call__" or (known and not name.startswith("__"))
            if not called or name in seen or not isinstance(member, Function):
                continue
            seen.add(name)
            if tuner_trials.is_run_trial(instance, name):
                continue
            owned = member.owner is not None and member.owner.node is ancestor.node
            if owned and not attributes.decorated(member, "property"):
                yield member


def run_callback(
    run: Interpreter, event: CallEvent, function: Function, arguments: Arguments
) -> CallbackFrame:
    """Call a function as a library does."""
    frame = CallbackFrame(event.place, event, function)
    frame.result = run.run_function(function, arguments, frame)
    return frame
