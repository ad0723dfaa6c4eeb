"""TUN304 wrong-direction

## What it does

Flags a search that optimises in the wrong direction: an accuracy that is minimised, a loss that is
maximised. That is an `Objective` with the wrong direction, a string that Keras Tuner infers wrongly
(it minimises `'val_f1_score'`), a score that Hyperopt minimises although it should grow,
an error that bayes_opt maximises, `make_scorer` of an error without `greater_is_better=False`, or a
loop that keeps the wrong end.

## Why is this bad?

The search works, and returns its worst configuration as the best.

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

Five configurations are trained: the one that the live search calls best is the worst by the score's
own direction.

## Where it stops looking

Negated scores (`-score`, `1 - score`), scores whose metric neither the code nor its names tell, and
objectives with several directions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tunelint.analyses.direction_fix import objective_turned, score_turned
from tunelint.analyses.pruned_directions import against_direction
from tunelint.analyses.score_directions import (
    DOES,
    OPPOSITE,
    SCORER,
    better_when_higher,
    comparable,
    wanted_direction,
)
from tunelint.api import (
    Finding,
    Lab,
    Objective,
    Program,
    Related,
    Rule,
    Score,
    Search,
    Verdict,
    inconclusive,
)
from tunelint.experiments.direction import calls_the_worst_best

WORST = 'its "best" trial is the worst one'


@dataclass(frozen=True, eq=False)
class _Scored:
    """One score of a search."""

    search: Search
    score: Score
    program: Program


class WrongDirection(Rule, level="error"):
    def subjects(self, program: Program) -> Iterable[Search | _Scored]:
        for search in program.searches:
            if not search.scores:
                yield search
            yield from (_Scored(search, score, program) for score in comparable(search.scores))

    def check(self, subject: Search | _Scored) -> Finding | None:
        if isinstance(subject, _Scored):
            return self._score(subject)
        objective = subject.objective
        if objective is None or objective.written == SCORER:
            return None
        return self._objective(subject, objective)

    def confirm(self, subject: Search | _Scored, lab: Lab) -> Verdict:
        if isinstance(subject, _Scored):
            search, score = subject.search, subject.score
            together = [one for one in search.scores if one.event is score.event]
            return calls_the_worst_best(
                lab, search, score.better_when_higher, together.index(score)
            )
        if subject.objective is None:
            return inconclusive("the search is given no objective by name")
        return calls_the_worst_best(lab, subject, better_when_higher(subject.objective))

    def _objective(self, search: Search, objective: Objective) -> Finding | None:
        direction = objective.direction.value
        if objective.place is None or direction not in DOES:
            return None
        if not objective.name.always(
            lambda name: isinstance(name, str) and wanted_direction(name) == OPPOSITE[direction]
        ):
            return None
        name = (objective.name.values or ("",))[0]
        return self.finding(
            objective.place,
            f"{_optimises(search, objective, name, direction)}: {WORST}",
            help=_advice(objective, name, direction),
            fix=objective_turned(objective, OPPOSITE[direction]),
        )

    def _score(self, subject: _Scored) -> Finding | None:
        search, score = subject.search, subject.score
        higher, direction = score.better_when_higher, score.direction or search.direction
        if higher is None or direction not in DOES or higher is (direction == "max"):
            return None
        if score.negated and not (score.evaluation is not None or score.data):
            return None  # only a name says what it is
        measured = score.evaluation.event.place if score.evaluation is not None else None
        return self.finding(
            score.place,
            f"the {search.noun} {DOES[direction]} {_measured(score, higher)}: {WORST}",
            related=[Related(measured, "measured here")] if measured is not None else (),
            help=_turn(search, score),
            fix=score_turned(search, score) if not _misleads(subject, direction) else None,
        )


def _misleads(subject: _Scored, direction: str) -> bool:
    """Whether a pruner would get scores against the other direction."""
    turned = replace(subject.search, direction=OPPOSITE[direction])
    return any(against_direction(turned, subject.program))


def _optimises(search: Search, objective: Objective, name: str, direction: str) -> str:
    match objective.written, direction:
        case "string", _:
            return f"{search.tuner} {DOES[direction]} {name!r}"
        case "make_scorer", "max":
            return f"the {search.noun} maximises {name}"
        case "make_scorer", _:
            return f"greater_is_better=False makes the {search.noun} minimise {name}"
    return f"the {search.noun} {DOES[direction]} {name!r}"


def _measured(score: Score, higher: bool) -> str:
    if score.metric is None:
        return f"a score that should {'grow' if higher else 'shrink'}"
    return f"the negated {score.metric}" if score.negated else score.metric


def _advice(objective: Objective, name: str, direction: str) -> str:
    match objective.written, direction:
        case "make_scorer", "max":
            return "pass greater_is_better=False to make_scorer"
        case "make_scorer", _:
            return "leave out greater_is_better=False"
        case "string", _:
            return f'write objective=keras_tuner.Objective("{name}", "{OPPOSITE[direction]}")'
    return f'set the direction to "{OPPOSITE[direction]}"'


def _turn(search: Search, score: Score) -> str:
    direction = search.dialect.direction
    sign = "return it without the minus sign" if score.negated else "return the negated score"
    if direction is not None:
        ask = f"set {direction.told('max' if score.better_when_higher else 'min')}"
        return ask if search.logged is not None else f"{ask}, or {sign}"
    if search.loop is not None:
        return "reverse the comparison and its starting value"
    return sign
