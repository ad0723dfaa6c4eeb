"""Own seeds: the expressions by which a program names its seed, as far as they are in reach.

In reach means bound where the seed is to be written, by what has surely run there, and to the same
thing as where the program itself reads it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

import libcst as cst

from tunelint.analyses.seeding.repetition import Moment
from tunelint.analyses.seeding.seed_defaults import is_none_by_default, is_text, parsed_seeds
from tunelint.analyses.seeding.seed_expressions import Files, SeedExpression
from tunelint.analyses.seeding.seed_numbers import is_no_seed, is_seed_number
from tunelint.files.place import Place
from tunelint.findings.fixes.literals import is_literal, written_value
from tunelint.interpreter.frames import CallbackFrame, CallFrame, LoopFrame
from tunelint.interpreter.lexical import has_run
from tunelint.interpreter.objects import Parameter
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.provenance import comes_from
from tunelint.interpreter.trace import BindEvent, LoadEvent, StoreEvent, Trace
from tunelint.interpreter.values import (
    Comprehension,
    Const,
    Element,
    Sequence,
    Term,
    equal,
    options_of,
)
from tunelint.model.program import Program

# What counts the passes of code that others call.
COUNTER = re.compile(
    r"(?:.*_)?(?:id|idx|index|rank|number|num|no|rep|repeat|repetition|run|fold|iteration|i|j|k)"
)


@dataclass(frozen=True, slots=True)
class OwnSeed:
    """An expression that gives the program's seed.

    It `varies` with what repeats the code; `values` are what it can be, where they can be listed;
    `counts` says that it is a number that all generators take, as far as is known. Of several the
    one with the lowest `rank` is the nearest.
    """

    text: str
    rank: tuple[int, int, int]
    varies: bool = False
    counts: bool = True
    values: tuple[object, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class _Bound:
    """A name that is bound at a moment: whether each pass binds it anew, and its values.

    One that `is_text` is what somebody typed.
    """

    varies: bool = False
    values: tuple[Term, ...] = ()
    is_text: bool = False


def own_seeds(program: Program, moment: Moment) -> list[OwnSeed]:
    """The program's own seeds that are in reach at a moment, the nearest first."""
    return _Reach(program, moment).seeds()


def seeds_with(program: Program, place: Place | None, text: str, moment: Moment) -> bool:
    """Whether what is handed over at a place is what the text means at a moment."""
    if place is None:
        return False
    written = written_value(place)
    if is_literal(place) or cst.Module([]).code_for_node(written) != text:
        return is_literal(place) and cst.Module([]).code_for_node(written) == text
    lexical = program.once(Files).of(moment.place.source).lexical
    root = re.split(r"\W", text, maxsplit=1)[0]
    return place.source is moment.place.source and lexical.binder(root, written) is lexical.binder(
        root, moment.place.node
    )


def counter(program: Program, moment: Moment) -> str | None:
    """The variable that tells the passes apart which repeat the code at a moment, a whole number.

    Of several that of the innermost repetition.
    """
    return _Reach(program, moment).counter()


