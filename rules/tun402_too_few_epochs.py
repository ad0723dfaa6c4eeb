"""TUN402 too-few-epochs

## What it does

Flags a search whose trials train for fewer than three epochs (option `min-epochs`). Without
`epochs=`, Keras trains for one. PyTorch's loops and Lightning's `max_epochs` count alike, the
rounds of boosting do not.

## Why is this bad?

After one or two epochs, the ranking mostly shows which learning rate starts fastest, not which
configuration ends best.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## How it is confirmed

The search's first proposals are trained for ten times as many epochs, with two to five seeds each.
*Confirmed* where the early winner loses at the end with every seed, and by more than seeds explain
(95%). *Refuted* where the ranking surely holds (Kendall's tau, 95%) and the early winner wins or
loses no more than seeds explain.

## Where it stops looking

Epochs that cannot be read or are searched, trainings of different length in one trial, trials that
call `fit` on one model in a loop. Hyperband, `steps_per_epoch`, repeated data sets, and test
suites.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.analyses.trainings import trial_epochs
from tunelint.api import Finding, Lab, Program, Rule, Search, Verdict, counted
from tunelint.experiments.ranking import ranks_on
from tunelint.libraries.common.test_suites import is_test, is_tested

FURTHER = 10


@dataclass(frozen=True)
class TooFewEpochs(Rule, level="warning", not_for="scikit-learn"):
    min_epochs: int = 3

    def subjects(self, program: Program) -> Iterable[Search]:
        return (
            search
            for search in program.searches
            if search.algorithm != "hyperband"
            and not is_tested(search, program)
            and not is_test(search.place.source, program.project)
        )

    def check(self, search: Search) -> Finding | None:
        epochs = trial_epochs(search)
        if epochs is None or epochs >= self.min_epochs:
            return None
        return self.finding(
            search.trainings[0].event.anchor,
            f"trials train for {counted(epochs, 'epoch', search.epochs)}: the {search.noun} ranks"
            " how fast configurations start, not how good they become",
            help=f"train trials for {self.min_epochs} epochs or more, best for as many as the"
            " final model",
        )

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        return ranks_on(lab, search, lambda epochs: FURTHER * epochs)
