"""Contexts: what is done with a value wherever the code reads it through a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import libcst as cst

from tunelint.files.tree import children
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Class, Event, Function
from tunelint.interpreter.trace import LoadEvent, ReturnEvent, Trace, by_value
from tunelint.interpreter.values import Opaque, Term, options_of

# What only shows a value.
SHOWING = frozenset(
    f"builtins.{name}" for name in ("len", "print", "repr", "str", "type", "format", "isinstance")
)
READING = frozenset({"get", "pop"})


@dataclass(frozen=True)
class Context:
    """One reading of a value.

    `kind` is ``key`` (an entry is read, under `key`), ``alias`` (it gets another name), ``shown``,
    ``handed`` (to a function of the project that is followed) or ``whole`` (anything else).
    """

    kind: str
    key: object = None


WHOLE = Context("whole")


@dataclass(frozen=True, eq=False)
class Contexts:
    """What a program does with its values, as far as the functions around the readings tell."""

    trace: Trace
    _parents: dict[int, cst.CSTNode] = field(default_factory=dict)
    _searched: set[int] = field(default_factory=set)
    _calls: dict[int, list[CallEvent]] = field(default_factory=dict)
    _closures: dict[int, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for event in self.trace.calls():
            self._calls.setdefault(id(event.place.node), []).append(event)

    def of(self, term: Term) -> Iterator[tuple[LoadEvent, Context]]:
        """Every reading of the value through a name, with what is done there."""
        for event in loads(self.trace, term):
            yield event, self._context(event)

    def names_in_closures(self, function: cst.CSTNode) -> frozenset[str]:
        """Every name that is written in the functions and lambdas inside of another one."""
        if id(function) not in self._closures:
            self._closures[id(function)] = _names_in_closures(function)
        return self._closures[id(function)]

    def _context(self, event: LoadEvent) -> Context:
        node = event.place.node
        parent = self.parent(node, event)
        match parent:
            case cst.Subscript(value=value) if value is node:
                return _under(parent)
            case cst.Attribute(value=value, attr=cst.Name(value=name)) if value is node:
                return self._of_attribute(parent, name, event)
            case cst.Assign() | cst.AnnAssign() | cst.NamedExpr():
                return Context("alias")
            case cst.Element() if self._is_assigned(parent, event):
                return Context("alias")
            case cst.FormattedStringExpression():
                return Context("shown")
            case cst.Arg(star=""):
                return self._handed(parent, event)
            case cst.Return():
                return Context("handed" if _to_the_project(event) else "whole")
        return WHOLE

    def _is_assigned(self, element: cst.Element, event: LoadEvent) -> bool:
        """``best, winner = score, parameters``."""
        values = self.parent(element, event)
        if not isinstance(values, cst.Tuple):
            return False
        statement = self.parent(values, event)
        return isinstance(statement, cst.Assign) and all(
            isinstance(target.target, cst.Tuple) for target in statement.targets
        )

    def _of_attribute(self, node: cst.Attribute, name: str, event: LoadEvent) -> Context:
        call = self.parent(node, event)
        if not isinstance(call, cst.Call) or call.func is not node:
            return Context("key", name)
        if name in READING and call.args:
            key = call.args[0].value
            if isinstance(key, cst.SimpleString):
                return Context("key", key.evaluated_value)
        return WHOLE

    def _handed(self, argument: cst.Arg, event: LoadEvent) -> Context:
        call = self.parent(argument, event)
        if not isinstance(call, cst.Call):
            return WHOLE
        events = [one for one in self._calls.get(id(call), ()) if one.index > event.index]
        if not events:
            return WHOLE
        if all(set(dotted(one.callee)) & SHOWING for one in events):
            return Context("shown")
        if all(_is_followed(one) for one in events):
            return Context("handed")
        return WHOLE

    def parent(self, node: cst.CSTNode, event: Event) -> cst.CSTNode | None:
        """The node around another; None where the code around it cannot be seen."""
        found = self._parents.get(id(node))
        if found is None:
            self._search(event)
            found = self._parents.get(id(node))
        return found

    def _search(self, event: Event) -> None:
        """Learn the parents of the nodes of the function that the event happens in."""
        frames = [frame.place.node for frame in event.path if frame.place is not None]
        functions = [getattr(frame, "function", None) for frame in event.path]
        known = [function.node for function in functions if function is not None]
        roots: list[cst.CSTNode] = [*known[-1:], *frames[:1]]
        for root in roots:
            if id(root) not in self._searched:
                self._searched.add(id(root))
                self._learn(root)

    def _learn(self, root: cst.CSTNode) -> None:
        waiting = [root]
        while waiting:
            node = waiting.pop()
            for child in children(node):
                self._parents[id(child)] = node
                waiting.append(child)


def _under(node: cst.Subscript) -> Context:
    """Which entry ``value[…]`` reads."""
    if len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Index):
        match node.slice[0].slice.value:
            case cst.SimpleString() as text:
                return Context("key", text.evaluated_value)
            case cst.Integer() as number:
                return Context("key", number.evaluated_value)
    return WHOLE


def _is_followed(event: CallEvent) -> bool:
    """Whether the function that is called is the project's, and was read."""
    followed = all(isinstance(option, Function | Class) for option in options_of(event.callee))
    return followed and not any(isinstance(one, Opaque) for one in options_of(event.result))


def _to_the_project(event: Event) -> bool:
    """Whether the innermost function around an event was called by the project's own code."""
    for frame in reversed(event.path):
        if hasattr(frame, "function"):
            return type(frame).__name__ == "CallFrame"
    return False


def loads(trace: Trace, term: Term) -> Iterator[LoadEvent]:
    """The events that read the value, or one of several that it can be, through a name."""
    yield from trace.once(_loads).get(id(term), ())


def _loads(trace: Trace) -> dict[int, list[LoadEvent]]:
    return by_value(trace.of(LoadEvent))


def returns(trace: Trace, term: Term) -> Iterator[ReturnEvent]:
    """The events that give the value back."""
    yield from trace.once(_returns).get(id(term), ())


def _returns(trace: Trace) -> dict[int, list[ReturnEvent]]:
    return by_value(trace.of(ReturnEvent))


def names_in(root: cst.CSTNode) -> Iterator[str]:
    """Every name that is written inside a node."""
    for node in _inside(root):
        if isinstance(node, cst.Name):
            yield node.value


def _names_in_closures(root: cst.CSTNode) -> frozenset[str]:
    names: set[str] = set()
    waiting: list[tuple[cst.CSTNode, bool]] = [(root, False)]
    while waiting:
        node, inside = waiting.pop()
        if inside and isinstance(node, cst.Name):
            names.add(node.value)
        inside = inside or (node is not root and isinstance(node, cst.FunctionDef | cst.Lambda))
        waiting.extend((child, inside) for child in children(node))
    return frozenset(names)


def _inside(root: cst.CSTNode) -> Iterator[cst.CSTNode]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))
