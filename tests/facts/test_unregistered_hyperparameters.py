"""What Keras Tuner varies where it is told to leave new names alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras_tuner
import pytest

pytestmark = pytest.mark.libraries


def drawn(folder: Path, **given: Any) -> list[dict[str, object]]:
    """The values that the trials of a search have; nothing is trained."""
    found: list[dict[str, object]] = []

    def declared(hp: keras_tuner.HyperParameters) -> dict[str, object]:
        return {"units": hp.Int("units", 4, 999), "rate": hp.Float("rate", 0.1, 0.9)}

    class Search(keras_tuner.RandomSearch):
        def _populate_initial_space(self) -> None:
            """Build no model."""

        def run_trial(self, trial: Any, *args: Any, **kwargs: Any) -> float:
            found.append(declared(trial.hyperparameters))
            return 0.0

    space = keras_tuner.HyperParameters()
    space.Float("rate", 0.1, 0.9)
    goal = keras_tuner.Objective("default_objective", "min")
    search = Search(
        declared, goal, max_trials=8, seed=1, directory=folder, hyperparameters=space, **given
    )
    search.search()
    return found


def test_names_that_the_given_space_lacks_stay_at_their_default(tmp_path: Path) -> None:
    trials = drawn(tmp_path, tune_new_entries=False)

    assert {one["units"] for one in trials} == {4}
    assert len({one["rate"] for one in trials}) > 4


def test_else_they_are_tuned(tmp_path: Path) -> None:
    assert len({one["units"] for one in drawn(tmp_path)}) > 4


def test_without_a_space_the_tuner_is_not_built(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="tune_new_entries"):
        keras_tuner.RandomSearch(None, "loss", directory=tmp_path, tune_new_entries=False)


def test_new_names_can_be_refused(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="allow_new_entries"):
        drawn(tmp_path, tune_new_entries=False, allow_new_entries=False)
