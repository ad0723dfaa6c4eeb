"""TUN107 parallel-breaks-seed

## What it does

Flags a seeded search whose seed no longer fixes what it tries, because several trials run at once:
an Optuna study with a seeded sampler and `n_jobs` other than 1 (-1 too), or a seeded searcher of
Ray Tune with several trials at a time. Optuna's `GridSampler` keeps its order.

## Why is this bad?

Parallel trials take turns at the sampler's generator, and a model learns from the trials that have
ended: both depend on how long each trial takes. Two runs try different configurations, though the
code looks reproducible.

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

Two fresh processes run the search with as many parallel trials as it asks for, each of which takes
no time: their configurations differ. Where they agree, which can be chance, they are asked three
times and the answer is inconclusive.

## Where it stops looking

Numbers of trials that cannot be read, and separate processes that share one storage.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.seeding.proposals import is_seeded, several_at_once
from tunelint.api import (
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
        seeded = "sampler" if search.noun == "study" else search.noun
        return self.finding(
            search.place,
            f"the {seeded}'s seed does not help with {_parallel(search)}: parallel trials draw from"
            " it in a different order in every run",
            related=[Related(place, "this runs several trials at once")] if place else (),
            help="run one trial at a time, or let the training of each trial use the cores",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search = subject[1]
        verdict = proposes_the_same(lab, search)
        alone = search.parallel.always(lambda jobs: jobs in (0, 1, None))
        if verdict.outcome is not Outcome.REFUTED or alone:
            return verdict
        for more in range(1, ATTEMPTS):
            # One proposal more is another question: the same one is not asked again.
            verdict = proposes_the_same(lab, search, COUNT + more)
            if verdict.outcome is not Outcome.REFUTED:
                return verdict
        return inconclusive(f"{verdict.line}, {ATTEMPTS} times, perhaps by chance")


def _parallel(search: Search) -> str:
    """How many trials run at once: as Optuna's users write it, or counted."""
    jobs = search.parallel.value
    if not isinstance(jobs, int):
        return "several trials at once"
    return f"n_jobs={jobs}" if search.tuner == "Optuna" else f"{jobs} trials at once"
