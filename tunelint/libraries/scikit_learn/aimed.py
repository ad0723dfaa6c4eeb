"""Aimed: which estimator's parameter each name of a search's space sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tunelint.interpreter.objects import Result
from tunelint.interpreter.values import Term
from tunelint.libraries.scikit_learn.composites import named_inside
from tunelint.libraries.scikit_learn.names import estimator_class
from tunelint.libraries.scikit_learn.parameters import lacking
from tunelint.model.space import Hyperparameter

Members = dict[str, list[Term]]


def aimed(
    part: Sequence[Hyperparameter], number: int, estimator: Term | None
) -> Iterator[Hyperparameter]:
    """The hyperparameters of one dictionary, each with whose parameter it is.

    ``svc__C`` sets ``C`` of the step ``svc``; where the dictionary replaces that step, it sets it
    of what takes its place.
    """
    members = _members(part, estimator)
    replaced = {each.name.value: None if each.perhaps else each.options for each in part}
    for each in part:
        found = None if each.perhaps else lacking(estimator, each.name.value, replaced)
        yield replace(_with_owner(replace(each, part=number), members), lacking=found)


def _members(part: Sequence[Hyperparameter], estimator: Term | None) -> Members:
    """What stands at each path inside of the estimator."""
    found: Members = {}
    for path, member in named_inside(estimator) if estimator is not None else ():
        found.setdefault(path, []).append(member)
    names = [each for each in part if isinstance(each.name.value, str)]
    for each in sorted(names, key=lambda each: each.name.value.count("__")):
        if each.name.value in found or any(map(_is_estimator, each.options or ())):
            _replace(found, each.name.value, each.options or ())
    return found


def _replace(members: Members, step: str, options: Sequence[Term]) -> None:
    """One of the options stands at the step in place of all that stood there."""
    for path in [path for path in members if path == step or path.startswith(f"{step}__")]:
        del members[path]
    members[step] = []
    for option in options:
        for path, member in named_inside(option):
            members.setdefault("__".join(filter(None, (step, path))), []).append(member)


def _is_estimator(term: Term) -> bool:
    return isinstance(term, Result) and estimator_class(term.event.callee) is not None


def _with_owner(declared: Hyperparameter, members: Members) -> Hyperparameter:
    if not isinstance(declared.name.value, str):
        return declared
    path, _, parameter = declared.name.value.rpartition("__")
    while path and path not in members:
        path, _, parameter = path.rpartition("__")
    built = [one for one in members.get(path, ()) if isinstance(one, Result)]
    classes = {estimator_class(one.event.callee) for one in built}
    owner = classes.pop() if len(classes) == 1 and len(built) == len(members[path]) else None
    return replace(
        declared,
        owner=owner[1] if owner is not None else None,
        parameter=parameter,
        estimator=built[0].event if owner is not None and len(built) == 1 else None,
    )
