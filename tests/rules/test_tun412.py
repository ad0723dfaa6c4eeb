"""TUN412: scores reported to a pruner against the study's direction, and Ray's schedulers."""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs
from tunelint.testing import notebook

OPTUNA = """
import optuna
from sklearn.metrics import accuracy_score, log_loss, mean_squared_error

def objective(trial):
    model = make(trial.suggest_float("alpha", 1e-6, 1e-1, log=True))
    for epoch in range(20):
        model.partial_fit(x, y)
        {report}
        if trial.should_prune():
            raise optuna.TrialPruned()
    return {score}

study = optuna.create_study({study})
study.optimize(objective, n_trials=50)
"""
LOSS = "trial.report(log_loss(w, model.predict_proba(v)), epoch)"
ACCURACY = "accuracy_score(w, model.predict(v))"
MEDIAN = "pruner=optuna.pruners.MedianPruner()"
MARK = "# TUN412: the pruner gets log_loss, but the study maximises: it ends the best trials and keeps the worst"


def optuna(report: str, score: str, study: str = 'direction="maximize"') -> str:
    return OPTUNA.format(report=report, score=score, study=study)


KERAS = """
import keras
import optuna as op
from optuna_integration import KerasPruningCallback

class Tuning:
    def objective(self, trial):
        model = keras.Sequential([keras.layers.Dense(trial.suggest_int("units", 8, 64))])
        model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
        prune = KerasPruningCallback(trial, {monitor})
        model.fit(x, y, validation_data=(v, w), epochs=20, callbacks=[prune])
        return model.evaluate(v, w)[1]

op.create_study(direction="maximize").optimize(Tuning().objective, n_trials=50)
"""
RAY = ray_programs.HEAD + "space = {'C': tune.uniform(1, 9)}\n"
TUNE = "def fit(config):\n    for epoch in range(9):\n        tune.report({'loss': step(config)})\n"

FLAGGED = {
    "a loss reported, an accuracy returned": optuna(f"{LOSS}  {MARK}", ACCURACY),
    "with a pruner, by keyword": optuna(
        f"trial.report(step=epoch, value=log_loss(w, model.predict_proba(v)))  {MARK}",
        "model.score(v, w)",
        f'direction="maximize", {MEDIAN}',
    ),
    "by names": optuna(
        "val_loss = validate(model)\n        trial.report(val_loss, epoch)"
        "  # TUN412: the pruner gets val_loss, but the study maximises",
        ACCURACY,
    ),
    "an accuracy while an error is minimised": optuna(
        f"trial.report({ACCURACY}, epoch)  # TUN412: the pruner gets accuracy, but the study minimises",
        "mean_squared_error(w, model.predict(v))",
        "",
    ),
    "the loss, and its negative": optuna(
        f"loss = log_loss(w, model.predict_proba(v))\n        trial.report(loss, epoch)  {MARK}",
        "-loss",
    ),
    "in a helper of a different module": {
        "training.py": "import optuna\nfrom sklearn.metrics import log_loss\n"
        "def train(trial, model):\n    for epoch in range(9):\n        model.partial_fit(x, y)\n"
        f"        trial.report(log_loss(w, model.predict_proba(v)), epoch)  {MARK}\n"
        "        if trial.should_prune():\n            raise optuna.TrialPruned()\n",
        "search.py": "import optuna\nfrom sklearn.metrics import roc_auc_score\n"
        "from training import train\ndef objective(trial):\n"
        "    model = make(trial.suggest_float('a', 0, 1))\n    train(trial, model)\n"
        "    return roc_auc_score(w, model.decision_function(v))\n"
        "study = optuna.create_study(direction='maximize')\nstudy.optimize(objective, n_trials=50)\n",
    },
    "a notebook": {"search.ipynb": notebook(optuna(f"{LOSS}  {MARK}", ACCURACY))},
    "Keras' callback": KERAS.format(monitor='"val_loss"').replace(
        '(trial, "val_loss")',
        "(trial, \"val_loss\")  # TUN412: the pruner gets 'val_loss', but the study maximises",
    ),
    "Ray: hyperband": RAY + "from ray.tune.schedulers import HyperBandScheduler\n"
    "tune.run(fit, config=space, scheduler=HyperBandScheduler(metric='loss', mode='max'))  # TUN412: HyperBandScheduler gets mode=\"max\" for 'loss'\n",
    "Ray's scheduler": RAY
    + TUNE
    + "scheduler = ASHAScheduler(metric='loss', mode='max')  # TUN412: ASHAScheduler gets mode=\"max\" for 'loss': it ends the best trials\n"
    "tune.run(fit, config=space, num_samples=20, scheduler=scheduler)\n",
    "a scheduler in TuneConfig": RAY
    + "from ray.tune.schedulers import MedianStoppingRule as Median\n"
    "stopping = Median('time_total_s', 'val_accuracy', 'min')  # TUN412: MedianStoppingRule gets mode=\"min\" for 'val_accuracy'\n"
    "Tuner(svm, param_space=space, tune_config=TuneConfig(num_samples=20, scheduler=stopping)).fit()\n",
}

