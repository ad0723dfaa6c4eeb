"""TUN413 report-step-repeats

## What it does

Flags reports to an Optuna pruner whose steps start again in every pass of an outer loop (folds,
repeats): `trial.report(score, epoch)` inside a loop over folds, or a pruning callback whose
training runs once for each fold.

## Why is this bad?

Optuna keeps the first report of a step and drops every later one, with a warning only. Trials are
pruned by their first fold alone, which a single hard split decides.

## Example

```python
import optuna

def objective(trial):
    alpha = trial.suggest_float("alpha", 1e-6, 1e-1, log=True)
    scores = []
    for train, valid in folds.split(X, y):
        model = make(alpha)
        for epoch in range(20):
            score = train_epoch(model, train, valid)
            trial.report(score, epoch)
            if trial.should_prune():
                raise optuna.TrialPruned()
        scores.append(score)
    return sum(scores) / len(scores)

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
```

## Use instead

```python
import optuna

def objective(trial):
    alpha = trial.suggest_float("alpha", 1e-6, 1e-1, log=True)
    scores = []
    for fold, (train, valid) in enumerate(folds.split(X, y)):
        model = make(alpha)
        for epoch in range(20):
            score = train_epoch(model, train, valid)
        scores.append(score)
        trial.report(sum(scores) / len(scores), fold)
        if trial.should_prune():
            raise optuna.TrialPruned()
    return sum(scores) / len(scores)

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
```

## How it is confirmed

One trial is run to its end: it reports more scores than the study keeps of it.

## Where it stops looking

Steps that are not counted by a loop in sight, reports under a condition that the outer loop may
decide, loops of one pass or with a `break`, and studies of several objectives.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.repeated_steps import RepeatedSteps, repeated_steps
from tunelint.api import Finding, Lab, Program, Related, Rule, Verdict
from tunelint.experiments.pruning import keeps_first_reports

KEPT = "Optuna keeps only the first pass's reports"


class ReportStepRepeats(Rule, level="warning", tuners="Optuna"):
    def subjects(self, program: Program) -> Iterable[RepeatedSteps]:
        for search in program.searches:
            yield from repeated_steps(search, program)

    def check(self, subject: RepeatedSteps) -> Finding:
        what = f"the steps of {subject.callback}" if subject.callback else "these steps"
        around = subject.loop.place
        return self.finding(
            subject.place,
            f"{what} start again in every pass of the outer loop: {KEPT}",
            related=[Related(around, "the loop around")] if around is not None else (),
            help="report the mean so far once a pass, with the number of the pass as its step",
        )

    def confirm(self, subject: RepeatedSteps, lab: Lab) -> Verdict:
        return keeps_first_reports(lab, subject.search)
