"""The search space of a Keras Tuner search: what is declared on ``hp``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from tunelint.interpreter.frames import BranchFrame, CallbackFrame, LoopFrame, WithFrame
from tunelint.interpreter.library_names import called_name, named
from tunelint.interpreter.objects import CallEvent, Event, Parameter, Result
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Attribute, Operation, Sequence, Term, options_of
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.common.space_size import asked_size
from tunelint.libraries.keras_tuner import tables
from tunelint.libraries.keras_tuner.building import PACKAGE, Built
from tunelint.libraries.keras_tuner.signatures import DECLARATIONS
from tunelint.model.fact_of import parameter_worth
from tunelint.model.facts import UNKNOWN, AtLeast, Fact, Known, Unknown, smallest
from tunelint.model.space import Hyperparameter

KINDS = {
    "Int": "int",
    "Float": "float",
    "Choice": "choice",
    "Boolean": "boolean",
    "Fixed": "fixed",
}


def declared(trace: Trace, built: Built, trial_events: Iterable[CallEvent]) -> list[Hyperparameter]:
    """The hyperparameters that the trials of a tuner declare, in order."""
    known = trace.once(_declarations)
    found = [event for owner in dict.fromkeys(trial_events) for event in known.get(id(owner), ())]
    space = built.given("hyperparameters")
    if space is not None and is_built_by_the_code(space.value):
        found += known.get(id(space.value), ())
    ordered = sorted(found, key=lambda event: event.index)
    return [hyperparameter(event, called_name(event)) for event in ordered]


def declared_alone(trace: Trace) -> list[Hyperparameter]:
    """What is declared on a ``HyperParameters()`` that the code built: nothing ever varies it."""
    return [
        hyperparameter(event, called_name(event))
        for event in trace.calls()
        if isinstance(event.callee, Attribute) and event.callee.name in KINDS
        if is_built_by_the_code(event.callee.base)
    ]


def _declarations(trace: Trace) -> dict[int, list[CallEvent]]:
    """The declarations by the id of the call whose trials are handed their ``hp``, or of itself."""
    found: dict[int, list[CallEvent]] = {}
    for event in trace.calls():
        match event.callee:
            case Attribute(base=base, name=name) if name in KINDS:
                space = base
                if isinstance(base, Attribute) and base.name == "hyperparameters":
                    space = base.base
                owner = space.event if isinstance(space, Parameter) else None
                found.setdefault(id(base if owner is None else owner), []).append(event)
    return found


def is_built_by_the_code(term: Term) -> bool:
    """Whether the value is a ``HyperParameters()`` built by the code."""
    return isinstance(term, Result) and bool(named(term.event.callee, PACKAGE, {"HyperParameters"}))


def size(built: Built, declared: Iterable[Hyperparameter], trial: Iterable[Event]) -> Fact:
    """How many distinct configurations there are at most, where that is finite."""
    handed = built.given("hyperparameters")
    if handed is not None and not is_built_by_the_code(handed.value):
        return UNKNOWN
    return asked_size(declared, trial)


def hyperparameter(event: CallEvent, function: str) -> Hyperparameter:
    """What a call of one of the methods of ``hp`` declares."""
    call = LibraryCall(event, DECLARATIONS[function])
    return Hyperparameter(
        event=event,
        function=function,
        kind=KINDS[function],
        name=_name(event, call.fact("name")),
        low=call.fact("min_value"),
        high=call.fact("max_value"),
        step=call.fact("step"),
        log=_logarithmic(call),
        options=_options(call.value("values")),
        result=event.result,
    )


def _name(event: CallEvent, name: Fact) -> Fact:
    """The name that a trial keeps: behind those of the ``name_scope``s around the declaration."""
    for frame in reversed(event.path):
        if not isinstance(frame, WithFrame) or not isinstance(frame.context, Result):
            continue
        entered = frame.context.event
        if isinstance(entered.callee, Attribute) and entered.callee.name == "name_scope":
            scope = parameter_worth(entered.arguments, "name", ("name",)).value
            if not isinstance(scope, str) or not isinstance(name.value, str):
                return Unknown(name.place, (), "the name of its scope is not known")
            name = Known(name.place, (), f"{scope}/{name.value}")
    return name


def _options(term: Term | None) -> tuple[Term, ...] | None:
    return tuple(term.items) if isinstance(term, Sequence) and not term.open else None


def _logarithmic(call: LibraryCall) -> bool | None:
    sampling = call.fact("sampling")
    if sampling.values is None:
        return None
    kinds = {str(value).lower() in tables.LOG_SAMPLINGS for value in sampling.values}
    return kinds.pop() if len(kinds) == 1 else None


def _fewest(
    built: Built,
    hyperparameters: Iterable[Hyperparameter],
    trial_events: Iterable[CallEvent],
    read: frozenset[str],
) -> int:
    """The smallest number of hyperparameters that a trial can declare; `read` are some of them."""
    given = built.given("hypermodel")
    if given is not None and len(options_of(given.value)) > 1:
        return len(read)  # nobody knows which of several builders it is
    names: set[object] = set()
    nameless = 0
    owners = tuple(trial_events)
    for hyperparameter in hyperparameters:
        passes = fewest_passes(hyperparameter.event, owners)
        values = hyperparameter.name.values
        if not passes:
            continue
        if values is not None:
            names.update(values)
        else:
            nameless += passes
    # One without a name may be one that is read.
    return max(len(names | read), len(names) + nameless)


def fewest_passes(event: Event, owners: tuple[CallEvent, ...]) -> int:
    """How often at least a trial gets to the event; branches around the search do not count."""
    passes = 1
    for frame in _inside(event, owners):
        if isinstance(frame, BranchFrame):
            return 0
        if isinstance(frame, LoopFrame):
            passes *= _fewest_elements(frame.iterable)
    return passes


def _inside(event: Event, owners: tuple[CallEvent, ...]) -> Iterator[Frame]:
    """The frames between the call that was handed the trial's code and the event."""
    frames = iter(event.path)
    before: list[Frame] = []
    for frame in frames:
        if isinstance(frame, CallbackFrame) and frame.event in owners:
            around = set(map(id, frame.event.path))
            before = [one for one in before if id(one) not in around]
            break
        before.append(frame)
    return chain(before, frames)


