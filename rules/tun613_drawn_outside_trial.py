"""TUN613 drawn-outside-trial

## What it does

Flags a value that is drawn once, before the trials, where it is meant to vary from trial to trial:
an `hp.Int(…)` of a `HyperParameters()` of your own in `tuner.search(epochs=…)`, a random number as
an entry of the space, a random number from before the search that the trials train with.

## Why is this bad?

The call runs once, so every trial gets the same value and the search never compares it with a
different one. Where that `HyperParameters` is also given to the tuner, Keras Tuner records a
different value for each trial all the same.

## Example

```python
import numpy as np
from ray import tune

space = {"rate": np.random.uniform(0.001, 0.1), "depth": tune.randint(2, 10)}
tuner = tune.Tuner(train, param_space=space, tune_config=tune.TuneConfig(num_samples=20))
tuner.fit()
```

## Use instead

```python
import numpy as np
from ray import tune

space = {"rate": tune.uniform(0.001, 0.1), "depth": tune.randint(2, 10)}
tuner = tune.Tuner(train, param_space=space, tune_config=tune.TuneConfig(num_samples=20))
tuner.fit()
```

## How it is confirmed

The script runs with up to three trials of the search: confirmed where the value is drawn once and
at least three trials begin, refuted where it is drawn at least once for each of them.

## Where it stops looking

Draws in a loop or in a function that is called more than once, draws of several values, choices
from values that cannot be read, values that are computed from something else too, and names such as
`seed`, `path`, `run_id` or `port`, whose value is meant to stay.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.drawn_once import DrawnOnce, drawn_once
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.drawn_values import drawn_for_all

MESSAGES = {
    "search": "{name} drawn once, before the search starts:"
    " every trial trains with the same {value}",
    "space": "{name} drawn once, when the space is made: every trial gets the same value",
    "trial": "{name} drawn once, before the {noun}: every trial gets the same value",
}
HELP = {
    "Keras Tuner": "draw it inside the builder, from the hp that each trial gives it",
    "Hyperopt": "declare it in the space: hp.uniform(…), hp.choice(…)",
    "Optuna": "draw it inside the objective: trial.suggest_float(…), trial.suggest_categorical(…)",
    "scikit-optimize": "give it a dimension of the space: Real(…), Integer(…), Categorical(…)",
    "Ray Tune": "declare it in param_space: tune.uniform(…), tune.choice(…)",
    "bayes_opt": "give it bounds in pbounds, and let the objective take it",
    "loop": "draw it inside the loop",
}
IN_FIT = "draw it from the hp of each trial: HyperModel.fit(self, hp, model, *args, **kwargs)"

# A search, and the draws that its call hands to all trials, or one draw.
Subject = tuple[Search, tuple[DrawnOnce, ...]]


class DrawnOutsideTrial(Rule, level="error", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        groups: dict[object, list[DrawnOnce]] = {}
        seen: set[tuple[str, int]] = set()
        for found in drawn_once(program):
            if found.event.place.key not in seen:
                seen.add(found.event.place.key)
                group = found.used if found.how == "search" else found.event.place
                groups.setdefault(group.key, []).append(found)
        return ((group[0].search, tuple(group)) for group in groups.values())

    def check(self, subject: Subject) -> Finding | None:
        search, (first, *others) = subject
        used = [Related(first.used, "every trial gets it here")] if first.how == "trial" else []
        return self.finding(
            first.event.place,
            MESSAGES[first.how].format(
                name=_named(subject[1]),
                noun=search.noun,
                value="values" if others else "value",
            ),
            related=used + [Related(one.event.place, "drawn once, too") for one in others],
            help=IN_FIT if first.how == "search" else HELP[search.tuner],
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, (first, *_) = subject
        return drawn_for_all(lab, search, first.event.place, first.used)


def _named(draws: tuple[DrawnOnce, ...]) -> str:
    """What is drawn, with its verb: ``'epochs' and 'batch_size' are``."""
    names = list(dict.fromkeys(repr(one.name) for one in draws if one.name))
    if not names:
        return "this value is"
    *most, last = names
    return f"{', '.join(most)} and {last} are" if most else f"{last} is"
