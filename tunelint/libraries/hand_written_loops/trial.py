"""One trial of a hand-written search: which loop's pass it is, and where its score stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tunelint.files.place import Place
from tunelint.files.tree import children
from tunelint.interpreter.frames import BranchFrame, CallFrame, WithFrame
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.trace import BindEvent, StoreEvent, TestEvent
from tunelint.interpreter.values import Attribute, Term, options_of
from tunelint.libraries.hand_written_loops import tables
from tunelint.libraries.hand_written_loops.chosen import Chosen
from tunelint.libraries.hand_written_loops.configurations import configuration, configured
from tunelint.libraries.hand_written_loops.draws import Draw
from tunelint.libraries.hand_written_loops.passes import Pass
from tunelint.libraries.hand_written_loops.training import trains
from tunelint.model.program import Program
from tunelint.model.search import Passing
from tunelint.model.space import Hyperparameter

_GREATER = (cst.GreaterThan, cst.GreaterThanEqual)
_ORDERING = (*_GREATER, cst.LessThan, cst.LessThanEqual)


def passing(
    program: Program,
    loops: Iterable[Pass],
    outermost: Pass,
    drawn: tuple[Draw, ...],
    hyperparameters: Iterable[Hyperparameter],
    picked: list[Chosen],
) -> Passing | None:
    """How the passes of the loop make up trials; None where the loop has no place of its own."""
    inner = _trial_loop(program, loops, outermost, drawn)
    place = inner.frame.place
    if place is None:
        return None
    named = tuple(hyperparameters)
    entering = {str(one.name.value) for one in named if one.function == "for"}
    scores = [option for each in picked for one in each.scores for option in options_of(one)]
    return Passing(
        loop=place,
        counters=_counters(outermost, inner) - entering,
        drawn=tuple(
            (str(one.name.value or f"draw {number}"), one.event.place)
            for number, one in enumerate((each for each in named if each.function == "draw"), 1)
        ),
        compared=_once(place for each in picked for place in _compared(each, scores, inner)),
        made=_once(_made(inner, scores)),
        bound=() if inner.frame.comprehension else _once(_bound(inner, scores)),
    )


def _trial_loop(
    program: Program, loops: Iterable[Pass], outermost: Pass, drawn: tuple[Draw, ...]
) -> Pass:
    """The innermost of the nested loops that each change the configuration."""
    known = list(loops)
    current = outermost
    while True:
        inner = [loop for loop in known if _is_next(loop, current)]
        changing = [loop for loop in inner if _configures(program, loop, drawn)]
        if len(changing) != 1:
            return current
        current = changing[0]


def _is_next(loop: Pass, around: Pass) -> bool:
    """Whether a loop stands in the other one's body, with no third loop and no call between."""
    path = loop.start.path
    if loop is around or around.frame not in path or loop.frame.comprehension:
        return False
    between = path[path.index(around.frame) + 1 : path.index(loop.frame)]
    return all(isinstance(frame, BranchFrame | WithFrame) for frame in between)


def _configures(program: Program, loop: Pass, drawn: tuple[Draw, ...]) -> bool:
    if any(loop.frame in fit.loops for fit in program.records.fits) or not trains(program, loop):
        return False
    return any(configured(configuration(loop, drawn), program.records.fits))


def _counters(outermost: Pass, innermost: Pass) -> frozenset[str]:
    """The variables of the loops that only count: of a ``range``, the first of an ``enumerate``."""
    path = innermost.start.path
    between = path[path.index(outermost.frame) : path.index(innermost.frame) + 1]
    found: set[str] = set()
    for frame in between:
        match frame.place.node if frame.place is not None else None:
            case cst.For(target=target, iter=cst.Call(func=cst.Name(value=called))):
                found |= _counted(target, called)
    return frozenset(found)


def _counted(target: cst.BaseExpression, called: str) -> set[str]:
    match target:
        case cst.Name(value=name) if called == "range":
            return {name}
        case cst.Tuple(elements=[cst.Element(value=cst.Name(value=name)), *_]):
            return {name} if called == "enumerate" else set()
    return set()


def _direct(event: Event, loop: Pass) -> bool:
    """Whether an event happens in a pass itself, in no function that it calls."""
    if loop.frame not in event.path:
        return False
    within = event.path[event.path.index(loop.frame) + 1 :]
    return not any(isinstance(frame, CallFrame) for frame in within)


def _compared(chosen: Chosen, scores: list[Term], loop: Pass) -> Iterator[Place]:
    """The expressions that hold the score where it is compared, kept or put into a collection."""
    event = chosen.event
    match event:
        case TestEvent() if _direct(event, loop):
            yield from _operand(event, chosen.largest)
        case CallEvent() if _direct(event, loop):
            yield from _handed(event, chosen.scores)
        case _:
            yield from _gathered(loop, scores)


def _operand(event: TestEvent, largest: bool | None) -> Iterator[Place]:
    node = event.node.test if isinstance(event.node, cst.If | cst.IfExp | cst.While) else event.node
    found = list(_orderings(node))
    if len(found) == 1 and largest is not None:
        target = found[0].comparisons[0]
        on_the_left = isinstance(target.operator, _GREATER) == largest
        yield Place(event.place.source, found[0].left if on_the_left else target.comparator)


def _orderings(node: cst.CSTNode) -> Iterator[cst.Comparison]:
    """The comparisons inside of an expression that ask which of two values is larger."""
    match node:
        case cst.Comparison(comparisons=[cst.ComparisonTarget(operator=operator)]):
            if isinstance(operator, _ORDERING):
                yield node
    for child in children(node):
        yield from _orderings(child)


def _gathered(loop: Pass, scores: list[Term]) -> Iterator[Place]:
    for event in loop.events:
        match event:
            case CallEvent(callee=Attribute(name=name)) if name in tables.FILLING_METHODS:
                if _direct(event, loop):
                    yield from _handed(event, scores)


def _handed(event: CallEvent, scores: Iterable[Term]) -> Iterator[Place]:
    for argument in event.arguments.positional:
        if _is_one(argument.value, scores):
            yield argument.place


def _made(loop: Pass, scores: list[Term]) -> Iterator[Place]:
    """The calls in a pass whose results are the score."""
    for score in scores:
        if isinstance(score, Result) and _direct(score.event, loop):
            yield score.event.place


def _bound(loop: Pass, scores: list[Term]) -> Iterator[Place]:
    """Where a pass gives the score a name, or puts it into a table: the target."""
    for event in loop.events:
        match event:
            case BindEvent(value=value) | StoreEvent(value=value) if _is_one(value, scores):
                if _direct(event, loop):
                    yield event.place


def _is_one(term: Term, scores: Iterable[Term]) -> bool:
    known = {id(score) for score in scores}
    return any(id(option) in known for option in (term, *options_of(term)))


def _once(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple({place.key: place for place in places}.values())
