"""TUN303: trials judged on the rows they were fitted on"""

from __future__ import annotations

from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked

TUNER = """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy", keras.metrics.AUC(name="a")])
    return model
tuner = kt.RandomSearch(build, objective={objective}, max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
"""
FOREST = """
from hyperopt import fmin, hp, tpe
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import cross_val_score, train_test_split
x_train, x_val, y_train, y_val = train_test_split(x, y, random_state=1)
def objective(depth):
    model = RandomForestClassifier(max_depth=depth)
    model.fit(x_train, y_train)
    {score}
best = fmin(objective, hp.choice("depth", [2, 4]), algo=tpe.suggest, max_evals=30)
"""
NETWORK = """
import keras
import numpy as np
from hyperopt import fmin, hp, tpe
def objective(units):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse", metrics=["accuracy"])
    history = model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=9)
    {score}
best = fmin(objective, hp.choice("units", [8, 16]), algo=tpe.suggest, max_evals=30)
"""
LOOP = """
from sklearn.tree import DecisionTreeClassifier
best_score, best_depth = 0, None
for depth in range(1, 10):
    tree = DecisionTreeClassifier(max_depth=depth)
    tree.fit(x_train, y_train)
    predicted = tree.predict(x_train)
    score = tree.score({rows})
    if score > best_score:
        best_score, best_depth = score, depth
"""

FLAGGED = {
    "accuracy": marked(
        TUNER.format(objective="'accuracy'"),
        {"tuner = kt.": "# TUN303: objective 'accuracy' is measured on the training data"},
    ),
    "loss": marked(
        TUNER.format(objective="'loss'"),
        {"tuner = kt.": "# TUN303: objective 'loss' is measured on the training data"},
    ),
    "an Objective": marked(
        TUNER.format(objective="kt.Objective('accuracy', direction='max')"),
        {"tuner = kt.": "# TUN303: objective 'accuracy' is measured on the training data"},
    ),
    "a metric by its own name": marked(
        TUNER.format(objective="kt.Objective('a', 'max')"),
        {"tuner = kt.": "# TUN303: objective 'a' is measured on the training data"},
    ),
    "on a line of its own": marked(
        TUNER.replace("build, obj", "\n    build,\n    obj").format(objective="'accuracy'"),
        {"objective=": "# TUN303: objective 'accuracy' is measured on the training data"},
    ),
    "the model is not seen": "import keras_tuner as kt\n"
    "tuner = kt.BayesianOptimization(build, 'mse', 9)  # TUN303: objective 'mse' is measured on the training data\ntuner.search(x, y, epochs=9)\n",
    "the estimator's own score": FOREST.format(
        score="return -model.score(x_train, y_train)  # TUN303: accuracy is measured on x_train, which the model was trained on: the configuration that overfits most wins"
    ),
    "a metric function": FOREST.format(
        score="predicted = model.predict(x_train)\n"
        "    return {'loss': 1 - accuracy_score(y_train, predicted), 'status': 'ok'}  # TUN303: accuracy is measured on x_train, which the model was trained"
    ),
    "probabilities": FOREST.format(
        score="return log_loss(y_train, model.predict_proba(x_train)[:, 1])  # TUN303: log_loss is measured on x_train, which the model was trained"
    ),
    "a training history": NETWORK.format(
        score="return min(history.history['loss'])  # TUN303: loss is measured on x_train, which the model was trained"
    ),
    "a training history, negated": NETWORK.format(
        score="return -np.max(history.history['accuracy'])  # TUN303: accuracy is measured on x_train, which the model was trained"
    ),
    "evaluated on the training rows": NETWORK.format(
        score="loss, accuracy = model.evaluate(x_train, y_train)\n    return 1 - accuracy  # TUN303: accuracy is measured on x_train, which the model was trained"
    ),
    "a loop": marked(
        LOOP.format(rows="x_train, y_train"),
        {"score = tree.": "# TUN303: accuracy is measured on x_train, which the model was trained"},
    ),
    "all rows, of which it was fitted on a part": FOREST.format(
        score="return -model.score(x_train[:50], y_train[:50])  # TUN303: accuracy is measured on x_train, which the model was trained"
    ),
    "optuna: scored on the training rows": """
import optuna
from sklearn.metrics import f1_score
from sklearn.tree import DecisionTreeClassifier
def objective(trial):
    tree = DecisionTreeClassifier(max_depth=trial.suggest_int("depth", 1, 30))
    tree.fit(x_train, y_train)
    return f1_score(y_train, tree.predict(x_train))  # TUN303: f1 is measured on x_train, which the model was trained
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
""",
}

