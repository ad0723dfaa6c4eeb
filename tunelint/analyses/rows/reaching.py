"""Reaching: which data a search trains and scores on, and which draws decided it."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Argument, Attribute, External, Sequence, Term
from tunelint.libraries.arrays.lineage import Lineage
from tunelint.model.randomness import Draw
from tunelint.model.search import Search
from tunelint.model.training import Fit

# Trainings and scorings of libraries whose fits are not read one by one.
TRAINING_CALLS = frozenset({"cv", "evaluate", "fit", "score", "train"})
SPLITTER_ARGUMENT = "cv"


def data_of(trace: Trace, search: Search) -> tuple[Term, ...]:
    """The arrays that a search's runs and trials train, validate or score on."""
    return tuple(_data(trace, search))


def _data(trace: Trace, search: Search) -> Iterator[Term]:
    for fit in (*search.runs, *search.fits):
        yield from _of_fit(fit)
    for evaluation in search.evaluations:
        yield from evaluation.data
        yield from _splitter(evaluation.event)
    for score in search.scores:
        yield from score.data
    for configured in search.configuration:
        yield from _splitter(configured)
    for event in search.calls(trace):
        if trains(event):
            yield from (argument.value for argument in event.arguments if _is_data(argument))


def _of_fit(fit: Fit) -> Iterator[Term]:
    given = (fit.features, fit.labels, *(fit.validation or ()))
    return (term for term in given if term is not None)


def _splitter(event: CallEvent) -> Iterator[Term]:
    argument = event.arguments.keywords.get(SPLITTER_ARGUMENT)
    if argument is not None:
        yield argument.value


def trains(event: CallEvent) -> bool:
    """Whether a call trains, scores or cross-validates a model by its name."""
    match event.callee:
        case Attribute(name=name):
            return name in TRAINING_CALLS
        case External():
            return any(full.rpartition(".")[2] in TRAINING_CALLS for full in dotted(event.callee))
    return False


def _is_data(argument: Argument) -> bool:
    """Rows go by position or under one of these names; parameters go by other names."""
    return argument.keyword in (
        None,
        "X",
        "x",
        "y",
        "data",
        "dtrain",
        "train_set",
        "valid_sets",
        "evals",
        "eval_set",
        "validation_data",
    )


def draws_reaching(trace: Trace, search: Search, lineage: Lineage) -> tuple[Draw, ...]:
    """The draws that decided which rows a search sees, in the order of the source."""
    everything = Sequence(None, "tuple", list(data_of(trace, search)))
    ends = search.run_events or tuple(fit.event for fit in search.fits) or (search.built,)
    return tuple(
        draw
        for draw in lineage.draws_behind(everything)
        if search.in_trial(draw.event)
        or any(perhaps_before(draw.event, end) for end in ends)
        or draw.kind == "splitter"
    )
