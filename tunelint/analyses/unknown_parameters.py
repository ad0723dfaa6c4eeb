"""Unknown parameters: names by which a search sets what its estimator does not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tunelint.analyses.other_releases import is_guarded
from tunelint.analyses.set_parameters import changes, names_set
from tunelint.files.place import Place
from tunelint.interpreter.frames import BranchFrame, loops_around
from tunelint.interpreter.objects import CallEvent, Class, Event, Result
from tunelint.interpreter.provenance import ancestors_of_all
from tunelint.interpreter.unreached import is_against, is_unreached
from tunelint.interpreter.values import Attribute, Choice, Term
from tunelint.libraries.scikit_learn.names import same_object
from tunelint.libraries.scikit_learn.parameters import lacking
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.space import Lacking


@dataclass(frozen=True, eq=False)
class UnknownParameter:
    """A name of a space, at a place, that sets nothing."""

    search: Search
    name: str
    place: Place
    lacking: Lacking
    # All names of the same dictionary.
    beside: frozenset[str]
    # What fails: the search's run, or the call that is given the name.
    event: Event


def unknown_parameters(program: Program, search: Search) -> Iterator[UnknownParameter]:
    """Those of one search, in order."""
    found = _in_loop(program, search) if search.tuner == "loop" else _in_space(search)
    return (one for one in found if not _is_meant(program, one))


def _in_space(search: Search) -> Iterator[UnknownParameter]:
    """Those of a cross-validated search of the library's own."""
    built, declared = search.built, search.hyperparameters or ()
    if not search.whole_space or not isinstance(built, CallEvent):
        return
    if isinstance(built.callee, Class) or _is_decided(built, _estimator(built)):
        return
    fails = search.run_events[0] if search.run_events else built
    for one in declared:
        if one.lacking is not None:
            beside = frozenset(str(each.name.value) for each in declared if each.part == one.part)
            name, place = str(one.name.value), one.named or one.anchor
            yield UnknownParameter(search, name, place, one.lacking, beside, fails)


def _estimator(built: CallEvent) -> Term | None:
    given = built.arguments.get("estimator", ("estimator",))
    return given.value if given is not None else None


def _in_loop(program: Program, search: Search) -> Iterator[UnknownParameter]:
    """Those that a hand-written search hands to ``set_params``, or by ``**`` to a constructor."""
    for event in search.calls(program.trace):
        match event.callee:
            case Attribute(base=base, name="set_params"):
                if not (_is_decided(event, base) or _is_gone_through(event, base)):
                    yield from _unknown(search, event, base)
            case _ if event.arguments.spread:
                yield from map(_of_constructor, _unknown(search, event, event.result))


def _unknown(search: Search, event: CallEvent, estimator: Term) -> Iterator[UnknownParameter]:
    parts = names_set(event) or ()
    # What another dictionary puts in place stays there for the passes to come.
    stays = {each.name: None for part in parts for each in part}
    for part in parts:
        replaced = stays | {each.name: each.options for each in part}
        beside = frozenset(map(str, replaced))
        for one in part:
            found = lacking(estimator, one.name, replaced) if one.surely else None
            if found is not None:
                place = one.place or event.place
                yield UnknownParameter(search, str(one.name), place, found, beside, event)


def _of_constructor(unknown: UnknownParameter) -> UnknownParameter:
    return replace(
        unknown, lacking=replace(unknown.lacking, error="TypeError", names=(), whole=False)
    )


# -- what is not sure ------------------------------------------------------------------------------


def _is_decided(event: Event, estimator: Term | None) -> bool:
    """Whether it is one of several estimators, and a decision picks the ones that get here."""
    branches = event.frames(BranchFrame)
    return bool(branches) and (estimator is None or isinstance(estimator, Choice))


def _is_gone_through(event: Event, estimator: Term) -> bool:
    """Whether a loop goes through estimators, and perhaps the names of each."""
    around = [frame.iterable for frame in loops_around(event)]
    whole = same_object(estimator)
    return any(term is whole for term in ancestors_of_all(around))


def _is_meant(program: Program, one: UnknownParameter) -> bool:
    """Whether a program may come there with a different estimator, or be prepared for the error."""
    events = (one.search.built, one.event)
    passed = {id(event) for event in (one.search.built, *one.lacking.passed)}
    changed = [
        change
        for key in passed
        for change in program.trace.once(changes).get(key, ())
        if change is not one.event and (change.index < one.event.index or not one.search.is_run)
    ]
    return bool(changed) or any(
        is_unreached(event) or is_guarded(event, one.lacking.error) or _asks(event, passed)
        for event in events
    )


def _asks(event: Event, passed: set[int]) -> bool:
    """Whether a decision on the way to the event looks at one of the estimators."""
    branches = [frame for frame in event.path if isinstance(frame, BranchFrame)]
    conditions = [frame.fork.condition for frame in branches]
    known = [condition for condition in conditions if condition is not None]
    return any(map(is_against, branches)) or any(
        isinstance(term, Result) and id(term.event) in passed for term in ancestors_of_all(known)
    )
