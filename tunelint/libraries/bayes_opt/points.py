"""Points: what an objective is given of the space, and what is read from the result."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Parameter, Result
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Choice, Const, Item, Mapping, Term
from tunelint.libraries.bayes_opt.bounds import Space
from tunelint.libraries.bayes_opt.optimizations import Optimization
from tunelint.libraries.common.changes import is_changed
from tunelint.libraries.common.coordinates import Coordinate

COPIES = ("builtins.dict", "copy.copy", "copy.deepcopy")
READS = frozenset({"get", "pop"})
RESULTS = frozenset({"max", "res"})


@dataclass(frozen=True, eq=False)
class Points:
    """The points of one search, in its trials and in its result."""

    optimization: Optimization
    space: Space

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the bounds that can be read."""
        return tuple(each.name for each in self.space.bounds)

    def coordinate(self, term: Term) -> Coordinate | None:
        """Which value of a point it is, exactly as it was drawn."""
        match term:
            case Choice(options=options):
                found = [self.coordinate(option) for option in options]
                same = {id(each.hyperparameter) if each else None for each in found}
                return found[0] if len(same) == 1 else None
            case Parameter(name=name):
                return self._coordinate(name, "trial") if self._is_handed(term) else None
            case Item(base=base, key=Const(value=name)):
                return self.entry(base, name)
            case Result(event=CallEvent(callee=Attribute(base=base, name=method)) as event):
                given = event.arguments.positional
                key = given[0].value if method in READS and given else None
                return self.entry(base, key.value) if isinstance(key, Const) else None
        return None

    def entry(self, base: Term, name: object) -> Coordinate | None:
        """What a dictionary holds under `name`, where it is a point."""
        return self._coordinate(name, self._source(base))

    def leaves_unset(self, trace: Trace, event: CallEvent, name: str) -> bool:
        """Whether a ``**`` of the call that cannot be resolved is a point, without such a name."""
        if not self.space.whole or self.space.called(name) is not None:
            return False
        spread = [each.value for each in event.arguments.spread]
        return (
            bool(spread)
            and not event.arguments.open_positional
            and all(
                self._source(each) and not is_changed(trace, each, name, event) for each in spread
            )
        )

    def _coordinate(self, name: object, source: str | None) -> Coordinate | None:
        found = self.space.called(name) if source is not None else None
        if found is None:
            return None
        return Coordinate(found.hyperparameter, found.arrives, source == "result")

    def _is_handed(self, term: Parameter) -> bool:
        """Whether the library calls the objective with the parameter."""
        ours = term.event is self.optimization.event
        return ours and self.optimization.is_objective(term.function)

    def _source(self, term: Term) -> str | None:
        """Where the value is a whole point: in a ``trial`` or in the ``result``."""
        match term:
            case Mapping(open=True, place=place, spread=(), hidden=()) if place is not None:
                own = (each.node for each in self.optimization.objectives)
                return "trial" if any(place.node is node for node in own) else None
            case Item(key=Const(value="params"), base=base):
                return "result" if self._is_result(base) else None
            case Result(event=event) if event in self.optimization.called("suggest"):
                return "trial"
            case Result(event=event) if is_function(event.callee, *COPIES):
                given = event.arguments.positional
                return self._source(given[0].value) if given else None
            case Result(event=CallEvent(callee=Attribute(base=base, name="copy"))):
                return self._source(base)
        return None

    def _is_result(self, term: Term) -> bool:
        """``optimizer.max``, or one of ``optimizer.res``."""
        if isinstance(term, Item):
            term = term.base
        read = isinstance(term, Attribute) and term.name in RESULTS
        return read and isinstance(term, Attribute) and self.optimization.is_itself(term.base)
