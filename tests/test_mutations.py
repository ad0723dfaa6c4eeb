"""The bench of injected pitfalls in small: every pitfall in every corrected fixture."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.each_fix import each_fix

BENCH = Path(__file__).parent.parent / "benchmarks" / "mutations"
LEAST = 0.95
# Of how many mutants the fixes of one are tried.
EACH = 40

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def mutants(tmp_path_factory: pytest.TempPathFactory) -> list:  # type: ignore[type-arg]
    sys.path.insert(0, str(BENCH))
    try:
        import measure
        import spellings
    finally:
        sys.path.remove(str(BENCH))
    folder = tmp_path_factory.mktemp("mutants")
    programs = list(measure.corrected_fixtures(measure.FIXTURES))
    plain = {"as written": spellings.as_written}
    return list(measure.mutants(programs, measure.PITFALLS, folder, plain))


@pytest.fixture(scope="module")
def found(mutants: list) -> list:  # type: ignore[type-arg]
    sys.path.insert(0, str(BENCH))
    try:
        import measure
    finally:
        sys.path.remove(str(BENCH))
    return measure.outcomes(mutants, mutants[0].folder.parent)


def test_each_fix_ends_its_finding_and_brings_none(mutants: list) -> None:  # type: ignore[type-arg]
    sample = [one for one in mutants if one.pitfall is not None][::EACH]
    made = [one for mutant in sample for one in each_fix(mutant.folder)]

    assert len(made) > 50
    assert [str(one) for one in made if not one.is_right] == []


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
