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

Five configurations are trained; the trial that the live search would call its best is compared with
the others. It is confirmed where that is the worst one by the score's own direction.

## Where it stops looking

Scores whose metric cannot be told from how they are computed or from the names in the code, and
objectives with several directions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import libcst as cst

from tunelint.api import (
    Change,
    Finding,
    Fix,
    Lab,
    Name,
    Objective,
    Place,
    Program,
    Related,
    Replace,
    Rule,
    Score,
    Search,
    Verdict,
    Wrap,
    inconclusive,
    unsafe_fix,
)
from tunelint.experiments.direction import calls_the_worst_best
from tunelint.findings.fixes.arguments import given, is_own, removed
from tunelint.findings.fixes.strings import respelled
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.libraries.common.metric_direction import grows
from tunelint.registry import Direction

DOES = {"min": "minimises", "max": "maximises"}
OPPOSITE = {"min": "max", "max": "min"}
HANDLERS = (cst.ExceptHandler, cst.ExceptStarHandler)
SCORER = "scoring"  # a scorer's name: every scorer of scikit-learn's own grows


@dataclass(frozen=True, eq=False)
class _Judged:
    """One score of a search."""

    search: Search
    score: Score


class WrongDirection(Rule, level="error"):
    def subjects(self, program: Program) -> Iterable[Search | _Judged]:
        for search in program.searches:
            scores = [score for score in search.scores if not _stands_in(score)]
            if not search.scores:
                yield search
            elif _agree(scores):
                yield from (_Judged(search, score) for score in scores)

    def check(self, subject: Search | _Judged) -> Finding | None:
        if isinstance(subject, _Judged):
            return self._score(subject.search, subject.score)
        given = subject.objective
        return self._objective(given) if given is not None and given.written != SCORER else None

    def confirm(self, subject: Search | _Judged, lab: Lab) -> Verdict:
        if isinstance(subject, _Judged):
            search, score = subject.search, subject.score
            together = [one for one in search.scores if one.event is score.event]
            return calls_the_worst_best(
                lab, search, score.better_when_higher, together.index(score)
            )
        if subject.objective is None:
            return inconclusive("the search is given no objective by name")
        return calls_the_worst_best(lab, subject, _higher_is_better(subject.objective))

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
            fix=_fix_objective(objective, OPPOSITE[direction]),
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
            fix=_fix_score(search, score),
        )


def _stands_in(score: Score) -> bool:
    """Whether a score is given back where an exception is handled: in place of a measured one."""
    return any(
        frame.place is not None and isinstance(frame.place.node, HANDLERS)
        for frame in score.event.path
    )


def _agree(scores: Iterable[Score]) -> bool:
    """Whether no branch gives back another kind of score, or one with another sign.

    Which branch runs may go with the direction: nothing tells then which of them is wrong.
    """
    signs: dict[int, set[tuple[bool | None, bool]]] = {}
    for score in scores:
        sign = (score.better_when_higher, score.better_when_higher is None and score.negated)
        signs.setdefault(score.position, set()).add(sign)
    return not any(
        {(True, False), (False, False)} <= found or (len(found) > 1 and (None, True) in found)
        for found in signs.values()
    )


def _fix_objective(objective: Objective, wanted: str) -> Fix | None:
    """The other direction, where the objective says it."""
    change = _redirected(objective, wanted)
    return unsafe_fix(f'turn the direction: "{wanted}"', change) if change is not None else None


def _redirected(objective: Objective, wanted: str) -> Change | None:
    argument, term = objective.argument, objective.term
    match objective.written:
        case "string" if argument is not None and is_own(argument):
            return Wrap(argument.place, (Name("keras_tuner.Objective"), "("), (f', "{wanted}")',))
        case "make_scorer" if isinstance(term, Result):
            turned = term.event.arguments.keywords.get("greater_is_better")
            if wanted == "min":
                return given(term.event, "greater_is_better", ("False",))
            return removed(turned) if turned is not None else None
        case "Objective":
            return respelled(objective.direction, wanted)
    return None


