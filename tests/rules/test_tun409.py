"""TUN409: pruners that hear nothing from the trials, or are never asked"""

from __future__ import annotations

from tests.rules.programs import check_programs

FLAGGED = {
    "no reports": """
import optuna
def objective(trial):
    return train(trial.suggest_float("rate", 0, 1))
study = optuna.create_study(pruner=optuna.pruners.MedianPruner())  # TUN409: MedianPruner never prunes: the objective never calls trial.report
study.optimize(objective, n_trials=50)
""",
    "reports without a question": """
from optuna import create_study
from optuna.pruners import HyperbandPruner
def objective(trial):
    rate = trial.suggest_float("rate", 0, 1)
    for epoch in range(9):
        loss = step(rate)
        trial.report(loss, epoch)
    return loss
pruner = HyperbandPruner(max_resource=9)
study = create_study(direction="minimize", pruner=pruner)  # TUN409: HyperbandPruner never prunes: the objective never calls trial.should_prune
study.optimize(objective, n_trials=50)
""",
    "an object as objective": """
import optuna
class Objective:
    def __init__(self, data):
        self.data = data
    def __call__(self, trial):
        return fit(self.data, trial.suggest_int("depth", 1, 9))
study = optuna.create_study(
    direction="maximize",
    pruner=optuna.pruners.SuccessiveHalvingPruner(),  # TUN409: SuccessiveHalvingPruner never prunes
)
study.optimize(Objective(data), n_trials=50)
""",
    "a lambda": """
import optuna
def score(trial, data):
    return fit(data, trial.suggest_int("depth", 1, 9))
study = optuna.create_study(pruner=optuna.pruners.ThresholdPruner(upper=1.0))  # TUN409: ThresholdPruner never prunes
study.optimize(lambda trial: score(trial, data), n_trials=50)
""",
    "a loaded study": """
import optuna
def objective(trial):
    trial.set_user_attr("start", now())
    return train(trial.suggest_float("rate", 0, 1))
study = optuna.load_study(study_name="s", storage=URL, pruner=optuna.pruners.MedianPruner(5))  # TUN409: MedianPruner never prunes: the objective never
study.optimize(objective, n_trials=50)
""",
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


test_programs = check_programs("TUN409", FLAGGED, SILENT)
