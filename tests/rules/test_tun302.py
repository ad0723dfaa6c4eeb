"""TUN302: an objective other than the metric that is looked at"""

from __future__ import annotations

from tests.rules.programs import check_programs

FLAGGED = {
    "loss and accuracy": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)  # TUN302: the search ranks by 'val_loss', but the model reports 'accuracy', which can rank differently: the winner may not be the best by 'accuracy'
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "loss and mae": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['mae'])
    return model
tuner = kt.RandomSearch(build, objective=kt.Objective('val_loss', 'min'), max_trials=5, seed=7)  # TUN302: the search ranks by 'val_loss', but the model reports 'mae'
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "training loss": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='loss', max_trials=5, seed=7)  # TUN302: the search ranks by 'loss', but the model reports 'accuracy'
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "several metrics": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['mse', 'accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)  # TUN302: the search ranks by 'val_loss', but the model reports 'accuracy'
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "another is read from the winner": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy', 'mae'])
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)  # TUN302: the search ranks by 'val_accuracy'
tuner.search(x, y, epochs=9, validation_split=0.2)

best = tuner.get_best_models()[0]
history = best.fit(x, y, epochs=9, validation_split=0.2)
print(max(history.history["val_mae"]))
""",
}

SILENT = {
    "no metrics": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=None)
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "the metric itself": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "mse beside mse": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['mse'])
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "rmse beside mse": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=[keras.metrics.RootMeanSquaredError()])
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "unknown metrics": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=METRICS)
    return model
tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
    "the one that is read": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy', 'mae'])
    return model
tuner = kt.RandomSearch(build, objective='val_accuracy', max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)

best = tuner.get_best_models()[0]
history = best.fit(x, y, epochs=9, validation_split=0.2)
print(max(history.history["val_accuracy"]), max(history.history["val_mae"]))
""",
    "unknown objective": """
import keras
import keras_tuner as kt
def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=['accuracy'])
    return model
tuner = kt.RandomSearch(build, objective=OBJECTIVE, max_trials=5, seed=7)
tuner.search(x, y, epochs=9, validation_split=0.2)
""",
}


test_programs = check_programs("TUN302", FLAGGED, SILENT)
