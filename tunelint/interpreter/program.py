"""Reads one program as Python would run it, and records the trace.

Nothing is run. Statements are followed in order; both arms of every branch, one pass of every loop
that stands for all of them; calls are followed into the project's functions with their arguments;
functions handed to a library are followed as the library would call them; and functions that nobody
visible calls are read once each, with their defaults, after all else.

What is read is sound: whatever a program can compute at an event is among what the event's terms
can be. What that rests on, beside Python's own rules, stands in tests/soundness/assumptions.py.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import libcst as cst

from tunelint.files.source import Source
from tunelint.interpreter import (
    assignment,
    attributes,
    calls,
    expressions,
    functions,
    generators,
    handovers,
    statements,
)
from tunelint.interpreter.frames import EntryFrame
from tunelint.interpreter.interpreter import Interpreter
from tunelint.interpreter.objects import Arguments, Class, Function, Instance, ProjectModule, Scope
from tunelint.interpreter.paths import Frame, Path
from tunelint.interpreter.tables import MISSING, Absence
from tunelint.interpreter.values import Const, Term

MAIN = "__main__"


class ProgramInterpreter(Interpreter):
    """The reading of one program: the source it starts in and the modules that this imports."""

    def run_module(self) -> None:
        """Read the program's own file from top to bottom."""
        self.scope = self._enter_module(self.source, MAIN)

    def run_entries(self, called_elsewhere: Collection[int] = ()) -> None:
        """Read the functions and classes that no visible code calls, once each.

        `called_elsewhere` holds the ids of the definitions that other programs of the run call.
        """
        generators.read_the_rest(self)
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
        for container, copy in self.state.settle_observations():
            self.trace.call_alike(container, copy)

    # -- what things are worth: each answers by reading further, so they meet here --------------

    def evaluate(self, node: cst.BaseExpression) -> Term:
        """What an expression is worth here and now."""
        return expressions.evaluate(self, node)

    def element_of(self, iterable: Term, node: cst.CSTNode) -> Term:
        """Any one element of an iterable."""
        return expressions.element_of(self, iterable, node)

    def run_function(self, function: Function, arguments: Arguments, frame: Frame) -> Term:
        """What a function of the project gives back for these arguments."""
        return functions.run_function(self, function, arguments, frame)

    def values_of(self, function: Function, arguments: Arguments, frame: Frame) -> list[Term]:
        """What a generator function gives out for these arguments."""
        return functions.run_generator(self, function, arguments, frame)

    def execute(self, block: cst.BaseSuite) -> bool:
        """Read a block of statements; whether what follows it is reached."""
        return statements.execute_block(self, block)

    def call(self, node: cst.CSTNode, callee: Term, arguments: Arguments) -> Term:
        """What calling a value gives back."""
        return calls.call(self, node, callee, arguments)

    def call_property(self, function: Function, node: cst.CSTNode) -> Term:
        """What reading a property gives."""
        return calls.call_property(self, function, node)

    def import_module(self, name: str, level: int = 0) -> ProjectModule | None:
        """A module of the same project, read on its first import; None for a library's."""
        if name == MAIN and not level:
            return self.module_named(name)
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
        landings, self.landings = self.landings, []
        self.scope = scope
        try:
            with self.state.apart():
                if source.in_cells:
                    statements.execute_cells(self, tree.body)
                else:
                    statements.execute_body(self, tree.body)
        finally:
            self.scope, self.path, self.landings = outer, path, landings
        return scope

    def assign(self, target: cst.BaseExpression, value: Term) -> None:
        """``target = value``, for every form of target."""
        assignment.assign(self, target, value)

    def yielded(self, value: Term) -> None:
        """A generator gives `value` out."""
        self.state.may_raise()  # whoever goes through it may stop here
        if self._yields:
            self._yields[-1].append(value)
        if self.resumed_at:
            generators.wait(self, *self.resumed_at[-1])

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
        instance = self._any_instance(cls)
        head = EntryFrame(cls.place, _initialiser(cls))
        if instance is None:
            instance = Instance(cls.place, cls, None)
            if isinstance(initialiser, Function):
                bound = replace(initialiser, receiver=instance)
                self._enter(bound, (head, EntryFrame(cls.place, bound)))
        for member in list(cls.scope.names.values()):
            if not isinstance(member, Function) or member.owner is not cls:
                continue
            key = id(member.node)
            if member.name == "__init__" or key in self.callers or key in called_elsewhere:
                continue
            receiver = None if attributes.decorated(member, "staticmethod") else instance
            bound = replace(member, receiver=receiver)
            self._enter(bound, (head, EntryFrame(member.place, bound)))

    def _any_instance(self, cls: Class) -> Instance | None:
        """An object that stands for all those of a class that the program makes."""
        built = [one for one in self.instances if one.cls.node is cls.node]
        if len(built) <= 1:
            return built[0] if built else None
        last = built[-1]
        names = {name: None for instance in built for name in instance.attributes}
        for name in names:
            values = [instance.attributes.get(name, MISSING) for instance in built]
            value = last.attributes.met(name, values)
            if not isinstance(value, Absence):
                last.attributes[name] = value
        return last

    def _drop_entries_called_by_others(self) -> None:
        """A function that another entry calls has a visible caller: judge it there only."""
        dropped: set[int] = set()
        for frame, key in self._entries:
            others = self.callers.get(key, set()) - {id(frame)} - dropped
            if others:
                dropped.add(id(frame))
        self.trace.drop_inside(dropped | self.superseded)


def _initialiser(cls: Class) -> Function:
    """A stand-in for the frame under which the methods of an unbuilt class are read."""
    member = cls.member("__init__")
    if isinstance(member, Function):
        return member
    return Function(cls.place, cst.Lambda(cst.Parameters(), cst.Name("None")), cls.scope, "", {})
