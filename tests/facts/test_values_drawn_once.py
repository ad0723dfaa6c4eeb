"""What is drawn before the trials is the same in all of them, whatever a trial is said to have."""

import random
from pathlib import Path
from typing import Any

import keras_tuner as kt
import numpy as np
import pytest
from hyperopt import fmin, hp, rand
from ray import tune

from tests.facts.tiny import one_number, rows

pytestmark = pytest.mark.libraries


class Handed(kt.RandomSearch):
    """Notes what each trial is handed, and trains nothing."""

    def run_trial(self, trial: Any, *args: Any, **kwargs: Any) -> float:
        EPOCHS.append(kwargs["epochs"])
        return 0.0


EPOCHS: list[int] = []


@pytest.mark.parametrize("given", [False, True])
def test_a_draw_in_the_call_of_search_is_its_default_in_every_trial(given: bool) -> None:
    EPOCHS.clear()
    space = kt.HyperParameters()
    epochs = space.Int("epochs", 5, 30)
    options = {"hyperparameters": space} if given else {}
    tuner = Handed(
        one_number,
        kt.Objective("default_objective", "min"),
        max_trials=8,
        seed=1,
        overwrite=True,
        **options,
    )
    tuner.search(*rows(), epochs=epochs, verbose=0)

    recorded = [trial.hyperparameters.values for trial in tuner.oracle.trials.values()]
    assert set(EPOCHS) == {5}
    assert len(EPOCHS) == 8
    # Handed over, it is recorded with a different value in each trial all the same.
    assert (len({one.get("epochs") for one in recorded}) > 1) == given


@pytest.mark.usefixtures("ray_session")
def test_a_random_number_in_the_space_of_ray_tune_is_drawn_once(tmp_path: Path) -> None:
    results = tune.Tuner(
        lambda config: tune.report({"score": config["x"]}),
        param_space={
            "x": np.random.uniform(),
            "batch": random.choice(range(1000)),
            "sampled": tune.uniform(0, 1).sample(),
            "y": tune.uniform(0, 1),
            "own": tune.sample_from(lambda spec: np.random.uniform()),
        },
        tune_config=tune.TuneConfig(num_samples=3),
        run_config=tune.RunConfig(storage_path=str(tmp_path), verbose=0),
    ).fit()

    different = {
        name: len({result.config[name] for result in results})
        for name in ("x", "batch", "sampled", "y", "own")
    }
    assert different == {"x": 1, "batch": 1, "sampled": 1, "y": 3, "own": 3}


def test_a_random_number_in_the_space_of_hyperopt_is_drawn_once() -> None:
    seen: list[tuple[float, float]] = []

    def loss(point: dict[str, float]) -> float:
        seen.append((point["x"], point["y"]))
        return 0.0

    space = {"x": random.uniform(0, 1), "y": hp.uniform("y", 0, 1)}
    fmin(
        loss, space, algo=rand.suggest, max_evals=5, rstate=np.random.default_rng(1), verbose=False
    )

    assert [len(set(each)) for each in zip(*seen, strict=True)] == [1, 5]
