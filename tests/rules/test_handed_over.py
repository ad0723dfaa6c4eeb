"""What a search is given reaches the trial's own methods: rules on epochs, logs and stopping."""

from __future__ import annotations

from tests.rules.programs import check_coded_programs, marked

HEAD = """\
import keras
import keras_tuner as kt
import numpy as np
from keras.callbacks import EarlyStopping
from ray import train, tune
from ray.tune.schedulers import ASHAScheduler, FIFOScheduler


def build(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 4, 64)), keras.layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    return model


"""

TUNER = (
    HEAD
    + """\
class Folds(kt.RandomSearch):
    def run_trial(self, trial, {parameters}):
        model = self.hypermodel.build(trial.hyperparameters)
        model.fit(x, y, {fit})
        return {result}

tuner = Folds(build, objective="val_loss", max_trials=20, seed=3, overwrite=True)
tuner.search({search})
"""
)
MODEL = (
    HEAD
    + """\
class Net(kt.HyperModel):
    def build(self, hp):
        return build(hp)

    def fit(self, hp, model, {parameters}):
        {body}

tuner = kt.{kind}(Net(), objective="{objective}", overwrite=True)
tuner.search({search})
{after}
"""
)
RAY = (
    HEAD
    + """\
class Steps(tune.Trainable):
    def setup(self, config, epochs=1):
        self.model = build(config)
        self.epochs = epochs
        {setup}

    def step(self):
        self.model.fit(x, y, epochs={epochs})
        return {{"loss": self.model.evaluate(v, w)}}

{run}
"""
)


def tuner(
    search: str,
    parameters: str = "x, y, epochs=1",
    fit: str = "epochs=epochs",
    result: str = "model.evaluate(v, w)[0]",
) -> str:
    return TUNER.format(search=search, parameters=parameters, fit=fit, result=result)


def model(
    search: str,
    body: str = "return model.fit(*args, batch_size=hp.Choice('batch', [16, 32]), **kwargs)",
    parameters: str = "*args, **kwargs",
    kind: str = "RandomSearch",
    objective: str = "val_loss",
    after: str = "",
) -> str:
    return MODEL.format(
        search=search,
        body=body,
        parameters=parameters,
        kind=kind,
        objective=objective,
        after=after,
    )


def ray(run: str, epochs: str = "1", setup: str = "pass") -> str:
    return RAY.format(run=run, epochs=epochs, setup=setup)


FINAL = "best = tuner.get_best_models()[0]\nbest.fit(x, y, epochs=200)"
STOP = "callbacks=[EarlyStopping(patience={})]"
ONE_BY_ONE = "tune.run(Steps, config={{}}, metric='loss', mode='min', num_samples=9{})".format