class _Reach:
    """What is bound at one moment."""

    def __init__(self, program: Program, moment: Moment) -> None:
        self._program = program
        self._moment = moment
        self._source = moment.place.source
        self._file = program.once(Files).of(self._source)
        self._lexical = self._file.lexical
        self._frames = {id(frame) for frame in moment.path}
        parsed = program.once(parsed_seeds).get(str(self._source.path), ())
        self._parsed = {one.written.text: one for one in parsed}

    def seeds(self) -> list[OwnSeed]:
        uses = self._file.uses
        parsed = [one.written for one in self._parsed.values()]
        found: dict[str, OwnSeed] = {}
        for number, written in enumerate((*self._file.seeds, *parsed)):
            depth = self._depth(written)
            if written.text in found or depth is None:
                continue
            bound = self._bound(written.root)
            values = self._values(written, bound) if bound is not None else None
            if bound is None or values is None:
                continue
            rank = (-depth, -uses[written.text], number)
            varies = bound.varies and not written.attribute
            known = tuple(one.value for one in values if isinstance(one, Const))
            listed = known if len(known) == len(values) else ()
            typed = bound.is_text and not written.attribute
            counts = not typed and self._counts_as_seed(written, values)
            found[written.text] = OwnSeed(written.text, rank, varies, counts, listed)
        return sorted(found.values(), key=lambda seed: seed.rank)

    def _counts_as_seed(self, written: SeedExpression, values: tuple[Term, ...]) -> bool:
        parsed = self._parsed.get(written.text)
        trace = self._program.trace
        return (parsed is None or parsed.converted) and all(
            is_seed_number(value, trace) for value in values if not _is_none(value)
        )

    def counter(self) -> str | None:
        binds = self._program.trace.once(_binds_by_frame)
        for frame in reversed(self._moment.path):
            for name in reversed(binds.get(id(frame), ())):
                bound = self._bound(name) if name.strip("_") else None
                if bound is not None and bound.varies and self._counts(name, bound):
                    return name
        return None

    def _counts(self, name: str, bound: _Bound) -> bool:
        counted = {id(_counted(frame)) for frame in self._moment.path}
        return bool(bound.values) and all(
            _is_whole(value)
            or id(value) in counted
            or (isinstance(value, Parameter) and COUNTER.fullmatch(name))
            for value in bound.values
        )

    # -- what an expression begins with ---------------------------------------------------------

    def _depth(self, written: SeedExpression) -> int | None:
        """How deep the scope lies that binds the first name; None where it is another one here."""
        here = self._lexical.binder(written.root, self._moment.place.node)
        if here is None:
            return None
        if written.node is not None:
            there = self._lexical.binder(written.root, written.node)
            elsewhere = written.is_set or there is not here
            if elsewhere and not self._same_object(written, here, there):
                return None
        return sum(1 for _ in self._lexical.around(here))

    def _same_object(
        self, written: SeedExpression, here: cst.CSTNode, there: cst.CSTNode | None
    ) -> bool:
        """Whether both are the ``self`` of one class, which has the attribute by then."""
        if there is None or not (self._is_self(here, written) and self._is_self(there, written)):
            return False
        outer = self._lexical.scope(here)
        if outer is not self._lexical.scope(there) or not isinstance(outer, cst.ClassDef):
            return False
        nodes = self._file.attributes.get((outer, written.first), ())
        is_first = isinstance(here, cst.FunctionDef) and here.name.value == "__init__"
        line = self._line(self._moment.place.node)
        return any(not is_first or self._line(node) < line for node in nodes)

    def _is_self(self, scope: cst.CSTNode, written: SeedExpression) -> bool:
        if not isinstance(scope, cst.FunctionDef):
            return False
        first = next(iter((*scope.params.posonly_params, *scope.params.params)), None)
        return first is not None and first.name.value == written.root == "self"

    def _line(self, node: cst.CSTNode) -> int:
        return self._program.project.locate(Place(self._source, node))[0]

    # -- what is bound --------------------------------------------------------------------------

    def _bound(self, name: str) -> _Bound | None:
        """How the name is bound at the moment; None where it may not be bound yet."""
        node = self._moment.place.node
        scope = self._lexical.binder(name, node)
        if scope is None:
            return None
        bindings = self._lexical.bindings(scope, name)
        if any(isinstance(each, cst.Param) for each in bindings):
            return self._parameter(name, scope)
        if len(bindings) == 1 and self._is_statement(bindings[0]):
            return _Bound() if self._has_run(bindings[0], scope) else None
        events = self._program.trace.once(_binds).get(name, [])
        last = bisect_left(events, self._moment.event.index, key=lambda event: event.index)
        for event in reversed(events[:last]):
            if (
                event.place.source is self._source
                and self._is_around(event)
                and event.place.node is not scope
                and self._lexical.scope(event.place.node) is scope
            ):
                varies = any(isinstance(frame, LoopFrame) for frame in event.path)
                return _Bound(varies, options_of(event.value))
        return None

    def _is_around(self, event: BindEvent) -> bool:
        return all(id(frame) in self._frames for frame in event.path)

    def _is_statement(self, node: cst.CSTNode) -> bool:
        """Whether a name is bound by an import or a definition."""
        if isinstance(node, cst.ImportAlias | cst.ClassDef | cst.FunctionDef):
            return True
        outer = self._lexical.parent(node)
        return isinstance(outer, cst.AsName) and isinstance(
            self._lexical.parent(outer), cst.ImportAlias
        )

    def _has_run(self, binding: cst.CSTNode, scope: cst.CSTNode) -> bool:
        node = self._moment.place.node
        around = {node, *self._lexical.around(node)}
        if not has_run(binding, list(self._lexical.around(binding)), around):
            return False
        later = self._lexical.scope(node) is not scope
        return later or self._line(binding) <= self._line(node)

    def _parameter(self, name: str, scope: cst.CSTNode) -> _Bound:
        events = [
            each
            for each in self._program.trace.once(_binds).get(name, ())
            if each.place.node is scope
        ]
        values = tuple(option for each in events for option in options_of(each.value))
        if events and isinstance(scope, cst.FunctionDef) and is_none_by_default(scope, name):
            values = (Const(events[0].place, None),)
        first = events[0].value if events else None
        differs = first is not None and any(not equal(first, each.value) for each in events)
        typed = isinstance(scope, cst.FunctionDef) and is_text(scope, name)
        return _Bound(differs or any(map(_is_handed_anew, events)), values, typed)

    def _values(self, written: SeedExpression, bound: _Bound) -> tuple[Term, ...] | None:
        """What the expression can be; None where that is surely no number to seed with."""
        values = bound.values
        if written.text in self._parsed:
            values = self._parsed[written.text].values
        elif written.attribute:
            trace = self._program.trace
            terms = trace.once(_loads).get(id(written.node)) or self._held(written)
            values = tuple(option for term in terms for option in options_of(term))
        return None if any(map(is_no_seed, values)) else values

    def _held(self, written: SeedExpression) -> list[Term]:
        """What an attribute that is never read is set to; None where a class says so."""
        if written.attribute in self._file.empty_fields:
            return [Const(self._moment.place, None)]
        stored = self._program.trace.once(_stores).get(written.attribute, ())
        own = [each for each in stored if each.place.source is self._source]
        return [each.value for each in own] if written.root == "self" else []


