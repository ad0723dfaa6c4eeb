"""TUN513 enqueued-point-ignored

## What it does

Flags a point given to Optuna's `study.enqueue_trial` with a name that the objective never draws.

## Why is this bad?

Optuna 5.0.0 drops such a name without a word: the trial draws the value by chance, so the
configuration that was to come first (the current best, a published one) is never tried.

## Example

```python
import optuna

def objective(trial):
    return train(leaf=trial.suggest_int("leaf", 1, 20))

study = optuna.create_study()
study.enqueue_trial({"min_leaf": 2})
study.optimize(objective, n_trials=50)
```

## Use instead

```python
import optuna

def objective(trial):
    return train(leaf=trial.suggest_int("leaf", 1, 20))

study = optuna.create_study()
study.enqueue_trial({"leaf": 2})
study.optimize(objective, n_trials=50)
```

## How it is confirmed

The search makes its first 30 proposals without training: confirmed where the trial that is given
the point never draws one of its names.

## Where it stops looking

Objectives with a name that cannot be read, such as an f-string; objectives that cannot be seen, or
that hand the trial to code that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tunelint.analyses.preset_values import drawn_names
from tunelint.api import (
    Change,
    Finding,
    Fix,
    Lab,
    Place,
    Preset,
    PresetEntry,
    Program,
    Related,
    RenameArgument,
    Replace,
    Rule,
    Search,
    Verdict,
    unsafe_fix,
)
from tunelint.experiments.preset_values import drops_names
from tunelint.findings.fixes.literals import string_like

# A search, the point that it is given, and one of its names.
Subject = tuple[Search, Preset, PresetEntry]


class EnqueuedPointIgnored(Rule, level="warning", tuners="Optuna"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        seen: set[tuple[str, int]] = set()
        for search in program.searches:
            for preset in search.presets:
                for entry in preset.entries if preset.kind == "enqueued point" else ():
                    if entry.place.key not in seen:
                        seen.add(entry.place.key)
                        yield search, preset, entry

    def check(self, subject: Subject) -> Finding | None:
        search, preset, entry = subject
        drawn = drawn_names(search)
        if not drawn or entry.name in drawn:
            return None
        named = {one.name for one in preset.entries}
        near = _near(entry.name, [name for name in drawn if name not in named])
        first = (search.hyperparameters or ())[:1]
        return self.finding(
            entry.place,
            f"the enqueued {entry.name!r} is ignored: the objective never draws a hyperparameter"
            " of that name",
            related=[Related(one.anchor, f"the objective draws {_listed(drawn)}") for one in first],
            help=f"write {near!r}" if near else "write the name of one that is drawn, or remove it",
            fix=_fix(entry, near) if near else None,
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        return drops_names(lab, subject[0])


def _fix(entry: PresetEntry, near: str) -> Fix | None:
    """The drawn name in place of the written one, where that is written out."""
    match entry.place.node:
        case cst.DictElement(key=cst.SimpleString() as key):
            place = Place(entry.place.source, key)
            change: Change = Replace(place, (string_like(place, near),))
        case cst.Arg(keyword=cst.Name()) if near.isidentifier():
            change = RenameArgument(entry.place, near)
        case _:
            return None
    return unsafe_fix(f"write {near!r}", change)


def _near(name: str, drawn: list[str]) -> str | None:
    """The one drawn name that was meant, where exactly one is similar."""
    import difflib

    close = difflib.get_close_matches(name, drawn, n=2, cutoff=0.6)
    return close[0] if len(close) == 1 else None


def _listed(drawn: list[str]) -> str:
    return ", ".join(map(repr, drawn[:5])) + (", …" if len(drawn) > 5 else "")
