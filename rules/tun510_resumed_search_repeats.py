"""TUN510 resumed-search-repeats

## What it does

Flags an Optuna study that continues the trials in its storage (`load_if_exists=True`, `load_study`)
with a sampler of fixed seed, or with a `direction` that differs from the one that the program
created it with.

## Why is this bad?

The seed starts the sampler afresh in every run: its random trials, all of a random search and the
first 10 of TPE, are the ones that are stored already. A direction counts only when the study is
created, and is ignored after that.

## Example

```python
import optuna

sampler = optuna.samplers.RandomSampler(seed=42)
study = optuna.create_study(
    storage="sqlite:///forest.db", study_name="forest", load_if_exists=True, sampler=sampler
)
study.optimize(objective, n_trials=50)
```

## Use instead

```python
import optuna

sampler = optuna.samplers.RandomSampler(seed=run_number)
study = optuna.create_study(
    storage="sqlite:///forest.db", study_name="forest", load_if_exists=True, sampler=sampler
)
study.optimize(objective, n_trials=50)
```

## How it is confirmed

The search makes up to 30 proposals without training. They are stored with made-up scores, and a
fresh process proposes again: confirmed where it starts with a configuration that the first one
started with, after a whole run or one that was interrupted in its random trials. Of a direction,
the resumed study says which one it follows.

## Where it stops looking

Storages, names and seeds that cannot be read, storages that the program deletes before, and
samplers that look up what was tried (grid, brute force, quasi-Monte Carlo).
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.score_directions import OPPOSITE
from tunelint.api import (
    Finding,
    Known,
    Lab,
    Program,
    Related,
    Rule,
    Search,
    Storage,
    Verdict,
    counted,
    smallest,
)
from tunelint.experiments.direction import keeps_its_direction
from tunelint.experiments.proposals import repeats_stored_trials
from tunelint.interpreter.order import perhaps_before

SPELLED = {"min": "minimize", "max": "maximize"}


# A study that continues stored trials, and one that made it to improve the opposite way.
Subject = tuple[Search, Storage, Search | None]


class ResumedSearchRepeats(Rule, level="warning", tuners="Optuna"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        for search in program.searches:
            if search.storage is not None and search.storage.resumes:
                yield search, search.storage, _turned(search, program.searches)

    def check(self, subject: Subject) -> Finding | None:
        return self._direction(subject) or self._seed(subject)

    def _direction(self, subject: Subject) -> Finding | None:
        search, storage, other = subject
        if other is None:
            return None
        asked = storage.direction.value
        stored = f"{OPPOSITE[asked]}imise"
        return self.finding(
            storage.direction.place or search.place,
            f'direction="{SPELLED[asked]}" is ignored: the study {storage.name.value!r} is stored'
            f" already and continues to {stored}",
            related=[Related(other.place, f"created to {stored}")],
            help="give the study its own name",
        )

    def _seed(self, subject: Subject) -> Finding | None:
        search, storage, _ = subject
        randomness = search.randomness
        if not storage.repeats or not randomness.draws or randomness.swept:
            return None
        if not randomness.seed.always(lambda seed: seed is not None):
            return None
        return self.finding(
            randomness.seed.place or search.place,
            f"every run resumes the study {storage.name.value!r} with the same seed:"
            f" {_repeated(search)}",
            related=[Related(search.place, "resumed here")],
            help="use a seed that changes with the run, or none",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, storage, other = subject
        if other is not None:
            return keeps_its_direction(lab, search, storage.direction.value)
        return repeats_stored_trials(lab, search)


def _turned(search: Search, searches: Iterable[Search]) -> Search | None:
    """An earlier search that made the same study to improve the opposite way."""
    mine = search.storage
    if mine is None or not isinstance(mine.direction, Known):
        return None
    for other in searches:
        theirs = other.storage
        if theirs is None or other is search:
            continue
        same = (mine.address.value, mine.name.value) == (theirs.address.value, theirs.name.value)
        opposite = {mine.direction.value, theirs.direction.value} == OPPOSITE.keys()
        if same and opposite and perhaps_before(other.built, search.built):
            return other
    return None


def _repeated(search: Search) -> str:
    """Which of its trials are the same in every run, as a clause."""
    startup = smallest(search.startup)
    if search.algorithm == "random":
        return "it repeats the trials that are already stored"
    first = "random trials" if startup is None else f"first {counted(startup, 'trial')}"
    return f"its {first} repeat stored ones"
