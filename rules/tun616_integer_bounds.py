"""TUN616 integer-bounds

## What it does

Flags a scikit-optimize dimension that is written as a tuple or list with two whole numbers for a
parameter that is continuous: `subsample`, `C`, `ccp_alpha`, a learning rate, …

## Why is this bad?

scikit-optimize makes an integer dimension of two whole numbers: of `(0, 1)` only 0 and 1 are drawn,
and no value between, so the search compares the two ends.

## Example

```python
from sklearn.linear_model import SGDClassifier
from skopt import BayesSearchCV

space = {"l1_ratio": (0, 1)}
search = BayesSearchCV(SGDClassifier(penalty="elasticnet", random_state=1), space, random_state=1)
search.fit(X, y)
```

## Use instead

```python
from sklearn.linear_model import SGDClassifier
from skopt import BayesSearchCV

space = {"l1_ratio": (0.0, 1)}
search = BayesSearchCV(SGDClassifier(penalty="elasticnet", random_state=1), space, random_state=1)
search.fit(X, y)
```

## How it is confirmed

Twenty values are drawn: confirmed where all of them are whole, refuted where one is not.

## Where it stops looking

`Integer(…)`, `Real(…)`, and bounds one of which is a float. Names that are not on the list, behind
the `__` of a step; of `gp_minimize` and its like, values that reach no estimator as they are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tunelint.api import (
    Finding,
    Fix,
    Hyperparameter,
    Lab,
    Program,
    Replace,
    Rule,
    Search,
    Verdict,
    smallest,
    unsafe_fix,
)
from tunelint.experiments.samples import OF_WHOLE, are_whole, drawn

# What takes no whole numbers with a meaning of their own, unlike `max_features` or `max_samples`.
CONTINUOUS = frozenset(
    {
        *("C", "alpha", "ccp_alpha", "coef0", "epsilon", "eta", "eta0", "gamma", "l1_ratio", "nu"),
        *("l1", "l2", "lambda_l1", "lambda_l2", "learning_rate", "learning_rate_init", "lr"),
        *("min_impurity_decrease", "min_split_gain", "min_weight_fraction_leaf", "momentum"),
        *("reg_alpha", "reg_lambda", "reg_param", "shrinkage", "tol", "validation_fraction"),
        *("var_smoothing", "weight_decay", "bagging_fraction", "feature_fraction", "subsample"),
        *("colsample_bylevel", "colsample_bynode", "colsample_bytree", "dropout", "dropout_rate"),
    }
)

Subject = tuple[Search, Hyperparameter, str]


class IntegerBounds(Rule, level="warning", tuners="scikit-optimize"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        seen: set[object] = set()
        for search, declared in program.hyperparameters:
            written = declared.function in ("tuple", "list") and declared.kind in ("int", "float")
            names = [name for name in _names(search, declared) if name in CONTINUOUS]
            if written and names and declared.anchor.key not in seen:
                seen.add(declared.anchor.key)
                yield search, declared, names[0]

    def check(self, subject: Subject) -> Finding | None:
        _, declared, name = subject
        low, high = smallest(declared.low), smallest(declared.high)
        if declared.kind != "int" or low is None or high is None or not low < high:
            return None
        between = "" if high - low > 1 else f", so only {low:g} and {high:g} are drawn"
        return self.finding(
            declared.anchor,
            f"{name!r} is drawn as an integer: both bounds, {low:g} and {high:g}, are"
            f" integers{between}",
            help=f"write one bound as a float: {low:.1f}",
            fix=_fix(declared),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, declared, _ = subject
        return are_whole(drawn(lab, search, declared, OF_WHOLE))


def _names(search: Search, declared: Hyperparameter) -> Iterator[str]:
    """The parameters that the dimension is drawn for."""
    if isinstance(declared.name.value, str):
        yield declared.parameter or declared.name.value.rpartition("__")[2]
    for use in search.uses:
        if use.hyperparameter is declared and not use.from_result:
            yield use.parameter


def _fix(declared: Hyperparameter) -> Fix | None:
    """The lower bound as a float, where it is written out."""
    place = declared.low.place
    match place.node if place is not None else None:
        case cst.Integer(value=text) if text.isdigit() and place is not None:
            return unsafe_fix(f"write {text}.0", Replace(place, (f"{text}.0",)))
    return None
