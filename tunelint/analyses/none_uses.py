"""None uses: where the None that a call gives back is taken for something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from tunelint.analyses.surroundings import Surroundings
from tunelint.files.place import Place
from tunelint.interpreter.frames import CallFrame
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.trace import LoadEvent
from tunelint.interpreter.values import Const, Term, options_of
from tunelint.model.program import Program

TAKING = (
    cst.Attribute,
    cst.AugAssign,
    cst.BinaryOperation,
    cst.Call,
    cst.FormattedStringExpression,
    cst.StarredElement,
    cst.StarredDictElement,
    cst.Subscript,
    cst.WithItem,
)
NONE_COMPARES = (cst.Is, cst.IsNot, cst.Equal, cst.NotEqual, cst.In, cst.NotIn)
EXITS = frozenset({"exit", "quit", "SystemExit"})


@dataclass(frozen=True, eq=False)
class NoneUses:
    """The uses of None in one program."""

    program: Program

    def first(self, call: CallEvent) -> Place | None:
        """Where something is first done with the None of a call that only a value allows.

        To keep it, to hand it back, and to ask whether it is None, is no use.
        """
        return next((place for place in self._places(call) if self._is_taken(place)), None)

    def _places(self, call: CallEvent) -> Iterator[Place]:
        """Where the None is, surely: at the call, at those that hand it back, and by name."""
        trace = self.program.trace
        calls, nones = [call], {id(call.result)}
        for frame in reversed(call.path):
            if isinstance(frame, CallFrame):
                if not _is_one_of(frame.event.result, nones):
                    break
                calls.append(frame.event)
                nones |= set(map(id, options_of(frame.event.result)))
        for each in calls:
            if id(each.place.node) not in trace.dropped:
                yield each.place
        for event in trace.events_since(call.index):
            if isinstance(event, LoadEvent) and _is_one_of(event.value, nones):
                yield event.place

    def _is_taken(self, place: Place) -> bool:
        inner = place.node
        for outer in self.program.once(Surroundings).of(place):
            if not isinstance(outer, cst.Arg | cst.Await):
                return _takes(outer, inner)
            inner = outer
        return False


def _is_one_of(value: Term, nones: set[int]) -> bool:
    """Whether a value is surely None, and is so by one of these."""
    options = options_of(value)
    mine = [id(option) in nones for option in options]
    others = (option for option, own in zip(options, mine, strict=True) if not own)
    return any(mine) and all(isinstance(each, Const) and each.value is None for each in others)


def _takes(outer: cst.CSTNode, inner: cst.CSTNode) -> bool:
    """Whether an expression or statement does with one of its parts what None does not allow."""
    match outer:
        case cst.Call(func=cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name))):
            return outer.func is inner or name not in EXITS
        case cst.ComparisonTarget(operator=operator):
            return not isinstance(operator, NONE_COMPARES)
        case cst.Comparison(comparisons=[cst.ComparisonTarget(operator=operator), *_]):
            return not isinstance(operator, NONE_COMPARES)
        case cst.UnaryOperation(operator=operator):
            return not isinstance(operator, cst.Not)
        case cst.Assign(targets=targets):
            return any(isinstance(each.target, cst.Tuple | cst.List) for each in targets)
        case cst.For(iter=iterated) | cst.CompFor(iter=iterated):
            return iterated is inner
    return isinstance(outer, TAKING)
