"""Reads searches written by hand: loops over configurations that train and keep the best.

Such a loop is a search where its variable, or a draw in its body, reaches what is trained, and
where code compares the scores of its passes to pick one. Loops over folds, epochs, rows or seeds,
and loops that only record or plot, are none.
"""

from __future__ import annotations

from tunelint.interpreter.frames import CallFrame
from tunelint.interpreter.objects import Event, Function
from tunelint.interpreter.values import Opaque, Term, options_of
from tunelint.libraries.common.retrained import trained_from
from tunelint.libraries.common.sampled_estimators import as_sampled
from tunelint.libraries.common.score import read_score
from tunelint.libraries.hand_written_loops.choosing import choices
from tunelint.libraries.hand_written_loops.chosen import Chosen
from tunelint.libraries.hand_written_loops.configurations import (
    Configuration,
    configuration,
    configured,
    gridded,
    made_from,
)
from tunelint.libraries.hand_written_loops.draws import Draw, draws
from tunelint.libraries.hand_written_loops.passes import Pass, passes
from tunelint.libraries.hand_written_loops.randomness import randomness
from tunelint.libraries.hand_written_loops.space import budget, hyperparameters
from tunelint.libraries.hand_written_loops.training import scored, trains
from tunelint.libraries.hand_written_loops.trial import passing
from tunelint.model.objective import Score
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Fit, epochs_of

TUNER = "loop"


def read(program: Program) -> list[Search]:
    """Every search of the program that is written out as a loop; of nested loops the outermost."""
    drawn = draws(program.trace)
    claimed: set[int] = set()
    found: list[Search] = []
    loops = list(passes(program.trace))
    for loop in loops:
        if any(id(frame) in claimed for frame in loop.start.path):
            continue
        search = _search(program, loops, loop, drawn)
        if search is not None:
            claimed.add(id(loop.frame))
            found.append(search)
    return found


def _search(
    program: Program, loops: list[Pass], loop: Pass, drawn: tuple[Draw, ...]
) -> Search | None:
    if not trains(program, loop) or _is_part_of_training(program, loop):
        return None
    changing = configuration(loop, drawn)
    entering = list(configured(changing, program.records.fits))
    if not entering:
        return None
    picked = choices(loop, program.trace, scored(program, loop))
    if not picked:
        return None
    return _filled(program, loops, loop, changing, entering, picked, drawn)


def _is_part_of_training(program: Program, loop: Pass) -> bool:
    """Whether the loop goes on training one model: over its epochs, or over batches."""
    return any(loop.frame in fit.loops for fit in program.records.fits)


def _filled(
    program: Program,
    loops: list[Pass],
    loop: Pass,
    changing: Configuration,
    entering: list[Term],
    picked: list[Chosen],
    drawn: tuple[Draw, ...],
) -> Search:
    records = program.records
    used = _used_draws(entering, drawn)
    fits = tuple(fit for fit in records.fits if loop.holds(fit.event))
    place = loop.frame.place or loop.start.place
    space = hyperparameters(changing, used, records.fits, program.trace)
    sampler = next((draw.sampler for draw in used if draw.sampler is not None), None)
    return Search(
        tuner=TUNER,
        label=sampler or "the loop",
        noun="loop",
        algorithm="loop",
        built=loop.start,
        place=place,
        result=Opaque(place, "what the loop picks"),
        randomness=randomness(loop, entering, used),
        direction=_direction(picked),
        budget=budget(loop),
        hyperparameters=space,
        functions=_functions(loop),
        loop=loop.frame,
        passing=passing(program, loops, loop, drawn, space, picked),
        compilations=tuple(each for each in records.compilations if loop.holds(each.event)),
        fits=fits,
        evaluations=tuple(each for each in records.evaluations if loop.holds(each.event)),
        estimators=tuple(
            as_sampled(each, gridded, program.trace)
            for each in records.estimators
            if loop.holds(each.event)
        ),
        scores=_scores(program, picked),
        epochs=epochs_of(fits),
        winners=_winners(program, loop, changing, picked),
    )


def _used_draws(entering: list[Term], drawn: tuple[Draw, ...]) -> tuple[Draw, ...]:
    """The draws that a configuration is made of."""
    made = {id(term) for value in entering for term in made_from(value)}
    return tuple(draw for draw in drawn if id(draw.event.result) in made)


def _direction(picked: list[Chosen]) -> str | None:
    directions = {each.largest for each in picked}
    if len(directions) != 1:
        return None
    largest = directions.pop()
    return None if largest is None else "max" if largest else "min"


def _functions(loop: Pass) -> tuple[Function, ...]:
    """The functions of the project that a pass calls, those it calls itself first."""
    found: dict[int, Function] = {}
    for event in loop.events:
        inside = False
        for frame in event.path:
            inside = inside or frame is loop.frame
            if inside and isinstance(frame, CallFrame):
                found.setdefault(id(frame.function.node), frame.function)
    return tuple(found.values())


def _scores(program: Program, picked: list[Chosen]) -> tuple[Score, ...]:
    return tuple(
        read_score(option, each.event, program)
        for each in picked
        for score in each.scores
        for option in options_of(score)
    )


def _winners(
    program: Program, loop: Pass, changing: Configuration, picked: list[Chosen]
) -> tuple[Fit, ...]:
    """Trainings, after the loop, with what it picked."""
    won = [option for each in picked for won in each.winners for option in options_of(won)]
    return trained_from(program, (*changing.values.values(), *won), _end(loop), loop.holds)


def _end(loop: Pass) -> Event:
    return loop.events[-1]
