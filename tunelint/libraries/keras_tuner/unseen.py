"""Searches of tuners that are built elsewhere: their runs can be judged, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.interpreter.objects import CallEvent, Parameter, Result
from tunelint.interpreter.values import Attribute, External, Term, Unbound, options_of
from tunelint.libraries.common.packages import is_library
from tunelint.libraries.keras.fits import read_fit
from tunelint.libraries.keras.models import is_foreign, is_model, method_of
from tunelint.libraries.keras_tuner import tables
from tunelint.libraries.keras_tuner.building import Built
from tunelint.model.facts import Unknown
from tunelint.model.program import Program
from tunelint.model.randomness import Randomness
from tunelint.model.search import Search


def read(program: Program, known: Iterable[Built]) -> Iterator[Search]:
    """Every ``search`` that is called as a tuner's on what no visible code builds."""
    tuners = {id(built.tuner) for built in known}
    for event in program.trace.calls():
        tuner = _searched(event)
        if tuner is not None and _is_searched(event) and _comes_from_elsewhere(tuner, tuners):
            yield _search(event, tuner)


def _searched(event: CallEvent) -> Term | None:
    """The value whose ``search`` is called; one that is imported has no value of its own."""
    match event.callee:
        case External(name=name) if name.endswith(".search"):
            return event.callee
    return method_of(event, "search")


def _is_searched(event: CallEvent) -> bool:
    """Whether the call has the shape of ``tuner.search(x, y, epochs=…, validation_data=…)``."""
    given = event.arguments.keywords.keys()
    rows = bool(event.arguments.positional) or "x" in given
    return rows and bool(tables.TELLING_OF_A_RUN & given)


def _comes_from_elsewhere(term: Term, tuners: set[int]) -> bool:
    return all(id(option) not in tuners and _is_unseen(option) for option in options_of(term))


def _is_unseen(term: Term) -> bool:
    """Whether the value is a parameter, or a name of code that is not there, or comes from it."""
    match term:
        case Parameter() | Unbound():
            return True
        case External(name=name):
            return not is_library(name)
        case Attribute(base=base):
            return _is_unseen(base)
        case Result(event=event):
            return not is_model(term) and not is_foreign(term) and _is_unseen(event.callee)
    return False


def _search(event: CallEvent, tuner: Term) -> Search:
    run = read_fit(event, tuner)
    elsewhere = Unknown(None, (), "the tuner is built elsewhere")
    return Search(
        tuner=tables.TUNER,
        label="search",
        algorithm="unknown",
        framework="keras",
        built=event,
        place=event.anchor,
        result=tuner,
        runs=(run,),
        run_events=(event,),
        randomness=Randomness(draws=None, seed=elsewhere, argument="seed", moment=event),
        epochs=run.epochs,
        trial_events=(event,),
    )
