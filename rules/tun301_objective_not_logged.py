"""TUN301 objective-not-logged

## What it does

Flags an objective that will not be in the logs of a trial: a metric that the model is not compiled
with, another spelling of one that it is (`val_acc` with `metrics=['accuracy']`), or a `val_` name
when `search` gets no validation data.

## Why is this bad?

Keras 3 logs a metric under exactly the name it was compiled with. Keras Tuner looks the objective
up in those logs: every trial fails with KeyError, and with fewer than three trials `search` even
returns quietly with all of them failed.

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

One trial is trained for one epoch; the names in its logs do not hold the objective. Where the
tuner names the scores itself, the trial ends with an exception that names the objective.

## Where it stops looking

Models whose `compile` call cannot be read, metrics that cannot be named, models with several
outputs, and projects that run their trials themselves (`run_trial`, `HyperModel.fit`).
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import (
    Compilation,
    Finding,
    Fix,
    Lab,
    Place,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
    safe_fix,
)
from tunelint.experiments.metric_names import logs_the_objective
from tunelint.findings.fixes.strings import respelled
from tunelint.libraries.keras.logs import logged_names, logs_besides, spelled_otherwise

VALIDATION = "val_"


class ObjectiveNotLogged(Rule, level="error", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Search]:
        return (
            search
            for search in program.searches
            if search.project is not None
            and not search.custom_trial
            and (search.compilations or search.logged is not None)
        )

    def check(self, search: Search) -> Finding | None:
        objective = search.objective
        if objective is None or objective.place is None:
            return None
        names = objective.name.values
        if names is None or not all(isinstance(name, str) for name in names):
            return None
        if search.logged is not None:
            return self._by_tuner(search, search.logged, objective.place, names)
        missing = [self._missing(name, search) for name in names]
        if any(reason is None for reason in missing):
            return None
        return self.finding(
            objective.place,
            f"objective {names[0]!r} is never logged: {missing[0]}; every trial will fail with"
            " KeyError",
            related=[_compiled(compilation) for compilation in search.compilations[:1]],
            help=_advice(names[0], search),
            fix=_fix(search),
        )

    def _by_tuner(
        self, search: Search, logged: tuple[str, ...], place: Place, names: tuple[str, ...]
    ) -> Finding | None:
        """An objective that is none of the names that the tuner itself gives its scores."""
        if any(name in logged for name in names):
            return None
        own = " and ".join(repr(name) for name in logged)
        return self.finding(
            place,
            f"objective {names[0]!r} is never logged: {search.label} logs {own}; the first trial"
            " ends the search with ValueError",
            help=f'write objective=keras_tuner.Objective("{logged[0]}", "max")',
        )

    def _missing(self, name: str, search: Search) -> str | None:
        """Why the name is in no trial's logs, or None where it can be in one."""
        if any(logs_besides(name, compilation) for compilation in search.compilations):
            return None
        reasons = [_not_compiled(name, compilation) for compilation in search.compilations]
        if all(reasons):
            return reasons[0]
        if name.startswith(VALIDATION) and search.validated is False:
            return "search gets no validation_data and no validation_split"
        return None

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        return logs_the_objective(lab, search)


def _not_compiled(name: str, compilation: Compilation) -> str | None:
    logged = logged_names(compilation)
    metric = name.removeprefix(VALIDATION)
    if logged is None or metric in logged or logs_besides(name, compilation):
        return None
    written = ", ".join(found.written for found in compilation.metrics or ())
    if not written:
        return "the model is compiled without metrics, which logs only 'loss' and 'val_loss'"
    own = ", ".join(repr(VALIDATION + found) for found in logged if found != "loss")
    return f"the model is compiled with metrics=[{written}], which logs {own}"


def _compiled(compilation: Compilation) -> Related:
    return Related(compilation.event.place, "the model is compiled here")


def _advice(name: str, search: Search) -> str:
    fitting = _fitting(name, search)
    if fitting is not None:
        return f"write objective={fitting!r}"
    if all(_not_compiled(name, compilation) for compilation in search.compilations):
        return (
            f"compile the model with a metric that is logged as {name.removeprefix(VALIDATION)!r}"
        )
    return "give search validation_data= or validation_split="


def _fix(search: Search) -> Fix | None:
    """The logged name of the same metric, where exactly one fits."""
    objective = search.objective
    name = objective.name.value if objective is not None else None
    fitting = _fitting(name, search) if isinstance(name, str) else None
    if objective is None or fitting is None or not _is_logged(fitting, search):
        return None
    change = respelled(objective.name, fitting)
    return safe_fix(f"write {fitting!r}", change) if change is not None else None


def _is_logged(name: str, search: Search) -> bool:
    """Whether every trial logs the name."""
    validated = not name.startswith(VALIDATION) or search.validated is True
    return validated and not any(
        _not_compiled(name, compilation) for compilation in search.compilations
    )


def _fitting(name: str, search: Search) -> str | None:
    """The logged name of the same metric, where exactly one fits."""
    fitting = {one for each in search.compilations for one in spelled_otherwise(name, each)}
    return fitting.pop() if len(fitting) == 1 else None
