"""Terms: what an expression is worth, as far as the source tells.

The reader of a program computes with terms as Python computes with objects. A term is compared
by identity: two evaluations of one call are two terms, and one array under two names is one term.
Each term knows the place where it came to be.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tunelint.files.place import Place
    from tunelint.interpreter.paths import Path


HEAVIEST = 20_000


@dataclass(eq=False, slots=True)
class Term:
    """What an expression is worth; `place` is where the value came to be, if anywhere.

    It is `changed` where the object itself is changed somewhere: what is empty now may fill later.
    `weight` is how much there was to look at when it was made: itself, its parts, their parts, each
    as often as it is there. Values that are put into each other again and again soon weigh more
    than anybody can look at; the parts of what is heavier than `HEAVIEST` are not known.
    It is `bare` where no object of the program stands behind it; None where nobody asked yet.
    """

    place: Place | None
    weight: int = field(default=1, init=False, repr=False)
    changed: bool = field(default=False, init=False, repr=False)
    bare: bool | None = field(default=None, init=False, repr=False)


@dataclass(eq=False, slots=True)
class Const(Term):
    """A constant: a literal, or the result of computing with literals."""

    value: Any
    parts: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        self.weight = _weight_with(self.parts)
        if self.weight > HEAVIEST:
            self.parts, self.weight = (), 1


@dataclass(eq=False, slots=True)
class Option(Const):
    """The literal default of a command line's option: it counts, but decides no branch."""


@dataclass(eq=False, slots=True)
class External(Term):
    """A name of a library, dotted in full: ``keras_tuner.RandomSearch``.

    What `library_names.dotted` says of it is remembered in `dotted`, as for the two below.
    """

    name: str
    dotted: tuple[str, ...] | None = field(default=None, init=False, repr=False)


@dataclass(eq=False, slots=True)
class Unbound(Term):
    """A name that nothing in the file binds; `modules` are the libraries imported with a star."""

    name: str
    modules: tuple[str, ...] = ()
    dotted: tuple[str, ...] | None = field(default=None, init=False, repr=False)


@dataclass(eq=False, slots=True)
class Item(Term):
    """One item of another value: ``base[key]``, or the part at `key` when unpacked."""

    base: Term
    key: Term

    def __post_init__(self) -> None:
        self.base, self.key = _held_by(self, (self.base, self.key))


@dataclass(eq=False, slots=True)
class Element(Term):
    """Any one element of an iterable, as a loop gives it."""

    iterable: Term

    def __post_init__(self) -> None:
        (self.iterable,) = _held_by(self, (self.iterable,))


@dataclass(eq=False, slots=True)
class Attribute(Term):
    """An attribute of another value: ``base.name``."""

    base: Term
    name: str
    dotted: tuple[str, ...] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        (self.base,) = _held_by(self, (self.base,))


@dataclass(eq=False, slots=True)
class Operation(Term):
    """An operator applied to values: ``x / 255`` is ``Operation('/', (x, 255))``."""

    operator: str
    operands: tuple[Term, ...]

    def __post_init__(self) -> None:
        self.operands = _held_by(self, self.operands)


@dataclass(eq=False, slots=True)
class Sequence(Term):
    """A list, tuple or set written out; `open` where it need not hold just what is listed.

    `path` is the path of the trace on which it was made. Only `interpreter.state` changes what it
    holds; a list of items is never changed itself.
    """

    kind: str
    items: list[Term]
    open: bool = False
    path: Path = ()
    reordered: bool = False  # the items stand in another order than they are listed
    placed: int | None = None  # how many of the first items surely stand there; None: all
    least: int = 0  # how many items it surely holds, where it is open
    hidden: tuple[Term, ...] = ()  # what else may be in it, as far as that can be changed
    put: int = 0  # how many items were surely put in, less those perhaps taken out, in a pass
    changed_later: bool = False  # it held these items once, and holds others in the end

    def __post_init__(self) -> None:
        self.weigh()

    def weigh(self) -> None:
        """Find out what it weighs now; where that is too much, it may hold anything."""
        self.weight = _weight_with(chain(self.items, self.hidden))
        if self.weight > HEAVIEST:
            self.least, self.placed = self.shortest, None
            self.items, self.open, self.hidden, self.weight = [], True, (), 1

    @property
    def standing(self) -> int:
        """How many of the first items surely stand where they are listed."""
        if self.reordered:
            return 0
        return len(self.items) if self.placed is None else self.placed

    @property
    def shortest(self) -> int:
        """How many items it surely holds."""
        return max(self.least, self.standing) if self.open else len(self.items)


