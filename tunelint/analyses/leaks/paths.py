"""Ways back: from the data of a search to what was learned on the way, and where rows part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.order import exclusive
from tunelint.interpreter.trace import BindEvent, StoreEvent, Trace
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Comprehension,
    Const,
    Element,
    External,
    Item,
    Mapping,
    Operation,
    Sequence,
    Term,
)
from tunelint.libraries.arrays.lineage import Lineage, identity
from tunelint.libraries.arrays.roles import named_role
from tunelint.libraries.arrays.steps import Step, columns_beside, rows_below, step
from tunelint.libraries.common.folds import is_fold
from tunelint.libraries.preprocessing.fits import Learned, learned_for
from tunelint.libraries.preprocessing.tables import RESAMPLING
from tunelint.libraries.preprocessing.transformers import bootstrap

FARTHEST = 4000
# Methods whose argument brings columns, or values for rows, from somewhere else.
BRINGING = frozenset({"concat", "insert", "join", "map", "merge"})
# Methods of tables that leave their values about as they are, and such functions.
KEEPING = frozenset({"abs", "get", "rename", "reset_index", "round", "to_dict", "to_frame"})
ROUNDING = frozenset({"abs", "round", "around"})


@dataclass(frozen=True, eq=False)
class Way:
    """A way from a search's data back to something learned; `parted` is the last split on it."""

    learned: Learned
    parted: Step | None


@dataclass(frozen=True, eq=False)
class Ways:
    """The ways back through one program's arrays; `targets` are the columns of the labels."""

    trace: Trace
    lineage: Lineage
    targets: frozenset[str]

    def back_from(self, term: Term, used: Event) -> Iterator[Way]:
        """Everything learned on the ways back from `term`, as it is when `used` happens."""
        seen: set[tuple[int, bool]] = set()
        waiting: list[tuple[Term, Step | None, int]] = [(term, None, used.index)]
        while waiting and len(seen) < FARTHEST:
            current, parted, before = waiting.pop()
            if (id(current), parted is None) in seen:
                continue
            seen.add((id(current), parted is None))
            for learned in learned_for(self.trace, current, self.targets):
                between = parted or self.between(learned)
                yield Way(learned, between)
            made = min(before, self._made(current, before))
            for source, partition in self._sources(current):
                waiting.append((source, parted or partition, made))
            for value in self._stored(current, used, before):
                waiting.append((value, parted, before))

    def parts(self, term: Term, found: Step) -> bool:
        """Whether a step back is one from a part of the rows to all of them."""
        if found.kind == "part":
            return True
        if found.kind != "some":
            return False
        if found.draw is not None and found.draw.kind in ("order", "permutation"):
            return True
        return (
            is_fold(found)
            or (found.key is not None and _is_slice(found.key) and not self._cut(term, found.base))
            or any(named_role(name) for name in self.trace.names_of(term))
        )

    def _cut(self, term: Term, base: Term) -> bool:
        """Whether the rest of the rows is thrown away: ``x = x[:1000]``."""
        return bool(set(self.trace.names_of(term)) & set(self.trace.names_of(base)))

    def between(self, learned: Learned) -> Step | None:
        """The split between the rows learned from and those that it is applied to."""
        if learned.rows is learned.applied:
            return None
        rows = self.lineage.rows(learned.rows)
        first: Step | None = None
        term = learned.applied
        if self.lineage.rows(term) == rows:
            return None
        for found in self.lineage.steps(term):
            if first is None and self.parts(term, found):
                first = found
            term = found.base
            if self.lineage.rows(term) == rows:
                return first
        return first if first is not None and self._stacked(learned.rows, term) else None

    def _stacked(self, rows: Term, whole: Term) -> bool:
        """Whether rows are several arrays put together, one of them a part of `whole`."""
        if not isinstance(rows, Result):
            return False
        items = rows_below(rows.event)
        key = self.lineage.rows(whole)
        inside = [one for one in items if self.lineage.whole(one) == key]
        return len(inside) > 1

    def _made(self, term: Term, before: int) -> int:
        """The number of the event that made a value."""
        if isinstance(term, Result):
            return term.event.index
        if isinstance(term, Item | Operation | Choice | Sequence):
            return self.trace.once(_bound).get(id(term), before)
        return before

    # -- where a value comes from ---------------------------------------------------------------

    def _stored(self, term: Term, used: Event, before: int) -> Iterator[Term]:
        """What is stored into the columns of an array before it is read."""
        for event, value in self.trace.once(_stores).get(identity(term), ()):
            if event.index < before and not exclusive(event, used):
                yield value

    def _sources(self, term: Term) -> Iterator[tuple[Term, Step | None]]:
        found = step(term, self.lineage.draws)
        if found is not None:
            yield found.base, found if self.parts(term, found) else None
        for source in self._contents(term):
            yield source, None

    def _contents(self, term: Term) -> Iterator[Term]:
        """Further arrays that columns, rows or values of an array come from."""
        match term:
            case Choice(options=options):
                yield from options
            case Sequence(items=items):
                yield from items
            case Element(iterable=base):
                yield base
            case Mapping(entries=entries):
                yield from (entry.value for entry in entries)
            case Comprehension(element=element):
                yield element
            case Item(base=Comprehension(element=element)):
                yield element
            case Item(base=base, key=Const(value=int() as position)):
                yield from _resampled(base, position)
            case Attribute(base=base, name="T"):
                yield base
            case Result(event=event):
                yield from columns_beside(event)
                yield from filter(_is_drawn_anew, rows_below(event))
                yield from _brought(event)


