"""Lineage: which rows an array holds, and what they come from.

An array is followed back through assignment, indexing, scaling, conversion and splits. Two arrays
hold surely the same rows where both ways back end at the same rows of the same array.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Const,
    Item,
    Operation,
    Sequence,
    Term,
    Unbound,
)
from tunelint.libraries.arrays.steps import Draws, Step, step
from tunelint.model.randomness import Draw

DEEPEST = 60


@dataclass(frozen=True, eq=False)
class Part:
    """One side of a random split: `side` is ``train``, ``test`` or ``rest``; `whole` was split."""

    draw: Draw
    side: str
    whole: Term


@dataclass(frozen=True, eq=False)
class Lineage:
    """The ways back of one program's arrays, by the draws on them."""

    draws: Draws

    def steps(self, term: Term) -> Iterator[Step]:
        """The steps back from an array, nearest first."""
        for _ in range(DEEPEST):
            found = step(term, self.draws)
            if found is None:
                return
            yield found
            term = found.base

    def rows(self, term: Term) -> Hashable:
        """A key of the rows that an array holds: equal keys are surely the same rows."""
        return self._rows(term, DEEPEST)

    def same_rows(self, one: Term, other: Term) -> bool:
        """Whether two arrays surely hold the same rows."""
        return self.rows(one) == self.rows(other)

    def whole(self, term: Term) -> Hashable:
        """A key of all the rows of which an array holds some or all."""
        for found in self.steps(term):
            term = found.base
        return self.rows(term)

    def parts(self, term: Term) -> tuple[Part, ...]:
        """The splits that the rows of an array went through, the latest first."""
        return tuple(
            Part(found.draw, found.part, found.base)
            for found in self.steps(term)
            if found.kind == "part" and found.draw is not None and found.part is not None
        )

    def contains(self, outer: Term, inner: Term) -> bool:
        """Whether surely all rows of `inner` are among those of `outer`."""
        rows = self.rows(outer)
        if self.rows(inner) == rows:
            return True
        return any(self.rows(found.base) == rows for found in self.steps(inner))

    def draws_behind(self, term: Term) -> tuple[Draw, ...]:
        """The draws that decided which rows an array holds, or their order.

        Drawn numbers and choices from a list count only where they index an array.
        """
        in_place = {identity(draw.output): draw for draw in self.draws.values() if draw.in_place}
        found: dict[int, Draw] = {}
        for ancestor in ancestors(term):
            reached = [in_place.get(identity(ancestor))]
            if isinstance(ancestor, Result):
                draw = self.draws.get(id(ancestor.event))
                reached.append(draw if draw is not None and _moves_rows(draw) else None)
            elif isinstance(ancestor, Item):
                reached.append(self._indexing(ancestor))
            found.update((id(draw), draw) for draw in reached if draw is not None)
        return tuple(sorted(found.values(), key=lambda draw: draw.event.index))

    def _indexing(self, item: Item) -> Draw | None:
        """The draw whose numbers or choices are the index of an array."""
        for part in index_parts(item.key):
            draw = self.draws.get(id(part.event))
            if draw is not None and not _moves_rows(draw):
                return draw
        return None

    # -- keys ---------------------------------------------------------------------------------

    def _rows(self, term: Term, depth: int) -> Hashable:
        if depth <= 0:
            return ("term", id(term))
        match term:
            case Choice(options=options) | Sequence(items=[*options], open=False) if options:
                keys = {self._rows(option, depth - 1) for option in options}
                return keys.pop() if len(keys) == 1 else ("term", id(term))
        found = step(term, self.draws)
        if found is None:
            return self._key(term, depth)
        if found.kind == "same":
            return self._rows(found.base, depth - 1)
        if found.kind == "part" and found.draw is not None:
            return ("part", id(found.draw), found.part)
        return self._key(term, depth)

    def _key(self, term: Term, depth: int) -> Hashable:
        """Identity as far as the writing tells it: the same index of the same array is one."""
        match term:
            case Const(value=value):
                return ("constant", type(value).__name__, repr(value))
            case Item(base=base, key=key):
                return ("item", self._rows(base, depth - 1), self._key(key, depth - 1))
            case Attribute(base=base, name=name):
                return ("attribute", self._key(base, depth - 1), name)
            case Operation(operator=operator, operands=operands):
                inner = tuple(self._key(operand, depth - 1) for operand in operands)
                return ("operation", operator, inner)
            case Unbound(name=name):
                return ("unbound", name)
        return ("term", id(term))


def _moves_rows(draw: Draw) -> bool:
    """Whether the draw is surely about rows, whatever becomes of what it gives."""
    return draw.kind != "numbers" and (draw.kind != "sample" or draw.seed_argument is not None)


def identity(term: Term) -> Hashable:
    """Which object a value is: one that nothing binds is the same under the same name."""
    match term:
        case Unbound(name=name):
            return ("unbound", name)
        case Attribute(base=base, name=name):
            return ("attribute", identity(base), name)
    return id(term)


def index_parts(key: Term) -> Iterator[Result]:
    """The calls whose values make up an index: ``x[rand(n) < 0.8]``, ``x[sort(choice(n))]``."""
    match key:
        case Operation(operator="<" | "<=" | ">" | ">=" | "~" | "&" | "|", operands=operands):
            for operand in operands:
                yield from index_parts(operand)
        case Sequence(kind="tuple", items=[first, *_]):
            yield from index_parts(first)
        case Item(base=base):
            yield from index_parts(base)
        case Result(event=event):
            yield key
            if is_function(event.callee, "numpy.sort", "numpy.argsort", "numpy.array"):
                for argument in event.arguments.positional[:1]:
                    yield from index_parts(argument.value)


def lineage_of(draws: Iterable[Draw]) -> Lineage:
    """The lineage of a program's arrays, from its draws."""
    return Lineage({id(draw.event): draw for draw in draws})
