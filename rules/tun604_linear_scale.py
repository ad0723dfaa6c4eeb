"""TUN604 linear-scale

## What it does

Flags a hyperparameter that is a scale by its name (learning rate, weight decay, `l1`, `l2`,
`alpha`, `lambda`, `reg…`, `C`, `gamma`, `epsilon`, `tol`, `var_smoothing`) and is drawn evenly
between bounds that lie a factor of 100 or more apart. Logarithmic sampling, explicit lists and a
lower bound of 0 are no finding.

## Why is this bad?

Of even draws between 0.0001 and 0.1, nine in ten are above 0.01 and one in a hundred is below
0.001: the search hardly looks at the small values that the bounds ask for.

## Example

```python
from hyperopt import fmin, hp, tpe

space = {"learning_rate": hp.uniform("learning_rate", 1e-4, 1e-1)}
best = fmin(objective, space, algo=tpe.suggest, max_evals=50)
```

## Use instead

```python
import numpy as np
from hyperopt import fmin, hp, tpe

space = {"learning_rate": hp.loguniform("learning_rate", np.log(1e-4), np.log(1e-1))}
best = fmin(objective, space, algo=tpe.suggest, max_evals=50)
```

## How it is confirmed

A thousand values are drawn from the declaration, nothing is trained. It is confirmed where surely
four fifths of them or more (95% interval) lie above a tenth of the largest, although the range
spans the factor of 100 (`ratio`).

## Where it stops looking

Only the names above count, as whole words between underscores, without case; with scikit-learn's
`step__parameter` the parameter. How far apart the bounds must lie is the option `ratio`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import libcst as cst

from tunelint.api import (
    Change,
    Default,
    Finding,
    Fix,
    Hyperparameter,
    Lab,
    Name,
    Place,
    Program,
    Replace,
    Rule,
    Search,
    Verdict,
    Wrap,
    largest,
    refuted,
    smallest,
    unsafe_fix,
)
from tunelint.experiments.samples import crowds_the_top, drawn
from tunelint.findings.fixes.arguments import given, is_own, written_at, written_code
from tunelint.interpreter.objects import CallEvent
from tunelint.model.facts import UNKNOWN

SCALES = frozenset(
    {
        "alpha",
        "c",
        "epsilon",
        "eta",
        "gamma",
        "l1",
        "l2",
        "lambda",
        "learning_rate",
        "lr",
        "reg",
        "tol",
        "var_smoothing",
        "weight_decay",
    }
)
# ``regularization``, ``regularisation``, ``regularizer``
REGULARISATION = "regular"

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

Subject = tuple[Search, Hyperparameter]


@dataclass(frozen=True)
class LinearScale(Rule, level="warning", not_for="loop"):
    ratio: float = 100

    def subjects(self, program: Program) -> Iterable[Subject]:
        return (
            (search, hyperparameter)
            for search in program.searches
            for hyperparameter in search.hyperparameters or ()
            if hyperparameter.kind in ("int", "float") and any(_scales(hyperparameter))
        )

    def check(self, subject: Subject) -> Finding | None:
        search, hyperparameter = subject
        name = next(_scales(hyperparameter), None)
        if name is None or hyperparameter.log is not False:
            return None
        low, high = largest(hyperparameter.low), smallest(hyperparameter.high)
        if low is None or high is None or low <= 0 or not _reaches(high / low, self.ratio):
            return None
        return self.finding(
            hyperparameter.anchor,
            f"{name!r} is drawn linearly from {low:g} to {high:g}: only"
            f" {_share(low, high)} of the draws fall below {10 * low:g}, so the small values are"
            " hardly tried",
            help=f"draw it on a logarithmic scale: {search.dialect.logarithmic}",
            fix=_fix(search, hyperparameter),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, hyperparameter = subject
        apart = _factor(hyperparameter)
        if apart == math.inf:
            return refuted("its range begins at 0, where no decade is the lowest")
        if apart is not None and not _reaches(apart, self.ratio):
            return refuted(f"its bounds lie a factor of {apart:.3g} apart, not {self.ratio:g}")
        return crowds_the_top(drawn(lab, search, hyperparameter), self.ratio)


def _fix(search: Search, declared: Hyperparameter) -> Fix | None:
    """The same range on a logarithmic scale, as the library spells it."""
    step = declared.step
    stepless = isinstance(step, Default) or step is UNKNOWN or step.always(lambda n: n is None)
    if declared.quantised or not stepless:
        return None
    changes = _changes(search.tuner, declared)
    return unsafe_fix("draw it on a logarithmic scale", *changes) if changes else None


def _changes(tuner: str, declared: Hyperparameter) -> tuple[Change, ...]:
    if tuner in ARGUMENTS and declared.function in ARGUMENTS[tuner].takers:
        argument = ARGUMENTS[tuner]
        change = given(declared.event, argument.keyword, (argument.value,))
        return (change,) if change is not None else ()
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


def _scales(hyperparameter: Hyperparameter) -> Iterator[str]:
    """The names of the hyperparameter that say it is a scale."""
    for name in (*(hyperparameter.name.values or ()), hyperparameter.key):
        if isinstance(name, str) and _is_scale(name):
            yield name


def _is_scale(name: str) -> bool:
    parameter = name.rpartition("__")[2]
    words = [word for word in re.split(r"[^a-z0-9]+", parameter.lower()) if word]
    pairs = [f"{one}_{other}" for one, other in pairwise(words)]
    return any(word in SCALES or word.startswith(REGULARISATION) for word in (*words, *pairs))


def _reaches(ratio: float, least: float) -> bool:
    return ratio >= least or math.isclose(ratio, least, rel_tol=1e-9)


def _factor(hyperparameter: Hyperparameter) -> float | None:
    """How far apart the bounds of an even range lie, None where that is not known."""
    low, high = smallest(hyperparameter.low), largest(hyperparameter.high)
    if hyperparameter.log is not False or low is None or high is None:
        return None
    return high / low if low > 0 else math.inf


def _share(low: float, high: float) -> str:
    """The share of even draws in the lowest decade."""
    share = 9 * low / (high - low)
    return f"{share:.0%}" if share >= 0.01 else f"{share:.1%}" if share >= 0.001 else "under 0.1%"
