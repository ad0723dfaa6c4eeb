"""Comparing: conditions such as ``if score > best`` that remember the better pass."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.frames import BranchFrame
from tunelint.interpreter.objects import Event, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import BindEvent, StoreEvent, TestEvent, Trace
from tunelint.interpreter.values import Attribute, Choice, Item, Operation, Term, equal
from tunelint.libraries.hand_written_loops.chosen import Chosen
from tunelint.libraries.hand_written_loops.passes import Pass
from tunelint.libraries.hand_written_loops.recorded_scores import Collection

GREATER = frozenset({">", ">="})
LESS = frozenset({"<", "<="})


def compared(
    event: TestEvent, loop: Pass, gathered: list[Collection], trace: Trace
) -> Iterator[Chosen]:
    for operator, left, right in _comparisons(event.condition):
        for score, other, largest in (
            (left, right, operator in GREATER),
            (right, left, operator in LESS),
        ):
            if not _comes_from_pass(score, event, loop, gathered):
                continue
            if loop.holds(event) and (loop.made_here(other) or loop.starts_afresh(other)):
                continue
            kept = _remembered(event, score, trace)
            if kept:
                yield Chosen(event, (score,), largest, kept, loop.holds(event))


def _comparisons(condition: Term) -> Iterator[tuple[str, Term, Term]]:
    match condition:
        case Operation(operator=operator, operands=(left, right)):
            if operator in GREATER | LESS:
                yield operator, left, right
            elif operator in ("and", "or"):
                yield from _comparisons(left)
                yield from _comparisons(right)
        case Choice(options=options):
            for option in options:
                yield from _comparisons(option)


def _comes_from_pass(term: Term, event: Event, loop: Pass, gathered: list[Collection]) -> bool:
    if loop.holds(event):
        return loop.made_here(term)
    return any(collection.is_in(term) for collection in gathered)


def _remembered(event: TestEvent, score: Term, trace: Trace) -> tuple[Term, ...]:
    """What the arm of a condition binds, where the score itself is among it."""
    inside = trace.once(_kept_in_first_arms).get(id(event.condition), ())
    kept = tuple(later.value for later in inside if later.index > event.index)
    return kept if any(_contains(value, score) for value in kept) else ()


def _kept_in_first_arms(trace: Trace) -> dict[int, list[BindEvent | StoreEvent]]:
    """What is given a name or stored in the first arm of a decision, by the condition's id."""
    found: dict[int, list[BindEvent | StoreEvent]] = {}
    for event in trace.events:
        if isinstance(event, BindEvent | StoreEvent):
            for condition in {id(each) for each in _held_to(event)}:
                found.setdefault(condition, []).append(event)
    return found


def _held_to(event: Event) -> Iterator[Term]:
    """The conditions that hold where an event happens."""
    for frame in event.path:
        if isinstance(frame, BranchFrame) and not frame.arm and frame.fork.condition is not None:
            yield frame.fork.condition


def _contains(value: Term, score: Term) -> bool:
    """Whether a value is the score, or a record or rounding of it, or what it was read from."""
    if any(each is score or _alike(each, score) for each in ancestors(value)):
        return True
    while isinstance(score, Item | Attribute):
        score = score.base
        if score is value:
            return True
    return False


def _alike(one: Term, other: Term) -> bool:
    """Whether two values come from the same call, written twice: ``np.mean(scores)``."""
    match one, other:
        case Result(event=event), Result(event=again):
            handed, handed_again = list(event.arguments), list(again.arguments)
            return (
                len(handed) == len(handed_again)
                and _alike(event.callee, again.callee)
                and all(
                    _alike(argument.value, another.value)
                    for argument, another in zip(handed, handed_again, strict=True)
                )
            )
        case Attribute(base=base, name=name), Attribute(base=base_again, name=name_again):
            return name == name_again and _alike(base, base_again)
        case Item(base=base, key=key), Item(base=base_again, key=key_again):
            return _alike(base, base_again) and _alike(key, key_again)
    return equal(one, other)
