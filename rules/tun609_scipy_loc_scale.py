"""TUN609 scipy-loc-scale

## What it does

Flags `scipy.stats.uniform(a, b)` in a search's space where `a` and `b` are meant as the lowest and
the highest value: where `a + b` leaves the parameter's range (shares such as `subsample`,
`max_features` or a dropout rate end at 1), or where the code calls `b` its maximum.

## Why is this bad?

SciPy's second argument is the width: `uniform(0.5, 0.9)` draws from 0.5 to 1.4. Draws above 1 fail
where the parameter is a share; elsewhere the search tries values that nobody meant.

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

A thousand values are drawn (of a loop, as many as it draws): confirmed where some lie above the
highest value that was meant. Fewer than a hundred values below it do not refute the finding.

## Where it stops looking

`loc=` or `scale=` written out, and parameters without a range of their own whose bounds have no
telling names.
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
        *("bagging_fraction", "feature_fraction", "validation_fraction", "subsample", "rsm"),
        *("dropout", "dropout_rate", "l1_ratio", "max_features", "max_samples"),
    }
)
SHARE_PREFIXES = ("colsample_", "dropout_")
MAXIMUM = frozenset({"end", "high", "highest", "hi", "max", "maximum", "stop", "to", "upper"})

Subject = tuple[Trace, Search, Hyperparameter]


class ScipyLocScale(Rule, level="warning", tuners=("scikit-learn", "loop")):
    def subjects(self, program: Program) -> Iterable[Subject]:
        seen: set[object] = set()
        for search, declared in program.hyperparameters:
            known = smallest(declared.low), smallest(declared.high)
            drawn_evenly = declared.function == "uniform" and None not in known
            if drawn_evenly and declared.event.place.key not in seen:
                seen.add(declared.event.place.key)
                yield program.trace, search, declared

    def check(self, subject: Subject) -> Finding | None:
        trace, _, declared = subject
        width, low, high = declared.width, smallest(declared.low), smallest(declared.high)
        if width is None or low is None or high is None:
            return None
        second = high - low
        why = _beyond_its_range(declared, low, high) or _called_maximum(trace, width, low, second)
        if why is None:
            return None
        meant = _meant(declared, low, second)
        return self.finding(
            width.anchor,
            f"uniform({low:g}, {second:g}) draws {declared.quoted} from {low:g} to {high:g}: the"
            f" second argument is the width, {why}",
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
    call = declared.event.place.node
    change: Change | None = replaced(width, (f"{meant:.12g}",))
    if change is None and is_own(width) and isinstance(value_place(width).node, cst.Name):
        low = call.args[0].value if isinstance(call, cst.Call) and call.args else None
        if isinstance(low, cst.Name) and second == meant + (smallest(declared.low) or 0):
            change = Wrap(width.place, (), (f" - {low.value}",))
    return unsafe_fix(f"write a width of {meant:g}", change)


def _beyond_its_range(declared: Hyperparameter, low: float, high: float) -> str | None:
    """Why the draws leave the range that the parameter has, where they do."""
    beyond = high > 1 and not math.isclose(high, 1)
    if not _is_share(declared) or not beyond or not 0 <= low < 1:
        return None
    return f"and {_parameter(declared)} ends at 1"


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
            return f"but the code calls it {name}"
    return None