def _fewest_elements(iterable: Term) -> int:
    match iterable:
        case Sequence(items=items):
            return len(items)
        case Result(event=event) if named(event.callee, "builtins", {"range"}):
            arguments = [argument.value for argument in event.arguments.positional]
            return _least(arguments[0]) if len(arguments) == 1 else 0
    return 0


def _least(term: Term) -> int:
    """The smallest whole number that a drawn value can be, else 0."""
    match term:
        case Result(event=CallEvent(callee=Attribute(name="Int")) as event):
            low = smallest(LibraryCall(event, DECLARATIONS["Int"]).fact("min_value"))
            return int(low) if low is not None else 0
        case Operation(operator="+", operands=operands):
            return sum(_least(operand) for operand in operands)
    value = getattr(term, "value", 0)
    return value if isinstance(value, int) else 0


def startup(
    built: Built,
    hyperparameters: Iterable[Hyperparameter],
    trial_events: Iterable[CallEvent],
    read: frozenset[str],
) -> Fact:
    """How many trials are random before the model of a Bayesian search is used.

    `read` are names of hyperparameters that the code reads from the winner.
    """
    given = built.fact("num_initial_points")
    if given.values is None:
        return given
    if given.always(lambda value: bool(value)):
        return given
    if not given.always(lambda value: not value):
        return AtLeast(given.place, given.origins, tables.FEWEST_RANDOM_POINTS)
    fewest = _fewest(built, hyperparameters, trial_events, read)
    points = tables.RANDOM_POINTS_PER_HYPERPARAMETER * fewest
    return AtLeast(given.place, (), max(tables.FEWEST_RANDOM_POINTS, points))
