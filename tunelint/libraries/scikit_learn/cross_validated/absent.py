"""Absent: what a cross-validated search does not have, as ``refit=`` and ``scoring=`` say."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.objects import CallEvent, Function
from tunelint.interpreter.trace import StoreEvent, Trace
from tunelint.interpreter.values import (
    Attribute,
    Comprehension,
    Const,
    Mapping,
    Sequence,
    Term,
    options_of,
)
from tunelint.libraries.scikit_learn.cross_validated.building import Built
from tunelint.libraries.scikit_learn.names import same_object
from tunelint.model.results import Absent

# What is there only if the best configuration was fitted again, and only if one score ranks all.
OF_A_FITTED_SEARCH = frozenset(
    {"best_estimator_", "classes_", "feature_names_in_", "n_features_in_", "refit_time_"}
    | {"decision_function", "inverse_transform", "predict", "predict_log_proba", "predict_proba"}
    | {"score", "score_samples", "transform"}
)
OF_ONE_SCORE = frozenset({"best_index_", "best_params_", "best_score_"})
SETTINGS = frozenset({"refit", "scoring"}) | OF_A_FITTED_SEARCH | OF_ONE_SCORE


def absent(trace: Trace, built: Built) -> Iterator[Absent]:
    """What is not there after the run, or that it fails; nothing where this may be set anew."""
    if id(built.term) in trace.once(_set_anew):
        return
    several, refit = _is_several(built), built.fact("refit")
    if refit.value is False:
        yield _of_no_model(built, several)
    elif several and refit.value is True:
        yield _of_no_choice(built)
    elif several is False and isinstance(built.value("refit"), Function):
        yield _of_no_score(built)


def _of_no_model(built: Built, several: bool | None) -> Absent:
    place = built.given("refit")
    names, why = OF_A_FITTED_SEARCH, "refit=False leaves no model"
    if several:
        names |= OF_ONE_SCORE
        why = "with several metrics and refit=False no configuration is the best"
    return Absent(
        names=names,
        why=why,
        error="AttributeError",
        instead=f"name the metric that decides: refit={_first(built)}"
        if several
        else "leave refit= at True, or fit the estimator with best_params_ yourself",
        place=place.anchor if place is not None else None,
    )


def _of_no_choice(built: Built) -> Absent:
    place = built.given("scoring")
    return Absent(
        why="scoring= lists its metrics, and refit= names none of them",
        error="ValueError",
        word="refit",
        instead=f"name the metric that decides: refit={_first(built)}",
        place=place.anchor if place is not None else None,
    )


def _of_no_score(built: Built) -> Absent:
    place = built.given("refit")
    return Absent(
        names=frozenset({"best_score_"}),
        why="a function as refit= chooses without a best score",
        error="AttributeError",
        instead="read the score from cv_results_ at best_index_",
        place=place.anchor if place is not None else None,
    )


def _is_several(built: Built) -> bool | None:
    """Whether several metrics are scored, be it in a list of one; None where that is not known."""
    argument = built.given("scoring")
    if argument is None:
        return None if built.may_have("scoring") else False
    match argument.value:
        case Const(value=str() | None):
            return False
        case Sequence(kind="list" | "tuple", items=items) if items:
            return True
        case Mapping(entries=entries) if entries:
            return True
        case Comprehension(kind="list" | "dict"):
            return True
    return None


def _first(built: Built) -> str:
    """How the first of the metrics is written."""
    match built.value("scoring"):
        case Sequence(items=[Const(value=str(name)), *_]):
            return repr(name)
        case Mapping(entries=[entry, *_]) if isinstance(entry.key, Const):
            return repr(entry.key.value)
    return "'…'"


def _set_anew(trace: Trace) -> set[int]:
    """The values of which a setting or a part of the result is set later, by their ids."""
    found: list[Term] = []
    for event in trace.events:
        match event:
            case StoreEvent(base=base, key=Const(value=str(name)), attribute=True):
                if name in SETTINGS:
                    found.append(base)
            case CallEvent(callee=Attribute(base=base, name="set_params")):
                found.append(base)
    return {id(same_object(one)) for base in found for one in options_of(base)}
