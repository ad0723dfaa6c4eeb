"""What people write and how it is read: the same pitfalls in forms that hide them."""

from __future__ import annotations

import pytest

from tests.checking import lines
from tests.rules.programs import check_coded_programs
from tunelint.testing import notebook

TUNERS_THAT_LEAVE = {
    "TUN101: returned by a factory": """
        import keras_tuner as kt

        def make_tuner(build, name):
            return kt.RandomSearch(build, "val_loss", max_trials=9, project_name=name)  # TUN101: RandomSearch is not seeded (no seed=
        """,
    "TUN103: returned by a method": """
        import numpy as np
        import keras_tuner as kt

        np.random.seed(4)

        class Experiment:
            def tuner(self, trials):
                return kt.BayesianOptimization(self.build, "val_loss", max_trials=trials)  # TUN103: np.random.seed does not seed this search

            def build(self, hp):
                return None
        """,
    "TUN301: nothing that is run logs it": """
        import keras
        import keras_tuner as kt

        def build(hp):
            model = keras.Sequential([keras.layers.Dense(hp.Int("width", 4, 32))])
            model.compile("sgd", "mse", metrics=["mae"])
            return model

        def make_tuner():
            return kt.Hyperband(build, objective="val_mean_absolute_error", seed=1)  # TUN301: objective 'val_mean_absolute_error' is never logged
        """,
    "TUN301: its own fit may log anything": """
        import keras
        import keras_tuner as kt

        class Fitting(kt.HyperModel):
            def build(self, hp):
                model = keras.Sequential([keras.layers.Dense(hp.Int("width", 4, 32))])
                model.compile("sgd", "mse", metrics=["mae"])
                return model

            def fit(self, hp, model, *args, **kwargs):
                model.fit(*args, **kwargs)
                return {"score": 1.0}

        def make_tuner():
            return kt.Hyperband(Fitting(), objective="val_mean_absolute_error", seed=1)
        """,
    "TUN101: a script that reads an earlier search": """
        import keras_tuner as kt

        tuner = kt.RandomSearch(build, "val_loss", max_trials=9)
        tuner.reload()
        print(tuner.get_best_hyperparameters()[0].values)
        """,
    "TUN505: a script that reads an earlier search": """
        import keras_tuner as kt

        tuner = kt.RandomSearch(build, "val_loss", max_trials=9)
        tuner.results_summary()
        """,
    "TUN105: whoever runs it may seed before": """
        import keras
        import keras_tuner as kt

        def build(hp):
            model = keras.Sequential([keras.layers.Dense(hp.Int("width", 4, 32))])
            model.compile("sgd", "mse")
            return model

        def make_tuner():
            return kt.RandomSearch(build, "val_loss", max_trials=9, seed=5)
        """,
    "TUN101: a study that is returned": """
        import optuna

        def make_study(name):
            return optuna.create_study(study_name=name, direction="maximize")  # TUN101: the study is not seeded (no sampler=)
        """,
    "TUN101: a study that is resumed elsewhere": """
        import optuna

        def make_study(name):
            return optuna.create_study(study_name=name, storage=url, load_if_exists=True)
        """,
    "TUN101: a study that is only looked at": """
        import optuna

        study = optuna.create_study(study_name="a")
        print(study.user_attrs)
        """,
    "TUN101: a grid that is kept on an object": """
        from scipy.stats import randint
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import RandomizedSearchCV

        class Tuned:
            def __init__(self):
                forest = RandomForestClassifier(random_state=1)
                self.search = RandomizedSearchCV(forest, {"max_depth": randint(1, 9)}, n_iter=4)  # TUN101: RandomizedSearchCV is not seeded (no random_state=
        """,
}

