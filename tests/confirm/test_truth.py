"""Experiments that compare noisy scores are seldom wrong where we know the truth.

``make truth`` judges many more searches, of more kinds.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tunelint.lab.verdicts import Outcome

BENCH = Path(__file__).parents[2] / "benchmarks" / "confirm" / "truth.py"
TIMES = 40
# Of 40 searches of which one in twenty may be misjudged, more are so once in 300 times.
MOST = 6


def truth() -> ModuleType:
    name = "confirm_truth"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, BENCH)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.mark.parametrize(
    "kind", truth().TRUTHS, ids=lambda one: f"{one.code} {one.what}".replace(" ", "-")
)
def test_few_searches_are_misjudged(kind: Any) -> None:
    found = truth().counted(kind, TIMES)
    assert found[Outcome.REFUTED if kind.wrong else Outcome.CONFIRMED] <= MOST


@pytest.mark.parametrize("code", ["TUN302", "TUN401", "TUN403", "TUN405", "TUN507"])
def test_most_clear_cases_are_confirmed(code: str) -> None:
    clear = [one for one in truth().TRUTHS if one.code == code and one.wrong]
    assert all(truth().counted(one, 30)[Outcome.CONFIRMED] >= 20 for one in clear)