@dataclass(eq=False, slots=True)
class Mapping(Term):
    """A dictionary written out; `open` where it can hold more than is listed.

    `path` is the path of the trace on which it was made; `spread` holds the values behind a
    ``**`` that could not be resolved. Only `interpreter.state` changes what it holds; entries and
    their list are never changed themselves.
    """

    entries: list[Entry]
    open: bool = False
    path: Path = ()
    spread: tuple[Term, ...] = ()
    hidden: tuple[Term, ...] = ()  # what else may be in it, as far as that can be changed

    def __post_init__(self) -> None:
        self.weigh()

    def weigh(self) -> None:
        """Find out what it weighs now; where that is too much, it may hold anything."""
        inside = sum([entry.key.weight + entry.value.weight for entry in self.entries])
        self.weight = inside + _weight_with((*self.spread, *self.hidden))
        if self.weight > HEAVIEST:
            self.entries, self.open, self.weight = [], True, 1
            self.spread = self.hidden = ()

    def get(self, key: Any) -> Entry | None:
        """The last entry under a constant key."""
        for entry in reversed(self.entries):
            if isinstance(entry.key, Const) and same_key(entry.key.value, key):
                return entry
        return None


@dataclass(eq=False, slots=True)
class Argument:
    """One argument of a call.

    `place` is the argument as written at the call; `caller` is the argument of the enclosing
    function's call that it merely hands on; `entry` is the dictionary entry behind ``**mapping``.
    """

    value: Term
    place: Place
    keyword: str | None = None
    caller: Argument | None = None
    entry: Place | None = None

    @property
    def anchor(self) -> Place:
        """Where a finding about this argument stands: at the outermost visible caller."""
        return self.origin.place

    @property
    def spelled(self) -> Place:
        """Where the parameter is named: at the caller where it came through ``**``, else here."""
        if self.entry is not None and self.caller is not None:
            return self.caller.spelled
        return self.place

    @property
    def is_none(self) -> bool:
        """Whether it is None, and nothing else."""
        return isinstance(self.value, Const) and self.value.value is None

    @property
    def origin(self) -> Argument:
        """The argument of the outermost visible caller that is handed on."""
        argument = self
        while argument.caller is not None:
            argument = argument.caller
        return argument


@dataclass(eq=False, slots=True)
class Entry:
    """One entry of a dictionary; `argument` is the keyword it was made from, if any."""

    key: Term
    value: Term
    place: Place | None
    argument: Argument | None = None
    perhaps: bool = False  # it may be missing


@dataclass(eq=False, slots=True)
class Text(Term):
    """A string that is known in part: an f-string with at least one unknown piece."""

    pieces: tuple[Term, ...]

    def __post_init__(self) -> None:
        self.pieces = _held_by(self, self.pieces)


@dataclass(eq=False, slots=True)
class Comprehension(Term):
    """What a comprehension builds: one element after the other, of an iterable.

    `plain` says that every item of the iterable gives exactly one element. A list that was built so
    can be changed later, as a `Sequence` can.
    """

    kind: str
    element: Term
    iterable: Term
    plain: bool = False
    path: Path = ()
    sources: tuple[Term, ...] = ()  # what is gone through, all at once, where this is
    crossed: bool = False  # every item of one source meets every item of the others

    def __post_init__(self) -> None:
        self.weigh()

    def weigh(self) -> None:
        """Find out what it weighs now; where that is too much, its parts are not known."""
        self.element, self.iterable = _held_by(self, (self.element, self.iterable))


