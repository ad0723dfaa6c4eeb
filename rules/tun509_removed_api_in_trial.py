"""TUN509 removed-api-in-trial

## What it does

Flags what a trial runs (the function that builds the model, the objective, the search's space and
the estimator it fits) and that the current Keras or scikit-learn rejects: `Adam(lr=…)`,
`fit(workers=…)`, `keras.utils.np_utils`, `loss='deviance'`, `criterion='mse'`, … One finding per
rejected argument, at the call or at the declaration that lists the value. Code that no trial runs
stays silent, and so does what is deprecated but still works.

## Why is this bad?

The trial fails: Keras 3.15 and scikit-learn 1.9 raise where older releases accepted the spelling.
Keras Tuner and scikit-learn's searches record such trials and go on, so that the search may end
without a word and without the configurations that were meant.

## Example

```python
import keras
import numpy as np
from hyperopt import fmin, hp, tpe


def objective(lr):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(lr=lr), "mse")
    return model.fit(x, y, validation_split=0.2).history["val_loss"][-1]


space = hp.loguniform("lr", np.log(1e-4), np.log(1e-1))
fmin(objective, space, tpe.suggest, 50, rstate=np.random.default_rng(7))
```

## Use instead

```python
import keras
import numpy as np
from hyperopt import fmin, hp, tpe


def objective(lr):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(learning_rate=lr), "mse")
    return model.fit(x, y, validation_split=0.2).history["val_loss"][-1]


space = hp.loguniform("lr", np.log(1e-4), np.log(1e-1))
fmin(objective, space, tpe.suggest, 50, rstate=np.random.default_rng(7))
```

## How it is confirmed

The script is run, a few short trials, until it gets to the call; it raises the exception that the
finding speaks of. What an estimator only rejects when it is trained, and the rejected option of a
space, are tried in up to three trials of their own, for one epoch where a trial trains a network.

## Where it stops looking

The list is closed; every entry was tried with Keras 3.15.1 and scikit-learn 1.9.1. Values that
cannot be read from the source are not judged. Where one of several branches chooses the value,
every branch has to be rejected. What depends on a release (`sklearn.__version__`,
`inspect.signature`, `hasattr`) or stands in a `try` that goes on after the exception is meant for
other releases.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tunelint.analyses.alternatives import rejected_by_all
from tunelint.analyses.other_releases import for_this_release
from tunelint.analyses.respelling_fix import OPTION, respelled
from tunelint.api import (
    Finding,
    Hyperparameter,
    Lab,
    Place,
    Program,
    Rejection,
    Related,
    Rule,
    Search,
    Verdict,
    inconclusive,
)
from tunelint.experiments.exceptions import a_trial_fails, fails_at, is_gone, with_value, words_of
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.libraries.keras import rejections as keras
from tunelint.libraries.scikit_learn import rejections as scikit_learn

Subject = tuple[Program, Search, Rejection]


class RemovedApiInTrial(Rule, level="error"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        seen: set[object] = set()
        for search in program.searches:
            found = rejected_by_all(program.trace, _rejections(program, search))
            for rejection in for_this_release(program.trace, found):
                keys = {rejection.place.key, _once(rejection)}
                if not keys & seen:
                    yield program, search, rejection
                seen |= keys

    def check(self, subject: Subject) -> Finding | None:
        program, search, rejection = subject
        return self.finding(
            rejection.place,
            f"{_what(rejection)}: a trial that gets there ends with {rejection.error}",
            related=[Related(search.place, f"run by the trials of {_called(search)}")],
            help=_help(rejection),
            fix=respelled(program, rejection),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search, rejection = subject
        option, named = OPTION.fullmatch(rejection.written), words_of(rejection)
        declared = _declaration(search, rejection)
        if declared is not None and option is not None:
            value = ast.literal_eval(option[2])
            drawn = with_value(lab, search, declared.name.value or declared.parameter, value)
            if not drawn:
                return inconclusive(f"no configuration with {rejection.written} was drawn")
            return a_trial_fails(
                lab,
                search,
                rejection.error,
                named,
                place=_taking(search, declared),
                configurations=drawn,
            )
        if declared is not None or _fails_later(search, rejection):
            return a_trial_fails(lab, search, rejection.error, named)
        if not rejection.taker:
            return is_gone(lab, rejection.event.place, rejection.error, named)
        return fails_at(lab, rejection.event.place, rejection.error, named, every_pass=True)


def _help(rejection: Rejection) -> str:
    if rejection.instead is None:
        return "remove it"
    if rejection.instead.startswith("nothing: "):
        return f"delete it: {rejection.instead.removeprefix('nothing: ')}"
    return f"use {rejection.instead}"


def _what(rejection: Rejection) -> str:
    if not rejection.taker:
        return f"{rejection.written} no longer exists"
    return f"{rejection.taker} no longer accepts {rejection.written}"


def _declaration(search: Search, rejection: Rejection) -> Hyperparameter | None:
    """The declaration whose option is rejected, or that sets the rejected parameter."""
    for declared in search.hyperparameters or ():
        for found in _declared(search, declared):
            if (found.place.key, found.written) == (rejection.place.key, rejection.written):
                return declared
    return None


def _taking(search: Search, declared: Hyperparameter) -> Place | None:
    """The call in a trial that takes the drawn value; None where the search itself sets it."""
    for use in search.uses:
        if use.hyperparameter is declared and not use.from_result:
            return use.event.place
    for estimator in search.estimators:
        handed = [argument.value for argument in estimator.event.arguments]
        if declared.result is not None and any(each is declared.result for each in handed):
            return estimator.event.place
    return None


def _fails_later(search: Search, rejection: Rejection) -> bool:
    """Whether the call itself goes well: an estimator checks its options when it is trained."""
    in_training = rejection.error in (scikit_learn.IN_FIT, scikit_learn.NO_SCORE)
    return in_training or any(run.event is rejection.event for run in search.runs)


def _once(rejection: Rejection) -> object:
    """A name that is gone counts once, however often it is called; an argument each time."""
    return rejection if rejection.taker else rejection.written


def _rejections(program: Program, search: Search) -> Iterator[Rejection]:
    """Everything that the search's trials run or are given and that is rejected."""
    for event, trains in _run_in_trials(program, search):
        yield from keras.rejections(event, trains=trains)
        yield from scikit_learn.rejections(event)
    for hyperparameter in search.hyperparameters or ():
        yield from _declared(search, hyperparameter)


