"""What trials run, or are given, and the current releases of what they train with reject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tunelint.analyses.alternatives import rejected_by_all
from tunelint.analyses.metric_lookups import new_in, values_of
from tunelint.analyses.other_releases import for_this_release
from tunelint.files.place import Place
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.trace import ImportEvent
from tunelint.interpreter.values import Choice
from tunelint.libraries.boosting import rejections as boosting
from tunelint.libraries.boosting.removed import ATTRIBUTES
from tunelint.libraries.keras import rejections as keras
from tunelint.libraries.lightning import removed as lightning
from tunelint.libraries.scikit_learn import rejections as scikit_learn
from tunelint.model.library_errors import Rejection
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.space import Hyperparameter


def rejected_in_trials(program: Program) -> Iterable[tuple[Search, list[Rejection]]]:
    """Each rejection once, with the first search that runs it, and all that stands at its place.

    A name that is gone counts once, however often it is called; an argument each time; of a list
    of options, all of them together. An import that fails in the search's own file counts, too:
    the search never runs.
    """
    found: list[tuple[Search, list[Rejection]]] = []
    seen: dict[object, list[Rejection]] = {}
    for rejections in (_rejections, _failing_imports):
        for search in program.searches:
            by_all = rejected_by_all(program.trace, rejections(program, search))
            for rejection in for_this_release(program.trace, by_all):
                once = rejection if rejection.taker else rejection.written
                keys = (rejection.place.key, once)
                known = next((seen[key] for key in keys if key in seen), None)
                if known is None:
                    known = []
                    found.append((search, known))
                if not any(_is_same(rejection, one) for one in known):
                    known.append(rejection)
                for key in keys:
                    seen.setdefault(key, known)
    return found


def _is_same(one: Rejection, other: Rejection) -> bool:
    """Whether a rejection tells nothing new beside another one of the same finding."""
    return one.written == other.written or one.place.key != other.place.key


def declaration_of(search: Search, rejection: Rejection) -> Hyperparameter | None:
    """The declaration whose option is rejected."""
    for declared in search.hyperparameters or ():
        for found in _declared(search, declared):
            if (found.place.key, found.written) == (rejection.place.key, rejection.written):
                return declared
    return None


def call_that_takes(search: Search, declared: Hyperparameter) -> Place | None:
    """The call in a trial that takes the drawn value; None where the search itself sets it."""
    for use in search.uses:
        if use.hyperparameter is declared and not use.from_result:
            return use.event.place
    for estimator in search.estimators:
        handed = [argument.value for argument in estimator.event.arguments]
        if declared.result is not None and any(each is declared.result for each in handed):
            return estimator.event.place
    return None


def fails_later(search: Search, rejection: Rejection) -> bool:
    """Whether the call itself goes well: an estimator checks its options when it is trained."""
    in_training = rejection.error in (scikit_learn.IN_FIT, scikit_learn.NO_SCORE)
    return in_training or any(run.event is rejection.event for run in search.runs)


def _rejections(program: Program, search: Search) -> Iterator[Rejection]:
    """Everything that the search's trials run or are given and that is rejected."""
    for event, trains in _run_in_trials(program, search):
        yield from keras.rejections(event, trains=trains)
        yield from scikit_learn.rejections(event)
        yield from boosting.rejections(event)
        yield from lightning.rejections(event)
    yield from _lost_attributes(program, search)
    for hyperparameter in search.hyperparameters or ():
        yield from _declared(search, hyperparameter)


def _lost_attributes(program: Program, search: Search) -> Iterator[Rejection]:
    """What the trials' models are surely asked for and have lost."""
    names = {name for lost in ATTRIBUTES.values() for name in lost}
    if not any(name in source.text for source in program.sources for name in names):
        return
    seen: set[int] = set()
    for event in search.events(program.trace):
        for value in values_of(event):
            for term in new_in(value, seen, lambda one: isinstance(one, Choice)):
                yield from boosting.lost_attribute(event, term)


def _failing_imports(program: Program, search: Search) -> Iterator[Rejection]:
    """The imports that always fail in the file of the search."""
    for event in program.trace.of(ImportEvent):
        if event.place.source is search.place.source and not event.path and not event.guarded:
            yield from keras.failing_import(event)


def _run_in_trials(program: Program, search: Search) -> Iterator[tuple[CallEvent, bool]]:
    """The calls of every trial, each with whether it trains a Keras model."""
    trainings = {id(fit.event) for fit in search.fits if fit.framework == "keras"}
    built = {id(estimator.event) for estimator in search.estimators}
    scorer = search.objective.term if search.objective is not None else None
    if isinstance(scorer, Result):
        built.add(id(scorer.event))
    calls = {id(event): event for event in search.calls(program.trace)}
    calls |= {id(event): event for event in program.trace.calls() if id(event) in built}
    for event in sorted(calls.values(), key=lambda event: event.index):
        yield event, id(event) in trainings
    if not search.custom_trial:
        yield from ((run.event, True) for run in search.runs if run.framework == "keras")


def _declared(search: Search, declared: Hyperparameter) -> Iterator[Rejection]:
    """The rejected values that a declaration lists, by the parameter that it sets."""
    for owner, parameter in _takers(search, declared):
        place = declared.listed or declared.anchor
        for option in declared.options or ():
            found = scikit_learn.rejected_value(declared.event, place, owner, parameter, option)
            if found is not None:
                yield found


def _takers(search: Search, declared: Hyperparameter) -> Iterator[tuple[str, str]]:
    """The estimators' parameters that receive the drawn value as it is."""
    if declared.owner is not None and declared.parameter is not None:
        yield declared.owner, declared.parameter
    for use in search.uses:
        if use.hyperparameter is declared and not use.from_result:
            yield use.taker, use.parameter
    for estimator in search.estimators:
        for name, argument in estimator.event.arguments.keywords.items():
            if declared.result is not None and argument.value is declared.result:
                yield estimator.name, name
