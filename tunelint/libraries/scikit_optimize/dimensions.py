"""The dimensions of a space: ``Real``, ``Integer``, ``Categorical``, plain tuples and lists."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tunelint.files.place import Place
from tunelint.interpreter.library_names import is_function, is_unbound, named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Const, Sequence, Term
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.scikit_optimize import tables
from tunelint.libraries.scikit_optimize.minimisations import PACKAGE
from tunelint.model.fact_of import worth
from tunelint.model.facts import UNKNOWN, Fact, Known
from tunelint.model.space import Hyperparameter

WRAPPERS = ("numpy.array", "numpy.asarray", "builtins.list", "builtins.tuple")


@dataclass(frozen=True, eq=False)
class Dimension:
    """One dimension: the hyperparameter, and the type of its draws where it is known."""

    hyperparameter: Hyperparameter
    arrives: str | None

    @property
    def name(self) -> object:
        """The name under which it is declared."""
        return self.hyperparameter.name.value


@dataclass(frozen=True, eq=False)
class Space:
    """The dimensions in order, None for each that cannot be read; `whole` where all are listed."""

    dimensions: tuple[Dimension | None, ...]
    whole: bool

    @property
    def hyperparameters(self) -> tuple[Hyperparameter, ...] | None:
        """The hyperparameters; None where not all of them are known."""
        known = tuple(each.hyperparameter for each in self.dimensions if each is not None)
        return known if self.whole and len(known) == len(self.dimensions) else None

    def at(self, position: int) -> Dimension | None:
        """The dimension at a position of the point."""
        if not self.whole or not -len(self.dimensions) <= position < len(self.dimensions):
            return None
        return self.dimensions[position]

    def called(self, name: object) -> Dimension | None:
        """The dimension of a name."""
        return next((each for each in self.dimensions if each and each.name == name), None)


def read_space(term: Term | None, event: CallEvent) -> Space | None:
    """The space that a list of dimensions, or ``Space`` of one, spells."""
    if isinstance(term, Result) and named(term.event.callee, PACKAGE, {"Space"}):
        argument = term.event.arguments.get("dimensions", ("dimensions",))
        term = argument.value if argument is not None else None
    if not isinstance(term, Sequence):
        return None
    found = tuple(dimension(item, event) for item in term.items)
    return Space(found, not term.open)


def dimension(
    term: Term, event: CallEvent, name: Fact = UNKNOWN, place: Place | None = None
) -> Dimension | None:
    """The dimension that a value declares; `event` is the search, `name` the space's key."""
    if isinstance(term, Result):
        function = named(term.event.callee, PACKAGE, tables.DIMENSIONS)
        if function is not None and (not is_unbound(term.event.callee) or function != "Integer"):
            found = _declared(term, function)
            if isinstance(name, Known):
                return replace(found, hyperparameter=replace(found.hyperparameter, name=name))
            return found
        if is_function(term.event.callee, *WRAPPERS) and term.event.arguments.positional:
            return dimension(term.event.arguments.positional[0].value, event, name, place)
    if isinstance(term, Sequence) and not term.open and term.items:
        return _written(term, event, name, place or term.place)
    return None


def _declared(term: Result, function: str) -> Dimension:
    call = LibraryCall(term.event, tables.DIMENSIONS[function])
    name = call.fact("name")
    if function == "Categorical":
        return _choice(term.event, function, name, call.value("categories"), term)
    hyperparameter = Hyperparameter(
        event=term.event,
        function=function,
        kind=tables.KINDS[function],
        name=name,
        low=call.fact("low"),
        high=call.fact("high"),
        log=_logarithmic(call.fact("prior")),
        result=term,
    )
    return Dimension(hyperparameter, _drawn_type(call, function))


def _logarithmic(prior: Fact) -> bool | None:
    if prior.always(lambda value: value == tables.LOG_UNIFORM):
        return True
    return False if prior.always(lambda value: value == "uniform") else None


def _drawn_type(call: LibraryCall, function: str) -> str | None:
    """The type that an objective receives, where ``dtype=`` can be read."""
    default = tables.REAL_DRAWS if function == "Real" else tables.INTEGER_DRAWS
    given = call.given("dtype")
    if given is None:
        return None if call.event.arguments.open_keywords else default
    if is_function(given.value, f"builtins.{tables.REAL_DRAWS}"):
        return tables.REAL_DRAWS
    numpys = is_function(given.value, tables.INTEGER_DRAWS)
    if numpys or (isinstance(given.value, Const) and given.value.value == "int64"):
        return tables.INTEGER_DRAWS
    python = isinstance(given.value, Const) and given.value.value == "int"
    return "int" if python or is_function(given.value, "builtins.int") else None


def _choice(
    event: CallEvent, function: str, name: Fact, listed: Term | None, term: Term
) -> Dimension:
    while isinstance(listed, Result) and is_function(listed.event.callee, *WRAPPERS):
        positional = listed.event.arguments.positional
        listed = positional[0].value if positional else None
    options = tuple(listed.items) if isinstance(listed, Sequence) and not listed.open else None
    hyperparameter = Hyperparameter(
        event=event,
        function=function,
        kind="choice",
        name=name,
        options=options,
        result=term,
        place=term.place,
        listed=listed.place if options is not None and listed is not None else None,
    )
    return Dimension(hyperparameter, None)


def _written(term: Sequence, event: CallEvent, name: Fact, place: Place | None) -> Dimension | None:
    """A tuple or list: bounds (with a prior), else the options of a choice."""
    values = [item.value if isinstance(item, Const) else None for item in term.items]
    bounds = values[:2]
    prior = values[2] if len(values) > 2 else "uniform"
    numbers = len(bounds) == 2 and all(type(value) in (int, float) for value in bounds)
    if not numbers or len(values) > 4 or prior not in tables.PRIORS:
        if None in values and len(values) in (2, 3, 4):
            return None
        return _choice(event, term.kind, name, term, term)
    whole = all(type(value) is int for value in bounds)
    hyperparameter = Hyperparameter(
        event=event,
        function=term.kind,
        kind="int" if whole else "float",
        name=name,
        low=worth(term.items[0]),
        high=worth(term.items[1]),
        log=prior == tables.LOG_UNIFORM,
        result=term,
        place=place,
    )
    return Dimension(hyperparameter, tables.INTEGER_DRAWS if whole else tables.REAL_DRAWS)
