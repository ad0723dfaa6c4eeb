"""TUN514 grid-outside-space

## What it does

Flags values of an Optuna `GridSampler`, or of a point given to `study.enqueue_trial`, that the
objective's own declaration cannot draw: outside its range, off its step, or none of its options.
Flags a grid, too, that lacks a name which every trial draws.

## Why is this bad?

Optuna 5.0.0 tries numbers from outside the range all the same and only warns: the winner may be a
configuration that the objective never meant to allow. A value that is none of the options, and a
name that the grid lacks, raise ValueError.

## Example

```python
import optuna

def objective(trial):
    return train(depth=trial.suggest_int("depth", 2, 16))

grid = optuna.samplers.GridSampler({"depth": [8, 16, 32]})
study = optuna.create_study(sampler=grid)
study.optimize(objective)
```

## Use instead

```python
import optuna

def objective(trial):
    return train(depth=trial.suggest_int("depth", 2, 32))

grid = optuna.samplers.GridSampler({"depth": [8, 16, 32]})
study = optuna.create_study(sampler=grid)
study.optimize(objective)
```

## How it is confirmed

The search makes its first 30 proposals without training: confirmed where one holds a value that its
declaration cannot draw, or raises ValueError for one.

## Where it stops looking

Names, bounds, options and values that cannot be read, names declared several times where one
declaration could draw the value, and hyperparameters with one possible value: no sampler is asked
for them.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.preset_values import Misfit, misfits, missing_names
from tunelint.api import (
    Finding,
    Lab,
    Level,
    Preset,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
    largest,
    smallest,
)
from tunelint.experiments.preset_values import leaves_the_space

# A search, and what it is given; then what misfits, None where all fits or a name is missing.
Subject = tuple[Search, Preset, Misfit | None]


class GridOutsideSpace(Rule, level="warning", tuners="Optuna"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        seen: set[tuple[str, int]] = set()
        for search in program.searches:
            for preset in search.presets:
                yield search, preset, None
                for misfit in misfits(search, preset):
                    if misfit.entry.place.key not in seen:
                        seen.add(misfit.entry.place.key)
                        yield search, preset, misfit

    def check(self, subject: Subject) -> Finding | None:
        search, preset, misfit = subject
        if misfit is None:
            return self._missing(search, preset) if preset.kind == "grid" else None
        declared = misfit.declared
        return self.finding(
            misfit.entry.place,
            f"the {preset.kind} sets {misfit.entry.name!r} to {_listed(misfit.values)},"
            f" {_why(misfit)}: {_outcome(preset, misfit)}",
            level=Level.ERROR if misfit.fails else None,
            related=[Related(declared.anchor, "what the objective draws from")],
            help=f"change the value, or what {declared.function} draws from",
        )

    def _missing(self, search: Search, preset: Preset) -> Finding | None:
        missing = missing_names(search, preset)
        if not missing:
            return None
        names = _listed([one.name.value for one in missing])
        return self.finding(
            preset.argument.anchor,
            f"the grid lacks {names}, which the objective draws: every trial raises ValueError",
            level=Level.ERROR,
            related=[Related(one.anchor, "drawn here") for one in missing[:1]],
            help=f"add {names} to the grid",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        return leaves_the_space(lab, subject[0])


def _why(misfit: Misfit) -> str:
    declared = misfit.declared
    match misfit.why:
        case "option":
            return "which is no option of the objective"
        case "kind":
            return "but the objective draws numbers"
        case "log":
            return "but the objective draws it on a logarithmic scale"
        case "range":
            low, high = smallest(declared.low), largest(declared.high)
            return f"outside the objective's range ({low} to {high})"
        case "fraction":
            return "but the objective draws whole numbers"
    return f"off the objective's steps of {declared.step.value} from {declared.low.value}"


def _outcome(preset: Preset, misfit: Misfit) -> str:
    if misfit.fails:
        return "such a trial raises ValueError" if preset.kind == "grid" else "it raises ValueError"
    if misfit.why == "fraction":
        return "Optuna cuts the fraction off"
    return f"Optuna tries {'it' if len(misfit.values) == 1 else 'them'} all the same"


def _listed(values: Iterable[object]) -> str:
    *others, last = map(repr, values)
    return f"{', '.join(others)} and {last}" if others else last
