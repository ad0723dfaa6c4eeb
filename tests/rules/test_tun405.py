"""TUN405: callbacks that watch the wrong thing"""

from __future__ import annotations

import pytest

from tests.checking import check
from tests.rules import ray_programs
from tests.rules.programs import check_programs, marked

TUNER = """
import keras
import keras_tuner as kt
from keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau
def f1(y_true, y_pred):
    return y_pred
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics={metrics})
    return model
tuner = kt.RandomSearch(build, objective={objective}, max_trials=5, seed=7)
tuner.search(x, y, epochs=50, validation_data=({validation}, w), callbacks=[{callback}])
"""
HYPEROPT = """
import keras
from hyperopt import fmin, hp, tpe
from sklearn.metrics import f1_score
def objective(units):
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse", metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping({stop}, patience=5)
    history = model.fit(x, y, validation_data=(x_val, y_val), epochs=50, callbacks=[stop])
    {score}
best = fmin(objective, hp.choice("units", [8, 16]), algo=tpe.suggest, max_evals=30)
"""
LOOP = """
import keras
best_loss, best_units = float("inf"), None
for units in [8, 16, 32]:
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse", metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping({stop})
    model.fit(x, y, validation_data=(v, w), epochs=10, callbacks=[stop])
    loss = model.evaluate(v, w)[0]
    if loss < best_loss:
        best_loss, best_units = loss, units
"""


def tuned(
    callback: str,
    objective: str = "'val_accuracy'",
    metrics: str = "['accuracy']",
    validation: str = "v",
) -> str:
    return TUNER.format(
        callback=callback, objective=objective, metrics=metrics, validation=validation
    )


ACCURACY = "return -max(history.history['val_accuracy'])"

FLAGGED = {
    "the training loss": marked(
        tuned("EarlyStopping('loss', patience=5)"),
        {"tuner.": "# TUN405: EarlyStopping watches the training metric 'loss'"},
    ),
    "the training accuracy": marked(
        tuned("EarlyStopping(patience=5, monitor='accuracy')"),
        {"tuner.": "# TUN405: EarlyStopping watches the training metric 'accuracy'"},
    ),
    "another metric": marked(
        tuned("EarlyStopping('val_accuracy')", objective="'val_loss'"),
        {"tuner.": "# TUN405: EarlyStopping watches 'val_accuracy'"},
    ),
    "val_loss": marked(
        tuned("EarlyStopping('val_loss')"),
        {"tuner.": "# TUN405: EarlyStopping watches 'val_loss'"},
    ),
    "val_loss by default": marked(
        tuned("EarlyStopping(patience=3)"),
        {"tuner.": "# TUN405: EarlyStopping watches 'val_loss'"},
    ),
    "never logged": marked(
        tuned("EarlyStopping(monitor='val_acc')"),
        {
            "tuner.": "# TUN405: EarlyStopping watches 'val_acc', which the model never logs: without mode=, every trial raises ValueError"
        },
    ),
    "a checkpoint": marked(
        tuned("ModelCheckpoint('m.keras', 'val_acc')"),
        {"tuner.": "# TUN405: ModelCheckpoint watches 'val_acc', which the model never logs"},
    ),
    "a plateau": marked(
        tuned("ReduceLROnPlateau('val_auc')"),
        {"tuner.": "# TUN405: ReduceLROnPlateau watches 'val_auc', which the model never logs"},
    ),
    "a custom metric": marked(
        tuned("EarlyStopping('val_f1')", objective="kt.Objective('val_f1', 'max')", metrics="[f1]"),
        {"tuner.": "# TUN405: EarlyStopping watches 'val_f1'"},
    ),
    "on a line of its own": tuned(
        "EarlyStopping(\n    monitor='loss',  # TUN405: EarlyStopping watches the training metric 'loss'\n    patience=5,\n)"
    ),
    "a loop, the training loss": marked(
        LOOP.format(stop="'loss', patience=5"),
        {"stop = keras.": "# TUN405: EarlyStopping watches the training metric 'loss'"},
    ),
    "a loop, never logged": marked(
        LOOP.format(stop="'val_acc', patience=5"),
        {"stop = keras.": "# TUN405: EarlyStopping watches 'val_acc', which the model never logs"},
    ),
    "Hyperopt, the training metric": marked(
        HYPEROPT.format(stop="monitor='accuracy'", score=ACCURACY),
        {"stop = keras.": "# TUN405: EarlyStopping watches the training metric 'accuracy'"},
    ),
    "Hyperopt, never logged": marked(
        HYPEROPT.format(stop="'val_acc'", score=ACCURACY),
        {"stop = keras.": "# TUN405: EarlyStopping watches 'val_acc', which the model never logs"},
    ),
    "Hyperopt, val_loss": marked(
        HYPEROPT.format(stop="'val_loss'", score=ACCURACY),
        {"stop = keras.": "# TUN405: EarlyStopping watches 'val_loss'"},
    ),
    "Hyperopt, another metric": marked(
        HYPEROPT.format(stop="'val_accuracy'", score="return history.history['val_loss'][-1]"),
        {"stop = keras.": "# TUN405: EarlyStopping watches 'val_accuracy'"},
    ),
    "optuna: training loss watched": """
import keras
import optuna
def objective(trial):
    units = trial.suggest_int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="loss", patience=3)  # TUN405: EarlyStopping watches the training metric 'loss'
    model.fit(x, y, epochs=9, validation_data=(v, w), callbacks=[stop])
    return model.evaluate(v, w)
study = optuna.create_study()
study.optimize(objective, n_trials=50)
""",
}