FLAGGED = {
    "TUN402: run_trial, the default holds": marked(
        tuner("x, y"),
        {"tuner.search(": "# TUN402: trials train for 1 epoch: the search ranks how fast"},
    ),
    "TUN402: run_trial, search asks for two": marked(
        tuner("x, y, epochs=2"),
        {"tuner.search(": "# TUN402: trials train for 2 epochs: the search ranks how fast"},
    ),
    "TUN402: run_trial, against its own default": marked(
        tuner("x, y, epochs=2", parameters="x, y, epochs=50"),
        {"tuner.search(": "# TUN402: trials train for 2 epochs: the search ranks how fast"},
    ),
    "TUN402: run_trial, by position": marked(
        tuner("x, y, 32, 2", parameters="x, y, batch, epochs=50"),
        {"tuner.search(": "# TUN402: trials train for 2 epochs: the search ranks how fast"},
    ),
    "TUN402: run_trial, by **": marked(
        tuner("x, y, epochs=1", parameters="x, y, **rest", fit="**rest"),
        {"tuner.search(": "# TUN402: trials train for 1 epoch: the search ranks how fast"},
    ),
    "TUN402: run_trial, an entry of **": marked(
        tuner("x, y, epochs=1", parameters="x, y, **rest", fit="epochs=rest['epochs']"),
        {"tuner.search(": "# TUN402: trials train for 1 epoch: the search ranks how fast"},
    ),
    "TUN402: run_trial, a fixed number": marked(
        tuner("x, y, epochs=90", parameters="x, y, **rest", fit="epochs=2"),
        {"tuner.search(": "# TUN402: trials train for 2 epochs: the search ranks how fast"},
    ),
    "TUN402: HyperModel.fit hands on": marked(
        model("x, y, epochs=2"),
        {"tuner.search(": "# TUN402: trials train for 2 epochs: the search ranks how fast"},
    ),
    "TUN402: HyperModel.fit, the default holds": marked(
        model("x, y", "return model.fit(x, y, epochs=epochs)", "x, y, epochs=1, **rest"),
        {"tuner.search(": "# TUN402: trials train for 1 epoch: the search ranks how fast"},
    ),
    "TUN402: HyperModel.fit, the default of Keras": marked(
        model("x, y, epochs=50", "return model.fit(x, y)", "x, y, epochs=1, **rest"),
        {"tuner.search(": "# TUN402: trials train for 1 epoch (the default)"},
    ),
    "TUN402: a run_trial that only sets the batch": marked(
        model(
            "x, y, epochs=2",
            after="class Own(kt.RandomSearch):\n"
            "    def run_trial(self, trial, *args, **kwargs):\n"
            "        kwargs['batch_size'] = trial.hyperparameters.Int('batch', 8, 64)\n"
            "        return super().run_trial(trial, *args, **kwargs)\n"
            "Own(build, objective='val_loss', overwrite=True).search(x, y, epochs=1)",
        ),
        {
            "tuner.search(": "# TUN402: trials train for 2 epochs: the search ranks how fast",
            "Own(build": "# TUN402: trials train for 1 epoch: the search ranks how fast",
        },
    ),
    "TUN402: a step, stopped after two": marked(
        ray(ONE_BY_ONE(", stop={'training_iteration': 2}")),
        {"self.model.fit(": "# TUN402: trials train for 2 epochs: the search ranks how fast"},
    ),
    "TUN402: a step, in the configuration of a run": marked(
        ray("tune.Tuner(Steps, run_config=train.RunConfig(stop={'training_iteration': 1})).fit()"),
        {"self.model.fit(": "# TUN402: trials train for 1 epoch: the search ranks how fast"},
    ),
    "TUN402: a step, the scheduler's max_t": marked(
        ray(ONE_BY_ONE(", scheduler=ASHAScheduler(max_t=2)")),
        {"self.model.fit(": "# TUN402: trials train for 2 epochs: the search ranks how fast"},
    ),
    "TUN402: a step, both": marked(
        ray(ONE_BY_ONE(", scheduler=ASHAScheduler(), stop={'training_iteration': 1}")),
        {"self.model.fit(": "# TUN402: trials train for 1 epoch: the search ranks how fast"},
    ),
    "TUN402: a step with parameters": marked(
        ray(
            "tune.Tuner(tune.with_parameters(Steps, epochs=2),"
            " run_config=tune.RunConfig(stop={'training_iteration': 1})).fit()",
            epochs="self.epochs",
        ),
        {"self.model.fit(": "# TUN402: trials train for 2 epochs: the search ranks how fast"},
    ),
    "TUN401: HyperModel.fit hands on": marked(
        model("x, y, epochs=20", after=FINAL),
        {"tuner.search(": "# TUN401: trials train for 20 epochs, the winner for 200"},
    ),
    "TUN401: run_trial": marked(
        tuner("x, y, epochs=20") + FINAL,
        {"tuner.search(": "# TUN401: trials train for 20 epochs, the winner for 200"},
    ),
    "TUN403: HyperModel.fit hands on": marked(
        model("x, y, epochs=20, " + STOP.format(1) + ""),
        {
            "tuner.search(": "# TUN403: patience=1 stops a trial at the first epoch without improvement"
        },
    ),
    "TUN403: run_trial hands on": marked(
        tuner(
            "x, y, epochs=20, " + STOP.format(0) + "",
            parameters="x, y, **rest",
            fit="**rest",
        ),
        {
            "tuner.search(": "# TUN403: patience=0 stops a trial at the first epoch without improvement"
        },
    ),
    "TUN404: HyperModel.fit hands on": marked(
        model("x, y, epochs=5, " + STOP.format(9) + ""),
        {"tuner.search(": "# TUN404: patience=9 never stops a trial early"},
    ),
    "TUN404: run_trial": marked(
        tuner(
            "x, y, epochs=5, " + STOP.format(9) + "",
            parameters="x, y, epochs=500, **rest",
            fit="epochs=epochs, **rest",
        ),
        {"tuner.search(": "# TUN404: patience=9 never stops a trial early"},
    ),
    "TUN301: HyperModel.fit hands on": model(
        "x, y, epochs=20, validation_split=0.2", objective="val_accuracy"
    ).replace(
        "overwrite=True)", "overwrite=True)  # TUN301: objective 'val_accuracy' is never logged"
    ),
    "TUN301: HyperModel.fit keeps the validation data": model(
        "x, y, epochs=20, validation_split=0.2", "return model.fit(x, y)", "x, y, **rest"
    ).replace("overwrite=True)", "overwrite=True)  # TUN301: objective 'val_loss' is never logged"),
}

