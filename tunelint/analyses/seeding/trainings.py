"""Training: whether what a trial trains draws from generators that are seeded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tunelint.analyses.seeding.seeded import seedings_before
from tunelint.interpreter.frames import CallFrame
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.order import perhaps_before
from tunelint.interpreter.provenance import ancestors, ancestors_of_all
from tunelint.interpreter.trace import LoadEvent
from tunelint.interpreter.values import Attribute
from tunelint.libraries.scikit_learn.tables import PROBABILITY_SCORERS, RANDOM_PROBABILITIES
from tunelint.libraries.torch.modules import is_module
from tunelint.model.facts import UNKNOWN
from tunelint.model.program import Program
from tunelint.model.randomness import Seeding
from tunelint.model.search import Search
from tunelint.model.training import Estimator

TORCH_DRAW = re.compile(
    r"torch\.(?:rand|randn|randint|randperm|normal|bernoulli|multinomial)(?:_like)?"
    r"|torch\.nn\.init\.\w+_"
    r"|torch\.nn\.Bilinear|torch\.nn\.(?:Lazy)?(?:Conv|Linear|Transformer)\w*"
    r"|torch\.nn\.(?:RNN|LSTM|GRU|Embedding|MultiheadAttention)\w*"
    r"|torch\.utils\.data\.(?:dataset\.)?random_split"
)
KERAS_DRAW = re.compile(
    r"tensorflow\.random\.(?!set_seed)\w+|keras\.random\.\w+"
    r"|keras\.(?:layers\.(?!Input|Normalization|TextVectorization)[A-Z]\w+|Sequential)"
    r"|keras\.applications\.\w+"
)
# Either alternative seeds the training of Keras 3: on TensorFlow, on PyTorch.
KERAS = (frozenset({"python", "tensorflow"}), frozenset({"python", "torch"}))
ESTIMATORS = frozenset({"numpy"})
TORCH = frozenset({"torch"})
TORCH_FITS = frozenset({"lightning", "torch"})
PROBABILITIES = frozenset({"predict_log_proba", "predict_proba"})


def trains_keras(search: Search) -> bool:
    """Whether a trial surely trains a Keras model."""
    if search.framework:
        return search.framework == "keras"
    return bool(search.compilations) or any(fit.framework == "keras" for fit in search.fits)


def seeded_for_training(search: Search, seedings: Sequence[Seeding]) -> tuple[Seeding, ...]:
    """The seedings that can have happened before or in a trial's training, and reach it."""
    before = seedings_before(seedings, _moment(search))
    if search.apart:
        before = tuple(seeding for seeding in before if _is_imported(seeding.event, search))
    inside = (seeding for seeding in seedings if search.in_trial(seeding.event))
    return tuple(dict.fromkeys((*before, *inside)))


def _is_imported(event: Event, search: Search) -> bool:
    """Whether it happens when another module is imported, which a trial's process does anew."""
    return event.place.source is not search.built.place.source and not any(
        isinstance(frame, CallFrame) for frame in event.path
    )


def _moment(search: Search) -> Event:
    """When the first trial begins."""
    if search.loop is None and search.run_events:
        return search.run_events[-1]
    return search.fits[0].event if search.fits else search.built


def unseeded_keras(search: Search, seedings: Sequence[Seeding]) -> bool:
    """Whether nothing seeds what Keras draws from, in no run."""
    if any(
        not _is_none(each) for each in search.estimators if each.library in ("scikeras", "keras")
    ):
        return False
    seeded = {name for each in seeded_for_training(search, seedings) for name in each.generators}
    return not any(generators <= seeded for generators in KERAS)


def trains_torch(search: Search) -> bool:
    """Whether a trial surely trains a PyTorch model whose weights are drawn."""
    return any(fit.framework in TORCH_FITS and is_module(fit.model) for fit in search.fits)


def unseeded_torch(search: Search, seedings: Sequence[Seeding]) -> bool:
    """Whether nothing seeds what PyTorch draws weights, dropout and batches from, in no run."""
    return not any(each.generators >= TORCH for each in seeded_for_training(search, seedings))


