"""TUN517: models that are loaded after trials that save none."""

from __future__ import annotations

from tests.checking import rule
from tests.rules.programs import check_programs
from tunelint.testing import findings, notebook

KT = "import keras\nimport keras_tuner as kt\n"
BUILD = KT + (
    "def build(hp):\n"
    "    model = keras.Sequential([keras.layers.Dense(hp.Int('units', 4, 32)),"
    " keras.layers.Dense(1)])\n"
    "    model.compile('adam', 'mse')\n"
    "    return model\n"
)
OWN = BUILD + (
    "class Folds(kt.{base}):\n"
    "    def run_trial(self, trial, x, y, epochs=5):\n"
    "        model = self.hypermodel.build(trial.hyperparameters)\n"
    "{body}"
    "        return {{'val_loss': model.evaluate(x, y)}}\n"
    "{methods}"
    "tuner = Folds({arguments})\n"
    "tuner.search(x, y, epochs=5)\n"
)
NETWORK = BUILD + (
    "class Network(kt.HyperModel):\n"
    "    def build(self, hp):\n"
    "        return build(hp)\n"
    "    def fit(self, hp, model, {parameters}):\n"
    "{body}"
    "tuner = kt.{kind}(Network(), 'val_loss')\n"
    "tuner.search(x, y, epochs=5, {arguments}validation_split=0.2)\n"
)
BEST = "best = tuner.get_best_models()[0]"
RUN = '  # TUN517: run_trial() of Folds saves no checkpoint: get_best_models() raises "No such file'
FIT = '  # TUN517: fit() of Network saves no checkpoint: get_best_models() raises "No such file'
TRAIN = "        model.fit(x, y, epochs=epochs)\n"
SAVE = "        model.save_weights(self._get_checkpoint_fname(trial.trial_id))\n"


def own(
    body: str = TRAIN,
    methods: str = "",
    base: str = "RandomSearch",
    arguments: str = "build, 'val_loss', max_trials=5",
) -> str:
    return OWN.format(body=body, methods=methods, base=base, arguments=arguments)


def network(
    parameters: str, body: str, kind: str = "RandomSearch", arguments: str = "callbacks=[mine], "
) -> str:
    return NETWORK.format(parameters=parameters, body=body, kind=kind, arguments=arguments)


