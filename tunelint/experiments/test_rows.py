"""Is a search given the rows that the code calls its test set?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import libcst as cst

from tunelint.experiments.training_rows import given_to, reached_first_in_trials, rows_seen
from tunelint.files.place import Place
from tunelint.interpreter.trace import LoadEvent
from tunelint.lab.lab import Answered, Lab
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted
from tunelint.libraries.arrays.roles import TEST, named_role
from tunelint.model.program import Program
from tunelint.model.search import Search

# From this share of the test rows on they are the search's; up to the other one they are rows that
# stand in the data twice.
MANY, FEW = 0.9, 0.1
MOST_PLACES = 12


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
        return inconclusive("nothing is called test data")
    answer = lab.watch(*given, *named, rows=True)
    versions = [rows_seen(answer, lab, {place: count}) for place, count in named.items()]
    trials = rows_seen(answer, lab, given)
    if not any(versions):
        return inconclusive(f"the rows of the test data could not be seen{_ending(answer)}")
    if not trials:
        return inconclusive(
            f"the rows that the trials are given could not be seen{_ending(answer)}"
        )
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
            f"{common or 'none'} of the {len(test)} rows called test data {what}",
            exhibit,
            data=True,
            **numbers,
        )
    return inconclusive(
        f"{common} of the {len(test)} rows called test data {what}: too many to stand in the data"
        " twice, too few to be all",
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
