"""TUN516 result-not-there

## What it does

Flags code that reads, after a search, what this search does not have: the best trial of an Optuna
study with several directions; the model of a scikit-learn search with `refit=False`, or its best
configuration with several metrics; `get_best_result()` of Ray Tune without a metric and a mode.
Several metrics with `refit=True` are flagged where they are given.

## Why is this bad?

The read raises, after the whole search has run: RuntimeError in Optuna 5.0.0, AttributeError in
scikit-learn 1.9.1, ValueError in Ray 2.60.0, where the metric of a scheduler does not count. `fit`
itself raises ValueError where `refit=True` meets several metrics, also a list of one.

## Example

```python
import optuna

study = optuna.create_study(directions=["maximize", "minimize"])
study.optimize(objective, n_trials=100)
print(study.best_params)
```

## Use instead

```python
import optuna

study = optuna.create_study(directions=["maximize", "minimize"])
study.optimize(objective, n_trials=100)
for trial in study.best_trials:
    print(trial.values, trial.params)
```

## How it is confirmed

The script runs with a short search, up to this code: confirmed where it raises the exception.

## Where it stops looking

Code inside `try`, or under a condition that speaks of the search, its directions or its metrics;
directions, metrics or a `refit=` that cannot be read, or that are set anew later. A Ray search of
one trial has a best one.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.absent_results import AbsentRead, absent_reads
from tunelint.api import Finding, Lab, Outcome, Program, Related, Rule, Search, Verdict
from tunelint.experiments.exceptions import fails_at

# A search, and what is read of it that it does not have, in order.
Subject = tuple[Search, tuple[AbsentRead, ...]]


class ResultNotThere(Rule, level="error", tuners=("Optuna", "Ray Tune", "scikit-learn")):
    def subjects(self, program: Program) -> Iterable[Subject]:
        seen: set[tuple[str, int]] = set()
        for search in program.searches:
            reads: list[AbsentRead] = []
            for one in absent_reads(program, search):
                if one.place.key not in seen:
                    seen.add(one.place.key)
                    reads.append(one)
            if reads:
                yield search, tuple(reads)

    def check(self, subject: Subject) -> Finding | None:
        _, (first, *others) = subject
        absent = first.absent
        if first.name:
            outcome = f"{first.name} raises {absent.error} after the search"
        else:
            outcome = f"fit raises {absent.error}"
        related = [Related(one.place, f"{one.name} is not there either") for one in others]
        if first.name and absent.place is not None:
            related.insert(0, Related(absent.place, "what decides it"))
        return self.finding(
            first.place, f"{absent.why}: {outcome}", related=related, help=absent.instead
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, (first, *_) = subject
        place, *later = first.raising
        verdict = fails_at(lab, place, first.absent.error, (first.word,))
        for place in later:
            if verdict.outcome is Outcome.REFUTED:
                verdict = fails_at(lab, place, first.absent.error, (first.word,))
        return verdict
