"""Experiments that compare noisy scores are seldom wrong where we know the truth.

``make truth`` judges many more searches, of more kinds.
"""

from __future__ import annotations

import pytest

from benchmarks.confirm.truth import TRUTHS, Truth, counted
from tunelint.lab.verdicts import Outcome

TIMES = 40
# Of 40 searches of which one in twenty may be misjudged, more are so once in 300 times.
MOST = 6


@pytest.mark.parametrize("kind", TRUTHS, ids=lambda one: f"{one.code} {one.what}".replace(" ", "-"))
def test_few_searches_are_misjudged(kind: Truth) -> None:
    found = counted(kind, TIMES)
    assert found[Outcome.REFUTED if kind.wrong else Outcome.CONFIRMED] <= MOST


@pytest.mark.parametrize("code", ["TUN302", "TUN401", "TUN403", "TUN405", "TUN507"])
def test_most_clear_cases_are_confirmed(code: str) -> None:
    clear = [one for one in TRUTHS if one.code == code and one.wrong]
    assert all(counted(one, 30)[Outcome.CONFIRMED] >= 20 for one in clear)
