"""TUN413: reports whose steps start again in every pass of an outer loop"""

from __future__ import annotations

from tests.rules.programs import check_programs

STUDY = """
study = optuna.create_study(direction="maximize", pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=30)
"""

FLAGGED = {
    "epochs of folds": """
import optuna
from sklearn.model_selection import KFold
def objective(trial):
    alpha = trial.suggest_float("alpha", 1e-6, 1, log=True)
    scores = []
    for fit, held in KFold(4).split(X, y):
        model = make(alpha)
        for epoch in range(15):
            score = train(model, fit, held)
            trial.report(score, epoch)  # TUN413: these steps start again in every pass of the outer loop: Optuna keeps only the first pass's reports
            if trial.should_prune():
                raise optuna.TrialPruned()
        scores.append(score)
    return sum(scores) / len(scores)
"""
    + STUDY,
    "in a function, by keyword": """
import optuna
EPOCHS = 9
def run(trial, rate, fold):
    for epoch in range(1, EPOCHS + 1):
        loss = step(rate, fold)
        trial.report(step=epoch, value=loss)  # TUN413: these steps start again in every pass
        if trial.should_prune():
            raise optuna.TrialPruned()
    return loss
def objective(trial):
    rate = trial.suggest_float("rate", 0, 1)
    return repeated(trial, rate)
def repeated(trial, rate):
    total = 0
    for fold in range(5):
        total += run(trial, rate, fold)
    return total
optuna.create_study().optimize(objective, n_trials=30)
""",
    "an object, with enumerate": """
import optuna
class Objective:
    def __call__(self, trial):
        rate = trial.suggest_float("rate", 0, 1)
        best = 0
        for seed in (1, 2, 3):
            for number, batch in enumerate(batches):
                best = learn(rate, batch, seed)
                trial.report(best, number)  # TUN413: these steps start again in every pass
                if trial.should_prune():
                    raise optuna.TrialPruned()
        return best
optuna.create_study().optimize(Objective(), n_trials=30)
""",
    "a callback of LightGBM": """
import lightgbm as lgb
import optuna
from optuna.integration import LightGBMPruningCallback
def objective(trial):
    leaves = trial.suggest_int("leaves", 2, 99)
    scores = []
    for fit, held in folds.split(X, y):
        model = lgb.LGBMClassifier(num_leaves=leaves)
        model.fit(
            X[fit], y[fit], eval_set=[(X[held], y[held])], eval_metric="auc",
            callbacks=[LightGBMPruningCallback(trial, "auc")],  # TUN413: the steps of LightGBMPruningCallback start again in every pass of the outer loop
        )
        scores.append(model.best_score_["valid_0"]["auc"])
    return sum(scores) / len(scores)
"""
    + STUDY,
    "a callback of Keras": """
import keras
import optuna
import optuna_integration
def objective(trial):
    units = trial.suggest_int("units", 2, 99)
    prune = optuna_integration.KerasPruningCallback(trial, "val_loss")  # TUN413: the steps of KerasPruningCallback start again in every pass of the outer loop
    losses = []
    for repeat in range(3):
        model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(x, y, validation_data=(a, b), epochs=9, callbacks=[prune])
        losses.append(model.evaluate(a, b))
    return min(losses)
optuna.create_study().optimize(objective, n_trials=30)
""",
}

SILENT = {
    "one report a fold": FLAGGED["epochs of folds"]
    .replace(
        "for fit, held in KFold(4).split(X, y):",
        "for fold, (fit, held) in enumerate(KFold(4).split(X, y)):",
    )
    .replace("            trial.report(score, epoch)", "        trial.report(score, fold)")
    .replace(
        "            if trial.should_prune():\n                raise",
        "        if trial.should_prune():\n            raise",
    )
    .partition("  # TUN413")[0]
    + "\n        scores.append(score)\n    return sum(scores) / len(scores)\n"
    + STUDY,
    "a step of both loops": """
import optuna
def objective(trial):
    rate = trial.suggest_float("rate", 0, 1)
    for fold in range(5):
        for epoch in range(9):
            loss = step(rate, fold)
            trial.report(loss, fold * 9 + epoch)
    return loss
"""
    + STUDY,
    "a counter of the program's own": """
import optuna
def objective(trial):
    rate = trial.suggest_float("rate", 0, 1)
    number = 0
    for fold in range(5):
        for epoch in range(9):
            loss = step(rate, fold)
            trial.report(loss, number)
            number += 1
    return loss
"""
    + STUDY,
    "only the first fold reports": """
import optuna
def objective(trial):
    rate = trial.suggest_float("rate", 0, 1)
    for fold in range(5):
        for epoch in range(9):
            loss = step(rate, fold)
            if fold == 0:
                trial.report(loss, epoch)
    return loss
"""
    + STUDY,
    "a loop of one pass, and an attempt": """
import optuna
def objective(trial):
    rate = trial.suggest_float("rate", 0, 1)
    for model in [make(rate)]:
        for epoch in range(9):
            loss = step(model)
            trial.report(loss, epoch)
    for attempt in range(3):
        for epoch in range(9):
            trial.report(step(model), epoch)
        if model.converged:
            break
    return loss
"""
    + STUDY,
    "steps that go on": """
import optuna
def objective(trial):
    rate = trial.suggest_float("rate", 0, 1)
    for fold in range(5):
        for epoch in range(fold * 9, fold * 9 + 9):
            loss = step(rate, fold)
            trial.report(loss, epoch)
    return loss
"""
    + STUDY,
    "one loop": """
import optuna
def objective(trial):
    rate = trial.suggest_float("rate", 0, 1)
    for epoch in range(9):
        for phase in ("train", "valid"):
            loss = step(rate, phase)
        trial.report(loss, epoch)
    return loss
"""
    + STUDY,
    "a report of something else": """
import optuna
def objective(trial):
    rate = trial.suggest_float("rate", 0, 1)
    for fold in range(5):
        for epoch in range(9):
            loss = step(rate, fold)
            logger.report(loss, epoch)
    return loss
"""
    + STUDY,
}


test_programs = check_programs("TUN413", FLAGGED, SILENT)
