"""TUN512 objective-returns-no-score

## What it does

Flags an Optuna objective with a path that returns None, nothing, a dictionary, or a tuple of a
different length than the study has directions. A path that raises, to prune for instance, is fine.
In Hyperopt it flags a path that returns None, nothing, a tuple, a list, or a dictionary without
`loss` or `status`.

## Why is this bad?

Optuna 5.0.0 marks such a trial as failed, logs a warning and goes on. If every path is like that,
`study.best_params` raises ValueError when the whole budget is spent; if one is, its configurations
are trained and never ranked. Hyperopt 0.3.0 ends the search with InvalidLoss, KeyError or
TypeError.

## Example

```python
import optuna

def objective(trial):
    rate = trial.suggest_float("rate", 1e-4, 1e-1, log=True)
    loss = train(rate)
    print(loss)

study = optuna.create_study()
study.optimize(objective, n_trials=100)
```

## Use instead

```python
import optuna

def objective(trial):
    rate = trial.suggest_float("rate", 1e-4, 1e-1, log=True)
    loss = train(rate)
    print(loss)
    return loss

study = optuna.create_study()
study.optimize(objective, n_trials=100)
```

## How it is confirmed

A few short trials run; some that take this path are marked as failed, although nothing was raised.
In Hyperopt one ends with the exception.

## Where it stops looking

Calls whose value cannot be read, scores that are NaN, the directions of a loaded study, Hyperopt
results with a status of failure, and `catch_eval_exceptions=`.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import Finding, Lab, Program, Related, Rule, Scoreless, Search, Verdict, counted
from tunelint.experiments.exceptions import a_trial_fails, trials_without_score

# What Hyperopt raises for what is no result.
RAISED = ("InvalidLoss", "KeyError", "TypeError")
# A search, and a path of its objective without a score; None where all paths have one.
Subject = tuple[Search, Scoreless | None]


class ObjectiveReturnsNoScore(Rule, level="error", tuners=("Hyperopt", "Optuna")):
    def subjects(self, program: Program) -> Iterable[Subject]:
        seen: set[tuple[str, int]] = set()
        for search in program.searches:
            if not search.scoreless:
                yield search, None
            for path in search.scoreless:
                if path.place.key not in seen:
                    seen.add(path.place.key)
                    yield search, path

    def check(self, subject: Subject) -> Finding | None:
        search, path = subject
        if path is None:
            return None
        if path.raises:
            return self.finding(
                path.place,
                f"{_what(path, always=False)}: fmin raises {path.raises}",
                related=[Related(search.place, "the search that runs it")],
                help='return a number, or {"loss": …, "status": STATUS_OK}',
            )
        always = path.always and len(search.scoreless) == 1 and not search.scores
        which = "every trial" if always else "such a trial"
        return self.finding(
            path.place,
            f"{_what(path, always=always)}: Optuna marks {which} as failed and raises nothing",
            related=[Related(search.place, "the study that runs it")],
            help=_help(path),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, path = subject
        if search.tuner == "Hyperopt":
            raised = path.raises if path is not None else ", ".join(sorted(RAISED))
            place = path.place if path is not None and path.kind != "nothing" else None
            return a_trial_fails(lab, search, f"raises {raised}", (), place=place)
        # The end of an objective is no place that a run can be seen to pass.
        if path is None or path.kind == "nothing":
            return trials_without_score(lab, search, always=path is None)
        return trials_without_score(lab, search, path.place)


def _what(path: Scoreless, *, always: bool) -> str:
    match path.kind:
        case "nothing":
            return f"the objective {'ends' if always else 'can end'} without returning a score"
        case "none":
            return "the objective returns None here instead of a score"
        case "mapping":
            return "the objective returns a dictionary instead of a number"
        case "without loss" | "without status":
            return f"the objective's result has no {path.kind.partition(' ')[2]!r}"
    if path.raises:
        return f"the objective returns {counted(path.count, 'value')} instead of one number"
    values, wanted = counted(path.count, "value"), counted(path.wanted, "direction")
    return f"the objective returns {values}, but the study has {wanted}"


def _help(path: Scoreless) -> str:
    match path.kind:
        case "several":
            wanted, given = counted(path.wanted, "number"), counted(path.count, "direction")
            return f"return {wanted}, or create the study with {given}"
        case "none":
            return "return a score, or raise optuna.TrialPruned()"
    return "return the score"