SILENT = {
    "the same score": optuna(f"trial.report({ACCURACY}, epoch)", ACCURACY),
    "a negated loss": optuna("trial.report(-log_loss(w, model.predict_proba(v)), epoch)", ACCURACY),
    "one and the same value": optuna(
        "loss = log_loss(w, model.predict_proba(v))\n        trial.report(loss, epoch)", "loss"
    ),
    "names that decide nothing": optuna("trial.report(validate(model), epoch)", ACCURACY),
    "only a name, and nothing known of what is returned": optuna(
        "loss = gain(model)\n        trial.report(loss, epoch)", "total(model)"
    ),
    "nothing is pruned": optuna(
        LOSS, ACCURACY, 'direction="maximize", pruner=optuna.pruners.NopPruner()'
    ),
    "a wrapped pruner with bounds of its own": optuna(
        LOSS,
        ACCURACY,
        'direction="maximize", pruner=optuna.pruners.PatientPruner('
        "optuna.pruners.ThresholdPruner(upper=9.0), patience=0)",
    ),
    "a wrapped pruner that prunes nothing": optuna(
        LOSS,
        ACCURACY,
        'direction="maximize", pruner=optuna.pruners.PatientPruner('
        "wrapped_pruner=optuna.pruners.NopPruner(), patience=1)",
    ),
    "one of two pruners has bounds of its own": optuna(
        LOSS,
        ACCURACY,
        'direction="maximize", pruner=optuna.pruners.MedianPruner() if fast else'
        " optuna.pruners.ThresholdPruner(upper=9.0)",
    ),
    "bounds of its own": optuna(
        LOSS, ACCURACY, 'direction="maximize", pruner=optuna.pruners.ThresholdPruner(upper=9.0)'
    ),
    "a pruner from elsewhere": optuna(LOSS, ACCURACY, 'direction="maximize", pruner=chosen()'),
    "perhaps a pruner": optuna(LOSS, ACCURACY, 'direction="maximize", **settings'),
    "never asked": optuna(LOSS, ACCURACY).replace("trial.should_prune()", "broken(model)"),
    "a direction that cannot be read": optuna(LOSS, ACCURACY, "direction=way"),
    "two directions": optuna(LOSS, f"{ACCURACY}, 1.0", 'directions=["maximize", "minimize"]'),
    "one of two reported values": optuna(
        "value = log_loss(w, p) if by_loss else model.score(v, w)\n        trial.report(value, epoch)",
        ACCURACY,
    ),
    "scores that disagree": optuna(LOSS, f"log_loss(w, p) if by_loss else {ACCURACY}"),
    "Keras' callback on the metric": KERAS.format(monitor='"val_accuracy"'),
    "Keras' callback, unread": KERAS.format(monitor="WATCHED"),
    "LightGBM's callback raises": "import lightgbm as lgb\nimport optuna\n"
    "from optuna_integration import LightGBMPruningCallback\n"
    "def objective(trial):\n    prune = LightGBMPruningCallback(trial, 'binary_logloss')\n"
    "    model = lgb.LGBMClassifier(num_leaves=trial.suggest_int('n', 8, 64))\n"
    "    model.fit(x, y, eval_set=[(v, w)], eval_metric='binary_logloss', callbacks=[prune])\n"
    "    return model.score(v, w)\n"
    "optuna.create_study(direction='maximize').optimize(objective, n_trials=50)\n",
    "Ray: the right way": RAY
    + TUNE
    + "tune.run(fit, config=space, scheduler=ASHAScheduler(metric='loss', mode='min'))\n",
    "Ray: a factor with which nothing is ever halved": RAY
    + "from ray.tune.schedulers import HyperBandForBOHB\n"
    "tune.run(fit, config=space, scheduler=HyperBandForBOHB(\n"
    "    metric='loss', mode='max', max_t=3, reduction_factor=4))\n",
    "Ray: a name that decides nothing": RAY
    + TUNE
    + "tune.run(fit, config=space, scheduler=ASHAScheduler(metric='score', mode='min'))\n",
    "Ray: the mode of the settings": RAY
    + TUNE
    + "tune.run(fit, config=space, metric='loss', mode='max', scheduler=ASHAScheduler())\n",
    "Ray: no scheduler of Ray's": RAY
    + TUNE
    + "tune.run(fit, config=space, scheduler=make(metric='loss', mode='max'))\n",
}

test_programs = check_programs("TUN412", FLAGGED, SILENT)
