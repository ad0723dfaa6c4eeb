"""The bench of injected pitfalls in small: every pitfall in every corrected fixture."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest

BENCH = Path(__file__).parent.parent / "benchmarks" / "mutations"
LEAST = 0.95

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list:  # type: ignore[type-arg]
    sys.path.insert(0, str(BENCH))
    try:
        import measure
        import spellings
    finally:
        sys.path.remove(str(BENCH))
    folder = tmp_path_factory.mktemp("mutants")
    programs = list(measure.corrected_fixtures(measure.FIXTURES))
    plain = {"as written": spellings.as_written}
    made = list(measure.mutants(programs, measure.PITFALLS, folder, plain))
    return measure.outcomes(made, folder)


def test_corrected_programs_are_silent(found: list) -> None:  # type: ignore[type-arg]
    loud = [one for one in found if one.mutant.pitfall is None and one.loud]
    assert loud == []


def test_pitfalls_are_found_by_every_rule(found: list) -> None:  # type: ignore[type-arg]
    by_code = defaultdict(list)
    for one in found:
        if one.mutant.pitfall is not None:
            by_code[one.mutant.pitfall.code].append(one.found)
    shares = {code: sum(hits) / len(hits) for code, hits in by_code.items()}

    assert len(shares) > 45
    assert {code: share for code, share in shares.items() if share < LEAST} == {}
