"""Unused hyperparameters: what each trial draws and nothing in the trial uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.analyses.unused.configurations import unread_keys
from tunelint.analyses.unused.loops import unread_variables
from tunelint.analyses.unused.names import read_by_name
from tunelint.analyses.unused.values import values_in
from tunelint.files.place import Place
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter


@dataclass(frozen=True, eq=False)
class Unused:
    """A hyperparameter that is drawn and never used.

    `name` is what the code calls it; `optimizer` where an optimizer is built with it that nothing
    takes.
    """

    name: str
    place: Place
    optimizer: Place | None = None


def unused(program: Program, search: Search) -> Iterator[Unused]:
    """The hyperparameters of a search that no trial uses, in the order of their declarations."""
    declared = search.hyperparameters or ()
    own = [each for each in declared if search.in_trial(each.event) and each.kind != "fixed"]
    yield from _declared_in_trial(program, search, own)
    yield from _never_declared(program, search)
    if search.loop is not None:
        for name, place in unread_variables(program.trace, search):
            yield Unused(name, place)
    elif not own:
        for hyperparameter, optimizer in unread_keys(program.trace, search):
            yield Unused(_called(hyperparameter), hyperparameter.anchor, optimizer)


def _called(hyperparameter: Hyperparameter) -> str:
    name = hyperparameter.key or hyperparameter.name.value
    return name if isinstance(name, str) else "this hyperparameter"


def _declared_in_trial(
    program: Program, search: Search, declared: list[Hyperparameter]
) -> Iterator[Unused]:
    """Declarations that give the value: ``hp.Int("units", …)``, ``trial.suggest_float(…)``."""
    if not declared or (search.loop is not None and not search.asked):
        return
    named = read_by_name(program.trace, search, declared)
    if named is None:
        return
    values = program.trace.once(values_in)
    verdicts: dict[object, list[tuple[Hyperparameter, bool]]] = {}
    for each in declared:
        used = each.result is None or values.used(each.result, each.event)
        verdicts.setdefault(_identity(each), []).append((each, used))
    for group in verdicts.values():
        first = group[0][0]
        if any(used for _, used in group) or _known_as(first) & named:
            continue
        wasted = list(values.wasted(first.result)) if first.result is not None else []
        yield Unused(_called(first), first.anchor, wasted[0].place if wasted else None)


def _never_declared(program: Program, search: Search) -> Iterator[Unused]:
    """What stands in the space that a tuner is given, and no trial asks for by its name."""
    declared = search.hyperparameters or ()
    own = [each for each in declared if search.in_trial(each.event)]
    given = [each for each in declared if each not in own and each.kind != "fixed"]
    if not own or not given or search.loop is not None or search.draws_unseen:
        return
    named = read_by_name(program.trace, search, own)
    if named is None or any(each.name.values is None for each in own):
        return
    asked = named | {name for each in own for name in _known_as(each)}
    values = program.trace.once(values_in)
    for each in given:
        alone = each.result is None or not values.used(each.result, each.event)
        if each.name.values and alone and not _known_as(each) & asked:
            yield Unused(_called(each), each.anchor)


def _known_as(hyperparameter: Hyperparameter) -> set[object]:
    """The names by which it is read: in the ``name_scope`` of ``model/units``, as ``units``."""
    names = set(hyperparameter.name.values or ())
    return names | {name.rpartition("/")[2] for name in names if isinstance(name, str)}


def _identity(hyperparameter: Hyperparameter) -> object:
    """Declarations of one name are one hyperparameter, and so are two readings of one call."""
    name = hyperparameter.name.value
    return name if isinstance(name, str) else id(hyperparameter.event.place.node)
