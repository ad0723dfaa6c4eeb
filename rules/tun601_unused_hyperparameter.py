"""TUN601 unused-hyperparameter

## What it does

Flags a hyperparameter that every trial draws and none uses: its value is dropped, stands under a
name or key that nothing reads, or goes into an optimizer that nothing uses.

## Why is this bad?

The search spends its budget on a dimension that changes nothing, and a model of the search is
fitted to noise. The winner's value means nothing, and what was meant to be tuned is not.

## Example

```python
import optuna
from sklearn.model_selection import cross_val_score
from sklearn.svm import SVC

def objective(trial):
    C = trial.suggest_float("C", 0.01, 100, log=True)
    gamma = trial.suggest_float("gamma", 0.001, 1, log=True)
    return cross_val_score(SVC(C=C), X, y).mean()

optuna.create_study(direction="maximize").optimize(objective, n_trials=50)
```

## Use instead

```python
import optuna
from sklearn.model_selection import cross_val_score
from sklearn.svm import SVC

def objective(trial):
    C = trial.suggest_float("C", 0.01, 100, log=True)
    gamma = trial.suggest_float("gamma", 0.001, 1, log=True)
    return cross_val_score(SVC(C=C, gamma=gamma), X, y).mean()

optuna.create_study(direction="maximize").optimize(objective, n_trials=50)
```

## How it is confirmed

One configuration is tried for up to 3 epochs with a fixed seed; then with this hyperparameter alone
changed; then as it was; then with everything else changed. Confirmed where the first three are the
same (model, curves, weights and score, up to a relative difference of 0.00001) and the last is not.

## Where it stops looking

Trials that hand their configuration, whole (`**params`) or in the object that draws it, to code
that is not part of the run; nested spaces; values kept as attributes. A value that is printed in
the trial counts as used; one that is read from the winner does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tunelint.analyses.unused.find import Unused, unused
from tunelint.api import (
    Finding,
    Hyperparameter,
    Lab,
    Outcome,
    Place,
    Program,
    Related,
    Rule,
    Search,
    Verdict,
    inconclusive,
)
from tunelint.experiments.unused_hyperparameter import changes_nothing


@dataclass(frozen=True, eq=False)
class _Drawn:
    """A hyperparameter that a search draws: where it is declared, and what it may be called."""

    search: Search
    anchor: Place
    names: tuple[str, ...]
    unused: Unused | None


class UnusedHyperparameter(Rule, level="warning", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[_Drawn]:
        seen: set[tuple[str, int]] = set()
        for search in program.searches:
            if search.tuner not in self.tuners:
                continue
            for drawn in _drawn(program, search):
                if drawn.anchor.key not in seen:
                    seen.add(drawn.anchor.key)
                    yield drawn

    def check(self, subject: _Drawn) -> Finding | None:
        search, found = subject.search, subject.unused
        if found is None:
            return None
        if found.optimizer is not None:
            return self.finding(
                found.place,
                f"every trial draws {found.name!r} for an optimizer that is never used: the value"
                " changes nothing",
                related=[Related(found.optimizer, "nothing uses this optimizer")],
                help="train with this optimizer, or remove the hyperparameter",
            )
        return self.finding(
            found.place,
            f"every trial draws {found.name!r} and none uses it: the {search.noun} spends its"
            " budget on a value that changes nothing",
            related=[Related(search.place, f"this {search.noun} draws it")],
            help="use it to build or train the model, or remove it from the space",
        )

    def confirm(self, subject: _Drawn, lab: Lab) -> Verdict:
        verdict = changes_nothing(lab, subject.search, subject.names)
        if subject.unused is None and verdict.outcome is Outcome.CONFIRMED:
            # It is used, for something that a short training does not show.
            return inconclusive(f"{verdict.line}, but it is used", *verdict.exhibits)
        return verdict


def _drawn(program: Program, search: Search) -> Iterator[_Drawn]:
    """The hyperparameters of a search: those that no trial uses, then all."""
    declared = [each for each in search.hyperparameters or () if each.kind != "fixed"]
    by_place: dict[object, list[str]] = {}
    for each in declared:
        by_place.setdefault(each.anchor.key, []).extend(_names(each))
    for found in unused(program, search):
        beside = by_place.get(found.place.key, ())
        yield _Drawn(search, found.place, (*beside, found.name), found)
    for each in declared:
        if _names(each):
            yield _Drawn(search, each.anchor, _names(each), None)


def _names(declared: Hyperparameter) -> tuple[str, ...]:
    """What it may be called in a configuration."""
    names = (*(declared.name.values or ()), declared.key)
    return tuple(name for name in names if isinstance(name, str))