SILENT = {
    "TUN402: run_trial, search asks for twenty": tuner("x, y, epochs=20"),
    "TUN402: run_trial, by position": tuner("x, y, 32, 20", parameters="x, y, batch, epochs=1"),
    "TUN402: run_trial, by **": tuner("x, y, epochs=20", parameters="x, y, **rest", fit="**rest"),
    "TUN402: run_trial, perhaps": tuner("x, y, **settings"),
    "TUN402: run_trial, a fixed number": tuner("x, y, epochs=1", fit="epochs=30"),
    "TUN402: run_trial, searched epochs": tuner(
        "x, y, epochs=1", fit="epochs=trial.hyperparameters.Int('epochs', 1, 9)"
    ),
    "TUN402: HyperModel.fit, search says it": model(
        "x, y, epochs=30", "return model.fit(x, y, epochs=epochs)", "x, y, epochs=1, **rest"
    ),
    "TUN402: HyperModel.fit, searched epochs": model(
        "x, y, epochs=1",
        "return model.fit(x, y, epochs=hp.Int('epochs', 1, 9))",
        "x, y, epochs=1, **rest",
    ),
    "TUN402: HyperModel.fit, a loop of its own": model(
        "x, y",
        "return train(model, epochs)",
        "x, y, epochs=9, **rest",
    ),
    "TUN402: HyperModel.fit in Hyperband": model("x, y, epochs=1", kind="Hyperband"),
    "TUN402: a run_trial that sets the epochs": HEAD + "class Own(kt.RandomSearch):\n"
    "    def run_trial(self, trial, *args, **kwargs):\n"
    "        kwargs['epochs'] = trial.hyperparameters.Int('epochs', 5, 50)\n"
    "        return super().run_trial(trial, *args, **kwargs)\n"
    "Own(build, objective='val_loss', overwrite=True).search(x, y, epochs=1)\n",
    "TUN402: a step without a stop": ray(ONE_BY_ONE("")),
    "TUN402: a step, stopped after thirty": ray(ONE_BY_ONE(", stop={'training_iteration': 30}")),
    "TUN402: a step of thirty, once": ray(
        ONE_BY_ONE(", stop={'training_iteration': 1}"), epochs="30"
    ),
    "TUN402: a step, stopped by a function": ray(ONE_BY_ONE(", stop=stops")),
    "TUN402: a step, stopped by its score": ray(ONE_BY_ONE(", stop={'loss': 0.1}")),
    "TUN402: a step, a scheduler that ends none": ray(ONE_BY_ONE(", scheduler=FIFOScheduler()")),
    "TUN402: a step, max_t in seconds": ray(
        ONE_BY_ONE(", scheduler=ASHAScheduler(time_attr='time_total_s', max_t=2)")
    ),
    "TUN402: a step, the usual max_t": ray(ONE_BY_ONE(", scheduler=ASHAScheduler()")),
    "TUN402: a step with parameters": ray(
        "tune.Tuner(tune.with_parameters(Steps, epochs=20),"
        " run_config=tune.RunConfig(stop={'training_iteration': 1})).fit()",
        epochs="self.epochs",
    ),
    "TUN401: HyperModel.fit takes as many": model(
        "x, y", "return model.fit(x, y, epochs=200)", "x, y, **rest", after=FINAL
    ),
    "TUN401: run_trial": tuner("x, y, epochs=150") + FINAL,
    "TUN403: HyperModel.fit drops the callbacks": model(
        "x, y, epochs=20, " + STOP.format(0), "return model.fit(x, y, epochs=20)", "x, y, **rest"
    ),
    "TUN403: run_trial drops the callbacks": tuner(
        "x, y, epochs=20, " + STOP.format(0), parameters="x, y, epochs, **rest"
    ),
    "TUN404: run_trial trains for longer": tuner(
        "x, y, epochs=5, " + STOP.format(9),
        parameters="x, y, epochs=5, **rest",
        fit="epochs=10 * epochs, **rest",
    ),
    "TUN301: HyperModel.fit gives a dictionary": model(
        "x, y, epochs=20", "return {'val_accuracy': score(model)}", objective="val_accuracy"
    ),
    "TUN301: HyperModel.fit brings validation data": model(
        "x, y, epochs=20", "return model.fit(x, y, validation_data=(v, w))", "x, y, **rest"
    ),
    "TUN301: run_trial gives a dictionary": tuner(
        "x, y, epochs=20", result="{'val_accuracy': score(model)}"
    ).replace('"val_loss"', '"val_accuracy"'),
}


test_programs = check_coded_programs(FLAGGED, SILENT)
