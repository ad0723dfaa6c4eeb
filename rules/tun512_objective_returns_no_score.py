"""TUN512 objective-returns-no-score

## What it does

Flags an Optuna objective with a path that gives back None, nothing at all, a dictionary, or a
tuple of another length than the study has objectives. A path that ends by an exception, pruning
among them, is none.

## Why is this bad?

Optuna 5.0.0 marks such a trial as failed, logs a warning and goes on: no exception stops the
search. If every path is like that, the whole budget is spent and `study.best_params` raises
ValueError at the end; if one is, its configurations are never judged, though they were trained.

## Example

```python
import optuna

def objective(trial):
    rate = trial.suggest_float("rate", 1e-4, 1e-1, log=True)
    loss = train(rate)
    print(loss)

study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
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

study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=100)
```

## How it is confirmed

A few short trials are run; some that got to this path are marked as failed, although nothing was
raised.

## Where it stops looking

What a called function gives back where it cannot be read, and scores that are NaN. The number of
objectives of a study that is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.api import Finding, Lab, Program, Related, Rule, Scoreless, Search, Verdict
from tunelint.experiments.exceptions import trials_without_score

# A study, and a path of its objective without a score; None where all paths have one.
Subject = tuple[Search, Scoreless | None]


class ObjectiveReturnsNoScore(Rule, level="error", tuners="Optuna"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        seen: set[tuple[str, int]] = set()
        for search in program.searches:
            if search.tuner in self.tuners and not search.scoreless:
                yield search, None
            for path in search.scoreless:
                if path.place.key not in seen:
                    seen.add(path.place.key)
                    yield search, path

    def check(self, subject: Subject) -> Finding | None:
        search, path = subject
        if path is None:
            return None
        always = path.always and len(search.scoreless) == 1 and not search.scores
        which = "every trial" if always else "a trial that gets there"
        return self.finding(
            path.place,
            f"{_what(path)}: {which} is marked as failed, without an exception",
            related=[Related(search.place, "of this study")],
            help=_help(path),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, path = subject
        # The end of an objective is no place that a run can be seen to pass.
        if path is None or path.kind == "nothing":
            return trials_without_score(lab, search, always=path is None)
        return trials_without_score(lab, search, path.place)


def _what(path: Scoreless) -> str:
    match path.kind:
        case "nothing":
            return "the objective can reach its end without returning a score"
        case "none":
            return "the objective returns None here instead of a score"
        case "mapping":
            return "the objective returns a dictionary, but Optuna takes only numbers"
    wanted = "one objective" if path.wanted == 1 else f"{path.wanted} objectives"
    return f"the objective returns {path.count} values, but the study has {wanted}"


def _help(path: Scoreless) -> str:
    if path.kind == "several":
        return "return one number, or give the study as many directions="
    if path.kind == "none":
        return "return a score, or raise optuna.TrialPruned()"
    return "return the score"