def _fix_score(search: Search, score: Score) -> Fix | None:
    """The other direction where the search is told one, else the number with its sign turned."""
    if search.loop is not None:
        return None
    wanted = "max" if score.better_when_higher else "min"
    if search.logged is not None:
        return _fix_objective(search.objective, wanted) if search.objective is not None else None
    direction = search.dialect.direction
    if direction is not None and direction.keyword:
        change = _told(search, direction, wanted) if len(search.scores) == 1 else None
        message = f"ask for the {wanted}imum"
    else:
        change, message = _turned(score), "turn the sign of the score"
    return unsafe_fix(message, change) if change is not None else None


def _told(search: Search, direction: Direction, wanted: str) -> Change | None:
    """The direction that the search is told, in the library's words."""
    keyword, word = direction.keyword, direction.word(wanted)
    if search.objective is not None and search.objective.direction.place is not None:
        said = respelled(search.objective.direction, word)
        if said is not None:
            return said
    holders = [each for each in search.configuration if keyword in each.arguments.keywords]
    if len(holders) > 1 or any("directions" in each.arguments.keywords for each in holders):
        return None
    if not holders and search.tuner == "Ray Tune":
        return None
    holder = holders[0] if holders else search.built
    if isinstance(holder, CallEvent) and "directions" in holder.arguments.keywords:
        return None
    return given(holder, keyword, (f'"{word}"',))


def _turned(score: Score) -> Change | None:
    """What is returned, with its sign turned: the number itself, or the entry that holds it."""
    place = score.term.place
    match score.place.node:
        case cst.Return(value=cst.BaseExpression() as value):
            returned: cst.BaseExpression = _loss(value) or value
        case _:
            return None
    if isinstance(returned, cst.Dict | cst.Tuple | cst.List) or place is None:
        return None
    where = Place(score.place.source, returned)
    match returned:
        case cst.UnaryOperation(operator=cst.Minus(), expression=inner):
            return Replace(where, (_bare(inner),))
        case cst.Name() | cst.Attribute() | cst.Subscript() | cst.Call():
            return Wrap(where, ("-",), ())
    return Wrap(where, ("-(",), (")",))


def _bare(node: cst.BaseExpression) -> str:
    """An expression without the brackets that only its sign needed; several lines need them."""
    text = cst.Module([]).code_for_node(node)
    bare = cst.Module([]).code_for_node(node.with_changes(lpar=(), rpar=()))
    return text if "\n" in text or isinstance(node, cst.NamedExpr) else bare


def _loss(value: cst.BaseExpression) -> cst.BaseExpression | None:
    """The entry of a written dictionary that the search minimises."""
    if not isinstance(value, cst.Dict):
        return None
    for element in value.elements:
        match element:
            case cst.DictElement(key=cst.SimpleString() as key, value=score):
                if key.evaluated_value == "loss":
                    return score
    return None


def _wanted(name: str) -> str | None:
    """The direction in which a metric of this name gets better."""
    higher = grows(name)
    return None if higher is None else "max" if higher else "min"


def _higher_is_better(objective: Objective) -> bool | None:
    """Whether the number that the search gets is better when it is higher."""
    wanted = {_wanted(name) for name in objective.name.values or () if isinstance(name, str)}
    if len(wanted) != 1 or None in wanted:
        return None
    if objective.written == SCORER:
        return True
    # A scorer of its own that is told to get smaller has its sign turned.
    turned = objective.written == "make_scorer" and objective.direction.value == "min"
    return (wanted == {"max"}) is not turned


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
    direction = search.dialect.direction
    if direction is not None:
        ask = f"ask for {direction.told('max' if score.better_when_higher else 'min')}"
        return ask if search.logged is not None else f"{ask}, or return it with the sign turned"
    if search.loop is not None:
        return "turn the comparison round, and start from the other end"
    return "return it without the sign" if score.negated else "return it with the sign turned"
