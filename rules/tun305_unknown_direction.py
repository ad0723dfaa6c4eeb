"""TUN305 unknown-direction

## What it does

Flags an objective given as a string whose direction Keras Tuner cannot infer: `'val_f1'`,
`'val_rmse'`, `'val_auc_1'`, a custom metric, a name with an output's prefix. It speaks for TUN301
where the name is not logged either.

## Why is this bad?

Keras Tuner knows only Keras' own metric names. For any other name it raises ValueError when the
tuner is built (TypeError for metrics that need arguments, such as `'val_mean_io_u'`), so the search
never starts.

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

The script runs up to the call that builds the tuner: it raises ValueError or TypeError, about the
objective or the arguments that the metric lacks.

## Where it stops looking

Names that cannot be read, and objectives given as a list.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.direction_fix import directed, said
from tunelint.api import Finding, Fix, Lab, Objective, Program, Rule, Search, Verdict, safe_fix
from tunelint.experiments.exceptions import fails_at
from tunelint.findings.fixes.arguments import is_own
from tunelint.libraries.common.metric_direction import grows


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
        name = str(objective.name.value)
        return self.finding(
            objective.place,
            f"{search.tuner} cannot tell whether to maximise or minimise {name!r}: {search.label}"
            f" raises {objective.refusal} when it is built",
            help=f'write objective=keras_tuner.Objective("{name}", {said(grows(name))})',
            fix=_fix(objective, grows(name)),
        )

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        objective = search.objective
        name = str(objective.name.value) if objective is not None else ""
        # A metric that needs arguments is built without them.
        return fails_at(lab, search.built.place, "ValueError or TypeError", (name, "__init__()"))


def _fix(objective: Objective, higher_is_better: bool | None) -> Fix | None:
    """The direction said, where the name settles it."""
    argument = objective.argument
    if higher_is_better is None or argument is None or not is_own(argument):
        return None
    direction = "max" if higher_is_better else "min"
    return safe_fix(f'set the direction to "{direction}"', directed(argument, direction))