@dataclass(eq=False, slots=True)
class Choice(Term):
    """One of several values; which one is decided at run time, on `path` of the trace."""

    options: tuple[Term, ...]
    path: Path = ()

    def __post_init__(self) -> None:
        self.options = _held_by(self, self.options)


@dataclass(eq=False, slots=True)
class Opaque(Term):
    """A value that cannot be read; `why` in a few words.

    `hidden` are the objects among what it may be: they change where it is changed.
    """

    why: str
    hidden: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        self.weight = _weight_with(self.hidden)
        if self.weight > HEAVIEST:
            self.hidden, self.weight = (), 1


def _weight_with(parts: Iterable[Term]) -> int:
    """What a value weighs that has these parts."""
    return 1 + sum(part.weight for part in parts)


def _held_by(whole: Term, parts: tuple[Term, ...]) -> tuple[Term, ...]:
    """The parts of a value, which gets its weight; unknown ones where it is too heavy."""
    whole.weight = _weight_with(parts)
    if whole.weight <= HEAVIEST:
        return parts
    whole.weight = 1 + len(parts)
    return tuple(Opaque(part.place, "part of what is too large to be followed") for part in parts)


UNFOLLOWED = "recursive, or too deep to follow"


def is_unfollowed(term: Term) -> bool:
    """Whether the value is what a call of the project's own code gives back that was not read."""
    return isinstance(term, Opaque) and term.why == UNFOLLOWED


CARRIED = "is carried from pass to pass"


def is_carried(term: Term) -> bool:
    """Whether the value is what an earlier pass of a loop left in a name; its place is the loop."""
    return isinstance(term, Opaque) and term.why.endswith(CARRIED)


NEVER = "given back by nothing: the call always ends by an exception"


def is_never(term: Term) -> bool:
    """Whether the call that would give the value back never returns."""
    return isinstance(term, Opaque) and term.why == NEVER


MOST_OPTIONS = 12


def join(place: Place | None, terms: list[Term]) -> Term:
    """The value that is one of `terms`: alternatives flattened, equal constants once."""
    every = {id(option): option for term in terms for option in options_of(term)}
    if len(every) == 1:
        return next(iter(every.values()))
    returned = {key: option for key, option in every.items() if not is_never(option)}
    every = returned or every
    options: dict[Hashable, Term] = {}
    for option in every.values():
        options.setdefault(_worth(option), option)
        if len(options) > MOST_OPTIONS:
            return Opaque(place, "too many possible values", tuple(every.values()))
    if len(options) == 1:
        return next(iter(options.values()))
    return Choice(place, tuple(options.values())) if options else Opaque(place, "no value")


def _worth(term: Term) -> Hashable:
    """The same for terms that are surely the same value; 1, 1.0 and True are not."""
    match term:
        case Const(value=value):
            return type(value), value
        case External(name=name):
            return name
        case Opaque(why=why, hidden=hidden):
            return why, *map(id, hidden)
    return id(term)


def equal(one: Term, other: Term) -> bool:
    """Whether two terms are surely the same value."""
    return one is other or _worth(one) == _worth(other)


def same_constant(one: Any, other: Any) -> bool:
    """Equality that keeps 1, 1.0 and True apart."""
    return type(one) is type(other) and bool(one == other)


def same_key(one: Any, other: Any) -> bool:
    """Whether a dictionary takes the two for one key: there 1, 1.0 and True are the same."""
    return bool(one == other)


def options_of(term: Term) -> tuple[Term, ...]:
    """The alternatives of a value: itself alone, unless it is a choice."""
    return term.options if isinstance(term, Choice) else (term,)
