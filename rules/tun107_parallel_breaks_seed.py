"""TUN107 parallel-breaks-seed

## What it does

Flags a search that is seeded and runs several trials at once, where the seed then no longer fixes
what is tried: an Optuna study with a seeded sampler and `n_jobs` other than 1 (-1 counts, on one
core too), or a seeded searcher of Ray Tune with several trials at a time. Optuna's `GridSampler`
keeps its order and stays silent.

## Why is this bad?

The seed promises the same search in every run. But the trials take turns at the sampler's
generator, and which of them is first depends on how long the others take; what a model proposes
depends on which trials have ended. Two runs try other configurations and may end with another
winner, though the code looks reproducible.

## Example

```python
import optuna

study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=42))
study.optimize(objective, n_trials=100, n_jobs=4)
```

## Use instead

```python
import optuna

study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=42))
study.optimize(objective, n_trials=100)
```

## How it is confirmed

Two fresh processes run the search, as many trials at once as it says, with trials that take no
time; their proposals differ. Where they agree although trials run at once it is asked three times
in all: then it is inconclusive, for the order may have been the same by chance.

## Where it stops looking

A number of parallel trials that cannot be read. Several processes that share one storage, which
are started from outside of the code.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.seeding.proposals import is_seeded, several_at_once
from tunelint.api import (
    Fact,
    Finding,
    Lab,
    Outcome,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
    inconclusive,
)
from tunelint.experiments.proposals import COUNT, proposes_the_same

Subject = tuple[Program, Search]
ATTEMPTS = 3


class ParallelBreaksSeed(Rule, level="warning", tuners=("Optuna", "Ray Tune")):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return ((program, search) for search in program.searches if search.randomness.drifts)

    def check(self, subject: Subject) -> Finding | None:
        program, search = subject
        if not search.randomness.draws or not is_seeded(search, program.records.seedings):
            return None
        if not several_at_once(search.parallel):
            return None
        place = search.parallel.place
        return self.finding(
            search.place,
            f"{search.label} is seeded, but {_number(search.parallel)} trials run at once and take"
            " turns at its generator: every run proposes other configurations all the same",
            related=[Related(place, "this runs several trials at once")] if place else (),
            help="run one trial at a time, or let each trial's training use the cores",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search = subject
        verdict = proposes_the_same(lab, search)
        if verdict.outcome is not Outcome.REFUTED or not self._may_drift(subject):
            return verdict
        for more in range(1, ATTEMPTS):
            # One proposal more is another question: the same one is not asked again.
            verdict = proposes_the_same(lab, search, COUNT + more)
            if verdict.outcome is not Outcome.REFUTED:
                return verdict
        return inconclusive(f"by chance, perhaps: {verdict.line}, {ATTEMPTS} times")

    def _may_drift(self, subject: Subject) -> bool:
        _, search = subject
        return not search.parallel.always(lambda jobs: jobs in (0, 1, None))


def _number(parallel: Fact) -> str:
    number = parallel.value
    return str(number) if isinstance(number, int) and number > 1 else "several"
