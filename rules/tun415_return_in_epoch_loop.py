"""TUN415 return-in-epoch-loop

## What it does

Flags a `return` that stands inside the loop over epochs of a trial, one level too deep, so that
the first epoch ends the trial.

## Why is this bad?

Every trial trains for one epoch, however many the loop counts: the search ranks how fast
configurations start, and a pruner sees one report of each trial.

## Example

```python
import optuna

def objective(trial):
    model = make(trial.suggest_float("rate", 1e-4, 1e-1, log=True))
    for epoch in range(20):
        loss = train_epoch(model)
        trial.report(loss, epoch)
        if trial.should_prune():
            raise optuna.TrialPruned()
        return loss

study = optuna.create_study()
study.optimize(objective, n_trials=50)
```

## Use instead

```python
import optuna

def objective(trial):
    model = make(trial.suggest_float("rate", 1e-4, 1e-1, log=True))
    for epoch in range(20):
        loss = train_epoch(model)
        trial.report(loss, epoch)
        if trial.should_prune():
            raise optuna.TrialPruned()
    return loss

study = optuna.create_study()
study.optimize(objective, n_trials=50)
```

## How it is confirmed

A few trials run: the loops over epochs that are seen end in their first pass.

## Where it stops looking

Returns under a condition, loops that can go on past an exception, loops of one pass, and loops over
batches, folds or whatever else is not known to be epochs.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.early_returns import EarlyReturn, early_returns
from tunelint.api import Finding, Lab, Program, Related, Rule, Verdict, counted
from tunelint.experiments.training_length import ends_in_its_first_epoch


class ReturnInEpochLoop(Rule, level="warning", not_for=("Keras Tuner", "scikit-learn")):
    def subjects(self, program: Program) -> Iterable[EarlyReturn]:
        for search in program.searches:
            yield from early_returns(search, program)

    def check(self, subject: EarlyReturn) -> Finding:
        epochs = subject.epochs
        over = counted(epochs, "epoch") if epochs is not None else "epochs"
        return self.finding(
            subject.event.place,
            f"this return stands inside the loop over {over}: each trial trains for 1 epoch",
            related=[Related(subject.counted, "the loop that it ends")],
            help="move the return out of the loop, to the level of its for",
        )

    def confirm(self, subject: EarlyReturn, lab: Lab) -> Verdict:
        return ends_in_its_first_epoch(lab, subject.search)
