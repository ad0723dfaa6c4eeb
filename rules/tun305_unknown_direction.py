"""TUN305 unknown-direction

## What it does

Flags an objective given as a string whose direction Keras Tuner cannot infer: `'val_f1'`,
`'val_rmse'`, `'val_auc_1'`, a custom metric, a name with an output's prefix. That such a name will
not be logged either is told here, and not by TUN301.

## Why is this bad?

Keras Tuner knows the direction of Keras' own metric names only. For any other name the tuner
raises ValueError when it is built (TypeError for metrics that need arguments, such as
`'val_mean_io_u'`), so the search never starts.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_f1", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## Use instead

```python
import keras_tuner as kt

objective = kt.Objective("val_f1", direction="max")
tuner = kt.RandomSearch(build_model, objective=objective, max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## How it is confirmed

The script is run up to the call that builds the tuner; that call raises ValueError or TypeError,
and the exception names the objective or the metric that lacks its arguments.

## Where it stops looking

Names that cannot be read from the source, and objectives given as a list.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import (
    Finding,
    Fix,
    Lab,
    Name,
    Objective,
    Program,
    Rule,
    Search,
    Verdict,
    Wrap,
    safe_fix,
)
from tunelint.experiments.exceptions import fails_at
from tunelint.findings.fixes.arguments import is_own
from tunelint.libraries.common import metric_direction as directions


class UnknownDirection(Rule, level="error", tuners="Keras Tuner", replaces="TUN301"):
    def subjects(self, program: Program) -> Iterable[Search]:
        return (
            search
            for search in program.searches
            if search.objective is not None
            and search.objective.place is not None
            and search.objective.name.value is not None
        )

    def check(self, search: Search) -> Finding | None:
        objective = search.objective
        if objective is None or objective.place is None or objective.refusal is None:
            return None
        name = objective.name.value
        return self.finding(
            objective.place,
            f"Keras Tuner cannot infer whether {name!r} should grow or shrink: {search.label} will"
            f" raise {objective.refusal} when it is built",
            help=_advice(str(name)),
            fix=_fix(objective),
        )

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        objective = search.objective
        name = str(objective.name.value) if objective is not None else ""
        # A metric that needs arguments is built without them.
        return fails_at(lab, search.built.place, "ValueError or TypeError", (name, "__init__()"))


def _fix(objective: Objective) -> Fix | None:
    """The direction said, where the name settles it."""
    argument, grows = objective.argument, directions.grows(str(objective.name.value))
    if grows is None or argument is None or not is_own(argument):
        return None
    direction = "max" if grows else "min"
    around = Wrap(argument.place, (Name("keras_tuner.Objective"), "("), (f', "{direction}")',))
    return safe_fix(f'say the direction "{direction}"', around)


def _advice(name: str) -> str:
    grows = directions.grows(name)
    direction = {True: '"max"', False: '"min"', None: '"max" or "min"'}[grows]
    return f'say it: objective=keras_tuner.Objective("{name}", {direction})'