TUNERS_FROM_ELSEWHERE = {
    "TUN202: a parameter": """
        import keras_tuner as kt

        def run(tuner: kt.Tuner, x_train, y_train, x_test, y_test):
            tuner.search(x_train, y_train, validation_data=(x_test, y_test), epochs=30)  # TUN202: the search validates on the test set (x_test)
        """,
    "TUN402: an import that cannot be read": """
        import keras_tuner
        from my_tuners import tuner

        tuner.search(x, y, validation_split=0.2, epochs=2)  # TUN402: trials train for 2 epochs: the search ranks how fast
        """,
    "TUN402: a field of a parameter": """
        import keras_tuner

        def run(self, x, y):
            self.tuner.search(x, y, validation_split=0.2, epochs=1)  # TUN402: trials train for 1 epoch: the search ranks how fast
        """,
    "TUN402: another library's search": """
        import re
        import keras_tuner

        def find(pattern, text):
            return pattern.search(text, 2)
        """,
    "TUN101: it may be seeded where it is built": """
        import keras_tuner

        def run(tuner, x, y):
            tuner.search(x, y, validation_split=0.2, epochs=30)
        """,
}

KEPT_TUNERS = {
    "TUN402: a list that a loop fills": """
        import keras_tuner as kt

        tuners = []
        for name in ["a", "b"]:
            tuners.append(kt.RandomSearch(build, "val_loss", max_trials=9, project_name=name))
        for tuner in tuners:
            tuner.search(x, y, validation_split=0.2, epochs=1)  # TUN402: trials train for 1 epoch: the search ranks how fast
        """,
    "TUN402: a dictionary that a loop fills": """
        import keras_tuner as kt

        tuners = {}
        for name in ["a", "b"]:
            tuners[name] = kt.RandomSearch(build, "val_loss", max_trials=9, project_name=name)
        for name in ["a", "b"]:
            tuners[name].search(x, y, validation_split=0.2, epochs=1)  # TUN402: trials train for 1 epoch: the search ranks how fast
        """,
    "TUN502: each is searched once": """
        import keras_tuner as kt

        tuners = []
        for name in ["a", "b"]:
            tuners.append(kt.RandomSearch(build, "val_loss", max_trials=9, project_name=name))
        for tuner in tuners:
            tuner.search(x, y, validation_split=0.2, epochs=20)
        """,
    "TUN402: arguments that are copied": """
        import copy
        import keras_tuner as kt

        tuner = kt.RandomSearch(build, "val_loss", max_trials=9)
        given = {"epochs": 1, "validation_split": 0.2}
        tuner.search(x, y, **copy.copy(given))  # TUN402: trials train for 1 epoch: the search ranks how fast
        """,
    "TUN402: a copy that is changed": """
        import copy
        import keras_tuner as kt

        tuner = kt.RandomSearch(build, "val_loss", max_trials=9)
        given = {"epochs": 1, "validation_split": 0.2}
        longer = copy.copy(given)
        longer["epochs"] = 30
        tuner.search(x, y, **longer)
        """,
    "TUN402: a loop of the tuner's own": """
        import keras_tuner as kt

        class Looping(kt.RandomSearch):
            def search(self, *args, **kwargs):
                for _ in range(5):
                    trial = self.oracle.create_trial(self.tuner_id)
                    self.run_trial(trial, *args, **kwargs)

        tuner = Looping(build, "val_loss", max_trials=5)
        tuner.search(x, y, validation_split=0.2, epochs=2)  # TUN402: trials train for 2 epochs: the search ranks how fast
        """,
    "TUN402: a loop that trains for longer": """
        import keras_tuner as kt

        class Looping(kt.RandomSearch):
            def search(self, *args, **kwargs):
                kwargs["epochs"] = 40
                self.run_trial(self.oracle.create_trial(self.tuner_id), *args, **kwargs)

        tuner = Looping(build, "val_loss", max_trials=5)
        tuner.search(x, y, validation_split=0.2, epochs=2)
        """,
}

