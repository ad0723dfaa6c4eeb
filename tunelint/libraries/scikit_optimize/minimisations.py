"""Minimisations: the calls of scikit-optimize's minimisers, and its optimizers that are asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.frames import CallbackFrame, LoopFrame, loops_around
from tunelint.interpreter.library_names import is_unbound, named
from tunelint.interpreter.objects import CallEvent, Function, Instance, Result
from tunelint.interpreter.trace import Trace, chooser, functions_in
from tunelint.interpreter.values import Argument, Attribute, Term, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.scikit_optimize.tables import METHODS, MINIMISATIONS

PACKAGE = "skopt"
NAMED_ARGUMENTS = frozenset({"use_named_args"})
OPTIMIZER = "Optimizer"


@dataclass(frozen=True, eq=False)
class Minimisation(LibraryCall):
    """One search by a function of scikit-optimize or by an ``Optimizer``.

    `kind` is the function, or ``Optimizer``; `event` the call that hands it its arguments.
    `asked` and `told` are the calls of its methods in `loop`, `ran` those of ``run``.
    `calling` are the calls during which the objective runs; `objectives` its functions, and
    `handed` the argument that holds it.
    """

    kind: str
    calling: tuple[CallEvent, ...]
    objectives: tuple[Function, ...]
    handed: Argument | None = None
    asked: tuple[CallEvent, ...] = ()
    told: tuple[CallEvent, ...] = ()
    ran: tuple[CallEvent, ...] = ()
    loop: LoopFrame | None = None

    @property
    def runs(self) -> tuple[CallEvent, ...]:
        """The calls that start it: the minimiser itself, ``run``, or the first time it is asked."""
        if self.kind != OPTIMIZER:
            return (self.event,)
        return self.ran or self.asked[:1]

    @property
    def place(self) -> Place:
        """Where a finding about the search stands: at the visible caller that chose it."""
        handed = [self.given("dimensions")]
        if self.kind != OPTIMIZER:
            handed.append(self.given("func"))
        return chooser(self.event, handed).anchor

    def is_objective(self, function: Function) -> bool:
        """Whether the function is the objective of this search."""
        return any(function.node is objective.node for objective in self.objectives)


def minimisations(trace: Trace) -> Iterator[Minimisation]:
    """Every such search of the program, in order."""
    for event in trace.calls():
        for option in options_of(event.callee):
            kind = named(option, PACKAGE, MINIMISATIONS)
            if kind is not None and not (is_unbound(option) and not _unmistakable(kind, event)):
                yield from _minimisation(trace, kind, event)
                break


def _unmistakable(kind: str, event: CallEvent) -> bool:
    """Whether a name that nothing binds is called as the library's function is."""
    return kind != OPTIMIZER and sum(1 for _ in event.arguments) >= 2


def _minimisation(trace: Trace, kind: str, event: CallEvent) -> Iterator[Minimisation]:
    if kind == OPTIMIZER:
        yield from _asked(trace, event)
        return
    signature = MINIMISATIONS[kind]
    handed = LibraryCall(event, signature).given("func")
    calling = (event, *_wrapping(handed))
    objectives = _objectives(trace, calling, [handed])
    yield Minimisation(event, signature, kind, calling, objectives, handed)


def _asked(trace: Trace, built: CallEvent) -> Iterator[Minimisation]:
    """The search of an ``Optimizer`` that is asked in a loop, or run."""
    calls = [event for event in trace.calls() if _method(event, built) is not None]
    asked = tuple(event for event in calls if _method(event, built) == "ask")
    told = tuple(event for event in calls if _method(event, built) == "tell")
    ran = tuple(event for event in calls if _method(event, built) == "run")
    loop = next((frame for event in asked for frame in _shared_loop(event, told)), None)
    if loop is None and not ran:
        return
    handed = [LibraryCall(event, METHODS["run"]).given("func") for event in ran]
    calling = (*ran, *(other for each in handed for other in _wrapping(each)))
    objectives = _objectives(trace, calling, handed)
    first = handed[0] if handed else None
    signature = MINIMISATIONS[OPTIMIZER]
    yield Minimisation(
        built, signature, OPTIMIZER, calling, objectives, first, asked, told, ran, loop
    )


def _method(event: CallEvent, built: CallEvent) -> str | None:
    """Which method of the optimizer that `built` made is called."""
    callee = event.callee
    if not isinstance(callee, Attribute) or event.index < built.index:
        return None
    ours = any(option is built.result for option in options_of(callee.base))
    return callee.name if ours else None


def _shared_loop(event: CallEvent, told: Iterable[CallEvent]) -> Iterator[LoopFrame]:
    """The innermost loop in which the optimizer is asked and told."""
    frames = {id(frame) for other in told for frame in other.path}
    yield from (frame for frame in reversed(loops_around(event)) if id(frame) in frames)


def _wrapping(handed: Argument | None) -> tuple[CallEvent, ...]:
    """The call of ``use_named_args(space)(objective)`` that made what is handed over."""
    if handed is None:
        return ()
    return tuple(
        option.event
        for option in options_of(handed.value)
        if isinstance(option, Result) and is_named_arguments(option.event.callee)
    )


def is_named_arguments(term: Term) -> bool:
    """Whether the value is ``use_named_args(space)``."""
    return (
        isinstance(term, Result) and named(term.event.callee, PACKAGE, NAMED_ARGUMENTS) is not None
    )


def _objectives(
    trace: Trace, calling: tuple[CallEvent, ...], handed: Iterable[Argument | None]
) -> tuple[Function, ...]:
    """The functions of the project that are called with a point of the space."""
    given = [argument for argument in handed if argument is not None]
    nodes = {id(function.node) for each in given for function in functions_in(each.value)}
    wrapped = {id(event) for event in calling if is_named_arguments(event.callee)}
    callable_objects = any(isinstance(each.value, Instance) for each in given)
    found: dict[int, Function] = {}
    for event in calling:
        for other in trace.caused_by(event):
            frame = other.path[len(event.path)]
            assert isinstance(frame, CallbackFrame)
            function = frame.function
            called = callable_objects and function.name == "__call__"
            if id(function.node) in nodes or id(event) in wrapped or called:
                found.setdefault(id(function.node), function)
    return tuple(found.values())


def takes_names(function: Function, calling: tuple[CallEvent, ...]) -> bool:
    """Whether the objective gets the point by the names of its dimensions."""
    if any(is_named_arguments(decorator) for decorator in function.decorators):
        return True
    return any(
        is_named_arguments(event.callee)
        and any(
            function.node is given.node
            for argument in event.arguments
            for given in functions_in(argument.value)
        )
        for event in calling
    )
