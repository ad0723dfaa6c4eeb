"""TUN302 objective-differs-from-metrics

## What it does

Flags a search that optimises a loss while the model is compiled with a metric that can rank models
differently: `objective='val_loss'` with `metrics=['accuracy']`. Also flags an objective that is one
of several compiled metrics while all that is read of the winner afterwards is another one.

## Why is this bad?

The configuration with the lowest cross-entropy is often not the one with the best accuracy: a
model can be confidently wrong on a few rows and right on more. The search then picks a winner by a
number that nobody looks at, and the metric that was asked for is left to chance.

## Example

```python
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## Use instead

```python
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## How it is confirmed

Several configurations are trained with two to five seeds and ranked by both, the metric being taken
at the epoch that is best by the objective. *Confirmed* where the winner by the objective loses more
of the metric than seeds explain (the 95% quantile of what one of several equally good
configurations would lose to the best), and loses with every seed. *Refuted* where the
configurations differ more than seeds do (5% level) and either one wins by both and the 95% interval
of Kendall's tau lies above 0, or that lies above 1/3 (two pairs in three keep their order) and the
winner loses no more than seeds explain; and where the objective is the metric itself.

## Where it stops looking

Metrics that rank the same rows alike (MSE, RMSE and R² beside an MSE loss), losses and metrics that
cannot be read. What is read of the winner is looked for in the history of its training and in what
`evaluate` gives for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.metric_readouts import names_read
from tunelint.api import (
    Compilation,
    Finding,
    Lab,
    Metric,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
)
from tunelint.experiments.ranking_metric import ranks_by_another
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.keras.logs import logged_names, ranks_alike, same_metric

VALIDATION = "val_"


class ObjectiveDiffersFromMetrics(Rule, level="warning", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[tuple[Program, Search]]:
        return (
            (program, search)
            for search in program.searches
            if search.project is not None and not search.custom_trial and search.compilations
        )

    def check(self, subject: tuple[Program, Search]) -> Finding | None:
        program, search = subject
        objective = search.objective
        name = objective.name.value if objective is not None else None
        if objective is None or objective.place is None or not isinstance(name, str):
            return None
        if name.removeprefix(VALIDATION) == "loss":
            return self._loss(search, name)
        return self._another_is_read(program, search, name)

    def _loss(self, search: Search, name: str) -> Finding | None:
        telling = [_telling_metric(compilation) for compilation in search.compilations]
        metric = telling[0]
        if search.objective is None or search.objective.place is None:
            return None
        if metric is None or not all(telling):
            return None
        prefix = VALIDATION if name.startswith(VALIDATION) else ""
        return self.finding(
            search.objective.place,
            f"the search picks the configuration with the best {name!r}, but the model is compiled"
            f" with metrics=[{metric.written}], which can rank configurations differently: the"
            " winner may not be the best by the metric you look at",
            related=[Related(search.compilations[0].event.place, "the metric is compiled here")],
            help=f"write objective={prefix + str(metric.logged)!r}, or drop the metric",
        )

    def _another_is_read(self, program: Program, search: Search, name: str) -> Finding | None:
        metric = name.removeprefix(VALIDATION)
        logged = [logged_names(compilation) for compilation in search.compilations]
        if any(names is None or metric not in names or len(names) < 3 for names in logged):
            return None
        read = {found.removeprefix(VALIDATION) for found in names_read(program, search)} - {"loss"}
        others = {found for found in read if not same_metric(found, metric)}
        if not read or others != read or search.objective is None or len(read) > 1:
            return None
        (other,) = others
        place = search.objective.place
        if place is None:
            return None
        return self.finding(
            place,
            f"the search optimises {name!r}, but what is read from the winner is {other!r}: the"
            " winner was not chosen by the metric that is looked at",
            help="search for the metric that you report",
        )

    def confirm(self, subject: tuple[Program, Search], lab: Lab) -> Verdict:
        metric = _looked_at(*subject)
        return ranks_by_another(lab, subject[1], metric, grows(metric) if metric else None)


def _looked_at(program: Program, search: Search) -> str | None:
    """The metric that a reader of the code cares for, as it is logged; None where none differs."""
    name = search.objective.name.value if search.objective is not None else None
    if str(name).removeprefix(VALIDATION) == "loss":
        telling = _telling_metric(search.compilations[0])
        return telling.logged if telling is not None else None
    read = {found.removeprefix(VALIDATION) for found in names_read(program, search)} - {"loss"}
    return read.pop() if len(read) == 1 else None


def _telling_metric(compilation: Compilation) -> Metric | None:
    """The first metric that can rank models otherwise than the loss does."""
    if logged_names(compilation) is None:
        return None
    loss = compilation.loss.value
    for metric in compilation.metrics or ():
        if metric.logged is not None and not ranks_alike(loss, metric.logged):
            return metric
    return None