BRANCHES = {
    "TUN407: a choice of tuners": """
        import sys
        import keras_tuner as kt

        def build(hp):
            return hp.Int("a", 1, 9), hp.Int("b", 1, 9), hp.Float("c", 0.1, 0.9)

        if "--random" in sys.argv:
            tuner = kt.RandomSearch(build, "val_loss", max_trials=8)
        else:
            tuner = kt.BayesianOptimization(build, "val_loss", max_trials=8)  # TUN407: the search runs 8 trials, but at least the first 9 are random
        tuner.search(x, y, epochs=20)
        """,
    "TUN407: a branch in the builder": """
        import keras_tuner as kt

        def build(hp):
            if hp.Boolean("deep"):
                return hp.Int("a", 1, 9), hp.Int("b", 1, 9), hp.Float("c", 0.1, 0.9)
            return None

        tuner = kt.BayesianOptimization(build, "val_loss", max_trials=8)
        tuner.search(x, y, epochs=20)
        """,
    "TUN407: one of two builders": """
        import sys
        import keras_tuner as kt

        def wide(hp):
            return hp.Int("a", 1, 9), hp.Int("b", 1, 9), hp.Int("c", 1, 9)

        def deep(hp):
            return hp.Int("d", 1, 9)

        tuner = kt.BayesianOptimization(wide if sys.argv[1] else deep, "val_loss", max_trials=8)
        tuner.search(x, y, epochs=20)
        """,
}

SCORES_BY_NAME = {
    f"TUN202: {how}": f"""
        import keras
        import optuna

        def objective(trial):
            model = keras.Sequential([keras.layers.Dense(trial.suggest_int("width", 4, 32))])
            model.compile("sgd", "mse", metrics=["mae"])
            model.fit(x_train, y_train, epochs=20)
            numbers = model.evaluate(x_test, y_test)  # TUN202: the study is scored on the test set (x_test)
            {code}
            return scores["loss"]

        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
        study.optimize(objective, n_trials=40)
        """
    for how, code in {
        "zipped": "scores = dict(zip(model.metrics_names, numbers))",
        "enumerated": "scores = {n: numbers[i] for i, n in enumerate(model.metrics_names)}",
        "paired": "scores = {n: v for n, v in zip(['loss', 'mae'], numbers)}",
    }.items()
} | {
    "TUN202: two evaluations in one dictionary": """
        import keras
        import optuna

        def objective(trial):
            model = keras.Sequential([keras.layers.Dense(trial.suggest_int("width", 4, 32))])
            model.compile("sgd", "mse", metrics=["mae"])
            model.fit(x_train, y_train, epochs=20)
            scores = dict(zip("ab", [model.evaluate(x_test, y_test), model.evaluate(x_val, y_val)]))
            return scores["b"]

        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
        study.optimize(objective, n_trials=40)
        """,
    "TUN202: a column of a table": """
        import optuna
        import pandas as pd
        from sklearn.linear_model import Ridge

        def objective(trial):
            model = Ridge(trial.suggest_float("alpha", 1e-3, 1, log=True)).fit(x_train, y_train)
            table = pd.DataFrame({"test r2": [model.score(x_test, y_test)]})  # TUN202: the study is scored on the test set (x_test)
            return table["test r2"].iloc[-1]

        study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
        study.optimize(objective, n_trials=40)
        """,
}

