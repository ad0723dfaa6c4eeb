"""Absent: what a study with several directions does not have."""

from __future__ import annotations

from collections.abc import Iterator

from tunelint.libraries.optuna.outcomes import Directions
from tunelint.libraries.optuna.studies import Study
from tunelint.libraries.optuna.tables import OF_A_SINGLE_DIRECTION
from tunelint.model.results import Absent


def absent(study: Study, ways: Directions) -> Iterator[Absent]:
    """The best trial, where the trials are not ranked by one number."""
    if ways is None or len(ways) < 2:
        return
    given = study.given("directions")
    yield Absent(
        names=OF_A_SINGLE_DIRECTION,
        why=f"the study has {len(ways)} directions, and so no single best trial",
        error="RuntimeError",
        word="multi-objective",
        instead="read best_trials, the Pareto-optimal trials",
        place=given.anchor if given is not None else None,
    )
