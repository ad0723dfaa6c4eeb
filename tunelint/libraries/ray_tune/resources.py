"""Resources: how many trials of a search run at once."""

from __future__ import annotations

from math import floor

from tunelint.interpreter.library_names import is_function, named
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Const, Mapping, Term
from tunelint.libraries.common.space_size import steps_between
from tunelint.libraries.ray_tune import tables
from tunelint.libraries.ray_tune.runs import Tuned
from tunelint.libraries.ray_tune.searchers import Searcher
from tunelint.model.fact_of import parameter_worth
from tunelint.model.facts import AtLeast, Default, Fact, Known, Unknown

LIMITED = ("searcher", "max_concurrent")
NOT_READ = "the resources cannot be read"


def parallel(trace: Trace, run: Tuned, found: Searcher) -> Fact:
    """How many trials run at once: as many as there are processors, unless something limits it.

    Every trial takes one processor where nothing else is asked for.
    """
    limit, room = _limit(run, found), _room(trace, run)
    if limit.always(lambda number: number == 1) or room.always(lambda number: number == 1):
        return Known(limit.place, limit.origins, 1)
    if isinstance(room, Unknown) or limit.values is None:
        return Unknown(limit.place, (), NOT_READ)
    number = limit.value
    if not isinstance(number, int) or number < 1:
        return room
    most = room.value
    return Known(limit.place, limit.origins, min(number, most) if most else number)


def _limit(run: Tuned, found: Searcher) -> Fact:
    """How many trials the search itself allows at once; None where it does not say."""
    for event in found.limits:
        if event.arguments.may_have("max_concurrent", LIMITED):
            return parameter_worth(event.arguments, "max_concurrent", LIMITED)
    return run.fact("max_concurrent_trials")


def _room(trace: Trace, run: Tuned) -> Fact:
    """How many trials there are processors for."""
    each = _processors_of_a_trial(trace, run)
    if each is None:
        return Unknown(None, (), NOT_READ)
    processors = _processors(trace, run)
    if processors is None:
        return AtLeast(None, (), 2) if each <= 1 else Unknown(None, (), NOT_READ)
    number = processors.value
    if not isinstance(number, int):
        return Unknown(None, (), NOT_READ)
    rooms = steps_between(0, number, each)
    if rooms is None:
        return Unknown(None, (), NOT_READ)
    return Known(processors.place, processors.origins, max(1, floor(rooms)))


def _processors(trace: Trace, run: Tuned) -> Fact | None:
    """The processors that ``ray.init`` is told; None where Ray takes all of the machine's."""
    for event in trace.calls():
        if is_function(event.callee, "ray.init") and perhaps_before(event, run.event):
            told = parameter_worth(event.arguments, "num_cpus")
            if not (isinstance(told, Default) or told.always(lambda number: number is None)):
                return told
    return None


def _processors_of_a_trial(trace: Trace, run: Tuned) -> float | None:
    """How many processors a trial takes; None where that cannot be read."""
    asked = run.event.arguments.get("resources_per_trial") if run.by_run else None
    resources = asked.value if asked is not None else _annotated(trace, run)
    if resources is None or (isinstance(resources, Const) and resources.value is None):
        return 1
    if not isinstance(resources, Mapping) or resources.open:
        return None
    if resources.get("gpu") is not None or resources.get("GPU") is not None:
        return None
    entry = resources.get("cpu") or resources.get("CPU")
    value = entry.value if entry is not None else None
    number = value.value if isinstance(value, Const) else None
    return number if isinstance(number, int | float) and number > 0 else None


def _annotated(trace: Trace, run: Tuned) -> Term | None:
    """The resources that ``tune.with_resources`` asks for this run's trainable."""
    given = run.trainable
    for event in trace.calls():
        if given is not None and _annotates(event) and event.result is given.value:
            asked = event.arguments.get("resources", ("trainable", "resources"))
            return asked.value if asked is not None else None
    return None


def _annotates(event: CallEvent) -> bool:
    return named(event.callee, tables.PACKAGE, {"with_resources"}) is not None
