"""Holds what the interpreter says of a program against what CPython computes.

The law: for every run that Python can make, each fact that is called known contains what Python
computes, code that can run is read, and what is said of the order of events is true of every run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence as Listed
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any

from tests.soundness.running import Frozen, Run, run
from tunelint.files.project import Project
from tunelint.files.source import source_from_bytes
from tunelint.interpreter.frames import CallbackFrame, LoopFrame
from tunelint.interpreter.objects import CallEvent, Class, Event, Function, Instance
from tunelint.interpreter.order import exclusive, surely_before
from tunelint.interpreter.program import ProgramInterpreter
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import (
    Choice,
    Comprehension,
    Const,
    External,
    Mapping,
    Sequence,
    Term,
    Text,
    Unbound,
)
from tunelint.model.fact_of import worth

NOWHERE = Path("/nowhere")
# How many pairs of probes are held against the order of a run.
MOST_PAIRS = 400


@dataclass(frozen=True)
class Held:
    """What was compared, and what does not hold: one sentence each."""

    values: int
    breaches: tuple[str, ...]


def hold(text: str, seeds: Listed[int]) -> Held:
    """Read a program, run it once for each seed, and compare."""
    trace = read(text)
    code = compile(text, "program", "exec")
    events = _numbered(trace, "probe")
    breaches: dict[str, None] = {}
    compared = 0
    for seed in seeds:
        found = run(code, seed)
        compared += len(found.values)
        for breach in (*_values(events, found), *_order(trace, events, found)):
            breaches[f"{breach} (seed {seed}, {found.ended})"] = None
    return Held(compared, tuple(breaches))


def read(text: str) -> Trace:
    """The trace of a program that stands in no file."""
    project = Project(NOWHERE)
    source = source_from_bytes(NOWHERE / "program.py", text.encode())
    project.add(source)
    execution = ProgramInterpreter(project, source)
    execution.run_module()
    execution.run_entries()
    return execution.trace


def _numbered(trace: Trace, name: str) -> dict[int, list[CallEvent]]:
    """The calls of ``probe`` or ``mark``, by their numbers."""
    found: dict[int, list[CallEvent]] = {}
    for event in trace.calls():
        if isinstance(event.callee, Unbound) and event.callee.name == name:
            number = event.arguments.positional[0].value
            assert isinstance(number, Const)
            found.setdefault(number.value, []).append(event)
    return found


# -- values ---------------------------------------------------------------------------------------


def _values(events: dict[int, list[CallEvent]], found: Run) -> Iterator[str]:
    for number, value in found.values:
        read_here = events.get(number, [])
        if not read_here:
            yield f"probe {number} ran and was not read"
            continue
        terms = [event.arguments.positional[1].value for event in read_here]
        if not any(contains(term, value) for term in terms):
            yield f"probe {number} was {shown(value)}, not {' nor '.join(map(said, terms))}"
        elif not any(_among(term, value) for term in terms):
            facts = [worth(term).values for term in terms]
            yield f"probe {number} was {shown(value)}, no value of {facts}"


def _among(term: Term, value: Frozen) -> bool:
    """Whether a value is among those that the fact of a term lists, if it lists any."""
    listed = worth(term).values
    return listed is None or any(_same(one, value) for one in listed)


def _same(known: Any, value: Frozen) -> bool:
    if isinstance(known, tuple):
        if value.kind.startswith("dict"):
            return True
        if value.kind in ("set", "frozenset"):
            return all(any(_same(one, part) for one in known) for part in value.parts)
        listed = value.kind in ("list", "tuple", "range")
        return listed and len(known) == len(value.parts) and all(map(_same, known, value.parts))
    return value.parts == (known,) and type(value.parts[0]) is type(known)


def contains(term: Term, value: Frozen) -> bool:
    """Whether a term allows a value, with all that the value holds."""
    if value.kind == "itself":
        return True
    match term:
        case Const(value=known):
            return value.parts == (known,) and type(value.parts[0]) is type(known)
        case Choice(options=options):
            return any(contains(option, value) for option in options)
        case Sequence():
            return _contains_items(term, value)
        case Mapping():
            return _contains_entries(term, value)
        case Comprehension():
            return _contains_elements(term, value)
        case Function(name=name):
            return value.kind in ("function", "method") and value.parts == (name,)
        case Class(name=name):
            return value.kind == "type" and value.parts == (name,)
        case Instance(cls=cls):
            return value.kind == cls.name
        case External(name=name):
            return value.parts == (name.rpartition(".")[2],)
        case Text(pieces=pieces):
            return value.kind == "str" and _fits(pieces, value.parts[0])
    return True


def _contains_items(term: Sequence, value: Frozen) -> bool:
    kinds = {"generator": None, "set": ("set",), "tuple": ("tuple",), "range": ("range",)}
    views = ("list", "dict_keys", "dict_values", "dict_items")
    allowed = kinds.get(term.kind, views)
    if allowed is not None and value.kind not in allowed:
        return False
    if value.kind not in ("list", "tuple", "set", "range"):
        return True
    if term.kind == "set" or term.reordered:
        return term.open or _alike(term, value)
    stands = term.standing
    if len(value.parts) < (term.shortest if term.open else len(term.items)):
        return False
    if not term.open and len(value.parts) != len(term.items):
        return False
    return all(map(contains, term.items[:stands], value.parts[:stands]))


def _alike(term: Sequence, value: Frozen) -> bool:
    if term.kind != "set" and len(term.items) != len(value.parts):
        return False
    each_listed = all(any(contains(item, part) for item in term.items) for part in value.parts)
    return each_listed and all(
        any(contains(item, part) or _equal(item, part) for part in value.parts)
        for item in term.items
    )


def _equal(item: Term, part: Frozen) -> bool:
    """Whether Python takes the two for one member of a set: it keeps the one that came first."""
    return isinstance(item, Const) and part.parts == (item.value,)


def _contains_entries(term: Mapping, value: Frozen) -> bool:
    if value.kind != "dict":
        return False
    known = [entry for entry in term.entries if isinstance(entry.key, Const)]
    for entry in known:
        assert isinstance(entry.key, Const)
        under = [each for key, each in value.parts if key.parts == (entry.key.value,)]
        if not under and not entry.perhaps:
            return False
        if under and not contains(entry.value, under[0]):
            return False
    if term.open:
        return True
    return all(any(contains(entry.key, key) for entry in term.entries) for key, _ in value.parts)


def _contains_elements(term: Comprehension, value: Frozen) -> bool:
    if term.kind == "dict":
        return value.kind == "dict"
    if value.kind not in ("list", "set", "tuple"):
        return term.kind == "generator"
    over = term.iterable
    counted = term.plain and isinstance(over, Sequence) and not over.open and over.kind != "set"
    if counted and len(value.parts) != len(over.items):
        return False
    return all(contains(term.element, part) for part in value.parts)


def _fits(pieces: tuple[Term, ...], text: str) -> bool:
    pattern = "".join(
        re.escape(str(piece.value)) if isinstance(piece, Const) else ".*" for piece in pieces
    )
    return re.fullmatch(pattern, text, re.DOTALL) is not None


# -- order ----------------------------------------------------------------------------------------


def _order(trace: Trace, events: dict[int, list[CallEvent]], found: Run) -> Iterator[str]:
    """What is said of two probes that are read once each."""
    once = [(number, one[0]) for number, one in events.items() if len(one) == 1]
    first: dict[tuple[str, int], int] = {}
    for position, step in enumerate(found.order):
        first.setdefault(step, position)
    marks = _numbered(trace, "mark")
    for (one, event), (other, later) in list(permutations(once, 2))[:MOST_PAIRS]:
        ran, also = first.get(("probe", one)), first.get(("probe", other))
        if also is None:
            continue
        if ran is not None and exclusive(event, later):
            yield f"probes {one} and {other} both ran: they were called exclusive"
        claimed = surely_before(event, later) and (ran is None or ran > also)
        if claimed and not _is_excused(event, later, marks, first, also):
            yield f"probe {other} ran without {one} before it"


def _is_excused(
    event: Event,
    later: Event,
    marks: dict[int, list[CallEvent]],
    first: dict[tuple[str, int], int],
    moment: int,
) -> bool:
    """Whether a loop was not entered by then, or a function not called that is handed over."""
    frames = [
        frame
        for frame in event.path
        if isinstance(frame, LoopFrame | CallbackFrame) and frame not in later.path
    ]
    for number, calls in marks.items():
        for call in calls:
            innermost = [f for f in call.path if isinstance(f, LoopFrame | CallbackFrame)][-1:]
            started = first.get(("mark", number), moment)
            if innermost and innermost[0] in frames and started >= moment:
                return True
    return any(isinstance(frame, LoopFrame) and frame.comprehension for frame in frames)


# -- in words -------------------------------------------------------------------------------------


def shown(value: Frozen) -> str:
    """A value as Python writes it, as far as that is known."""
    match value.kind:
        case "list" | "tuple" | "set" | "range":
            return f"{value.kind}({', '.join(map(shown, value.parts))})"
        case "dict":
            pairs = (f"{shown(key)}: {shown(each)}" for key, each in value.parts)
            return f"{{{', '.join(pairs)}}}"
    return repr(value.parts[0]) if value.parts else value.kind


def said(term: Term, depth: int = 0) -> str:
    """What a term says, in short."""
    if depth > 4:
        return "…"

    def inner(part: Term) -> str:
        return said(part, depth + 1)

    match term:
        case Const(value=value):
            return repr(value)
        case Choice(options=options):
            return " | ".join(map(inner, options))
        case Sequence(items=items):
            return f"{term.kind}{'…' if term.open else ''}[{', '.join(map(inner, items))}]"
        case Mapping(entries=entries):
            pairs = (f"{inner(e.key)}{'?' if e.perhaps else ''}: {inner(e.value)}" for e in entries)
            return f"{{{', '.join(pairs)}{'…' if term.open else ''}}}"
        case Comprehension(element=element):
            return f"{term.kind} of {inner(element)}"
    return type(term).__name__ + str(getattr(term, "name", ""))
