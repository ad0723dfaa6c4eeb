"""TUN409: pruners that hear nothing from the trials, or are never asked"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

FLAGGED = {
    "no reports": (
        """
import optuna
def objective(trial):
    return train(trial.suggest_float("rate", 0, 1))
study = optuna.create_study(pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=50)
""",
        [4],
    ),
    "reports without a question": (
        """
from optuna import create_study
from optuna.pruners import HyperbandPruner
def objective(trial):
    rate = trial.suggest_float("rate", 0, 1)
    for epoch in range(9):
        loss = step(rate)
        trial.report(loss, epoch)
    return loss
pruner = HyperbandPruner(max_resource=9)
study = create_study(direction="minimize", pruner=pruner)
study.optimize(objective, n_trials=50)
""",
        [10],
    ),
    "an object as objective": (
        """
import optuna
class Objective:
    def __init__(self, data):
        self.data = data
    def __call__(self, trial):
        return fit(self.data, trial.suggest_int("depth", 1, 9))
study = optuna.create_study(
    direction="maximize",
    pruner=optuna.pruners.SuccessiveHalvingPruner(),
)
study.optimize(Objective(data), n_trials=50)
""",
        [9],
    ),
    "a lambda": (
        """
import optuna
def score(trial, data):
    return fit(data, trial.suggest_int("depth", 1, 9))
study = optuna.create_study(pruner=optuna.pruners.ThresholdPruner(upper=1.0))
study.optimize(lambda trial: score(trial, data), n_trials=50)
""",
        [4],
    ),
    "a loaded study": (
        """
import optuna
def objective(trial):
    trial.set_user_attr("start", now())
    return train(trial.suggest_float("rate", 0, 1))
study = optuna.load_study(study_name="s", storage=URL, pruner=optuna.pruners.MedianPruner(5))
study.optimize(objective, n_trials=50)
""",
        [5],
    ),
}

ASKING = """
import optuna
def objective(trial):
    rate = trial.suggest_float("rate", 0, 1)
    for epoch in range(9):
        loss = step(rate)
        trial.report(loss, epoch)
        if trial.should_prune():
            raise optuna.TrialPruned()
    return loss
study = optuna.create_study(pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=50)
"""

SILENT = {
    "reports and asks": ASKING,
    "in a function that it calls": """
import optuna
def run(trial, rate):
    for epoch in range(9):
        trial.report(step(rate), epoch)
        if trial.should_prune():
            raise optuna.TrialPruned()
def objective(trial):
    run(trial, trial.suggest_float("rate", 0, 1))
    return final()
study = optuna.create_study(pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=50)
""",
    "an integration's callback": """
import optuna
from optuna.integration import KerasPruningCallback
def objective(trial):
    model = build(trial.suggest_int("units", 1, 9))
    model.fit(x, y, callbacks=[KerasPruningCallback(trial, "val_loss")])
    return model.evaluate(v, w)
study = optuna.create_study(pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=50)
""",
    "no pruning": """
import optuna
def objective(trial):
    return train(trial.suggest_float("rate", 0, 1))
study = optuna.create_study(pruner=optuna.pruners.NopPruner())
study.optimize(objective, n_trials=50)
""",
    "the default pruner": """
import optuna
def objective(trial):
    return train(trial.suggest_float("rate", 0, 1))
study = optuna.create_study()
study.optimize(objective, n_trials=50)
""",
    "a pruner that is chosen at run time": """
import optuna
def objective(trial):
    return train(trial.suggest_float("rate", 0, 1))
pruner = optuna.pruners.MedianPruner() if pruning else optuna.pruners.NopPruner()
study = optuna.create_study(pruner=pruner)
study.optimize(objective, n_trials=50)
""",
    "the trial is handed to code that cannot be read": """
import optuna
from somewhere import objective_of
def objective(trial):
    return objective_of(trial)
study = optuna.create_study(pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=50)
""",
    "an objective that cannot be seen": """
import optuna
from somewhere import objective
study = optuna.create_study(pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=50)
""",
    "kept in an object": """
import optuna
class Model(Base):
    def __init__(self, trial):
        self.trial = trial
def objective(trial):
    model = Model(trial)
    return Trainer(max_epochs=9).fit(model)
study = optuna.create_study(pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=50)
""",
}


@pytest.mark.parametrize(("text", "expected"), FLAGGED.values(), ids=FLAGGED)
def test_flagged(text: str, expected: list[int], tmp_path: Path) -> None:
    assert lines(text, "TUN409", tmp_path) == expected


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str, tmp_path: Path) -> None:
    assert lines(text, "TUN409", tmp_path) == []


def test_the_message_says_what_is_missing(tmp_path: Path) -> None:
    (silent,) = check(FLAGGED["no reports"][0], "TUN409", tmp_path)
    assert "objective reports no scores" in silent.message
    (deaf,) = check(FLAGGED["reports without a question"][0], "TUN409", tmp_path)
    assert "never asks trial.should_prune()" in deaf.message
