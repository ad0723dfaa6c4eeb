"""TUN408 budget-exceeds-space

## What it does

Flags a search that is allowed more trials than its space holds configurations: every
hyperparameter has finitely many values, and their product is smaller than the budget.

## Why is this bad?

The rest of the budget buys nothing. Keras Tuner's random and grid search and scikit-learn stop
early; Bayesian searches, Optuna and scikit-optimize train known configurations again. A grid tries
each of them once and needs no luck.

## Example

```python
from sklearn.model_selection import RandomizedSearchCV
from sklearn.svm import SVC

space = {"C": [0.1, 1, 10], "kernel": ["linear", "rbf"]}
search = RandomizedSearchCV(SVC(), space, n_iter=20, random_state=7)
search.fit(x_train, y_train)
```

## Use instead

```python
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

space = {"C": [0.1, 1, 10], "kernel": ["linear", "rbf"]}
search = GridSearchCV(SVC(), space)
search.fit(x_train, y_train)
```

## How it is confirmed

The search makes all its proposals without training, and the space gives at least 1,000 independent
draws, 20 for each trial of the budget. Confirmed where both together hold fewer distinct
configurations than the budget has trials.

## Where it stops looking

Continuous spaces, ranges and options that cannot be read, and trials that hand the object they draw
from to code that cannot be read. Hyperparameters of some trials count as if all trials had them.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import Finding, Lab, Program, Rule, Search, Verdict, counted, largest, smallest
from tunelint.experiments.budget import exceeds_its_space


class BudgetExceedsSpace(
    Rule,
    level="advice",
    tuners=("Keras Tuner", "Optuna", "scikit-learn", "scikit-optimize", "Ray Tune"),
):
    def subjects(self, program: Program) -> Iterable[Search]:
        return program.searches

    def check(self, search: Search) -> Finding | None:
        trials, size = smallest(search.budget), largest(search.space_size)
        if trials is None or size is None or trials <= size:
            return None
        return self.finding(
            search.place,
            f"the {search.noun} may run {counted(trials, 'trial', search.budget)}, but its space"
            f" holds only {counted(size, 'configuration')}: it repeats some or ends early",
            help=f"run at most {counted(size, 'trial')}, try all as a grid, or widen the space",
        )

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        return exceeds_its_space(lab, search)