FLAGGED = {
    "an own run_trial": own() + BEST + RUN,
    "of an oracle, in folds": own(
        "        for part, held in KFold(3).split(x):\n"
        "            model.fit(x[part], y[part], epochs=epochs)\n",
        base="Tuner",
        arguments="oracle=kt.oracles.RandomSearchOracle('val_loss'), hypermodel=build",
    )
    + BEST
    + RUN,
    "a loop of its own that tells the tuner": own(
        "        for epoch in range(epochs):\n"
        "            loss = step(model, x, y)\n"
        "            self.on_epoch_end(trial, model, epoch, logs={'loss': loss})\n",
    )
    + BEST
    + RUN,
    "a model saved elsewhere": own(TRAIN + "        model.save_weights('last.weights.h5')\n")
    + BEST
    + RUN,
    "load_model": own()
    + "trial = tuner.oracle.get_best_trials(1)[0]\n"
    + "model = tuner.load_model(trial)"
    + RUN.replace("get_best_models", "load_model"),
    "fit drops the callbacks": network(
        "x, y, callbacks=None, **kwargs", "        return model.fit(x, y, **kwargs)\n"
    )
    + BEST
    + FIT,
    "fit drops everything": network(
        "x, y, **_", "        return model.fit(x, y, epochs=5, validation_split=0.2)\n"
    )
    + BEST
    + FIT,
    "fit replaces them": network(
        "*args, **kwargs",
        "        kwargs['callbacks'] = [keras.callbacks.EarlyStopping(patience=3)]\n"
        "        return model.fit(*args, batch_size=hp.Int('b', 8, 64), **kwargs)\n",
    )
    + BEST
    + FIT,
    "fit takes them out": network(
        "*args, **kwargs",
        "        kwargs.pop('callbacks')\n"
        "        epochs = kwargs.pop('epochs', 3)\n"
        "        return model.fit(*args, epochs=epochs, callbacks=[keras.callbacks.CSVLogger('a')])\n",
        arguments="",
    )
    + BEST
    + FIT,
    "fit trains by itself": network(
        "x, y, epochs=3, **kwargs",
        "        for epoch in range(epochs):\n"
        "            loss = model.train_on_batch(x, y)\n"
        "        return {'val_loss': loss}\n",
        kind="BayesianOptimization",
    )
    + BEST
    + FIT,
    "behind a run_trial that hands on": network(
        "x, y, callbacks=None, **kwargs", "        return model.fit(x, y, **kwargs)\n"
    ).replace(
        "tuner = kt.RandomSearch(Network(), 'val_loss')\n",
        "class Sized(kt.RandomSearch):\n"
        "    def run_trial(self, trial, *args, **kwargs):\n"
        "        kwargs['batch_size'] = trial.hyperparameters.Int('b', 8, 64)\n"
        "        return super().run_trial(trial, *args, **kwargs)\n"
        "tuner = Sized(Network(), 'val_loss')\n",
    )
    + BEST
    + FIT,
    "in functions, aliased": "from keras_tuner import HyperModel, RandomSearch as Random\n"
    "class Network(HyperModel):\n"
    "    def build(self, hp):\n        return make(hp)\n"
    "    def fit(self, hp, model, x, y, callbacks, **kwargs):\n"
    "        return model.fit(x, y, **kwargs)\n"
    "def search(x, y):\n"
    "    tuner = Random(hypermodel=Network(), objective='val_loss')\n"
    "    tuner.search(x, y, epochs=9)\n"
    "    return tuner\n"
    "def main():\n"
    "    for model in search(1, 2).get_best_models(num_models=3):" + FIT + "\n"
    "        model.summary()\n"
    "main()\n",
    "over modules": {
        "folds.py": BUILD + "class Folds(kt.RandomSearch):\n"
        "    def run_trial(self, trial, x, y):\n"
        "        return build(trial.hyperparameters).fit(x, y)\n",
        "train.py": "import folds\ntuner = folds.Folds(folds.build, 'loss')\n"
        "tuner.search(x, y)\n" + BEST + RUN,
    },
    "a notebook": {
        "tuning.ipynb": notebook(own(), BEST + RUN),
    },
    "save_model, which is not there": own(
        TRAIN
        + "        self.save_model(trial.trial_id, model)"
        + "  # TUN517: Folds does not implement save_model(): this call raises NotImplementedError in the trial\n"
    )
    + BEST,
    "save_model in a helper": own(
        TRAIN + "        self.keep(trial, model)\n",
        "    def keep(self, trial, model):\n"
        "        super().save_model(trial.trial_id, model, step=0)  # TUN517: Folds does not implement\n",
        base="Hyperband",
    ),
}

