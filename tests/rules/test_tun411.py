"""TUN411: pruning callbacks that watch a score which the training never logs"""

from __future__ import annotations

from tests.rules.programs import check_programs

KERAS = """
import keras
import optuna
from optuna_integration import KerasPruningCallback
def objective(trial):
    model = keras.Sequential([keras.layers.Dense(trial.suggest_int("units", 4, 64)), keras.layers.Dense(1)])
"""
STUDY = """
study = optuna.create_study(direction="maximize", pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=30)
"""

FLAGGED = {
    "another spelling": KERAS
    + """
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    model.fit(x, y, validation_data=(a, b), epochs=9, callbacks=[KerasPruningCallback(trial, "val_acc")])  # TUN411: KerasPruningCallback watches 'val_acc', but the model logs 'val_accuracy': nothing is ever pruned
    return model.evaluate(a, b)[1]
"""
    + STUDY,
    "no validation data, by keyword": KERAS
    + """
    model.compile("adam", "mse")
    prune = KerasPruningCallback(monitor="val_loss", trial=trial)  # TUN411: KerasPruningCallback watches 'val_loss', but fit gets no validation data: nothing is ever pruned
    model.fit(x, y, epochs=9, callbacks=[keras.callbacks.TerminateOnNaN(), prune])
    return model.evaluate(a, b)
"""
    + STUDY,
    "the old place, in a class": """
import optuna
from optuna.integration import TFKerasPruningCallback as Prune
import tensorflow as tf
class Objective:
    watched = "val_auc"
    def callbacks(self, trial):
        return [Prune(trial, self.watched)]  # TUN411: TFKerasPruningCallback watches 'val_auc', but the model is compiled without metrics: nothing is ever pruned
    def __call__(self, trial):
        model = tf.keras.Sequential([tf.keras.layers.Dense(trial.suggest_int("n", 1, 9))])
        model.compile(optimizer="adam", loss="mse")
        model.fit(x, y, validation_split=0.2, callbacks=self.callbacks(trial))
        return model.evaluate(a, b)
optuna.create_study().optimize(Objective(), n_trials=30)
""",
    "scikit-learn's interface of XGBoost": """
import optuna
import xgboost as xgb
def objective(trial):
    prune = optuna.integration.XGBoostPruningCallback(trial, "validation-auc")  # TUN411: XGBoostPruningCallback watches 'validation-auc', but the rows are called 'validation_0': every trial raises KeyError
    model = xgb.XGBClassifier(max_depth=trial.suggest_int("depth", 1, 9), eval_metric="auc", callbacks=[prune])
    model.fit(x, y, eval_set=[(a, b)])
    return model.best_score
"""
    + STUDY,
    "xgboost.train": """
import optuna
from optuna_integration.xgboost import XGBoostPruningCallback
import xgboost
def objective(trial):
    params = {"eta": trial.suggest_float("eta", 0.01, 1), "objective": "binary:logistic"}
    dtrain, dvalid = xgboost.DMatrix(x, y), xgboost.DMatrix(a, b)
    prune = XGBoostPruningCallback(trial, "validation-auc")  # TUN411: XGBoostPruningCallback watches 'validation-auc', but the training measures 'logloss': every trial raises KeyError
    booster = xgboost.train(params, dtrain, evals=[(dvalid, "validation")], callbacks=[prune])
    unwatched = XGBoostPruningCallback(trial, "validation-auc")  # TUN411: XGBoostPruningCallback watches 'validation-auc', but the training evaluates no rows: every trial raises KeyError
    xgboost.train(params, dtrain, callbacks=[unwatched])
    crossed = XGBoostPruningCallback(trial, "validation-auc")  # TUN411: XGBoostPruningCallback watches 'validation-auc', but the rows are called 'test' and 'train': every trial raises KeyError
    xgboost.cv(params, dtrain, callbacks=[crossed])
    return booster.best_score
"""
    + STUDY,
    "LightGBM": """
import optuna
import lightgbm as lgb
from optuna_integration import LightGBMPruningCallback
def objective(trial):
    params = {"objective": "binary", "metric": "auc", "num_leaves": trial.suggest_int("leaves", 2, 99)}
    train, valid = lgb.Dataset(x, y), lgb.Dataset(a, b)
    one = LightGBMPruningCallback(trial, "binary_error")  # TUN411: LightGBMPruningCallback watches 'binary_error', but the training measures 'auc': every trial raises ValueError
    two = LightGBMPruningCallback(trial, "auc")  # TUN411: LightGBMPruningCallback watches 'auc', which should grow, but the study minimises: every trial raises ValueError
    three = LightGBMPruningCallback(trial, "binary_error", "valid_1")  # TUN411: LightGBMPruningCallback watches 'binary_error', but the rows are called 'valid_0': every trial raises ValueError
    booster = lgb.train(params, train, valid_sets=[valid], callbacks=[one, two, three])
    return booster.best_score["valid_0"]["auc"]
optuna.create_study().optimize(objective, n_trials=30)
""",
    "CatBoost": """
import optuna
from catboost import CatBoostClassifier
from optuna_integration import CatBoostPruningCallback
def objective(trial):
    model = CatBoostClassifier(depth=trial.suggest_int("depth", 1, 9), eval_metric="AUC")
    prune = CatBoostPruningCallback(trial, "Accuracy")  # TUN411: CatBoostPruningCallback watches 'Accuracy', but the training measures 'AUC', 'CrossEntropy' and 2 more: every trial raises CatBoostError
    model.fit(x, y, eval_set=[(a, b)], callbacks=[prune])
    prune.check_pruned()
    return model.score(a, b)
"""
    + STUDY,
}