SET_PARAMETERS = {
    "TUN603: set later": """
        import numpy as np
        from hyperopt import fmin, hp, tpe
        from sklearn.ensemble import ExtraTreesClassifier
        from sklearn.model_selection import cross_val_score

        trees = ExtraTreesClassifier(random_state=0)

        def objective(chosen):
            trees.set_params(**chosen)
            return -cross_val_score(trees, x, y).mean()

        space = {"max_depth": hp.quniform("max_depth", 2, 9, 1)}  # TUN603: hp.quniform draws max_depth as a float
        fmin(objective, space, algo=tpe.suggest, max_evals=40, rstate=np.random.default_rng(1))
        """,
    "TUN603: set as a whole number": """
        import numpy as np
        from hyperopt import fmin, hp, tpe
        from sklearn.ensemble import ExtraTreesClassifier
        from sklearn.model_selection import cross_val_score

        trees = ExtraTreesClassifier(random_state=0)

        def objective(chosen):
            trees.set_params(max_depth=int(chosen["max_depth"]))
            return -cross_val_score(trees, x, y).mean()

        space = {"max_depth": hp.quniform("max_depth", 2, 9, 1)}
        fmin(objective, space, algo=tpe.suggest, max_evals=40, rstate=np.random.default_rng(1))
        """,
    "TUN603: a step of a pipeline": """
        import optuna
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import cross_val_score
        from sklearn.pipeline import Pipeline
        from sklearn.preprocessing import StandardScaler

        forest = RandomForestClassifier(random_state=0)
        pipeline = Pipeline([("scale", StandardScaler()), ("forest", forest)])

        def objective(trial):
            pipeline.set_params(forest__max_depth=trial.suggest_float("depth", 2, 9))  # TUN603: trial.suggest_float draws 'depth' as a float
            return cross_val_score(pipeline, x, y).mean()

        study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
        study.optimize(objective, n_trials=40)
        """,
    "TUN509: a named point of scikit-optimize": """
        from sklearn.ensemble import GradientBoostingRegressor
        from sklearn.model_selection import cross_val_score
        from skopt import gp_minimize
        from skopt.space import Categorical, Integer
        from skopt.utils import use_named_args

        space = [
            Integer(2, 9, name="max_depth"),
            Categorical(["ls", "huber"], name="loss"),  # TUN509: GradientBoostingRegressor no longer accepts loss='ls'
        ]

        @use_named_args(space)
        def objective(**point):
            model = GradientBoostingRegressor(random_state=0, **point)
            return -cross_val_score(model, x, y).mean()

        gp_minimize(objective, space, n_calls=40, random_state=0)
        """,
}

SEEDS_THAT_ARE_NONE = {
    "TUN103: what a seeding call returns": """
        import random
        import optuna

        seed = random.seed(3)
        sampler = optuna.samplers.TPESampler(seed=seed)
        study = optuna.create_study(sampler=sampler)  # TUN103: random.seed does not seed this study
        study.optimize(lambda trial: trial.suggest_float("x", -1, 1) ** 2, n_trials=40)
        """,
    "TUN101: what torch returns is a generator": """
        import optuna
        import torch

        seed = torch.manual_seed(3)
        sampler = optuna.samplers.TPESampler(seed=seed)
        study = optuna.create_study(sampler=sampler)
        study.optimize(lambda trial: trial.suggest_float("x", -1, 1) ** 2, n_trials=40)
        """,
    "TUN101: a sampler of the project's own": """
        import optuna

        class Logging(optuna.samplers.TPESampler):
            def after_trial(self, study, trial, state, values):
                print(values)

        study = optuna.create_study(sampler=Logging())  # TUN101: the study is not seeded (Logging has no seed=)
        study.optimize(lambda trial: trial.suggest_float("x", -1, 1) ** 2, n_trials=40)
        """,
    "TUN101: a generator of its own": """
        import numpy as np
        import optuna

        class Drawing(optuna.samplers.BaseSampler):
            def __init__(self, seed=None):
                self.generator = np.random.default_rng(seed)

            def sample_independent(self, study, trial, name, distribution):
                return self.generator.uniform(distribution.low, distribution.high)

        study = optuna.create_study(sampler=Drawing())  # TUN101: the study is not seeded (nothing seeds its sampler's own
        study.optimize(lambda trial: trial.suggest_float("x", -1, 1) ** 2, n_trials=40)
        """,
    "TUN101: a generator of its own with a seed": """
        import numpy as np
        import optuna

        class Drawing(optuna.samplers.BaseSampler):
            def __init__(self, seed=None):
                self.generator = np.random.default_rng(seed)

            def sample_independent(self, study, trial, name, distribution):
                return self.generator.uniform(distribution.low, distribution.high)

        study = optuna.create_study(sampler=Drawing(7))
        study.optimize(lambda trial: trial.suggest_float("x", -1, 1) ** 2, n_trials=40)
        """,
    "TUN101: seeded in its own constructor": """
        import optuna

        class Quiet(optuna.samplers.TPESampler):
            def __init__(self, startup):
                super().__init__(n_startup_trials=startup, seed=11)

        study = optuna.create_study(sampler=Quiet(5))
        study.optimize(lambda trial: trial.suggest_float("x", -1, 1) ** 2, n_trials=40)
        """,
}