SILENT = {
    "the library's own trials": BUILD
    + "tuner = kt.RandomSearch(build, 'val_loss')\ntuner.search(x, y)\n"
    + BEST,
    "the best configuration is built again": own()
    + "best = build(tuner.get_best_hyperparameters()[0])\n",
    "super().run_trial()": own("        return super().run_trial(trial, x, y, epochs=epochs)\n")
    + BEST,
    "super().run_trial() on one path": own(
        "        if epochs > 3:\n            return super().run_trial(trial, x, y)\n" + TRAIN
    )
    + BEST,
    "the library's run_trial by name": own(
        "        return kt.RandomSearch.run_trial(self, trial, x, y, epochs=epochs)\n"
    )
    + BEST,
    "the file is written": own(TRAIN + SAVE) + BEST,
    "the file is written by a helper": own(
        TRAIN + "        self.keep(trial, model)\n",
        "    def keep(self, trial, model):\n" + SAVE,
    )
    + BEST,
    "a callback writes it": own(
        "        file = self._get_checkpoint_fname(trial.trial_id)\n"
        "        best = keras.callbacks.ModelCheckpoint(file, save_weights_only=True)\n"
        "        model.fit(x, y, callbacks=[best])\n"
    )
    + BEST,
    "a path that cannot be read": own(
        TRAIN + "        model.save_weights(folder / trial.trial_id / 'checkpoint.weights.h5')\n"
    )
    + BEST,
    "the tuner is handed on": own(TRAIN + "        keep(self, trial, model)\n") + BEST,
    "load_model of its own": own(
        TRAIN + "        model.save('best.keras')\n",
        "    def load_model(self, trial):\n        return keras.models.load_model('best.keras')\n",
    )
    + BEST,
    "save_model of its own": own(
        TRAIN + "        self.save_model(trial.trial_id, model)\n",
        "    def save_model(self, trial_id, model, step=0):\n"
        "        model.save_weights(self._get_checkpoint_fname(trial_id))\n",
    )
    + BEST,
    "an attempt": own() + "try:\n    " + BEST + "\nexcept FileNotFoundError:\n    best = None\n",
    "a class that cannot be read": own(base="RandomSearch").replace(
        "class Folds(", "from mine import Saving\nclass Folds(Saving, "
    )
    + BEST,
    "SklearnTuner": "import keras_tuner as kt\nfrom sklearn.svm import SVC\n"
    "class Own(kt.SklearnTuner):\n"
    "    def run_trial(self, trial, x, y):\n"
    "        model = self.hypermodel.build(trial.hyperparameters).fit(x, y)\n"
    "        self.save_model(trial.trial_id, model)\n"
    "        return {'score': model.score(x, y)}\n"
    "tuner = Own(oracle=oracle, hypermodel=lambda hp: SVC(C=hp.Float('C', 0.1, 9)))\n"
    "tuner.search(x, y)\n" + BEST,
    "**kwargs on whole": network(
        "*args, **kwargs", "        return model.fit(*args, batch_size=9, **kwargs)\n"
    )
    + BEST,
    "callbacks on": network(
        "x, y, callbacks, **kwargs", "        return model.fit(x, y, callbacks=callbacks)\n"
    )
    + BEST,
    "more callbacks": network(
        "x, y, callbacks=(), **kwargs",
        "        own = [keras.callbacks.EarlyStopping(patience=3)]\n"
        "        return model.fit(x, y, callbacks=[*callbacks, *own], **kwargs)\n",
    )
    + BEST,
    "more callbacks in **": network(
        "*args, **kwargs",
        "        kwargs['callbacks'] = kwargs['callbacks'] + [keras.callbacks.CSVLogger('a')]\n"
        "        return model.fit(*args, **kwargs)\n",
    )
    + BEST,
    "appended": network(
        "*args, **kwargs",
        "        kwargs.get('callbacks').append(keras.callbacks.CSVLogger('a'))\n"
        "        return model.fit(*args, **kwargs)\n",
    )
    + BEST,
    "called by hand": network(
        "x, y, callbacks=None, **kwargs",
        "        for callback in callbacks:\n            callback.set_model(model)\n"
        "        loss = model.train_on_batch(x, y)\n"
        "        for callback in callbacks:\n            callback.on_epoch_end(0, {'loss': loss})\n"
        "        return loss\n",
    )
    + BEST,
    "handed to code that cannot be read": network(
        "x, y, callbacks=None, **kwargs", "        return train(model, x, y, callbacks)\n"
    )
    + BEST,
    "kept": network(
        "x, y, callbacks=None, **kwargs",
        "        self.callbacks = callbacks\n        return self.train(model, x, y)\n",
    )
    + BEST,
    "super().fit()": network(
        "*args, **kwargs", "        return super().fit(hp, model, *args, **kwargs)\n"
    )
    + BEST,
    "arguments that cannot be read": network(
        "x, y, **kwargs", "        return model.fit(x, y, **settings(kwargs['epochs']))\n"
    )
    + BEST,
    "no search": own().replace("tuner.search(x, y, epochs=5)\n", "tuner.reload()\n") + BEST,
    "before the search": own().replace("tuner.search", BEST + "\ntuner.search"),
    "another tuner in the other branch": own()
    .replace("tuner = Folds", "if quick:\n    tuner = Folds")
    .replace("tuner.search", "    tuner.search")
    + "else:\n    tuner = kt.RandomSearch(build, 'val_loss')\n    tuner.search(x, y)\n    "
    + BEST,
}


test_programs = check_programs("TUN517", FLAGGED, SILENT)


def test_the_help_says_what_to_write() -> None:
    (finding,) = findings(rule("TUN517"), own() + BEST)
    assert finding.help is not None
    assert "self._get_checkpoint_fname(trial.trial_id)" in finding.help
