"""TUN301: an objective that no trial logs"""

from __future__ import annotations

from tests.rules.programs import check_programs, marked

FLAGGED = {
    "an alias of a metric": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_acc', max_trials=5, seed=7)  # TUN301: objective 'val_acc' is never logged (the model logs 'val_accuracy'): every trial fails with KeyError
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "mse for mean_squared_error": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['mean_squared_error'])
    return model
tuner = kt.RandomSearch(build, objective='val_mse', max_trials=5, seed=7)  # TUN301: objective 'val_mse' is never logged
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "auc for AUC": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['AUC'])
    return model
tuner = kt.RandomSearch(build, objective='val_auc', max_trials=5, seed=7)  # TUN301: objective 'val_auc' is never logged
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "not compiled": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['mae'])
    return model
tuner = kt.RandomSearch(build, objective=kt.Objective('val_accuracy', 'max'), max_trials=5, seed=7)  # TUN301: objective 'val_accuracy' is never logged
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "no metrics at all": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=None)
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)  # TUN301: objective 'val_accuracy' is never logged
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "no validation data": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)  # TUN301: objective 'val_accuracy' is never logged
tuner.search(x, y, epochs=9)
""",
    "positional, HyperModel": """
from tensorflow import keras
from keras_tuner import HyperModel
from keras_tuner.tuners import Hyperband
class Mine(HyperModel):
    def build(self, hp):
        model = keras.Sequential()
        model.add(keras.layers.Dense(hp.Int("u", 1, 9)))
        model.compile("adam", "mse", [keras.metrics.MeanAbsoluteError()])
        return model
tuner = Hyperband(Mine(), "val_mae", max_epochs=9, seed=3)  # TUN301: objective 'val_mae' is never logged
tuner.search(x, y, validation_data=(xv, yv))
""",
    "model in another module": {
        "train.py": """
import keras_tuner as kt
from models import build
OBJECTIVE = "val_acc"
def main():
    tuner = kt.RandomSearch(build, objective=OBJECTIVE, max_trials=5, seed=7)  # TUN301: objective 'val_acc' is never logged
    tuner.search(x, y, epochs=9, validation_split=0.2)
main()
""",
        "models.py": """
import keras
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64))])
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
    return model
""",
    },
}

SILENT = {
    "metrics of the tuner itself": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64))])
    model.compile(optimizer="adam", loss="mse", metrics=["mae"])
    return model
tuner = kt.RandomSearch(build, objective="val_mse", max_trials=5, seed=7, metrics=["mse"])
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "the logged name": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "a named instance": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=[keras.metrics.AUC(name='val')])
    return model
tuner = kt.RandomSearch(build, objective=kt.Objective('val_val', 'max'), max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "an unnamed instance": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=[keras.metrics.AUC()])
    return model
tuner = kt.RandomSearch(build, objective='val_auc', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "loss": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=None)
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "metrics from elsewhere": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=METRICS)
    return model
tuner = kt.RandomSearch(build, objective='val_acc', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "validation data unknown": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)
tuner.search(x, y, **options)
""",
    "built elsewhere": """
import keras_tuner as kt
from somewhere import build
tuner = kt.RandomSearch(build, objective='val_acc', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "own fit that returns its score": """
import keras
import keras_tuner as kt
class Mine(kt.HyperModel):
    def build(self, hp):
        model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64))])
        model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
        return model
    def fit(self, hp, model, *args, **kwargs):
        history = model.fit(*args, **kwargs)
        return {"val_acc": max(history.history["val_accuracy"])}
tuner = kt.RandomSearch(Mine(), objective=kt.Objective("val_acc", "max"), max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "training metric without validation data": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='accuracy', max_trials=5, seed=7)
tuner.search(x, y, epochs=9)
""",
}


def own(classes: str, model: str, objective: str, more: str = "") -> str:
    """A search by `objective`, in the line before the last, of a model of the project's own."""
    return f"""
import keras
import keras_tuner as kt
{classes}
def build(hp):
    model = {model}
    model.compile("adam", "mse", metrics=["mae"])
    return model
tuner = kt.RandomSearch(build, kt.Objective("{objective}", "min"), max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2{more})
"""


PLAIN = 'keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])'
CALLBACK = """
class Score(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        {}
"""
STEPS = """
class Net(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.inner = keras.layers.Dense(units)
    def call(self, x):
        return self.inner(x)
    def {}
"""
LAYER = """
class Tracked(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = {}
    def call(self, x):
        {}
        return x
"""
TRACKED = 'keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), Tracked()])'
HANDED = ", callbacks=[Score()]"
NET = "Net(hp.Int('units', 8, 64))"

SILENT |= {
    "a model's own test step": own(
        STEPS.format("test_step(self, data):\n        return {'total': total(self, data)}"),
        NET,
        "val_total",
    ),
    "a model's own metrics": own(
        STEPS.format("get_metrics_result(self):\n        return self.totals()"), NET, "val_total"
    ),
    "a callback's own entry": own(
        CALLBACK.format("logs['val_score'] = 1 / (1 + logs['val_loss'])"),
        PLAIN,
        "val_score",
        HANDED,
    ),
    "a callback's own entries": own(
        CALLBACK.format("logs.update(self.scores())"), PLAIN, "val_score", HANDED
    ),
    "a callback that hands the logs on": own(
        CALLBACK.format("self.fill(logs)"), PLAIN, "val_score", HANDED
    ),
    "a lambda that fills the logs": own(
        "score = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update(s=1))",
        PLAIN,
        "val_score",
        ", callbacks=[score]",
    ),
    "a layer's own metric": own(
        LAYER.format("keras.metrics.Mean(name='norm')", "self.norm.update_state(x)"),
        TRACKED,
        "val_norm",
    ),
    "a metric that a layer adds": own(
        LAYER.format("None", "self.add_metric(x, name='norm')"), TRACKED, "val_norm"
    ),
}

