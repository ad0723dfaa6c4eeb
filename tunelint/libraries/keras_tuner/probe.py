"""A Keras Tuner search, alive: its oracle is asked, its trials are run one at a time.

Observed with Keras Tuner 1.4.8: an oracle proposes in `create_trial`, learns in `update_trial` and
`end_trial`; `search` records a trial that raises instead of raising itself.
"""

from __future__ import annotations

import importlib
import os
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from tunelint.lab.answers import Trial
from tunelint.lab.plain_values import (
    Configuration,
    Value,
    made_up_score,
    number,
    plain_configuration,
)
from tunelint.lab.probe_api import Bench, Call, NotThisSearch

MOST = 500


def install(keras_tuner: ModuleType, bench: Bench) -> None:
    """Keep the searches that are met on the way under the caps."""
    base = _module("keras_tuner.src.engine.base_tuner").BaseTuner
    search = base.search

    def capped(self: Any, *args: Any, **kwargs: Any) -> Any:
        with _Capped(self.oracle, bench.caps.trials):
            return search(self, *args, **kwargs)

    base.search = capped


def open_search(call: Call, bench: Bench) -> KerasTunerSearch:
    """The search that ``tuner.search(…)`` starts. Raises NotThisSearch."""
    tuner = call.owner
    if tuner is None or not hasattr(tuner, "oracle"):
        raise NotThisSearch("this call is not a tuner's search")
    return KerasTunerSearch(tuner, call, bench)


