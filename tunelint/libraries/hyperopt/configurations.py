"""Configurations: what a drawn value is inside the objective, and what is read from the result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.interpreter.library_names import is_function, named
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Choice, Const, Item, Term
from tunelint.libraries.common.changes import is_changed, is_read_unchanged
from tunelint.libraries.hyperopt import tables
from tunelint.libraries.hyperopt.fmin_call import PACKAGE, Fmin, is_sample
from tunelint.libraries.hyperopt.spaces import entry
from tunelint.model.space import Hyperparameter

COPIES = ("copy.copy", "copy.deepcopy", "builtins.dict")
NAMESPACES = ("types.SimpleNamespace", "argparse.Namespace")
READS = frozenset({"get", "pop"})


@dataclass(frozen=True, eq=False)
class Configurations:
    """The configurations of one search: the trials' own, evaluated ones, and the raw result."""

    fmin: Fmin
    space: Term
    hyperparameters: tuple[Hyperparameter, ...]
    trials: Term | None
    trace: Trace

    def drawn(self, term: Term) -> list[Term]:
        """What of the space `term` is, where it is a part of a trial's configuration, else []."""
        match term:
            case Choice(options=options):
                found = [self.drawn(option) for option in options]
                return [part for parts in found for part in parts] if all(found) else []
            case Item(base=base, key=Const(value=key)):
                return self._entries(base, key)
            case Attribute(base=base, name=name):
                return self._entries(base, name)
            case Result(event=event):
                return self._drawn_by_call(term, event)
        return [self.space] if is_sample(term, self.fmin.event) else []

    def entries(self, spread: Term, name: str, event: CallEvent) -> list[Term]:
        """What ``**spread`` hands to the parameter `name` of `event`."""
        found = self._entries(spread, name)
        return [] if found and is_changed(self.trace, spread, name, event) else found

    def _entries(self, base: Term, key: object) -> list[Term]:
        return [value for part in self.drawn(base) for value in entry(part, key)]

    def _drawn_by_call(self, term: Term, event: CallEvent) -> list[Term]:
        if event is self.fmin.event:
            evaluated = self.fmin.fact("return_argmin").always(lambda value: value is False)
            return [self.space] if evaluated else []
        if named(event.callee, PACKAGE, {"space_eval"}):
            handed = event.arguments.get("space", ("space", "hp_assignment"))
            return [handed.value] if handed is not None and self._is_ours(event) else []
        if is_function(event.callee, *COPIES) and event.arguments.positional:
            return self.drawn(event.arguments.positional[0].value)
        if is_function(event.callee, *NAMESPACES) and event.arguments.spread:
            return self.drawn(event.arguments.spread[0].value)
        match event.callee:
            case Attribute(base=base, name="copy"):
                return self.drawn(base)
            case Attribute(base=base, name=name) if name in READS and event.arguments.positional:
                key = event.arguments.positional[0].value
                return self._entries(base, key.value) if isinstance(key, Const) else []
        return []

    def _is_ours(self, event: CallEvent) -> bool:
        """Whether ``space_eval`` evaluates what this search gave back."""
        handed = event.arguments.get("hp_assignment", ("space", "hp_assignment"))
        return handed is not None and self.is_result(handed.value)

    def is_result(self, term: Term) -> bool:
        """Whether the value is what ``fmin`` gives back: labels to raw values, choices as indices.

        ``trials.argmin`` is the same.
        """
        match term:
            case Choice(options=options):
                return all(self.is_result(option) for option in options)
            case Result(event=event) if event is self.fmin.event:
                return self.fmin.fact("return_argmin").always(bool)
            case Result(event=event) if is_function(event.callee, *COPIES):
                positional = event.arguments.positional
                return bool(positional) and self.is_result(positional[0].value)
            case Result(event=CallEvent(callee=Attribute(base=base, name="copy"))):
                return self.is_result(base)
            case Attribute(base=base, name="argmin"):
                return self.trials is not None and base is self.trials
        return False

    def read_from_result(self, term: Term) -> Hyperparameter | None:
        """The hyperparameter whose raw value `term` reads from the result."""
        match term:
            case Item(base=base, key=Const(value=key)) if self.is_result(base):
                return self.labelled(key)
            case Item(base=base, key=Const(value=0)):
                return self._read_from_trial(base)
            case Result(event=CallEvent(callee=Attribute(base=base, name=name)) as event):
                positional = event.arguments.positional
                if name in READS and positional and self.is_result(base):
                    key_term = positional[0].value
                    return self.labelled(key_term.value) if isinstance(key_term, Const) else None
        return None

    def _read_from_trial(self, term: Term) -> Hyperparameter | None:
        """``trials.best_trial["misc"]["vals"][label]``."""
        match term:
            case Item(
                base=Item(
                    base=Item(
                        base=Attribute(base=base, name="best_trial"), key=Const(value="misc")
                    ),
                    key=Const(value="vals"),
                ),
                key=Const(value=label),
            ) if self.trials is not None and base is self.trials:
                return self.labelled(label)
        return None

    def labelled(self, label: object) -> Hyperparameter | None:
        """The hyperparameter declared under a label."""
        for hyperparameter in self.hyperparameters:
            if hyperparameter.name.values == (label,):
                return hyperparameter
        return None

    def result_labels(self, spread: Term, event: CallEvent) -> Iterator[Hyperparameter]:
        """The hyperparameters whose raw values ``**spread`` hands over."""
        if self.is_result(spread):
            for hyperparameter in self.hyperparameters:
                label = hyperparameter.name.value
                if isinstance(label, str) and not is_changed(self.trace, spread, label, event):
                    yield hyperparameter

    def declared(self, part: Term) -> Hyperparameter | None:
        """The hyperparameter that a part of the space is drawn by, if it is exactly one."""
        results = {id(term) for term in ancestors(part)}
        found = [each for each in self.hyperparameters if id(each.result) in results]
        return found[0] if len(found) == 1 else None

    def drawn_at(self, term: Term, event: CallEvent) -> list[Term]:
        """What of the space `term` is when `event` is handed it."""
        return self.drawn(term) if is_read_unchanged(self.trace, term, event) else []


def arrives_in_result(hyperparameter: Hyperparameter) -> str:
    """The type in which the result holds a hyperparameter's value."""
    if hyperparameter.function in tables.RESULT_INDEX:
        return "index"
    return tables.RESULT_TYPES[hyperparameter.function]
