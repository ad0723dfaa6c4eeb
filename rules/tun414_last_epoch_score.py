"""TUN414 last-epoch-score

## What it does

Flags a trial that is scored by the last epoch of its training (`history["val_loss"][-1]`) while a
callback of the same training restores or saves the best epoch.

## Why is this bad?

The search ranks models that nobody keeps: a configuration whose best epoch wins may have a bad last
one, above all where early stopping waits some epochs before it ends the training.

## Example

```python
import keras
import optuna

def objective(trial):
    model = build_model(trial)
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    history = model.fit(x, y, validation_split=0.2, epochs=60, callbacks=[stop])
    return history.history["val_loss"][-1]

study = optuna.create_study(direction="minimize")
study.optimize(objective, n_trials=50)
```

## Use instead

```python
import keras
import optuna

def objective(trial):
    model = build_model(trial)
    stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
    history = model.fit(x, y, validation_split=0.2, epochs=60, callbacks=[stop])
    return min(history.history["val_loss"])

study = optuna.create_study(direction="minimize")
study.optimize(objective, n_trials=50)
```

## How it is confirmed

A few configurations are trained with several seeds. Confirmed where the winner by the last epochs
is worse at its best epoch than a different configuration, by more than seeds explain; refuted where
both rank alike.

## Where it stops looking

Scores that are computed from more than last epochs, evaluations after the training, trainings whose
epochs or callbacks cannot be read, and the trials that Keras Tuner scores itself: by their best
epoch.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.last_epochs import LastEpoch, last_epochs
from tunelint.api import Finding, Lab, Program, Related, Rule, Verdict
from tunelint.experiments.ranking import ranks_by_last_epochs
from tunelint.libraries.common.metric_direction import grows


class LastEpochScore(Rule, level="warning", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[LastEpoch]:
        for search in program.searches:
            if search.tuner in self.tuners:
                yield from last_epochs(program, search)

    def check(self, subject: LastEpoch) -> Finding | None:
        kept = "restores" if subject.restores else "saves"
        return self.finding(
            subject.place,
            f"trials are scored by {subject.log!r} of the last epoch, but {subject.callback.kind}"
            f" {kept} the best one: the search ranks models that are not kept",
            related=[Related(subject.callback.event.place, f"this {kept} the best epoch")],
            help=_advice(subject),
        )

    def confirm(self, subject: LastEpoch, lab: Lab) -> Verdict:
        return ranks_by_last_epochs(lab, subject.search, subject.log, grows(subject.log))


def _advice(subject: LastEpoch) -> str:
    higher = grows(subject.log)
    if subject.callback.monitor.value != subject.log or higher is None:
        return "score the trial by the epoch that is kept"
    best = "max" if higher else "min"
    return f"score the trial by its best epoch: {best}(…[{subject.log!r}])"
