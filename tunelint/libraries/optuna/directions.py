"""Directions: which way a study improves each of its objectives."""

from __future__ import annotations

import libcst as cst

from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.values import Argument, Const, Sequence, Term
from tunelint.libraries.optuna.studies import Study, is_none
from tunelint.libraries.optuna.tables import DEFAULT_DIRECTION, DIRECTIONS
from tunelint.model.facts import Default, Fact, Known, Unknown


def directions(study: Study) -> tuple[str | None, ...] | None:
    """``min`` or ``max`` for each objective, None where one cannot be read.

    None as a whole where not even their number is known: a study that is loaded keeps its own.
    """
    if study.made != "create_study":
        return None
    several = study.given("directions")
    if several is not None and not is_none(several.value):
        items = several.value
        if not isinstance(items, Sequence) or items.open:
            return None
        return tuple(_direction(item) for item in items.items)
    one = study.given("direction")
    if one is not None and not is_none(one.value):
        return (None if _is_chosen(one) else _direction(one.value),)
    if study.may_have("directions") and several is None:
        return None
    return (DEFAULT_DIRECTION,)


def _is_chosen(argument: Argument) -> bool:
    """Whether a condition chooses the direction where it is given, as it then does the score."""
    node = argument.place.node
    return isinstance(node, cst.Arg) and isinstance(node.value, cst.IfExp)


def _direction(term: Term) -> str | None:
    if isinstance(term, Const):
        return DIRECTIONS.get(term.value)
    for full in dotted(term):
        _, _, last = full.rpartition(".")
        if "StudyDirection" in full:
            return DIRECTIONS.get(last)
    return None


def as_fact(study: Study) -> Fact:
    """The direction of a study with one objective."""
    found = directions(study)
    if found is None or len(found) != 1 or found[0] is None:
        return Unknown(None, (), "no single direction can be read")
    given = study.given("direction") or study.given("directions")
    if given is None:
        return Default(None, (), found[0])
    return Known(given.anchor, (), found[0])
