"""TUN407 model-never-used

## What it does

Flags a model-based search whose budget ends inside its random start: Keras Tuner's Bayesian
optimisation, Hyperopt's TPE, Optuna's TPE, CMA-ES and NSGA-II, scikit-optimize's minimisers, and
bayes_opt with `n_iter=0` in every `maximize`. It is an error where scikit-optimize refuses so small
a budget.

## Why is this bad?

These searches propose at random until they can fit a model, so a search that ends before is plain
random search. The random start has three trials per hyperparameter in Keras Tuner 1.4.8, 20 in
Hyperopt 0.3.0, 10 in Optuna 5.0.0 (NSGA-II: 50) and in scikit-optimize 0.10.2.

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

The search makes all its proposals without training: confirmed where the model makes none of them,
or the library refuses the budget, refuted by the first one that the model makes.

## Where it stops looking

Budgets and spaces that cannot be counted, budgets that only a test suite gives, and searches that
resume stored trials or may go on with some. Of the hyperparameters, only those count that every
trial declares, or that the code reads from the winner.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.forwarding import call_that_gives
from tunelint.api import (
    AtLeast,
    Finding,
    Lab,
    Level,
    Program,
    Rule,
    Search,
    Verdict,
    counted,
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
        trials = f"the {search.noun} runs {counted(budget, 'trial', search.budget)}"
        advice = f"run many more than {counted(startup, 'trial')}, or choose random search"
        if budget < startup and search.refused_below_startup:
            return self.finding(
                search.place,
                f"{trials}, but {search.label} starts with {startup:g} random ones: it raises"
                f" {search.refused_below_startup} at once",
                help=advice,
                level=Level.ERROR,
            )
        least = "at least " if isinstance(search.startup, AtLeast) else ""
        return self.finding(
            call_that_gives(search.budget, search.built) or search.place,
            f"{trials}, but {least}the first {startup:g} are random:"
            f" {MODEL_BASED[search.algorithm]} is never used",
            help=advice,
        )

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        return uses_its_model(lab, search)
