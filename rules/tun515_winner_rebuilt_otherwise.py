"""TUN515 winner-rebuilt-otherwise

## What it does

Flags a final model that is built from the best values of a search, `Model(**study.best_params)`, in
a different way than the models of its trials: a value has a different name in the search than the
parameter that it sets, or constants of the trials' model (`class_weight=`, `n_estimators=`) are
missing.

## Why is this bad?

The model that won is not the one that is built. scikit-learn 1.9.1 raises TypeError for a name that
it does not know. XGBoost 3.2.0 and LightGBM 4.7.0 take any name: one that they do not know changes
nothing, one of a different parameter sets that one, and the parameter that was meant keeps its
default.

## Example

```python
import optuna
from xgboost import XGBClassifier

def objective(trial):
    model = XGBClassifier(
        n_estimators=400, learning_rate=trial.suggest_float("rate", 1e-3, 1.0, log=True)
    )
    return model.fit(X_train, y_train).score(X_val, y_val)

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
final = XGBClassifier(**study.best_params).fit(X, y)
```

## Use instead

```python
import optuna
from xgboost import XGBClassifier

def objective(trial):
    model = XGBClassifier(
        n_estimators=400, learning_rate=trial.suggest_float("learning_rate", 1e-3, 1.0, log=True)
    )
    return model.fit(X_train, y_train).score(X_val, y_val)

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
final = XGBClassifier(n_estimators=400, **study.best_params).fit(X, y)
```

## How it is confirmed

The script runs with a few trials: the final model's parameters are compared with those of each
trial's model, or the call that builds it raises TypeError.

## Where it stops looking

Best values that are changed before they are handed over, and models to which only some of them are
handed one by one; estimators that a trial builds several of, or sets anew; Keras models. A seed,
`n_jobs`, verbosity, `early_stopping_rounds`, `eval_metric`, `callbacks`, `probability` and
`oob_score` may be missing, as may what says on which device to train.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.rebuilt_winners import (
    ASIDE,
    Misnamed,
    Rebuilt,
    left_out,
    misnamed,
    rebuilt_winners,
)
from tunelint.api import Finding, Lab, Level, Program, Related, Rule, Verdict
from tunelint.experiments.rebuilt_models import is_built_otherwise, is_refused


class WinnerRebuiltOtherwise(Rule, level="warning"):
    def subjects(self, program: Program) -> Iterable[Rebuilt]:
        seen: set[tuple[str, int]] = set()
        for rebuilt in rebuilt_winners(program):
            if rebuilt.final.event.place.key not in seen:
                seen.add(rebuilt.final.event.place.key)
                yield rebuilt

    def check(self, subject: Rebuilt) -> Finding | None:
        return _misnamed(self, subject) or _incomplete(self, subject)

    def confirm(self, subject: Rebuilt, lab: Lab) -> Verdict:
        final, trial = subject.final.event.place, subject.trial.event.place
        found = misnamed(subject) if subject.spread is not None else None
        if found is not None and found.refused:
            return is_refused(lab, final, found.name)
        varied = {
            one.parameter
            for one in subject.search.hyperparameters or ()
            if one.estimator is subject.trial.event and one.parameter is not None
        }
        return is_built_otherwise(lab, subject.search, trial, final, ASIDE | varied)


def _misnamed(rule: Rule, rebuilt: Rebuilt) -> Finding | None:
    found = misnamed(rebuilt)
    if found is None or rebuilt.spread is None:
        return None
    label = rebuilt.final.name
    drawn = f"**{rebuilt.written} hands over {found.name!r}"
    if found.parameter is not None:
        drawn += f", the trials' name for {found.parameter}="
    meant = f" as {found.parameter}" if found.parameter is not None else ""
    outcome = f"{label} raises TypeError" if found.refused else f"{label} does not use it{meant}"
    return rule.finding(
        rebuilt.spread.place,
        f"{drawn}: {outcome}",
        related=[
            Related(found.declared.anchor, f"drawn as {found.name!r}"),
            Related(rebuilt.trial.event.place, f"the {label} of the trials"),
        ],
        help=_help(found),
        level=Level.ERROR,
    )


def _help(found: Misnamed) -> str:
    if found.parameter is None:
        return "hand over only what it takes, under the names of its parameters"
    by_hand = f"hand the value over by hand: {found.parameter}=…"
    if found.declared.estimator is not None:
        return f"take best_estimator_, or {by_hand}"
    return f"draw it under {found.parameter!r}, or {by_hand}"


def _incomplete(rule: Rule, rebuilt: Rebuilt) -> Finding | None:
    missing = left_out(rebuilt)
    if not missing:
        return None
    written = [f"{name}={constant.value!r}" for name, constant in missing]
    label = rebuilt.final.name
    return rule.finding(
        rebuilt.final.event.anchor,
        f"the {label} of the trials has {', '.join(written[:3])}, this one does not: it is not the"
        " model that won",
        related=[Related(rebuilt.trial.event.place, f"the {label} of the trials")],
        help=f"write {', '.join(written)} here, too",
    )
