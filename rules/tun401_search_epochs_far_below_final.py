"""TUN401 search-epochs-far-below-final

## What it does

Flags a search whose winner is finally trained for at least three times (option `epoch-ratio`) as
many epochs as each trial. For Hyperband, `max_epochs` counts. PyTorch's loops and Lightning's
trainers count alike.

## Why is this bad?

The search ranks configurations after a few epochs, which favours high learning rates and small
models. Which of them is best after many epochs, it never asks.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=5)
model = tuner.hypermodel.build(tuner.get_best_hyperparameters()[0])
model.fit(x_train, y_train, epochs=100)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=50)
model = tuner.hypermodel.build(tuner.get_best_hyperparameters()[0])
model.fit(x_train, y_train, epochs=100)
```

## How it is confirmed

The search's first proposals are trained on to the final fit's epochs, with two to five seeds each.
*Confirmed* where the early winner loses at the end with every seed, and by more than seeds explain
(95%). *Refuted* where the ranking surely holds (Kendall's tau, 95%) and the early winner wins or
loses no more than seeds explain, or where the trials are no shorter than the final fit.

## Where it stops looking

Epochs that cannot be read or are searched, trials that call `fit` on one model in a loop, epochs
with counted steps. Final fits with early stopping, with callbacks that cannot be read, in a loop
that can be left, or made to find the best epoch.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.analyses.trainings import reached_epochs, runs_its_epochs, trial_epochs
from tunelint.api import Finding, Fit, Lab, Program, Related, Rule, Search, Verdict, counted
from tunelint.experiments.ranking import ranks_on
from tunelint.libraries.common.test_suites import is_tested

# A search, and the trainings of its winner that go on to their last epoch.
Subject = tuple[Search, tuple[Fit, ...]]


@dataclass(frozen=True)
class SearchEpochsFarBelowFinal(Rule, level="warning", not_for="scikit-learn"):
    epoch_ratio: int = 3

    def subjects(self, program: Program) -> Iterable[Subject]:
        for search in program.searches:
            fits = tuple(fit for fit in search.winners if runs_its_epochs(fit, program.trace))
            if fits and not is_tested(search, program):
                yield search, fits

    def check(self, subject: Subject) -> Finding | None:
        search, fits = subject
        trial, final = trial_epochs(search), max(fits, key=reached_epochs)
        reached = reached_epochs(final)
        if not trial or reached < self.epoch_ratio * trial:
            return None
        limit = "at most " if search.algorithm == "hyperband" else ""
        return self.finding(
            search.trainings[0].event.anchor,
            f"trials train for {limit}{counted(trial, 'epoch')}, the winner for {reached}:"
            f" the {search.noun} ranks how fast configurations start, not how good they become",
            related=[Related(final.event.place, f"the winner reaches {counted(reached, 'epoch')}")],
            help="train trials about as long as the winner; early stopping saves time",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, fits = subject
        return ranks_on(lab, search, lambda _: max(map(reached_epochs, fits)))