def _run_in_trials(program: Program, search: Search) -> Iterator[tuple[CallEvent, bool]]:
    """The calls of every trial, each with whether it trains a Keras model."""
    trainings = {id(fit.event) for fit in search.fits if fit.framework == "keras"}
    built = {id(estimator.event) for estimator in search.estimators}
    scorer = search.objective.term if search.objective is not None else None
    if isinstance(scorer, Result):
        built.add(id(scorer.event))
    calls = {id(event): event for event in search.calls(program.trace)}
    calls |= {id(event): event for event in program.trace.calls() if id(event) in built}
    for event in sorted(calls.values(), key=lambda event: event.index):
        yield event, id(event) in trainings
    if not search.custom_trial:
        yield from ((run.event, True) for run in search.runs if run.framework == "keras")


def _declared(search: Search, declared: Hyperparameter) -> Iterator[Rejection]:
    """The rejected values that a declaration lists, by the parameter that it sets."""
    for owner, parameter in _takers(search, declared):
        gone = scikit_learn.rejected_parameter(declared.event, declared.anchor, owner, parameter)
        if gone is not None and declared.owner is not None:
            yield gone
        place = declared.listed or declared.anchor
        for option in declared.options or ():
            found = scikit_learn.rejected_value(declared.event, place, owner, parameter, option)
            if found is not None:
                yield found


def _takers(search: Search, declared: Hyperparameter) -> Iterator[tuple[str, str]]:
    """The estimators' parameters that receive the drawn value as it is."""
    if declared.owner is not None and declared.parameter is not None:
        yield declared.owner, declared.parameter
    for use in search.uses:
        if use.hyperparameter is declared and not use.from_result:
            yield use.taker, use.parameter
    for estimator in search.estimators:
        for name, argument in estimator.event.arguments.keywords.items():
            if declared.result is not None and argument.value is declared.result:
                yield estimator.name, name


def _called(search: Search) -> str:
    return "this loop" if search.tuner == "loop" else search.label
