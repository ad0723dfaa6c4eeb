"""TUN603 float-where-int

## What it does

Flags a hyperparameter that is drawn as a float (as `hp.quniform` always does) and handed to `range`
or an argument that takes only integers: `units`, `epochs`, `batch_size`, `n_estimators`,
`max_depth`, … It is one after `np.round` and `np.floor`, too. scikit-optimize's `Integer` draws
`numpy.int64`, which most of Keras' layers reject; a value read raw from `fmin`'s result is a NumPy
scalar too. bayes_opt draws `numpy.float64` unless the bounds are `(low, high, int)`.

## Why is this bad?

Every trial fails: `Dense(64.0)` and `Dense(numpy.int64(64))` raise ValueError, `fit(epochs=5.0)`
TypeError, `RandomForestClassifier(max_depth=7.0)` InvalidParameterError.

## Example

```python
from hyperopt import fmin, hp, tpe
from sklearn.ensemble import RandomForestClassifier

def objective(params):
    return -score(RandomForestClassifier(max_depth=params["max_depth"]))

space = {"max_depth": hp.quniform("max_depth", 2, 12, 1)}
best = fmin(objective, space, algo=tpe.suggest, max_evals=50)
```

## Use instead

```python
from hyperopt import fmin, hp, tpe
from sklearn.ensemble import RandomForestClassifier

def objective(params):
    return -score(RandomForestClassifier(max_depth=params["max_depth"]))

space = {"max_depth": hp.uniformint("max_depth", 2, 12)}
best = fmin(objective, space, algo=tpe.suggest, max_evals=50)
```

## How it is confirmed

Three proposals are tried, for one epoch where they train a network: the exception names the
argument, or asks for an integer where no different argument can be meant. What is read from a
search's result is handed over after a few short trials.

## Where it stops looking

The arguments are a list, tried with Keras, scikit-learn, LightGBM and XGBoost. Values inside
`int(…)` or `scope.int(…)`, `hp.uniformint` and `hp.randint` in a trial, `Integer(…, dtype=int)`,
and configurations that are changed in ways that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.integer_fix import int_around
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Use, Verdict
from tunelint.experiments.exceptions import a_trial_fails, fails_from
from tunelint.lab.questions import Cast
from tunelint.libraries.common.integer_parameters import RANGE

# A search, and a value that a call in it rejects; None where there is no such call.
Subject = tuple[Search, Use | None]

# A dimension without a class of its own.
WRITTEN_OUT = frozenset({"tuple", "list"})
# What the libraries raise.
REFUSED = "ValueError, TypeError, InvalidParameterError, XGBoostError or LightGBMError"


class FloatWhereInt(Rule, level="error", not_for=("Keras Tuner", "scikit-learn", "loop")):
    def subjects(self, program: Program) -> Iterable[Subject]:
        """The values that a call rejects: in trials once a hyperparameter, else once a call."""
        seen: set[object] = set()
        for search in program.searches:
            if not any(use.rejected for use in search.uses):
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
            f"{_declared(search, use)} draws {_rejected(use)}: {_failing(search, use)}",
            related=[Related(use.argument.place, f"{use.taker} gets it here")],
            help=f"{_whole(search, use)}int(…) around the draw",
            fix=int_around(search, use),
        )

    def _in_result(self, search: Search, use: Use) -> Finding:
        return self.finding(
            use.place or use.argument.anchor,
            f"the {search.noun} returns {_rejected(use)}: this call fails once the {search.noun} is"
            " over",
            related=[Related(use.hyperparameter.anchor, f"{_declared(search, use)} draws it here")],
            help="int(…) around the value",
            fix=int_around(search, use),
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
    rejected = (one for one in search.uses if one.rejected)
    casts = (Cast(lab.locate(one.event.place), one.parameter) for one in rejected)
    return tuple(cast for cast in dict.fromkeys(casts) if cast != own)


def _declared(search: Search, use: Use) -> str:
    written = use.hyperparameter.function
    return f"this {written}" if written in WRITTEN_OUT else f"{search.dialect.owner}{written}"


def _rejected(use: Use) -> str:
    """What is drawn and who rejects it: ``max_depth as a float, which SVC rejects``."""
    kind = "a float" if use.arrives == "float" else use.arrives
    name = _name(use)
    if name is not None and use.taker == RANGE.rpartition(".")[2]:
        return f"{name!r} as {kind}, which {use.taker} rejects"
    if name in (None, use.parameter):
        return f"{use.parameter} as {kind}, which {use.taker} rejects"
    return f"{name!r} as {kind}, which {use.taker} rejects for {use.parameter}"


def _failing(search: Search, use: Use) -> str:
    if use.hyperparameter.kind == "choice" and use.arrives == "numpy.int64":
        return "trials that its model proposes fail"
    return "every trial fails" if search.always_reaches(use.event) else "trials that get there fail"


def _whole(search: Search, use: Use) -> str:
    """The declaration that draws whole numbers, where another one does."""
    if use.hyperparameter.kind == "choice":
        return ""
    return f"{search.dialect.integer.format(name=_label(use))}, or "


def _name(use: Use) -> object:
    return use.hyperparameter.name.value or use.hyperparameter.key


def _label(use: Use) -> str:
    name = _name(use)
    return repr(name) if name is not None else "the hyperparameter"
