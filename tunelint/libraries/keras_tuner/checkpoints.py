"""Checkpoints: what loads the models of trials, and which trials leave no file to load.

Observed with Keras Tuner 1.4.8: the library's own ``run_trial`` gives every training a callback
that writes the weights of the best epoch, and ``load_model`` reads them. Only `SklearnTuner` has a
``save_model``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.frames import CallbackFrame
from tunelint.interpreter.library_names import called_name, named
from tunelint.interpreter.objects import (
    CallEvent,
    Class,
    Event,
    Function,
    Instance,
    Result,
    Super,
)
from tunelint.interpreter.order import exclusive
from tunelint.interpreter.provenance import Reach
from tunelint.interpreter.trace import StoreEvent, Trace
from tunelint.interpreter.values import Attribute, Const, Mapping, Opaque, Term, options_of
from tunelint.libraries.common.holding import held
from tunelint.libraries.keras_tuner import tables
from tunelint.libraries.keras_tuner.building import Built
from tunelint.libraries.keras_tuner.trials import FIT, RUN_TRIAL, forwards, methods_run
from tunelint.model.program import Program
from tunelint.model.storage import Unsaved


def unsaved(
    program: Program, built: Built, runs: Iterable[CallEvent], loads: Iterable[CallEvent]
) -> Iterator[Unsaved]:
    """What fails because the tuner's trials save no model; `loads` are the calls that load one."""
    if built.kind == "SklearnTuner" or _is_changed(built):
        return
    trace = program.trace
    ran = [(run, _own(built, methods_run(program, run))) for run in runs]
    refused = [each for _, frames in ran for frame in frames for each in _refused(trace, frame)]
    if refused:
        yield from refused
        return
    for run, frames in ran:
        methods = _saving_nothing(trace, built, frames)
        if not methods:
            return
        for load in loads:
            if run is ran[0][0] and load.index > run.index and not exclusive(run, load):
                yield Unsaved(event=load, method=methods[0].function)


def _is_changed(built: Built) -> bool:
    """Whether the project, or a class that cannot be read, saves or loads models in its own way."""
    cls = built.project_class
    if cls is None or not isinstance(built.tuner, Instance):
        return False
    if any(each.decorators or each.metaclass is not None for each in cls.lineage()):
        return True
    if any(named(base, tables.PACKAGE, tables.TUNERS) is None for base in cls.library_bases()):
        return True
    own = tables.SAVES_OR_LOADS
    return any(cls.member(name) is not None or name in built.tuner.attributes for name in own)


def _own(built: Built, frames: Iterable[CallbackFrame]) -> list[CallbackFrame]:
    """Those of the methods that are this tuner's, or its hypermodel's."""
    owners = (built.tuner, *_hypermodels(built))
    return [frame for frame in frames if any(frame.function.receiver is one for one in owners)]


def _hypermodels(built: Built) -> tuple[Term, ...]:
    given = built.given("hypermodel")
    return options_of(given.value) if given is not None else ()


def _refused(trace: Trace, frame: CallbackFrame) -> Iterator[Unsaved]:
    """The calls of ``save_model`` in a trial, which the library's class does not implement."""
    tuner = frame.function.receiver
    for event in trace.within([frame]) if frame.function.name == RUN_TRIAL else ():
        if isinstance(event, CallEvent) and _is_called_on(event, tuner, tables.SAVE_MODEL):
            yield Unsaved(event=event, method=frame.function, in_trial=True)


def _is_called_on(event: CallEvent, tuner: Term | None, name: str | None = None) -> bool:
    """Whether a call is one of a library's method of the tuner, of that name if one is given."""
    match event.callee:
        case Attribute(base=Super(instance=base), name=called) | Attribute(base=base, name=called):
            return name in (None, called) and any(one is tuner for one in options_of(base))
    return False


# -- methods that save nothing --------------------------------------------------------------------


def _saving_nothing(trace: Trace, built: Built, frames: list[CallbackFrame]) -> list[CallbackFrame]:
    """The methods because of which no trial saves its model; none where one may be saved."""
    trainings = [frame for frame in frames if frame.function.name == FIT]
    found = []
    for frame in frames:
        inside = trace.within([frame])
        if frame.function.decorators:
            return []
        if frame.function.name == FIT:
            saves = _may_use_callbacks(trace, inside)
        else:
            saving = [event for event in inside if _may_save(event, built.tuner)]
            if trainings and saving and all(map(_hands_on, saving)):
                continue
            saves = bool(saving) or not built.may_have("hypermodel")
        if saves:
            return []
        found.append(frame)
    fitted = [frame.function.receiver for frame in trainings]
    if trainings and any(all(one is not own for own in fitted) for one in _hypermodels(built)):
        return []
    return found


def _hands_on(event: Event) -> bool:
    return isinstance(event, CallEvent) and forwards(event.callee, RUN_TRIAL)


def _may_use_callbacks(trace: Trace, inside: Iterable[Event]) -> bool:
    """Whether ``HyperModel.fit`` may hand on what saves the best epoch, or save otherwise."""
    savers = trace.once(_savers)
    for event in inside:
        match event:
            case StoreEvent(value=value) if savers.reaches(value):
                return True
            case CallEvent(arguments=arguments) as call:
                if arguments.open_positional or arguments.open_keywords or _writes(call):
                    return True
                if any(isinstance(one.value, Opaque) for one in arguments):
                    return True
                if any(savers.reaches(one.value) for one in arguments):
                    return True
                if not _looks_up(call) and savers.reaches(call.callee):
                    return True
    return False


def _savers(trace: Trace) -> Reach:
    """The callback that saves the best epoch's weights."""
    return Reach(
        lambda term: isinstance(term, Result) and called_name(term.event) == tables.SAVING_CALLBACK
    )


def _looks_up(call: CallEvent) -> bool:
    """``kwargs.pop("callbacks")``, ``kwargs.get("epochs")``."""
    match call.callee:
        case Attribute(base=base, name=name) if name in tables.LOOKS_UP:
            return all(isinstance(one, Mapping) for one in options_of(base))
    return False


def _may_save(event: Event, tuner: Term) -> bool:
    """Whether something that the project's ``run_trial`` does may save the trial's model."""
    match event:
        case StoreEvent(value=value):
            return any(one is tuner for one in held(value))
        case CallEvent() as call:
            if _is_called_on(call, tuner):
                return called_name(call) not in tables.SAVES_NOTHING
            if isinstance(call.callee, Function | Class):
                return False
            given = (one for argument in call.arguments for one in held(argument.value))
            return _writes(call) or any(one is tuner for one in given)
    return False


def _writes(call: CallEvent) -> bool:
    """Whether a call may write the file that is read later: a path of its own is another one."""
    if called_name(call) in tables.TELLS_THE_FILE:
        return True
    if called_name(call) not in tables.WRITES:
        return False
    named = call.arguments.keywords.get("filepath")
    paths = [*call.arguments.positional, *([named] if named is not None else ())]
    return any(not isinstance(path.value, Const) for path in paths)
