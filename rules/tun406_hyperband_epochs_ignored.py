"""TUN406 hyperband-epochs-ignored

## What it does

Flags `epochs=` passed to the `search` of a Hyperband tuner when it differs from `max_epochs`.

## Why is this bad?

Hyperband decides for how long each trial trains: its brackets overwrite `epochs` in every trial.
The number in the call has no effect, so trials run longer or shorter than the code says.

## Example

```python
import keras_tuner as kt

tuner = kt.Hyperband(build_model, objective="val_accuracy", max_epochs=30, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=10)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.Hyperband(build_model, objective="val_accuracy", max_epochs=30, seed=7)
tuner.search(x_train, y_train, validation_split=0.2)
```

## How it is confirmed

The first three trials are run; it is confirmed where none of them is told to train for the epochs
that are written, or later ones are told to train for others.

## Where it stops looking

`epochs` or `max_epochs` that cannot be read from the source.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import (
    Default,
    Fact,
    Finding,
    Fit,
    Fix,
    Lab,
    Program,
    Rule,
    Search,
    Verdict,
    unsafe_fix,
)
from tunelint.experiments.training_length import trains_otherwise
from tunelint.findings.fixes.arguments import removed


class HyperbandEpochsIgnored(Rule, level="warning", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[tuple[Search, Fit]]:
        return (
            (search, run)
            for search in program.searches
            if search.algorithm == "hyperband"
            for run in search.runs
        )

    def check(self, subject: tuple[Search, Fit]) -> Finding | None:
        search, run = subject
        given, longest = run.epochs, search.epochs
        if isinstance(given, Default) or not _surely_differ(given, longest):
            return None
        return self.finding(
            run.event.anchor,
            f"epochs={given.value} has no effect: Hyperband trains by its brackets, for up to"
            f" max_epochs={longest.value} epochs{_unless_written(longest)}",
            help="remove epochs= here, or set max_epochs= where the tuner is built",
            fix=_fix(run),
        )

    def confirm(self, subject: tuple[Search, Fit], lab: Lab) -> Verdict:
        search, run = subject
        written = None if isinstance(run.epochs, Default) else run.epochs.value
        return trains_otherwise(lab, search, written)


def _fix(run: Fit) -> Fix | None:
    """The call without its epochs."""
    argument = run.event.arguments.keywords.get("epochs")
    change = removed(argument) if argument is not None else None
    return unsafe_fix("remove epochs=", change) if change is not None else None


def _surely_differ(one: Fact, other: Fact) -> bool:
    if one.values is None or other.values is None:
        return False
    return not set(one.values) & set(other.values)


def _unless_written(fact: Fact) -> str:
    return " (its default)" if isinstance(fact, Default) else ""
