"""Facts about Keras Tuner: which trials leave a file, and what loads their models (TUN517)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import keras_tuner as kt
import pytest
from keras_tuner.src.engine import base_tuner, tuner

from tests.facts.tiny import network, rows
from tunelint.libraries.keras_tuner import tables

pytestmark = pytest.mark.libraries

X, Y = rows()
OBJECTIVE = kt.Objective("loss", "min")


def build(hp: kt.HyperParameters) -> Any:
    hp.Float("x", 0.0, 1.0)
    return network(["mae"])


def shapeless(hp: kt.HyperParameters) -> Any:
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


class Own(kt.RandomSearch):
    """Its trials train, and save only what `_keep` saves."""

    def run_trial(self, trial: Any, x: Any, y: Any) -> Any:
        model = self.hypermodel.build(trial.hyperparameters)
        model.fit(x, y, verbose=0)
        self.on_epoch_end(trial, model, 0, logs={"loss": 1.0})
        self._keep(trial, model)
        return {"loss": 1.0}

    def _keep(self, trial: Any, model: Any) -> None:
        pass


class Checkpoint(Own):
    def _keep(self, trial: Any, model: Any) -> None:
        model.save_weights(self._get_checkpoint_fname(trial.trial_id))


class SaveModel(Own):
    def _keep(self, trial: Any, model: Any) -> None:
        self.save_model(trial.trial_id, model)


class Network(kt.HyperModel):
    def build(self, hp: kt.HyperParameters) -> Any:
        return build(hp)


class Dropping(Network):
    def fit(self, hp: Any, model: Any, *args: Any, callbacks: Any = None, **kwargs: Any) -> Any:
        return model.fit(*args, **kwargs)


class HandingOn(Network):
    def fit(self, hp: Any, model: Any, *args: Any, **kwargs: Any) -> Any:
        return model.fit(*args, batch_size=4, **kwargs)


def searched(cls: Any, hypermodel: Any, folder: Path) -> Any:
    found = cls(hypermodel, objective=OBJECTIVE, max_trials=2, directory=folder)
    found.search(X, Y)
    return found


@pytest.mark.parametrize(
    ("cls", "hypermodel"), [(Own, build), (Own, shapeless), (kt.RandomSearch, Dropping())]
)
def test_trials_that_save_nothing_leave_no_file_to_load(
    cls: Any, hypermodel: Any, tmp_path: Path
) -> None:
    found = searched(cls, hypermodel, tmp_path)
    (trial,) = found.oracle.get_best_trials(1)
    for load in (found.get_best_models, lambda: found.load_model(trial)):
        with pytest.raises(Exception, match="No such file or directory") as raised:
            load()
        assert raised.type.__name__ in ("FileNotFoundError", "NotFoundError")


@pytest.mark.parametrize(
    ("cls", "hypermodel"),
    [(Checkpoint, build), (kt.RandomSearch, HandingOn()), (kt.RandomSearch, build)],
)
def test_trials_that_save_their_weights_can_be_loaded(
    cls: Any, hypermodel: Any, tmp_path: Path
) -> None:
    assert len(searched(cls, hypermodel, tmp_path).get_best_models(2)) == 2


def test_a_tuner_of_keras_models_has_no_save_model(tmp_path: Path) -> None:
    found = searched(SaveModel, build, tmp_path)
    messages = [trial.message for trial in found.oracle.trials.values()]
    assert len(messages) == 2
    assert all("NotImplementedError" in message for message in messages)
    assert tables.SAVE_MODEL in vars(kt.SklearnTuner)


def test_the_methods_are_the_library_s_own() -> None:
    known = vars(tuner.Tuner).keys() | vars(base_tuner.BaseTuner).keys()
    named = tables.SAVES_OR_LOADS | tables.SAVES_NOTHING | tables.LOADS_A_MODEL
    assert named | tables.TELLS_THE_FILE <= known
    assert hasattr(tuner.tuner_utils, tables.SAVING_CALLBACK)
