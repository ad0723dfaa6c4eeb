"""TUN301 objective-not-logged

## What it does

Flags an objective that no trial logs: a metric that the model is not compiled with, a different
spelling of one that it is (`val_acc` with `metrics=['accuracy']`), or a `val_` name where `search`
gets no validation data. In Ray Tune it flags the `metric=` of `TuneConfig`, `tune.run`, a searcher
or a scheduler that no `tune.report` of the trainable reports.

## Why is this bad?

Keras 3 logs a metric under exactly the name that it is compiled with, and Keras Tuner looks the
objective up in those logs. Every trial fails with KeyError; with fewer than three trials, `search`
even returns quietly. Ray Tune raises TuneError at the first report.

## Example

```python
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model

tuner = kt.RandomSearch(build_model, objective="val_acc", max_trials=20, seed=7)
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

One trial is trained for one epoch: its logs do not hold the objective. Where the tuner names the
scores itself, the trial raises an exception that names the objective. Ray Tune cannot be asked.

## Where it stops looking

Models whose `compile` call or metrics cannot be read, models with several outputs, and projects
that run their trials themselves (`run_trial`, `HyperModel.fit`). Ray trainables whose reports
cannot all be read, or that call code which may report on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tunelint.analyses.direction_fix import directed_as, said
from tunelint.analyses.logged_objectives import is_logged, not_compiled, same_in_logs, why_missing
from tunelint.analyses.reported_names import is_unreported, same_in_reports
from tunelint.api import (
    Change,
    Finding,
    Fix,
    Lab,
    Objective,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
    safe_fix,
)
from tunelint.experiments.metric_names import logs_the_objective
from tunelint.findings.fixes.strings import respelled
from tunelint.findings.listing import joined
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.keras.logs import VALIDATION
from tunelint.libraries.keras_tuner.objective import inference

Subject = tuple[Search, Objective | None]


class ObjectiveNotLogged(Rule, level="error", tuners=("Keras Tuner", "Ray Tune")):
    def subjects(self, program: Program) -> Iterable[Subject]:
        for search in program.searches:
            yield from ((search, objective) for objective in search.awaited)
            logs = search.compilations or search.logged is not None
            if search.project is not None and not search.custom_trial and logs:
                yield search, None

    def check(self, subject: Subject) -> Finding | None:
        search, awaited = subject
        if awaited is not None:
            return self._by_reports(search, awaited)
        return self._by_logs(search)

    def _by_reports(self, search: Search, awaited: Objective) -> Finding | None:
        """A metric that Ray Tune looks for in every report, and that none holds."""
        name = awaited.name
        if search.reported is None or awaited.place is None:
            return None
        if not name.always(lambda one: is_unreported(one, search)):
            return None
        own = joined([repr(one) for one in search.reported[:3]])
        fitting = same_in_reports(name.value, search)
        change = respelled(name, fitting) if fitting is not None else None
        only = fitting or (search.reported[0] if len(search.reported) == 1 else None)
        return self.finding(
            awaited.place,
            f"metric {(name.values or ())[0]!r} is never reported (the trials report {own}): the"
            " first report raises TuneError",
            help=f"write metric={only!r}" if only else "report this name, or wait for one of those",
            fix=safe_fix(f"write {fitting!r}", change) if change is not None else None,
        )

    def _by_logs(self, search: Search) -> Finding | None:
        objective = search.objective
        names = objective.name.values if objective is not None else None
        if objective is None or names is None or not all(isinstance(name, str) for name in names):
            return None
        if search.logged is not None:
            return self._by_tuner(search, objective, search.logged, names)
        missing = [why_missing(name, search) for name in names]
        if objective.place is None or any(reason is None for reason in missing):
            return None
        return self.finding(
            objective.place,
            f"objective {names[0]!r} is never logged ({missing[0]}): every trial fails with"
            " KeyError",
            related=[
                Related(compilation.event.place, "the model is compiled here")
                for compilation in search.compilations[:1]
            ],
            help=_advice(names[0], objective, search),
            fix=_fix(objective, search),
        )

    def _by_tuner(
        self, search: Search, objective: Objective, logged: Sequence[str], names: Sequence[str]
    ) -> Finding | None:
        """An objective that is none of the names that the tuner itself gives its scores."""
        if objective.place is None or any(name in logged for name in names):
            return None
        own = joined([repr(one) for one in logged])
        return self.finding(
            objective.place,
            f"objective {names[0]!r} is never logged ({search.label} logs {own}): the first trial"
            " ends the search with ValueError",
            help=f'write objective=keras_tuner.Objective("{logged[0]}", "max")',
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, _ = subject
        return logs_the_objective(lab, search)


def _advice(name: str, objective: Objective, search: Search) -> str:
    fitting = same_in_logs(name, search)
    if fitting is not None and not _says_direction(objective, fitting):
        return f'write objective=keras_tuner.Objective("{fitting}", {said(grows(fitting))})'
    if fitting is not None:
        return f"write objective={fitting!r}"
    if all(not_compiled(name, compilation) for compilation in search.compilations):
        metric = name.removeprefix(VALIDATION)
        return f"compile the model with a metric that is logged as {metric!r}"
    return "pass validation_data= or validation_split= to search"


def _fix(objective: Objective, search: Search) -> Fix | None:
    """The logged name of the same metric, where exactly one fits."""
    fitting = same_in_logs(objective.name.value, search) if objective.name.value else None
    if fitting is None or not is_logged(fitting, search):
        return None
    if _says_direction(objective, fitting):
        change: Change | None = respelled(objective.name, fitting)
    else:
        change = directed_as(objective, fitting)
    return safe_fix(f"write {fitting!r}", change)


def _says_direction(objective: Objective, name: str) -> bool:
    """Whether the direction is known under another name: it is written, or inferred from it."""
    return objective.written != "string" or inference(name)[0] is not None
