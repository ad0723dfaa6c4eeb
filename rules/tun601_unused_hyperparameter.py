"""TUN601 unused-hyperparameter

## What it does

Flags a hyperparameter that every trial draws and no trial uses: its value is dropped, bound to a
name that is never read, or stands under a key of the configuration that the objective never looks
up. A value that only goes into an optimizer which is then not compiled, or never steps, is unused
too. A configuration that is passed on whole (`**params`), and a value that is read anywhere else
inside the trial, stay silent.

## Why is this bad?

The search spends its budget on a dimension that changes nothing: configurations that differ in it
alone are one configuration, and a model of the search is fitted to noise. The winner's value of it
means nothing, and what was meant to be tuned is not.

## Example

```python
import keras
import keras_tuner as kt


def build_model(hp):
    rate = hp.Float("learning_rate", 1e-4, 1e-2, sampling="log")
    optimizer = keras.optimizers.Adam(learning_rate=rate)
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    return model


tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=30)
```

## Use instead

```python
import keras
import keras_tuner as kt


def build_model(hp):
    rate = hp.Float("learning_rate", 1e-4, 1e-2, sampling="log")
    optimizer = keras.optimizers.Adam(learning_rate=rate)
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer=optimizer, loss="mse")
    return model


tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=30)
```

## How it is confirmed

One configuration is tried with a fixed seed, as long as the caps allow (3 epochs); then with the
hyperparameter alone changed, then once more as it was, then with everything else changed. It is
confirmed where the first three are the same (how the model is made, its curves, its weights, the
score, up to a relative difference of 0.00001) and the last one is not.

## Where it stops looking

Trials that hand their configuration, or the object that draws it, to code that is not part of the
run; spaces that are nested in one another; values kept as attributes. A value that is printed in
the trial counts as read; one that is read from the winner after the search does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tunelint.analyses.unused.find import Unused, unused
from tunelint.api import (
    Finding,
    Hyperparameter,
    Lab,
    Outcome,
    Place,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
    inconclusive,
)
from tunelint.experiments.unused_hyperparameter import changes_nothing


@dataclass(frozen=True, eq=False)
class _Drawn:
    """A hyperparameter that a search draws: where it is declared, and what it may be called."""

    search: Search
    anchor: Place
    names: tuple[str, ...]
    unused: Unused | None


class UnusedHyperparameter(Rule, level="warning", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[_Drawn]:
        seen: set[tuple[str, int]] = set()
        for search in program.searches:
            if search.tuner not in self.tuners:
                continue
            for drawn in _drawn(program, search):
                if drawn.anchor.key not in seen:
                    seen.add(drawn.anchor.key)
                    yield drawn

    def check(self, subject: _Drawn) -> Finding | None:
        search, found = subject.search, subject.unused
        if found is None:
            return None
        what = "the loop" if search.tuner == "loop" else search.label
        if found.optimizer is not None:
            return self.finding(
                found.place,
                f"{found.name!r} only goes into an optimizer that is never used: every trial of"
                f" {what} draws it, and it changes nothing",
                related=[Related(found.optimizer, "the optimizer that nothing takes")],
                help="hand this optimizer to the training, or take the hyperparameter out",
            )
        return self.finding(
            found.place,
            f"{found.name!r} is drawn in every trial of {what} and never used: it changes nothing,"
            " and the search spends its budget on it",
            related=[Related(search.place, "the search that draws it")],
            help="use it where the model is built or trained, or take it out of the space",
        )

    def confirm(self, subject: _Drawn, lab: Lab) -> Verdict:
        verdict = changes_nothing(lab, subject.search, subject.names)
        if subject.unused is None and verdict.outcome is Outcome.CONFIRMED:
            # It is used, for something that a short training does not show.
            return inconclusive(f"{verdict.line}, but it is used", *verdict.exhibits)
        return verdict


def _drawn(program: Program, search: Search) -> Iterator[_Drawn]:
    """The hyperparameters of a search: those that no trial uses, and the others."""
    declared = [each for each in search.hyperparameters or () if each.kind != "fixed"]
    by_place: dict[object, list[str]] = {}
    for each in declared:
        by_place.setdefault(each.anchor.key, []).extend(_names(each))
    for found in unused(program, search):
        beside = by_place.get(found.place.key, ())
        yield _Drawn(search, found.place, (*beside, found.name), found)
    for each in declared:
        if _names(each):
            yield _Drawn(search, each.anchor, _names(each), None)


def _names(declared: Hyperparameter) -> tuple[str, ...]:
    """What it may be called in a configuration."""
    return tuple(
        name for name in (*(declared.name.values or ()), declared.key) if isinstance(name, str)
    )
