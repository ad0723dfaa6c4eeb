"""Execution: reads one program as Python would run it, and records the trace.

Nothing is run. Statements are followed in order; both arms of every branch, once through every
loop; calls are followed into the project's functions with their arguments; functions handed to
a library are followed as the library would call them; and functions that nobody visible calls are
read once each, with their defaults, after all else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import libcst as cst

from tunelint.facts import Place
from tunelint.project import Project
from tunelint.source import Source
from tunelint.syntax import assignment, attributes, calls, expressions, handovers, statements
from tunelint.syntax.scopes import Scope
from tunelint.syntax.terms import (
    Class,
    Const,
    Function,
    Instance,
    Mapping,
    ProjectModule,
    Sequence,
    Term,
    join,
)
from tunelint.syntax.trace import (
    Arguments,
    BindEvent,
    BranchFrame,
    CallbackFrame,
    CallEvent,
    CallFrame,
    EntryFrame,
    Frame,
    LoadEvent,
    LoopFrame,
    Path,
    ReturnEvent,
    TestEvent,
    Trace,
)
from tunelint.syntax.tuner_trials import Handed

DEEPEST_CALLS = 16
DEEPEST_CALLBACKS = 3
MOST_ENTRIES = 48
MOST_STEPS = 60_000


@dataclass(eq=False)
class Execution:
    """The reading of one program: the source it starts in and the modules that this imports."""

    project: Project
    source: Source
    trace: Trace = field(default_factory=Trace)
    path: Path = ()
    steps: int = 0
    count: int = 0
    in_try: bool = False
    scope: Scope = field(init=False)
    modules: dict[str, Scope] = field(default_factory=dict)
    instances: dict[int, Instance] = field(default_factory=dict)
    callers: dict[int, set[int]] = field(default_factory=dict)
    definitions: list[Function | Class] = field(default_factory=list)
    hypermodels: dict[int, list[Handed]] = field(default_factory=dict)
    superseded: set[int] = field(default_factory=set)
    _entered: dict[int, int] = field(default_factory=dict)
    _stores: dict[tuple[int, Any], tuple[Term, Term]] = field(default_factory=dict)
    _returns: list[list[Term]] = field(default_factory=list)
    _yields: list[list[Term]] = field(default_factory=list)
    _entries: list[tuple[EntryFrame, int]] = field(default_factory=list)

    def run_module(self) -> None:
        """Read the program's own file from top to bottom."""
        self.scope = self._enter_module(self.source, "__main__")

    def run_entries(self, called_elsewhere: Collection[int] = ()) -> None:
        """Read the functions and classes that no visible code calls, once each.

        `called_elsewhere` holds the ids of the definitions that other programs of the run call.
        """
        waiting = self.definitions
        position = 0
        while position < len(waiting):
            definition = waiting[position]
            position += 1
            key = id(definition.node)
            if definition.scope.source is not self.source or key in called_elsewhere:
                continue
            if isinstance(definition, Class):
                self._enter_class(definition, called_elsewhere)
            elif definition.owner is None and key not in self.callers:
                self._enter(definition, (EntryFrame(definition.place, definition),))
        self._drop_entries_called_by_others()

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
        self.scope = Scope(outer.source, kind, outer, outer.name)
        try:
            yield self.scope
        finally:
            self.scope = outer

    @contextmanager
    def calling(self, function: Function, frame: Frame) -> Iterator[None]:
        """Read the body of `function` in a scope of its own."""
        outer = self.scope
        self.scope = Scope(function.scope.source, "function", function.scope, function.name)
        self._returns.append([])
        self._yields.append([])
        try:
            with self.inside(frame):
                yield
        finally:
            self.scope = outer
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

    def always_after(self, container: Sequence | Mapping) -> bool:
        """Whether what happens now happens whenever `container` was made."""
        deciding = [f for f in self.path if isinstance(f, BranchFrame | LoopFrame)]
        return all(frame in container.path for frame in deciding)

    def passes_since(self, container: Sequence | Mapping) -> int:
        """How often what happens now surely happens once `container` was made."""
        passes = 1
        for frame in self.path:
            if frame in container.path or not isinstance(frame, BranchFrame | LoopFrame):
                continue
            match frame:
                case LoopFrame(iterable=Sequence(items=items, open=False)):
                    passes *= len(items)
                case _:
                    return 0
        return passes

    # -- what things are worth: each answers by reading further, so they meet here --------------

    def evaluate(self, node: cst.BaseExpression) -> Term:
        """What an expression is worth here and now."""
        return expressions.evaluate(self, node)

    def element_of(self, iterable: Term, node: cst.CSTNode) -> Term:
        """Any one element of an iterable."""
        return expressions.element_of(self, iterable, node)

    def run_function(self, function: Function, arguments: Arguments, frame: Frame) -> Term:
        """What a function of the project gives back for these arguments."""
        return calls.run_function(self, function, arguments, frame)

    def call_property(self, function: Function, node: cst.CSTNode) -> Term:
        """What reading a property gives."""
        return calls.call_property(self, function, node)

    # -- functions and modules ----------------------------------------------------------------

    def may_enter(self, function: Function) -> bool:
        """Whether a call is followed: not into recursion, not endlessly deep or long."""
        depth = callbacks = 0
        for frame in self.path:
            if isinstance(frame, CallFrame | CallbackFrame | EntryFrame):
                depth += 1
                callbacks += isinstance(frame, CallbackFrame)
                if frame.function.node is function.node:
                    return False
        key = id(function.node)
        self._entered[key] = self._entered.get(key, 0) + 1
        return (
            depth < DEEPEST_CALLS
            and callbacks < DEEPEST_CALLBACKS
            and self._entered[key] < MOST_ENTRIES
            and self.steps < MOST_STEPS
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

    def body_of(self, function: Function) -> Term:
        """Read the statements of a function; the value it returns."""
        node = function.node
        assert isinstance(node, cst.FunctionDef)
        completes = statements.execute_block(self, node.body)
        place = self.place(node)
        if self._yields[-1]:
            return Sequence(place, "generator", self._yields[-1], True)
        values = self._returns[-1]
        if completes or not values:
            values = [*values, Const(place if completes else None, None)]
        return join(place, values)

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

    def yielded(self, value: Term) -> None:
        """A generator gives `value` out."""
        if self._yields:
            self._yields[-1].append(value)

    def current_function(self) -> Function | None:
        """The function whose body is being read."""
        for frame in reversed(self.path):
            if isinstance(frame, CallFrame | CallbackFrame | EntryFrame):
                return frame.function
        return None

    def import_module(self, name: str, level: int = 0) -> ProjectModule | None:
        """A module of the same project, read on its first import; None for a library's."""
        source = self.project.module(name, self.scope.source.path, level)
        if source is None:
            return None
        return ProjectModule(None, name, self._module_scope(source, name))

    def submodule(self, module: ProjectModule, name: str) -> Term | None:
        """The module `name` of a package of the project."""
        package = module.scope.source.path
        if package.name != "__init__.py":
            return None
        source = self.project.module(name, package, 1)
        if source is None or source.path == package:
            return None
        dotted = f"{module.name}.{name}"
        return ProjectModule(None, dotted, self._module_scope(source, dotted))

    def _module_scope(self, source: Source, name: str) -> Scope:
        key = str(source.path)
        if key not in self.modules:
            self._enter_module(source, name)
        return self.modules[key]

    def _enter_module(self, source: Source, name: str) -> Scope:
        tree = self.project.tree(source)
        scope = Scope(source, "module", None, name)
        scope.names["__name__"] = Const(None, name)
        self.modules[str(source.path)] = scope
        self.trace.sources.append(source)
        outer = getattr(self, "scope", scope)
        path, self.path = self.path, ()
        self.scope = scope
        try:
            statements.execute_body(self, tree.body)
        finally:
            self.scope, self.path = outer, path
        return scope

    # -- entries ------------------------------------------------------------------------------

    def _enter(self, function: Function, path: Path) -> None:
        frame = path[-1]
        assert isinstance(frame, EntryFrame)
        outer, self.path = self.path, path[:-1]
        self._entries.append((frame, id(function.node)))
        callers = self.callers.get(id(function.node), set()).copy()
        try:
            self.run_function(function, handovers.by_default(function), frame)
        finally:
            self.path = outer
        if callers:
            self.callers[id(function.node)] = callers
        else:
            self.callers.pop(id(function.node), None)

    def _enter_class(self, cls: Class, called_elsewhere: Collection[int]) -> None:
        initialiser = cls.member("__init__")
        instance = self.instances.get(id(cls.node))
        head = EntryFrame(cls.place, _initialiser(cls))
        if instance is None:
            instance = Instance(cls.place, cls, None)
            if isinstance(initialiser, Function):
                bound = replace(initialiser, receiver=instance)
                self._enter(bound, (EntryFrame(cls.place, bound),))
        for member in list(cls.scope.names.values()):
            if not isinstance(member, Function) or member.owner is not cls:
                continue
            key = id(member.node)
            if member.name == "__init__" or key in self.callers or key in called_elsewhere:
                continue
            receiver = None if attributes.decorated(member, "staticmethod") else instance
            bound = replace(member, receiver=receiver)
            self._enter(bound, (head, EntryFrame(member.place, bound)))

    def _drop_entries_called_by_others(self) -> None:
        """A function that another entry calls has a visible caller: judge it there only."""
        dropped: set[int] = set()
        for frame, key in self._entries:
            others = self.callers.get(key, set()) - {id(frame)} - dropped
            if others:
                dropped.add(id(frame))
        self.trace.drop_inside(dropped | self.superseded)

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
        event = CallEvent(*self._next(node), callee, arguments, owner)
        self.trace.events.append(event)
        return event

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
        self.trace.names.setdefault(id(value), []).append(name)
        self.trace.events.append(BindEvent(*self._next(node), name, value))

    # -- assigning and storing --------------------------------------------------------------------

    def assign(self, target: cst.BaseExpression, value: Term) -> None:
        """``target = value``, for every form of target."""
        assignment.assign(self, target, value)

    def store(self, base: Term, key: Any, value: Term) -> None:
        """Remember ``base[key] = value`` or ``base.key = value`` of a value we cannot see into."""
        self._stores[(id(base), key)] = (base, value)

    def stored(self, base: Term, key: Any) -> Term | None:
        """What was last stored under `key`."""
        try:
            found = self._stores.get((id(base), key))
        except TypeError:
            return None
        return found[1] if found is not None else None


def _initialiser(cls: Class) -> Function:
    """A stand-in for the frame under which the methods of an unbuilt class are read."""
    member = cls.member("__init__")
    if isinstance(member, Function):
        return member
    return Function(cls.place, cst.Lambda(cst.Parameters(), cst.Name("None")), cls.scope, "", {})
