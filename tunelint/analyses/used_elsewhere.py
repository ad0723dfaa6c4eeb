"""Used elsewhere: whether a trial uses a drawn value for anything but certain parameters.

What is only shown or logged, and what a score is handed back with, is no use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tunelint.analyses.unused.contexts import SHOWING
from tunelint.interpreter.frames import BranchFrame, CallbackFrame, CallFrame, LoopFrame
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Class, Event, Function, Instance, Result
from tunelint.interpreter.provenance import ancestors_of_all
from tunelint.interpreter.trace import ReturnEvent, StoreEvent, TestEvent, Trace
from tunelint.interpreter.values import (
    Attribute,
    Const,
    Item,
    Sequence,
    Term,
    options_of,
)
from tunelint.interpreter.values import (
    Mapping as Dictionary,
)
from tunelint.libraries.common.taken_parameters import (
    CASTS,
    named_arguments,
    spread_arguments,
    training_function,
)
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter

COPYING = frozenset({*CASTS, "builtins.dict", "copy.copy", "copy.deepcopy"})
LOGGING = frozenset(
    {
        *("debug", "info", "log", "log_metrics", "log_param", "log_params"),
        *("set_user_attr", "warning"),
    }
)
READING = frozenset({"get", "pop"})
FILLING = frozenset({"append", "setdefault", "update"})
# The attributes of a trial, or of Keras Tuner's `hp`, that hold every value.
HOLDING = frozenset({"params", "values"})
Ignoring = Mapping[tuple[int, str], CallEvent]


def is_used_elsewhere(
    trace: Trace, search: Search, declared: Hyperparameter, ignoring: Ignoring
) -> bool:
    """Whether the value reaches more than `ignoring`: parameters of calls, with these calls."""
    reading = _Reading(declared, ignoring)
    return any(reading.uses(event) for event in search.events(trace))


@dataclass(eq=False)
class _Reading:
    """What of a trial is the value, or holds it, as far as its events were looked at."""

    declared: Hyperparameter
    ignoring: Ignoring
    _held: set[int] = field(default_factory=set)
    _decided: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._held |= {id(self.declared.result)} - {id(None)}
        # The configurations as a whole.
        for event in self.ignoring.values():
            for spread in spread_arguments(event):
                self._held |= {id(option) for option in options_of(spread.value)}

    def uses(self, event: Event) -> bool:
        """Whether the event makes a use of the value."""
        if any(self._holds(self._deciding(event))):
            return True
        match event:
            case CallEvent():
                return self._is_used_by(event)
            case TestEvent(condition=condition):
                return any(self._holds([condition]))
            case StoreEvent(value=value, base=base, attribute=attribute):
                kept = attribute or not isinstance(base, Dictionary)
                return kept and any(self._holds([value]))
            case ReturnEvent(value=value):
                scored = _hands_back(event) and not isinstance(value, Dictionary)
                return scored and any(self._holds([value]))
        return False

    def _is_used_by(self, event: CallEvent) -> bool:
        if event is self.declared.event or not any(self._holds(self._looked_at(event))):
            return False
        callee = event.callee
        names = set(dotted(callee))
        if all(isinstance(option, Function | Class) for option in options_of(callee)):
            return False
        method = callee.name if isinstance(callee, Attribute) else ""
        if method in READING:
            # As a key it decides what is read.
            return any(self._holds(argument.value for argument in event.arguments))
        if method in FILLING:
            # What is built here is followed: a use of it is a use of what it holds.
            owners = options_of(callee.base) if isinstance(callee, Attribute) else ()
            return not all(isinstance(one, Dictionary | Sequence) for one in owners)
        if names & COPYING or method == "copy":
            self._held.add(id(event.result))
            return False
        return not (names & SHOWING or method in LOGGING)

    def _looked_at(self, event: CallEvent) -> Iterator[Term]:
        """What a call is given, but for the parameters that are not read."""
        passed = {name for own, name in self.ignoring if own == id(event)}
        if not passed:
            yield from (one.value for one in (*event.arguments, *event.arguments.spread))
            yield from [event.callee.base] if isinstance(event.callee, Attribute) else ()
            return
        named = list(named_arguments(event))
        yield from (argument.value for name, argument in named if name not in passed)
        if training_function(event) is None:
            yield from (argument.value for argument in event.arguments.positional)
        else:
            yield from (argument.value for argument in event.arguments.positional[1:])
            given = event.arguments.keywords.items()
            yield from (argument.value for name, argument in given if name != "params")

    def _holds(self, terms: Iterable[Term]) -> Iterator[bool]:
        for term in ancestors_of_all(terms, self._ends):
            if id(term) in self._held or self._is_read(term):
                yield True

    def _ends(self, term: Term) -> bool:
        """Whether what stands behind a value was looked at: a call's, or one entry of many."""
        made = isinstance(term, Result | Instance)
        return made or (isinstance(term, Item) and id(term.base) in self._held)

    def _is_read(self, term: Term) -> bool:
        """Whether the value is looked up by its name: ``params["depth"]``, ``hp.get("depth")``."""
        names = {self.declared.key, self.declared.name.value} - {None}
        declaring = getattr(self.declared.event, "callee", None)
        match term:
            case Item(key=Const(value=str() | int() as key)):
                return key in names
            case Result(event=CallEvent(callee=Attribute(name="get" | "pop")) as event):
                given = event.arguments.positional
                return bool(given) and getattr(given[0].value, "value", None) in names
            case Attribute(base=base, name=name) if name in HOLDING:
                return isinstance(declaring, Attribute) and base is declaring.base
        return False

    def _deciding(self, event: Event) -> Iterator[Term]:
        """What decides whether, and how often, the event happens; each branch and loop once."""
        for frame in event.path:
            if id(frame) not in self._decided:
                self._decided.add(id(frame))
                if isinstance(frame, BranchFrame) and frame.fork.condition is not None:
                    yield frame.fork.condition
                if isinstance(frame, LoopFrame) and frame not in self.declared.event.path:
                    yield frame.iterable


def _hands_back(event: Event) -> bool:
    """Whether what is returned goes to the library that runs the trial."""
    for frame in reversed(event.path):
        if isinstance(frame, CallFrame | CallbackFrame):
            return isinstance(frame, CallbackFrame)
    return False
