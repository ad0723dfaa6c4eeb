"""TUN518 objective-called

## What it does

Flags an objective that is called where the search takes a function: the search is handed the number
that the call returns.

## Why is this bad?

The search calls its objective once in each trial, with the values of that trial. A number cannot be
called: Optuna, Hyperopt, scikit-optimize and bayes_opt raise TypeError before the first trial ends,
after the one training that the call itself made.

## Example

```python
import optuna

def objective(trial):
    rate = trial.suggest_float("rate", 1e-4, 1e-1, log=True)
    return float(train(rate))

study = optuna.create_study()
study.optimize(objective(optuna.trial.FixedTrial({"rate": 0.01})), n_trials=50)
```

## Use instead

```python
import optuna

def objective(trial):
    rate = trial.suggest_float("rate", 1e-4, 1e-1, log=True)
    return float(train(rate))

study = optuna.create_study()
study.optimize(objective, n_trials=50)
```

## How it is confirmed

The search is started: confirmed where it raises TypeError because a number is not callable.

## Where it stops looking

Functions that return a function, and those whose value cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tunelint.analyses.attempted import is_attempted
from tunelint.analyses.called_objectives import CalledObjective, called_objective
from tunelint.api import (
    Finding,
    Fix,
    Lab,
    Program,
    Related,
    Replace,
    Rule,
    Search,
    Verdict,
    safe_fix,
)
from tunelint.experiments.exceptions import fails_at

# A search, and the call of its objective; None where it is handed over as it should be.
Subject = tuple[Search, CalledObjective | None]


class ObjectiveCalled(
    Rule, level="error", tuners=("Hyperopt", "Optuna", "scikit-optimize", "bayes_opt")
):
    def subjects(self, program: Program) -> Iterable[Subject]:
        for search in program.searches:
            if search.run_events:
                yield search, called_objective(program, search)

    def check(self, subject: Subject) -> Finding | None:
        search, called = subject
        if called is None or is_attempted(search.run_events[0], ("TypeError",)):
            return None
        name = called.function.name
        return self.finding(
            called.argument.anchor,
            f"{name}() is called here, not handed over: the search gets what it returns and raises"
            " TypeError",
            related=[Related(called.function.place, "the objective")]
            if called.function.place
            else (),
            help=f"hand over the function: {name}, or a lambda that adds its further arguments",
            fix=_fix(search, called),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, _ = subject
        return fails_at(lab, search.run_events[0].place, "TypeError", ("callable",))


def _fix(search: Search, called: CalledObjective) -> Fix | None:
    """Without the call, where the function takes no more than the search gives it."""
    given = called.node.args
    plain = all(not one.star for one in given)
    if not plain or (len(given) != 1 and search.tuner != "bayes_opt"):
        return None
    written = cst.Module([]).code_for_node(called.node.func)
    return safe_fix(f"write {written}", Replace(called.place, (written,)))
