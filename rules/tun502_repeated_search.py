"""TUN502 repeated-search

## What it does

Flags a search that starts again although its trials are used up: a second `search` on the same
Keras Tuner tuner, a second `fmin` with the same `Trials` and a `max_evals` that is no larger.

## Why is this bad?

`max_trials` and `max_evals` count the trials of all calls. The second call runs nothing and returns
the first result, whatever data, epochs or space it is given.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=5)
tuner.search(x_train, y_train, validation_split=0.2, epochs=50)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=50)
```

## How it is confirmed

The script runs with trials that are scored at once, without a training, until they are used up (500
at most); the second call runs 0 trials.

## Where it stops looking

Calls that perhaps do not follow one another on one object, budgets that cannot be read, and a
`max_trials` that is raised in between. A loop over a list of tuners starts each of them once.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.repeated_runs import Repetition, repetitions
from tunelint.api import Finding, Lab, Program, Related, Rule, Verdict
from tunelint.experiments.stored_trials import runs_nothing
from tunelint.interpreter.values import Attribute


class RepeatedSearch(Rule, level="error", tuners=("Keras Tuner", "Hyperopt")):
    def subjects(self, program: Program) -> Iterable[Repetition]:
        return repetitions(program)

    def check(self, repetition: Repetition) -> Finding | None:
        if not repetition.runs_nothing:
            return None
        earlier = repetition.earlier
        in_tuner = repetition.search.built is not repetition.run
        fresh = "build a new tuner" if in_tuner else "use new Trials"
        note = "this call uses up the trials"
        if earlier is None:
            note = "built before the loop" if in_tuner else "every pass uses the same Trials"
        return self.finding(
            repetition.place,
            f"{_called(repetition)}: {_used_up(repetition, in_tuner)}, so it returns the first"
            " result again",
            related=[Related((earlier or repetition.search.built).place, note)],
            help=f"{fresh}, or allow more trials in all",
        )

    def confirm(self, repetition: Repetition, lab: Lab) -> Verdict:
        return runs_nothing(lab, repetition.run, [repetition.before, repetition.search])


def _called(repetition: Repetition) -> str:
    """Which call is in vain: ``the second search() runs nothing``."""
    callee = repetition.run.callee
    call = f"{callee.name if isinstance(callee, Attribute) else repetition.search.label}()"
    if repetition.earlier is None:
        return f"{call} runs nothing after the loop's first pass"
    return f"{'the second' if repetition.second else 'this'} {call} runs nothing"


def _used_up(repetition: Repetition, in_tuner: bool) -> str:
    allowed, used = repetition.search.budget.value, repetition.before.budget.value
    if in_tuner:
        trials = f"{allowed:g} trials" if isinstance(allowed, int | float) else "trials"
        return f"the tuner has used its {trials}"
    return f"max_evals={allowed} counts the {used} trials of the first call"
