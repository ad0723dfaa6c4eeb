"""Results: what a study found, as the code reads it after the search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.values import Attribute, Const, Item, Term
from tunelint.libraries.optuna.studies import made_by
from tunelint.model.space import Hyperparameter

COPIES = ("copy.copy", "copy.deepcopy", "builtins.dict")
READS = frozenset({"get", "pop"})


@dataclass(frozen=True, eq=False)
class Results:
    """What one study gives back: ``study.best_params`` and the values in it."""

    made: CallEvent
    hyperparameters: tuple[Hyperparameter, ...]

    def is_result(self, term: Term) -> bool:
        """Whether the value is the dictionary of the best trial's hyperparameters."""
        match term:
            case Attribute(base=base, name="best_params"):
                return self._is_study(base)
            case Attribute(base=Attribute(base=base, name="best_trial"), name="params"):
                return self._is_study(base)
            case Result(event=event) if is_function(event.callee, *COPIES):
                positional = event.arguments.positional
                return bool(positional) and self.is_result(positional[0].value)
            case Result(event=CallEvent(callee=Attribute(base=base, name="copy"))):
                return self.is_result(base)
        return False

    def read(self, term: Term) -> Hyperparameter | None:
        """The hyperparameter whose value the term reads from the result."""
        match term:
            case Item(base=base, key=Const(value=name)) if self.is_result(base):
                return self._called(name)
            case Result(event=CallEvent(callee=Attribute(base=base, name=method)) as event):
                positional = event.arguments.positional
                if method in READS and positional and self.is_result(base):
                    key = positional[0].value
                    return self._called(key.value) if isinstance(key, Const) else None
        return None

    def entries(self, spread: Term) -> Iterator[Hyperparameter]:
        """The hyperparameters that ``**spread`` hands over, by their names."""
        if self.is_result(spread):
            for one in self.hyperparameters:
                if isinstance(one.name.value, str):
                    yield one

    def _is_study(self, term: Term) -> bool:
        return any(event is self.made for event in made_by(term))

    def _called(self, name: object) -> Hyperparameter | None:
        found = [one for one in self.hyperparameters if one.name.values == (name,)]
        return found[0] if len(found) == 1 else None
