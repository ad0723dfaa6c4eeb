"""Optimizations: the ``BayesianOptimization`` objects of a program, and what is called on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.frames import CallbackFrame, LoopFrame, loops_around
from tunelint.interpreter.library_names import is_unbound, named
from tunelint.interpreter.objects import CallEvent, Function, Instance
from tunelint.interpreter.trace import Trace, chooser, functions_in
from tunelint.interpreter.values import Argument, Attribute, Term, options_of
from tunelint.libraries.bayes_opt.tables import FILLING, OPTIMISER, ORDER, PACKAGE
from tunelint.model.fact_of import parameter_worth
from tunelint.model.facts import Fact


@dataclass(frozen=True, eq=False)
class Optimization:
    """One search: the call that builds it, and those of its methods.

    The library calls the `objectives` with what it draws, by name. `loop` is the program's own, in
    which it asks for points (``suggest``) and tells their scores (``register``). `handed` says that
    code which is not followed gets the object, and may tell it points: ``load_logs(optimizer)``.
    """

    event: CallEvent
    objectives: tuple[Function, ...]
    calls: tuple[CallEvent, ...]
    loop: LoopFrame | None = None
    handed: bool = False

    def given(self, name: str) -> Argument | None:
        """The argument for the parameter `name`."""
        return self.event.arguments.get(name, ORDER)

    def fact(self, name: str) -> Fact:
        """The parameter `name` as a fact, with the library's default."""
        return parameter_worth(self.event.arguments, name, ORDER, None)

    def called(self, *names: str) -> tuple[CallEvent, ...]:
        """The calls of some of its methods, in order."""
        return tuple(event for event in self.calls if _method(event) in names)

    @property
    def runs(self) -> tuple[CallEvent, ...]:
        """The calls that start it: ``maximize``, or the first time it is asked in the loop."""
        asked = self.called("suggest")[:1] if self.loop is not None else ()
        return self.called("maximize") or asked

    @property
    def place(self) -> Place:
        """Where a finding about the search stands: at the visible caller that chose it."""
        return chooser(self.event, [self.given("f"), self.given("pbounds")]).anchor

    def is_objective(self, function: Function) -> bool:
        """Whether the function is the objective of this search."""
        return any(function.node is objective.node for objective in self.objectives)

    def is_itself(self, term: Term) -> bool:
        """Whether the value is surely this very object."""
        return all(option is self.event.result for option in options_of(term))


def optimizations(trace: Trace) -> Iterator[Optimization]:
    """Every such search of the program, in order."""
    methods, handed = trace.once(_methods), trace.once(_handed)
    for event in trace.calls():
        if any(_builds(option, event) for option in options_of(event.callee)):
            calls = tuple(methods.get(id(event.result), ()))
            loop = next(_loops(event, calls), None)
            functions = tuple(_objectives(trace, event))
            yield Optimization(event, functions, calls, loop, id(event.result) in handed)


def _builds(callee: Term, event: CallEvent) -> bool:
    if named(callee, PACKAGE, {OPTIMISER}) is None:
        return False
    return not is_unbound(callee) or "pbounds" in event.arguments.keywords


def _methods(trace: Trace) -> dict[int, list[CallEvent]]:
    """The calls of methods, by the ids of the objects that they can be called on."""
    found: dict[int, list[CallEvent]] = {}
    for event in trace.calls():
        if isinstance(event.callee, Attribute):
            for option in options_of(event.callee.base):
                found.setdefault(id(option), []).append(event)
    return found


def _handed(trace: Trace) -> set[int]:
    """The ids of the values that calls are given which are not followed."""
    return {
        id(option)
        for event in trace.calls()
        if not isinstance(event.callee, Function)
        for argument in event.arguments
        for option in options_of(argument.value)
    }


def _method(event: CallEvent) -> str:
    return event.callee.name if isinstance(event.callee, Attribute) else ""


def _loops(built: CallEvent, calls: Iterable[CallEvent]) -> Iterator[LoopFrame]:
    """The loops, innermost first, in which the optimizer is asked and told."""
    told = {id(frame) for one in calls if _method(one) in FILLING for frame in one.path}
    outside = set(map(id, built.path))
    for asked in calls:
        if _method(asked) == "suggest":
            for loop in reversed(loops_around(asked)):
                if id(loop) in told and id(loop) not in outside:
                    yield loop


def _objectives(trace: Trace, event: CallEvent) -> Iterator[Function]:
    """The functions of the project that the optimizer calls with a point, each once."""
    handed = event.arguments.get("f", ORDER)
    if handed is None:
        return
    nodes = {id(function.node) for function in functions_in(handed.value)}
    is_object = any(isinstance(option, Instance) for option in options_of(handed.value))
    seen: set[int] = set()
    for other in trace.caused_by(event):
        frame = other.path[len(event.path)]
        assert isinstance(frame, CallbackFrame)
        function = frame.function
        called = id(function.node) in nodes or (is_object and function.name == "__call__")
        if called and id(function.node) not in seen:
            seen.add(id(function.node))
            yield function
