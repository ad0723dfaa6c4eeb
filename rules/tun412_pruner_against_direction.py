"""TUN412 pruner-against-direction

## What it does

Flags trials that report to the pruner a score which gets better against the study's direction: a
loss is reported, while an accuracy is returned and maximised. Also a scheduler of Ray's whose
`mode` goes against its metric.

## Why is this bad?

A pruner compares what is reported in the direction of the study: it ends the best trials, and lets
the worst ones train to their end.

## Example

```python
import optuna
from sklearn.metrics import log_loss

def objective(trial):
    model = make(trial.suggest_float("alpha", 1e-6, 1e-1, log=True))
    for epoch in range(20):
        model.partial_fit(x_train, y_train)
        trial.report(log_loss(y_val, model.predict_proba(x_val)), epoch)
        if trial.should_prune():
            raise optuna.TrialPruned()
    return model.score(x_val, y_val)

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
```

## Use instead

```python
import optuna

def objective(trial):
    model = make(trial.suggest_float("alpha", 1e-6, 1e-1, log=True))
    for epoch in range(20):
        model.partial_fit(x_train, y_train)
        trial.report(model.score(x_val, y_val), epoch)
        if trial.should_prune():
            raise optuna.TrialPruned()
    return model.score(x_val, y_val)

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
```

## How it is confirmed

Trials are run to their end, none of them pruned: they rank against what they report last. Ray Tune
cannot be asked.

## Where it stops looking

Scores whose direction neither the code nor their names tell, scores that are returned against the
direction themselves (TUN304), pruners that compare with bounds of their own (`ThresholdPruner`) or
never prune, trials that never ask, and studies of several objectives.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.pruned_directions import Against, against_direction
from tunelint.analyses.score_directions import DOES
from tunelint.api import Finding, Lab, Program, Related, Rule, Verdict
from tunelint.experiments.pruning import ends_the_best
from tunelint.libraries.ray_tune.tables import MUTATING

ENDS = "it ends the best trials and keeps the worst"
COPIES = "it overwrites the best trials with copies of the worst"


class PrunerAgainstDirection(
    Rule, level="error", tuners=("Optuna", "Ray Tune"), instead_of="TUN304"
):
    def subjects(self, program: Program) -> Iterable[Against]:
        for search in program.searches:
            yield from against_direction(search, program)

    def check(self, subject: Against) -> Finding:
        noun, way = subject.search.noun, subject.direction
        if subject.scheduler:
            told = f'{subject.scheduler} gets mode="{way}" for {subject.what}'
            does = COPIES if subject.scheduler in MUTATING else ENDS
            advice = f'write mode="{"max" if way == "min" else "min"}"'
        else:
            told, does = f"the pruner gets {subject.what}, but the {noun} {DOES[way]}", ENDS
            advice = "report the score that the trial returns"
        return self.finding(
            subject.place,
            f"{told}: {does}",
            related=[Related(place, "trials are judged by this") for place in subject.related],
            help=advice,
        )

    def confirm(self, subject: Against, lab: Lab) -> Verdict:
        return ends_the_best(lab, subject.search)
