"""The state of reading a program: where it is, what holds there, and the trace of what happened.

Statements and expressions are read by modules of their own, which are given an `Interpreter`. What
they need of each other they ask it for; `program.ProgramInterpreter` knows who answers.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import libcst as cst

from tunelint.files.place import Place
from tunelint.interpreter import aliases, contents, loosening
from tunelint.interpreter.contents import Container, Contents
from tunelint.interpreter.frames import CallbackFrame, CallFrame, EntryFrame, LoopFrame
from tunelint.interpreter.joining import joined
from tunelint.interpreter.objects import (
    Arguments,
    CallEvent,
    Function,
    Instance,
    Parameter,
    ProjectModule,
    Result,
)
from tunelint.interpreter.paths import Frame, Path
from tunelint.interpreter.progress import Progress
from tunelint.interpreter.state import Changes
from tunelint.interpreter.tables import Table
from tunelint.interpreter.trace import BindEvent, LoadEvent, ReturnEvent, TestEvent
from tunelint.interpreter.values import (
    Argument,
    Choice,
    Comprehension,
    Const,
    Mapping,
    Opaque,
    Sequence,
    Term,
    Unbound,
    join,
    options_of,
)

DEEPEST_CALLS = 16
DEEPEST_CALLBACKS = 3
# So often a function is read in all to see what passes of loops around its calls change.
MOST_TRIES = 8
MOST_ENTRIES = 48
MOST_STEPS = 60_000
# So many values are looked at, tries included, before calls are followed no more: about 2 seconds.
MOST_WORK = 60_000


class Interpreter(Progress):
    """What reading a program needs on its way: writing, calling, recording.

    How statements and expressions are read is not said here: those who read them are given this.
    """

    # -- writing ----------------------------------------------------------------------------------

    def is_single(self, path: Path) -> bool:
        """Whether what was made on a path is one thing here, not one of each pass or call."""
        if self.path[: len(path)] == path:
            return True
        repeated = LoopFrame | CallbackFrame | EntryFrame
        return all(frame in self.path for frame in path if isinstance(frame, repeated))

    def put(self, table: Table[str, Term], key: str, value: Term) -> None:
        """Bind a name or attribute, in some of the things it stands for or in the only one."""
        if key in table and not self.is_single(table.path):
            value = self.join(value.place, [table[key], value])
        self.state.put(table, key, value)

    def bind(self, name: str, value: Term) -> None:
        """Bind a name where an assignment in the current scope binds it."""
        scope = self.scope.target(name)
        self.put(scope.names, name, value)
        self.state.drop(scope.forwarded, name)

    def unbind(self, name: str) -> None:
        """``del name``."""
        scope = self.scope.target(name)
        self.state.drop(scope.names, name)
        self.state.drop(scope.forwarded, name)

    def change(self, container: Container, new: Contents) -> None:
        """Let a container hold something else; where it stands for several, only some of them."""
        if not self.is_single(container.path):
            new = joined(container.place, [contents.contents_of(container), new])
        self.state.change(container, new)

    def change_unseen(self, term: Term, values: Collection[Term] = ()) -> None:
        """What a value may be is changed, perhaps by putting these values in."""
        for option in (term, *options_of(term)):
            option.changed = True
        found = aliases.may_be(term)
        if not isinstance(term, Result | Parameter | Unbound):
            found += aliases.closure(self._exposed.values())
        self.state.work += len(found)
        for one in found:
            if contents.is_mutable(one):
                assert isinstance(one, Sequence | Mapping | Comprehension)
                held = contents.contents_of(one)
                self.state.change(one, loosening.loosened(held, values))
        for value in values:
            self._exposed.update((id(one), one) for one in aliases.may_be(value))

    def join(self, place: Place | None, terms: list[Term]) -> Term:
        """The value that is one of `terms`, as is decided here."""
        result = join(place, terms)
        if isinstance(result, Choice):
            result.path = self.path
        return result

    def meet(
        self, place: Place | None, arms: list[Changes], decided: Changes | None = None
    ) -> None:
        """Go on from the end of any of several arms."""
        self.state.meet(place, self.path, arms, decided)

    # -- reading further: each answers by reading more, so the whole interpreter meets here -------

    def evaluate(self, node: cst.BaseExpression) -> Term:
        """What an expression is worth here and now."""
        raise NotImplementedError

    def element_of(self, iterable: Term, node: cst.CSTNode) -> Term:
        """Any one element of an iterable."""
        raise NotImplementedError

    def run_function(self, function: Function, arguments: Arguments, frame: Frame) -> Term:
        """What a function of the project gives back for these arguments."""
        raise NotImplementedError

    def values_of(self, function: Function, arguments: Arguments, frame: Frame) -> list[Term]:
        """What a generator function gives out for these arguments."""
        raise NotImplementedError

    def execute(self, block: cst.BaseSuite) -> bool:
        """Read a block of statements; whether what follows it is reached."""
        raise NotImplementedError

    def call(self, node: cst.CSTNode, callee: Term, arguments: Arguments) -> Term:
        """What calling a value gives back."""
        raise NotImplementedError

    def call_property(self, function: Function, node: cst.CSTNode) -> Term:
        """What reading a property gives."""
        raise NotImplementedError

    def assign(self, target: cst.BaseExpression, value: Term) -> None:
        """``target = value``, for every form of target."""
        raise NotImplementedError

    def yielded(self, value: Term) -> None:
        """A generator gives `value` out."""
        raise NotImplementedError

    def import_module(self, name: str, level: int = 0) -> ProjectModule | None:
        """A module of the same project, read on its first import; None for a library's."""
        raise NotImplementedError

    def submodule(self, module: ProjectModule, name: str) -> Term | None:
        """The module `name` of a package of the project."""
        raise NotImplementedError

    def call_with(self, node: cst.CSTNode, callee: Term, values: list[Term]) -> Term:
        """What calling a value gives back that Python itself calls."""
        place = self.place(node)
        return self.call(node, callee, Arguments([Argument(value, place) for value in values]))

    def module_named(self, name: str) -> ProjectModule | None:
        """The module of the project that was read under a name."""
        found = (scope for scope in self.modules.values() if scope.name == name)
        scope = next(found, None)
        return ProjectModule(None, name, scope) if scope is not None else None

    # -- functions and modules ----------------------------------------------------------------

    def may_enter(self, function: Function) -> bool:
        """Whether a call is followed: not endlessly deep or long."""
        depth = callbacks = 0
        for frame in self.path:
            if isinstance(frame, CallFrame | CallbackFrame | EntryFrame):
                depth += 1
                callbacks += isinstance(frame, CallbackFrame)
        key = id(function.node)
        self._times_entered[key] = self._times_entered.get(key, 0) + 1
        self._entered.append(key)
        if self.only_tried:
            self._times_tried[key] = self._times_tried.get(key, 0) + 1
        return (
            depth < DEEPEST_CALLS
            and callbacks < DEEPEST_CALLBACKS
            and self._times_tried.get(key, 0) * self.only_tried < MOST_TRIES
            and self._times_entered[key] < MOST_ENTRIES
            and self.steps < MOST_STEPS
            and self.state.work < MOST_WORK
        )

    def inside_method_of(self, instance: Instance) -> bool:
        """Whether a method of the object is being read."""
        return any(
            isinstance(frame, CallFrame | CallbackFrame | EntryFrame)
            and frame.function.receiver is instance
            for frame in self.path
        )

    def entered(self, function: Function) -> None:
        """Remember that visible code calls the function."""
        self.callers.setdefault(id(function.node), set()).add(self._root())

    def value_returned(self, place: Place | None, completes: bool) -> Term:
        """What the function that is read gives back; it `completes` without a ``return``, too."""
        values = self._returns[-1]
        if completes or not values:
            values = [*values, Const(place if completes else None, None)]
        return self.join(place, values)

    @property
    def values_yielded(self) -> list[Term]:
        """What the generator that is read gives out."""
        return self._yields[-1]

    def returned(self, value: Term, node: cst.CSTNode) -> None:
        """A function gives `value` back."""
        if self._returns and not self._in_arm_not_selected():
            self._returns[-1].append(value)
        event = ReturnEvent(*self._next(node), self.current_function(), value)
        self.trace.events.append(event)

    def current_function(self) -> Function | None:
        """The function whose body is being read."""
        for frame in reversed(self.path):
            if isinstance(frame, CallFrame | CallbackFrame | EntryFrame):
                return frame.function
        return None

    def _root(self) -> int:
        entries = [frame for frame in self.path if isinstance(frame, EntryFrame)]
        return id(entries[-1]) if entries else 0

    # -- recording ----------------------------------------------------------------------------

    def _next(self, node: cst.CSTNode) -> tuple[int, Place, Path]:
        self.count += 1
        return (self.count, self.place(node), self.path)

    def emit_call(
        self, node: cst.CSTNode, callee: Term, arguments: Arguments, owner: CallEvent | None
    ) -> CallEvent:
        """Record a call; its result is filled in by whoever follows it."""
        self.state.may_raise()
        event = CallEvent(*self._next(node), callee, arguments, owner)
        for argument in (*arguments, *arguments.spread, *arguments.starred, *arguments.listed):
            self.observe(argument, "value")
        self.trace.events.append(event)
        return event

    def observe(self, observer: Any, name: str) -> None:
        """Let ``observer.name`` keep what its value holds now, whatever happens to it later."""
        if not self.only_tried:
            self.state.observe(observer, name)

    def emit(self, event: Any) -> None:
        """Record an event that was made with `stamp`."""
        self.trace.events.append(event)

    def stamp(self, node: cst.CSTNode) -> tuple[int, Place, Path]:
        """Number, place and path of an event that happens now at `node`."""
        return self._next(node)

    def load(self, value: Term, node: cst.CSTNode) -> None:
        """Record that a value is read through a name."""
        self.trace.events.append(LoadEvent(*self._next(node), value))

    def test(self, condition: Term, node: cst.CSTNode) -> None:
        """Record that a condition decides."""
        self.trace.events.append(TestEvent(*self._next(node), condition, node))

    def named(self, name: str, value: Term, node: cst.CSTNode) -> None:
        """Record that a value gets a name."""
        self.trace.name(value, name)
        self.trace.events.append(BindEvent(*self._next(node), name, value))

    # -- assigning and storing --------------------------------------------------------------------

    def store(self, base: Term, key: Any, value: Term) -> None:
        """Remember ``base[key] = value`` or ``base.key = value`` of a value we cannot see into."""
        if not isinstance(base, Result) or not self.is_single(base.event.path):
            earlier = self.stores.value(base, key) or Opaque(base.place, "not stored here")
            value = self.join(value.place, [earlier, value])
        self.state.put(self.stores, key, self.stores.stored(base, key, value))

    def stored(self, base: Term, key: Any) -> Term | None:
        """What was last stored under `key`."""
        return self.stores.value(base, key)

    def forget_stored(self, base: Term, value: Term) -> None:
        """Something is stored in a value we cannot see into, under a key that is not known."""
        for key in list(self.stores):
            self.state.put(self.stores, key, self.stores.perhaps_stored(base, key, value))
