"""TUN603 float-where-int

## What it does

Flags a hyperparameter that is drawn as a float (`hp.quniform` always is) and handed as it is to an
argument that takes only integers: a layer's units, `epochs`, `batch_size`, `n_estimators`,
`max_depth`, …; and a value read raw from `fmin`'s result, where even integer draws are NumPy
scalars. scikit-optimize's `Integer` draws `numpy.int64`, which most of Keras' layers reject too,
and the integers of its `Categorical` turn into that once the model proposes. It stays silent where
the value is wrapped in `int(…)` or `scope.int(…)`, on `hp.uniformint` and `hp.randint` inside the
objective, and on `Integer(…, dtype=int)`.

## Why is this bad?

`hp.quniform("units", 16, 128, 16)` draws 64.0, and `Dense(64.0)` raises ValueError,
`fit(epochs=5.0)` TypeError, `RandomForestClassifier(max_depth=7.0)` InvalidParameterError: every
trial fails. `Dense(numpy.int64(64))` raises ValueError as well, whereas `Conv2D` takes it.

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

Three configurations that the search proposes are tried, for one epoch where a trial trains a
network; the exception names the argument, or says that an integer is wanted where no other argument
can be meant. What is read from a search's result is handed over after a run with few, short trials.

## Where it stops looking

The arguments that take only integers are a list, tried with Keras, scikit-learn, LightGBM and
XGBoost. A configuration that code changes in ways that cannot be read is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tunelint.api import (
    Finding,
    Fix,
    Lab,
    Program,
    Related,
    Rule,
    Search,
    Use,
    Verdict,
    Wrap,
    safe_fix,
)
from tunelint.experiments.exceptions import a_trial_fails, fails_from
from tunelint.lab.questions import Cast

# A search, and a value that a call in it rejects; None where there is no such call.
Subject = tuple[Search, Use | None]

# How each library spells its declarations, and the one that draws integers.
OWNERS = {"Hyperopt": "hp.", "Optuna": "trial.", "Ray Tune": "tune.", "scikit-optimize": ""}
# What is declared is what the trial gets: not a space that is drawn from later.
DRAWN_IN_TRIAL = frozenset({"Optuna"})
# A dimension without a class of its own.
WRITTEN_OUT = frozenset({"tuple", "list"})
# Whose declarations have no name of their own: they stand under a key of the space.
NAMELESS = frozenset({"Ray Tune"})
# What the libraries raise.
REFUSED = "ValueError, TypeError, InvalidParameterError, XGBoostError or LightGBMError"


class FloatWhereInt(
    Rule, level="error", tuners=("Hyperopt", "Optuna", "scikit-optimize", "Ray Tune")
):
    def subjects(self, program: Program) -> Iterable[Subject]:
        """The values that a call rejects: in trials once a hyperparameter, else once a call."""
        seen: set[object] = set()
        for search in program.searches:
            if search.tuner in self.tuners and not any(use.rejected for use in search.uses):
                yield search, None
            for use in search.uses:
                declared = use.hyperparameter.anchor.key
                key = id(use.argument) if use.from_result else declared
                if use.rejected and key not in seen:
                    seen.add(key)
                    yield search, use

    def check(self, subject: Subject) -> Finding | None:
        search, use = subject
        if use is None:
            return None
        return self._in_result(search, use) if use.from_result else self._in_trial(search, use)

    def _in_trial(self, search: Search, use: Use) -> Finding:
        return self.finding(
            use.hyperparameter.anchor,
            f"{_declared(search, use)} draws {_label(use)} as {_arriving(use)}, but {use.taker}"
            f" takes only {_taken(use)} for {use.parameter}: {_failing(use)}",
            related=[Related(use.argument.place, f"handed to {use.taker} as it is drawn")],
            help=f"{_whole(search, use)}int(…) around the draw",
            fix=_fix(use) or _fix_draw(search, use),
        )

    def _in_result(self, search: Search, use: Use) -> Finding:
        return self.finding(
            use.place or use.argument.anchor,
            f"{search.label}'s result holds {_label(use)} as {use.arrives}, but {use.taker} takes"
            f" only {_taken(use)} for {use.parameter}: this fails after the whole search has run",
            related=[Related(use.hyperparameter.anchor, f"drawn by {_declared(search, use)} here")],
            help=f"int(…) around {_label(use)}",
            fix=_fix(use),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, use = subject
        if use is None:
            return a_trial_fails(lab, search, REFUSED, ("int", "integer"))
        # All others are mended, so that an exception that names no argument speaks of this one.
        named, casts = (use.parameter, "int", "integer"), _casts_of_others(lab, search, use)
        if use.from_result:
            return fails_from(lab, use.event.place, REFUSED, named, casts)
        return a_trial_fails(lab, search, REFUSED, named, place=use.event.place, casts=casts)


def _casts_of_others(lab: Lab, search: Search, use: Use) -> tuple[Cast, ...]:
    """The arguments beside this one that are rejected as they are drawn, at any call."""
    own = Cast(lab.locate(use.event.place), use.parameter)
    casts = (
        Cast(lab.locate(one.event.place), one.parameter) for one in search.uses if one.rejected
    )
    return tuple(cast for cast in dict.fromkeys(casts) if cast != own)


def _fix_draw(search: Search, use: Use) -> Fix | None:
    """``int(…)`` around a draw that is handed on in a dictionary, where the trial draws it."""
    if search.tuner not in DRAWN_IN_TRIAL or use.argument.entry is None:
        return None
    draw = Wrap(use.argument.entry, ("int(",), (")",))
    return safe_fix(f"make {use.parameter} an int", draw)


def _fix(use: Use) -> Fix | None:
    """``int(…)`` where the value is handed over."""
    place = use.argument.place
    if not isinstance(place.node, cst.Arg) or place.node.star or use.argument.entry is not None:
        return None
    return safe_fix(f"make {use.parameter} an int", Wrap(place, ("int(",), (")",)))


def _declared(search: Search, use: Use) -> str:
    written = f"{OWNERS[search.tuner]}{use.hyperparameter.function}"
    return f"this {written}" if written in WRITTEN_OUT else written


def _whole(search: Search, use: Use) -> str:
    """The declaration that draws whole numbers, where another one does."""
    if use.hyperparameter.kind == "choice":
        return ""
    if search.tuner == "scikit-optimize":
        return "Integer(…, dtype=int), or "
    named = "" if search.tuner in NAMELESS else f"{_label(use)}, "
    return f"{search.dialect.integer}({named}…), or "


def _failing(use: Use) -> str:
    if use.hyperparameter.kind == "choice" and use.arrives == "numpy.int64":
        return "the trials that its model proposes fail"
    return "every trial that gets there fails"


def _arriving(use: Use) -> str:
    return "a float" if use.arrives == "float" else use.arrives


def _taken(use: Use) -> str:
    return "Python's int" if use.arrives == "numpy.int64" else "an integer"


def _label(use: Use) -> str:
    value = use.hyperparameter.name.value or use.hyperparameter.key
    return repr(value) if value is not None else "the hyperparameter"
