"""TUN308 metric-name-drifts

## What it does

Flags a score that is looked up by name (`history["val_auc"]`), or watched by a callback
(`monitor="val_auc"`), where the metric is an object without a name of its own, and where one
process builds it again and again: in every trial of a search, or in every fold of a trial.

## Why is this bad?

Keras numbers unnamed metrics within a process: the first `AUC()` logs `auc`, the next one `auc_1`.
From the second trial on, the lookup raises KeyError. `EarlyStopping`, `ModelCheckpoint` and
`ReduceLROnPlateau` raise ValueError in `fit`; with `mode=` written out they only warn and do
nothing, as a `KerasPruningCallback` does (Keras 3.15.1).

## Example

```python
import keras
from hyperopt import fmin, hp, tpe

def objective(units):
    model = keras.Sequential([keras.layers.Dense(int(units)), keras.layers.Dense(1)])
    model.compile(loss="binary_crossentropy", metrics=[keras.metrics.AUC()])
    history = model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
    return -max(history.history["val_auc"])

best = fmin(objective, hp.quniform("units", 4, 64, 1), algo=tpe.suggest, max_evals=50)
```

## Use instead

```python
import keras
from hyperopt import fmin, hp, tpe

def objective(units):
    model = keras.Sequential([keras.layers.Dense(int(units)), keras.layers.Dense(1)])
    model.compile(loss="binary_crossentropy", metrics=[keras.metrics.AUC(name="auc")])
    history = model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
    return -max(history.history["val_auc"])

best = fmin(objective, hp.quniform("units", 4, 64, 1), algo=tpe.suggest, max_evals=50)
```

## How it is confirmed

The script runs a few short trials: from the second on, the lookup raises KeyError, or the training
raises ValueError or warns that what the callback watches is not there.

## Where it stops looking

Trials that call `clear_session`, as Keras Tuner does, metrics that are built outside of the trials,
names that the trial tests with `in` or whose KeyError it catches, and `.get(…)`. Ray Tune gives
each trial a process or thread of its own: only repeated fits inside one trial count there.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.drifting_names import Drifting, drifting_names, metric_named
from tunelint.api import Finding, Lab, Program, Related, Rule, Verdict
from tunelint.experiments.exceptions import fails_again_at, warns_again_at
from tunelint.libraries.keras.logs import VALIDATION


class MetricNameDrifts(
    Rule, level="error", not_for=("Keras Tuner", "scikit-learn"), replaces="TUN405"
):
    def subjects(self, program: Program) -> Iterable[Drifting]:
        for search in program.searches:
            if search.tuner in self.tuners:
                yield from drifting_names(program, search)

    def check(self, subject: Drifting) -> Finding | None:
        logged, metric = subject.name.removeprefix(VALIDATION), subject.metric
        if metric is None:
            return None
        again = "fold" if subject.search.apart else "trial"
        unnamed = [Related(metric.place, "this metric has no name")] if metric.place else []
        return self.finding(
            subject.place,
            f"{subject.name!r} is logged only in the first {again}: Keras calls the second"
            f" {metric.written} {logged + '_1'!r}, so {_effect(subject)}",
            related=unnamed,
            help=f'give the metric a name: name="{logged}"',
            fix=metric_named(metric, logged),
            cause=f"{metric.place.key}" if metric.place else "",
        )

    def confirm(self, subject: Drifting, lab: Lab) -> Verdict:
        watched = subject.watched
        if watched is None:
            return fails_again_at(lab, subject.place, "KeyError", (subject.name,))
        if watched.fails:
            return fails_again_at(lab, watched.training.event.place, "ValueError", (watched.kind,))
        return warns_again_at(lab, watched.training.event.place, subject.name)


def _effect(subject: Drifting) -> str:
    if subject.watched is None:
        return "this lookup raises KeyError"
    if subject.watched.fails:
        return f"{subject.watched.kind} raises ValueError"
    return f"{subject.watched.kind} does nothing from then on"
