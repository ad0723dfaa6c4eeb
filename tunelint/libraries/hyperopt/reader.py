"""Reads Hyperopt searches: every call of ``fmin``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.frames import CallbackFrame, LoopFrame
from tunelint.interpreter.objects import CallEvent, Event, Function
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.trace import Trace, functions_in
from tunelint.interpreter.values import Attribute, Const, Term, options_of
from tunelint.libraries.common.handed_objective import handed_objective
from tunelint.libraries.common.sampled_estimators import as_sampled
from tunelint.libraries.hyperopt.algorithms import algorithm, is_fresh, randomness, startup
from tunelint.libraries.hyperopt.configurations import Configurations
from tunelint.libraries.hyperopt.drawn import uses
from tunelint.libraries.hyperopt.fmin_call import Fmin, fmins
from tunelint.libraries.hyperopt.initial_points import initial_points
from tunelint.libraries.hyperopt.outcomes import scoreless
from tunelint.libraries.hyperopt.rejections import rejections
from tunelint.libraries.hyperopt.scores import scores
from tunelint.libraries.hyperopt.spaces import declared
from tunelint.libraries.hyperopt.winners import winners
from tunelint.model.facts import Fact, Known, Unknown, largest, smallest
from tunelint.model.objective import Objective
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import epochs_of

TUNER = "Hyperopt"


def read(program: Program) -> list[Search]:
    """Every search of the program that Hyperopt runs."""
    found = list(fmins(program.trace))
    return [
        _search(program, fmin, found[:number], found[number + 1 :])
        for number, fmin in enumerate(found)
    ]


def _is_configuration(fmin: Fmin) -> bool | None:
    """Whether ``fmin`` gives back a configuration of the space, and no labels with raw values."""
    raw = fmin.fact("return_argmin")
    return False if raw.always(bool) else True if raw.always(lambda one: one is False) else None


def _search(program: Program, fmin: Fmin, earlier: list[Fmin], later: list[Fmin]) -> Search:
    records = program.records
    event = fmin.event
    chosen = algorithm(fmin)
    space = fmin.value("space")
    hyperparameters = declared(space) if space is not None else ()
    memory = _memory(fmin)
    configurations = None
    if space is not None:
        configurations = Configurations(fmin, space, hyperparameters, memory, program.trace)
    functions = _objectives(program.trace, fmin)

    trial = {id(other) for other in program.trace.caused_by(event)}

    def in_trial(other: Event) -> bool:
        return id(other) in trial

    fits = tuple(fit for fit in records.fits if in_trial(fit.event))
    evaluations = tuple(each for each in records.evaluations if in_trial(each.event))
    return Search(
        tuner=TUNER,
        label="fmin",
        algorithm=chosen,
        built=event,
        place=fmin.place,
        result=event.result,
        configured=_is_configuration(fmin),
        run_events=(event,),
        randomness=randomness(fmin, chosen),
        objective=_objective(fmin),
        direction="min",
        budget=fmin.fact("max_evals"),
        time_limit=fmin.fact("timeout"),
        startup=_startup(fmin, memory, earlier, later),
        hyperparameters=hyperparameters or None,
        space=space,
        functions=functions,
        compilations=tuple(each for each in records.compilations if in_trial(each.event)),
        fits=fits,
        evaluations=evaluations,
        estimators=tuple(
            as_sampled(each, configurations.drawn, program.trace) if configurations else each
            for each in records.estimators
            if in_trial(each.event)
        ),
        scores=scores(program, functions, event),
        scoreless=tuple(scoreless(program, fmin, functions)),
        epochs=epochs_of(fits),
        winners=winners(program, fmin, memory, in_trial),
        trial_events=(event,),
        configuration=(event,),
        memory=memory,
        raises=tuple(_emptied(program.trace, memory)),
        continues=False if _starts_empty(fmin, memory, earlier) else None,
        uses=uses(program.trace, configurations) if configurations is not None else (),
        rejections=tuple(rejections(fmin)),
        initial_points=initial_points(fmin),
    )


def _objectives(trace: Trace, fmin: Fmin) -> tuple[Function, ...]:
    """The functions of the project that ``fmin`` calls as its objective."""
    argument = fmin.given("fn")
    handed = {id(f.node) for f in functions_in(argument.value)} if argument is not None else set()
    found: dict[int, Function] = {}
    for other in trace.caused_by(fmin.event):
        frame = other.path[len(fmin.event.path)]
        assert isinstance(frame, CallbackFrame)
        if id(frame.function.node) in handed or frame.function.name == "__call__":
            found.setdefault(id(frame.function.node), frame.function)
    return tuple(found.values())


def _objective(fmin: Fmin) -> Objective:
    return handed_objective(fmin.given("fn"), Known(None, (), "min"), fmin.place)


def _memory(fmin: Fmin) -> Term | None:
    """The ``Trials`` that keep the search's results, where it is given one."""
    handed = fmin.trials if fmin.trials is not None else fmin.value("trials")
    if isinstance(handed, Const) and handed.value is None:
        return None
    return handed


def _emptied(trace: Trace, memory: Term | None) -> Iterator[CallEvent]:
    """Where the ``Trials`` lose what they hold: a later search may run as many anew."""
    kept = set(map(id, options_of(memory))) if memory is not None else set()
    for event in trace.calls():
        match event.callee:
            case Attribute(base=base, name="delete_all"):
                if not kept.isdisjoint(map(id, options_of(base))):
                    yield event


def _startup(
    fmin: Fmin, memory: Term | None, earlier: Iterable[Fmin], later: Iterable[Fmin]
) -> Fact:
    """How many trials are random; unknown where they are not all trials of the ``Trials``."""
    if not _starts_empty(fmin, memory, earlier):
        return Unknown(None, (), "the Trials can hold earlier results")
    random = startup(fmin)
    least = smallest(random)
    for other in later:
        most = largest(other.fact("max_evals"))
        if _memory(other) is memory is not None and not (least and most and most <= least):
            return Unknown(None, (), "a later search goes on with the Trials")
    return random


def _starts_empty(fmin: Fmin, memory: Term | None, earlier: Iterable[Fmin]) -> bool:
    """Whether there surely are no trials of an earlier search, in memory or in a file."""
    if not fmin.fact("trials_save_file").always(lambda value: not value):
        return False
    if memory is None:
        return fmin.given("trials") is not None or not fmin.may_have("trials")
    return _empty_before(fmin, memory, earlier)


def _empty_before(fmin: Fmin, memory: Term, earlier: Iterable[Fmin]) -> bool:
    if not all(is_fresh(option) for option in options_of(memory)):
        return False
    if any(
        _memory(other) is memory and perhaps_before(other.event, fmin.event) for other in earlier
    ):
        return False
    return not _kept_over_passes(fmin.event, memory)


def _kept_over_passes(event: Event, memory: Term) -> bool:
    """Whether a loop around the search uses the same ``Trials`` in every pass."""
    made = getattr(memory, "event", None)
    if not isinstance(made, Event):
        return True
    return any(isinstance(frame, LoopFrame) and frame not in made.path for frame in event.path)
