"""Narrowing: what a branch that asks ``isinstance`` says of one value that a name may hold."""

from __future__ import annotations

from collections.abc import Callable

from tunelint.interpreter.objects import Event, Result
from tunelint.interpreter.trace import conditions
from tunelint.interpreter.values import External, Operation, Sequence, Term, options_of

# Whether the value is an object of the class; None where that is not known.
IsOf = Callable[[Term], bool | None]


def is_ruled_out(event: Event, value: Term, is_of: IsOf) -> bool:
    """Whether the decisions around an event let it happen for other values alone.

    In the ``else`` of ``if isinstance(tuner, Hyperband)`` a name holds no Hyperband, whatever
    else it may hold.
    """
    return any(
        frame.arm in (0, 1)
        and frame.fork.condition is not None
        and _says(frame.fork.condition, value, is_of) is (frame.arm == 1)
        for frame in conditions(event)
    )


def _says(condition: Term, value: Term, is_of: IsOf) -> bool | None:
    """What a condition is where the names in it hold `value`; None where that is not known."""
    match condition:
        case Operation(operator="not", operands=(inner,)):
            said = _says(inner, value, is_of)
            return None if said is None else not said
        case Operation(operator="and" | "or" as operator, operands=operands):
            answers = {_says(operand, value, is_of) for operand in operands}
            deciding = operator == "or"
            if deciding in answers:
                return deciding
            return None if None in answers else not deciding
        case Result(event=event) if isinstance(event.callee, External):
            given = [argument.value for argument in event.arguments]
            if event.callee.name != "builtins.isinstance" or len(given) != 2:
                return None
            return _is_one(given[1], is_of) if value in options_of(given[0]) else None
    return None


def _is_one(classes: Term, is_of: IsOf) -> bool | None:
    """Whether the value is an object of one of the classes."""
    several = classes.items if isinstance(classes, Sequence) else [classes]
    answers = {is_of(each) for each in several}
    if True in answers:
        return True
    return None if None in answers or not answers else False
