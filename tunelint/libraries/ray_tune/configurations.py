"""Configurations: which part of the space a value in a trial is."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.interpreter.library_names import is_function
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Choice, Const, Item, Mapping, Term
from tunelint.libraries.common.changes import is_changed, is_read_unchanged
from tunelint.libraries.ray_tune.spaces import entry
from tunelint.libraries.ray_tune.trainables import Trials
from tunelint.model.space import Hyperparameter

COPIES = ("copy.copy", "copy.deepcopy", "builtins.dict")
READS = frozenset({"get", "pop"})


@dataclass(frozen=True, eq=False)
class Configurations:
    """The configurations that the trials of one search are given."""

    space: Term
    trials: Trials
    hyperparameters: tuple[Hyperparameter, ...]
    trace: Trace

    def drawn(self, term: Term) -> list[Term]:
        """What of the space `term` is, where it is a part of a trial's configuration, else []."""
        match term:
            case Choice(options=options):
                found = [self.drawn(option) for option in options]
                return [part for parts in found for part in parts] if all(found) else []
            case Item(base=base, key=Const(value=key)):
                return self._entries(base, key)
            case Result(event=event):
                return self._drawn_by_call(event)
        if not self.trials.is_sample(term):
            return []
        return [self.space] if self.trials.key is None else entry(self.space, self.trials.key)

    def entries(self, spread: Term, name: str, event: CallEvent) -> list[Term]:
        """What ``**spread`` hands to the parameter `name` of `event`."""
        found = self._entries(spread, name)
        return [] if found and is_changed(self.trace, spread, name, event) else found

    def _entries(self, base: Term, key: object) -> list[Term]:
        return [value for part in self.drawn(base) for value in entry(part, key)]

    def _drawn_by_call(self, event: CallEvent) -> list[Term]:
        positional = event.arguments.positional
        if is_function(event.callee, *COPIES) and positional:
            return self.drawn(positional[0].value)
        match event.callee:
            case Attribute(base=base, name="copy"):
                return self.drawn(base)
            case Attribute(base=base, name=name) if name in READS and positional:
                key = positional[0].value
                return self._entries(base, key.value) if isinstance(key, Const) else []
        return []

    def declared(self, part: Term) -> Hyperparameter | None:
        """The hyperparameter that a part of the space is drawn by, if it is exactly one."""
        if isinstance(part, Mapping):
            return None
        results = {id(term) for term in ancestors(part)}
        found = [each for each in self.hyperparameters if id(each.result) in results]
        return found[0] if len(found) == 1 else None

    def drawn_at(self, term: Term, event: CallEvent) -> list[Term]:
        """What of the space `term` is when `event` is handed it."""
        return self.drawn(term) if is_read_unchanged(self.trace, term, event) else []
