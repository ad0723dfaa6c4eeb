"""TUN307 metrics-names-lookup

## What it does

Flags scores that are looked up by a metric's name in `model.metrics_names`: with
`metrics_names.index('accuracy')`, `dict(zip(model.metrics_names, …))['accuracy']`, or a loop that
compares names. Names that are only printed are left alone.

## Why is this bad?

In Keras 3, `metrics_names` is `['loss', 'compile_metrics']`, whatever the metrics are. The lookup
raises ValueError or KeyError in every trial; the comparison is never true.

## Example

```python
from hyperopt import fmin, hp, tpe

def objective(params):
    model = build_model(params)
    model.fit(x_train, y_train, epochs=20)
    values = model.evaluate(x_val, y_val)
    return -values[model.metrics_names.index("accuracy")]

best = fmin(objective, hp.uniform("rate", 0, 0.5), algo=tpe.suggest, max_evals=50)
```

## Use instead

```python
from hyperopt import fmin, hp, tpe

def objective(params):
    model = build_model(params)
    model.fit(x_train, y_train, epochs=20)
    values = model.evaluate(x_val, y_val, return_dict=True)
    return -values["accuracy"]

best = fmin(objective, hp.uniform("rate", 0, 0.5), algo=tpe.suggest, max_evals=50)
```

## How it is confirmed

The script runs a few short trials up to the lookup: the name is not there, or the lookup raises
ValueError or KeyError.

## Where it stops looking

Names that cannot be read, lookups of `'loss'`, `return_dict=True`, and files without a search.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.metric_lookups import NameLookup, names_looked_up
from tunelint.api import Finding, Lab, Program, Rule, Verdict
from tunelint.experiments.metric_names import is_missing


class MetricsNamesLookup(Rule, level="error", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[NameLookup]:
        if not any(search.tuner in self.tuners for search in program.searches):
            return ()
        return names_looked_up(program.trace)

    def check(self, lookup: NameLookup) -> Finding | None:
        return self.finding(
            lookup.place,
            f"{lookup.name!r} is not in metrics_names, which holds only 'loss' and"
            " 'compile_metrics' in Keras 3: the lookup fails in every trial",
            help=f"write evaluate(…, return_dict=True)[{lookup.name!r}]",
        )

    def confirm(self, lookup: NameLookup, lab: Lab) -> Verdict:
        return is_missing(lab, lookup.place, lookup.name)
