"""Leaks: what was learned from all rows before a search's rows were parted to train and score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.analyses.leaks.paths import Ways
from tunelint.analyses.rows.reaching import data_of
from tunelint.interpreter import library_names
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.objects import Parameter as Given
from tunelint.interpreter.provenance import Reach
from tunelint.interpreter.trace import BindEvent, StoreEvent, Trace, by_value
from tunelint.interpreter.unreached import is_unreached
from tunelint.interpreter.values import (
    Attribute,
    Choice,
    Const,
    Item,
    Sequence,
    Term,
    Unbound,
    options_of,
)
from tunelint.libraries.arrays.lineage import Lineage, lineage_of
from tunelint.libraries.arrays.roles import named_role, role
from tunelint.libraries.arrays.steps import Step, step
from tunelint.libraries.arrays.tables import ROW_ATTRIBUTES
from tunelint.libraries.common.cross_validation import crosses
from tunelint.libraries.common.folds import is_fold
from tunelint.libraries.preprocessing.fits import Learned
from tunelint.libraries.preprocessing.tables import ADAPTED_LAYERS
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Fit

LOADING = "load_data"
# How many values labels are followed back through.
MOST_STEPS = 200
COPYING = frozenset({"DataFrame", "array", "asarray", "astype", "copy", "reset_index", "to_numpy"})


@dataclass(frozen=True, eq=False)
class Leak:
    """Something learned from all rows that feeds a search.

    `how` tells what parts the rows afterwards: ``split`` (`parted` is the step), ``folds`` of the
    search or trial itself, or its ``validation_split``. `training` says that these rows are the
    training part of an earlier split.
    """

    learned: Learned
    how: str
    parted: Step | None = None
    training: bool = False


@dataclass(frozen=True, eq=False)
class _Fed:
    """Data that a search is fed, when, and how the search itself parts it, if it does."""

    data: Term
    event: Event
    parting: str | None


def leaks(program: Program, search: Search) -> Iterator[Leak]:
    """Everything learned from all rows whose output feeds the search, each fit once."""
    lineage = lineage_of(program.records.draws)
    ways = Ways(program.trace, lineage, _targets(program, search, lineage))
    seen: set[int] = set()
    for fed in _fed(program, search):
        for way in ways.back_from(fed.data, fed.event):
            learned = way.learned
            if id(learned.event) in seen or is_unreached(learned.event):
                continue
            how = _how(program, ways, learned, way.parted, fed.parting)
            training = how is None and _folds_follow(ways, learned, way.parted, fed.parting)
            if how is not None or training:
                seen.add(id(learned.event))
                yield Leak(learned, how or "folds", way.parted, training)
    for adapted, parted, how in _adapted(program, search, ways):
        if id(adapted.event) not in seen:
            seen.add(id(adapted.event))
            yield Leak(adapted, how, parted)


def _how(
    program: Program, ways: Ways, learned: Learned, parted: Step | None, parting: str | None
) -> str | None:
    """What parts the rows after the fit; None where only training rows were learned from."""
    if _is_training_part(program, ways, learned.rows):
        return None
    if parted is not None:
        return "split"
    if parting is None or _is_called_training(program, ways, learned.rows):
        return None
    return parting


def _folds_follow(ways: Ways, learned: Learned, parted: Step | None, parting: str | None) -> bool:
    """Whether folds of the same rows share what was learned from their labels, or rows made up."""
    if not learned.binds_rows or not ways.lineage.same_rows(learned.rows, learned.applied):
        return False
    if any(is_fold(found) for found in ways.lineage.steps(learned.rows)):
        return False  # it is learned for this fold
    return parting == "folds" if parted is None else is_fold(parted)


# -- what a search is fed -----------------------------------------------------------------------


def _fed(program: Program, search: Search) -> Iterator[_Fed]:
    for run in search.runs:
        crossed = "scikit_learn" in (run.framework, search.framework)
        yield from _of_fit(run, "folds" if crossed else _held_back(run))
    for fit in search.fits:
        yield from _of_fit(fit, _held_back(fit))
    for evaluation in search.evaluations:
        crossed = crosses(evaluation.event)
        for term in evaluation.data:
            yield _Fed(term, evaluation.event, "folds" if crossed else None)
    for event in search.calls(program.trace):
        if _cross_validates(event):
            for argument in event.arguments:
                yield _Fed(argument.value, event, "folds")
    ends = search.run_events or (search.built,)
    for term in data_of(program.trace, search):
        yield _Fed(term, ends[-1] if search.loop is None else _last(program), None)


def _last(program: Program) -> Event:
    return program.trace.events[-1]


def _of_fit(fit: Fit, parting: str | None) -> Iterator[_Fed]:
    for term in (fit.features, fit.labels, *(fit.validation or ())):
        if term is not None:
            yield _Fed(term, fit.event, parting)


def _held_back(fit: Fit) -> str | None:
    return "validation_split" if fit.validation_split.always(bool) else None


def _cross_validates(event: CallEvent) -> bool:
    """``xgboost.cv`` and its like."""
    return any(
        full.rpartition(".")[2] == "cv" and full.partition(".")[0] in ("xgboost", "lightgbm")
        for full in library_names.dotted(event.callee)
    )


# -- which rows were learned from -----------------------------------------------------------------


def _is_training_part(program: Program, ways: Ways, rows: Term) -> bool:
    """Whether rows are a part of a split, or what the code itself names a part of them."""
    options = options_of(rows)
    if len(options) > 1:
        return any(_is_training_part(program, ways, option) for option in options)
    term = rows
    named = False
    for found in ways.lineage.steps(rows):
        if ways.parts(term, found):
            return True
        if not named:
            own = _own_names(program, term)
            named = bool(own) and not _is_copy(term)
            if any(named_role(name) for name in own):
                return True
        term = found.base
    return not named and any(named_role(name) for name in _own_names(program, term))


def _is_copy(term: Term) -> bool:
    """Whether the value is another one as a whole, in a new form: what that is called counts."""
    match term:
        case Attribute(name=name):
            return name in ROW_ATTRIBUTES
        case Result(event=CallEvent(callee=Attribute(name=name))):
            return name in COPYING
    return False


def _own_names(program: Program, term: Term) -> tuple[str, ...]:
    names_of = _bound_to(program, term)
    match term:
        case Attribute(name=name) if name in ROW_ATTRIBUTES:
            return names_of
        case Unbound(name=name) | Given(name=name) | Attribute(name=name):
            return (name, *names_of)
        case Item(base=base, key=Const(value=str() as name)) if not names_of:
            return (name, *_bound_to(program, base))
    return names_of


def _bound_to(program: Program, term: Term) -> tuple[str, ...]:
    """The names of a value, and those of what is it or something else by the branch taken."""
    found = program.trace.once(_bindings).get(id(term), ())
    return (*program.trace.names_of(term), *(event.name for event in found))


def _bindings(trace: Trace) -> dict[int, list[BindEvent]]:
    return by_value(trace.of(BindEvent))


def _is_called_training(program: Program, ways: Ways, rows: Term) -> bool:
    """Whether anything says that test rows are kept elsewhere."""
    stated = role(program.trace, ways.lineage, rows)
    if stated is not None:
        return True
    return program.trace.once(_loaded).reaches(rows)


def _loaded(trace: Trace) -> Reach:
    """What a library's function loads, training and test rows apart."""
    return Reach(lambda term: isinstance(term, Result) and _called(term.event) == LOADING)


