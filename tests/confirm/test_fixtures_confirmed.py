"""One pair of fixtures of each rule, run: the bad one is confirmed, its twin refuted.

``make confirm`` does the same with all of them, and measures.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tunelint.confirm.options import Options
from tunelint.confirm.preloaded_interpreters import WarmProcesses
from tunelint.lab.lab import Budget
from tunelint.lab.verdicts import Outcome

MEASURE = Path(__file__).parents[2] / "benchmarks" / "confirm" / "measure.py"
# The quickest libraries first.
TUNERS = (
    "scikit_learn",
    "optuna",
    "hyperopt",
    "scikit_optimize",
    "bayes_opt",
    "hand_written_loops",
    "keras_tuner",
)

# What these find depends on how many trainings the time allows, and they use all of it. They get a
# few seconds here, may be inconclusive, and are never wrong; what they make of many trainings is
# tested with made-up ones (`tests/confirm/made_up.py`), and by `make confirm` with live ones.
NOISY = frozenset(
    {
        *("TUN108", "TUN302", "TUN303", "TUN401", "TUN402", "TUN403", "TUN405", "TUN414"),
        "TUN507",
    }
)

pytestmark = pytest.mark.libraries


def measure() -> ModuleType:
    name = "confirm_measure"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, MEASURE)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def pairs() -> Iterator[Any]:
    """The first bad fixture of each rule, by tuner, and its twin."""
    bad = [one for one in measure().fixtures(()) if one.bad]
    bad.sort(key=lambda one: (one.code, TUNERS.index(one.tuner), one.path.name))
    chosen = {one.code: one for one in reversed(bad)}
    twins = {(one.tuner, one.path.name): one for one in measure().fixtures(()) if not one.bad}
    for code in sorted(chosen):
        one = chosen[code]
        yield one
        yield twins[one.tuner, one.path.name.replace("_bad", "_good")]


@pytest.fixture(scope="module")
def executor() -> Iterator[WarmProcesses]:
    with WarmProcesses() as executor:
        yield executor


@pytest.mark.parametrize("fixture", list(pairs()), ids=lambda one: one.name)
def test_the_verdict_is_right(fixture: Any, executor: WarmProcesses) -> None:
    options = Options(Budget(seconds=10 if fixture.code in NOISY else 300))
    result = measure().measured(fixture, executor, options)
    outcomes = set(result.outcomes)
    if fixture.code in NOISY:
        outcomes.discard(Outcome.INCONCLUSIVE)
    told = measure().told(result)

    assert outcomes <= {fixture.expected}, told
    assert result.outcomes or not fixture.bad, told