FLAGGED |= {
    "a callback that logs another name": marked(
        own(CALLBACK.format("logs['lr_seen'] = 1"), PLAIN, "val_score", HANDED),
        {"tuner = kt.": "# TUN301: objective 'val_score' is never logged"},
    ),
    "a callback that only looks": marked(
        own(CALLBACK.format("print(logs)"), PLAIN, "val_score", HANDED),
        {"tuner = kt.": "# TUN301: objective 'val_score' is never logged"},
    ),
    "a callback that keeps the logs": marked(
        own(CALLBACK.format("super().on_epoch_end(epoch, logs)"), PLAIN, "val_score", HANDED),
        {"tuner = kt.": "# TUN301: objective 'val_score' is never logged"},
    ),
    "a model of the project's own without steps": marked(
        own(STEPS.format("summarise(self):\n        return None"), NET, "val_total"),
        {"tuner = kt.": "# TUN301: objective 'val_total' is never logged"},
    ),
    "a layer of the project's own without metrics": marked(
        own(LAYER.format("keras.layers.Dense(3)", "x = self.norm(x)"), TRACKED, "val_norm"),
        {"tuner = kt.": "# TUN301: objective 'val_norm' is never logged"},
    ),
}

RAY = """
from ray import train, tune
from ray.tune.schedulers import ASHAScheduler
from ray.tune.search.optuna import OptunaSearch
from sklearn.svm import SVC
def svm(config):
    model = SVC(C=config["C"])
    for _ in range(3):
        model.fit(x, y)
        tune.report({"accuracy": model.score(v, w), "size": len(x)})
"""
CONFIG = "tune.Tuner(svm, param_space=SPACE, tune_config=tune.TuneConfig({})).fit()\n"
UNREPORTED = (
    "  # TUN301: metric {} is never reported (the trials report {}): the first report raises"
)
LISTED = "'accuracy' and 'size'"


def ray(settings: str, metric: str = "", reported: str = LISTED, head: str = RAY) -> str:
    mark = UNREPORTED.format(repr(metric), reported) if metric else ""
    return head + CONFIG.format(f"\n    {settings},{mark}\n")


CLASS = """
from ray import tune
class Trainable(tune.Trainable):
    def setup(self, config):
        self.rate = config["rate"]
    def step(self):
        return {"loss": self.rate}
"""

FLAGGED |= {
    "ray: a metric of the settings": ray("mode='max', metric='val_accuracy'", "val_accuracy"),
    "ray: a metric by position": ray("'min', 'loss'", "loss"),
    "ray: a scheduler's metric": ray("scheduler=ASHAScheduler(metric='acc', mode='max')", "acc"),
    "ray: a searcher's metric": ray("search_alg=OptunaSearch(metric='auc', mode='max')", "auc"),
    "ray: with data": ray("metric='acc', mode='max'", "acc").replace(
        "Tuner(svm", "Tuner(tune.with_parameters(svm, data=[1])"
    ),
    "ray: a class": CLASS
    + "METRIC = 'val_loss'\n"
    + "tune.run(Trainable, config={'rate': tune.uniform(0, 1)}, mode='min', metric=METRIC)"
    + UNREPORTED.format(repr("val_loss"), repr("loss"))
    + "\n",
    "ray: a result that is returned": """
from ray import tune
def svm(config):
    loss = measure(config["C"])
    return {"loss": loss}
tune.run(svm, config={"C": tune.uniform(0, 1)}, mode="min", metric="mse")  # TUN301: metric 'mse' is
""".replace("measure(", "abs("),
}

SILENT |= {
    "ray: reported": ray("metric='accuracy', mode='max'"),
    "ray: what every result holds": ray("metric='training_iteration', mode='max'"),
    "ray: no metric": ray("num_samples=9"),
    "ray: a metric that cannot be read": ray("metric=METRIC, mode='max'"),
    "ray: picked afterwards": ray("num_samples=9").replace(
        ".fit()", ".fit().get_best_result('loss', 'min')"
    ),
    "ray: a name inside of a dictionary": ray("metric='val/acc', mode='max'").replace(
        '"size": len(x)', '"val": {"acc": 1}'
    ),
    "ray: more numbers": ray("metric='loss', mode='min'").replace('"size": len(x)', "**numbers"),
    "ray: a name that cannot be read": ray("metric='loss', mode='min'").replace('"size"', "name"),
    "ray: a report of its own": ray("metric='loss', mode='min'").replace(
        "tune.report({", "numbers = read()\n        tune.report(numbers)\n        print({"
    ),
    "ray: code that may report": ray("metric='loss', mode='min'").replace(
        "model.fit(x, y)", "learn(model)"
    ),
    "ray: one that reports on its own": ray("metric='loss', mode='min'")
    .replace("model.fit(x, y)", "YOLO('yolo11n.pt').train(data='coco8.yaml')")
    .replace("from sklearn", "from ultralytics import YOLO\nfrom sklearn"),
    "ray: two kinds of reports": ray("metric='loss', mode='min'").replace(
        "model.fit(x, y)", "tune.report({'loss': 1.0})"
    ),
    "ray: a number that is returned": (
        "from ray import tune\ntune.run(lambda config: 1.0, config={}, metric='loss', mode='min')\n"
    ),
}


test_programs = check_programs("TUN301", FLAGGED, SILENT)