def _bound(trace: Trace) -> dict[int, int]:
    """The number of the event that first gives a name to a value, by the value's id."""
    found: dict[int, int] = {}
    for event in trace.of(BindEvent):
        found.setdefault(id(event.value), event.index)
    return found


def _stores(trace: Trace) -> dict[object, list[tuple[Event, Term]]]:
    """What is stored into columns, by the identity of the array."""
    found: dict[object, list[tuple[Event, Term]]] = {}
    for event in trace.events:
        match event:
            case StoreEvent(base=base, value=value):
                found.setdefault(identity(_whole(base)), []).append((event, value))
            case CallEvent(callee=Attribute(base=base, name="insert")):
                given = event.arguments.get("value", ("loc", "column", "value"))
                if given is not None:
                    found.setdefault(identity(base), []).append((event, given.value))
    return found


def _resampled(base: Term, position: int) -> Iterator[Term]:
    """One of the arrays that a resampler gives back: the call itself, and what it was given."""
    match base:
        case Result(event=CallEvent(callee=Attribute(name=name)) as event) if name in RESAMPLING:
            yield base
            yield from (one.value for one in event.arguments.positional[position : position + 1])
        case Result(event=CallEvent() as event) if bootstrap(event):
            yield base
            yield from (one.value for one in event.arguments.positional[position : position + 1])


def _is_drawn_anew(term: Term) -> bool:
    """Whether rows are copies of some that may stand beside them."""
    made = term.base if isinstance(term, Item) else term
    return isinstance(made, Result) and bootstrap(made.event) is not None


def _brought(event: CallEvent) -> Iterator[Term]:
    match event.callee:
        case Attribute(name="assign"):
            yield from (argument.value for argument in event.arguments.keywords.values())
        case Attribute(name=name) if name in BRINGING:
            yield from (argument.value for argument in event.arguments)
        case Attribute(base=base, name=name) if name in KEEPING:
            yield base
        case External(name=name) if name.rpartition(".")[2] in ROUNDING:
            yield from (argument.value for argument in event.arguments.positional[:1])


def _whole(base: Term) -> Term:
    """The frame of ``frame.loc[…] = …`` and ``frame.values[…] = …``."""
    while isinstance(base, Attribute) and base.name in ("at", "iloc", "loc", "values"):
        base = base.base
    return base


def _is_slice(key: Term) -> bool:
    return isinstance(key, Operation) and key.operator == ":"
