"""Points: what an objective is given of the space, and what is read from the result."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.interpreter.library_names import is_function, named
from tunelint.interpreter.objects import CallEvent, Function, Parameter, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Comprehension,
    Const,
    Element,
    Item,
    Mapping,
    Sequence,
    Term,
    options_of,
)
from tunelint.libraries.common.coordinates import Coordinate
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.scikit_optimize.dimensions import Dimension, Space
from tunelint.libraries.scikit_optimize.minimisations import PACKAGE, Minimisation, takes_names
from tunelint.libraries.scikit_optimize.proposing import budget, startup
from tunelint.libraries.scikit_optimize.tables import INTEGER_DRAWS, METHODS
from tunelint.model.facts import largest, smallest

COPIES = ("builtins.list", "builtins.tuple", "copy.copy", "copy.deepcopy")
READS = frozenset({"get", "pop"})
RESULTS = frozenset({"tell", "run", "get_result"})


@dataclass(frozen=True, eq=False)
class Points:
    """The points of one search, in its trials and in its result."""

    minimisation: Minimisation
    space: Space

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the dimensions that have one."""
        declared = (each.name for each in self.space.dimensions if each is not None)
        return tuple(name for name in declared if isinstance(name, str))

    def coordinate(self, term: Term) -> Coordinate | None:
        """Which coordinate of a point the value is, exactly as it was drawn."""
        match term:
            case Choice(options=options):
                found = [self.coordinate(option) for option in options]
                same = {id(each.hyperparameter) if each else None for each in found}
                return found[0] if len(same) == 1 else None
            case Parameter(name=name, function=function):
                named_point = self._is_handed(term) and self._by_names(function)
                return self._coordinate(self.space.called(name)) if named_point else None
            case Item(base=base, key=Const(value=int() as position)):
                source = self.point(base)
                return self._coordinate(self.space.at(position), source) if source else None
            case Item(base=base, key=Const(value=str() as name)):
                return self.entry(base, name)
            case Result(event=event) if isinstance(event.callee, Attribute):
                positional = event.arguments.positional
                if event.callee.name in READS and positional:
                    key = positional[0].value
                    wanted = key.value if isinstance(key, Const) else None
                    return self.entry(event.callee.base, wanted)
        return None

    def entry(self, base: Term, name: object) -> Coordinate | None:
        """What a dictionary holds under `name`, where it is a point."""
        source = self._configuration(base)
        if source is None or not isinstance(name, str):
            return None
        position = _position(base, name)
        found = self.space.called(name) if position is None else self.space.at(position)
        return self._coordinate(found, source)

    def holds_only_drawn(self, event: CallEvent) -> bool:
        """Whether a ``**`` of the call that cannot be resolved is a point by its names."""
        arguments = event.arguments
        spread = [self._configuration(each.value) for each in arguments.spread]
        return bool(spread) and all(spread) and not arguments.open_positional

    def _coordinate(self, found: Dimension | None, source: str = "trial") -> Coordinate | None:
        if found is None:
            return None
        return Coordinate(found.hyperparameter, self._arriving(found), source == "result")

    def _arriving(self, found: Dimension) -> str | None:
        """The type that arrives; integers of a choice are NumPy's where the model proposes them."""
        options = found.hyperparameter.options
        if found.arrives is not None or not options:
            return found.arrives
        whole = all(isinstance(each, Const) and type(each.value) is int for each in options)
        trials, first = smallest(budget(self.minimisation)), largest(startup(self.minimisation))
        modelled = trials is not None and first is not None and trials > first
        endless = any(
            each is not None and each.hyperparameter.kind == "float"
            for each in self.space.dimensions
        )
        return INTEGER_DRAWS if whole and modelled and endless else None

    def point(self, term: Term) -> str | None:
        """``trial`` or ``result`` where the value is a whole point, None where it is not."""
        match term:
            case Parameter(function=function, index=0):
                handed = self._is_handed(term) and not self._by_names(function)
                return "trial" if handed else None
            case Attribute(base=base, name="x"):
                return "result" if self.is_result(base) else None
            case Result(event=event) if is_function(event.callee, *COPIES):
                positional = event.arguments.positional
                return self.point(positional[0].value) if positional else None
            case Result() | Element():
                return "trial" if self._is_asked(term) else None
        return None

    def _is_asked(self, term: Term) -> bool:
        """Whether the optimizer gave the point, or one of several, when it was asked."""
        for event in self.minimisation.asked:
            several = LibraryCall(event, METHODS["ask"]).given("n_points") is not None
            if several == isinstance(term, Element):
                answer = term.iterable if isinstance(term, Element) else term
                if answer is event.result:
                    return True
        return False

    def _is_handed(self, term: Parameter) -> bool:
        """Whether the library calls the objective with the parameter."""
        calling = any(term.event is event for event in self.minimisation.calling)
        return calling and self.minimisation.is_objective(term.function)

    def _by_names(self, function: Function) -> bool:
        return takes_names(function, self.minimisation.calling)

    def is_result(self, term: Term) -> bool:
        """Whether the value is what the search gave back."""
        built = self.minimisation.event.result
        for option in options_of(term):
            match option:
                case Result(event=event) if event is self.minimisation.event:
                    continue
                case Result(event=event) if (
                    isinstance(event.callee, Attribute)
                    and event.callee.name in RESULTS
                    and event.callee.base is built
                ):
                    continue
            return False
        return True

    def _configuration(self, term: Term) -> str | None:
        """Where the value holds a point by the names of its dimensions: ``trial`` or ``result``."""
        match term:
            case Mapping(open=True, place=place) if place is not None:
                by_names = any(
                    place.node is function.node and self._by_names(function)
                    for function in self.minimisation.objectives
                )
                return "trial" if by_names else None
            case Comprehension(kind="dict"):
                return self._paired(term)
            case Result(event=event) if is_function(event.callee, "builtins.dict"):
                positional = event.arguments.positional
                return self._paired(positional[0].value) if positional else None
            case Result(event=event) if named(event.callee, PACKAGE, {"point_asdict"}):
                positional = event.arguments.positional
                return self.point(positional[1].value) if len(positional) > 1 else None
        return None

    def _paired(self, term: Term) -> str | None:
        """``zip(names, point)``, made into a dictionary."""
        if not isinstance(term, Comprehension):
            return None
        for part in ancestors(term):
            if isinstance(part, Element):
                source = self.point(part.iterable)
                if source is not None:
                    return source
        return None


def _position(base: Term, name: str) -> int | None:
    """Where a name stands among those that are paired with the point; None where unlisted."""
    if not isinstance(base, Result) or not base.event.arguments.positional:
        return None
    paired = base.event.arguments.positional[0].value
    if not isinstance(paired, Comprehension) or not isinstance(paired.element, Sequence):
        return None
    names = options_of(paired.element.items[0])
    written = [option.value for option in names if isinstance(option, Const)]
    return written.index(name) if len(written) == len(names) and name in written else None
