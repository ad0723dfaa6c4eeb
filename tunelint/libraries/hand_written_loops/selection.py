"""Picking: calls such as ``max(scores)`` that pick the best of what a loop has recorded."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import is_function, is_unbound
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.provenance import ancestors_of_all
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Choice, Const, Item, Operation, Term, Unbound
from tunelint.libraries.hand_written_loops import tables
from tunelint.libraries.hand_written_loops.chosen import Chosen
from tunelint.libraries.hand_written_loops.keys import score_key, under_key
from tunelint.libraries.hand_written_loops.passes import Pass
from tunelint.libraries.hand_written_loops.recorded_scores import Collection, values_of


def picked(
    event: CallEvent, loop: Pass, gathered: list[Collection], trace: Trace
) -> Iterator[Chosen]:
    """What a call after the loop picks from a collection that the passes filled."""
    if loop.holds(event):
        return
    ordering = _orders(event)
    largest = picks(event)
    if largest is None and not ordering:
        return
    for collection in gathered:
        looked_at = [term for term in _looked_at(event) if collection.is_in(term)]
        if looked_at:
            ends = _ends_read(event, trace) if ordering else set()
            if ordering and not ends:
                return
            key = score_key(event, looked_at[0], trace)
            direction = _direction(event, ends) if ordering else largest
            if key.turned:
                direction = None if direction is None else not direction
            scores = under_key(collection.values, key.value)
            known = direction if key.readable else None
            yield Chosen(event, scores, known, (event.result, collection.term))
            return


def _looked_at(event: CallEvent) -> Iterator[Term]:
    if isinstance(event.callee, Attribute):
        yield event.callee.base
    for argument in event.arguments:
        yield argument.value


def may_pick(event: CallEvent) -> bool:
    """Whether a call picks one of several, or puts them in an order."""
    return picks(event) is not None or _orders(event)


def picks(event: CallEvent) -> bool | None:
    """Whether a call picks the largest (True) or the smallest (False); None where it does not."""
    if not _is_bare(event.callee):
        name = is_function(event.callee, *tables.PICKING_FUNCTIONS)
        if name is not None:
            return tables.PICKING_FUNCTIONS[name]
    if isinstance(event.callee, Attribute):
        return tables.PICKING_METHODS.get(event.callee.name)
    return None


def _is_bare(callee: Term) -> bool:
    return isinstance(callee, Unbound) and is_unbound(callee)


def _orders(event: CallEvent) -> bool:
    if is_function(event.callee, *tables.ORDERING_FUNCTIONS):
        return True
    return isinstance(event.callee, Attribute) and event.callee.name in tables.ORDERING_METHODS


def _direction(event: CallEvent, ends: set[bool]) -> bool | None:
    """Whether the end that is read of an ordered collection holds the largest."""
    falling = _flag(event, "reverse", False)
    rising = _flag(event, "ascending", True)
    if len(ends) != 1 or falling is None or rising is None or event.arguments.open_keywords:
        return None
    return (True in ends) == (falling or not rising)


def _flag(event: CallEvent, name: str, default: bool) -> bool | None:
    """What an argument switches on or off; None where that cannot be read."""
    given = event.arguments.get(name)
    if given is None:
        return default
    value = given.value.value if isinstance(given.value, Const) else None
    return bool(value) if isinstance(value, bool | int) else None


def _ends_read(event: CallEvent, trace: Trace) -> set[bool]:
    """Which ends of what was ordered are read afterwards: True for the first."""
    ordered = event.result
    if isinstance(event.callee, Attribute) and event.callee.name == "sort":
        ordered = event.callee.base
        if any(_orders_again(each, ordered) for each in trace.events_since(event.index)):
            return {True, False}
    later = (term for each in trace.events_since(event.index) for term in values_of(each))
    return {end for term in ancestors_of_all(later) for end in _end(term, ordered)}


def _orders_again(event: Event, ordered: Term) -> bool:
    """Whether a list is sorted anew or turned round where it lies."""
    match event:
        case CallEvent(callee=Attribute(base=base, name="sort" | "reverse")):
            return base is ordered
    return False


def _end(term: Term, ordered: Term) -> Iterator[bool]:
    match term:
        case Item(base=base, key=Const(value=0 | -1 as position)):
            first = position == 0
        case Item(base=base, key=Operation(operator=":", operands=operands)):
            if _is_whole(operands):
                return
            lower, _, step = operands
            first = _is_one_of(lower, None, 0) and _is_one_of(step, None, 1)
        case Result(event=CallEvent(callee=Attribute(base=base, name="head" | "tail" as name))):
            first = name == "head"
        case _:
            return
    turned = _turned(base, ordered)
    if turned is not None:
        yield first is not turned


def _is_one_of(term: Term, *values: object) -> bool:
    return isinstance(term, Const) and term.value in values


def _is_whole(operands: tuple[Term, ...]) -> bool:
    """Whether a slice takes everything, in its order or turned round."""
    lower, upper, step = operands
    return _is_one_of(lower, None) and _is_one_of(upper, None) and _is_one_of(step, None, 1, -1)


def _turned(term: Term, ordered: Term) -> bool | None:
    """Whether a value is what was ordered, turned round; None where it is something else."""
    if term is ordered:
        return False
    inner: bool | None = None
    match term:
        case Attribute(base=base, name="iloc" | "values" | "index"):
            return _turned(base, ordered)
        case Item(base=base, key=Operation(operator=":", operands=operands)):
            inner = _turned(base, ordered) if _is_whole(operands) else None
            return inner if _is_one_of(operands[2], None, 1) or inner is None else not inner
        case Result(event=event) if event.arguments.positional:
            given = event.arguments.positional[0].value
            if is_function(event.callee, "builtins.reversed"):
                inner = _turned(given, ordered)
                return None if inner is None else not inner
            if is_function(event.callee, "builtins.list", "builtins.tuple"):
                return _turned(given, ordered)
    return None


def kept(event: CallEvent, loop: Pass) -> Iterator[Chosen]:
    """``best = max(best, score)`` in a pass."""
    largest = picks(event)
    values = [argument.value for argument in event.arguments.positional]
    if largest is None or len(values) < 2 or not loop.holds(event):
        return
    inside = [value for value in values if loop.made_here(value)]
    carried = [value for value in values if not loop.made_here(value) and isinstance(value, Choice)]
    if inside and carried and not any(map(loop.starts_afresh, carried)):
        yield Chosen(event, tuple(inside), largest, (event.result,), inside=True)
