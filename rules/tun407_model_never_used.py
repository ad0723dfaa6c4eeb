"""TUN407 model-never-used

## What it does

Flags a model-based search whose budget ends inside its random start-up: Keras Tuner's Bayesian
optimisation with `max_trials` up to `num_initial_points`, Hyperopt's TPE with `max_evals` up to 20,
an Optuna study with `n_trials` up to its sampler's `n_startup_trials` (10 for TPE) or up to the
first population of NSGA-II (50); scikit-optimize's minimisers, `Optimizer` and `BayesSearchCV`
with as many calls as initial points (10, and one more for each `x0` without its `y0`). A
minimiser that is allowed fewer is an error. Searches that resume stored trials stay silent.

## Why is this bad?

These searches propose at random until they have seen enough trials to fit a model. A search that
ends before is plain random search under another name: the intelligence it was chosen for never
runs. Keras Tuner 1.4.8 starts with three random trials per hyperparameter, Hyperopt 0.3.0 with 20,
Optuna 5.0.0 and scikit-optimize 0.10.2 with 10. `gp_minimize` with fewer calls than that raises
ValueError before the first one.

## Example

```python
import keras_tuner as kt

tuner = kt.BayesianOptimization(
    build_model, objective="val_accuracy", max_trials=5, num_initial_points=8, seed=7
)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.BayesianOptimization(
    build_model, objective="val_accuracy", max_trials=40, num_initial_points=8, seed=7
)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## How it is confirmed

The search is asked, without training, for as many proposals as it takes to come to the model's
first one, or to the end of its budget. It is confirmed where every proposal of the budget is made
at random, or where the library refuses the budget; one proposal of the model's refutes it.

## Where it stops looking

Budgets and spaces that cannot be counted: the number of hyperparameters is the smallest that a
trial can declare. Budgets that only callers in a test suite give. Searches that resume stored
trials.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.forwarding import call_that_gives
from tunelint.api import (
    AtLeast,
    Default,
    Fact,
    Finding,
    Lab,
    Level,
    Program,
    Rule,
    Search,
    Verdict,
    largest,
    smallest,
)
from tunelint.experiments.budget import uses_its_model
from tunelint.libraries.common.test_suites import is_tested

MODEL_BASED = {
    "bayesian": "the Gaussian process",
    "tpe": "the TPE model",
    "cma-es": "the evolution strategy",
    "genetic": "the genetic algorithm",
    "forest": "the forest",
}


class ModelNeverUsed(Rule, level="warning", not_for=("loop", "scikit-learn")):
    def subjects(self, program: Program) -> Iterable[Search]:
        return (
            search
            for search in program.searches
            if search.algorithm in MODEL_BASED and not is_tested(search, program)
        )

    def check(self, search: Search) -> Finding | None:
        budget, startup = largest(search.budget), smallest(search.startup)
        if budget is None or startup is None or budget > startup:
            return None
        if budget < startup and search.refused_below_startup:
            return self._refused(search, budget, startup)
        return self.finding(
            call_that_gives(search.budget, search.built) or search.place,
            f"{search.label} ends after {_trials(search.budget, budget)}, but"
            f" {_startup(search.startup, startup)} are random: {MODEL_BASED[search.algorithm]} is"
            " never used and this is plain random search",
            help=_advice(search, startup),
        )

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        return uses_its_model(lab, search)

    def _refused(self, search: Search, budget: float, startup: float) -> Finding:
        """The library does not even start."""
        return self.finding(
            search.place,
            f"{search.label} is allowed {_trials(search.budget, budget)}, fewer than the"
            f" {startup:g} random ones that come before its model: it ends at once with"
            f" {search.refused_below_startup}",
            help=_advice(search, startup),
            level=Level.ERROR,
        )


def _trials(budget: Fact, number: float) -> str:
    default = " (the default)" if isinstance(budget, Default) else ""
    return f"{number:g} {'trial' if number == 1 else 'trials'}{default}"


def _startup(startup: Fact, number: float) -> str:
    least = "at least " if isinstance(startup, AtLeast) else ""
    return f"{least}the first {number:g}"


def _advice(search: Search, startup: float) -> str:
    return f"allow many more than {startup:g} trials, or call it random search"
