"""Choosing: where the scores of a loop's passes are compared to pick one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tunelint.syntax.names import is_function, is_unbound
from tunelint.syntax.provenance import ancestors
from tunelint.syntax.terms import (
    Attribute,
    Choice,
    Comprehension,
    Const,
    Function,
    Item,
    Mapping,
    Operation,
    Parameter,
    Result,
    Sequence,
    Term,
    Unbound,
    equal,
    options_of,
)
from tunelint.syntax.trace import (
    BindEvent,
    BranchFrame,
    CallEvent,
    Event,
    ReturnEvent,
    StoreEvent,
    TestEvent,
    Trace,
)
from tunelint.tuners.plain_loop import tables
from tunelint.tuners.plain_loop.passes import Pass

GREATER = frozenset({">", ">="})
LESS = frozenset({"<", "<="})


@dataclass(frozen=True, eq=False)
class Chosen:
    """One comparison that picks a configuration.

    `scores` are the values compared; `largest` whether the largest wins, None where that is not
    known; `winners` the values that hold what was picked; `inside` that it is done in each pass.
    """

    event: Event
    scores: tuple[Term, ...]
    largest: bool | None
    winners: tuple[Term, ...] = ()
    inside: bool = False


def choices(loop: Pass, trace: Trace, scored: Callable[[Term], bool]) -> list[Chosen]:
    """The comparisons that pick one of the passes, in order.

    `scored` tells the values that come from a training or from what was trained.
    """
    found: list[Chosen] = []
    gathered = [each for each in collections(loop, trace) if any(map(scored, each.values))]
    for event in trace.events:
        if event.index < loop.start.index:
            continue
        match event:
            case TestEvent():
                found.extend(_compared(event, loop, gathered, trace))
            case CallEvent():
                found.extend(_kept(event, loop))
                found.extend(_picked(event, loop, gathered, trace))
    return [chosen for chosen in found if any(map(scored, chosen.scores)) or not chosen.inside]


# -- if score > best: best = score ----------------------------------------------------------------


def _compared(
    event: TestEvent, loop: Pass, gathered: list[Collection], trace: Trace
) -> Iterator[Chosen]:
    for operator, left, right in _comparisons(event.condition):
        for score, other, largest in (
            (left, right, operator in GREATER),
            (right, left, operator in LESS),
        ):
            if not _comes_from_pass(score, event, loop, gathered):
                continue
            if loop.holds(event) and loop.made_here(other):
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
    kept: list[Term] = []
    for later in trace.events_since(event.index):
        if not _in_arm(later, event):
            continue
        if isinstance(later, BindEvent | StoreEvent):
            kept.append(later.value)
    return tuple(kept) if any(_contains(value, score) for value in kept) else ()


def _in_arm(event: Event, test: TestEvent) -> bool:
    return any(
        isinstance(frame, BranchFrame) and frame.arm == 0 and frame.fork.condition is test.condition
        for frame in event.path
    )


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


# -- best = max(best, score) ----------------------------------------------------------------------


def _kept(event: CallEvent, loop: Pass) -> Iterator[Chosen]:
    largest = _picks(event)
    values = [argument.value for argument in event.arguments.positional]
    if largest is None or len(values) < 2 or not loop.holds(event):
        return
    inside = [value for value in values if loop.made_here(value)]
    carried = [value for value in values if not loop.made_here(value) and isinstance(value, Choice)]
    if inside and carried:
        yield Chosen(event, tuple(inside), largest, (event.result,), inside=True)


# -- max(scores) ----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Collection:
    """What a loop fills from pass to pass, and the values that it puts there."""

    term: Term
    values: tuple[Term, ...]
    _known: dict[int, bool] = field(default_factory=dict)

    def is_in(self, term: Term) -> bool:
        """Whether a value is the collection or is made from it."""
        known = self._known.get(id(term))
        if known is None:
            known = any(each is self.term for each in ancestors(term))
            self._known[id(term)] = known
        return known


def collections(loop: Pass, trace: Trace) -> Iterator[Collection]:
    """The collections, made outside of the loop, that its passes fill."""
    filled: dict[int, tuple[Term, list[Term]]] = {}
    for event in loop.events:
        for base, value in _filled(event):
            if _made_outside(base, loop) and loop.made_here(value):
                filled.setdefault(id(base), (base, []))[1].append(value)
    for term, values in filled.values():
        yield Collection(term, tuple(values))
    yield from _written_out(loop, trace)


def _made_outside(term: Term, loop: Pass) -> bool:
    match term:
        case Mapping(path=path) | Sequence(path=path):
            return not any(frame is loop.frame for frame in path)
    return not loop.made_here(term)


def _filled(event: Event) -> Iterator[tuple[Term, Term]]:
    match event:
        case StoreEvent(base=base, value=value, attribute=False):
            yield from ((option, value) for option in options_of(base))
        case CallEvent(callee=Attribute(base=base, name=name)) if name in tables.FILLING_METHODS:
            for argument in event.arguments.positional:
                yield from ((option, argument.value) for option in options_of(base))


def _written_out(loop: Pass, trace: Trace) -> Iterator[Collection]:
    """Lists that the loop appends to, and what a comprehension builds."""
    seen: set[int] = set()
    for event in trace.events_since(loop.start.index - 1):
        for term in _values(event):
            for each in ancestors(term):
                if id(each) in seen:
                    continue
                seen.add(id(each))
                found = _collection(each, loop)
                if found is not None:
                    yield found


def _values(event: Event) -> Iterator[Term]:
    match event:
        case CallEvent(callee=callee, arguments=arguments):
            yield callee
            for argument in arguments:
                yield argument.value
        case BindEvent(value=value) | ReturnEvent(value=value):
            yield value
        case TestEvent(condition=condition):
            yield condition


def _collection(term: Term, loop: Pass) -> Collection | None:
    match term:
        case Sequence(items=items) if _made_outside(term, loop):
            inside = tuple(item for item in items if loop.made_here(item))
            return Collection(term, inside) if inside and term.open else None
        case Comprehension(element=element) if loop.frame.comprehension:
            return Collection(term, (element,)) if loop.made_here(element) else None
    return None


def _picked(
    event: CallEvent, loop: Pass, gathered: list[Collection], trace: Trace
) -> Iterator[Chosen]:
    if loop.holds(event):
        return
    ordering = _orders(event)
    largest = _picks(event)
    if largest is None and not ordering:
        return
    for collection in gathered:
        looked_at = [term for term in _looked_at(event) if collection.is_in(term)]
        if looked_at:
            direction = _direction(event, trace) if ordering else largest
            scores = _under_key(collection.values, _key(event, looked_at[0], trace))
            yield Chosen(event, scores, direction, (event.result, collection.term))
            return


def _looked_at(event: CallEvent) -> Iterator[Term]:
    if isinstance(event.callee, Attribute):
        yield event.callee.base
    for argument in event.arguments:
        yield argument.value


def _picks(event: CallEvent) -> bool | None:
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


def _direction(event: CallEvent, trace: Trace) -> bool | None:
    """Whether the end that is read of an ordered collection holds the largest."""
    first = _reads_first(event, trace)
    falling = event.arguments.get("reverse")
    rising = event.arguments.get("ascending")
    turned = falling is not None and _is(falling.value, True)
    turned = turned or (rising is not None and _is(rising.value, False))
    if first is None or event.arguments.open_keywords:
        return None
    return first if turned else not first


def _is(term: Term, value: bool) -> bool:
    return isinstance(term, Const) and term.value is value


def _reads_first(event: CallEvent, trace: Trace) -> bool | None:
    """Whether the first of what was ordered is read afterwards, or the last."""
    ordered = event.result
    if isinstance(event.callee, Attribute) and event.callee.name == "sort":
        ordered = event.callee.base
    found: set[bool] = set()
    for later in trace.events_since(event.index):
        for term in _values(later):
            for each in ancestors(term):
                found.update(_end(each, ordered))
    return found.pop() if len(found) == 1 else None


def _end(term: Term, ordered: Term) -> Iterator[bool]:
    match term:
        case Item(base=base, key=Const(value=0 | -1 as position)) if _is_rows(base, ordered):
            yield position == 0
        case Result(event=CallEvent(callee=Attribute(base=base, name="head" | "tail" as name))):
            if base is ordered:
                yield name == "head"


def _is_rows(term: Term, ordered: Term) -> bool:
    if isinstance(term, Attribute) and term.name in ("iloc", "values", "index"):
        term = term.base
    return term is ordered


# -- which of the collected values is the score ---------------------------------------------------


def _key(event: CallEvent, looked_at: Term, trace: Trace) -> object:
    """The key under which the score stands in each collected record."""
    handed = event.arguments.get("key") or event.arguments.get("by", ("by",))
    if isinstance(looked_at, Item) and isinstance(looked_at.key, Const):
        return looked_at.key.value
    if handed is not None and isinstance(handed.value, Const):
        return handed.value.value
    if handed is not None and isinstance(handed.value, Function):
        return _returned_key(event, handed.value, trace)
    return None


def _returned_key(event: CallEvent, function: Function, trace: Trace) -> object:
    """The key in ``lambda record: record["score"]``."""
    for later in trace.events_since(event.index):
        if not isinstance(later, ReturnEvent) or later.function is None:
            continue
        if later.function.node is function.node:
            match later.value:
                case Item(base=Parameter() as base, key=Const(value=key)) if base.index == 0:
                    return key
                case Attribute(base=Parameter(), name=name):
                    return name
                case Operation(operator="-", operands=(Item(key=Const(value=key)),)):
                    return key
            return None
    return None


def _under_key(values: tuple[Term, ...], key: object) -> tuple[Term, ...]:
    found: list[Term] = []
    for value in values:
        for option in options_of(value):
            match option:
                case Mapping() if key is not None:
                    entry = option.get(key)
                    found.extend([entry.value] if entry is not None else [])
                case Sequence(items=items) if isinstance(key, int) and len(items) > key:
                    found.append(items[key])
                case Sequence(items=items) if key is None and items:
                    found.append(items[0])
                case _:
                    found.append(option)
    return tuple(found)
