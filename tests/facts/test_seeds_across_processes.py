import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.libraries

# One process for all of them, since importing is what takes the time.
PROGRAM = """
import contextlib, io, json
import keras_tuner as kt, numpy as np
from hyperopt import fmin, hp, rand, tpe
from sklearn.model_selection import ParameterSampler

def build(hp):
    hp.Float("x", 0.0, 1.0)
    hp.Choice("kind", ["a", "b", "c"])
    hp.Int("n", 1, 100)

def keras_tuner(kind):
    with contextlib.redirect_stdout(io.StringIO()):
        objective = kt.Objective("score", "min")
        oracle = kind(build, objective, seed=7, overwrite=True).oracle
        return [oracle.create_trial(f"worker{n}").hyperparameters.values for n in range(3)]

def hyperopt(suggest):
    seen = []
    space = {"x": hp.uniform("x", 0, 1), "kind": hp.choice("kind", ["a", "b", "c"])}
    loss = lambda configuration: seen.append(configuration) or configuration["x"]
    fmin(loss, space, suggest, 25, rstate=np.random.default_rng(7), verbose=False)
    return seen

print(json.dumps([
    [keras_tuner(kind) for kind in (kt.RandomSearch, kt.BayesianOptimization, kt.Hyperband)],
    [hyperopt(suggest) for suggest in (rand.suggest, tpe.suggest)],
    list(ParameterSampler({"x": [1, 2, 3], "y": ["a", "b", "c"]}, 4, random_state=7)),
]))
"""


def proposals(hash_seed: str, folder: Path) -> str:
    folder.mkdir()
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines()[-1]


def test_seeded_proposals_are_the_same_in_another_process(own_folder: Path) -> None:
    first, second = (proposals(seed, own_folder / seed) for seed in ("1", "2"))
    assert first == second
