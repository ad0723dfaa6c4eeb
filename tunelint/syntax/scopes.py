"""Scopes: what names are bound to, and how bindings join where branches meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tunelint.syntax.terms import (
    Attribute,
    Element,
    External,
    Item,
    Result,
    Term,
    join,
    options_of,
)

if TYPE_CHECKING:
    from tunelint.source import Source
    from tunelint.syntax.terms import Class
    from tunelint.syntax.trace import Argument

CONVERSIONS = frozenset({"builtins.int", "builtins.float", "builtins.str", "builtins.bool"})
PARSERS = frozenset({"parse_args", "parse_known_args"})

Bindings = dict[str, Term]


@dataclass(eq=False, slots=True)
class Scope:
    """The names of a module, class, function call or comprehension.

    `forwarded` holds, for a parameter that is still as the caller gave it, the caller's argument;
    `stars` the libraries of which everything was imported.
    """

    source: Source
    kind: str
    parent: Scope | None = None
    name: str = ""
    names: Bindings = field(default_factory=dict)
    forwarded: dict[str, Argument] = field(default_factory=dict)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)
    stars: list[str] = field(default_factory=list)
    cls: Class | None = None

    @property
    def module(self) -> Scope:
        """The module that the scope lies in."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def holder(self, name: str) -> Scope | None:
        """The scope in which reading `name` finds it."""
        if name in self.names:
            return self
        if name in self.globals:
            module = self.module
            return module if name in module.names else None
        scope = self.parent
        while scope is not None:
            if scope.kind != "class" and name in scope.names:
                return scope
            scope = scope.parent
        return None

    def target(self, name: str) -> Scope:
        """The scope in which assigning `name` binds it."""
        if name in self.globals:
            return self.module
        if name in self.nonlocals or self.kind == "comprehension":
            scope = self.parent
            while scope is not None and scope.parent is not None:
                if scope.kind == "function" and (name in scope.names or name not in self.nonlocals):
                    return scope
                scope = scope.parent
            if self.kind == "comprehension":
                return self.module
        return self

    def bind(self, name: str, value: Term) -> None:
        """Bind `name` where an assignment in this scope binds it."""
        scope = self.target(name)
        scope.names[name] = value
        scope.forwarded.pop(name, None)


def joined(arms: list[Bindings]) -> Bindings:
    """The bindings after several arms of a decision meet again.

    A name that only some arms bind keeps what they bind: reading it elsewhere would fail.
    """
    if len(arms) == 1:
        return arms[0]
    result: Bindings = {}
    for arm in arms:
        for name in arm:
            if name in result:
                continue
            values = [other[name] for other in arms if name in other]
            first = values[0]
            if all(value is first for value in values):
                result[name] = first
            else:
                result[name] = settled(join(first.place, values))
    return result


def settled(value: Term) -> Term:
    """A literal that only the command line overwrites counts as that literal."""
    options = options_of(value)
    kept = [option for option in options if not _from_command_line(option)]
    if len(kept) == len(options) or not kept:
        return value
    return join(value.place, kept)


def _from_command_line(term: Term) -> bool:
    match term:
        case External(name=name):
            return name.startswith(("sys.argv", "os.sys.argv"))
        case Item(base=base) | Attribute(base=base) | Element(iterable=base):
            return _from_command_line(base)
        case Result(event=event):
            if isinstance(event.callee, External) and event.callee.name in CONVERSIONS:
                return any(_from_command_line(given.value) for given in event.arguments)
            return isinstance(event.callee, Attribute) and event.callee.name in PARSERS
    return False
