"""The objective of a Keras Tuner search, and the direction that Keras Tuner infers for it."""

from __future__ import annotations

from tunelint.files.place import Place
from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import Result
from tunelint.interpreter.values import Argument, Sequence
from tunelint.libraries.common.library_calls import LibraryCall
from tunelint.libraries.keras_tuner import metric_directions
from tunelint.libraries.keras_tuner.building import PACKAGE, Built
from tunelint.libraries.keras_tuner.signatures import OBJECTIVES
from tunelint.model.fact_of import worth
from tunelint.model.facts import UNKNOWN, Default, Fact, Known
from tunelint.model.objective import Objective


def objective(built: Built) -> Objective | None:
    """What the tuner is told to optimise; None where nothing is given or it cannot be read."""
    argument = built.given("objective")
    if argument is None:
        return None
    match argument.value:
        case Result(event=event) if named(event.callee, PACKAGE, {"Objective"}):
            call = LibraryCall(event, OBJECTIVES["Objective"])
            return Objective(
                name=_anchored(call.fact("name"), event.place),
                direction=call.fact("direction"),
                written="Objective",
                place=event.place,
                argument=argument,
                term=argument.value,
            )
        case Sequence():
            return Objective(
                name=UNKNOWN,
                direction=UNKNOWN,
                written="list",
                place=argument.anchor,
                argument=argument,
                term=argument.value,
            )
    return _by_name(argument)


def _anchored(fact: Fact, place: Place) -> Fact:
    """The name as a fact that stands at the ``Objective(…)`` call's argument."""
    return fact if fact.place is not None else Default(place)


def _by_name(argument: Argument) -> Objective | None:
    if argument.is_none:
        return None
    name = worth(argument.value, argument.anchor)
    inferred = refusal = None
    if isinstance(name, Known) and isinstance(name.value, str):
        inferred, refusal = inference(name.value)
    return Objective(
        name=name,
        direction=Default(argument.anchor, (), inferred),
        written="string",
        place=argument.anchor,
        argument=argument,
        term=argument.value,
        inferred=inferred,
        refusal=refusal,
    )


def inference(name: str) -> tuple[str | None, str | None]:
    """The direction that Keras Tuner infers for a name, or the exception that it raises."""
    for prefix in metric_directions.OBJECTIVE_PREFIXES:
        name = name.removeprefix(prefix)
    if name in metric_directions.INFERRED_MAX:
        return "max", None
    if name in metric_directions.INFERRED_MIN:
        return "min", None
    return None, "TypeError" if name in metric_directions.INFERENCE_TYPE_ERROR else "ValueError"
