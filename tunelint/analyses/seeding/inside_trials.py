"""Repeats: trainings of one configuration that a fixed seed makes the same run again and again.

A trial trains a configuration several times to average the scores: by Keras Tuner's executions, or
in a loop of its own. Where every pass sets the generators to the same state, and neither the data
nor the model differ, all passes score the same (held by ``tests/facts/test_repeated_trainings``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.analyses.seeding.trainings import KERAS, trains_keras
from tunelint.analyses.trainings import made_by
from tunelint.files.place import Place
from tunelint.interpreter.frames import BranchFrame, CallbackFrame, LoopFrame
from tunelint.interpreter.objects import CallEvent, Event, Function, Result
from tunelint.interpreter.order import surely_before
from tunelint.interpreter.paths import Frame
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import StoreEvent, chooser
from tunelint.interpreter.values import Attribute, Const, Sequence, Term, options_of
from tunelint.libraries.random_generators.tables import ALL
from tunelint.model.facts import Fact, smallest
from tunelint.model.program import Program
from tunelint.model.randomness import Draw, Seeding
from tunelint.model.search import Search
from tunelint.model.training import Estimator, Fit

# What a training draws from, by its framework: one of the alternatives, seeded, repeats it.
NEEDED = {
    "keras": KERAS,
    "scikit_learn": (frozenset({"numpy"}),),
    "torch": (frozenset({"torch"}),),
    "lightning": (frozenset({"torch"}),),
}
# Calls that only tell which pass it is.
ONLY_TOLD = frozenset(
    {"append", "debug", "format", "info", "log", "print", "set_description", "str", "warning"}
)
AVERAGES = frozenset(
    {"average", "fmean", "max", "mean", "median", "min", "nanmean", "reduce_mean", "sum"}
)


@dataclass(frozen=True, eq=False)
class Repeat:
    """Trainings that are one run: by which seed, and what repeats them.

    `place` is where the seed is set; `label` what sets it (``random.seed``, ``random_state``).
    `loop` is the loop whose passes they are, None for the executions of a Keras Tuner trial.
    """

    search: Search
    place: Place
    label: str
    seed: Fact
    loop: LoopFrame | None = None
    fit: Fit | None = None


def same_executions(program: Program, search: Search) -> Repeat | None:
    """The executions of each trial, where its code seeds all that its training draws from."""
    number = smallest(search.executions)
    if number is None or number < 2 or not trains_keras(search):
        return None
    inside = [
        seeding
        for seeding in program.records.seedings
        if _is_fixed(seeding) and search.in_trial(seeding.event) and _always(search, seeding.event)
    ]
    seeding = _deciding(inside, NEEDED["keras"])
    return None if seeding is None else _by_seeding(search, seeding)


def same_passes(program: Program, search: Search) -> Iterator[Repeat]:
    """The loops inside a trial that train one configuration over and over with one seed."""
    for fit in search.fits:
        for loop in _inner_loops(search, fit):
            if _counts_only(loop) and _starts_anew(fit, loop) and _same_data(program, fit, loop):
                repeat = _seeded_pass(program, search, fit, loop)
                if repeat is None or _tells_passes_apart(program, loop):
                    continue
                if _is_averaged(program, search, loop):
                    yield repeat


def _by_seeding(
    search: Search, seeding: Seeding, loop: LoopFrame | None = None, fit: Fit | None = None
) -> Repeat:
    place = seeding.event.place
    if isinstance(seeding.event, CallEvent):
        called = chooser(seeding.event, seeding.event.arguments)
        place = called.place if search.in_trial(called) else place
    return Repeat(search, place, seeding.label, seeding.value, loop, fit)


def _is_fixed(seeding: Seeding) -> bool:
    """Whether the generators are surely set to one and the same state each time."""
    if seeding.restores or seeding.generators == ALL:
        return False
    values = seeding.value.values
    return values is not None and len(values) == 1 and values[0] is not None


def _deciding(seedings: list[Seeding], alternatives: tuple[frozenset[str], ...]) -> Seeding | None:
    """The seeding with which the last generator that a training draws from is set."""
    seeded: set[str] = set()
    for seeding in seedings:
        seeded |= seeding.generators
        if any(each <= seeded for each in alternatives):
            return seeding
    return None


def _inside(search: Search, event: Event) -> tuple[Frame, ...]:
    """The frames of the event that lie within one trial."""
    for position, frame in enumerate(event.path):
        own = isinstance(frame, CallbackFrame) and frame.event in search.trial_events
        if own or frame is search.loop:
            return event.path[position + 1 :]
    return ()


def _always(search: Search, event: Event) -> bool:
    """Whether the event happens in every trial."""
    return not any(isinstance(frame, BranchFrame) for frame in _inside(search, event))


def _inner_loops(search: Search, fit: Fit) -> Iterator[LoopFrame]:
    for frame in _inside(search, fit.event):
        if isinstance(frame, LoopFrame) and frame not in fit.loops:
            yield frame


def _counts_only(loop: LoopFrame) -> bool:
    """Whether the loop has passes to count, more than one of them: no ``while``."""
    match loop.iterable:
        case Sequence(items=items, open=False):
            return len(items) > 1
        case Const(value=int() | str()):
            return False
    return loop.iterable is not loop.element


def _starts_anew(fit: Fit, loop: LoopFrame) -> bool:
    """Whether every pass trains from scratch, and nothing that it is given tells passes apart."""
    if _varies([argument.value for argument in fit.event.arguments], loop):
        return False
    if _varies([fit.model, *fit.settings], loop):
        return False
    if fit.framework == "scikit_learn":
        return _name(fit.event.callee) != "partial_fit"
    return all(
        made is not None and loop in made.path for made in map(made_by, options_of(fit.model))
    )


def _varies(values: list[Term], loop: LoopFrame) -> bool:
    """Whether a value is made from what the loop runs over."""
    changing = {id(loop.element), *(id(option) for option in options_of(loop.element))}
    changing |= {id(found) for found in ancestors(loop.element) if not isinstance(found, Const)}
    if isinstance(loop.iterable, Sequence):
        changing |= {id(item) for item in loop.iterable.items}
    else:
        changing |= {id(loop.iterable)}
    return any(id(found) in changing for value in values for found in ancestors(value))


def _tells_passes_apart(program: Program, loop: LoopFrame) -> bool:
    """Whether what the loop runs over is put to use in a pass: set in a model, a table, a file."""
    for event in program.trace.within([loop]):
        match event:
            case CallEvent(callee=Function()):
                continue
            case CallEvent(callee=callee) if _name(callee) not in ONLY_TOLD:
                if _varies([argument.value for argument in event.arguments], loop):
                    return True
            case StoreEvent(value=value) if _varies([value], loop):
                return True
    return False


def _same_data(program: Program, fit: Fit, loop: LoopFrame) -> bool:
    """Whether every pass trains on the same rows, as far as they are made in the pass."""
    draws = {id(draw.event): draw for draw in program.records.draws}
    for value in (fit.features, fit.labels):
        for found in ancestors(value) if value is not None else ():
            if isinstance(found, Result) and loop in found.event.path:
                draw = draws.get(id(found.event))
                if draw is None or not _draws_the_same(draw):
                    return False
    return True


def _draws_the_same(draw: Draw) -> bool:
    seed = draw.seed.values
    return not draw.random or (seed is not None and len(seed) == 1 and seed[0] is not None)


def _seeded_pass(program: Program, search: Search, fit: Fit, loop: LoopFrame) -> Repeat | None:
    """What seeds each pass alike: a call in the loop, or the estimator's own seed."""
    if fit.framework == "scikit_learn":
        own = _estimator(search, fit)
        if own is None or not own.uses_randomness or own.warm_start.always(bool):
            return None
        seed = own.random_state.values
        if seed is not None and len(seed) == 1 and seed[0] is not None:
            place = own.random_state.place or own.event.place
            return Repeat(search, place, "random_state", own.random_state, loop, fit)
        if seed != (None,):
            return None
    before = [
        seeding
        for seeding in program.records.seedings
        if loop in seeding.event.path
        and _is_fixed(seeding)
        and surely_before(seeding.event, fit.event)
    ]
    seeding = _deciding(before, NEEDED.get(fit.framework, ()))
    return None if seeding is None else _by_seeding(search, seeding, loop, fit)


def _estimator(search: Search, fit: Fit) -> Estimator | None:
    made = {id(made_by(option)) for option in options_of(fit.model)}
    found = [each for each in search.estimators if id(each.event) in made]
    return found[0] if len(found) == 1 and len(made) == 1 else None


def _is_averaged(program: Program, search: Search, loop: LoopFrame) -> bool:
    """Whether one number is made of the scores of all passes."""

    def of_the_passes(term: Term) -> bool:
        return any(
            isinstance(found, Result) and loop in found.event.path for found in ancestors(term)
        )

    for score in search.scores:
        if loop not in score.event.path and of_the_passes(score.term):
            return True
    return any(
        _name(event.callee) in AVERAGES
        and loop not in event.path
        and any(of_the_passes(argument.value) for argument in event.arguments)
        for event in search.calls(program.trace)
    )


def _name(callee: Term) -> str:
    if isinstance(callee, Attribute):
        return callee.name
    return str(getattr(callee, "name", "")).rpartition(".")[2]
