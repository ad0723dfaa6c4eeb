"""TUN510 resumed-search-repeats

## What it does

Flags an Optuna study that goes on with the trials in its storage (`load_if_exists=True`,
`load_study`) and whose sampler has a fixed seed; and one that asks for another `direction` than
the program itself gave the stored study. Samplers that look up what was tried already (grid, brute
force, quasi-Monte Carlo) stay silent.

## Why is this bad?

The seed starts the sampler afresh with every run of the program. Its random trials, all of a
random search and the first 10 of TPE, are the ones that are stored already: a study that is
resumed during them, or worked on by several processes at once, spends its budget on
configurations that it knows. A direction is read only when the study is first made, and ignored
after that.

## Example

```python
import optuna

study = optuna.create_study(
    study_name="forest",
    storage="sqlite:///forest.db",
    load_if_exists=True,
    sampler=optuna.samplers.RandomSampler(seed=42),
)
study.optimize(objective, n_trials=50)
```

## Use instead

```python
import optuna

study = optuna.create_study(
    study_name="forest",
    storage="sqlite:///forest.db",
    load_if_exists=True,
    sampler=optuna.samplers.RandomSampler(seed=run_number),
)
study.optimize(objective, n_trials=50)
```

## How it is confirmed

Nothing is trained. The search is asked for its proposals (30 at most); these are stored with
made-up scores, as a run would have left them, and a fresh process is asked again. It is confirmed
where the second starts with a configuration that the first one started with, be it after a whole
run or after one that was interrupted during its random trials. Of a direction, the resumed study
says which one it goes by.

## Where it stops looking

Storages and names that cannot be read, or that the program deletes before. A seed that cannot be
read may change from run to run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
    smallest,
)
from tunelint.experiments.direction import keeps_its_direction
from tunelint.experiments.proposals import repeats_stored_trials
from tunelint.interpreter.order import perhaps_before

SPELLED = {"min": "minimize", "max": "maximize"}


@dataclass(frozen=True, eq=False)
class _Resumed:
    """A search that goes on with what is stored, and another one that stored it otherwise."""

    search: Search
    storage: Storage
    other: Search | None


class ResumedSearchRepeats(Rule, level="warning", tuners="Optuna"):
    def subjects(self, program: Program) -> Iterable[_Resumed]:
        for search in program.searches:
            if search.storage is not None and search.storage.resumes:
                yield _Resumed(search, search.storage, _turned(search, program.searches))

    def check(self, subject: _Resumed) -> Finding | None:
        return self._direction(subject) or self._seed(subject)

    def _direction(self, subject: _Resumed) -> Finding | None:
        if subject.other is None:
            return None
        asked = SPELLED[subject.storage.direction.value]
        stored = SPELLED["max" if asked == "minimize" else "min"]
        return self.finding(
            subject.storage.direction.place or subject.search.place,
            f"the study {subject.storage.name.value!r} is stored already and goes on to {stored}:"
            f' direction="{asked}" is ignored',
            related=[Related(subject.other.place, f"it is made to {stored} here")],
            help="give the study a name of its own",
        )

    def _seed(self, subject: _Resumed) -> Finding | None:
        search, randomness = subject.search, subject.search.randomness
        if not subject.storage.repeats or not randomness.draws or randomness.swept:
            return None
        if not randomness.seed.always(lambda seed: seed is not None):
            return None
        return self.finding(
            randomness.seed.place or search.place,
            f"the study {subject.storage.name.value!r} is resumed with the same seed in every run:"
            f" {_repeated(search)} the ones that are stored already",
            related=[Related(search.place, "resumed here")],
            help="take a seed that changes with the run, or none",
        )

    def confirm(self, subject: _Resumed, lab: Lab) -> Verdict:
        if subject.other is not None:
            return keeps_its_direction(lab, subject.search, subject.storage.direction.value)
        return repeats_stored_trials(lab, subject.search)


def _turned(search: Search, searches: Iterable[Search]) -> Search | None:
    """An earlier search that made the same study to improve the other way."""
    mine = search.storage
    for other in searches:
        theirs = other.storage
        if mine is None or theirs is None or other is search:
            continue
        same = (mine.address.value, mine.name.value) == (theirs.address.value, theirs.name.value)
        ways = {mine.direction.value, theirs.direction.value}
        told = ways == SPELLED.keys() and isinstance(mine.direction, Known)
        if same and told and perhaps_before(other.built, search.built):
            return other
    return None


def _repeated(search: Search) -> str:
    """Which of its trials are the same in every run."""
    startup = smallest(search.startup)
    if search.algorithm == "random":
        return "it proposes once more"
    if startup is None:
        return "its random trials at the start are once more"
    return f"its first {startup:g} trials are once more"
