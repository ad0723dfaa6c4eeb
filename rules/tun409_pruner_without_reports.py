"""TUN409 pruner-without-reports

## What it does

Flags an Optuna study that is given a pruner while its objective never calls `trial.report`, or
reports and never asks `trial.should_prune()`. Silent where the trial is handed to code that cannot
be read, such as an integration's pruning callback, and for `NopPruner`.

## Why is this bad?

A pruner only knows what trials report, and only stops the trials that ask it. Without both, every
trial runs to its end: the search takes as long as without the pruner that it was planned with, and
nothing says so.

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

A few trials are run under the caps, and what each reports and asks is counted. It is confirmed
where no trial does both, so that none can be pruned, and refuted where one does: a short run may
end before a pruner acts. Where the caps cut trainings short and nothing is reported, they are run
again for all of their epochs.

## Where it stops looking

Objectives that cannot be seen, and trials that are handed on to code that cannot be read. A pruner
that is chosen at run time, and the default one.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import Finding, Lab, Program, Pruning, Related, Rule, Search, Verdict
from tunelint.experiments.training_length import can_prune

Subject = tuple[Search, Pruning]


class PrunerWithoutReports(Rule, level="warning", tuners="Optuna"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        for search in program.searches:
            if search.pruning is not None and search.functions:
                yield search, search.pruning

    def check(self, subject: Subject) -> Finding | None:
        search, pruning = subject
        if pruning.handed or (pruning.reports and pruning.asks):
            return None
        objective = search.functions[0]
        if pruning.reports:
            return self.finding(
                pruning.place,
                f"{pruning.label} never ends a trial: {_name(objective.name)} reports its scores,"
                " but never asks trial.should_prune()",
                related=[Related(pruning.reports[0].place, "reported here")],
                help="if trial.should_prune(): raise optuna.TrialPruned()",
            )
        return self.finding(
            pruning.place,
            f"{pruning.label} never ends a trial: {_name(objective.name)} reports no scores to it"
            " (trial.report), so every trial runs to its end",
            help="report a score after each epoch and ask trial.should_prune(), or leave the"
            " pruner out",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, _ = subject
        return can_prune(lab, search)


def _name(name: str) -> str:
    return "the objective" if name in ("", "<lambda>", "__call__") else name
