"""The calls of ``fmin``: where a Hyperopt search is started, and with which arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.frames import CallFrame
from tunelint.interpreter.library_names import is_unbound, named
from tunelint.interpreter.objects import CallEvent, Parameter, Result
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Argument, Attribute, Term, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.hyperopt import tables

PACKAGE = "hyperopt"
TRIALS = frozenset({"Trials", "SparkTrials", "MongoTrials"})
TELLING = frozenset({"algo", "max_evals", "space", "rstate", "trials"})
# What makes the search a caller's own, when a function of the project merely hands it on.
CHOSEN_BY_CALLER = ("fn", "space")


@dataclass(frozen=True, eq=False)
class Fmin(LibraryCall):
    """One call of ``fmin`` (or of ``trials.fmin``, then on these `trials`)."""

    trials: Term | None = None

    @property
    def place(self) -> Place:
        """Where a finding about the search stands: at the visible caller that chose it."""
        return self._forwarding().anchor

    def _forwarding(self) -> CallEvent:
        """The outermost call whose own objective or space this one hands on."""
        handed = [self.given(name) for name in CHOSEN_BY_CALLER]
        origins = {id(_origin(argument)) for argument in handed if argument is not None}
        for frame in self.event.path:
            if isinstance(frame, CallFrame):
                own = {id(argument) for argument in frame.event.arguments}
                if origins & own:
                    return frame.event
        return self.event


def _origin(argument: Argument) -> Argument:
    while argument.caller is not None:
        argument = argument.caller
    return argument


def fmins(trace: Trace) -> Iterator[Fmin]:
    """Every search that the program starts with Hyperopt, in order."""
    for event in trace.calls():
        found = _fmin(event)
        if found is not None:
            yield found


def _fmin(event: CallEvent) -> Fmin | None:
    for option in options_of(event.callee):
        if named(option, PACKAGE, {"fmin"}):
            if is_unbound(option) and len(TELLING & event.arguments.keywords.keys()) < 2:
                return None
            return Fmin(event, tables.SEARCHES["fmin"])
        if isinstance(option, Attribute) and option.name == "fmin" and is_trials(option.base):
            return Fmin(event, tables.TRIALS_METHODS["fmin"], option.base)
    return None


def is_trials(term: Term) -> bool:
    """Whether the value is surely a ``Trials`` object, fresh or not."""
    return all(
        isinstance(option, Result) and named(option.event.callee, PACKAGE, TRIALS) is not None
        for option in options_of(term)
    )


def is_sample(term: Term, event: CallEvent) -> bool:
    """Whether the value is the configuration that a trial of this ``fmin`` is given."""
    return isinstance(term, Parameter) and term.event is event and term.index == 0
