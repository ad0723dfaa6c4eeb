"""TUN302 objective-differs-from-metrics

## What it does

Flags a search for the best loss where the model is compiled with a metric that can rank models
differently, such as `objective='val_loss'` with `metrics=['accuracy']`. Also flags an objective
where the code reads only a different metric of the winner.

## Why is this bad?

The configuration with the lowest cross-entropy is often not the one with the best accuracy: a model
can be confidently wrong on a few rows and right on more. The metric that you look at is left to
chance.

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

Several configurations are trained with two to five seeds and ranked by both, with the metric at the
epoch that is best by the objective. *Confirmed* where the winner loses more of the metric than
seeds explain (the 95% quantile of what one of several equally good configurations would lose), and
does so with every seed. *Refuted* where configurations differ more than seeds (5% level) and the
rankings agree: one wins by both and the 95% interval of Kendall's tau is above 0, or it is above
1/3 and the winner loses no more than seeds explain. Also refuted where both are the same metric.

## Where it stops looking

Metrics that rank alike (MSE, RMSE and R² beside an MSE loss), and losses and metrics that cannot be
read. What the code reads of the winner is looked for in its history and its `evaluate`.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.reported_metrics import metric_looked_at, other_metric_read, telling_metric
from tunelint.api import Finding, Lab, Place, Program, Related, Rule, Search, Verdict
from tunelint.experiments.ranking_metric import ranks_by_another
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.keras.logs import VALIDATION

Subject = tuple[Program, Search]
NOT_BEST = "the winner may not be the best by"


class ObjectiveDiffersFromMetrics(Rule, level="warning", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return (
            (program, search)
            for search in program.searches
            if search.project is not None and not search.custom_trial and search.compilations
        )

    def check(self, subject: Subject) -> Finding | None:
        program, search = subject
        objective = search.objective
        name = objective.name.value if objective is not None else None
        if objective is None or objective.place is None or not isinstance(name, str):
            return None
        if name.removeprefix(VALIDATION) == "loss":
            return self._loss(search, objective.place, name)
        metric = other_metric_read(program, search, name)
        if metric is None:
            return None
        return self.finding(
            objective.place,
            f"the {search.noun} ranks by {name!r}, but the code reads {metric!r} of the winner:"
            f" {NOT_BEST} {metric!r}",
            help="search for the metric that you report",
        )

    def _loss(self, search: Search, place: Place, name: str) -> Finding | None:
        telling = [telling_metric(compilation) for compilation in search.compilations]
        if telling[0] is None or not all(telling):
            return None
        metric = str(telling[0].logged)
        return self.finding(
            place,
            f"the {search.noun} ranks by {name!r}, but the model reports {metric!r}, which can rank"
            f" differently: {NOT_BEST} {metric!r}",
            related=[Related(search.compilations[0].event.place, "the model is compiled here")],
            help=f"write objective={name.removesuffix('loss') + metric!r}, or drop the metric",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        metric = metric_looked_at(*subject)
        return ranks_by_another(lab, subject[1], metric, grows(metric) if metric else None)