def _called(event: CallEvent) -> str:
    callee = event.callee
    if isinstance(callee, Attribute):
        return callee.name
    dotted = library_names.dotted(callee)
    return dotted[0].rpartition(".")[2] if dotted else ""


# -- the columns that hold the labels ---------------------------------------------------------


def _targets(program: Program, search: Search, lineage: Lineage) -> frozenset[str]:
    """The names of the columns that the search's labels were taken from."""
    found: set[str] = set()
    for fit in (*search.runs, *search.fits):
        if fit.labels is not None:
            found.update(_columns(program, lineage, fit.labels))
    for evaluation in search.evaluations:
        for term in evaluation.data[1:2]:
            found.update(_columns(program, lineage, term))
    return frozenset(found)


def _columns(program: Program, lineage: Lineage, labels: Term) -> Iterator[str]:
    way = _way_back(lineage, labels)
    for stored in program.trace.of(StoreEvent):
        if id(stored.value) in way and isinstance(stored.key, Const):
            yield str(stored.key.value)
    for term in way.values():
        match term:
            case Item(key=Const(value=str() as name)):
                yield name
            case Item(key=Sequence(items=[Const(value=str() as name)])):
                yield name
            case Item(key=Result(event=event)) if _called(event) == "get_loc":
                yield from _names(event)
            case Attribute(name=name):
                yield name
            case Result(event=CallEvent(callee=Attribute(name="pop")) as event):
                yield from _names(event)


def _names(event: CallEvent) -> Iterator[str]:
    """The constants that a call is given by position."""
    for argument in event.arguments.positional:
        if isinstance(argument.value, Const):
            yield str(argument.value.value)


def _way_back(lineage: Lineage, labels: Term) -> dict[int, Term]:
    """The labels and all that they are taken from, step by step, by the values' ids."""
    found: dict[int, Term] = {}
    waiting = [labels]
    while waiting and len(found) < MOST_STEPS:
        term = waiting.pop()
        if id(term) in found:
            continue
        found[id(term)] = term
        match term:
            case Choice(options=parts) | Sequence(items=parts):
                waiting.extend(parts)
        back = step(term, lineage.draws)
        if back is not None:
            waiting.append(back.base)
    return found


# -- layers that adapt ----------------------------------------------------------------------------


def _adapted(
    program: Program, search: Search, ways: Ways
) -> Iterator[tuple[Learned, Step | None, str]]:
    """``Normalization().adapt(x)`` of a layer that the search's trials build into their models."""
    for event in program.trace.calls():
        callee = event.callee
        if not isinstance(callee, Attribute) or callee.name != "adapt":
            continue
        layer = callee.base
        kind = _adapting(layer)
        given = event.arguments.get("data", ("data",))
        if kind is None or given is None or not _is_built_in(program, search, layer):
            continue
        for fed in _fed(program, search):
            learned = Learned(event, kind, given.value, fed.data)
            parted = ways.between(learned)
            same = ways.lineage.same_rows(given.value, fed.data)
            if parted is None and not same:
                continue
            how = _how(program, ways, learned, parted, fed.parting)
            if how is not None:
                yield learned, parted, how
                break


def _adapting(layer: Term) -> str | None:
    if isinstance(layer, Result):
        return library_names.named(layer.event.callee, "keras", ADAPTED_LAYERS)
    return None


def _is_built_in(program: Program, search: Search, layer: Term) -> bool:
    for event in search.calls(program.trace):
        if event.callee is layer:
            return True
        if any(t is layer for a in event.arguments for t in _listed(a.value)):
            return True
    return False


def _listed(term: Term) -> Iterator[Term]:
    yield term
    if isinstance(term, Sequence):
        for item in term.items:
            yield from _listed(item)
