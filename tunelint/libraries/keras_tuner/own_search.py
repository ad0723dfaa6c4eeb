"""Own search: a tuner of the project that replaces ``search`` with a loop of its own.

``oracle.create_trial`` and ``self.run_trial(trial, …)`` in a loop: what ``run_trial`` is handed is
what the trials train with.
"""

from __future__ import annotations

from dataclasses import replace

from tunelint.interpreter.frames import CallFrame
from tunelint.interpreter.objects import CallEvent, Function, Instance
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Term, options_of
from tunelint.libraries.keras.fits import read_fit
from tunelint.libraries.keras_tuner.building import Built
from tunelint.libraries.keras_tuner.trials import OWN_ARGUMENTS, RUN_TRIAL, read_after, unread
from tunelint.model.training import Fit


def own_searches(trace: Trace, built: Built) -> list[CallEvent]:
    """The calls of the project's own ``search`` of a tuner."""
    if built.project_class is None:
        return []
    return [
        event
        for event in trace.calls()
        if isinstance(event.callee, Function)
        and event.callee.name == "search"
        and event.callee.receiver is built.tuner
    ]


def handed_to_trials(trace: Trace, search: CallEvent, built: Built) -> Fit:
    """What an own search hands to the trials that it runs; unknown where it runs none visibly."""
    ran = [
        event
        for event in trace.events_since(search.index)
        if isinstance(event, CallEvent)
        and _runs_a_trial(event.callee, built.tuner)
        and any(isinstance(one, CallFrame) and one.event is search for one in event.path)
    ]
    if len(ran) != 1:
        return unread(read_fit(search, built.tuner))
    return replace(read_after(ran[0], OWN_ARGUMENTS[RUN_TRIAL]), event=search, model=built.tuner)


def _runs_a_trial(callee: Term, tuner: Term) -> bool:
    """Whether the callee is the library's ``run_trial`` of the tuner."""
    return (
        isinstance(callee, Attribute)
        and callee.name == RUN_TRIAL
        and isinstance(tuner, Instance)
        and any(option is tuner for option in options_of(callee.base))
    )
