"""The fix for a linear scale: the same range on a logarithmic one, as each library spells it."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from tunelint.files.place import Place
from tunelint.findings.finding import Fix, unsafe_fix
from tunelint.findings.fixes.arguments import given, is_own, written_at, written_code
from tunelint.findings.fixes.changes import Change, Name, Replace, Wrap
from tunelint.interpreter.objects import CallEvent
from tunelint.model.facts import UNKNOWN
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter

# The parameters of SciPy's uniform.
LOC_SCALE = ("loc", "scale")


@dataclass(frozen=True)
class _Scale:
    """The argument that makes a declaration logarithmic, and the functions that take it."""

    keyword: str
    value: str
    takers: tuple[str, ...]


ARGUMENTS = {
    "Keras Tuner": _Scale("sampling", '"log"', ("Float", "Int")),
    "Optuna": _Scale("log", "True", ("suggest_float", "suggest_int")),
    "scikit-optimize": _Scale("prior", '"log-uniform"', ("Real", "Integer")),
}


def on_logarithmic_scale(search: Search, declared: Hyperparameter) -> Fix | None:
    """The same range on a logarithmic scale, as the library spells it."""
    step = declared.step
    stepless = step.is_default or step is UNKNOWN or step.always(lambda n: n is None)
    if declared.quantised or not stepless:
        return None
    return unsafe_fix("draw it on a logarithmic scale", *_changes(search.tuner, declared))


def _changes(tuner: str, declared: Hyperparameter) -> tuple[Change | None, ...]:
    if tuner in ARGUMENTS and declared.function in ARGUMENTS[tuner].takers:
        argument = ARGUMENTS[tuner]
        return (given(declared.event, argument.keyword, (argument.value,)),)
    if tuner == "scikit-optimize" and isinstance(declared.anchor.node, cst.Tuple):
        return _third(declared.anchor, declared.anchor.node)
    if declared.function != "uniform":
        return ()
    call = written_at(declared.event)
    low, high = declared.low.place, declared.high.place
    if call is None or not isinstance(call.node, cst.Call):
        return ()
    if tuner == "scikit-learn":
        return _reciprocal(call, declared)
    func = call.node.func
    if not isinstance(func, cst.Attribute) or low is None or high is None:
        return ()
    renamed = Replace(Place(call.source, func.attr), ("loguniform",))
    if tuner == "Ray Tune":
        return (renamed,)
    if tuner != "Hyperopt" or not all(isinstance(place.node, cst.Arg) for place in (low, high)):
        return ()
    logarithms = [Wrap(place, (Name("numpy.log"), "("), (")",)) for place in (low, high)]
    return (renamed, *logarithms)


def _third(place: Place, pair: cst.Tuple) -> tuple[Change, ...]:
    """The prior behind the bounds of a dimension that is written as a pair."""
    if len(pair.elements) != 2 or any(isinstance(e, cst.StarredElement) for e in pair.elements):
        return ()
    last = Place(place.source, pair.elements[1].value)
    return (Wrap(last, (), (', "log-uniform"',)),)


def _reciprocal(call: Place, declared: Hyperparameter) -> tuple[Change, ...]:
    """SciPy's distribution over the range that was drawn from, or was meant to be.

    Who writes the width by its position means the upper bound; beside a width, a bound that is a
    thousandth of it is none.
    """
    low, high = declared.low.value, declared.high.value
    arguments = declared.event.arguments if isinstance(declared.event, CallEvent) else None
    start, width = (
        arguments.get(name, LOC_SCALE) if arguments is not None else None for name in LOC_SCALE
    )
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return ()
    if start is None or width is None or not (is_own(start) and is_own(width)):
        return ()
    by_position = width.keyword is None
    top = written_code(width) if by_position or low < high / 1000 else f"{high:.12g}"
    bounds = f"({written_code(start)}, {top})"
    return (Replace(call, (Name("scipy.stats.loguniform"), bounds)),)
