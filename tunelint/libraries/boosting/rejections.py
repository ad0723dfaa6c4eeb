"""What LightGBM and XGBoost reject of a call: arguments, options and names of older releases."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import is_function, is_unbound, named
from tunelint.interpreter.objects import CallEvent, Instance, Result
from tunelint.interpreter.values import Argument, Attribute, Const, Mapping, Term, options_of
from tunelint.libraries.boosting.removed import (
    ARGUMENTS,
    ESTIMATORS,
    FIT_ARGUMENTS,
    PARAMETERS,
    PREDICT_ARGUMENTS,
    TREE_METHODS,
)
from tunelint.model.library_errors import Rejection

ERROR = "XGBoostError"


def rejections(event: CallEvent) -> Iterator[Rejection]:
    """What the current LightGBM or XGBoost rejects of one call."""
    if is_unbound(event.callee):
        return
    function = is_function(event.callee, *(name for name, _ in ARGUMENTS))
    for keyword, argument in event.arguments.keywords.items():
        if function is not None and (function, keyword) in ARGUMENTS:
            taker = f"{function.partition('.')[0]}.{function.rpartition('.')[2]}"
            instead = ARGUMENTS[function, keyword]
            yield _gone(event, argument, taker, f"{keyword}=", "TypeError", instead)
    yield from _methods(event)
    yield from _options(event)


def _methods(event: CallEvent) -> Iterator[Rejection]:
    """Arguments of an estimator's ``fit`` and ``predict``."""
    match event.callee:
        case Attribute(base=base, name="fit" | "predict" as method):
            library = _library(base)
        case _:
            return
    table = FIT_ARGUMENTS if method == "fit" else PREDICT_ARGUMENTS
    for keyword, argument in event.arguments.keywords.items():
        if library is not None and (library, keyword) in table:
            instead = table[library, keyword]
            taker = f"{method} of {_SPELLED[library]}"
            yield _gone(event, argument, taker, f"{keyword}=", "TypeError", instead)


_SPELLED = {"lightgbm": "LightGBM", "xgboost": "XGBoost"}


def _library(model: Term) -> str | None:
    """The library whose estimator a value surely is."""
    found = {_made_by(option) for option in options_of(model)}
    return found.pop() if len(found) == 1 else None


def _made_by(model: Term) -> str | None:
    if isinstance(model, Instance) or not isinstance(model, Result):
        return None
    callee = model.event.callee
    if isinstance(callee, Attribute) and callee.name == "fit":
        return _library(callee.base)
    for library, classes in ESTIMATORS.items():
        if not is_unbound(callee) and named(callee, library, classes):
            return library
    return None


def _options(event: CallEvent) -> Iterator[Rejection]:
    """Parameters of XGBoost that its core refuses, in a constructor or in ``params``."""
    taker = named(event.callee, "xgboost", ESTIMATORS["xgboost"])
    if taker is not None:
        for keyword, argument in event.arguments.keywords.items():
            yield from _option(event, argument, taker, keyword, argument.value)
    elif is_function(event.callee, "xgboost.train", "xgboost.cv"):
        given = event.arguments.get("params", ("params",))
        if given is None or not isinstance(given.value, Mapping):
            return
        for entry in given.value.entries:
            if isinstance(entry.key, Const) and not entry.perhaps:
                yield from _option(event, given, "xgboost", str(entry.key.value), entry.value)


def _option(
    event: CallEvent, argument: Argument, taker: str, name: str, value: Term
) -> Iterator[Rejection]:
    given = [each.value if isinstance(each, Const) else None for each in options_of(value)]
    if name in PARAMETERS and all(isinstance(each, int) for each in given):
        yield _gone(event, argument, taker, f"{name}=", ERROR, PARAMETERS[name])
    elif name == "tree_method" and all(each in TREE_METHODS for each in given):
        instead = "tree_method='hist', device='cuda'"
        yield _gone(event, argument, taker, f"tree_method={given[0]!r}", ERROR, instead)


def _gone(
    event: CallEvent,
    argument: Argument,
    taker: str,
    written: str,
    error: str,
    instead: str | None,
) -> Rejection:
    return Rejection(
        event=event,
        place=argument.spelled,
        taker=taker,
        written=written,
        error=error,
        instead=instead,
    )
