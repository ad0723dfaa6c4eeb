"""TUN603 float-where-int

## What it does

Flags a hyperparameter that is drawn as a float (`hp.quniform` always is) and handed as it is to
an argument that takes only integers: a layer's units, `epochs`, `batch_size`, `n_estimators`,
`max_depth`, …; and a value read raw from `fmin`'s result, where even integer draws are NumPy
scalars. It stays silent where the value is wrapped in `int(…)` or `scope.int(…)`, and on
`hp.uniformint` and `hp.randint` inside the objective.

## Why is this bad?

`hp.quniform("units", 16, 128, 16)` draws 64.0, and `Dense(64.0)` raises ValueError,
`fit(epochs=5.0)` TypeError, `RandomForestClassifier(max_depth=7.0)` InvalidParameterError: every
trial fails.

## Example

```python
from hyperopt import fmin, hp, tpe
from sklearn.ensemble import RandomForestClassifier

space = {"max_depth": hp.quniform("max_depth", 2, 12, 1)}


def objective(params):
    return -score(RandomForestClassifier(max_depth=params["max_depth"]))


best = fmin(objective, space, algo=tpe.suggest, max_evals=50)
```

## Use instead

```python
from hyperopt import fmin, hp, tpe
from sklearn.ensemble import RandomForestClassifier

space = {"max_depth": hp.uniformint("max_depth", 2, 12)}


def objective(params):
    return -score(RandomForestClassifier(max_depth=params["max_depth"]))


best = fmin(objective, space, algo=tpe.suggest, max_evals=50)
```

## How it is confirmed

The objective is called once with a drawn configuration; the exception is shown.

## Where it stops looking

The arguments that take only integers are a list, tried with Keras, scikit-learn, LightGBM and
XGBoost. A configuration that code changes in ways that cannot be read is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from tunelint.program import Program
from tunelint.rule import Finding, Level, Related, Rule
from tunelint.search import Search, Use

Subject = tuple[Search, Use]

# How each library spells its declarations, and the one that draws integers.
OWNERS = {"Hyperopt": "hp.", "Optuna": "trial.", "Ray Tune": "tune."}
INTEGERS = {
    "Hyperopt": "hp.uniformint",
    "Optuna": "trial.suggest_int",
    "Ray Tune": "tune.randint",
}
# Whose declarations have no name of their own: they stand under a key of the space.
NAMELESS = frozenset({"Ray Tune"})


@dataclass(frozen=True)
class FloatWhereInt(Rule):
    code: ClassVar[str] = "TUN603"
    name: ClassVar[str] = "float-where-int"
    level: ClassVar[Level] = Level.ERROR
    tuners: ClassVar[tuple[str, ...]] = ("Hyperopt", "Optuna", "scikit-optimize", "Ray Tune")

    def subjects(self, program: Program) -> Iterable[Subject]:
        """The values that a call rejects: in trials once a hyperparameter, else once a call."""
        seen: set[int] = set()
        for search in program.searches:
            for use in search.uses:
                key = id(use.argument) if use.from_result else id(use.hyperparameter.event)
                if use.rejected and key not in seen:
                    seen.add(key)
                    yield search, use

    def check(self, subject: Subject) -> Finding | None:
        search, use = subject
        return self._in_result(search, use) if use.from_result else self._in_trial(search, use)

    def _in_trial(self, search: Search, use: Use) -> Finding:
        hyperparameter = use.hyperparameter
        return self.finding(
            hyperparameter.anchor,
            f"{_declared(search, use)} draws {_label(use)} as a float, but {use.taker} takes"
            f" only an integer for {use.parameter}: every trial that gets there fails",
            related=[Related(use.argument.place, f"handed to {use.taker} as it is drawn")],
            help=f"{_whole(search, use)}, or int(…) around the draw",
        )

    def _in_result(self, search: Search, use: Use) -> Finding:
        return self.finding(
            use.place or use.argument.anchor,
            f"{search.label}'s result holds {_label(use)} as {use.arrives}, but {use.taker} takes"
            f" only {_taken(use)} for {use.parameter}: this fails after the whole search has run",
            related=[Related(use.hyperparameter.anchor, f"drawn by {_declared(search, use)} here")],
            help=f"int(…) around {_label(use)}",
        )


def _declared(search: Search, use: Use) -> str:
    return f"{OWNERS[search.tuner]}{use.hyperparameter.function}"


def _whole(search: Search, use: Use) -> str:
    """The declaration that draws whole numbers."""
    named = "" if search.tuner in NAMELESS else f"{_label(use)}, "
    return f"{INTEGERS[search.tuner]}({named}…)"


def _taken(use: Use) -> str:
    return "Python's int" if use.arrives == "numpy.int64" else "an integer"


def _label(use: Use) -> str:
    value = use.hyperparameter.name.value
    return repr(value) if value is not None else "the hyperparameter"
