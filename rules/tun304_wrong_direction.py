"""TUN304 wrong-direction

## What it does

Flags a search that improves the wrong way: an accuracy that is minimised, a loss that is maximised.
That is an `Objective` with the wrong direction, a string objective whose direction Keras Tuner
infers wrongly (`'val_f1_score'` counts as something to minimise), `fmin` receiving a score that
should grow, `make_scorer` of an error without `greater_is_better=False`, or a loop that keeps the
wrong end. Silent on negated and `1 -` scores and on names that decide nothing.

## Why is this bad?

The search works, and returns the worst configuration that it found as the best.

## Example

```python
from hyperopt import fmin, hp, tpe
from sklearn.metrics import accuracy_score

def objective(params):
    model = build(params).fit(x_train, y_train)
    return accuracy_score(y_val, model.predict(x_val))

best = fmin(objective, hp.uniform("alpha", 0, 1), algo=tpe.suggest, max_evals=50)
```

## Use instead

```python
from hyperopt import fmin, hp, tpe
from sklearn.metrics import accuracy_score

def objective(params):
    model = build(params).fit(x_train, y_train)
    return -accuracy_score(y_val, model.predict(x_val))

best = fmin(objective, hp.uniform("alpha", 0, 1), algo=tpe.suggest, max_evals=50)
```

## How it is confirmed

The trial that the search calls best is compared with its other trials: is it the worst one?

## Where it stops looking

Scores whose metric cannot be told from how they are computed or from the names in the code, and
objectives with several directions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from tunelint.frameworks.directions import grows
from tunelint.program import Program
from tunelint.rule import Finding, Level, Related, Rule
from tunelint.search import Objective, Score, Search

DOES = {"min": "minimises", "max": "maximises"}
OPPOSITE = {"min": "max", "max": "min"}
# Each search is told its direction in so many words, which are these for "min" and "max".
WITH_DIRECTION = {
    "Keras Tuner": {"min": 'the direction "min"', "max": 'the direction "max"'},
    "Optuna": {"min": 'the direction "minimize"', "max": 'the direction "maximize"'},
    "Ray Tune": {"min": 'mode="min"', "max": 'mode="max"'},
}
SCORER = "scoring"  # a scorer's name: every scorer of scikit-learn's own grows


@dataclass(frozen=True, eq=False)
class _Judged:
    """One score of a search."""

    search: Search
    score: Score


@dataclass(frozen=True)
class WrongDirection(Rule):
    code: ClassVar[str] = "TUN304"
    name: ClassVar[str] = "wrong-direction"
    level: ClassVar[Level] = Level.ERROR
    tuners: ClassVar[tuple[str, ...]] = (
        "Keras Tuner",
        "Hyperopt",
        "Optuna",
        "scikit-learn",
        "scikit-optimize",
        "Ray Tune",
        "loop",
    )

    def subjects(self, program: Program) -> Iterable[Search | _Judged]:
        for search in program.searches:
            if search.scores:
                yield from (_Judged(search, score) for score in search.scores)
            else:
                yield search

    def check(self, subject: Search | _Judged) -> Finding | None:
        if isinstance(subject, _Judged):
            return self._score(subject.search, subject.score)
        given = subject.objective
        return self._objective(given) if given is not None and given.written != SCORER else None

    def _objective(self, objective: Objective) -> Finding | None:
        if objective.place is None:
            return None
        direction = objective.direction.value
        if direction not in DOES or not objective.name.always(
            lambda name: isinstance(name, str) and _wanted(name) == OPPOSITE[direction]
        ):
            return None
        name = (objective.name.values or ("",))[0]
        return self.finding(
            objective.place,
            f"{_said(objective, name, direction)}, but {_nature(name)}: the trial it calls best"
            " is its worst",
            help=_advice(objective, name, direction),
        )

    def _score(self, search: Search, score: Score) -> Finding | None:
        higher, direction = score.better_when_higher, score.direction or search.direction
        if higher is None or direction not in DOES or higher is (direction == "max"):
            return None
        if score.negated and not _is_measured(score):
            return None
        metric = score.metric or "the score"
        turned = f"{metric} with its sign turned" if score.negated else metric
        better = "larger" if higher else "smaller"
        measured = score.evaluation.event.place if score.evaluation is not None else None
        return self.finding(
            score.place,
            f"{_who(search)} {DOES[direction]} {turned}, of which the {better} is better: the"
            " trial it calls best is its worst",
            related=[Related(measured, "measured here")] if measured is not None else (),
            help=_turn(search, score),
        )


def _wanted(name: str) -> str | None:
    """The direction in which a metric of this name gets better."""
    higher = grows(name)
    return None if higher is None else "max" if higher else "min"


def _nature(name: str) -> str:
    return "more of it is better" if grows(name) else "less of it is better"


def _said(objective: Objective, name: str, direction: str) -> str:
    match objective.written, direction:
        case "string", _:
            return f"Keras Tuner {DOES[direction]} the string objective {name!r}"
        case "make_scorer", "max":
            return f"the search maximises what {name} gives"
        case "make_scorer", _:
            return f"greater_is_better=False makes the search minimise {name}"
    return f"the search {DOES[direction]} {name!r}"


def _advice(objective: Objective, name: str, direction: str) -> str:
    match objective.written, direction:
        case "make_scorer", "max":
            return "pass greater_is_better=False to make_scorer"
        case "make_scorer", _:
            return "leave greater_is_better=False away"
        case "string", _:
            return f'write Objective("{name}", "{OPPOSITE[direction]}")'
    return f'give the direction "{OPPOSITE[direction]}"'


def _is_measured(score: Score) -> bool:
    """Whether more than a name says what the score is."""
    return score.evaluation is not None or bool(score.data)


def _who(search: Search) -> str:
    return search.label if search.loop is None else "the loop"


def _turn(search: Search, score: Score) -> str:
    if search.tuner in WITH_DIRECTION:
        wanted = WITH_DIRECTION[search.tuner]["max" if score.better_when_higher else "min"]
        ask = f"ask for {wanted}"
        return ask if search.logged is not None else f"{ask}, or return it with the sign turned"
    if search.loop is not None:
        return "turn the comparison round, and start from the other end"
    return "return it without the sign" if score.negated else "return it with the sign turned"
