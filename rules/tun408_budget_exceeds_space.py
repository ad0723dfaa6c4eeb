"""TUN408 budget-exceeds-space

## What it does

Points out a search that is allowed more trials than its space holds distinct configurations: every
hyperparameter is a choice, a boolean, an integer range or a range in steps, and the product of
their numbers of values is smaller than the budget. It is advice: shown with `--advice`, or when
selected by its full code.

## Why is this bad?

The rest of the budget buys nothing. Random and grid search of Keras Tuner stop when the space is
used up, scikit-learn warns and tries the grid once; Bayesian searches, Optuna's samplers and
scikit-optimize go on and train configurations again that they know. A grid would try each of them
once and need no luck.

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

The search is asked for all its proposals without training, and the space for at least 1,000
independent draws, 20 for each trial of the budget. It is confirmed where both together hold fewer
distinct configurations than the budget has trials.

## Where it stops looking

Continuous spaces, ranges and options that cannot be read, and trials that hand the object they ask
for values to code that cannot be read. Hyperparameters that only some trials have count as if all
had them, so that the space is never taken for smaller than it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import (
    Default,
    Fact,
    Finding,
    Lab,
    Program,
    Rule,
    Search,
    Verdict,
    largest,
    smallest,
)
from tunelint.experiments.budget import exceeds_its_space


class BudgetExceedsSpace(
    Rule,
    level="advice",
    tuners=("Keras Tuner", "Optuna", "scikit-learn", "scikit-optimize", "Ray Tune"),
):
    def subjects(self, program: Program) -> Iterable[Search]:
        return program.searches

    def check(self, search: Search) -> Finding | None:
        trials, configurations = smallest(search.budget), largest(search.space_size)
        if trials is None or configurations is None or trials <= configurations:
            return None
        return self.finding(
            search.place,
            f"{search.label} is allowed {_trials(search.budget, trials)}, but its space holds only"
            f" {_configurations(configurations)}: the rest is tried again, or not at all",
            help=f"allow at most {configurations:g} trials, try them all as a grid, or widen the"
            " space",
        )

    def confirm(self, search: Search, lab: Lab) -> Verdict:
        return exceeds_its_space(lab, search)


def _trials(budget: Fact, number: float) -> str:
    return f"{number:g} trials{' (the default)' if isinstance(budget, Default) else ''}"


def _configurations(number: float) -> str:
    return "one configuration" if number == 1 else f"{number:g} distinct configurations"
