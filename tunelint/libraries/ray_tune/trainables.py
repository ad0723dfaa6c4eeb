"""Trainables: the functions and classes that run one trial, and the calls that start them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.interpreter.frames import CallbackFrame
from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Class, Function, Parameter, Result
from tunelint.interpreter.trace import Trace, functions_in
from tunelint.interpreter.values import Const, Term, options_of
from tunelint.libraries.ray_tune import tables
from tunelint.libraries.ray_tune.runs import Tuned

# The methods of a `tune.Trainable` that are handed a configuration.
CONFIGURED = frozenset({"setup", "reset_config"})


@dataclass(frozen=True, eq=False)
class Trials:
    """What runs the trials of one search.

    `events` are the calls that hand it to Ray, `functions` the project's functions that Ray
    calls, and `key` the entry of the space that they are given, where that is not all of it.
    """

    events: tuple[CallEvent, ...]
    functions: tuple[Function, ...]
    key: str | None = None

    def is_sample(self, term: Term) -> bool:
        """Whether the value is the configuration that a trial is given."""
        if not isinstance(term, Parameter) or term.index != 0 or term.event not in self.events:
            return False
        method = term.function.owner is not None and term.function.receiver is not None
        return not method or term.function.name in CONFIGURED


def trials(trace: Trace, run: Tuned) -> Trials:
    """What runs the trials of a search; nothing where that cannot be read."""
    argument = run.trainable
    if argument is None:
        return Trials((), ())
    for option in options_of(argument.value):
        match option:
            case Function() | Class():
                return _handed(trace, run.event, argument.value)
            case Const(value=str() as name):
                registered = _registered(trace, name)
                if registered is not None:
                    return _handed(trace, *registered)
            case Result(event=event) if named(event.callee, tables.PACKAGE, tables.TRAINERS):
                loop = event.arguments.get(tables.TRAINER_LOOP, (tables.TRAINER_LOOP,))
                if loop is not None:
                    found = _handed(trace, event, loop.value)
                    return Trials(found.events, found.functions, tables.TRAINER_CONFIG)
    return Trials((), ())


def _handed(trace: Trace, event: CallEvent, value: Term) -> Trials:
    return Trials((event,), tuple(_called(trace, event, value)))


def _called(trace: Trace, event: CallEvent, value: Term) -> Iterator[Function]:
    """The functions among what is handed over, or the methods of the class, that Ray calls."""
    wanted = {id(function.node) for function in functions_in(value)}
    classes = [option for option in options_of(value) if isinstance(option, Class)]
    for cls in classes:
        for ancestor in cls.lineage():
            members = ancestor.scope.names.values()
            wanted |= {id(member.node) for member in members if isinstance(member, Function)}
    seen: set[int] = set()
    for other in trace.caused_by(event):
        frame = other.path[len(event.path)]
        assert isinstance(frame, CallbackFrame)
        key = id(frame.function.node)
        if key in wanted and key not in seen:
            seen.add(key)
            yield frame.function


def _registered(trace: Trace, name: str) -> tuple[CallEvent, Term] | None:
    """The call of ``register_trainable`` that gave a trainable this name, and the trainable."""
    for event in trace.calls():
        if named(event.callee, tables.PACKAGE, {"register_trainable"}):
            positional = ("name", "trainable")
            given = event.arguments.get("name", positional)
            handed = event.arguments.get("trainable", positional)
            if given is None or handed is None or not isinstance(given.value, Const):
                continue
            if given.value.value == name:
                return event, handed.value
    return None