UNSEEN_MODELS = {
    "TUN202: built by an import that cannot be read": """
        import optuna
        from networks import make_model

        def objective(trial):
            model = make_model(trial.suggest_int("width", 4, 32))
            model.fit(x_train, y_train, epochs=20)
            loss, _ = model.evaluate(x_test, y_test)  # TUN202: the study is scored on the test set (x_test)
            return loss

        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
        study.optimize(objective, n_trials=40)
        """,
    "TUN105: a library whose models are no Keras models": """
        import optuna
        from pytorch_tabnet.tab_model import TabNetClassifier

        def objective(trial):
            model = TabNetClassifier(n_d=trial.suggest_int("width", 4, 32))
            model.fit(x_train, y_train, batch_size=64)
            return model.evaluate(x_val, y_val)

        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
        study.optimize(objective, n_trials=40)
        """,
    "TUN301: several outputs": """
        import keras
        import keras_tuner as kt

        def build(hp):
            inputs = keras.Input((8,))
            hidden = keras.layers.Dense(hp.Int("width", 4, 32))(inputs)
            kind = keras.layers.Dense(3, name="kind")(hidden)
            size = keras.layers.Dense(1, name="size")(hidden)
            model = keras.Model(inputs, [kind, size])
            model.compile("sgd", ["mse", "mse"], metrics=[["mae"], []])
            return model

        tuner = kt.RandomSearch(build, "val_mae", max_trials=9, seed=1)  # TUN301: objective 'val_mae' is never logged
        tuner.search(x, [a, b], validation_split=0.2, epochs=20)
        """,
    "TUN301: the loss of one of several outputs": """
        import keras
        import keras_tuner as kt

        def build(hp):
            inputs = keras.Input((8,))
            hidden = keras.layers.Dense(hp.Int("width", 4, 32))(inputs)
            kind = keras.layers.Dense(3, name="kind")(hidden)
            size = keras.layers.Dense(1, name="size")(hidden)
            model = keras.Model(inputs, {"kind": kind, "size": size})
            model.compile("sgd", {"kind": "mse", "size": "mse"})
            return model

        goal = kt.Objective("val_size_loss", "min")
        tuner = kt.RandomSearch(build, goal, max_trials=9, seed=1)
        tuner.search(x, [a, b], validation_split=0.2, epochs=20)
        """,
    "TUN301: an output without a name": """
        import keras
        import keras_tuner as kt

        def build(hp):
            inputs = keras.Input((8,))
            kind = keras.layers.Dense(3, name="kind")(inputs)
            size = keras.layers.Dense(hp.Int("width", 1, 2))(inputs)
            model = keras.Model(inputs, [kind, size])
            model.compile("sgd", ["mse", "mse"], metrics=[["mae"], []])
            return model

        tuner = kt.RandomSearch(build, "val_mae", max_trials=9, seed=1)
        tuner.search(x, [a, b], validation_split=0.2, epochs=20)
        """,
}

