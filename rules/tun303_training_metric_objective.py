"""TUN303 training-metric-objective

## What it does

Flags a search that judges its trials on the training data: an objective without `val_` in front
(`'accuracy'`, `'loss'`), or an objective function (or a loop) that scores a model on rows that this
model was fitted on.

## Why is this bad?

On the rows it was fitted on, the configuration that overfits most looks best: the largest network,
the deepest tree, the weakest regularisation. The search then looks for exactly these.

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

Three trials are run, and what their scores are measured on is compared with what was fitted, row by
row. *Confirmed* where at least nine rows in ten had been fitted, or the score is read off a log of
the training (without `val_`); *refuted* where at most one in ten had. Where the training logs the
same metric for its validation data, several configurations are trained with two to five seeds, and
it is confirmed only where the winner by the one loses more of the other than seeds explain.

## Where it stops looking

Objectives that no compiled metric has and whose name says nothing, scores that cannot be followed
to the rows they are measured on, clusterings (nothing but the rows themselves to score on), and
projects that run their Keras Tuner trials themselves (`run_trial`, `HyperModel.fit`).
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
from tunelint.interpreter.trace import ReturnEvent, Trace
from tunelint.libraries.arrays.lineage import Lineage, lineage_of
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.keras.logs import logged_names

VALIDATION = "val_"


@dataclass(frozen=True, eq=False)
class _Scored:
    """A score of a search, the training before it, and where the program's arrays come from."""

    search: Search
    score: Score
    fit: Fit
    lineage: Lineage
    trace: Trace


class TrainingMetricObjective(Rule, level="warning", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[Search | _Scored]:
        lineage = lineage_of(program.records.draws)
        for search in program.searches:
            if search.project is not None:
                yield search
            for score in search.scores:
                if score.fit is not None and score.data:
                    yield _Scored(search, score, score.fit, lineage, program.trace)

    def check(self, subject: Search | _Scored) -> Finding | None:
        if isinstance(subject, Search):
            return self._by_name(subject)
        return self._by_rows(subject)

    def _by_name(self, search: Search) -> Finding | None:
        objective = search.objective
        if search.custom_trial or objective is None or objective.place is None:
            return None
        if search.logged is not None:
            return None
        if not objective.name.always(lambda name: _is_training_metric(name, search)):
            return None
        name = (objective.name.values or ("",))[0]
        return self.finding(
            objective.place,
            f"objective {name!r} is measured on the training data: the search looks for the"
            " configuration that overfits most",
            help=_advice(name, search),
            fix=_fix(name, search, objective),
        )

    def _by_rows(self, subject: _Scored) -> Finding | None:
        score, fit = subject.score, subject.fit
        if fit.features is None or (fit.framework == "scikit_learn" and fit.labels is None):
            return None
        if not subject.lineage.contains(fit.features, score.data[0]):
            return None
        rows = _written(subject)
        measured = score.metric or "the score"
        return self.finding(
            _place(score),
            f"{measured} is measured on {rows}, on which the model was fitted: the search looks"
            " for the configuration that overfits most",
            related=[Related(fit.event.place, f"the model is fitted on {rows} here")],
            help="score on rows that the model has not seen: a validation part, or"
            " cross-validation",
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


def _advice(name: str, search: Search) -> str:
    if search.validated is False:
        return f"give search validation data and write objective={VALIDATION + name!r}"
    return f"write objective={VALIDATION + name!r}"


def _place(score: Score) -> Place:
    """The return; in a loop, which returns nothing, where the score is measured."""
    if isinstance(score.event, ReturnEvent):
        return score.place
    if score.evaluation is not None:
        return score.evaluation.event.place
    return score.term.place or score.place


def _written(subject: _Scored) -> str:
    """What the code calls the rows."""
    for term in (subject.score.data[0], subject.fit.features):
        names = subject.trace.names_of(term) if term is not None else ()
        own = getattr(term, "name", None)
        if names or own:
            return str(names[-1] if names else own)
    return "the training rows"