SILENT = {
    "the objective": tuned("EarlyStopping('val_accuracy', patience=5)"),
    "what a callback of its own logs": tuned("ReduceLROnPlateau('val_score')")
    + "class Score(keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        logs['val_score'] = 1\nScore()\n",
    "the objective, a loss": tuned("EarlyStopping(patience=5)", objective="'val_loss'"),
    "the loss by another name": tuned(
        "EarlyStopping('val_loss')", objective="'val_mse'", metrics="['mse']"
    ),
    "an error that ranks alike": tuned(
        "EarlyStopping('val_mse')",
        objective="'val_root_mean_squared_error'",
        metrics="['mse', keras.metrics.RootMeanSquaredError()]",
    ),
    "a custom metric with its mode": tuned(
        "EarlyStopping('val_f1', mode='max')",
        objective="kt.Objective('val_f1', 'max')",
        metrics="[f1]",
    ),
    "metrics that nobody sees": tuned("ModelCheckpoint('m', 'val_acc')", metrics="METRICS"),
    "a name that nobody sees": tuned("EarlyStopping(MONITOR)"),
    "an objective that nobody sees": tuned("EarlyStopping('val_loss')", objective="OBJECTIVE"),
    "judged on the test data": tuned("EarlyStopping('val_loss')", validation="x_test"),
    "a checkpoint of the loss": tuned("ModelCheckpoint('m.keras', 'val_loss')"),
    "the final fit's": tuned("EarlyStopping('val_accuracy')")
    + "model = tuner.get_best_models()[0]\nmodel.fit(x, y, callbacks=[EarlyStopping('loss')])\n",
    "a loop, the objective": LOOP.format(stop="patience=5"),
    "Hyperopt, the objective": HYPEROPT.format(stop="'val_accuracy'", score=ACCURACY),
    "Hyperopt, evaluated": HYPEROPT.format(
        stop="'val_accuracy'",
        score="loss, accuracy = model.evaluate(x_val, y_val)\n    return -accuracy",
    ),
    "Hyperopt, the loss evaluated": HYPEROPT.format(
        stop="'val_loss'", score="return model.evaluate(x_val, y_val)[0]"
    ),
    "Hyperopt, judged on the test data": HYPEROPT.format(
        stop="'val_loss'", score="return -f1_score(y_test, model.predict(x_test))"
    ),
    "Hyperopt, unknown": HYPEROPT.format(stop="'val_loss'", score="return run(model)"),
    "optuna: the objective watched": """
import keras
import optuna
def objective(trial):
    units = trial.suggest_int("units", 4, 64)
    model = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3)
    model.fit(x, y, epochs=9, validation_data=(v, w), callbacks=[stop])
    return model.evaluate(v, w)
study = optuna.create_study()
study.optimize(objective, n_trials=50)
""",
}


test_programs = check_programs("TUN405", FLAGGED, SILENT)

ERRORS = ("never logged", "a checkpoint", "a plateau", "a custom metric")
LEVELS = {
    **dict.fromkeys(("val_loss", "val_loss by default", "Hyperopt, val_loss"), "advice"),
    **dict.fromkeys((*ERRORS, "a loop, never logged", "Hyperopt, never logged"), "error"),
}


@pytest.mark.parametrize("name", FLAGGED)
def test_level(name: str) -> None:
    (found,) = check(FLAGGED[name], "TUN405")
    assert found.level == LEVELS.get(name, "warning")


# -- Ray Tune ----------------------------------------------------------------------------------

RAY_PROGRAMS = {
    "a training loss": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="loss", patience=5)  # TUN405: EarlyStopping watches the training metric 'loss'
    history = model.fit(x, y, epochs=30, validation_split=0.2, callbacks=[stop])
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "a metric that is not logged": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=5)  # TUN405: EarlyStopping watches 'val_accuracy', which the model never logs
    history = model.fit(x, y, epochs=30, validation_split=0.2, callbacks=[stop])
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "silent: what is reported": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5)
    history = model.fit(x, y, epochs=30, validation_split=0.2, callbacks=[stop])
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
    "silent: the default": """\
def net(config):
    model = keras.Sequential([layers.Dense(config["units"]), layers.Dense(1)])
    model.compile("adam", "mse")
    stop = keras.callbacks.EarlyStopping(patience=5)
    history = model.fit(x, y, epochs=30, validation_split=0.2, callbacks=[stop])
    tune.report({"loss": history.history["val_loss"][-1]})

tune.run(net, config={"units": tune.randint(2, 9)}, metric="loss", mode="min")
""",
}


test_ray_tune = check_programs("TUN405", RAY_PROGRAMS, head=ray_programs.HEAD)
