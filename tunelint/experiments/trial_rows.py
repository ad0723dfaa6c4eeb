"""Which rows are trials given: those of the test set, and to validate on those to train on?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import libcst as cst

from tunelint.analyses.rows.reaching import trains
from tunelint.analyses.test_data.final_evaluation import SCORING
from tunelint.files.place import Place
from tunelint.interpreter.objects import CallEvent, Function
from tunelint.interpreter.trace import LoadEvent
from tunelint.interpreter.values import Attribute
from tunelint.lab.lab import Answered, Lab, Unanswered
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted
from tunelint.libraries.arrays.roles import TEST, named_role
from tunelint.model.program import Program
from tunelint.model.search import Search

# From this share of the test (or validation) rows on they are the search's (or the training's); up
# to the other one they are rows that stand in the data twice.
MANY, FEW = 0.9, 0.1
MOST_PLACES = 12
# Columns with fewer different rows (labels) do not tell which rows they are.
TELLING = 0.5


def given_to(program: Program, search: Search) -> Iterator[Place]:
    """The calls that train or score in the search's trials, and those that start it."""
    yield from (fit.event.place for fit in (*search.runs, *search.fits))
    yield from (evaluation.event.place for evaluation in search.evaluations)
    for event in program.trace.calls():
        own = isinstance(event.callee, Function)
        if search.in_trial(event) and (own or trains(event) or _scores(event)):
            yield event.place


def reached_first_in_trials(
    program: Program, search: Search, places: Iterable[Place]
) -> dict[Place, int | None]:
    """The places, with how many of the first calls there are surely the trials': None for all.

    A function that trials call can be called after the search as well, with the test data.
    """
    start = search.run_events[0] if search.run_events else search.built
    others = [
        event
        for event in program.trace.calls()
        if event not in search.run_events and not search.in_trial(event)
    ]
    before = {event.place.key for event in others if event.index < start.index}
    after = {event.place.key for event in others if event.index >= start.index}
    by_key = {place.key: place for place in places if place.key not in before}
    kept = list(by_key.values())[:MOST_PLACES]
    return {place: 1 if place.key in after else None for place in kept}


def _scores(event: CallEvent) -> bool:
    return isinstance(event.callee, Attribute) and event.callee.name in SCORING


def rows_seen(answer: Answered, lab: Lab, places: Mapping[Place, int | None]) -> set[str]:
    """The rows that were seen at the places, of arrays whose rows tell which they are."""
    counts = {lab.locate(place): count for place, count in places.items()}
    return {
        row
        for watched in answer.places
        if watched.span in counts
        for arrays in (watched.inputs or watched.rows)[: counts[watched.span]]
        for array in arrays
        if _tells(array)
        for row in array
    }


def _tells(rows: tuple[str, ...]) -> bool:
    return len(rows) > 1 and len(set(rows)) >= TELLING * len(rows)


# -- rows called the test set ----------------------------------------------------------------------


def searches_on_test_rows(
    lab: Lab,
    program: Program,
    search: Search,
    uses: Sequence[Place],
    what: str = "are given to the search's trials",
) -> Verdict:
    """Confirmed where the rows called the test set are among those that the trials are given.

    The script runs under the caps. `uses` are places that are said to use them, and `what` says for
    what. Inside of a trial a name may call a fold its test set: it counts only where it is used so.
    """
    given = reached_first_in_trials(program, search, (*uses, *given_to(program, search)))
    named: dict[Place, int | None] = dict.fromkeys(
        _called_test(program, search, in_trials=bool(uses))
    )
    if not named:
        raise Unanswered("nothing in the script is called test data")
    answer = lab.watch(*given, *named, rows=True)
    versions = [rows_seen(answer, lab, {place: count}) for place, count in named.items()]
    trials = rows_seen(answer, lab, given)
    for rows, what in ((any(versions), "of the test data"), (trials, "that the trials are given")):
        if not rows:
            raise Unanswered(f"the rows {what} could not be read{_ending(answer)}")
    # As they were loaded, scaled, encoded, …: the search is given one of them, if any.
    test = max(filter(None, versions), key=lambda rows: len(rows & trials) / len(rows))
    common = len(test & trials)
    share = common / len(test)
    numbers: dict[str, Any] = {"rows": len(test), "common": common}
    exhibit = Bars("test rows", (("in the search", common), ("kept out", len(test) - common)))
    if share >= MANY:
        return confirmed(
            f"{common} of the {len(test)} rows called test data {what}",
            exhibit,
            **numbers,
        )
    if share <= FEW:
        return refuted(
            f"{common} of the {len(test)} rows called test data {what}",
            exhibit,
            data=True,
            **numbers,
        )
    return inconclusive(
        f"{common} of the {len(test)} rows called test data {what}: too many to be duplicates,"
        " too few to be all",
        exhibit,
        **numbers,
    )


def _ending(answer: Answered) -> str:
    """How the script ended, where that was not its own end."""
    ending = answer.facts.get("ending")
    return f": {ending}" if ending else ""


def _called_test(program: Program, search: Search, in_trials: bool) -> Iterator[Place]:
    """Where values are read under a name that says test; outside of trials where there are any."""
    loads = [event for event in program.trace.of(LoadEvent) if _is_test(event.place)]
    outside = [event for event in loads if not search.in_trial(event)]
    if in_trials and not outside:
        outside = loads
    yield from (event.place for event in outside[:MOST_PLACES])


def _is_test(place: Place) -> bool:
    match place.node:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return named_role(name) == TEST
    return False


# -- rows of the validation ------------------------------------------------------------------------


def validates_on_training_rows(lab: Lab, search: Search) -> Verdict:
    """Confirmed where the rows that the first trial validates on are those that it trains on."""
    answer = lab.once(lab.trials(search, 1, epochs=1, rows=True))
    for training in answer.trainings():
        trained, validated = (training.row_marks.get(name) for name in ("x", "validation x"))
        if trained and validated:
            known = set(trained)
            common = sum(row in known for row in validated)
            return _verdict_on_validation(common, len(validated))
    raise Unanswered("the rows that the first trial validates on could not be read")


def _verdict_on_validation(common: int, rows: int) -> Verdict:
    line = f"the first trial trains on {common} of its {rows} validation rows"
    if common >= MANY * rows:
        return confirmed(line, rows=rows, common=common)
    if common <= FEW * rows:
        return refuted(line, rows=rows, common=common, data=True)
    return inconclusive(
        f"{line}: too many to be duplicates, too few to be all",
        rows=rows,
        common=common,
    )
