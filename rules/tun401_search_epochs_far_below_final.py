"""TUN401 search-epochs-far-below-final

## What it does

Flags a search whose winner is finally trained on to at least three times (option `epoch-ratio`) as
many epochs as each trial was. A model that goes on with `initial_epoch` has reached its `epochs`;
for Hyperband `max_epochs` counts. The epochs of PyTorch's loops and of Lightning's trainers count
alike. Silent on a final fit with early stopping, or in a loop that can be left, and on one that is
made to find the best epoch.

## Why is this bad?

The search ranks configurations by what they are after a few epochs: it favours high learning rates
and small models. Which of them is best after many epochs it has not asked.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=5)
model = tuner.hypermodel.build(tuner.get_best_hyperparameters()[0])
model.fit(x_train, y_train, epochs=100)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=50)
model = tuner.hypermodel.build(tuner.get_best_hyperparameters()[0])
model.fit(x_train, y_train, epochs=100)
```

## How it is confirmed

Several configurations (the search's first proposals) are trained on to the final fit's epochs, with
two to five seeds each. Their ranking after the search's epochs is compared with the one at the end.
*Confirmed* where the early winner loses more at the end than seeds explain (the 95% quantile of
what one of several equally good configurations would lose to the best), and loses with every seed.
*Refuted* where the configurations differ more than seeds do (5% level) and either one wins at both
ends and the 95% interval of Kendall's tau lies above 0, or that lies above 1/3 (two pairs in three
keep their order) and the early winner loses no more than seeds explain; and where the trials are no
shorter than the final fit.

## Where it stops looking

Epochs that cannot be read or are searched themselves, trials that call `fit` on one model in a
loop, final fits whose callbacks cannot be read, and trainings that count their steps per epoch.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.analyses.trainings import (
    finds_best_epoch,
    goes_on_in_a_loop,
    may_stop_early,
    repeats_its_data,
)
from tunelint.api import (
    Finding,
    Fit,
    Lab,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
    largest,
    smallest,
)
from tunelint.experiments.ranking import ranks_on
from tunelint.libraries.common.test_suites import is_tested


@dataclass(frozen=True, eq=False)
class _Final:
    """A search, and the trainings of its winner that go on to their last epoch."""

    search: Search
    fits: tuple[Fit, ...]


@dataclass(frozen=True)
class SearchEpochsFarBelowFinal(Rule, level="warning", not_for="scikit-learn"):
    epoch_ratio: int = 3

    def subjects(self, program: Program) -> Iterable[_Final]:
        for search in program.searches:
            if is_tested(search, program):
                continue
            fits = [
                fit
                for fit in search.winners
                if fit.in_epochs
                and not may_stop_early(fit)
                and not repeats_its_data(fit)
                and not finds_best_epoch(fit, program.trace)
            ]
            if fits:
                yield _Final(search, tuple(fits))

    def check(self, subject: _Final) -> Finding | None:
        search = subject.search
        trial, training = largest(search.epochs), search.trainings
        if not trial or not training or any(repeats_its_data(fit) for fit in training):
            return None
        if any(goes_on_in_a_loop(fit) for fit in search.fits):
            return None
        reached, final = max(
            ((smallest(fit.epochs) or 0, fit) for fit in subject.fits), key=lambda pair: pair[0]
        )
        if reached < self.epoch_ratio * trial:
            return None
        longest = "Hyperband's longest trial" if search.algorithm == "hyperband" else "each trial"
        epochs = f"{trial:g} epoch" if trial == 1 else f"{trial:g} epochs"
        return self.finding(
            training[0].event.anchor,
            f"{longest} reaches {epochs} but the winner is trained for {reached:g}: the search"
            " ranks by the start of training and may pick what ends badly",
            related=[Related(final.event.place, f"the final fit reaches {reached:g} epochs")],
            help="let the trials train about as long as the final fit, with early stopping if that"
            " is too long",
        )

    def confirm(self, subject: _Final, lab: Lab) -> Verdict:
        search = subject.search
        reached = max(int(smallest(fit.epochs) or 0) for fit in subject.fits)
        return ranks_on(lab, search, lambda _: reached)
