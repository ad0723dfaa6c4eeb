"""Distributions of SciPy, as random searches and samplers of scikit-learn take them."""

from __future__ import annotations

from tunelint.files.place import Place
from tunelint.interpreter.library_names import dotted, is_function
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Argument, Term
from tunelint.model.fact_of import parameter_worth
from tunelint.model.facts import UNKNOWN, Fact, Known, Unknown
from tunelint.model.space import Hyperparameter

UNIFORM = ("loc", "scale")
BOUNDED = {"loguniform": ("a", "b"), "reciprocal": ("a", "b"), "randint": ("low", "high")}
STATS = "scipy.stats."


def distribution(term: Term) -> tuple[str, CallEvent] | None:
    """Which distribution of ``scipy.stats`` the value is, and the call that froze it."""
    if not isinstance(term, Result):
        return None
    if is_function(term.event.callee, "sklearn.utils.fixes.loguniform"):
        return "loguniform", term.event
    for full in dotted(term.event.callee):
        if full.startswith(STATS):
            return full.removeprefix(STATS), term.event
    return None


def drawn(name: Fact, place: Place | None, function: str, event: CallEvent) -> Hyperparameter:
    """The hyperparameter `name` that is drawn from a distribution, frozen by `event`."""
    low, high = _bounds(function, event)
    return Hyperparameter(
        event=event,
        function=function,
        kind="int" if function == "randint" else "float",
        name=name,
        low=low,
        high=high,
        log=_logarithmic(function),
        place=place,
        half_open=function == "randint",
        width=_width(function, event),
    )


def _width(name: str, event: CallEvent) -> Argument | None:
    """The scale of ``uniform(loc, scale)``, where neither is called by its name."""
    positional = event.arguments.positional
    return positional[1] if name == "uniform" and len(positional) == 2 else None


def _logarithmic(name: str) -> bool | None:
    if name in ("loguniform", "reciprocal"):
        return True
    return False if name in ("uniform", "randint") else None


def _bounds(name: str, event: CallEvent) -> tuple[Fact, Fact]:
    if name == "uniform":
        loc = parameter_worth(event.arguments, "loc", UNIFORM, 0.0)
        scale = parameter_worth(event.arguments, "scale", UNIFORM, 1.0)
        return loc, _sum(loc, scale)
    order = BOUNDED.get(name)
    if order is None:
        return UNKNOWN, UNKNOWN
    low, high = (parameter_worth(event.arguments, parameter, order) for parameter in order)
    return low, high


def _sum(loc: Fact, scale: Fact) -> Fact:
    numbers = [fact.value for fact in (loc, scale)]
    if all(isinstance(number, int | float) for number in numbers):
        return Known(scale.place or loc.place, (*loc.origins, *scale.origins), sum(numbers))
    return Unknown(scale.place, (), "the scale cannot be read")
