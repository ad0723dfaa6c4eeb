"""Objects: functions, classes and modules of the project, their scopes, and what calls give."""

from __future__ import annotations

import builtins
from collections import deque
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Listed
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tunelint.interpreter.paths import Frame, Path
from tunelint.interpreter.tables import MISSING, Absence, Marks, Table
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Comprehension,
    Const,
    Element,
    External,
    Item,
    Term,
    join,
    options_of,
)

if TYPE_CHECKING:
    import libcst as cst

    from tunelint.files.place import Place
    from tunelint.files.source import Source

MOST_ANCESTORS = 100
BUILTINS = frozenset(dir(builtins))
# Functions whose value follows from what they are given.
CONVERSIONS = frozenset(
    f"builtins.{name}"
    for name in ("int", "float", "str", "bool", "list", "tuple", "map", "abs", "round", "sorted")
) | {"getopt.getopt", "getopt.gnu_getopt", "ast.literal_eval", "json.loads"}
PARSERS = frozenset({"parse_args", "parse_known_args"})


@dataclass(eq=False, slots=True)
class Arguments:
    """The arguments of a call; `open_*` where a ``*`` or ``**`` could not be resolved.

    `spread` holds the values behind a ``**`` that could not be resolved, `starred` those behind
    such a ``*``; `listed` the lists behind a ``*`` that are known in part.
    """

    positional: list[Argument] = field(default_factory=list)
    keywords: dict[str, Argument] = field(default_factory=dict)
    open_positional: bool = False
    open_keywords: bool = False
    spread: list[Argument] = field(default_factory=list)
    starred: list[Argument] = field(default_factory=list)
    listed: list[Argument] = field(default_factory=list)

    def __iter__(self) -> Iterator[Argument]:
        yield from self.positional
        yield from self.keywords.values()

    def get(self, name: str, order: Iterable[str] = ()) -> Argument | None:
        """The argument for the parameter `name`; `order` lists the positional parameters."""
        found = self.keywords.get(name)
        if found is None and self.positional:
            for position, parameter in enumerate(order):
                if parameter == name and position < len(self.positional):
                    return self.positional[position]
        return found

    def followed_by(self, later: Arguments) -> Arguments:
        """These arguments, and then those of another call: ``partial(f, *these)(*later)``."""
        after = [] if self.open_positional else later.positional
        return Arguments(
            [*self.positional, *after],
            self.keywords | later.keywords,
            self.open_positional or later.open_positional,
            self.open_keywords or later.open_keywords,
            [*self.spread, *later.spread],
            [*self.starred, *later.starred],
            [*self.listed, *later.listed],
        )

    def may_have(self, name: str, order: Iterable[str] = ()) -> bool:
        """Whether the parameter `name` is given, or could be by an unresolved ``*`` or ``**``."""
        if self.get(name, order) is not None or self.open_keywords:
            return True
        return self.open_positional and name in tuple(order)


@dataclass(eq=False, slots=True)
class Event:
    """Something that happens at `place`, as number `index`, inside of `path`."""

    index: int
    place: Place
    path: Path

    def frames(self, kind: type[Frame]) -> list[Frame]:
        """The frames of one kind around the event, outermost first."""
        return [frame for frame in self.path if isinstance(frame, kind)]


@dataclass(eq=False, slots=True)
class CallEvent(Event):
    """A call: what is called, with what, and what it gives back.

    `owner` is the outermost call that the callee or its ``**`` arguments are handed on from,
    else None: the visible caller to whom a forwarded call belongs.
    """

    callee: Term
    arguments: Arguments
    owner: CallEvent | None = None
    result: Term = field(default_factory=lambda: Const(None, None))
    restored: Term | None = None  # what the program wrote into the file that the call reads

    @property
    def anchor(self) -> Place:
        """Where a finding about the call as a whole stands."""
        return self.owner.anchor if self.owner is not None else self.place


class Bindings(Table[str, Term]):
    """What names are bound to.

    A name that only some arms bind keeps what they bind: reading it elsewhere would fail.
    """

    __slots__ = ("scope",)

    scope: Scope | None

    def __init__(self, path: Path = ()) -> None:
        super().__init__(path)
        self.scope = None

    def met(self, key: str, values: Listed[Term | Absence]) -> Term | Absence:
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


@dataclass(eq=False, slots=True)
class ProjectModule(Term):
    """A module of the same project."""

    name: str
    scope: Scope