WINNERS = {
    f"TUN401: {how}": f"""
        import keras
        import keras_tuner as kt

        def build(hp):
            model = keras.Sequential([keras.layers.Dense(hp.Int("width", 4, 32))])
            model.compile("sgd", "mse")
            return model

        tuner = kt.RandomSearch(build, "val_loss", max_trials=9, seed=1, overwrite=True)
        tuner.search(x, y, validation_split=0.2, epochs=10)  # TUN401: trials train for 10 epochs, the winner for 90
        best = tuner.get_best_models()[0]
        {code}
        """
    for how, code in {
        "saved and loaded": "best.save('m.keras'); "
        "keras.models.load_model('m.keras').fit(x, y, epochs=90)",
        "steps that are one pass": "best.fit(x, y, epochs=90, steps_per_epoch=len(x) // 32)",
        "the best epoch is printed": "h = best.fit(x, y, epochs=90); "
        "print(h.history['loss'].index(min(h.history['loss'])))",
    }.items()
} | {
    f"TUN401: {how}": f"""
        import keras
        import keras_tuner as kt

        def build(hp):
            model = keras.Sequential([keras.layers.Dense(hp.Int("width", 4, 32))])
            model.compile("sgd", "mse")
            return model

        tuner = kt.RandomSearch(build, "val_loss", max_trials=9, seed=1, overwrite=True)
        tuner.search(x, y, validation_split=0.2, epochs=10)
        best = tuner.get_best_models()[0]
        {code}
        """
    for how, code in {
        "another file is loaded": "best.save('m.keras'); "
        "keras.models.load_model('old.keras').fit(x, y, epochs=90)",
        "few steps an epoch": "best.fit(x, y, epochs=90, steps_per_epoch=4)",
        "trained again for the best epoch": "h = best.fit(x, y, epochs=90); "
        "n = h.history['loss'].index(min(h.history['loss'])); best.fit(x, y, epochs=n + 1)",
    }.items()
}

COMMAND_LINES = {
    "TUN402: getopt": """
        import getopt
        import sys
        import keras_tuner as kt

        epochs = 1
        for option, value in getopt.getopt(sys.argv[1:], "e:")[0]:
            if option == "-e":
                epochs = int(value)
        tuner = kt.RandomSearch(build, "val_loss", max_trials=9, seed=1)
        tuner.search(x, y, validation_split=0.2, epochs=epochs)  # TUN402: trials train for 1 epoch: the search ranks how fast
        """,
    "TUN402: a file decides": """
        import json
        import keras_tuner as kt

        epochs = 1
        for option, value in json.load(open("settings.json")).items():
            if option == "epochs":
                epochs = int(value)
        tuner = kt.RandomSearch(build, "val_loss", max_trials=9, seed=1)
        tuner.search(x, y, validation_split=0.2, epochs=epochs)
        """,
}

ROWS = {
    "TUN203: a frame that a branch changes": """
        import optuna
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split

        table = pd.read_csv("flats.csv")
        table = table.merge(round(table.groupby("town")["rent"].mean(), 2), on="town")  # TUN203: the mean of 'rent' by 'town' is computed on all rows
        if "id" in table:
            table = table.drop(columns="id")
        labels = table["rent"].copy()
        x_train, x_val, y_train, y_val = train_test_split(table, labels, random_state=1)

        def objective(trial):
            model = Ridge(trial.suggest_float("alpha", 1e-3, 1, log=True)).fit(x_train, y_train)
            return model.score(x_val, y_val)

        study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
        study.optimize(objective, n_trials=40)
        """,
    "TUN203: rows that a loop collects": """
        import numpy as np
        import optuna
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split
        from sklearn.preprocessing import StandardScaler

        table = pd.read_csv("flats.csv")
        table[["size"]] = StandardScaler().fit_transform(table[["size"]])  # TUN203: StandardScaler is fitted on all rows before the split
        features, labels = [], []
        for row in table.values:
            features.append(row[:3])
            labels.append(row[3])
        parts = train_test_split(np.array(features), np.array(labels), random_state=1)
        x_train, x_val, y_train, y_val = parts

        def objective(trial):
            model = Ridge(trial.suggest_float("alpha", 1e-3, 1, log=True)).fit(x_train, y_train)
            return model.score(x_val, y_val)

        study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
        study.optimize(objective, n_trials=40)
        """,
    "TUN203: a statistic of a feature": """
        import optuna
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split

        table = pd.read_csv("flats.csv")
        table = table.merge(round(table.groupby("town")["rooms"].mean(), 2), on="town")
        if "id" in table:
            table = table.drop(columns="id")
        labels = table["rent"].copy()
        x_train, x_val, y_train, y_val = train_test_split(table, labels, random_state=1)

        def objective(trial):
            model = Ridge(trial.suggest_float("alpha", 1e-3, 1, log=True)).fit(x_train, y_train)
            return model.score(x_val, y_val)

        study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
        study.optimize(objective, n_trials=40)
        """,
}

