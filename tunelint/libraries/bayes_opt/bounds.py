"""Bounds: the space that ``pbounds`` spells, a range or a choice under each name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Const, Entry, Mapping, Sequence, Term
from tunelint.libraries.bayes_opt.tables import FLOAT_DRAWS, INTEGER_DRAWS
from tunelint.model.fact_of import worth
from tunelint.model.facts import UNKNOWN, Known
from tunelint.model.space import Hyperparameter

ARRAYS = ("numpy.array", "numpy.asarray")
TYPES = {"builtins.float": FLOAT_DRAWS, "builtins.int": INTEGER_DRAWS}


@dataclass(frozen=True, eq=False)
class Bounds:
    """What one name is drawn from, and the type of the draws where it is one."""

    name: str
    hyperparameter: Hyperparameter
    arrives: str | None


@dataclass(frozen=True, eq=False)
class Space:
    """The bounds that can be read; `whole` where that is all of them."""

    bounds: tuple[Bounds, ...] = ()
    whole: bool = False

    @property
    def hyperparameters(self) -> tuple[Hyperparameter, ...] | None:
        """The hyperparameters; None where not all of them are known."""
        return tuple(each.hyperparameter for each in self.bounds) if self.whole else None

    def called(self, name: object) -> Bounds | None:
        """The bounds under a name."""
        return next((each for each in self.bounds if each.name == name), None)


def read_space(pbounds: Term | None, event: CallEvent, changed: bool) -> Space:
    """The space of the search that `event` builds; `changed` where its bounds are later set anew.

    It is still drawn as the same type then, from a range that is not known.
    """
    if not isinstance(pbounds, Mapping):
        return Space()
    found = [_bounds(entry, event, changed) for entry in pbounds.entries]
    known = tuple(each for each in found if each is not None)
    return Space(known, not pbounds.open and len(known) == len(found) > 0)


def _bounds(entry: Entry, event: CallEvent, changed: bool) -> Bounds | None:
    name = entry.key.value if isinstance(entry.key, Const) else None
    listed = _listed(entry.value)
    if not isinstance(name, str) or listed is None or entry.perhaps:
        return None
    declared = Hyperparameter(
        event=event,
        function=listed.kind,
        kind="choice",
        name=Known(entry.key.place, (), name),
        result=entry.value,
        place=entry.value.place or entry.place,
    )
    arrives = _range(listed.items)
    if arrives is None:
        return _choice(name, listed, declared)
    low, high = (UNKNOWN if changed else worth(item) for item in listed.items[:2])
    kind = "int" if arrives == INTEGER_DRAWS else "float"
    return Bounds(name, replace(declared, kind=kind, low=low, high=high), arrives)


def _listed(term: Term) -> Sequence | None:
    """The tuple, list or array that bounds are written as."""
    while isinstance(term, Result) and is_function(term.event.callee, *ARRAYS):
        positional = term.event.arguments.positional
        if not positional:
            return None
        term = positional[0].value
    return term if isinstance(term, Sequence) and not (term.open or term.reordered) else None


def _range(items: list[Term]) -> str | None:
    """The type of the draws where the items are the ends of a range, None where they may not be."""
    if len(items) == 3:
        kind = is_function(items[2], *TYPES)
        return TYPES[kind] if kind is not None else None
    if len(items) != 2:
        return None
    numbers = [isinstance(item.value, int | float) for item in items if isinstance(item, Const)]
    # Beside a number, what is computed is no option of a choice.
    return FLOAT_DRAWS if numbers and all(numbers) else None


def _choice(name: str, listed: Sequence, declared: Hyperparameter) -> Bounds | None:
    """A choice, where nothing can be the type of a range."""
    if not all(isinstance(item, Const) for item in listed.items):
        return None
    options = tuple(listed.items)
    return Bounds(name, replace(declared, options=options, listed=listed.place), None)