@dataclass(eq=False, slots=True)
class Function(Term):
    """A function or lambda written in the project, with what a partial call bound already."""

    node: cst.FunctionDef | cst.Lambda
    scope: Scope
    name: str
    defaults: dict[str, Term]
    decorators: tuple[Term, ...] = ()
    receiver: Term | None = None
    owner: Class | None = None
    bound: Arguments | None = None


@dataclass(eq=False, slots=True)
class Class(Term):
    """A class written in the project, with what a partial call bound already."""

    node: cst.ClassDef
    scope: Scope
    name: str
    bases: tuple[Term, ...]
    decorators: tuple[Term, ...] = ()
    bound: Arguments | None = None
    metaclass: Term | None = None

    def lineage(self) -> Iterator[Class]:
        """The class and its ancestors written in the project, nearest first; at most so many."""
        seen: set[int] = set()
        waiting: deque[Term] = deque([self])
        while waiting and len(seen) < MOST_ANCESTORS:
            term = waiting.popleft()
            if isinstance(term, Class) and id(term) not in seen:
                seen.add(id(term))
                yield term
                waiting.extend(term.bases)

    def library_bases(self) -> tuple[Term, ...]:
        """The ancestors that are not written in the project."""
        return tuple(
            base
            for ancestor in self.lineage()
            for base in ancestor.bases
            if not isinstance(base, Class)
        )

    def member(self, name: str) -> Term | None:
        """What the class or its nearest ancestor binds to `name`."""
        for ancestor in self.lineage():
            found = ancestor.scope.names.get(name)
            if found is not None:
                return found
        return None


@dataclass(eq=False, slots=True)
class Instance(Term):
    """An object of a class written in the project; `built` is the call that made it."""

    cls: Class
    built: CallEvent | None
    attributes: Attributes = field(init=False)

    def __post_init__(self) -> None:
        self.attributes = Attributes(self.cls, self.path)

    @property
    def path(self) -> Path:
        """The path of the trace on which it was made."""
        return self.built.path if self.built is not None else ()

    def method(self, name: str) -> Function | None:
        """The function that its class binds to a name, as it is called on this object."""
        member = self.cls.member(name)
        return replace(member, receiver=self) if isinstance(member, Function) else None


class Attributes(Table[str, Term]):
    """The attributes of an object; those that it lacks are its class's."""

    __slots__ = ("cls",)

    def __init__(self, cls: Class, path: Path) -> None:
        super().__init__(path)
        self.cls = cls

    def met(self, key: str, values: Listed[Term | Absence]) -> Term | Absence:
        bound = [value for value in values if not isinstance(value, Absence)]
        if not bound:
            return MISSING
        member = self.cls.member(key) if len(bound) < len(values) else None
        return join(bound[0].place, bound if member is None else [*bound, member])


@dataclass(eq=False, slots=True)
class Super(Term):
    """``super()`` inside a method: the instance seen as one of its ancestors."""

    instance: Term
    owner: Class


@dataclass(eq=False, slots=True)
class Result(Term):
    """What a call gave back that the project does not define."""

    event: CallEvent


@dataclass(eq=False, slots=True)
class Parameter(Term):
    """A parameter that no visible call fills; `event` is the call that was given the function."""

    name: str
    function: Function
    event: CallEvent | None = None
    index: int = 0


def settled(value: Term) -> Term:
    """A literal that only the command line overwrites counts as that literal."""
    options = options_of(value)
    kept = [option for option in options if not _from_command_line(option)]
    if len(kept) == len(options) or not kept:
        return value
    return join(value.place, kept)


def _from_command_line(term: Term) -> bool:
    """Whether the value is the command line's, or computed from it and constants alone."""
    match term:
        case External(name=name):
            return name.startswith(("sys.argv", "os.sys.argv"))
        case Item(base=base) | Attribute(base=base) | Element(iterable=base):
            return _from_command_line(base)
        case Comprehension(iterable=iterable):
            return _from_command_line(iterable)
        case Result(event=event):
            return _computes_from_command_line(event)
    return False


def _computes_from_command_line(event: CallEvent) -> bool:
    given = [argument.value for argument in event.arguments]
    match event.callee:
        case Attribute(name=name) if name in PARSERS:
            return True
        case Attribute(base=base):
            return _from_command_line(base) and all(isinstance(one, Const) for one in given)
        case External(name=name) if name in CONVERSIONS:
            parts = [one for one in given if not isinstance(one, Const | External)]
            parts += [one for one in given if isinstance(one, External) and _from_command_line(one)]
            return bool(parts) and all(_from_command_line(one) for one in parts)
    return False
