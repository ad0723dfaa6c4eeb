"""Rankings: scores on test data of which the program picks the best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tunelint.analyses.trainings import made_by
from tunelint.interpreter.frames import BranchFrame, LoopFrame
from tunelint.interpreter.library_names import called_name
from tunelint.interpreter.objects import CallEvent, Result
from tunelint.interpreter.provenance import ancestors, comes_from, holds
from tunelint.interpreter.trace import BindEvent, StoreEvent, TestEvent, Trace
from tunelint.interpreter.values import Attribute, Const, External, Operation, Term
from tunelint.libraries.arrays.lineage import Lineage, lineage_of
from tunelint.libraries.arrays.roles import TEST, role
from tunelint.libraries.common import hand_computed_metric
from tunelint.libraries.common.folds import is_dealt_out, is_fold
from tunelint.model.program import Program
from tunelint.model.search import Search
from tunelint.model.training import Evaluation, Fit

AVERAGING = frozenset({"average", "mean", "median", "nanmean", "sum"})
COMPARISONS = frozenset({"<", "<=", ">", ">="})
PICKING = frozenset(
    {"argmax", "argmin", "argsort", "idxmax", "idxmin", "max", "min", "nanargmax", "nanargmin"}
    | {"nlargest", "nsmallest", "sorted"}
)


def ranked_on_test(program: Program, search: Search) -> tuple[Evaluation, str] | None:
    """The first score on test data by which winners, this search's among them, are ranked again.

    With it comes the name of the test data.
    """
    for compared in program.once(_rankings):
        if _ranks(search, [evaluation for evaluation, _ in compared]):
            return next(
                (evaluation, name)
                for evaluation, name in compared
                if any(_is_winner(other, evaluation) for other in program.searches)
            )
    return None


def _rankings(program: Program) -> list[list[tuple[Evaluation, str]]]:
    """The scores on test data that are compared, each time."""
    lineage = lineage_of(program.records.draws)
    scored = {
        id(evaluation.event): (evaluation, name)
        for evaluation in (*program.records.evaluations, *_by_hand(program.trace))
        if not program.in_trial(evaluation.event)
        for name in (_test_name(program, lineage, evaluation),)
        if name is not None
    }
    if not scored:
        return []
    choices = (_measured(choice, scored) for choice in _choices(program.trace))
    return [[scored[key] for key in keys] for keys in choices if keys]


def _by_hand(trace: Trace) -> Iterator[Evaluation]:
    """The averages of errors or hits that a program computes of its models' predictions."""
    for event in trace.calls():
        if called_name(event) in AVERAGING:
            averaged = [argument.value for argument in event.arguments.positional[:1]]
            if isinstance(event.callee, Attribute):
                averaged.append(event.callee.base)
            found = next(filter(None, map(hand_computed_metric.metric, averaged)), None)
            if found is not None:
                yield Evaluation(
                    event=event, model=found.model, data=found.data, metric=found.metric
                )


def _test_name(program: Program, lineage: Lineage, evaluation: Evaluation) -> str | None:
    for term in evaluation.data:
        if any(is_fold(step) for step in lineage.steps(term)):
            return None
        stated = role(program.trace, lineage, term)
        if stated is not None:
            is_test = stated[0] == TEST and not is_dealt_out(term, _beside(program, evaluation))
            return stated[1] if is_test else None
    return None


def _beside(program: Program, evaluation: Evaluation) -> Iterator[Fit]:
    """The trainings in a loop that the evaluation is in, too."""
    loops = {id(frame) for frame in evaluation.event.path if isinstance(frame, LoopFrame)}
    for fit in program.records.fits if loops else ():
        if any(id(frame) in loops for frame in fit.event.path):
            yield fit


def _ranks(search: Search, compared: Sequence[Evaluation]) -> bool:
    """Whether several models are compared, one at least of them a winner of the search."""
    if not any(_is_winner(search, evaluation) for evaluation in compared):
        return False
    models = {id(evaluation.model) for evaluation in compared}
    return len(models) > 1 or any(map(_is_of_several, compared))


def _is_winner(search: Search, evaluation: Evaluation) -> bool:
    model = evaluation.model
    if model is None or not search.run_events:
        return False
    if evaluation.event.index < search.run_events[0].index:
        return False
    return comes_from(model, search.result) or any(
        fit.model is model or comes_from(model, fit.model) for fit in search.winners
    )


def _is_of_several(evaluation: Evaluation) -> bool:
    """Whether a loop scores another model in every pass: one model's thresholds are no models."""
    model = evaluation.model
    if model is None:
        return False
    made = made_by(model)
    return any(
        isinstance(frame, LoopFrame)
        and (
            (made is not None and frame in made.path)
            or comes_from(model, frame.element)
            or holds(frame.element, model)
        )
        for frame in evaluation.event.path
    )


def _choices(trace: Trace) -> Iterator[tuple[Term, ...]]:
    """The values among which the program picks one: each time those that are compared."""
    kept = _kept_in_branches(trace)
    for event in trace.events:
        match event:
            case TestEvent(condition=Operation(operator=operator, operands=operands)):
                if operator in COMPARISONS and _keeps(kept, event, operands):
                    yield operands
            case CallEvent(callee=External(name=name)) if name.rpartition(".")[2] in PICKING:
                if name.startswith("builtins.") or not _along_an_axis(event):
                    yield tuple(argument.value for argument in event.arguments)
            case CallEvent(callee=Attribute(base=base, name=name)) if name in PICKING:
                yield (base,)


def _along_an_axis(event: CallEvent) -> bool:
    """Whether it picks one of each row, as predictions are made: ``torch.max(outputs, 1)``."""
    second = event.arguments.positional[1:2]
    return bool({"axis", "dim"} & event.arguments.keywords.keys()) or any(
        isinstance(argument.value, Const) and isinstance(argument.value.value, int)
        for argument in second
    )


def _kept_in_branches(trace: Trace) -> dict[int, list[Term]]:
    """What each decision's first arm gives a name to or stores, by the decision's condition."""
    found: dict[int, list[Term]] = {}
    for event in trace.events:
        if isinstance(event, BindEvent | StoreEvent):
            for frame in event.path:
                if isinstance(frame, BranchFrame) and frame.fork.condition is not None:
                    found.setdefault(id(frame.fork.condition), []).append(event.value)
    return found


def _keeps(kept: dict[int, list[Term]], event: TestEvent, operands: tuple[Term, ...]) -> bool:
    """Whether the better of the compared scores is kept: ``if score > best: best = score``."""
    return any(
        any(value is operand for operand in operands) for value in kept.get(id(event.condition), ())
    )


def _measured(choice: tuple[Term, ...], scored: dict[int, tuple[Evaluation, str]]) -> list[int]:
    """The scores on test data that are compared, in the order of the source."""

    def is_score(term: Term) -> bool:
        return isinstance(term, Result) and id(term.event) in scored

    found: dict[int, int] = {}
    for value in choice:
        for term in ancestors(value, is_score):
            if isinstance(term, Result) and id(term.event) in scored:
                found[id(term.event)] = term.event.index
    return sorted(found, key=lambda key: found[key])
