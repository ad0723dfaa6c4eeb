"""TUN409 pruner-without-reports

## What it does

Flags an Optuna study with a pruner whose objective never calls `trial.report`, or reports and never
asks `trial.should_prune()`.

## Why is this bad?

A pruner only knows what trials report, and only stops the trials that ask it. Without both, every
trial runs to its end, and nothing says so.

## Example

```python
import optuna

def objective(trial):
    rate = trial.suggest_float("rate", 1e-4, 1e-1, log=True)
    return train(rate)

study = optuna.create_study(pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=100)
```

## Use instead

```python
import optuna

def objective(trial):
    rate = trial.suggest_float("rate", 1e-4, 1e-1, log=True)
    for epoch in range(20):
        loss = train_one_epoch(rate)
        trial.report(loss, epoch)
        if trial.should_prune():
            raise optuna.TrialPruned()
    return loss

study = optuna.create_study(pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=100)
```

## How it is confirmed

A few trials run under the caps: confirmed where none both reports and asks, refuted where one does,
since a short run may end before a pruner acts. Where the caps cut trainings short and nothing is
reported, they run again for all their epochs.

## Where it stops looking

Objectives that cannot be seen, trials that are handed to code that cannot be read (an integration's
callback), the default pruner, `NopPruner`, and pruners that are chosen at run time.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import Finding, Lab, Program, Pruning, Related, Rule, Search, Verdict
from tunelint.experiments.pruning import can_prune

Subject = tuple[Search, Pruning]


class PrunerWithoutReports(Rule, level="warning", tuners="Optuna"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        for search in program.searches:
            if search.pruning is not None and (search.functions or search.asked):
                yield search, search.pruning

    def check(self, subject: Subject) -> Finding | None:
        search, pruning = subject
        if pruning.handed or (pruning.reports and pruning.asks):
            return None
        missing, advice = "trial.report", "report a score after each epoch, or remove the pruner"
        if pruning.reports:
            missing, advice = "trial.should_prune", "if trial.should_prune(): raise TrialPruned()"
        return self.finding(
            pruning.place,
            f"{pruning.label} never prunes: the {_trial(search)} never calls {missing}",
            related=[Related(call.place, "scores are reported") for call in pruning.reports[:1]],
            help=advice,
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, _ = subject
        return can_prune(lab, search)


def _trial(search: Search) -> str:
    """What runs a trial."""
    return "loop" if search.asked else "objective"
