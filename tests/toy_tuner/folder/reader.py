"""Reads the calls of ``toytune.search``."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.frames import CallbackFrame
from tunelint.interpreter.library_names import named
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.values import Const, Mapping, Sequence, options_of
from tunelint.model.fact_of import parameter_worth, worth
from tunelint.model.facts import Known
from tunelint.model.program import Program
from tunelint.model.randomness import Randomness
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter
from tunelint.model.training import epochs_of

ORDER = ("objective", "box", "trials", "seed")


def read(program: Program) -> list[Search]:
    """Every search of the program that Toytune runs."""
    return [
        _search(program, event)
        for event in program.trace.calls()
        if any(named(option, "toytune", {"search"}) for option in options_of(event.callee))
    ]


def _search(program: Program, event: CallEvent) -> Search:
    records, arguments = program.records, event.arguments
    trial = list(program.trace.caused_by(event))
    inside = {id(one) for one in trial}
    fits = tuple(fit for fit in records.fits if id(fit.event) in inside)
    frames = (one.path[len(event.path)] for one in trial)
    functions = (one.function for one in frames if isinstance(one, CallbackFrame))
    seed = parameter_worth(arguments, "seed", ORDER, None)
    return Search(
        tuner="Toytune",
        label="search",
        algorithm="random",
        built=event,
        place=event.place,
        result=event.result,
        run_events=(event,),
        randomness=Randomness(
            draws=True,
            seed=seed,
            argument="seed",
            moment=event,
            given=arguments.get("seed", ORDER),
        ),
        direction="min",
        budget=parameter_worth(arguments, "trials", ORDER, 20),
        hyperparameters=tuple(_declared(event)),
        functions=tuple({id(one.node): one for one in functions}.values()),
        compilations=tuple(one for one in records.compilations if id(one.event) in inside),
        fits=fits,
        estimators=tuple(one for one in records.estimators if id(one.event) in inside),
        epochs=epochs_of(fits),
        trial_events=(event,),
        configuration=(event,),
    )


def _declared(event: CallEvent) -> Iterator[Hyperparameter]:
    box = event.arguments.get("box", ORDER)
    if box is None or not isinstance(box.value, Mapping):
        return
    for entry in box.value.entries:
        match entry.key, entry.value:
            case Const(value=str(name)), Sequence(items=(low, high)):
                yield Hyperparameter(
                    event=event,
                    function="box",
                    kind="float",
                    name=Known(None, (), name),
                    low=worth(low),
                    high=worth(high),
                    place=entry.value.place,
                )
