"""Integers: which arguments of a call must be whole numbers, whichever framework is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tunelint.interpreter.library_names import called_name, is_function, is_unbound, named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Argument, Attribute, Const, Mapping, Term
from tunelint.libraries.boosting import integers as boosting
from tunelint.libraries.common.signatures import WHOLE, WHOLE_OR_SHARE
from tunelint.libraries.keras import integers as layers
from tunelint.libraries.scikit_learn.configured import Configured, configured
from tunelint.libraries.scikit_learn.tables import ESTIMATORS, IMBALANCED

FLOATS = frozenset({"float", "numpy.float64"})
# The libraries whose estimators check their parameters.
CHECKED = {"sklearn": ESTIMATORS, "imblearn": IMBALANCED}
WITH_NUMPY = FLOATS | {"numpy.int64"}
# What rounds a float to a float, by full name.
ROUNDING = (
    *("numpy.around", "numpy.ceil", "numpy.fix", "numpy.floor", "numpy.rint", "numpy.round"),
    "numpy.trunc",
)
# A loop over a range is the place where a number of layers has to be whole.
RANGE = "builtins.range"
_LAYERS = layers.LAYERS.keys() | layers.LAYER_ALIASES.keys()
_METHODS = {"fit": layers.FIT, "evaluate": layers.EVALUATE, "predict": layers.PREDICT}


@dataclass(frozen=True, eq=False)
class WholeNumber:
    """A parameter of a call that must be a whole number, and what it is given.

    `value` is None where the parameter could be an entry of `argument`, a ``**`` that cannot be
    resolved. `rejected` are the types on which the call fails; `shares` says that a float up to 1
    is taken as a share.
    """

    taker: str
    parameter: str
    argument: Argument
    value: Term | None
    rejected: frozenset[str]
    shares: bool = False


class _Wanted(NamedTuple):
    taker: str
    parameter: str
    order: tuple[str, ...]
    rejected: frozenset[str]
    shares: bool = False


def whole_numbers(event: CallEvent) -> Iterator[WholeNumber]:
    """The parameters of a library's call that must be whole numbers, as far as they are given."""
    for wanted in _wanted(event):
        given = event.arguments.get(wanted.parameter, wanted.order)
        if given is not None:
            yield _given(wanted, given, given.value)
            continue
        for spread in event.arguments.spread:
            yield _given(wanted, spread, None)
    yield from _in_dictionary(event)


def _given(wanted: _Wanted, argument: Argument, value: Term | None) -> WholeNumber:
    rounded = _unrounded(value) if value is not None else None
    return WholeNumber(
        wanted.taker, wanted.parameter, argument, rounded, wanted.rejected, wanted.shares
    )


def _unrounded(value: Term) -> Term:
    """The number that a value is rounded from, where it is a float all the same."""
    if not isinstance(value, Result):
        return value
    given = value.event.arguments.positional
    digits = len(given) > 1 and isinstance(given[1].value, Const) and not given[1].is_none
    rounds = is_function(value.event.callee, *ROUNDING, *(("builtins.round",) if digits else ()))
    return _unrounded(given[0].value) if rounds and given else value


def _wanted(event: CallEvent) -> Iterator[_Wanted]:
    yield from _of_layer(event)
    yield from _of_estimator(event)
    yield from _of_method(event)
    if is_function(event.callee, RANGE):
        order = ("start", "stop", "step") if len(event.arguments.positional) > 1 else ("stop",)
        for parameter in order:
            yield _Wanted("range", parameter, order, FLOATS)


def _of_layer(event: CallEvent) -> Iterator[_Wanted]:
    written = named(event.callee, "keras", _LAYERS)
    if written is None:
        return
    layer = layers.LAYER_ALIASES.get(written, written)
    strict = layers.PYTHON_INTEGERS[layer]
    for parameter in sorted(layers.LAYERS[layer]):
        rejected = WITH_NUMPY if parameter in strict else FLOATS
        yield _Wanted(written, parameter, layers.SIGNATURES[layer].order, rejected)


def _of_estimator(
    event: CallEvent,
) -> Iterator[_Wanted]:
    for one in configured(event):
        for parameter in sorted(boosting.INTEGER_ONLY.get(one.library, ())):
            yield _Wanted(one.name, one.prefix + parameter, (), FLOATS)
        if one.library in CHECKED and one.name in CHECKED[one.library]:
            yield from _of_checked(event, one)


def _of_checked(event: CallEvent, one: Configured) -> Iterator[_Wanted]:
    """What an estimator checks itself; ``set_params`` takes nothing by position."""
    signature = CHECKED[one.library][one.name]
    order = signature.order if called_name(event) != "set_params" else ()
    for kind in (WHOLE, WHOLE_OR_SHARE):
        for parameter in sorted(signature.of_kind(kind)):
            wanted = one.prefix + parameter
            yield _Wanted(one.name, wanted, order, FLOATS, kind == WHOLE_OR_SHARE)


def _of_method(
    event: CallEvent,
) -> Iterator[_Wanted]:
    """``fit(epochs=…, batch_size=…)``: only Keras' models know these keywords."""
    if not isinstance(event.callee, Attribute):
        return
    for parameter in sorted(_METHODS.get(event.callee.name, ())):
        if parameter in event.arguments.keywords:
            yield _Wanted(event.callee.name, parameter, (), FLOATS)


def _in_dictionary(event: CallEvent) -> Iterator[WholeNumber]:
    """The entries of the parameters handed to ``xgboost.train`` and ``lightgbm.train``."""
    if is_unbound(event.callee):
        return
    for library, functions in boosting.TRAINING_FUNCTIONS.items():
        taker = named(event.callee, library, functions)
        parameters = event.arguments.get("params", ("params",)) if taker else None
        if taker is None or parameters is None:
            continue
        for name in sorted(boosting.INTEGER_ONLY[library]):
            given = _entry(parameters, name) or event.arguments.keywords.get(name)
            if given is not None:
                yield WholeNumber(f"{library}.{taker}", name, given, given.value, FLOATS)
            elif not isinstance(parameters.value, Mapping | Const):
                yield WholeNumber(f"{library}.{taker}", name, parameters, None, FLOATS)


def _entry(argument: Argument, name: str) -> Argument | None:
    if not isinstance(argument.value, Mapping):
        return None
    entry = argument.value.get(name)
    if entry is None or entry.place is None:
        return None
    return Argument(entry.value, entry.place, name)
