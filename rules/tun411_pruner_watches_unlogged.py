"""TUN411 pruner-watches-unlogged

## What it does

Flags a pruning callback of Optuna's integrations that watches a score which the training never
logs: a different spelling (`val_acc` with `metrics=['accuracy']`), a `val_` score without
validation data, rows or a metric that the boosting does not evaluate. Also a LightGBM metric
against the study's direction, which its callback refuses.

## Why is this bad?

The callbacks for Keras and Lightning only warn: nothing is reported, so the pruner never ends a
trial. Those for XGBoost, LightGBM and CatBoost raise an exception in every trial.

## Example

```python
import optuna
from optuna_integration import KerasPruningCallback

def objective(trial):
    model = keras.Sequential([keras.layers.Dense(trial.suggest_int("units", 8, 64))])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    prune = KerasPruningCallback(trial, "val_acc")
    model.fit(x, y, validation_data=(x_val, y_val), epochs=20, callbacks=[prune])
    return model.evaluate(x_val, y_val)[1]

study = optuna.create_study(direction="maximize", pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=50)
```

## Use instead

```python
import optuna
from optuna_integration import KerasPruningCallback

def objective(trial):
    model = keras.Sequential([keras.layers.Dense(trial.suggest_int("units", 8, 64))])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    prune = KerasPruningCallback(trial, "val_accuracy")
    model.fit(x, y, validation_data=(x_val, y_val), epochs=20, callbacks=[prune])
    return model.evaluate(x_val, y_val)[1]

study = optuna.create_study(direction="maximize", pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=50)
```

## How it is confirmed

Where trials should fail, a few are run: one raises the exception, or none does. Else a few trials
run under the caps: none reports a score.

## Where it stops looking

Metrics, rows and parameters that cannot be read, callbacks of the project's own, trainings in code
that cannot be seen, and Lightning's data modules.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.unlogged_scores import ERRORS, Unlogged, unlogged
from tunelint.api import (
    Finding,
    Fix,
    Lab,
    Level,
    Program,
    PruningCallback,
    Related,
    Rule,
    Search,
    Verdict,
    safe_fix,
)
from tunelint.experiments.exceptions import a_trial_fails
from tunelint.experiments.pruning import can_prune
from tunelint.findings.fixes.strings import respelled

# Words of the exceptions that do not name the score.
REFUSING = ("study directions", "evaluation result list")

Subject = tuple[Search, PruningCallback, Unlogged | None]


class PrunerWatchesUnlogged(Rule, level="warning", tuners="Optuna"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        for search in program.searches:
            for callback in search.pruning_callbacks:
                yield search, callback, unlogged(callback, search, program)

    def check(self, subject: Subject) -> Finding | None:
        _, callback, found = subject
        if found is None:
            return None
        error = ERRORS.get(callback.kind)
        effect = f"every trial raises {error}" if error else "nothing is ever pruned"
        return self.finding(
            callback.monitor.place or callback.event.anchor,
            f"{callback.kind} watches {callback.monitor.value!r}, {found.why}: {effect}",
            related=[Related(found.place, "this decides what is logged")],
            help=f"write {found.instead!r}" if found.instead is not None else found.advice,
            level=Level.ERROR if error else Level.WARNING,
            fix=_fix(callback, found),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, callback, _ = subject
        error = ERRORS.get(callback.kind)
        if error is None:
            return can_prune(lab, search)
        return a_trial_fails(lab, search, error, (str(callback.monitor.value), *REFUSING))


def _fix(callback: PruningCallback, found: Unlogged) -> Fix | None:
    """The name under which the training logs the same score."""
    change = respelled(callback.monitor, found.instead) if found.instead is not None else None
    return safe_fix(f"write {found.instead!r}", change) if change is not None else None
