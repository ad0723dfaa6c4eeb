"""Choice arrays: NumPy arrays that a choice is given in place of a list."""

from __future__ import annotations

from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Const, Sequence
from tunelint.model.space import Hyperparameter

VALUES = ("name", "values")
# Calls that make so many values as their third argument says, 50 by default.
SPACED = frozenset({"geomspace", "linspace", "logspace"})
COUNT = ("start", "stop", "num")


def is_array(hyperparameter: Hyperparameter) -> bool:
    """Whether a declaration is surely given a NumPy array of two or more values."""
    event = hyperparameter.event
    given = event.arguments.get("values", VALUES) if isinstance(event, CallEvent) else None
    if given is None or not isinstance(given.value, Result):
        return False
    made = given.value.event
    if named(made.callee, "numpy", SPACED):
        number = made.arguments.get("num", COUNT)
        return (number is None and not made.arguments.may_have("num")) or _is_many(number)
    if named(made.callee, "numpy", {"array"}) and made.arguments.positional:
        values = made.arguments.positional[0].value
        return isinstance(values, Sequence) and not values.open and len(values.items) > 1
    return bool(named(made.callee, "numpy", {"arange"})) and _counted(made) > 1


def _is_many(number: object) -> bool:
    value = getattr(getattr(number, "value", None), "value", None)
    return isinstance(value, int) and value > 1


def _counted(made: CallEvent) -> int:
    """How many whole numbers ``arange`` makes; 0 where that is not known."""
    numbers = [given.value.value for given in made.arguments if isinstance(given.value, Const)]
    whole = [number for number in numbers if isinstance(number, int)]
    complete = len(whole) == len(list(made.arguments)) and not made.arguments.keywords
    return len(range(*whole)) if complete and whole and whole[-1] else 0
