"""Scopes: what names are bound to, and how bindings join where branches meet."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tunelint.interpreter.tables import MISSING, Absence, Marks, Table
from tunelint.interpreter.values import (
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
    from tunelint.files.source import Source
    from tunelint.interpreter.trace import Argument, Path
    from tunelint.interpreter.values import Class

BUILTINS = frozenset(dir(builtins))
CONVERSIONS = frozenset({"builtins.int", "builtins.float", "builtins.str", "builtins.bool"})
PARSERS = frozenset({"parse_args", "parse_known_args"})


class Bindings(Table[str, Term]):
    """What names are bound to.

    A name that only some arms bind keeps what they bind: reading it elsewhere would fail.
    """

    __slots__ = ("scope",)

    scope: Scope | None

    def __init__(self, path: Path = ()) -> None:
        super().__init__(path)
        self.scope = None

    def met(self, key: str, values: Sequence[Term | Absence]) -> Term | Absence:
        bound = [value for value in values if not isinstance(value, Absence)]
        if not bound:
            return MISSING
        if len(bound) < len(values) and self.scope is not None:
            bound += self.scope.beyond(key)
        first = bound[0]
        if all(value is first for value in bound):
            return first
        return settled(join(first.place, bound))


@dataclass(eq=False, slots=True)
class Scope:
    """The names of a module, class, function call or comprehension.

    `forwarded` holds, for a parameter that is still as the caller gave it, the caller's argument;
    `stars` the libraries of which everything was imported; `path` is the path of the trace on which
    the scope came to be.
    """

    source: Source
    kind: str
    parent: Scope | None = None
    name: str = ""
    names: Bindings = field(default_factory=Bindings)
    forwarded: Marks[str, Argument] = field(default_factory=Marks)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)
    stars: list[str] = field(default_factory=list)
    cls: Class | None = None
    path: Path = ()

    def __post_init__(self) -> None:
        self.names.path = self.forwarded.path = self.path
        self.names.scope = self

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
        if name in self.nonlocals:
            return self._enclosing(name) or self
        return self

    def _enclosing(self, name: str) -> Scope | None:
        """The nearest function around that binds `name`, or else the nearest one."""
        around = []
        scope = self.parent
        while scope is not None:
            if scope.kind == "function":
                around.append(scope)
            scope = scope.parent
        return next((each for each in around if name in each.names), around[0] if around else None)

    def beyond(self, name: str) -> list[Term]:
        """What reading `name` finds where the scope does not bind it, and that is no mistake."""
        scope = self.parent if self.kind == "class" else None
        while scope is not None:
            if scope.kind != "class" and name in scope.names:
                return [scope.names[name]]
            scope = scope.parent
        known = self.kind in ("class", "module") and name in BUILTINS
        return [External(None, f"builtins.{name}")] if known else []

    @property
    def naming(self) -> Scope:
        """The scope in which ``name := value`` binds: not that of a comprehension."""
        scope = self
        while scope.kind == "comprehension" and scope.parent is not None:
            scope = scope.parent
        return scope


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
