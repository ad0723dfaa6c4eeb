"""Optuna's objectives, alive: what a call of one trained, reported, asked and gave back.

Observed with Optuna 5.0.0: None, NaN, a tuple where one number is wanted or too few of them mark a
trial failed without an exception.
"""

from __future__ import annotations

import functools
import importlib
import math
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from tunelint.lab.answers import Trial
from tunelint.lab.plain_values import Configuration, Value, number, plain
from tunelint.lab.probe_api import Bench, TrainingReached


@dataclass(frozen=True)
class Scores:
    """What an objective gave back, as a study takes it: its first score, or why it has none."""

    first: float | None
    error: str
    facts: dict[str, Value] = field(default_factory=dict)

    @classmethod
    def of(cls, returned: Any, wanted: int) -> Scores:
        """The scores in what was returned to a study with `wanted` directions."""
        several = isinstance(returned, list | tuple)
        parts = list(returned) if several else [returned]
        numbers = [_as_float(part) for part in parts]
        if len(parts) != wanted or any(n is None or math.isnan(n) for n in numbers):
            error = f"it returned {plain(returned)}, which is no score"
            return cls(None, error, {"returned": plain(returned)})
        more = {f"score {place}": n for place, n in enumerate(numbers)} if wanted > 1 else {}
        return cls(number(numbers[0]), "", dict(more))


def _as_float(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def until_training(objective: Callable[[Any], Any], trial: Any) -> None:
    """Call an objective, up to the first training where the bench says so."""
    with suppress(TrainingReached):
        objective(trial)


@dataclass(eq=False)
class Noted:
    """What each call of an objective showed, by the number of its trial.

    Threads would write into one another's notes: with several only returned values are kept.
    """

    bench: Bench
    alone: bool
    trials: dict[int, Trial] = field(default_factory=dict)

    def objective(self, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """The objective, noted."""

        @functools.wraps(function, updated=())
        def noted(trial: Any) -> Any:
            return self._called(function, trial) if self.alone else function(trial)

        return noted

    def trial(self, number: int, configuration: Configuration) -> Trial:
        """What is known of one trial."""
        return self.trials.get(number, Trial(configuration))

    def _called(self, function: Callable[[Any], Any], trial: Any) -> Any:
        raised: BaseException | None = None
        returned: Any = None
        with self.bench.trial({}) as notes:
            try:
                returned = function(trial)
            except Exception as error:
                raised = error
                raise
        if raised is None:
            found = Scores.of(returned, len(trial.study.directions))
            notes.error = found.error
            notes.facts |= found.facts
        notes.configuration = {name: plain(value) for name, value in trial.params.items()}
        self.trials[trial.number] = notes.as_trial()
        if raised is not None:
            raise raised
        return returned


@dataclass(eq=False)
class Counts:
    """How often trials reported a score and asked whether to stop, by their ids."""

    reports: Counter[int] = field(default_factory=Counter)
    asks: Counter[int] = field(default_factory=Counter)

    def of(self, trial: int) -> dict[str, Value]:
        """The two numbers of one trial."""
        return {"reports": self.reports[trial], "asks": self.asks[trial]}


@contextmanager
def counting() -> Iterator[Counts]:
    """Count what trials report and ask inside."""
    kind: Any = importlib.import_module("optuna.trial").Trial
    counts = Counts()
    report, ask = kind.report, kind.should_prune

    @functools.wraps(report)
    def reported(self: Any, *args: Any, **kwargs: Any) -> Any:
        counts.reports[self._trial_id] += 1
        return report(self, *args, **kwargs)

    @functools.wraps(ask)
    def asked(self: Any, *args: Any, **kwargs: Any) -> Any:
        counts.asks[self._trial_id] += 1
        return ask(self, *args, **kwargs)

    kind.report, kind.should_prune = reported, asked
    try:
        yield counts
    finally:
        kind.report, kind.should_prune = report, ask
