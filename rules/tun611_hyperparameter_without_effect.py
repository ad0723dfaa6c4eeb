"""TUN611 hyperparameter-without-effect

## What it does

Flags a drawn value that the library ignores as it is given:

- `n_estimators` or `num_boost_round` among the parameters of `xgb.train` and `xgb.cv`, which take
  the number of rounds as an argument;
- a name that XGBoost or LightGBM does not know, such as a misspelt one, `use_label_encoder` or
  `predictor`;
- one of two names for the same parameter: `eta` beside `learning_rate`, or `eta` and `max_leaves`
  in LightGBM's estimators, which pass `learning_rate` and `num_leaves` themselves;
- LightGBM's `subsample` while `subsample_freq` is 0, its default;
- `momentum` of scikit-learn's neural networks with a solver other than sgd.

## Why is this bad?

None of these is an error: the library says nothing, or prints a warning that a search hides. Every
configuration that differs in this value alone is the same one, and the budget that is spent on it
is lost. The winner seems to have a value that no model ever had.

## Example

```python
import lightgbm as lgb
import optuna
from sklearn.model_selection import cross_val_score

def objective(trial):
    share = trial.suggest_float("subsample", 0.4, 1.0)
    model = lgb.LGBMClassifier(subsample=share, random_state=0)
    return cross_val_score(model, X, y, cv=3).mean()

study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=20)
```

## Use instead

```python
import lightgbm as lgb
import optuna
from sklearn.model_selection import cross_val_score

def objective(trial):
    share = trial.suggest_float("subsample", 0.4, 1.0)
    model = lgb.LGBMClassifier(subsample=share, subsample_freq=1, random_state=0)
    return cross_val_score(model, X, y, cv=3).mean()

study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=20)
```

## How it is confirmed

Two trials that differ in this value alone are run with one seed: confirmed where curves and score
are the same, and something else changes them.

## Where it stops looking

The list is closed; each entry was tried with XGBoost 3.2.0, LightGBM 4.7.0 or scikit-learn 1.9.1.
Values that the trial uses for anything else, parameters that only some trials ignore, and what
depends on arguments that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.ignored_draws import Draw, draws
from tunelint.api import Finding, Lab, Outcome, Program, Related, Rule, Verdict, inconclusive
from tunelint.experiments.unused_hyperparameter import changes_nothing


class HyperparameterWithoutEffect(Rule, level="warning"):
    def subjects(self, program: Program) -> Iterable[Draw]:
        return draws(program)

    def check(self, subject: Draw) -> Finding | None:
        search, reason = subject.configured.search, subject.reason
        if reason is None:
            return None
        return self.finding(
            subject.declared.anchor,
            reason.why,
            related=[Related(search.place, f"this {search.noun} draws it")],
            help=reason.help,
        )

    def confirm(self, subject: Draw, lab: Lab) -> Verdict:
        names = (*(subject.declared.name.values or ()), subject.declared.key)
        known = tuple(name for name in names if isinstance(name, str))
        verdict = changes_nothing(lab, subject.configured.search, known, described=False)
        if subject.reason is None and verdict.outcome is Outcome.CONFIRMED:
            # The library reads it, for something that a short training does not show.
            return inconclusive(f"{verdict.line}, but it is read", *verdict.exhibits)
        return verdict