# -- values -------------------------------------------------------------------------------------


def _binds(trace: Trace) -> dict[str, list[BindEvent]]:
    found: dict[str, list[BindEvent]] = {}
    for event in trace.of(BindEvent):
        found.setdefault(event.name, []).append(event)
    return found


def _binds_by_frame(trace: Trace) -> dict[int, list[str]]:
    """The names that are bound right inside of each loop and call, in order."""
    found: dict[int, dict[str, None]] = {}
    for event in trace.of(BindEvent):
        if event.path:
            found.setdefault(id(event.path[-1]), {})[event.name] = None
    return {frame: list(names) for frame, names in found.items()}


def _loads(trace: Trace) -> dict[int, list[Term]]:
    found: dict[int, list[Term]] = {}
    for event in trace.of(LoadEvent):
        found.setdefault(id(event.place.node), []).append(event.value)
    return found


def _stores(trace: Trace) -> dict[object, list[StoreEvent]]:
    """Where attributes are set, by their name."""
    found: dict[object, list[StoreEvent]] = {}
    for event in trace.of(StoreEvent):
        if event.attribute and isinstance(event.key, Const):
            found.setdefault(event.key.value, []).append(event)
    return found


def _is_handed_anew(event: BindEvent) -> bool:
    """Whether each pass of what calls the function hands it another value."""
    *outside, own = event.path or [None]
    if isinstance(own, CallbackFrame):
        return isinstance(event.value, Parameter)
    return isinstance(own, CallFrame) and any(
        isinstance(frame, LoopFrame)
        and (
            comes_from(event.value, frame.element)
            or any(option in options_of(frame.element) for option in options_of(event.value))
        )
        for frame in outside
    )


def _counted(frame: Frame) -> Term | None:
    """What ``enumerate`` counts in a loop over it."""
    match frame:
        case LoopFrame(
            iterable=Comprehension(place=Place(node=cst.Call(func=cst.Name(value="enumerate")))),
            element=Sequence(items=[number, _]),
        ):
            return number
    return None


def _is_whole(value: Term) -> bool:
    match value:
        case Const(value=number):
            return isinstance(number, int) and not isinstance(number, bool)
        case Element(iterable=Sequence(kind="range")):
            return True
    return False


def _is_none(value: Term) -> bool:
    return isinstance(value, Const) and value.value is None