SILENT = {
    "val_accuracy": TUNER.format(objective="'val_accuracy'"),
    "an objective with val_": TUNER.format(objective="kt.Objective('val_a', 'max')"),
    "unknown": TUNER.format(objective="OBJECTIVE"),
    "a name of its own": TUNER.format(objective="kt.Objective('score', 'max')"),
    "the project reports": """
import keras_tuner as kt
class Model(kt.HyperModel):
    def build(self, hp):
        return make(hp)
    def fit(self, hp, model, *args, **kwargs):
        model.fit(*args, **kwargs)
        return {"accuracy": measure(model)}
tuner = kt.RandomSearch(Model(), objective=kt.Objective("accuracy", "max"), seed=7)
tuner.search(x, y, epochs=9)
""",
    "the validation part": FOREST.format(score="return -model.score(x_val, y_val)"),
    "a loop over the validation rows": LOOP.format(rows="x_val, y_val"),
    "cross-validation": FOREST.format(
        score="return -cross_val_score(model, x_train, y_train).mean()"
    ),
    "rows from elsewhere": FOREST.format(score="return -model.score(a, b)"),
    "a validation history": NETWORK.format(score="return min(history.history['val_loss'])"),
    "evaluated on the validation rows": NETWORK.format(
        score="return model.evaluate(x_val, y_val)[0]"
    ),
    "a clustering": """
from hyperopt import fmin, hp, tpe
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
def objective(k):
    model = KMeans(k)
    model.fit(x)
    return -silhouette_score(x, model.labels_)
best = fmin(objective, hp.choice("k", [2, 4]), algo=tpe.suggest, max_evals=30)
""",
    "optuna: scored on other rows": """
import optuna
from sklearn.metrics import f1_score
from sklearn.tree import DecisionTreeClassifier
def objective(trial):
    tree = DecisionTreeClassifier(max_depth=trial.suggest_int("depth", 1, 30))
    tree.fit(x_train, y_train)
    return f1_score(y_val, tree.predict(x_val))
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
""",
}


test_programs = check_programs("TUN303", FLAGGED, SILENT)


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "scored on the rows it was fitted on": """\
def fit(config):
    model = SVC(**config).fit(x_train, y_train)
    tune.report({"acc": model.score(x_train, y_train)})  # TUN303: accuracy is measured on x_train, which the model was trained

tune.run(fit, config={"C": tune.grid_search([1, 2])}, metric="acc", mode="max")
""",
    "a training loss": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    history = model.fit(x, y, epochs=9)
    tune.report({"loss": history.history["loss"][-1]})  # TUN303: loss is measured on x, which the model was trained

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "reported by a callback": """\
from ray.tune.integration.keras import TuneReportCheckpointCallback

def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse", metrics=["accuracy"])
    report = TuneReportCheckpointCallback(metrics={"mean_accuracy": "accuracy"})  # TUN303: accuracy is measured on x, which the model was trained
    model.fit(x, y, validation_data=(v, w), epochs=9, callbacks=[report])

tune.run(net, config={"units": tune.randint(2, 9)}, metric="mean_accuracy", mode="max")
""",
    "returned": """\
def fit(config):
    model = SVC(C=config["C"])
    model.fit(x, y)
    return {"acc": accuracy_score(y, model.predict(x))}  # TUN303: accuracy is measured on x, which the model was trained

Tuner(fit, param_space={"C": tune.uniform(1, 9)}, tune_config=TuneConfig("max", "acc")).fit()
""",
    "in a class": """\
class Machine(tune.Trainable):
    def setup(self, config):
        self.model = SVC(C=config["C"])

    def step(self):
        self.model.fit(x, y)
        return {"acc": self.model.score(x, y)}  # TUN303: accuracy is measured on x, which the model was trained

tune.run(Machine, config={"C": tune.uniform(1, 2)}, metric="acc", mode="max")
""",
    "silent: scored on other rows": """\
tune.run(svm, config={"C": tune.grid_search([1, 2])}, metric="acc", mode="max")
""",
    "silent: a validation loss": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    history = model.fit(x, y, epochs=9, validation_split=0.2)
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "silent: the training score beside the score": """\
def fit(config):
    model = SVC(**config).fit(x_train, y_train)
    tune.report({"acc": model.score(x_val, y_val), "train": model.score(x_train, y_train)})

tune.run(fit, config={"C": tune.grid_search([1, 2])}, metric="acc", mode="max")
""",
    "silent: every other row": """\
def fit(config):
    model = SVC(**config).fit(x[::2], y[::2])
    tune.report({"acc": model.score(x[1::2], y[1::2])})

tune.run(fit, config={"C": tune.grid_search([1, 2])}, metric="acc", mode="max")
""",
    "silent: reported by a callback": """\
from ray.tune.integration.keras import TuneReportCheckpointCallback

def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse", metrics=["accuracy"])
    report = TuneReportCheckpointCallback(metrics={"mean_accuracy": "val_accuracy"})
    model.fit(x, y, validation_data=(v, w), epochs=9, callbacks=[report])

tune.run(net, config={"units": tune.randint(2, 9)}, metric="mean_accuracy", mode="max")
""",
    "silent: boosting reports what it is validated on": """\
import lightgbm as lgb
from ray.tune.integration.lightgbm import TuneReportCheckpointCallback

def boost(config):
    rows, held = lgb.Dataset(x_train, label=y_train), lgb.Dataset(x_val, label=y_val)
    report = TuneReportCheckpointCallback({"error": "eval-binary_error"})
    lgb.train(config, rows, valid_sets=[held], valid_names=["eval"], callbacks=[report])

tune.run(boost, config={"num_leaves": tune.randint(10, 99)}, metric="error", mode="min")
""",
}


test_ray_tune = check_programs("TUN303", RAY_PROGRAMS, head=ray_programs.HEAD)
