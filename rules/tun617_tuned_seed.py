"""TUN617 tuned-seed

## What it does

Flags a seed among the hyperparameters: `random_state`, `seed`, `random_seed` with several values in
the space.

## Why is this bad?

A seed makes no configuration better: it decides which rows are drawn and where a training begins.
The search takes the luckiest seed for the best configuration, and the winner's score is too good:
on new data the luck is gone.

## Example

```python
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV

grid = {"max_depth": [4, 8, 16], "random_state": [0, 1, 2, 42]}
search = GridSearchCV(RandomForestClassifier(), grid, cv=5)
search.fit(X_train, y_train)
```

## Use instead

```python
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV

grid = {"max_depth": [4, 8, 16]}
search = GridSearchCV(RandomForestClassifier(random_state=42), grid, cv=5)
search.fit(X_train, y_train)
```

## How it is confirmed

A few configurations are tried with several seeds each: one configuration's scores differ by more
between seeds than the best two configurations do. Ray Tune cannot be asked.

## Where it stops looking

Seeds with one value, or with values that cannot be read; results that are grouped after the search
(`groupby`, `pivot_table`); loops whose scores are averaged; searches that vary nothing but the seed
and whose scores are averaged afterwards; Ray Tune searches that vary nothing else, or have no
`mode`.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.tuned_seeds import TunedSeed, is_seed, tuned_seeds
from tunelint.api import Finding, Lab, Program, Rule, Verdict
from tunelint.experiments.tuned_seed import seeds_decide


class SeedIsTuned(Rule, level="warning"):
    def subjects(self, program: Program) -> Iterable[TunedSeed]:
        seen: set[tuple[str, int]] = set()
        for found in tuned_seeds(program):
            if found.place.key not in seen:
                seen.add(found.place.key)
                yield found

    def check(self, subject: TunedSeed) -> Finding:
        return self.finding(
            subject.place,
            f"{subject.name!r} is a seed with several values: the {subject.search.noun} picks the"
            " luckiest one, and its best score is too good",
            help="fix the seed; to even out luck, average each configuration's score over seeds",
        )

    def confirm(self, subject: TunedSeed, lab: Lab) -> Verdict:
        return seeds_decide(lab, subject.search, lambda name: name == subject.name or is_seed(name))
