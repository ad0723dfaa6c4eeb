"""TUN614 unregistered-hyperparameter

## What it does

Flags `tune_new_entries=False` where the trials declare hyperparameters that the space given as
`hyperparameters=` does not hold.

## Why is this bad?

The tuner then varies only what stands in the given space. Every other declaration gives its
default in every trial, without a warning: the search looks as if it tuned the units or the dropout
and trains one and the same model. Often a name is just spelt differently in the two places.

## Example

```python
import keras_tuner as kt

space = kt.HyperParameters()
space.Choice("rate", [1e-1, 1e-2, 1e-3])

def build(hp):
    units = hp.Int("units", 4, 64)
    return compiled_model(units, hp.Choice("rate", [1e-1, 1e-2, 1e-3]))

tuner = kt.RandomSearch(build, objective="val_accuracy", max_trials=10, seed=1, overwrite=True,
                        hyperparameters=space, tune_new_entries=False)
tuner.search(x, y, epochs=20, validation_split=0.2)
```

## Use instead

```python
import keras_tuner as kt

space = kt.HyperParameters()
space.Choice("rate", [1e-1, 1e-2, 1e-3])
space.Int("units", 4, 64)

def build(hp):
    units = hp.Int("units", 4, 64)
    return compiled_model(units, hp.Choice("rate", [1e-1, 1e-2, 1e-3]))

tuner = kt.RandomSearch(build, objective="val_accuracy", max_trials=10, seed=1, overwrite=True,
                        hyperparameters=space, tune_new_entries=False)
tuner.search(x, y, epochs=20, validation_split=0.2)
```

## How it is confirmed

Configurations are drawn and their models built, without training: confirmed where these values are
the same in all of them.

## Where it stops looking

A space that cannot be read whole: handed to code that cannot be read, merged, filled with names
made at run time. Names of the trial that cannot be resolved. `allow_new_entries=False`, with which
the search raises RuntimeError. The fact was observed with Keras Tuner 1.4.8.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.api import Finding, Hyperparameter, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.hyperparameter_values import never_varies
from tunelint.model.space import Registered


@dataclass(frozen=True, eq=False)
class _Space:
    """The names that a search varies, and what its trials declare; `missing` is not among them."""

    search: Search
    registered: Registered
    declared: tuple[Hyperparameter, ...]
    missing: tuple[Hyperparameter, ...]


class UnregisteredHyperparameter(Rule, level="warning", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[_Space]:
        for search in program.searches:
            known = search.registered
            if known is not None:
                declared = _declared(search)
                missing = (one for one in declared if one.name.value not in known.names)
                yield _Space(search, known, declared, tuple(missing))

    def check(self, subject: _Space) -> Finding | None:
        if not subject.missing:
            return None
        names = [one.quoted for one in subject.missing]
        first = f"{names[0]} and {len(names) - 1} more" if len(names) > 2 else " and ".join(names)
        stay = "stay at their defaults" if len(names) > 1 else "stays at its default"
        return self.finding(
            subject.registered.argument.anchor,
            f"{first} {stay} in every trial: the given space lacks {'them' if names[1:] else 'it'},"
            " and tune_new_entries=False",
            related=[Related(one.anchor, "declared in the trials") for one in subject.missing],
            help=f"declare {'them' if names[1:] else 'it'} in the given space too, or leave"
            " tune_new_entries out",
        )

    def confirm(self, subject: _Space, lab: Lab) -> Verdict:
        watched = subject.missing or subject.declared
        return never_varies(lab, subject.search, tuple(one.anchor for one in watched))


def _declared(search: Search) -> tuple[Hyperparameter, ...]:
    """What the trials declare by names that can be read, each name once."""
    found: dict[str, Hyperparameter] = {}
    for one in search.hyperparameters or ():
        name = one.name.value
        if isinstance(name, str) and one.kind != "fixed" and search.in_trial(one.event):
            found.setdefault(name, one)
    return tuple(found.values())
