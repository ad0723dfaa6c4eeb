"""Uses: where drawn values reach a library's call as they were drawn, or as the result has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.files.place import Place
from tunelint.interpreter.frames import CallFrame
from tunelint.interpreter.library_names import canonical, dotted, is_function, is_unbound
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import (
    Argument,
    Attribute,
    Const,
    External,
    Mapping,
    Operation,
    Sequence,
    Term,
)
from tunelint.libraries.common.changes import is_read_unchanged
from tunelint.libraries.common.drawn_uses import float_uses, rejected_uses, taken_uses
from tunelint.libraries.common.integer_parameters import FLOATS, WholeNumber, whole_numbers
from tunelint.libraries.common.taken_parameters import takers
from tunelint.libraries.hyperopt.configurations import (
    Configurations,
    arrives_in_result,
)
from tunelint.libraries.hyperopt.spaces import drawn_type
from tunelint.libraries.hyperopt.tables import DECLARATIONS
from tunelint.model.space import Hyperparameter, Use

# What builds or trains a model: a value that reaches them is used as the value.
MODELLING = frozenset(
    {"sklearn", "keras", "tensorflow", "torch", "xgboost", "lightgbm", "catboost", "imblearn"}
)
MODELLING_METHODS = frozenset({"fit", "set_params", "compile"})
LISTING = ("builtins.list", "builtins.tuple", "numpy.array")
COUNTING = ("numpy.arange", "builtins.range", "numpy.linspace")
CASTS = frozenset({"builtins.int", "builtins.float", "builtins.str", "builtins.round"})


def uses(trace: Trace, configurations: Configurations) -> tuple[Use, ...]:
    """The uses of one search's drawn values, in order."""
    found: list[Use] = []
    for taking in trace.once(_takings):
        event = taking.event
        if event.index <= configurations.fmin.event.index:
            continue
        found.extend(_of_whole_numbers(taking, configurations))
        if taking.models:
            found.extend(_of_result(event, configurations))
        if taking.takes:
            found.extend(taken_uses(event, configurations))
    return tuple(found)


@dataclass(frozen=True, eq=False, slots=True)
class _Taking:
    """A call that takes whole numbers, builds or trains a model, or configures estimators."""

    event: CallEvent
    whole: tuple[WholeNumber, ...]
    models: bool
    takes: bool


def _takings(trace: Trace) -> list[_Taking]:
    found: list[_Taking] = []
    for event in trace.calls():
        whole = tuple(whole_numbers(event))
        taking = _Taking(event, whole, _models(event), bool(takers(event)))
        if taking.whole or taking.models or taking.takes:
            found.append(taking)
    return found


# -- where a whole number is needed ---------------------------------------------------------------


def _of_whole_numbers(taking: _Taking, configurations: Configurations) -> Iterator[Use]:
    for wanted in taking.whole:
        yield from float_uses(taking.event, wanted, configurations, _is_float)
        yield from _raw_from_result(taking.event, wanted, configurations)


def _is_float(part: Term) -> bool:
    return drawn_type(part) in FLOATS


def _raw_from_result(
    event: CallEvent, wanted: WholeNumber, configurations: Configurations
) -> Iterator[Use]:
    if wanted.value is None:
        spread = wanted.argument.value
        found = [
            each
            for each in configurations.result_labels(spread, event)
            if each.name.value == wanted.parameter
        ]
    else:
        unchanged = is_read_unchanged(configurations.trace, wanted.value, event)
        read = configurations.read_from_result(wanted.value) if unchanged else None
        found = [read] if read is not None else []
    for hyperparameter in found:
        arrives = arrives_in_result(hyperparameter)
        if arrives in wanted.rejected:
            place = _offending(event, configurations) or wanted.argument.anchor
            yield from rejected_uses(
                event, wanted, hyperparameter, arrives, from_result=True, place=place
            )


# -- where a choice's index is taken for its value ------------------------------------------------


def _models(event: CallEvent) -> bool:
    """Whether the call builds or trains a model."""
    if isinstance(event.callee, Attribute) and event.callee.name in MODELLING_METHODS:
        return True
    if is_unbound(event.callee):
        return False
    roots = {canonical(full).partition(".")[0] for full in dotted(event.callee)}
    return bool(roots & MODELLING)


def _of_result(event: CallEvent, configurations: Configurations) -> Iterator[Use]:
    for argument in event.arguments:
        for term in _as_value(argument.value):
            unchanged = is_read_unchanged(configurations.trace, term, event)
            hyperparameter = configurations.read_from_result(term) if unchanged else None
            if hyperparameter is not None and _index_differs(hyperparameter):
                place = _offending(event, configurations) or term.place
                yield _index_use(event, argument, hyperparameter, place)
    for spread in event.arguments.spread:
        for hyperparameter in configurations.result_labels(spread.value, event):
            if _index_differs(hyperparameter):
                place = _offending(event, configurations) or spread.place
                yield _index_use(event, spread, hyperparameter, place)


def _index_differs(hyperparameter: Hyperparameter) -> bool:
    """Whether the result holds an index that is surely not always the option itself."""
    if arrives_in_result(hyperparameter) != "index":
        return False
    if hyperparameter.options is not None:
        return not all(
            isinstance(option, Const) and option.value == index
            for index, option in enumerate(hyperparameter.options)
        )
    declared = hyperparameter.result
    assert isinstance(declared, Result)
    listed = declared.event.arguments.get("options", DECLARATIONS["choice"])
    return listed is not None and _counts_from_elsewhere(listed.value)


def _counts_from_elsewhere(term: Term) -> bool:
    """``np.arange(50, 500, 50)``, or a list of it: the first option is not 0."""
    if not isinstance(term, Result):
        return False
    positional = term.event.arguments.positional
    if is_function(term.event.callee, *LISTING) and positional:
        return _counts_from_elsewhere(positional[0].value)
    if not is_function(term.event.callee, *COUNTING) or len(positional) < 2:
        return False
    start = positional[0].value
    return isinstance(start, Const) and start.value != 0


def _offending(event: CallEvent, configurations: Configurations) -> Place | None:
    """Where the raw result is handed to the project's function that makes the call, if it is."""
    for frame in event.path:
        if isinstance(frame, CallFrame):
            handed: list[Argument] = [*frame.event.arguments, *frame.event.arguments.spread]
            for argument in handed:
                if configurations.is_result(argument.value):
                    return argument.anchor
    return None


def _index_use(
    event: CallEvent, argument: Argument, hyperparameter: Hyperparameter, place: Place | None
) -> Use:
    callee = event.callee
    taker = callee.name if isinstance(callee, Attribute | External) else "the call"
    return Use(
        hyperparameter=hyperparameter,
        event=event,
        argument=argument,
        taker=taker.rpartition(".")[2],
        parameter=argument.keyword or "",
        arrives="index",
        from_result=True,
        place=place,
    )


def _as_value(term: Term) -> Iterator[Term]:
    """The values that an argument is computed from; what only looks something up is none."""
    yield term
    match term:
        case Operation(operands=operands):
            for operand in operands:
                yield from _as_value(operand)
        case Sequence(items=items):
            for item in items:
                yield from _as_value(item)
        case Mapping(entries=entries):
            for entry in entries:
                yield from _as_value(entry.value)
        case Result(event=event) if set(dotted(event.callee)) & CASTS:
            for argument in event.arguments:
                yield from _as_value(argument.value)
