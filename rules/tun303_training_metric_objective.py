"""TUN303 training-metric-objective

## What it does

Flags a search that judges its trials on the training data: an objective without `val_`
(`'accuracy'`, `'loss'`), or an objective function or loop that scores a model on rows that it was
fitted on.

## Why is this bad?

On its own training rows, the configuration that overfits most looks best: the largest network, the
deepest tree, the weakest regularisation. The search looks for exactly these.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## How it is confirmed

Three trials run, and the rows behind their scores are compared with the rows that were fitted.
*Confirmed* where at least nine in ten were fitted, or where the score is logged without `val_`;
*refuted* where at most one in ten was. Where the same metric is logged for validation data, several
configurations are trained with two to five seeds: confirmed only where the winner by the one loses
more of the other than seeds explain.

## Where it stops looking

Objectives of unknown meaning, scores whose rows cannot be followed, clusterings, which have no rows
but their own, and projects that run their Keras Tuner trials themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.api import (
    Finding,
    Fit,
    Fix,
    Lab,
    Objective,
    Place,
    Program,
    Related,
    Rule,
    Score,
    Search,
    Verdict,
    unsafe_fix,
)
from tunelint.experiments.ranking_metric import scores_fitted_rows
from tunelint.findings.fixes.strings import respelled
from tunelint.interpreter.trace import ReturnEvent
from tunelint.libraries.arrays.lineage import lineage_of
from tunelint.libraries.arrays.spoken import spoken
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.keras.logs import VALIDATION, logged_names

WINS = "the configuration that overfits most wins"


@dataclass(frozen=True, eq=False)
class _Scored:
    """A score of a search, and the training before it."""

    program: Program
    search: Search
    score: Score
    fit: Fit


class TrainingMetricObjective(Rule, level="warning", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[Search | _Scored]:
        for search in program.searches:
            if search.project is not None:
                yield search
            for score in search.scores:
                if score.fit is not None and score.data:
                    yield _Scored(program, search, score, score.fit)

    def check(self, subject: Search | _Scored) -> Finding | None:
        if isinstance(subject, Search):
            return self._by_name(subject)
        return self._by_rows(subject)

    def _by_name(self, search: Search) -> Finding | None:
        objective = search.objective
        if objective is None or objective.place is None:
            return None
        if search.custom_trial or search.logged is not None:
            return None
        if not objective.name.always(lambda name: _is_training_metric(name, search)):
            return None
        name = (objective.name.values or ("",))[0]
        data = "pass validation data to search, and " if search.validated is False else ""
        return self.finding(
            objective.place,
            f"objective {name!r} is measured on the training data: {WINS}",
            help=f"{data}write objective={VALIDATION + name!r}",
            fix=_fix(name, search, objective),
        )

    def _by_rows(self, subject: _Scored) -> Finding | None:
        score, fit = subject.score, subject.fit
        if fit.features is None or (fit.framework == "scikit_learn" and fit.labels is None):
            return None
        lineage = lineage_of(subject.program.records.draws)
        if not lineage.contains(fit.features, score.data[0]):
            return None
        trace = subject.program.trace
        rows = spoken(trace, score.data[0], "") or spoken(trace, fit.features, "the training rows")
        return self.finding(
            _place(score),
            f"{score.metric or 'the score'} is measured on {rows}, which the model was trained on:"
            f" {WINS}",
            related=[Related(fit.event.place, f"this trains on {rows}")],
            help="score on rows that the model has not seen: a validation set, or cross-validation",
        )

    def confirm(self, subject: Search | _Scored, lab: Lab) -> Verdict:
        search = subject if isinstance(subject, Search) else subject.search
        return scores_fitted_rows(lab, search)


def _is_training_metric(name: object, search: Search) -> bool:
    if not isinstance(name, str) or name.startswith(VALIDATION):
        return False
    logged = [logged_names(compilation) for compilation in search.compilations]
    compiled = any(names is not None and name in names for names in logged)
    return compiled or name == "loss" or grows(name) is not None


def _fix(name: str, search: Search, objective: Objective) -> Fix | None:
    """The same metric on the validation data, where there are some."""
    known = [logged_names(compilation) for compilation in search.compilations]
    logged = all(names is not None and name in names for names in known)
    if search.validated is not True or not known or not logged:
        return None
    change = respelled(objective.name, VALIDATION + name)
    return unsafe_fix(f"write {VALIDATION + name!r}", change) if change is not None else None


def _place(score: Score) -> Place:
    """The return; in a loop, which returns nothing, where the score is measured."""
    if isinstance(score.event, ReturnEvent):
        return score.place
    if score.evaluation is not None:
        return score.evaluation.event.place
    return score.term.place or score.place
