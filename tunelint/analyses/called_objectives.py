"""Called objectives: those that a search is handed the result of."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from tunelint.files.place import Place
from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Function, Result
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Const,
    Mapping,
    Operation,
    Sequence,
    Term,
    Text,
    options_of,
)
from tunelint.model.program import Program
from tunelint.model.search import Search

ARITHMETIC = frozenset({"+", "-", "*", "/", "//", "%", "**"})
NUMBERS = ("builtins.float", "builtins.int", "builtins.round", "builtins.abs")
# Methods of numbers and arrays that give numbers or arrays.
MEASURES = frozenset({"item", "max", "mean", "median", "min", "std", "sum"})


@dataclass(frozen=True, eq=False)
class CalledObjective:
    """A call of a function of the project that stands where a search takes its objective."""

    argument: Argument
    function: Function
    place: Place

    @property
    def node(self) -> cst.Call:
        """The call as it is written."""
        assert isinstance(self.place.node, cst.Call)
        return self.place.node


def called_objective(program: Program, search: Search) -> CalledObjective | None:
    """The objective that is called where it should be handed over, and surely gives no function."""
    argument = search.objective.argument if search.objective is not None else None
    if argument is None:
        return None
    written = argument.anchor
    node = written.node.value if isinstance(written.node, cst.Arg) else written.node
    for event in program.once(_project_calls):
        if event.place.node is node and isinstance(event.callee, Function):
            given = options_of(argument.value)
            if all(_is_no_function(program, one) for one in given):
                return CalledObjective(argument, event.callee, event.place)
    return None


def _project_calls(program: Program) -> tuple[CallEvent, ...]:
    return tuple(one for one in program.trace.calls() if isinstance(one.callee, Function))


def _is_no_function(program: Program, term: Term) -> bool:
    """Whether it is a number, a text or what holds some; None is no objective either, or none."""
    match term:
        case Const(value=value):
            return value is not None
        case Mapping() | Sequence() | Text():
            return True
        case Operation(operator=operator, operands=operands) if operator in ARITHMETIC:
            return any(_is_no_function(program, one) for one in operands)
        case Result(event=event):
            return event in program.once(_evaluations) or _measures(program, event)
    return False


def _measures(program: Program, event: CallEvent) -> bool:
    if is_function(event.callee, *NUMBERS):
        return True
    match event.callee:
        case Attribute(base=base, name=name) if name in MEASURES:
            return all(_is_no_function(program, one) for one in options_of(base))
    return False


def _evaluations(program: Program) -> tuple[CallEvent, ...]:
    """The calls that score a model or its predictions."""
    return tuple(one.event for one in program.records.evaluations)
