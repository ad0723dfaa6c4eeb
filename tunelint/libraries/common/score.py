"""Scores: which metric a number is, measured on which rows, and whether its sign was turned.

A search's objective returns such a number, a hand-written loop compares it. It is followed back
through arithmetic and averaging to a look-up in a history, an evaluation or a metric function;
where that cannot be read, the names in the code tell what they can.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tunelint.interpreter.library_names import dotted, is_function
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Comprehension,
    Const,
    Element,
    Item,
    Mapping,
    Opaque,
    Operation,
    Sequence,
    Term,
    is_unfollowed,
)
from tunelint.libraries.common.measured_score import Reading, measured
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.common.rewritten import is_rewritten
from tunelint.libraries.scikit_learn.metrics import is_other_area
from tunelint.model.objective import Score
from tunelint.model.program import Program

DEEPEST = 40

# Functions and methods that keep the order of scores: averages, conversions, monotone functions.
KEEPING = frozenset(
    {
        "array",
        "asarray",
        "average",
        "cpu",
        "detach",
        "double",
        "exp",
        "float",
        "float32",
        "float64",
        "fmean",
        "get_value",
        "item",
        "list",
        "log",
        "log1p",
        "max",
        "mean",
        "median",
        "min",
        "nanmean",
        "numpy",
        "reduce_mean",
        "round",
        "sqrt",
        "sum",
        "tolist",
    }
)
ABSOLUTE = frozenset({"abs", "absolute", "fabs"})


_NOTHING = Reading(None, None)
# A value whose sign was turned somewhere: a name may speak of it before or after that.
_TURNED = Reading(None, None, negated=True)


@dataclass(frozen=True, eq=False)
class _Context:
    """The program, and what was read of its values already: each value is read once."""

    program: Program
    read: dict[int, Reading | None]


def read_score(term: Term, event: Event, program: Program) -> Score:
    """What is known of the number `term`, which `event` returns or compares.

    Where nothing can be read, the score has neither metric nor direction.
    """
    found = _read(term, _Context(program, {}), DEEPEST) or _NOTHING
    return Score(
        event=event,
        place=event.place,
        term=term,
        metric=found.metric,
        grows=found.grows,
        negated=found.negated,
        data=found.data,
        fit=found.fit,
        evaluation=found.evaluation,
    )


def _read(term: Term, context: _Context, depth: int) -> Reading | None:
    """The reading of a value, by how it is computed; by its names where that tells nothing."""
    if depth <= 0:
        return None
    if id(term) not in context.read:
        context.read[id(term)] = None
        context.read[id(term)] = _read_anew(term, context, depth)
    return context.read[id(term)]


def _read_anew(term: Term, context: _Context, depth: int) -> Reading | None:
    program = context.program
    if is_rewritten(term, program.trace) or is_other_area(term) or is_unfollowed(term):
        return _TURNED
    found = measured(term, program) or _computed(term, context, depth - 1)
    if found is None or (found.grows is None and not found.negated):
        told = _told(term, program)
        if told is not None:
            return told if found is None else replace(found, metric=told.metric, grows=told.grows)
    return found


# -- computed ---------------------------------------------------------------------------------


def _computed(term: Term, context: _Context, depth: int) -> Reading | None:
    match term:
        case Operation(operator=operator, operands=operands):
            return _operation(operator, operands, context, depth)
        case Result(event=event):
            return _called(event, context, depth)
        case Sequence(items=items) if items:
            return _agreed(items, context, depth)
        case Choice(options=options):
            return _agreed([one for one in options if not _is_filler(one)], context, depth)
        case Attribute(base=inner, name="data" | "iloc" | "values"):
            return _read(inner, context, depth)
        case Item(base=Result(event=event), key=Const(value=str() as column)) if found := _column(
            event, column
        ):
            return _read(found, context, depth)
        case Item(base=inner, key=key):
            told = isinstance(key, Const) and isinstance(key.value, str)
            return None if told else _read(inner, context, depth)
        case Comprehension(element=inner) | Element(iterable=inner):
            return _read(inner, context, depth)
    return None


def _column(event: CallEvent, name: str) -> Term | None:
    """A column of ``pd.DataFrame({"loss": losses})``: the values that the dictionary holds."""
    if is_function(event.callee, "pandas.DataFrame") is None:
        return None
    given = event.arguments.get("data", ("data",))
    entry = given.value.get(name) if given and isinstance(given.value, Mapping) else None
    return entry.value if entry is not None else None


def _is_filler(term: Term) -> bool:
    """A starting value, or the value of an earlier pass: it says nothing about the score."""
    return isinstance(term, Const | Opaque)


def _agreed(terms: Iterable[Term], context: _Context, depth: int) -> Reading | None:
    """What several values have in common: their direction has to be one."""
    readings = [_read(term, context, depth) or _NOTHING for term in terms]
    directions = {reading.better_when_higher for reading in readings}
    if len(directions) == 1 and None not in directions:
        return readings[0]
    if directions >= {True, False} or any(reading.negated for reading in readings):
        return _TURNED
    return readings[0] if len(directions) == 1 else None


def _operation(
    operator: str, operands: tuple[Term, ...], context: _Context, depth: int
) -> Reading | None:
    match operator, operands:
        case "-", (inner,):
            return _turned(_read(inner, context, depth))
        case "+", (inner,):
            return _read(inner, context, depth)
        case "-" | "/", (Const(), inner):
            return _turned(_read(inner, context, depth))
        case "-" | "+", (inner, Const()):
            return _read(inner, context, depth)
        case "+", (Const(), inner):
            return _read(inner, context, depth)
        case "*" | "/", (inner, Const(value=int() | float() as factor)):
            return _scaled(_read(inner, context, depth), factor)
        case "*", (Const(value=int() | float() as factor), inner):
            return _scaled(_read(inner, context, depth), factor)
        case "/" | "//", (inner, _):
            return _read(inner, context, depth)
        case "**", (inner, Const(value=float() as power)) if 0 < power < 1:
            return _read(inner, context, depth)  # a root
        case "+", (_, _):
            added = [each for each in operands if not _is_start(each)]
            return _summed(added, context, depth)
        case "*", (inner, other) if _is_count(other):
            return _read(inner, context, depth)
        case "*", (other, inner) if _is_count(other):
            return _read(inner, context, depth)
    return None


def _summed(terms: list[Term], context: _Context, depth: int) -> Reading | None:
    """What scores have in common that are added up; on which rows, only where it is the same."""
    found = _agreed(terms, context, depth)
    if found is None or len(terms) == 1:
        return found
    rows = {
        tuple(map(id, reading.data[:1]))
        for reading in (_read(term, context, depth) for term in terms)
        if reading is not None
    }
    return found if len(rows) == 1 else replace(found, data=(), fit=None, evaluation=None)


def _is_start(term: Term) -> bool:
    """What a sum starts from: a constant, or the sum of the earlier passes."""
    return isinstance(term, Choice) and all(_is_filler(option) for option in term.options)


def _is_count(term: Term) -> bool:
    """Whether a value is surely the number of some rows: ``len(x)``, ``x.size(0)``."""
    match term:
        case Item(base=Attribute(name="shape")) | Attribute(name="batch_size"):
            return True
        case Result(event=event):
            return _function(event)[0] in ("len", "size", "numel")
    return False


def _turned(reading: Reading | None) -> Reading:
    return reading.turned() if reading is not None else _TURNED


def _scaled(reading: Reading | None, factor: float) -> Reading | None:
    return _turned(reading) if factor < 0 else reading


def _called(event: CallEvent, context: _Context, depth: int) -> Reading | None:
    name, inner = _function(event)
    if inner is None:
        return None
    if name in KEEPING:
        return _read(inner, context, depth)
    if name in ABSOLUTE:
        if _is_distance(inner):
            return None
        found = _read(inner, context, depth)
        hidden = found is not None and (found.metric or "").startswith("neg_")
        return _turned(found) if hidden else found
    if name == "negative":
        return _turned(_read(inner, context, depth))
    return None


def _is_distance(term: Term) -> bool:
    """``accuracy - 0.9``: how far it is from there says nothing of which is better."""
    return isinstance(term, Operation) and term.operator in "+-" and len(term.operands) > 1


def _function(event: CallEvent) -> tuple[str, Term | None]:
    """The name of a function or method, and the value that it is applied to."""
    arguments = event.arguments.positional
    names = dotted(event.callee)
    if names:
        return names[0].rpartition(".")[2], arguments[0].value if arguments else None
    if isinstance(event.callee, Attribute):
        return event.callee.name, event.callee.base
    return "", None


# -- told by names ----------------------------------------------------------------------------


def _told(term: Term, program: Program) -> Reading | None:
    """What the names in the code say: the key it is looked up by, the function, the variable."""
    for name in _names(term, program):
        direction = grows(name)
        if direction is not None:
            return Reading(name, direction)
    return None


def _names(term: Term, program: Program) -> list[str]:
    found: list[str] = []
    match term:
        case Item(key=Const(value=str() as key)):
            found.append(key)
        case Attribute(name=name):
            found.append(name)
        case Result(event=event):
            found.append(_function(event)[0])
    bound = list(program.trace.names_of(term))
    if len({grows(name) for name in bound} - {None}) <= 1:
        found.extend(bound)
    return found
