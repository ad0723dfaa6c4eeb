"""Fixes of a search that optimises in the wrong direction: the direction turned, or the score."""

from __future__ import annotations

import libcst as cst

from tunelint.files.place import Place
from tunelint.findings.finding import Fix, unsafe_fix
from tunelint.findings.fixes.arguments import given, is_own, removed, replaced, value_place
from tunelint.findings.fixes.changes import Change, Name, Replace, Wrap
from tunelint.findings.fixes.literals import string_like
from tunelint.findings.fixes.strings import respelled
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Argument
from tunelint.libraries.common.metric_direction import grows
from tunelint.model.objective import Objective, Score
from tunelint.model.search import Search
from tunelint.registry import Direction


def directed(argument: Argument, direction: str) -> Change:
    """An objective that is given as a string, with the direction in which it gets better."""
    around = (Name("keras_tuner.Objective"), "(")
    return Wrap(argument.place, around, (f', "{direction}")',))


def directed_as(objective: Objective, name: str) -> Change | None:
    """An objective that is given as a string: another name, with the direction that it tells."""
    argument, higher_is_better = objective.argument, grows(name)
    if argument is None or higher_is_better is None:
        return None
    place, direction = value_place(argument), "max" if higher_is_better else "min"
    code = (Name("keras_tuner.Objective"), f'({string_like(place, name)}, "{direction}")')
    return replaced(argument, code)


def said(higher_is_better: bool | None) -> str:
    """The direction as it is written in an objective; both where the name does not tell it."""
    return {True: '"max"', False: '"min"', None: '"max" or "min"'}[higher_is_better]


def objective_turned(objective: Objective, wanted: str) -> Fix | None:
    """The other direction, where the objective says it."""
    change = _redirected(objective, wanted)
    return unsafe_fix(f'set the direction to "{wanted}"', change) if change is not None else None


def _redirected(objective: Objective, wanted: str) -> Change | None:
    argument, term = objective.argument, objective.term
    match objective.written:
        case "string" if argument is not None and is_own(argument):
            return directed(argument, wanted)
        case "make_scorer" if isinstance(term, Result):
            turned = term.event.arguments.keywords.get("greater_is_better")
            if wanted == "min":
                return given(term.event, "greater_is_better", ("False",))
            return removed(turned) if turned is not None else None
        case "Objective":
            return respelled(objective.direction, wanted)
    return None


def score_turned(search: Search, score: Score) -> Fix | None:
    """The other direction where the search is told one, else the number with its sign turned."""
    if search.loop is not None:
        return None
    wanted = "max" if score.better_when_higher else "min"
    if search.logged is not None:
        return objective_turned(search.objective, wanted) if search.objective is not None else None
    direction = search.dialect.direction
    if direction is not None and direction.keyword:
        change = _told(search, direction, wanted) if len(search.scores) == 1 else None
        message = f"ask for the {wanted}imum"
    else:
        change, message = _turned(score), "negate the score"
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