def torch_draws(program: Program, search: Search) -> list[Event]:
    """What is drawn from PyTorch's generator before the search: weights, data, other trials."""
    return _before(program, search, program.once(_torch_calls), program.once(_lacking_torch))


def keras_draws(program: Program, search: Search) -> list[Event]:
    """What is drawn by TensorFlow or Keras before the search: weights, data, other trials."""
    return _before(program, search, program.once(_keras_calls), program.once(_lacking_keras))


def _before(
    program: Program, search: Search, draws: Sequence[CallEvent], others: Sequence[Search]
) -> list[Event]:
    """The draws before a search that its trials use, and the searches that need the same seed."""
    drawn = [call for call in draws if perhaps_before(call, search.built)]
    used = _used(program, search) if drawn else set()
    return [
        *(call for call in drawn if id(call.result) in used),
        *(other.built for other in others if perhaps_before(other.built, search.built)),
    ]


def _torch_calls(program: Program) -> list[CallEvent]:
    return [
        call
        for call in program.trace.calls()
        if _draws_from_torch(call) and not program.in_trial(call)
    ]


def _draws_from_torch(call: CallEvent) -> bool:
    names = dotted(call.callee)
    if is_module(call.result) and not any(full.startswith("torch.nn.") for full in names):
        return True
    return any(TORCH_DRAW.fullmatch(full) for full in names)


def _lacking_torch(program: Program) -> list[Search]:
    seedings = program.records.seedings
    return [
        search
        for search in program.searches
        if not search.apart and trains_torch(search) and unseeded_torch(search, seedings)
    ]


def _keras_calls(program: Program) -> list[CallEvent]:
    return [
        call
        for call in program.trace.calls()
        if any(KERAS_DRAW.fullmatch(full) for full in dotted(call.callee))
        and not program.in_trial(call)
    ]


def _lacking_keras(program: Program) -> list[Search]:
    seedings = program.records.seedings
    return [
        search
        for search in program.searches
        if not search.apart and trains_keras(search) and unseeded_keras(search, seedings)
    ]


def _used(program: Program, search: Search) -> set[int]:
    """The ids of all values that the search's trials work with, and of what those were made of."""
    loaded = [each.value for each in search.events(program.trace) if isinstance(each, LoadEvent)]
    handed = [given.value for event in search.run_events for given in event.arguments]
    return {id(term) for term in ancestors_of_all([*loaded, *handed])}


def unseeded_estimators(search: Search, seedings: Sequence[Seeding]) -> tuple[Estimator, ...]:
    """The estimators of a trial that surely draw, and that nothing seeds."""
    drawing = tuple(
        estimator
        for estimator in search.estimators
        if estimator.uses_randomness and _is_none(estimator) and _shows(estimator, search)
    )
    seeded = {name for each in seeded_for_training(search, seedings) for name in each.generators}
    return () if seeded >= ESTIMATORS and not _in_workers(search) else drawing


def _is_none(estimator: Estimator) -> bool:
    return estimator.random_state.always(lambda seed: seed is None)


def _shows(estimator: Estimator, search: Search) -> bool:
    """Whether what an estimator draws can change the scores."""
    return estimator.name not in RANDOM_PROBABILITIES or _scores_probabilities(search)


def _scores_probabilities(search: Search) -> bool:
    """Whether a trial surely scores the probabilities that its estimator predicts."""
    scorer = search.objective.name if search.objective is not None else UNKNOWN
    metrics = {evaluation.metric for evaluation in search.evaluations}
    if metrics & PROBABILITY_SCORERS or scorer.always(lambda name: name in PROBABILITY_SCORERS):
        return True
    return any(
        isinstance(found, Result)
        and isinstance(found.event.callee, Attribute)
        and found.event.callee.name in PROBABILITIES
        for evaluation in search.evaluations
        for argument in evaluation.event.arguments
        for found in ancestors(argument.value)
    )


def _in_workers(search: Search) -> bool:
    """Whether the trials surely run in other processes, which inherit no seed.

    Where each trial has its own, only the seeds that reach it are counted in the first place.
    """
    if search.apart or search.threaded:
        return False
    return search.parallel.always(lambda jobs: jobs not in (None, 1))
