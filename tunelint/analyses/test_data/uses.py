"""Uses of test data: a search validates, scores or cross-validates on rows held out for the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tunelint.analyses.test_data.hand_scores import measured
from tunelint.analyses.test_data.stopping import stopping_rows
from tunelint.files.place import Place
from tunelint.interpreter.objects import CallEvent, Event, Result
from tunelint.interpreter.order import exclusive, unconnected
from tunelint.interpreter.provenance import descendants, made_from_handed
from tunelint.interpreter.trace import BindEvent, Trace
from tunelint.interpreter.values import Attribute, Term
from tunelint.libraries.arrays.lineage import Lineage, lineage_of
from tunelint.libraries.arrays.roles import TEST, VALIDATION, named_role, role
from tunelint.libraries.arrays.steps import rows_below
from tunelint.libraries.common.cross_validation import crosses
from tunelint.libraries.common.folds import is_fold, is_inner_fold
from tunelint.libraries.scikit_learn.evaluations import PREDICTIONS
from tunelint.model.objective import Score
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Evaluation, Fit

SCORING = PREDICTIONS | {"evaluate", "score"}


@dataclass(frozen=True, eq=False)
class TestUse:
    """Test data that drive a search: in which way, under which name, and where.

    `how` is ``validates``, ``scores``, ``trains``, ``cross-validates`` or ``stops``; `origin` is
    where the test data got their name, where that is somewhere else.
    """

    how: str
    name: str
    place: Place
    origin: Place | None = None


def test_uses(program: Program, search: Search) -> Iterator[TestUse]:
    """Every use of test data by the runs and trials of a search."""
    lineage = lineage_of(program.records.draws)
    for run in search.runs:
        yield from _of_run(program, lineage, search, run)
    for score in search.scores:
        name = _test_name(program, lineage, search, score.data)
        if name is not None:
            yield TestUse("scores", name, _scoring_place(score))
        if score.evaluation is not None and crosses(score.evaluation.event):
            yield from _of_folds(program, lineage, score.evaluation)
        elif not score.data:
            yield from _by_hand(program, lineage, search, score)
    if search.custom_trial and not search.scores:
        yield from _of_custom_trial(program, lineage, search)
    for event, rows in stopping_rows(program.trace, search):
        name = _test_name(program, lineage, search, rows)
        if name is not None:
            yield TestUse("stops", name, event.anchor)


def _of_run(program: Program, lineage: Lineage, search: Search, run: Fit) -> Iterator[TestUse]:
    if run.validation:
        given = run.validation_argument
        whole = () if given is None else _called(program, given.value)
        name = _test_name(program, lineage, search, run.validation)
        if name is None:
            name = next((each for each in whole if named_role(each) == TEST), None)
        stated = {named_role(each) for each in whole}
        if VALIDATION not in stated and name is not None:
            yield TestUse("validates", name, run.event.anchor)
    if run.framework == "scikit_learn" and run.features is not None:
        if crosses(run.event):
            return
        name = _test_name(program, lineage, search, (run.features,))
        if name is not None:
            yield TestUse("trains", name, run.event.anchor)
        else:
            yield from _held_out_of(program, lineage, run.features, run.event)


def _called(program: Program, term: Term) -> tuple[str, ...]:
    """The names of a value, and the keys and fields that it stands under."""
    return (*program.trace.names_of(term), *program.trace.keys.get(id(term), ()))


def _scoring_place(score: Score) -> Place:
    """The call that scores: an evaluation, or the training whose validation rows are scored on."""
    if score.evaluation is not None:
        return score.evaluation.anchor
    validation = (score.fit.validation or ()) if score.fit is not None else ()
    if score.fit is not None and any(data in validation for data in score.data):
        return score.fit.event.anchor
    return score.place


def _by_hand(program: Program, lineage: Lineage, search: Search, score: Score) -> Iterator[TestUse]:
    """A score computed by hand from predictions on what the code calls its test set."""
    found = list(measured(score.term, search.in_trial))
    if any(_is_validation(program, lineage, term) for data, _ in found for term in data):
        return
    for data, place in found:
        name = _test_name(program, lineage, search, data)
        if name is not None:
            yield TestUse("scores", name, place)
            return


def _of_custom_trial(program: Program, lineage: Lineage, search: Search) -> Iterator[TestUse]:
    for evaluation in search.evaluations:
        name = _test_name(program, lineage, search, evaluation.data)
        if name is not None:
            yield TestUse("scores", name, evaluation.anchor)


def _of_folds(program: Program, lineage: Lineage, evaluation: Evaluation) -> Iterator[TestUse]:
    if evaluation.data:
        yield from _held_out_of(program, lineage, evaluation.data[0], evaluation.event)


def _test_name(
    program: Program, lineage: Lineage, search: Search, data: tuple[Term, ...]
) -> str | None:
    """The name under which the code calls some data its test set; None where it does not."""
    for term in data:
        stated = role(program.trace, lineage, term)
        if stated is None:
            continue
        if stated[0] != TEST:
            return None
        if is_inner_fold(lineage, search, term) and not _validates_beside(program, lineage, search):
            return None
        return stated[1]
    return None


def _validates_beside(program: Program, lineage: Lineage, search: Search) -> bool:
    """Whether the trials have validation rows of their own beside the fold that they test on."""
    return any(
        _is_validation(program, lineage, term)
        for fit in search.fits
        for term in fit.validation or ()
    )


def _is_validation(program: Program, lineage: Lineage, term: Term) -> bool:
    stated = role(program.trace, lineage, term)
    return stated is not None and stated[0] == VALIDATION


# -- all rows, although some of them are held out ---------------------------------------------


def _held_out_of(
    program: Program, lineage: Lineage, features: Term, used: Event
) -> Iterator[TestUse]:
    """The first part of the rows of `features` that the program calls its test set.

    A score that was taken on it before is an estimate still: what follows is a fit on all rows.
    """
    if isinstance(features, Result):
        for part in rows_below(features.event):
            stated = role(program.trace, lineage, part)
            if stated is not None and stated[0] == TEST and not _is_only_left(program, part, used):
                place = used.anchor if isinstance(used, CallEvent) else used.place
                yield TestUse("cross-validates", stated[1], place)
                return
    for event in program.trace.once(_called_test):
        if exclusive(event, used) or unconnected(event, used):
            continue
        part = event.value
        if _is_part(lineage, part, features) and not _is_only_left(program, part, used):
            place = used.anchor if isinstance(used, CallEvent) else used.place
            yield TestUse("cross-validates", event.name, place, event.place)
            return


def _is_only_left(program: Program, part: Term, used: Event) -> bool:
    """Whether a model is scored on the test part before the search, and nothing is afterwards."""
    made = descendants(program.trace.once(made_from_handed), part)
    taking = [
        event
        for event in program.trace.calls()
        if not program.in_trial(event)
        and any(id(argument.value) in made for argument in event.arguments)
    ]
    if any(event.index > used.index for event in taking):
        return False
    return any(
        isinstance(event.callee, Attribute) and event.callee.name in SCORING for event in taking
    )


def _called_test(trace: Trace) -> list[BindEvent]:
    """Where a value gets a name that says that it is a test set."""
    return [event for event in trace.of(BindEvent) if named_role(event.name) == TEST]


def _is_part(lineage: Lineage, part: Term, whole: Term) -> bool:
    """Whether an array surely holds some of the rows of another, not all of them, and no fold."""
    rows = lineage.rows(whole)
    narrowed = False
    for step in lineage.steps(part):
        if is_fold(step):
            return False
        narrowed = narrowed or step.kind in ("some", "part")
        if narrowed and lineage.rows(step.base) == rows:
            return True
    return False