OWN_TUNER = """
import keras_tuner as kt

def build(hp):
    return None
"""
TUNING = """
from bayes_opt import *

tuner = kt.BayesianOptimization(build, "val_loss", max_trials=30, overwrite=True){mark}
tuner.search(x, y, validation_split=0.2, epochs=30)
"""
HIDDEN_LIBRARIES = {
    "TUN410: a module beside the script has a library's name": {
        "search.py": TUNING.format(mark=""),
        "bayes_opt.py": OWN_TUNER,
    },
    "TUN101: and what it imports is read": {
        "search.py": TUNING.format(mark="  # TUN101: BayesianOptimization is not seeded"),
        "bayes_opt.py": OWN_TUNER,
    },
    "TUN101: a module of a package hides no library": {
        "tuning/__init__.py": "",
        "tuning/optuna.py": "LOG = True\n",
        "tuning/search.py": """
import optuna

study = optuna.create_study()  # TUN101: the study is not seeded
study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=40)
""",
    },
}

GENERATORS = {
    "TUN407: a generator is gone through once": """
        import optuna

        counted = (x for x in [2, 3])
        for one in counted:
            print(one)
        trials = 5 if len(tuple(counted)) == 2 else 40
        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
        study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=trials)
        """,
    "TUN407: and a sole argument is read": """
        import optuna

        counted = tuple(x for x in [2, 3])
        trials = 5 if len(counted) == 2 else 40
        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))  # TUN407: the study runs 5 trials
        study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=trials)
        """,
}
CALLS_THAT_FAIL = {
    "TUN501: a call with a parameter that its function lacks builds no tuner": """
        import keras_tuner as kt

        def tuner_of(trials):
            return kt.RandomSearch(build, "val_loss", max_trials=trials, project_name="one", seed=1)

        first = tuner_of(trials=20)
        first.search(x, y, validation_split=0.2, epochs=9)
        second = tuner_of(trials=20, kind="deep")
        second.search(x, y, validation_split=0.2, epochs=9)
        """,
    "TUN501: and one without it does": """
        import keras_tuner as kt

        def tuner_of(trials, **options):
            return kt.RandomSearch(build, "val_loss", max_trials=trials, project_name="one", seed=1)  # TUN501: RandomSearch stores

        first = tuner_of(trials=20)
        first.search(x, y, validation_split=0.2, epochs=9)
        second = tuner_of(trials=20, kind="deep")
        second.search(x, y, validation_split=0.2, epochs=9)
        """,
    "TUN304: names do not stand for what was not read": """
        from hyperopt import fmin, hp, tpe

        def measured(space):
            return measured(space | {"folds": FOLDS})

        def objective(space):
            accuracy = measured(space)
            return {"loss": accuracy, "status": "ok"}

        fmin(objective, {"alpha": hp.uniform("alpha", 0, 1)}, algo=tpe.suggest, max_evals=40)
        """,
}

test_reading = check_coded_programs(
    GENERATORS,
    CALLS_THAT_FAIL,
    HIDDEN_LIBRARIES,
    TUNERS_THAT_LEAVE,
    TUNERS_FROM_ELSEWHERE,
    KEPT_TUNERS,
    BRANCHES,
    SCORES_BY_NAME,
    SET_PARAMETERS,
    SEEDS_THAT_ARE_NONE,
    UNSEEN_MODELS,
    WINNERS,
    COMMAND_LINES,
    ROWS,
)


@pytest.mark.parametrize(
    ("command", "found"), [("!python search.py -v", [4]), ("!python a.py", [])]
)
def test_a_script_that_a_notebook_writes_and_runs(command: str, found: list[int]) -> None:
    script = """%%writefile search.py
from sklearn.model_selection import RandomizedSearchCV
from sklearn.svm import SVC
search = RandomizedSearchCV(SVC(), {'C': range(1, 99)}, n_iter=2)
search.fit(x, y)"""

    assert lines({"search.ipynb": notebook(script, command)}, "TUN101") == found
