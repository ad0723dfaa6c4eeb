"""TUN307 metrics-names-lookup

## What it does

Flags scores that are picked by looking a metric's name up in `model.metrics_names`: by
`metrics_names.index('accuracy')`, by `dict(zip(model.metrics_names, …))['accuracy']`, or by
comparing the names in a loop. Silent where names and values are only printed, and with
`return_dict=True`.

## Why is this bad?

In Keras 3, `metrics_names` holds `['loss', 'compile_metrics']` whatever the metrics are. The
look-up fails with ValueError or KeyError, in every trial; the comparison is never true.

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

The script is run, a few short trials, until it gets to the look-up; the name is not among the names
that are there, or the look-up itself raises ValueError or KeyError.

## Where it stops looking

Names that cannot be read, look-ups of `'loss'` (it is in the list), and files without a search.
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
            " 'compile_metrics' in Keras 3: the look-up fails in every trial",
            help=f"write evaluate(…, return_dict=True)[{lookup.name!r}]",
        )

    def confirm(self, lookup: NameLookup, lab: Lab) -> Verdict:
        return is_missing(lab, lookup.place, lookup.name)
