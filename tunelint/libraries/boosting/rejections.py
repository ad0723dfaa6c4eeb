"""What LightGBM and XGBoost reject of a call: arguments, options and names of older releases."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tunelint.files.place import Place
from tunelint.interpreter.library_names import is_function, is_unbound, named
from tunelint.interpreter.objects import CallEvent, Event, Instance, Result
from tunelint.interpreter.values import Argument, Attribute, Const, Mapping, Term, options_of
from tunelint.libraries.boosting.removed import (
    ARGUMENTS,
    ATTRIBUTES,
    ESTIMATORS,
    FIT_ARGUMENTS,
    PARAMETERS,
    PREDICT_ARGUMENTS,
    TRAINING,
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


def lost_attribute(event: Event, term: Term) -> Iterator[Rejection]:
    """``model.best_ntree_limit``, where a model is asked for what it has lost.

    In ``predict(ntree_limit=model.best_ntree_limit)`` the argument itself is the finding.
    """
    match term:
        case Attribute(base=base, name=name, place=Place() as place):
            library = _library(base)
            gone = ATTRIBUTES.get(library or "", {})
            # ``getattr`` with a default asks for it, too.
            asked = isinstance(place.node, cst.Attribute) and name in gone
            if library is not None and asked and not _is_refused(event, term):
                yield Rejection(
                    event=event,
                    place=place,
                    taker="",
                    written=f"{name} of {_SPELLED[library]}",
                    error="AttributeError",
                    instead=gone[name],
                )


def _is_refused(event: Event, value: Term) -> bool:
    """Whether the value is handed to a method under a name that it does not take either."""
    given = event.arguments.keywords if isinstance(event, CallEvent) else {}
    refused = {name for _, name in PREDICT_ARGUMENTS}
    return any(argument.value is value for name, argument in given.items() if name in refused)


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
        makers = classes | TRAINING.get(library, frozenset())
        if not is_unbound(callee) and named(callee, library, makers):
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
