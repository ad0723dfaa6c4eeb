"""Metrics and scorers: what is measured, and whether more of it is better."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from tunelint.files.place import Place
from tunelint.files.tree import children
from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent, Function, Result
from tunelint.interpreter.provenance import ancestors_of_all
from tunelint.interpreter.values import Const, Mapping, Sequence, Term, options_of
from tunelint.libraries.scikit_learn.tables import (
    GROWING_METRICS,
    SHRINKING_METRICS,
)

# Scores of a clustering take the features first; they know no truth.
OF_FEATURES = frozenset({"calinski_harabasz_score", "davies_bouldin_score", "silhouette_score"})
WITH_TRUTH = (GROWING_METRICS | SHRINKING_METRICS) - OF_FEATURES
NEGATED = "neg_"
CURVES = frozenset({"roc_curve", "precision_recall_curve"})


@dataclass(frozen=True, eq=False)
class Scorer:
    """What `scoring` asks for: the metric's name, its nature, and whether the sign is turned.

    `grows` is None where the metric's nature is not known; `turned` says that the search sees
    the metric with its sign turned; `place` is where the scorer is made, if anywhere.
    """

    name: str | None
    grows: bool | None
    turned: bool | None
    place: Place | None


def metric_function(term: Term) -> str | None:
    """Which of scikit-learn's score functions the value is."""
    return named(term, "sklearn", WITH_TRUTH)


def is_other_area(term: Term) -> bool:
    """Whether it is ``auc(x, y)`` of a curve that is not known to be the better the more it has."""
    if not isinstance(term, Result) or named(term.event.callee, "sklearn", {"auc"}) is None:
        return False
    given = [argument.value for argument in term.event.arguments]
    return not any(_is_curve(part) for part in ancestors_of_all(given))


def _is_curve(term: Term) -> bool:
    return isinstance(term, Result) and named(term.event.callee, "sklearn", CURVES) is not None


def grows(metric: str) -> bool | None:
    """Whether more of a metric is better, by its function's name or its scorer's."""
    name = metric.removeprefix(NEGATED)
    for spelled in (name, f"{name}_score", f"{name}_loss"):
        if spelled in GROWING_METRICS:
            return True
        if spelled in SHRINKING_METRICS:
            return False
    if name.startswith(("f1", "precision", "recall", "jaccard", "roc_auc")):
        return True
    return None


def scorers(term: Term | None) -> tuple[Scorer, ...]:
    """The scorers that a ``scoring=`` argument asks for; none where they cannot be read."""
    return tuple(_scorers(term)) if term is not None else ()


def _scorers(term: Term) -> Iterator[Scorer]:
    match term:
        case Const(value=str(name)):
            yield Scorer(name, grows(name), name.startswith(NEGATED), term.place)
        case Result(event=event) if is_make_scorer(event):
            yield made_scorer(event)
        case Result(event=event) if named(event.callee, "sklearn", {"get_scorer"}):
            for argument in event.arguments.positional[:1]:
                yield from _scorers(argument.value)
        case Mapping(entries=entries):
            for entry in entries:
                yield from _scorers(entry.value)
        case Sequence(items=items):
            for item in items:
                yield from _scorers(item)


def is_make_scorer(event: CallEvent) -> bool:
    """Whether the call turns a score function into a scorer."""
    return named(event.callee, "sklearn", {"make_scorer"}) is not None


def made_scorer(event: CallEvent) -> Scorer:
    """What ``make_scorer(function, greater_is_better=…)`` measures."""
    given = event.arguments.get("score_func", ("score_func",))
    function = given.value if given is not None else None
    name = metric_function(function) if function is not None else None
    nature = grows(name) if name is not None else None
    if name is None and isinstance(function, Function) and not _turns_signs(function.node):
        name = function.name
    return Scorer(name, nature, _turned(event), event.place)


def _turns_signs(node: cst.CSTNode) -> bool:
    """Whether a function turns a sign somewhere: its name may speak of what it was before."""
    match node:
        case cst.UnaryOperation(operator=cst.Minus()):
            return True
        case cst.BinaryOperation(operator=cst.Subtract(), left=cst.Integer() | cst.Float()):
            return True
    return any(_turns_signs(child) for child in children(node))


def _turned(event: CallEvent) -> bool | None:
    argument = event.arguments.get("greater_is_better")
    if argument is None:
        return None if event.arguments.open_keywords else False
    options = options_of(argument.value)
    values = {option.value for option in options if isinstance(option, Const)}
    if len(values) != 1 or len(options) != 1:
        return None
    return not values.pop()
