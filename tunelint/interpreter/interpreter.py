"""The state of reading a program: where it is, what holds there, and the trace of what happened.

Statements and expressions are read by modules of their own, which are given an `Interpreter`. What
they need of each other they ask it for; `program.ProgramInterpreter` knows who answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from tunelint.files.place import Place
from tunelint.files.project import Project
from tunelint.files.source import Source
from tunelint.interpreter import aliases, contents, loosening
from tunelint.interpreter.bound_names import BoundNames
from tunelint.interpreter.contents import Container, Contents
from tunelint.interpreter.frames import BranchFrame, CallbackFrame, CallFrame, EntryFrame, LoopFrame
from tunelint.interpreter.joining import joined
from tunelint.interpreter.objects import (
    Arguments,
    CallEvent,
    Class,
    Function,
    Instance,
    Parameter,
    ProjectModule,
    Result,
    Scope,
)
from tunelint.interpreter.paths import Frame, Path
from tunelint.interpreter.pending import Handed, Reading, Suspended
from tunelint.interpreter.state import Changes, State
from tunelint.interpreter.stores import Stores
from tunelint.interpreter.tables import Table
from tunelint.interpreter.trace import BindEvent, LoadEvent, ReturnEvent, TestEvent, Trace
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


@dataclass(eq=False, slots=True)
class Landing:
    """Where a ``break``, ``continue`` or ``return`` goes on, with what holds where it jumps off."""

    kind: str
    depth: int  # the number of the level that jumps are told from
    frame: Frame | None = None
    arrivals: list[Changes] = field(default_factory=list)


@dataclass(frozen=True, eq=False, slots=True)
class Mark:
    """How far the reading of a program is."""

    steps: int
    count: int
    events: int
    named: int
    definitions: int
    jumps: int
    returns: list[int]
    yields: list[int]
    arrivals: list[int]
    instances: int
    hypermodels: dict[int, list[Handed]]
    superseded: set[int]
    entered: int
    exposed: int
    modules: int
    suspended: int


@dataclass(eq=False)
class Interpreter:
    """The reading of one program, as far as it has come: where it is, what holds, what happened.

    How statements and expressions are read is not said here: those who read them are given this.
    """

    project: Project
    source: Source
    trace: Trace = field(default_factory=Trace)
    path: Path = ()
    steps: int = 0
    count: int = 0
    in_try: bool = False
    scope: Scope = field(init=False)
    modules: dict[str, Scope] = field(default_factory=dict)
    instances: list[Instance] = field(default_factory=list)
    saved: dict[str, Term] = field(default_factory=dict)  # by the path of the file
    callers: dict[int, set[int]] = field(default_factory=dict)
    definitions: list[Function | Class] = field(default_factory=list)
    hypermodels: dict[int, list[Handed]] = field(default_factory=dict)
    superseded: set[int] = field(default_factory=set)
    state: State = field(default_factory=State)
    stores: Stores = field(default_factory=Stores)
    landings: list[Landing] = field(default_factory=list)
    readings: dict[int, Reading] = field(default_factory=dict)
    suspended: dict[int, Suspended] = field(default_factory=dict)
    generators: dict[int, bool] = field(default_factory=dict)
    changing: dict[int, bool] = field(default_factory=dict)
    bound: BoundNames = field(default_factory=BoundNames)
    recursive: set[int] = field(default_factory=set)
    resumptions: list[Frame] = field(default_factory=list)
    resumed_at: list[tuple[Suspended, int]] = field(default_factory=list)
    only_tried: bool = False
    _jumps: list[Frame] = field(default_factory=list)
    _exposed: dict[int, Term] = field(default_factory=dict)
    _entered: list[int] = field(default_factory=list)
    _times_tried: dict[int, int] = field(default_factory=dict)
    _times_entered: dict[int, int] = field(default_factory=dict)
    _returns: list[list[Term]] = field(default_factory=list)
    _yields: list[list[Term]] = field(default_factory=list)
    _entries: list[tuple[EntryFrame, int]] = field(default_factory=list)

    def called(self) -> set[int]:
        """The ids of the definitions that this program calls."""
        return set(self.callers)

    # -- where we are -------------------------------------------------------------------------

    def place(self, node: cst.CSTNode) -> Place:
        """The place of a node in the source that is being read."""
        return Place(self.scope.source, node)

    @contextmanager
    def inside(self, frame: Frame) -> Iterator[None]:
        """Events recorded meanwhile happen inside of `frame`."""
        before = self.path
        self.path = (*before, frame)
        try:
            yield
        finally:
            self.path = before

    @contextmanager
    def scoped(self, kind: str) -> Iterator[Scope]:
        """Names bound meanwhile belong to a new scope inside the current one."""
        outer = self.scope
        self.scope = Scope(outer.source, kind, outer, outer.name, path=self.path)
        try:
            yield self.scope
        finally:
            self.scope = outer

    @contextmanager
    def resumed(self, scope: Scope) -> Iterator[None]:
        """Names bound meanwhile belong to a scope that is there already."""
        outer, self.scope = self.scope, scope
        try:
            yield
        finally:
            self.scope = outer

    @contextmanager
    def calling(self, function: Function, frame: Frame) -> Iterator[None]:
        """Read the body of `function` in a scope of its own."""
        with self.inside(frame):
            source, parent = function.scope.source, function.scope
            scope = Scope(source, "function", parent, function.name, path=self.path)
            self._returns.append([])
            self._yields.append([])
            try:
                with self.resumed(scope):
                    yield
            finally:
                self._returns.pop()
                self._yields.pop()

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Imports meanwhile may fail: a handler stands ready."""
        before, self.in_try = self.in_try, True
        try:
            yield
        finally:
            self.in_try = before

    @contextmanager
    def only_trying(self) -> Iterator[None]:
        """Read something to see what it changes; nothing else of it is kept."""
        before, self.only_tried = self.only_tried, True
        self.trace.paused = True
        mark = self.mark()
        try:
            with self.state.unwatched():
                yield
        finally:
            self.only_tried = self.trace.paused = before
            self.forget_since(mark)

    def mark(self) -> Mark:
        """How far the reading is."""
        return Mark(
            steps=self.steps,
            count=self.count,
            events=len(self.trace.events),
            named=self.trace.named,
            definitions=len(self.definitions),
            jumps=len(self._jumps),
            returns=[*map(len, self._returns)],
            yields=[*map(len, self._yields)],
            arrivals=[len(landing.arrivals) for landing in self.landings],
            instances=len(self.instances),
            hypermodels={key: list(found) for key, found in self.hypermodels.items()},
            superseded=set(self.superseded),
            entered=len(self._entered),
            exposed=len(self._exposed),
            modules=len(self.modules),
            suspended=len(self.suspended),
        )

    def forget_since(self, mark: Mark) -> None:
        """Forget what was read since, though not the work; the state is not touched."""
        self.state.work += self.steps - mark.steps
        self.steps, self.count = mark.steps, mark.count
        self.trace.forget_since(mark.events, mark.named)
        del self.definitions[mark.definitions :]
        del self._jumps[mark.jumps :]
        for lists, lengths in ((self._returns, mark.returns), (self._yields, mark.yields)):
            for values, length in zip(lists, lengths, strict=True):
                del values[length:]
        for landing, length in zip(self.landings, mark.arrivals, strict=True):
            del landing.arrivals[length:]
        del self.instances[mark.instances :]
        self.hypermodels, self.superseded = mark.hypermodels, mark.superseded
        for key in self._entered[mark.entered :]:
            self._times_entered[key] -= 1
        del self._entered[mark.entered :]
        for table, length in (
            (self._exposed, mark.exposed),
            (self.modules, mark.modules),
            (self.suspended, mark.suspended),
        ):
            while len(table) > length:
                table.popitem()

    # -- jumps ------------------------------------------------------------------------------------

    @contextmanager
    def landing(self, kind: str, frame: Frame | None = None) -> Iterator[Landing]:
        """Jumps of one kind arrive here; they tell what changed since the innermost level."""
        landing = Landing(kind, len(self.state.levels) - 1, frame)
        self.landings.append(landing)
        try:
            yield landing
        finally:
            self.landings.remove(landing)

    def jump(self, kind: str) -> bool:
        """Go on at the nearest landing of this kind in the function that is read, if it has one."""
        for landing in reversed(self.landings):
            if landing.kind == kind and landing.frame is not None:
                if not self._in_arm_not_selected():
                    landing.arrivals.append(self.state.since(landing.depth))
                    self._jumps.append(landing.frame)
                return True
            if landing.kind == "return":
                return False
        return False

    @property
    def jumps(self) -> int:
        """How many jumps there were so far."""
        return len(self._jumps)

    def jumped_since(self, number: int) -> list[Frame]:
        """The frames around here in which the jumps since the first `number` go on."""
        return list({id(one): one for one in self._jumps[number:] if one in self.path}.values())

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

    def _in_arm_not_selected(self) -> bool:
        """Whether the current call's own arguments decide against the branch that is read."""
        for frame in reversed(self.path):
            if isinstance(frame, CallFrame | CallbackFrame | EntryFrame):
                return False
            if isinstance(frame, BranchFrame) and frame.fork.selected not in (None, frame.arm):
                return True
        return False

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
