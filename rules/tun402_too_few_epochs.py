"""TUN402 too-few-epochs

## What it does

Flags a search whose trials train for fewer than three epochs (option `min-epochs`). No `epochs=` at
all is one epoch. PyTorch's loops over batches and Lightning's `max_epochs` count alike, the rounds
of boosting do not. Silent on Hyperband, where `steps_per_epoch` is given or the data set is
repeated, and in files below a `tests` folder, or where only these say how many epochs there are.

## Why is this bad?

After one or two epochs the ranking of configurations mostly shows which learning rate starts
fastest, not which configuration ends best. Keras Tuner's `search` trains a single epoch when
`epochs` is not given.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_data=(x_val, y_val))
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## How it is confirmed

Several configurations (the search's first proposals) are trained on to ten times as many epochs,
with two to five seeds each. Their ranking after the search's epochs is compared with the one at the
end. *Confirmed* where the early winner loses more at the end than seeds explain (the 95% quantile
of what one of several equally good configurations would lose to the best), and loses with every
seed. *Refuted* where the configurations differ more than seeds do (5% level) and either one wins at
both ends and the 95% interval of Kendall's tau lies above 0, or that lies above 1/3 (two pairs in
three keep their order) and the early winner loses no more than seeds explain.

## Where it stops looking

Epochs that cannot be read from the source or that are searched themselves, trials that call `fit`
on one model in a loop, and several trainings of different length in one trial.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.analyses.trainings import goes_on_in_a_loop, repeats_its_data
from tunelint.api import Default, Finding, Lab, Program, Rule, Search, Verdict, largest
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
        epochs, fits = largest(search.epochs), search.trainings
        if epochs is None or epochs >= self.min_epochs or not fits:
            return None
        if any(repeats_its_data(fit) for fit in fits):
            return None
        if any(goes_on_in_a_loop(fit) for fit in search.fits):
            return None
        lasting = f"{epochs:g} epoch" if epochs == 1 else f"{epochs:g} epochs"
        unsaid = " (no epochs= is given)" if isinstance(search.epochs, Default) else ""
        return self.finding(
            fits[0].event.anchor,
            f"each trial trains for {lasting}{unsaid}: that ranks configurations by how fast they"
            " start, not by how well they end",
            help=f"train each trial for at least {self.min_epochs} epochs, better for as many as"
            " the final model",
        )

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        return ranks_on(lab, search, lambda epochs: FURTHER * epochs)