MODULE = """
import optuna
import lightning.pytorch as pl
from optuna_integration import PyTorchLightningPruningCallback
from torch.utils.data import DataLoader
class Net(pl.LightningModule):
    def validation_step(self, batch, index):
        self.log("val_loss", self.loss(batch), prog_bar=True)
"""
TRAINED = """
def objective(trial):
    prune = PyTorchLightningPruningCallback(trial, monitor="{monitor}"){mark}
    trainer = pl.Trainer(max_epochs=9, callbacks=[prune])
    trainer.fit(Net(trial.suggest_float("rate", 0, 1)), DataLoader(train){more})
    return trainer.callback_metrics["val_loss"].item()
"""

LIGHTNING = {
    "a name that no step logs": MODULE
    + TRAINED.format(
        monitor="val_acc",
        more=", DataLoader(valid)",
        mark="  # TUN411: PyTorchLightningPruningCallback watches 'val_acc', but the model logs 'val_loss': nothing is ever pruned",
    )
    + STUDY,
    "no validation loader": MODULE
    + TRAINED.format(
        monitor="val_loss",
        more="",
        mark="  # TUN411: PyTorchLightningPruningCallback watches 'val_loss', but fit gets no validation loader: nothing is ever pruned",
    )
    + STUDY,
    "silent: logged": MODULE
    + TRAINED.format(monitor="val_loss", more=", DataLoader(valid)", mark="")
    + STUDY,
    "silent: its epoch": MODULE
    + TRAINED.format(monitor="val_loss_epoch", more=", DataLoader(valid)", mark="")
    + STUDY,
    "silent: the module logs names of its own": MODULE
    + """
    def on_validation_epoch_end(self):
        self.log_dict({f"val_{name}": value for name, value in self.scores()})
"""
    + TRAINED.format(monitor="val_acc", more=", DataLoader(valid)", mark="")
    + STUDY,
    "silent: the module has the loader": MODULE
    + """
    def val_dataloader(self):
        return DataLoader(valid)
"""
    + TRAINED.format(monitor="val_loss", more="", mark="")
    + STUDY,
}