class KerasTunerSearch:
    """One tuner whose `search` was called."""

    def __init__(self, tuner: Any, call: Call, bench: Bench) -> None:
        self._tuner = tuner
        self._oracle = tuner.oracle
        self._call = call
        self._bench = bench
        self.returned: Any = None

    def facts(self) -> Mapping[str, Value]:
        """Seed, objective, direction, budget, and the trials that are there already."""
        oracle = self._oracle
        objective = oracle.objective
        return {
            "seed": oracle.seed,
            "budget": oracle.max_trials,
            "objective": getattr(objective, "name", None),
            "direction": getattr(objective, "direction", None),
            "trials": len(oracle.trials),
            "project": os.path.realpath(self._tuner.project_dir),
            "startup": getattr(oracle, "num_initial_points", None),
            "max_epochs": getattr(oracle, "max_epochs", None),
            "executions": getattr(self._tuner, "executions_per_trial", None),
        }

    def propose(self, count: int) -> list[Trial]:
        """What the oracle proposes, each answered with a made-up score."""
        # The Bayesian oracle fits a regressor of scikit-learn's.
        with self._bench.own_models():
            return self._proposed(count)

    def _proposed(self, count: int) -> list[Trial]:
        trials: list[Trial] = []
        grown = False
        while len(trials) < count:
            with _noting_random(self._oracle) as random_ones:
                trial = self._oracle.create_trial("tuner0")
            if trial.status != "RUNNING":
                if grown or self._is_used_up() or not self._grows():
                    break
                grown = True
                continue
            configuration = _configuration(trial.hyperparameters)
            score = made_up_score(configuration)
            facts = _facts(trial)
            if hasattr(self._oracle, "gpr"):
                facts["by"] = "random" if random_ones else "model"
            trials.append(Trial(configuration, score=score, facts=facts))
            self._oracle.update_trial(trial.trial_id, self._metrics(score))
            trial.status = "COMPLETED"
            self._oracle.end_trial(trial)
        return trials

    def _is_used_up(self) -> bool:
        most = self._oracle.max_trials
        return most is not None and len(self._oracle.trials) >= most

    def _grows(self) -> bool:
        """Whether a trial, ended where it would train, declares more than was known before."""
        before = len(self._oracle.get_space().space)
        trial = self._new_trial({})
        try:
            with self._bench.up_to_trainings(), self._bench.trial({}):
                self._tuner._run_and_update_trial(
                    trial, *self._call.arguments, **self._call.keywords
                )
        finally:
            del self._oracle.trials[trial.trial_id]
        self._oracle.update_space(trial.hyperparameters)
        return len(self._oracle.get_space().space) > before

    def attempt(self, configuration: Configuration, seed: int | None) -> Trial:
        """Run one trial as the tuner would, with exactly these hyperparameters."""
        trial = self._new_trial(configuration)
        with self._bench.trial(configuration, seed) as notes:
            self._tuner._run_and_update_trial(trial, *self._call.arguments, **self._call.keywords)
            notes.score = self._score(trial)
        return notes.as_trial()

    def run(self, cap: int | None) -> list[Trial]:
        """Let the tuner search; the trials that it ran by this call."""
        before = set(self._oracle.trials)
        with _Capped(self._oracle, cap):
            self.returned = self._call.function(*self._call.arguments, **self._call.keywords)
        return [
            self._finished(trial)
            for name, trial in self._oracle.trials.items()
            if name not in before
        ]

    def use_up(self, cap: int | None) -> list[Trial]:
        """The trials that the budget leaves, at most MOST; they count as run, none is trained."""
        with _Capped(self._oracle, cap):
            trials = self.propose(MOST)
        # As the tuner does after each trial: the next run of the script finds them.
        self._tuner.save()
        return trials

    def draw(self, count: int) -> list[Trial]:
        """Independent draws of every hyperparameter known so far, the same ones each time."""
        generator = random.Random(0)
        return [Trial(self._random_values(generator)) for _ in range(count)]

    def _random_values(self, generator: random.Random) -> dict[str, Value]:
        space = self._oracle.get_space()
        # Of a name that is declared twice the first declaration counts.
        declared = {one.name: one for one in reversed(space.space)}
        space.values = {
            name: one.random_sample(generator.randrange(2**31))
            for name, one in sorted(declared.items())
        }
        space.ensure_active_values()
        return _configuration(space)

    def _new_trial(self, configuration: Configuration) -> Any:
        space = self._oracle.get_space()
        space.values = {**space.values, **configuration}
        # As the oracle does before each trial; of a name in two scopes the later one decides.
        space.ensure_active_values()
        made = _module("keras_tuner.src.engine.trial").Trial(
            hyperparameters=space, trial_id=f"tunelint{len(self._oracle.trials)}", status="RUNNING"
        )
        self._oracle.trials[made.trial_id] = made
        return made

    def _metrics(self, score: float) -> dict[str, float]:
        objective = self._oracle.objective
        parts = getattr(objective, "objectives", None) or [objective]
        return {part.name: score for part in parts} | {getattr(objective, "name", "score"): score}

    def _score(self, trial: Any) -> float | None:
        name = self._oracle.objective.name
        if not trial.metrics.exists(name):
            return None
        return number(trial.metrics.get_best_value(name))

    def _finished(self, trial: Any) -> Trial:
        complete = trial.status == "COMPLETED"
        lines = [line for line in str(trial.message or "").splitlines() if line.strip()]
        return Trial(
            _configuration(trial.hyperparameters),
            "complete" if complete else "failed",
            self._score(trial),
            lines[-1] if lines and not complete else "",
            facts=_facts(trial),
        )


class _Capped:
    """Lets an oracle run at most `cap` trials for a while."""

    def __init__(self, oracle: Any, cap: int | None) -> None:
        self._oracle = oracle
        self._cap = cap
        self._written = oracle.max_trials

    def __enter__(self) -> None:
        if self._cap is not None:
            written = self._written
            self._oracle.max_trials = self._cap if written is None else min(written, self._cap)

    def __exit__(self, *_: object) -> None:
        self._oracle.max_trials = self._written


@contextmanager
def _noting_random(oracle: Any) -> Iterator[list[bool]]:
    """Holds something where the Bayesian oracle proposes at random inside."""
    noted: list[bool] = []
    written = getattr(oracle, "_random_populate_space", None)

    def random_ones() -> Any:
        noted.append(True)
        return written() if written is not None else None

    if written is not None:
        oracle._random_populate_space = random_ones
    try:
        yield noted
    finally:
        if written is not None:
            del oracle._random_populate_space


def _configuration(hyperparameters: Any) -> dict[str, Value]:
    return plain_configuration(hyperparameters.values)


def _facts(trial: Any) -> dict[str, Value]:
    return {"id": str(trial.trial_id), "status": str(trial.status)}


def _module(name: str) -> Any:
    return importlib.import_module(name)
