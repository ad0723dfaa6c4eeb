"""TUN416 one-trial-search

## What it does

Flags a search over sampled values that runs a single trial: Ray's `num_samples` is left at its
default of 1, or `max_evals=1`, `n_trials=1`, `num_samples=1` is written.

## Why is this bad?

The first draw is the best one, whatever it is: nothing is compared with it. The search raises no
error and reports a winner.

## Example

```python
from ray import tune

def train(config):
    tune.report({"loss": fit(config["lr"])})

tuner = tune.Tuner(
    train,
    param_space={"lr": tune.loguniform(1e-4, 1e-1)},
    tune_config=tune.TuneConfig(metric="loss", mode="min"),
)
print(tuner.fit().get_best_result().config)
```

## Use instead

```python
from ray import tune

def train(config):
    tune.report({"loss": fit(config["lr"])})

tuner = tune.Tuner(
    train,
    param_space={"lr": tune.loguniform(1e-4, 1e-1)},
    tune_config=tune.TuneConfig(metric="loss", mode="min", num_samples=40),
)
print(tuner.fit().get_best_result().config)
```

## How it is confirmed

The search is asked for two trials, without training: it makes one.

## Where it stops looking

Numbers and spaces that cannot be read, grids, time limits, points that are given to try first,
searches in loops, with trials of earlier runs or in a storage, studies that are given to code that
cannot be read, and test suites.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.forwarding import call_that_gives
from tunelint.api import Finding, Lab, Program, Rule, Search, Verdict, counted
from tunelint.experiments.budget import runs_one_trial
from tunelint.interpreter.frames import CallbackFrame, LoopFrame
from tunelint.libraries.common.escaping import is_given_away
from tunelint.libraries.common.test_suites import is_test, is_tested

GRID = "grid_search"
ALLOWING = {"Hyperopt": "max_evals", "Optuna": "n_trials", "Ray Tune": "num_samples"}


class OneTrialSearch(
    Rule, level="warning", tuners=("Hyperopt", "Optuna", "Ray Tune"), instead_of="TUN407"
):
    def subjects(self, program: Program) -> Iterable[Search]:
        kept = [search.memory for search in program.searches]
        for search in program.searches:
            shared = search.memory is not None and kept.count(search.memory) > 1
            alone = len(search.run_events) == 1 and not shared
            tests = is_tested(search, program) or is_test(search.place.source, program.project)
            if alone and not tests and not is_given_away(program.trace, search.result):
                yield search

    def check(self, search: Search) -> Finding | None:
        if search.budget.value != 1 or not _samples(search) or _goes_on(search):
            return None
        return self.finding(
            call_that_gives(search.budget, search.built) or search.place,
            f"the {search.noun} runs {counted(1, 'trial', search.budget)}: its only draw wins,"
            " compared with nothing",
            help=f"allow as many trials as you can afford: {ALLOWING[search.tuner]}=50",
        )

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        return runs_one_trial(lab, search)


def _samples(search: Search) -> bool:
    """Whether values are surely drawn, and none of them from a grid."""
    drawn = search.hyperparameters or ()
    if search.algorithm in ("grid", "unknown") or any(one.function == GRID for one in drawn):
        return False
    return any(one.kind != "fixed" and len(one.options or "several") > 1 for one in drawn)


def _goes_on(search: Search) -> bool:
    """Whether more trials than its budget may be made, by it or around it."""
    return (
        search.asked
        or search.initial_points is not None
        or search.continues is not False
        or search.storage is not None
        or not search.time_limit.always(lambda seconds: seconds is None)
        or any(isinstance(one, LoopFrame | CallbackFrame) for one in search.run_events[0].path)
    )