SILENT = {
    "the logged name": KERAS
    + """
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    model.fit(x, y, validation_data=(a, b), epochs=9, callbacks=[KerasPruningCallback(trial, "val_accuracy")])
    return model.evaluate(a, b)[1]
"""
    + STUDY,
    "metrics that cannot be read": KERAS
    + """
    model.compile("adam", "binary_crossentropy", metrics=settings.metrics)
    model.fit(x, y, validation_data=(a, b), epochs=9, callbacks=[KerasPruningCallback(trial, "val_acc")])
    return model.evaluate(a, b)[1]
"""
    + STUDY,
    "a numbered metric": KERAS
    + """
    model.compile("adam", "binary_crossentropy", metrics=[keras.metrics.AUC()])
    model.fit(x, y, validation_data=(a, b), epochs=9, callbacks=[KerasPruningCallback(trial, "val_auc_1")])
    return model.evaluate(a, b)[1]
"""
    + STUDY,
    "a callback of the project's own logs it": KERAS.replace(
        "def objective",
        """
class Score(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs["val_gini"] = gini(self.model)
def objective""",
    )
    + """
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    model.fit(x, y, validation_data=(a, b), callbacks=[Score(), KerasPruningCallback(trial, "val_gini")])
    return model.evaluate(a, b)[1]
"""
    + STUDY,
    "a callback of the project's own of this name": """
import optuna
from xgboost import XGBClassifier
from mine import XGBoostPruningCallback
def objective(trial):
    model = XGBClassifier(max_depth=trial.suggest_int("depth", 1, 9), callbacks=[XGBoostPruningCallback(trial, "validation-auc")])
    return model.fit(x, y, eval_set=[(a, b)]).best_score
"""
    + STUDY,
    "XGBoost as it calls its rows": """
import optuna
from optuna_integration import XGBoostPruningCallback
from xgboost import XGBClassifier, train
def objective(trial):
    model = XGBClassifier(max_depth=trial.suggest_int("depth", 1, 9), callbacks=[XGBoostPruningCallback(trial, "validation_1-logloss")])
    model.fit(x, y, eval_set=[(x, y), (a, b)])
    several = {"eval_metric": ["auc", "ndcg@5"]}
    train(several, rows, 9, evals=[(rows, "train"), (valid, "eval")], callbacks=[XGBoostPruningCallback(trial, "eval-ndcg@5")])
    train({**read(), "eta": 1}, rows, 9, evals=[(valid, "eval")], callbacks=[XGBoostPruningCallback(trial, "eval-auc")])
    train(several, rows, 9, evals=watched(), callbacks=[XGBoostPruningCallback(trial, "validation-auc")])
    train(several, rows, 9, evals=[(valid, "eval")], custom_metric=gini, callbacks=[XGBoostPruningCallback(trial, "eval-gini")])
    return model.best_score
"""
    + STUDY,
    "parameters that are set later": """
import optuna
from optuna_integration import XGBoostPruningCallback
from xgboost import XGBClassifier
def objective(trial):
    model = XGBClassifier(max_depth=trial.suggest_int("depth", 1, 9), callbacks=[XGBoostPruningCallback(trial, "validation_0-auc")])
    model.set_params(eval_metric="auc")
    model.fit(x, y, eval_set=[(a, b)])
    return model.best_score
"""
    + STUDY,
    "LightGBM as it calls them": """
import optuna
import lightgbm as lgb
from optuna_integration import LightGBMPruningCallback
def objective(trial):
    leaves = trial.suggest_int("leaves", 2, 99)
    model = lgb.LGBMClassifier(num_leaves=leaves)
    model.fit(x, y, eval_set=[(a, b)], eval_metric="auc", callbacks=[LightGBMPruningCallback(trial, "auc")])
    train, valid = lgb.Dataset(x, y), lgb.Dataset(a, b)
    params = {"metric": "AUC,binary_error", "num_leaves": leaves}
    lgb.train(params, train, valid_sets=[train, valid], valid_names=["train", "dev"], callbacks=[LightGBMPruningCallback(trial, "auc", "dev")])
    lgb.cv(params, train, callbacks=[LightGBMPruningCallback(trial, "auc")])
    return model.best_score_["valid_0"]["auc"]
"""
    + STUDY,
    "CatBoost": """
import optuna
from catboost import CatBoostClassifier
from optuna_integration import CatBoostPruningCallback
def objective(trial):
    model = CatBoostClassifier(depth=trial.suggest_int("depth", 1, 9), custom_metric=["F1:average=Macro"])
    model.fit(x, y, eval_set=pool, callbacks=[CatBoostPruningCallback(trial, "F1:average=Macro")])
    return model.score(a, b)
"""
    + STUDY,
}


test_programs = check_programs("TUN411", FLAGGED, LIGHTNING, SILENT)
