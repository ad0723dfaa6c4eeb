"""The search space of a scikit-learn search: lists of values and distributions, by parameter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, prod

from tunelint.files.place import Place
from tunelint.interpreter.constant_folding import NotConstant, binary
from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Comprehension, Const, Sequence, Term
from tunelint.interpreter.values import Mapping as Dictionary
from tunelint.libraries.scikit_learn.aimed import aimed
from tunelint.libraries.scikit_learn.cross_validated.building import Built
from tunelint.libraries.scikit_learn.distributions import STATS, distribution, drawn
from tunelint.model.fact_of import parameter_worth, worth
from tunelint.model.facts import UNKNOWN, AtLeast, Default, Fact, Known
from tunelint.model.space import Hyperparameter

# Functions that make a list of numbers, with the parameter that says how many and its default.
SPACED = {
    "numpy.linspace": (("start", "stop", "num"), 50),
    "numpy.logspace": (("start", "stop", "num"), 50),
    "numpy.geomspace": (("start", "stop", "num"), 50),
}
WRAPPERS = ("numpy.array", "numpy.asarray", "builtins.list", "builtins.tuple", "builtins.sorted")


@dataclass(frozen=True, eq=False)
class Axis:
    """One parameter of one part of the space: its values or their distribution."""

    name: Fact
    values: Term
    place: Place | None
    perhaps: bool = False


@dataclass(frozen=True, eq=False)
class Space:
    """The parts of a space, each a product of axes; `whole` says that nothing is hidden."""

    parts: tuple[tuple[Axis, ...], ...]
    whole: bool

    def axes(self) -> Iterator[Axis]:
        """Every axis of every part."""
        for part in self.parts:
            yield from part


def read_space(term: Term | None) -> Space | None:
    """The space that a grid, a dictionary of distributions or a list of such spells."""
    if isinstance(term, Dictionary):
        return Space((_part(term),), not term.open)
    if isinstance(term, Sequence) and term.items:
        parts = [read_space(item) for item in term.items]
        known = [part for part in parts if part is not None]
        axes = tuple(part for space in known for part in space.parts)
        whole = not term.open and len(known) == len(parts) and all(s.whole for s in known)
        return Space(axes, whole) if known else None
    return None


def _part(mapping: Dictionary) -> tuple[Axis, ...]:
    """The last entry under each key counts, as in a dictionary."""
    last: dict[object, Axis] = {}
    for number, entry in enumerate(mapping.entries):
        name = worth(entry.key)
        key = name.value if isinstance(name, Known) else (number,)
        last.pop(key, None)
        last[key] = Axis(name, entry.value, entry.place, entry.perhaps)
    return tuple(last.values())


def count(term: Term) -> Fact:
    """How many values a list of candidates holds."""
    match term:
        case Sequence(items=items, open=False):
            return Known(term.place, (), len(items))
        case Sequence():
            return AtLeast(term.place, (), max(1, term.shortest))
        case Comprehension(iterable=iterable, plain=True):
            return count(iterable)
        case Result(event=event):
            return _counted(event)
    return UNKNOWN


def _counted(event: CallEvent) -> Fact:
    if is_function(event.callee, f"{STATS}randint"):
        return _stepped([argument.value for argument in event.arguments.positional[:2]])
    wrapper = is_function(event.callee, *WRAPPERS)
    if wrapper is not None and event.arguments.positional:
        return count(event.arguments.positional[0].value)
    spaced = is_function(event.callee, *SPACED)
    if spaced is not None:
        order, default = SPACED[spaced]
        return parameter_worth(event.arguments, "num", order, default)
    if is_function(event.callee, "numpy.arange", "builtins.range"):
        return _stepped([argument.value for argument in event.arguments.positional])
    return UNKNOWN


def _stepped(bounds: list[Term]) -> Fact:
    numbers = [bound.value for bound in bounds if isinstance(bound, Const)]
    if len(numbers) != len(bounds) or not numbers:
        return UNKNOWN
    start, stop, step = (0, numbers[0], 1) if len(numbers) == 1 else (*numbers, 1)[:3]
    try:
        return Known(None, (), max(0, ceil(binary("/", binary("-", stop, start), step))))
    except (NotConstant, TypeError, OverflowError, ValueError):
        return UNKNOWN


def size(space: Space | None) -> Fact:
    """How many configurations a space of lists holds; at least so many where some is hidden."""
    if space is None:
        return UNKNOWN
    total, exact = 0, space.whole
    for part in space.parts:
        counts = [count(axis.values) for axis in part]
        exact = exact and all(isinstance(fact, Known | Default) for fact in counts)
        total += prod(_least(fact) for fact in counts)
    return Known(None, (), total) if exact else AtLeast(None, (), total)


def _least(fact: Fact) -> int:
    match fact:
        case AtLeast(minimum=minimum):
            return int(minimum)
    return int(fact.value) if isinstance(fact.value, int) else 1


def hyperparameters(built: Built, space: Space | None) -> tuple[Hyperparameter, ...] | None:
    """The parameters that the search varies; None where the space cannot be read."""
    if space is None:
        return None
    return tuple(
        each
        for number, part in enumerate(space.parts)
        for each in aimed([_declared(built, axis) for axis in part], number, built.estimator)
    )


def _declared(built: Built, axis: Axis) -> Hyperparameter:
    return replace(_hyperparameter(built, axis), perhaps=axis.perhaps)


def _hyperparameter(built: Built, axis: Axis) -> Hyperparameter:
    found = distribution(axis.values)
    place = axis.place or axis.values.place
    if found is not None:
        return drawn(axis.name, place, *found)
    listed = axis.values
    while isinstance(listed, Result) and is_function(listed.event.callee, *WRAPPERS):
        if not listed.event.arguments.positional:
            break
        listed = listed.event.arguments.positional[0].value
    options = tuple(listed.items) if isinstance(listed, Sequence) and not listed.open else None
    return Hyperparameter(
        event=built.made,
        function="list",
        kind="choice",
        name=axis.name,
        options=options,
        place=place,
        listed=listed.place if options is not None else None,
    )


def keyed(space: Space | None) -> Iterator[tuple[str, Term]]:
    """Every parameter of the space by its name, with the values that it takes."""
    for axis in space.axes() if space is not None else ():
        if isinstance(axis.name, Known) and isinstance(axis.name.value, str):
            yield axis.name.value, axis.values
