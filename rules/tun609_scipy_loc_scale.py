"""TUN609 scipy-loc-scale

## What it does

Flags `scipy.stats.uniform(a, b)` in the space of a random search where `a` and `b` are meant as the
lowest and the highest value: where `a + b` leaves the range that the parameter has (shares such as
`subsample`, `colsample_bytree`, `max_features`, `l1_ratio` or a dropout rate end at 1), or where
`a` is above 0 and the code calls `b` its maximum.

## Why is this bad?

SciPy's second argument is the width: `uniform(0.5, 0.9)` draws from 0.5 to 1.4, not to 0.9. Where
the parameter is a share, the draws above 1 fail, or the search tries values that nobody meant.

## Example

```python
from scipy.stats import uniform
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import RandomizedSearchCV

space = {"subsample": uniform(0.5, 0.9)}
search = RandomizedSearchCV(GradientBoostingClassifier(), space, n_iter=20, random_state=7)
search.fit(x_train, y_train)
```

## Use instead

```python
from scipy.stats import uniform
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import RandomizedSearchCV

space = {"subsample": uniform(0.5, 0.4)}
search = RandomizedSearchCV(GradientBoostingClassifier(), space, n_iter=20, random_state=7)
search.fit(x_train, y_train)
```

## How it is confirmed

A thousand values are drawn (of a loop as many as it draws); it is confirmed where some lie above
the highest value that was meant. Fewer than a hundred values below it do not refute the finding.

## Where it stops looking

Distributions with `loc=` or `scale=` written out, whose author knows what they mean; parameters
without a range of their own whose bounds have no telling names.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import libcst as cst

from tunelint.api import (
    Change,
    Finding,
    Fix,
    Hyperparameter,
    Lab,
    Program,
    Rule,
    Search,
    Unanswered,
    Verdict,
    Wrap,
    smallest,
    unsafe_fix,
)
from tunelint.experiments.samples import drawn, exceeds
from tunelint.findings.fixes.arguments import is_own, replaced, value_place
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Argument

SHARES = frozenset(
    {
        "bagging_fraction",
        "dropout",
        "dropout_rate",
        "feature_fraction",
        "l1_ratio",
        "max_features",
        "max_samples",
        "rsm",
        "subsample",
        "validation_fraction",
    }
)
SHARE_PREFIXES = ("colsample_", "dropout_")
MAXIMUM = frozenset({"end", "high", "highest", "hi", "max", "maximum", "stop", "to", "upper"})

Subject = tuple[Trace, Search, Hyperparameter]


class ScipyLocScale(Rule, level="warning", tuners=("scikit-learn", "loop")):
    def subjects(self, program: Program) -> Iterable[Subject]:
        seen: set[object] = set()
        for search in program.searches:
            for declared in search.hyperparameters or ():
                known = smallest(declared.low), smallest(declared.high)
                drawn_evenly = declared.function == "uniform" and None not in known
                if drawn_evenly and declared.event.place.key not in seen:
                    seen.add(declared.event.place.key)
                    yield program.trace, search, declared

    def check(self, subject: Subject) -> Finding | None:
        trace, _, declared = subject
        width = declared.width
        if width is None:
            return None
        low, high = smallest(declared.low), smallest(declared.high)
        if low is None or high is None:
            return None
        second = high - low
        why = _beyond_its_range(declared, low, high) or _called_maximum(trace, width, low, second)
        if why is None:
            return None
        name, meant = declared.name.value, _meant(declared, low, second)
        return self.finding(
            width.anchor,
            f"uniform({low:g}, {second:g}) draws {_spoken(name)} from {low:g} to {high:g}, because"
            f" its second argument is the width; {why}",
            help=f"write uniform({low:g}, {meant - low:g}) to draw up to {meant:g}",
            fix=_fix(declared, width, meant - low, second),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search, declared = subject
        low, high = smallest(declared.low), smallest(declared.high)
        if low is None or high is None:
            raise Unanswered("what this is drawn from cannot be read")
        if self.check(subject) is not None:
            meant = _meant(declared, low, high - low)
            return exceeds(drawn(lab, search, declared), meant)
        return exceeds(drawn(lab, search, declared), 1.0 if _is_share(declared) else high)


def _fix(declared: Hyperparameter, width: Argument, meant: float, second: float) -> Fix | None:
    """The width in place of the highest value."""
    low = declared.event.place.node
    change: Change | None = replaced(width, (f"{meant:.12g}",))
    if change is None and is_own(width) and isinstance(value_place(width).node, cst.Name):
        first = low.args[0].value if isinstance(low, cst.Call) and low.args else None
        if isinstance(first, cst.Name) and second == meant + (smallest(declared.low) or 0):
            change = Wrap(width.place, (), (f" - {first.value}",))
    return unsafe_fix(f"draw over a width of {meant:g}", change) if change is not None else None


def _spoken(name: object) -> str:
    return repr(name) if isinstance(name, str) else "the parameter"


def _beyond_its_range(declared: Hyperparameter, low: float, high: float) -> str | None:
    """Why the draws leave the range that the parameter has, where they do."""
    beyond = high > 1 and not math.isclose(high, 1)
    if not _is_share(declared) or not beyond or not 0 <= low < 1:
        return None
    return f"{_parameter(declared)} is a share and ends at 1"


def _is_share(declared: Hyperparameter) -> bool:
    parameter = _parameter(declared)
    return parameter in SHARES or parameter.startswith(SHARE_PREFIXES)


def _parameter(declared: Hyperparameter) -> str:
    return str(declared.name.value).rpartition("__")[2].lower()


def _meant(declared: Hyperparameter, low: float, second: float) -> float:
    """The highest value that the author can have meant."""
    highest = second if second > low else 1.0
    return min(highest, 1.0) if _is_share(declared) else highest


def _called_maximum(trace: Trace, width: Argument, low: float, second: float) -> str | None:
    """That the code calls the width its maximum, where it does."""
    if low <= 0 or second <= low:
        return None
    for name in trace.names_of(width.value):
        if MAXIMUM & set(re.split(r"[^a-z]+", name.lower())):
            return f"the code calls that {name}"
    return None
